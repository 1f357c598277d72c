"""Questions with choices: one or several, with "other, namely" and a comment; also one's family of the helix."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.process.rules import HelixCategory
from cocreate.survey.kinds.base import (
    AnswerLike,
    ChoiceSummary,
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
from cocreate.survey.kinds.choices import OTHER, Choice, all_choices, choices_of, is_one_of, number_option
from cocreate.survey.rules import LONGEST_TITLE, AnswerGiven, Problem, QuestionKind


def has_other(question: QuestionLike) -> bool:
    """Whether the question offers "other, namely"."""
    return bool(question.options.get("other")) and any(choice.has_text for choice in all_choices(question, Ground()))


def other_field(kind: Kind, question: QuestionLike) -> str:
    """Where people write what the other answer is; keys have no hyphen, so it is no choice's field."""
    return kind.field(question, OTHER, "text")


def typed_other(kind: Kind, question: QuestionLike, typed: Typed) -> str:
    """What was written there, in one line."""
    return " ".join(typed_text(typed, other_field(kind, question)).split()) if has_other(question) else ""


def other_of(answer: AnswerLike) -> str:
    """What an answer says beside "other"."""
    return str((answer.value or {}).get("other", ""))


def other_too_long(kind: Kind, question: QuestionLike, answer: AnswerLike) -> list[Problem]:
    """The one problem of a text beside "other" that is no short one."""
    return too_long(question, other_field(kind, question), other_of(answer), LONGEST_TITLE)


def without_other(value: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The value without people's own words, as it may be counted."""
    return None if value is None else {key: part for key, part in value.items() if key != "other"}


def said_choices(question: QuestionLike, keys: Sequence[str], other: str) -> list[Said]:
    """Chosen ones as lines, "other" with its words. A choice that was taken away since shows its key."""
    labels = choices_of(question)
    return [
        Said(label=labels[key], text=other)
        if key == OTHER and other and key in labels
        else Said(content=labels.get(key, {"en": key}))
        for key in keys
    ]


class Choosing(Kind):
    """The parent of both; how the chosen keys stand in a form and in a value is theirs to say."""

    @abstractmethod
    def chosen_in(self, value: Mapping[str, Any] | None) -> list[str]:
        """The chosen keys of a value."""

    @abstractmethod
    def typed_keys(self, question: QuestionLike, typed: Typed) -> list[str]:
        """The keys that were chosen on the page."""

    @abstractmethod
    def value_of(self, keys: Sequence[str]) -> dict[str, Any]:
        """The value that holds these keys."""

    @abstractmethod
    def fields_of(self, question: QuestionLike, keys: Sequence[str]) -> dict[str, str]:
        """The fields of the page with these keys chosen."""

    @abstractmethod
    def choice_problems(self, question: QuestionLike, value: Mapping[str, Any]) -> list[Problem]:
        """What is wrong with what was chosen."""

    @abstractmethod
    def comment_field(self, question: QuestionLike) -> str:
        """Where people write why."""

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        keys, other = self.typed_keys(question, typed), typed_other(self, question, typed)
        if other and not keys:
            keys = [OTHER]
        comment = typed_text(typed, self.comment_field(question)) if question.options.get("comment") else ""
        if not keys and not comment:
            return []
        value = self.value_of(keys) if keys else None
        if value and other and OTHER in keys:
            value["other"] = other
        return [AnswerGiven(question.key, value=value, text=comment)]

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        found = missing(self, question, [answer for answer in given if answer.value], self.field(question))
        for answer in given:
            if answer.value:
                found += self.choice_problems(question, answer.value)
            found += other_too_long(self, question, answer)
            found += too_long(question, self.comment_field(question), answer.text)
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        lines = []
        for answer in answers:
            lines += said_choices(question, self.chosen_in(answer.value), other_of(answer))
            if answer.text:
                lines.append(Said(text=answer.text))
        return lines

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        chosen = tuple(key for answer in answers for key in self.chosen_in(answer.value))
        return {question.key: chosen} if chosen else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        fields: dict[str, str] = {}
        for answer in answers:
            fields |= self.fields_of(question, self.chosen_in(answer.value))
            fields |= {other_field(self, question): other_of(answer), self.comment_field(question): answer.text}
        return {name: text for name, text in fields.items() if text}

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        return [(answer.item, without_other(answer.value))]


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


CATEGORIES = tuple(category.value for category in HelixCategory)


class Helix(Kind):
    """One of the helix categories; the interface has their names."""

    name = QuestionKind.HELIX

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        choice = typed_text(typed, self.field(question))[:40]
        return [AnswerGiven(question.key, value={"choice": choice})] if choice else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        field = self.field(question)
        found = missing(self, question, given, field)
        if not all(is_one_of((answer.value or {}).get("choice"), CATEGORIES) for answer in given):
            found.append(Problem(question.key, field, "survey.answer.unknown_choice"))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        return [Said(code=f"helix.{answer.value.get('choice', '')}") for answer in answers if answer.value]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return []  # a column of the sheet itself

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        return {}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> ChoiceSummary:
        return count_choices(rows, CATEGORIES)

    def facts(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, tuple[str, ...]]:
        chosen = tuple(str(answer.value.get("choice", "")) for answer in answers if answer.value)
        return {question.key: chosen} if chosen else {}

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        return {self.field(question): str(answer.value.get("choice", "")) for answer in answers if answer.value}
