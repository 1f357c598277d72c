"""The way through a questionnaire for one set of answers: what is asked, what counts, and what is kept aside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cocreate.survey.kinds import kind_of
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.logic import Condition, Facts, Way, holds, way_through
from cocreate.survey.rules import AnswerGiven, QuestionKind

Given = Mapping[str, Sequence[AnswerGiven]]  # question key -> what was said to it


@dataclass(frozen=True)
class _Conditional:
    """A question with the condition that decides, its choices considered."""

    key: str
    kind: str
    condition: Condition
    question: QuestionLike


@dataclass(frozen=True)
class Followed:
    """What is left of the answers when the conditions have spoken."""

    way: Way
    answers: Given  # to questions that are asked, with choices that are offered
    aside: Given  # what was said to the others; nothing that counts


def follow(questions: Iterable[QuestionLike], given: Given) -> Followed:
    """Sort answers into those that count and those that were hidden by others."""
    kept: dict[str, Sequence[AnswerGiven]] = {}
    aside: dict[str, Sequence[AnswerGiven]] = {}
    asked = list(questions)

    def facts_of(placed: _Conditional, facts: Facts) -> Facts:
        question = placed.question
        said = given.get(question.key, ())
        fitting = without(said, withheld(question, facts)) if said else said
        if fitting != said:
            aside[question.key] = said
        if fitting:
            kept[question.key] = fitting
        return kind_of(question).facts(question, fitting)

    way = way_through([_Conditional(q.key, q.kind, condition_of(q), q) for q in asked], facts_of)
    aside |= {q.key: given[q.key] for q in asked if q.key not in way.shown and given.get(q.key)}
    return Followed(way, kept, aside)


def condition_of(question: QuestionLike) -> Condition:
    """When a question is asked: as its own condition says, and never with nothing to choose from.

    >>> from cocreate.survey.questionnaire import QuestionDraft
    >>> options = {"choices": [{"key": "bus", "label": {}}], "filter": {"fact": "before", "keep": "chosen"}}
    >>> condition_of(QuestionDraft("best", QuestionKind.SINGLE_CHOICE, {}, options=options))
    {'fact': 'before', 'has': 'bus'}
    """
    offers = choice_conditions(question)
    if not offers or len(offers) < len(_listed(question)) or question.options.get("other"):
        return question.condition
    some = {"any": list(offers.values())} if len(offers) > 1 else next(iter(offers.values()))
    return {"all": [question.condition, some]} if question.condition else some


def given_in(answers: Iterable[AnswerGiven]) -> dict[str, list[AnswerGiven]]:
    """The answers of a sheet by their question."""
    found: dict[str, list[AnswerGiven]] = {}
    for answer in answers:
        found.setdefault(answer.question, []).append(answer)
    return found


def has_conditions(questions: Iterable[QuestionLike]) -> bool:
    """Whether anything can be hidden; without it everything typed is an answer."""
    return any(question.condition or choice_conditions(question) for question in questions)


def choice_conditions(question: QuestionLike) -> dict[str, Condition]:
    """Choices (or rows) that are not always offered: key -> when they are; a filter is a condition too.

    >>> from cocreate.survey.questionnaire import QuestionDraft
    >>> ways = [{"key": "bike", "label": {}}, {"key": "none", "label": {}, "is_exclusive": True}]
    >>> options = {"choices": ways, "filter": {"fact": "before", "keep": "others"}}
    >>> choice_conditions(QuestionDraft("best", QuestionKind.SINGLE_CHOICE, {}, options=options))
    {'bike': {'not': {'fact': 'before', 'has': 'bike'}}}
    """
    found: dict[str, Condition] = {}
    for choice in _listed(question):
        parts = [choice["condition"]] if choice.get("condition") else []
        wanted = question.options.get("filter")
        if isinstance(wanted, Mapping) and not choice.get("is_exclusive"):
            chosen = {"fact": wanted.get("fact"), "has": choice["key"]}
            parts.append({"not": chosen} if wanted.get("keep") == "others" else chosen)
        if parts:
            found[choice["key"]] = parts[0] if len(parts) == 1 else {"all": parts}
    return found


def withheld(question: QuestionLike, facts: Facts) -> frozenset[str]:
    """The keys of choices that are not offered to somebody with these facts."""
    return frozenset(key for key, condition in choice_conditions(question).items() if not holds(condition, facts))


def without(answers: Sequence[AnswerGiven], keys: frozenset[str]) -> Sequence[AnswerGiven]:
    """The answers as if these choices had not been there; an answer of which nothing is left is none."""
    if not keys:
        return answers
    fitting = [replace(answer, value=_value_without(answer.value, keys)) for answer in answers]
    return [answer for answer in fitting if answer.value or answer.text]


def _value_without(value: Mapping[str, Any] | None, keys: frozenset[str]) -> Mapping[str, Any] | None:
    """Wherever keys stand in a value: one choice, several, an order with ties, or what is said of each."""
    left: dict[str, Any] = {}
    for name, part in (value or {}).items():
        if name == "choice" and part in keys:
            continue
        if name in ("choices", "order", "shown") and isinstance(part, list):
            part = [each for each in (_tier_without(each, keys) for each in part) if each != []]
        elif name in ("points", "cells", "texts") and isinstance(part, Mapping):
            part = {key: said for key, said in part.items() if key not in keys}
        left[name] = part
    is_said = any(left.get(name) for name in left if name != "shown")
    return left if is_said else None


def _tier_without(tier: Any, keys: frozenset[str]) -> Any:
    if isinstance(tier, list):
        rest = [key for key in tier if key not in keys]
        return rest[0] if len(rest) == 1 else rest
    return [] if tier in keys else tier


def _listed(question: QuestionLike) -> Sequence[Mapping[str, Any]]:
    name = "rows" if question.kind == QuestionKind.MATRIX else "choices"
    return question.options.get(name) or ()
