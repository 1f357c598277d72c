"""A place on a scale: how much somebody agrees, how good something is, in steps with words at the ends or at each."""

import re
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
    counts,
    missing,
    typed_text,
)
from cocreate.survey.kinds.choices import NO_OPINION, number_option
from cocreate.survey.kinds.summaries import NumberSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

MOST_STEPS = 101  # of a scale, such as 0 to 100; what is longer is a number
WHOLE_NUMBER = re.compile(r"-?[0-9]{1,6}")


def whole_number(text: str) -> int | str:
    """A number of at most six digits; anything else stays the beginning of a text, to be judged.

    >>> whole_number("007"), whole_number("-2"), whole_number("two"), whole_number("٣")
    (7, -2, 'two', '٣')
    """
    return int(text) if WHOLE_NUMBER.fullmatch(text) else text[:40]


class Scale(Kind):
    """A whole number between two ends, or no opinion where the question allows that."""

    name = QuestionKind.SCALE

    def steps(self, question: QuestionLike) -> range:
        """The numbers of the scale, 1 to 5 unless the question says otherwise."""
        start = number_option(question, "from", 1)
        end = max(start, number_option(question, "to", 5))
        return range(start, min(end, start + MOST_STEPS - 1) + 1)

    def label(self, question: QuestionLike, step: int) -> Mapping[str, str]:
        """The words of a step, or none."""
        found: Mapping[str, str] = (question.options.get("labels") or {}).get(str(step), {})
        return found

    def has_words_between(self, question: QuestionLike) -> bool:
        """Whether steps other than the two ends have words, so that each shows its own."""
        return any(self.label(question, step) for step in self.steps(question)[1:-1])

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        text = typed_text(typed, self.field(question))
        if not text:
            return []
        value: dict[str, Any] = {"number": whole_number(text)}
        if text == NO_OPINION and question.options.get("no_opinion"):
            value = {"no_opinion": True}
        return [AnswerGiven(question.key, value=value)]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        for answer in given:
            value = answer.value or {}
            is_silent = value.get("no_opinion") is True and question.options.get("no_opinion") and "number" not in value
            number = value.get("number")
            is_step = isinstance(number, int) and not isinstance(number, bool) and number in self.steps(question)
            if not is_silent and not (is_step and not value.get("no_opinion")):
                found.append(Problem(question.key, field, "survey.answer.unknown_choice"))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for value in (answer.value or {} for answer in answers):
            if value.get("no_opinion"):
                lines.append(Said(code="no_opinion"))
            elif "number" in value:
                words = self.label(question, int(value["number"]))
                end = self.steps(question).stop - 1
                lines.append(Said(label=f"{value['number']} / {end}", content=words or None))
        return lines

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {}), *([(NO_OPINION, {})] if question.options.get("no_opinion") else [])]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        found: dict[str, str] = {}
        for value in (answer.value or {} for answer in answers):
            found |= {NO_OPINION: "1"} if value.get("no_opinion") else {"": str(value.get("number", ""))}
        return found

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> NumberSummary:
        steps = self.steps(question)
        placed: dict[str, list[ResultRow]] = {}
        for row in rows:
            if row.value and row.value.get("number") in steps:
                placed.setdefault(row.helix, []).append(row)
        by_helix = {helix: _distribution(found, steps) for helix, found in placed.items()}
        values = {float(step): sum(found[step] for found in by_helix.values()) for step in steps}
        return NumberSummary(
            answered=sum(values.values()),
            values=values,
            by_helix=by_helix,
            no_opinion=sum(row.count for row in rows if row.value and row.value.get("no_opinion")),
        )

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        chosen = tuple(self._fields_of(answers))
        return {question.key: chosen} if chosen else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question): text for text in self._fields_of(answers)}

    def _fields_of(self, answers: Sequence[AnswerLike]) -> list[str]:
        values = [answer.value for answer in answers if answer.value]
        return [NO_OPINION if value.get("no_opinion") else str(value.get("number", "")) for value in values]


def _distribution(rows: Sequence[ResultRow], steps: range) -> dict[float, float]:
    """Every step with its count, also one that nobody chose."""
    found = counts(rows, lambda row: str((row.value or {})["number"]))
    return {float(step): found.get(str(step), 0) for step in steps}
