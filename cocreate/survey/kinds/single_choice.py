"""A question with a few answers to choose from, and room for a comment."""

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
from cocreate.survey.kinds.summaries import ChoiceSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind


def choices_of(question: QuestionLike) -> dict[str, Mapping[str, str]]:
    """Key -> label in several languages, in order."""
    return {choice["key"]: choice["label"] for choice in question.options.get("choices", [])}


def count_choices(rows: Sequence[ResultRow], keys: Sequence[str]) -> ChoiceSummary:
    """Count the chosen keys; rows without a choice (only a comment) are no base."""
    chosen = [row for row in rows if row.value and row.value.get("choice") in keys]
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

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        choice = typed_text(typed, self.field(question))[:40]
        comment = typed_text(typed, self.field(question, "comment")) if question.options.get("comment") else ""
        if not choice and not comment:
            return []
        value: dict[str, Any] | None = {"choice": choice} if choice else None
        return [AnswerGiven(question.key, value=value, text=comment)]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, [answer for answer in given if answer.value], field)
        for answer in given:
            if answer.value and answer.value.get("choice") not in choices_of(question):
                found.append(Problem(question.key, field, "survey.answer.unknown_choice"))
            found += too_long(question, self.field(question, "comment"), answer.text)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for answer in answers:
            if answer.value:
                key = str(answer.value.get("choice", ""))
                lines.append(Said(content=choices_of(question).get(key, {"en": key})))
            if answer.text:
                lines.append(Said(text=answer.text))
        return lines

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {}), *([("comment", {})] if question.options.get("comment") else [])]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {
            key: text
            for answer in answers
            for key, text in (("", str((answer.value or {}).get("choice", ""))), ("comment", answer.text))
        }

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> ChoiceSummary:
        return count_choices(rows, list(choices_of(question)))
