""" "Other, namely": the answer that is not on the list, in a person's own words and a column of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.survey.kinds.base import AnswerLike, Ground, Kind, QuestionLike, Said, Typed, too_long, typed_text
from cocreate.survey.kinds.choices import OTHER, all_choices, choices_of
from cocreate.survey.rules import LONGEST_TITLE, Problem


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
