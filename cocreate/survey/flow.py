"""The way through a questionnaire for one set of answers: what is asked on which page, what counts, what is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cocreate.survey.kinds import Ground, kind_of
from cocreate.survey.kinds.base import QuestionLike
from cocreate.survey.kinds.choices import all_choices, narrowed
from cocreate.survey.logic import Condition, Facts, Way, facts_in, holds, way_through
from cocreate.survey.rules import AnswerGiven, Paging, Problem, QuestionKind

Given = Mapping[str, Sequence[AnswerGiven]]  # question key -> what was said to it


@dataclass(frozen=True)
class Rules:
    """When each question, and each choice that is not always offered, is shown."""

    conditions: Mapping[str, Condition]  # question key -> condition
    offers: Mapping[str, Mapping[str, Condition]]  # question key -> choice (or row) key -> condition

    def withheld(self, key: str, facts: Facts) -> frozenset[str]:
        """The choices of a question that are not offered to somebody with these facts."""
        return frozenset(choice for choice, offer in self.offers.get(key, {}).items() if not holds(offer, facts))

    def uses(self, key: str) -> set[str]:
        """The keys of the questions that decide whether this one is shown."""
        return keys_in(self.conditions.get(key, {}))


@dataclass(frozen=True)
class Followed:
    """What is left of the answers when the conditions have spoken."""

    rules: Rules
    way: Way
    answers: Given  # to questions that are asked, with choices that are offered
    aside: Given  # what was said to the others; nothing that counts

    def withheld(self, question: QuestionLike) -> frozenset[str]:
        """The choices of a question that this person is not offered."""
        return self.rules.withheld(question.key, self.way.facts_before.get(question.key, {}))

    def problems(self, question: QuestionLike, ground: Ground) -> list[Problem]:
        """What is wrong with the answers to one question, judged by what was offered; nothing of a hidden one."""
        if question.key not in self.way.shown:
            return []
        given, kind = self.answers.get(question.key, ()), kind_of(question)
        if gone := self.withheld(question):
            question, ground = narrowed(
                question, ground, [each for each in all_choices(question, ground) if each.key not in gone]
            )
        return kind.problems(question, given, ground)


@dataclass(frozen=True)
class _Conditional:
    """A question with the condition that decides, its choices considered."""

    key: str
    kind: str
    condition: Condition
    question: QuestionLike


def follow(questions: Iterable[QuestionLike], given: Given, ground: Ground) -> Followed:
    """Sort answers into those that count and those that were hidden by others."""
    kept: dict[str, Sequence[AnswerGiven]] = {}
    aside: dict[str, Sequence[AnswerGiven]] = {}
    asked = list(questions)
    rules = rules_of(asked, ground)

    def facts_of(placed: _Conditional, facts: Facts) -> Facts:
        question = placed.question
        said = given.get(question.key, ())
        fitting = without(said, rules.withheld(question.key, facts)) if said else said
        if fitting != said:
            aside[question.key] = said
        if fitting:
            kept[question.key] = fitting
        return kind_of(question).facts(question, fitting)

    way = way_through([_Conditional(q.key, q.kind, rules.conditions[q.key], q) for q in asked], facts_of)
    aside |= {q.key: given[q.key] for q in asked if q.key not in way.shown and given.get(q.key)}
    return Followed(rules, way, kept, aside)


def rules_of(questions: Iterable[QuestionLike], ground: Ground) -> Rules:
    """All conditions of a questionnaire. A question is never asked with nothing to choose from."""
    conditions: dict[str, Condition] = {}
    offers: dict[str, Mapping[str, Condition]] = {}
    for question in questions:
        conditions[question.key] = question.condition
        if found := choice_conditions(question, ground):
            offers[question.key] = found
            if len(found) == len(all_choices(question, ground)):
                some: Condition = {"any": list(found.values())}
                conditions[question.key] = {"all": [question.condition, some]} if question.condition else some
    return Rules(conditions, offers)


def choice_conditions(question: QuestionLike, ground: Ground) -> dict[str, Condition]:
    """Choices (or rows) that are not always offered: key -> when they are; a filter is a condition too.

    >>> from cocreate.survey.questionnaire import QuestionDraft
    >>> from cocreate.survey.rules import QuestionKind
    >>> ways = [{"key": "bike", "label": {}}, {"key": "none", "label": {}, "is_exclusive": True}]
    >>> options = {"choices": ways, "filter": {"fact": "before", "keep": "others"}}
    >>> choice_conditions(QuestionDraft("best", QuestionKind.SINGLE_CHOICE, {}, options=options), Ground())
    {'bike': {'not': {'fact': 'before', 'has': 'bike'}}}
    """
    options = question.options
    wanted = options.get("filter")
    if not wanted and not any(
        each.get("condition") for each in [*options.get("choices", ()), *options.get("rows", ())]
    ):
        return {}
    found: dict[str, Condition] = {}
    for choice in all_choices(question, ground):
        parts = [choice.condition] if choice.condition else []
        if isinstance(wanted, Mapping) and not (choice.is_exclusive or choice.has_text):
            chosen = {"fact": wanted.get("fact"), "has": choice.key}
            parts.append({"not": chosen} if wanted.get("keep") == "others" else chosen)
        if parts:
            found[choice.key] = parts[0] if len(parts) == 1 else {"all": parts}
    return found


def keys_in(condition: Condition) -> set[str]:
    """The keys of the questions that a condition asks about.

    >>> keys_in({"fact": "getting_about.bus", "at_least": 3})
    {'getting_about'}
    """
    return {name.partition(".")[0] for name in facts_in(condition)}


def given_in(answers: Iterable[AnswerGiven]) -> dict[str, list[AnswerGiven]]:
    """The answers of a sheet by their question."""
    found: dict[str, list[AnswerGiven]] = {}
    for answer in answers:
        found.setdefault(answer.question, []).append(answer)
    return found


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


@dataclass(frozen=True)
class Page:
    """The questions between two breaks, the break before them included."""

    index: int
    questions: tuple[QuestionLike, ...]

    def is_visible(self, way: Way) -> bool:
        """Whether anything is asked or shown on it beside its own title."""
        return any(question.key in way.shown for question in self.questions if question.kind != QuestionKind.PAGE)

    def depends_on(self, keys: set[str], rules: Rules) -> bool:
        """Whether the answers to these questions can show or hide something of it."""
        return any(rules.uses(question.key) & keys for question in self.questions)


def pages_of(questions: Sequence[QuestionLike], paging: str) -> list[Page]:
    """Cut as the organisers chose: at the page breaks, at every question, or nowhere. There is always one page."""
    cuts: list[list[QuestionLike]] = [[]]
    for question in questions:
        if cuts[-1] and _begins_a_page(question, cuts[-1][-1], paging):
            cuts.append([])
        cuts[-1].append(question)
    return [Page(index, tuple(cut)) for index, cut in enumerate(cuts)]


def _begins_a_page(question: QuestionLike, before: QuestionLike, paging: str) -> bool:
    """One at a time, a page break and what there is to read stand with the question that follows them."""
    if paging == Paging.QUESTIONS:
        return kind_of(before).asks
    return paging == Paging.PAGES and question.kind == QuestionKind.PAGE


def next_page(pages: Sequence[Page], here: int, way: Way) -> int | None:
    """The page after this one on which there is something; None at the end."""
    return next((page.index for page in pages[here + 1 :] if page.is_visible(way)), None)


def page_before(pages: Sequence[Page], here: int, way: Way) -> int | None:
    """The page before this one on which there is something; None at the start."""
    return next((page.index for page in reversed(pages[:here]) if page.is_visible(way)), None)


def may_go_on(pages: Sequence[Page], here: int, followed: Followed) -> bool:
    """Whether a page may come after this one, whatever is answered here."""
    keys = {question.key for page in pages[here:] for question in page.questions}
    return any(page.is_visible(followed.way) or page.depends_on(keys, followed.rules) for page in pages[here + 1 :])


def page_with(pages: Sequence[Page], key: str) -> int | None:
    """The page of a question."""
    return next((page.index for page in pages if any(question.key == key for question in page.questions)), None)


@dataclass(frozen=True)
class Placed:
    """A question on a page; a live one is shown or hidden by other answers on the same page."""

    question: QuestionLike
    is_live: bool


def placed_on(page: Page, followed: Followed) -> list[Placed]:
    """What a page holds: the questions that are asked, and those that its own answers decide about."""
    found: list[Placed] = []
    here: set[str] = set()
    is_part_shown = True
    for question in page.questions:
        is_live = bool(followed.rules.uses(question.key) & here)
        facts = followed.way.facts_before.get(question.key, {})
        is_shown = is_live or holds(followed.rules.conditions[question.key], facts)
        if question.kind == QuestionKind.PAGE:
            is_part_shown = is_shown
        if is_shown and is_part_shown:
            found.append(Placed(question, is_live))
            here.add(question.key)
    return found
