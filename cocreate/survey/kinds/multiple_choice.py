"""A question with several answers to choose: so many at least or at most, with ones that exclude all the others."""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.survey.kinds.base import AnswerLike, Ground, QuestionLike, ResultRow, Typed
from cocreate.survey.kinds.choices import Choice, all_choices, choices_of, is_one_of, number_option
from cocreate.survey.kinds.choosing import Choosing
from cocreate.survey.kinds.other import has_other, other_of
from cocreate.survey.kinds.summaries import ChoiceSummary
from cocreate.survey.rules import Problem, QuestionKind


def chosen_in(value: Mapping[str, Any] | None) -> list[str]:
    """The chosen keys of a value."""
    return [str(key) for key in (value or {}).get("choices", [])]


def count_several(rows: Sequence[tuple[ResultRow, Sequence[str]]], keys: Sequence[str]) -> ChoiceSummary:
    """Count each key once a row; whoever chose at least one of them is the base."""
    by_helix: dict[str, dict[str, float]] = {}
    answered: dict[str, float] = {}
    known = set(keys)
    for row, chosen in rows:
        if not (kept := known.intersection(chosen)):
            continue
        answered[row.helix] = answered.get(row.helix, 0) + row.count
        found = by_helix.setdefault(row.helix, dict.fromkeys(keys, 0))
        for key in kept:
            found[key] += row.count
    return ChoiceSummary(
        answered=sum(answered.values()),
        counts={key: sum(found[key] for found in by_helix.values()) for key in keys},
        by_helix=by_helix,
        comments=sum(row.count for row, _ in rows if row.has_text),
        answered_by_helix=answered,
        is_multiple=True,
    )


class MultipleChoice(Choosing):
    """Some of the question's choices, each a field of its own."""

    name = QuestionKind.MULTIPLE_CHOICE

    def chosen_in(self, value: Mapping[str, Any] | None) -> list[str]:
        return chosen_in(value)

    def typed_keys(self, question: QuestionLike, typed: Typed) -> list[str]:
        return [key for key in choices_of(question) if typed.get(self.field(question, key))]

    def value_of(self, keys: Sequence[str]) -> dict[str, Any]:
        return {"choices": list(keys)}

    def fields_of(self, question: QuestionLike, keys: Sequence[str]) -> dict[str, str]:
        return {self.field(question, key): "1" for key in keys}

    def comment_field(self, question: QuestionLike) -> str:
        """Where people write why; keys have no hyphen, so it is no choice's field."""
        return self.field(question, "comment", "text")

    def choice_problems(self, question: QuestionLike, value: Mapping[str, Any]) -> list[Problem]:
        chosen, field = value.get("choices"), self.field(question)
        choices = {choice.key: choice for choice in all_choices(question, Ground())}
        if not isinstance(chosen, list) or not chosen or not all(is_one_of(key, choices) for key in chosen):
            return [Problem(question.key, field, "survey.answer.unknown_choice")]
        found = []
        if len(set(chosen)) != len(chosen):
            found.append(Problem(question.key, field, "survey.answer.chosen_twice"))
        exclusive = [key for key in chosen if choices[key].is_exclusive]
        if exclusive and len(chosen) > 1:
            found.append(Problem(question.key, field, "survey.answer.exclusive"))
        least, most = self.limits(question, list(choices.values()))
        if len(chosen) < least and not exclusive:
            found.append(Problem(question.key, field, "survey.answer.too_few", {"limit": least, "count": len(chosen)}))
        if most and len(chosen) > most:
            found.append(Problem(question.key, field, "survey.answer.too_many", {"limit": most, "count": len(chosen)}))
        return found

    def limits(self, question: QuestionLike, offered: Sequence[Choice]) -> tuple[int, int]:
        """How many must and may be chosen of what is offered, which a filter may have made few; 0: no limit."""
        together = sum(1 for choice in offered if not choice.is_exclusive)
        return min(number_option(question, "min"), together), number_option(question, "max")

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        found: list[tuple[str, Mapping[str, str]]] = [*choices_of(question).items()]
        if has_other(question):
            found.append(("other-text", {}))
        if question.options.get("comment"):
            found.append(("comment-text", {}))
        return found

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        found: dict[str, str] = {}
        for answer in answers:
            if chosen := chosen_in(answer.value):
                found |= {key: "1" if key in chosen else "0" for key in choices_of(question)}
            found |= {"other-text": other_of(answer), "comment-text": answer.text}
        return found

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> ChoiceSummary:
        return count_several([(row, chosen_in(row.value)) for row in rows], list(choices_of(question)))
