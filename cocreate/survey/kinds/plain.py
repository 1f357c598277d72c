"""A box to tick, a text to read, and where a new page begins: next to nothing to answer."""

from collections.abc import Iterable, Mapping, Sequence

from cocreate.survey.kinds.base import (
    AnswerLike,
    ChoiceSummary,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    counts,
    missing,
    typed_text,
)
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

GIVEN = "given"


def is_given(answer: AnswerLike) -> bool:
    """Whether the box was ticked."""
    return (answer.value or {}).get(GIVEN) is True


def may_quote(asked: Iterable[QuestionLike], answers: Iterable[AnswerGiven]) -> bool:
    """Whether somebody's words may be quoted: yes where nobody was asked, since the notice beside Send says so."""
    about = {q.key for q in asked if q.kind == QuestionKind.CONSENT and q.options.get("role") == "quote"}
    agreed = {answer.question for answer in answers if answer.question in about and is_given(answer)}
    return about == agreed


class Consent(Kind):
    """One box with a statement; a required one must be ticked."""

    name = QuestionKind.CONSENT

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        return [AnswerGiven(question.key, {GIVEN: True})] if typed_text(typed, self.field(question)) else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        return missing(self, question, [answer for answer in given if is_given(answer)], self.field(question))

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return [Said(code="consent", content=question.options.get("statement")) for each in answers if is_given(each)]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {"": "1"} if any(is_given(answer) for answer in answers) else {}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> ChoiceSummary:
        agreed = [row for row in rows if (row.value or {}).get(GIVEN) is True]
        by_helix = counts(agreed, lambda row: row.helix)
        total = sum(by_helix.values())
        return ChoiceSummary(
            answered=total,
            counts={GIVEN: total},
            by_helix={helix: {GIVEN: count} for helix, count in by_helix.items()},
            answered_by_helix=by_helix,
        )

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        return {question.key: (GIVEN,)} if any(is_given(answer) for answer in answers) else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question): "1"} if any(is_given(answer) for answer in answers) else {}


class Silent(Kind):
    """What stands between the questions without asking anything."""

    asks = False

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        return []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        return [Problem(question.key, "", "survey.answer.unknown_question")] if given else []

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return []

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return []

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {}

    def summarise(self, question: QuestionLike, rows: Sequence[object], ground: Ground) -> None:
        return None

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, object] | None]]:
        return []


class Information(Silent):
    """A heading, paragraphs, a picture with its description, and documents to take along."""

    name = QuestionKind.INFORMATION


class Page(Silent):
    """The break between two pages."""

    name = QuestionKind.PAGE
