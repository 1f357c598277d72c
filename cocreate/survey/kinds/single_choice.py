"""A question with a few answers to choose from, and room for a comment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cocreate.survey.kinds.base import AnswerLike, Ground, Kind, ResultRow, Said, Typed, missing, too_long, typed_text
from cocreate.survey.models import Question
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind


@dataclass(frozen=True)
class ChoiceSummary:
    """Counts per choice (in the question's order), overall and by helix."""

    answered: int
    counts: Mapping[str, int]
    by_helix: Mapping[str, Mapping[str, int]]  # helix -> choice -> count
    comments: int


def choices_of(question: Question) -> dict[str, Mapping[str, str]]:
    """Key -> label in several languages, in order."""
    return {choice["key"]: choice["label"] for choice in question.options.get("choices", [])}


def count_choices(rows: Sequence[ResultRow], keys: Sequence[str]) -> ChoiceSummary:
    """Count the chosen keys; rows without a choice (only a comment) are no base."""
    chosen = [(row.helix, row.value["choice"]) for row in rows if row.value and row.value.get("choice") in keys]
    counts = Counter(choice for _, choice in chosen)
    by_helix: dict[str, Counter[str]] = {}
    for helix, choice in chosen:
        by_helix.setdefault(helix, Counter())[choice] += 1
    return ChoiceSummary(
        answered=len(chosen),
        counts={key: counts[key] for key in keys},
        by_helix={helix: {key: found[key] for key in keys} for helix, found in by_helix.items()},
        comments=sum(row.has_text for row in rows),
    )


class SingleChoice(Kind):
    """One of the question's choices; a comment where the question's options say so."""

    name = QuestionKind.SINGLE_CHOICE

    def read(self, question: Question, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        choice = typed_text(typed, self.field(question))[:40]
        comment = typed_text(typed, self.field(question, "comment")) if question.options.get("comment") else ""
        if not choice and not comment:
            return []
        value: dict[str, Any] | None = {"choice": choice} if choice else None
        return [AnswerGiven(question.key, value=value, text=comment)]

    def problems(self, question: Question, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, [answer for answer in given if answer.value], field)
        for answer in given:
            if answer.value and answer.value.get("choice") not in choices_of(question):
                found.append(Problem(question.key, field, "survey.answer.unknown_choice"))
            found += too_long(question, self.field(question, "comment"), answer.text)
        return found

    def said(self, question: Question, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for answer in answers:
            if answer.value:
                key = str(answer.value.get("choice", ""))
                lines.append(Said(content=choices_of(question).get(key, {"en": key})))
            if answer.text:
                lines.append(Said(text=answer.text))
        return lines

    def columns(self, question: Question, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("", {}), *([("comment", {})] if question.options.get("comment") else [])]

    def cells(self, question: Question, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {
            key: text
            for answer in answers
            for key, text in (("", str((answer.value or {}).get("choice", ""))), ("comment", answer.text))
        }

    def summarise(self, question: Question, rows: Sequence[ResultRow], ground: Ground) -> ChoiceSummary:
        return count_choices(rows, list(choices_of(question)))
