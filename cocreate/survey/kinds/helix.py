"""To which family of the quadruple helix somebody belongs; copied to the sheet, so that all can be counted by it."""

from collections.abc import Mapping, Sequence

from cocreate.process.rules import HelixCategory
from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    missing,
    typed_text,
)
from cocreate.survey.kinds.choices import is_one_of
from cocreate.survey.kinds.single_choice import count_choices
from cocreate.survey.kinds.summaries import ChoiceSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

CATEGORIES = tuple(category.value for category in HelixCategory)


class Helix(Kind):
    """One of the helix categories; the interface has their names."""

    name = QuestionKind.HELIX

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        choice = typed_text(typed, self.field(question))[:40]
        return [AnswerGiven(question.key, value={"choice": choice})] if choice else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        if not all(is_one_of((answer.value or {}).get("choice"), CATEGORIES) for answer in given):
            found.append(Problem(question.key, field, "survey.answer.unknown_choice"))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return [Said(code=f"helix.{answer.value.get('choice', '')}") for answer in answers if answer.value]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return []  # a column of the sheet itself

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> ChoiceSummary:
        return count_choices(rows, CATEGORIES)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        chosen = tuple(str(answer.value.get("choice", "")) for answer in answers if answer.value)
        return {question.key: chosen} if chosen else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question): str(answer.value.get("choice", "")) for answer in answers if answer.value}
