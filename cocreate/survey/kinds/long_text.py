"""A question that is answered in one's own words."""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    missing,
    summarise_texts,
    too_long,
    typed_text,
)
from cocreate.survey.kinds.counting import only
from cocreate.survey.kinds.short_text import limit_of, too_short
from cocreate.survey.kinds.summaries import TextSummary
from cocreate.survey.rules import LONGEST_TEXT, AnswerGiven, Problem, QuestionKind


class LongText(Kind):
    """One free text."""

    name = QuestionKind.LONG_TEXT

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        text = typed_text(typed, self.field(question))
        return [AnswerGiven(question.key, text=text)] if text else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        for answer in given:
            found += too_long(question, field, answer.text, self.longest(question))
            found += too_short(question, field, answer.text)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return [Said(text=answer.text) for answer in answers if answer.text]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {"": "\n\n".join(answer.text for answer in answers)}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_texts(rows)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        return only(question.key, ((answer.text,) for answer in answers if answer.text))

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return only(self.field(question), (answer.text for answer in answers))

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, None)]

    def longest(self, question: QuestionLike) -> int:
        """The most signs that the question takes."""
        return min(limit_of(question, "max_length", LONGEST_TEXT) or LONGEST_TEXT, LONGEST_TEXT)
