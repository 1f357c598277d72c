"""A question with several answers to choose: so many at least or at most, with ones that exclude all the others."""

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
from cocreate.survey.kinds.choices import OTHER, all_choices, choices_of, is_one_of, number_option
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


class MultipleChoice(Kind):
    """Some of the question's choices, each a field of its own."""

    name = QuestionKind.MULTIPLE_CHOICE

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        chosen = [key for key in choices_of(question) if typed.get(self.field(question, key))]
        other = typed_other(self, question, typed)
        if other and not chosen:
            chosen = [OTHER]
        comment = typed_text(typed, self.comment_field(question)) if question.options.get("comment") else ""
        if not chosen and not comment:
            return []
        value: dict[str, Any] | None = {"choices": chosen} if chosen else None
        if value and other and OTHER in chosen:
            value["other"] = other
        return [AnswerGiven(question.key, value=value, text=comment)]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, [answer for answer in given if answer.value], field)
        for answer in given:
            if answer.value:
                found += self._choice_problems(question, answer.value.get("choices"), field)
            found += other_too_long(self, question, answer)
            found += too_long(question, self.comment_field(question), answer.text)
        return found

    def _choice_problems(self, question: QuestionLike, chosen: Any, field: str) -> list[Problem]:
        choices = {choice.key: choice for choice in all_choices(question, Ground())}
        if not isinstance(chosen, list) or not chosen or not all(is_one_of(key, choices) for key in chosen):
            return [Problem(question.key, field, "survey.answer.unknown_choice")]
        found = []
        if len(set(chosen)) != len(chosen):
            found.append(Problem(question.key, field, "survey.answer.chosen_twice"))
        exclusive = [key for key in chosen if choices[key].is_exclusive]
        if exclusive and len(chosen) > 1:
            found.append(Problem(question.key, field, "survey.answer.exclusive"))
        least, most = self.limits(question)
        if len(chosen) < least and not exclusive:
            found.append(Problem(question.key, field, "survey.answer.too_few", {"limit": least, "count": len(chosen)}))
        if most and len(chosen) > most:
            found.append(Problem(question.key, field, "survey.answer.too_many", {"limit": most, "count": len(chosen)}))
        return found

    def limits(self, question: QuestionLike) -> tuple[int, int]:
        """How many must and may be chosen; 0 stands for no limit."""
        return number_option(question, "min"), number_option(question, "max")

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for answer in answers:
            lines += said_choices(question, chosen_in(answer.value), other_of(answer))
            if answer.text:
                lines.append(Said(text=answer.text))
        return lines

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

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        chosen = tuple(key for answer in answers for key in chosen_in(answer.value))
        return {question.key: chosen} if chosen else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        fields: dict[str, str] = {}
        for answer in answers:
            fields |= {self.field(question, key): "1" for key in chosen_in(answer.value)}
            fields |= {other_field(self, question): other_of(answer), self.comment_field(question): answer.text}
        return {name: text for name, text in fields.items() if text}

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, without_other(answer.value))]

    def comment_field(self, question: QuestionLike) -> str:
        """Where people write why; keys have no hyphen, so it is no choice's field."""
        return self.field(question, "comment", "text")
