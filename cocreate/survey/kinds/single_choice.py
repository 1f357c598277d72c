"""A question with one answer to choose, from a few or from a long list; with "other, namely" and a comment."""

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
    typed_text,
)
from cocreate.survey.kinds.choices import OTHER, choices_of, is_one_of
from cocreate.survey.kinds.other import (
    has_other,
    other_field,
    other_of,
    other_too_long,
    said_choices,
    typed_other,
    without_other,
)
from cocreate.survey.kinds.summaries import ChoiceSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

MANY = 12  # more choices than this are shown as a list to unfold, unless the question says how


def count_choices(rows: Sequence[ResultRow], keys: Sequence[str]) -> ChoiceSummary:
    """Count the chosen keys; rows without a choice (only a comment) are no base."""
    known = set(keys)
    chosen = [row for row in rows if row.value and row.value.get("choice") in known]
    by_helix: dict[str, dict[str, float]] = {}
    for row in chosen:
        found = by_helix.setdefault(row.helix, dict.fromkeys(keys, 0))
        found[row.value["choice"]] += row.count  # type: ignore[index]
    return ChoiceSummary(
        answered=sum(row.count for row in chosen),
        counts={key: sum(found[key] for found in by_helix.values()) for key in keys},
        by_helix=by_helix,
        comments=sum(row.count for row in rows if row.has_text),
        answered_by_helix={helix: sum(found.values()) for helix, found in by_helix.items()},
    )


class SingleChoice(Kind):
    """One of the question's choices; a comment where the question's options say so."""

    name = QuestionKind.SINGLE_CHOICE

    def display(self, question: QuestionLike) -> str:
        """How it is shown: "radio", "dropdown" or "buttons"."""
        wanted = question.options.get("display")
        if wanted in {"radio", "dropdown", "buttons"}:
            return str(wanted)
        return "dropdown" if len(choices_of(question)) > MANY else "radio"

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        choice = typed_text(typed, self.field(question))[:40]
        other = typed_other(self, question, typed)
        comment = typed_text(typed, self.field(question, "comment")) if question.options.get("comment") else ""
        if not choice and other:
            choice = OTHER
        if not choice and not comment:
            return []
        value: dict[str, Any] | None = {"choice": choice} if choice else None
        if value and other and choice == OTHER:
            value["other"] = other
        return [AnswerGiven(question.key, value=value, text=comment)]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, [answer for answer in given if answer.value], field)
        for answer in given:
            if answer.value and not is_one_of(answer.value.get("choice"), choices_of(question)):
                found.append(Problem(question.key, field, "survey.answer.unknown_choice"))
            found += other_too_long(self, question, answer)
            found += too_long(question, self.field(question, "comment"), answer.text)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for answer in answers:
            if answer.value:
                lines += said_choices(question, [str(answer.value.get("choice", ""))], other_of(answer))
            if answer.text:
                lines.append(Said(text=answer.text))
        return lines

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        found: list[tuple[str, Mapping[str, str]]] = [("", {})]
        if has_other(question):
            found.append(("other", {}))
        if question.options.get("comment"):
            found.append(("comment", {}))
        return found

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {
            key: text
            for answer in answers
            for key, text in (
                ("", str((answer.value or {}).get("choice", ""))),
                ("other", other_of(answer)),
                ("comment", answer.text),
            )
        }

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> ChoiceSummary:
        return count_choices(rows, list(choices_of(question)))

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        chosen = tuple(str(answer.value.get("choice", "")) for answer in answers if answer.value)
        return {question.key: chosen} if chosen else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        fields = {self.field(question): str((answer.value or {}).get("choice", "")) for answer in answers}
        for answer in answers:
            fields |= {other_field(self, question): other_of(answer), self.field(question, "comment"): answer.text}
        return {name: text for name, text in fields.items() if text}

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, without_other(answer.value))]
