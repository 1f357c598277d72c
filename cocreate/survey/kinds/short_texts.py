"""Several short texts under one question, each in a row with a name of its own."""

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
    too_long,
)
from cocreate.survey.kinds.counting import summarise_answered
from cocreate.survey.kinds.short_text import longest, one_line
from cocreate.survey.kinds.summaries import TextSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind


def rows_of(question: QuestionLike) -> dict[str, Mapping[str, str]]:
    """Key of a row -> its label in several languages, in order."""
    return {row["key"]: row["label"] for row in question.options.get("rows", [])}


def texts_of(answer: AnswerLike) -> dict[str, str]:
    """Key of a row -> its text."""
    return {str(row): str(text) for row, text in (answer.value or {}).get("texts", {}).items()}


class ShortTexts(Kind):
    """A line per row; rows may stay empty."""

    name = QuestionKind.SHORT_TEXTS

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        texts = {row: one_line(typed, self.field(question, row)) for row in rows_of(question)}
        filled = {row: text for row, text in texts.items() if text}
        return [AnswerGiven(question.key, {"texts": filled})] if filled else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        known = rows_of(question)
        first = self.field(question, next(iter(known), ""))
        found = missing(self, question, given, first)
        for answer in given:
            for row, text in texts_of(answer).items():
                if row not in known:
                    found.append(Problem(question.key, first, "survey.answer.unknown_question"))
                found += too_long(question, self.field(question, row), text, longest(question))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        known = rows_of(question)
        return [
            Said(label=known.get(row, row), text=text) for answer in answers for row, text in texts_of(answer).items()
        ]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return list(rows_of(question).items())

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {row: text for answer in answers for row, text in texts_of(answer).items()}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> TextSummary:
        return summarise_answered(rows, lambda row: (row.value or {}).get("texts", ()))

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        rows = {f"{question.key}.{row}": (text,) for answer in answers for row, text in texts_of(answer).items()}
        whole = tuple(text for (text,) in rows.values())
        return {question.key: whole, **rows} if rows else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question, row): text for answer in answers for row, text in texts_of(answer).items()}

    def longest(self, question: QuestionLike) -> int:
        """The most signs of a row, for its page."""
        return longest(question)

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [("", None), *((row, None) for row in texts_of(answer))]
