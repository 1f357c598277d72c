"""A question with one answer to choose, from a few or from a long list; with "other, namely" and a comment."""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.survey.kinds.base import AnswerLike, Ground, QuestionLike, ResultRow, Typed, typed_text
from cocreate.survey.kinds.choices import choices_of, is_one_of
from cocreate.survey.kinds.choosing import Choosing
from cocreate.survey.kinds.other import has_other, other_of
from cocreate.survey.kinds.summaries import ChoiceSummary
from cocreate.survey.rules import Problem, QuestionKind

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


class SingleChoice(Choosing):
    """One of the question's choices; a comment where the question's options say so."""

    name = QuestionKind.SINGLE_CHOICE

    def display(self, question: QuestionLike) -> str:
        """How it is shown: "radio", "dropdown" or "buttons"."""
        wanted = question.options.get("display")
        if wanted in {"radio", "dropdown", "buttons"}:
            return str(wanted)
        return "dropdown" if len(choices_of(question)) > MANY else "radio"

    def chosen_in(self, value: Mapping[str, Any] | None) -> list[str]:
        return [str(key) for key in [(value or {}).get("choice")] if key]

    def typed_keys(self, question: QuestionLike, typed: Typed) -> list[str]:
        choice = typed_text(typed, self.field(question))[:40]
        return [choice] if choice else []

    def value_of(self, keys: Sequence[str]) -> dict[str, Any]:
        return {"choice": keys[0]}

    def fields_of(self, question: QuestionLike, keys: Sequence[str]) -> dict[str, str]:
        return {self.field(question): keys[0]} if keys else {}

    def comment_field(self, question: QuestionLike) -> str:
        return self.field(question, "comment")

    def choice_problems(self, question: QuestionLike, value: Mapping[str, Any]) -> list[Problem]:
        if is_one_of(value.get("choice"), choices_of(question)):
            return []
        return [Problem(question.key, self.field(question), "survey.answer.unknown_choice")]

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
