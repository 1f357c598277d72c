"""Conditions as rows of a form, what they may ask about a question, and back to their JSON."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from cocreate.survey.kinds.base import Ground, QuestionLike, Typed
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.kinds.choosing import CATEGORIES
from cocreate.survey.logic import Condition, facts_in, problems_of_condition
from cocreate.survey.making.parts import Mistake, typed
from cocreate.survey.rules import QuestionKind as Kind
from cocreate.survey.rules import clean_text

Label = Mapping[str, str]


class FactKind(StrEnum):
    """What can be said about a fact."""

    CHOICE = "choice"  # one of its choices
    CHOICES = "choices"  # any of its choices
    NUMBER = "number"
    TEXT = "text"
    PRESENCE = "presence"  # only whether there is an answer


@dataclass(frozen=True)
class Fact:
    """A fact: its name, what it is called, and what it can be."""

    name: str
    question: str  # key
    title: Label
    kind: FactKind
    part: Label = field(default_factory=dict)  # the row, for a question with rows
    choices: Mapping[str, Label] = field(default_factory=dict)


def facts_of(question: QuestionLike, ground: Ground) -> list[Fact]:
    """The facts of one question; none for a kind that gives none."""

    def fact(kind: FactKind, choices: Mapping[str, Label] | None = None) -> Fact:
        return Fact(question.key, question.key, question.title, kind, choices=choices or {})

    match question.kind:
        case Kind.SINGLE_CHOICE:
            return [fact(FactKind.CHOICE, choices_of(question, ground))]
        case Kind.MULTIPLE_CHOICE:
            return [fact(FactKind.CHOICES, choices_of(question, ground))]
        case Kind.HELIX:
            return [fact(FactKind.CHOICE, {category: {} for category in CATEGORIES})]
        case Kind.RANKING:
            return [fact(FactKind.CHOICES, choices_of(question, ground))]
        case Kind.RANK_CHALLENGES:
            return [fact(FactKind.CHOICES, ground.titles())]
        case Kind.CONSENT:
            return [fact(FactKind.CHOICE, {"given": {}})]
        case Kind.SCALE | Kind.NUMBER:
            return [fact(FactKind.NUMBER)]
        case Kind.SHORT_TEXT | Kind.LONG_TEXT | Kind.DATE:
            return [fact(FactKind.TEXT)]
        case Kind.FILES:
            return [fact(FactKind.PRESENCE)]
        case Kind.MATRIX:
            several = FactKind.CHOICES if question.options.get("multiple") else FactKind.CHOICE
            return _rows(question, _labels(question, "rows"), several, _labels(question, "columns"))
        case Kind.POINTS:
            return _rows(question, choices_of(question, ground), FactKind.NUMBER, {})
        case Kind.SHORT_TEXTS:
            return _rows(question, _labels(question, "rows"), FactKind.TEXT, {})
    return []


def known_facts(questions: Iterable[QuestionLike], ground: Ground) -> dict[str, Fact]:
    """Name -> fact, of all these questions."""
    return {fact.name: fact for question in questions for fact in facts_of(question, ground)}


def _rows(
    question: QuestionLike, rows: Mapping[str, Label], kind: FactKind, choices: Mapping[str, Label]
) -> list[Fact]:
    return [
        Fact(f"{question.key}.{key}", question.key, question.title, kind, part=label, choices=choices)
        for key, label in rows.items()
    ]


def _labels(question: QuestionLike, name: str) -> dict[str, Label]:
    return {row["key"]: row.get("label", {}) for row in question.options.get(name, ())}


MOST_LINES = 30
BLANKS = 2
LONGEST_WORDS = 300
JOINTS = {
    "all": _l("All of these are so"),
    "any": _l("At least one of these is so"),
    "none": _l("None of these is so"),
}
# What can be said of a fact; the ones that need a choice, a number, a text, or nothing.
TESTS: Mapping[str, Any] = {
    "has": _l("is"),
    "has_not": _l("is not"),
    "answered": _l("has an answer"),
    "unanswered": _l("has no answer"),
    "contains": _l("contains the words"),
    "above": _l("is above"),
    "at_least": _l("is at least"),
    "below": _l("is below"),
    "at_most": _l("is at most"),
    "chosen_at_least": _l("has at least so many chosen"),
    "chosen_at_most": _l("has at most so many chosen"),
}
COMPARING = ("above", "at_least", "below", "at_most")
COUNTING = ("chosen_at_least", "chosen_at_most")
SILENT = ("answered", "unanswered")
FITTING: Mapping[FactKind, tuple[str, ...]] = {
    FactKind.CHOICE: ("has", "has_not", *SILENT),
    FactKind.CHOICES: ("has", "has_not", *COUNTING, *SILENT),
    FactKind.NUMBER: ("has", "has_not", *COMPARING, *SILENT),
    FactKind.TEXT: ("contains", "has", "has_not", *SILENT),
    FactKind.PRESENCE: SILENT,
}
WHOLE = re.compile(r"[0-9]{1,4}")
DECIMAL = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,6})?")


@dataclass(frozen=True)
class Line:
    """One row of the form."""

    fact: str = ""
    test: str = "has"
    value: str = ""
    words: str = field(default="", compare=False)  # what stands in the line's text field, used or not


@dataclass(frozen=True)
class Written:
    """A condition as rows."""

    joint: str = "all"
    lines: tuple[Line, ...] = ()


def lines_of(condition: Condition) -> Written | None:
    """The rows that stand for a condition; None for one that has groups in groups, which no row can show."""
    if not condition:
        return Written()
    if problems_of_condition(condition, facts_in(condition)):
        return None
    if set(condition) == {"not"} and set(condition["not"]) == {"any"}:
        return _group("none", condition["not"]["any"])
    if set(condition) == {"all"}:
        return _group("all", condition["all"])
    if set(condition) == {"any"}:
        return _group("any", condition["any"])
    if "has_any" in condition:
        return Written("any", tuple(Line(condition["fact"], "has", value) for value in condition["has_any"]))
    return _group("all", [condition])


def condition_of(written: Written) -> dict[str, Any]:
    """The condition that rows stand for; no rows, no condition."""
    parts = [_leaf(line) for line in written.lines]
    if not parts:
        return {}
    if written.joint == "none":
        return {"not": {"any": parts}}
    if written.joint == "any":
        return {"any": parts}
    return parts[0] if len(parts) == 1 else {"all": parts}


def read_lines(given: Typed) -> Written:
    """The rows as typed; those without a question are left out."""
    numbers = sorted({int(m[1]) for name in given if (m := re.fullmatch(r"c-([0-9]{1,3})-fact", name))})
    lines = []
    for number in numbers[:MOST_LINES]:
        fact, test = typed(given, f"c-{number}-fact", 100), typed(given, f"c-{number}-test", 30)
        if fact and not given.get(f"c-{number}-remove"):
            words = clean_text(given.get(f"c-{number}-value", ""))
            lines.append(Line(fact, test, _value(given, number) or words, words))
    joint = typed(given, "joint", 10)
    return Written(joint if joint in JOINTS else "all", tuple(lines))


def mistakes_in(written: Written, facts: Mapping[str, Fact]) -> list[Mistake]:
    """What is wrong with the rows: by their place among those that are filled in."""
    return [
        Mistake(f"c-{number}-{name}", code)
        for number, line in enumerate(written.lines)
        for name, code in _mistakes(line, facts.get(line.fact))
    ]


def _mistakes(line: Line, fact: Fact | None) -> Iterable[tuple[str, str]]:
    if len(line.words) > LONGEST_WORDS:
        yield "value", "survey.condition.too_long"
    elif fact is None:
        yield "fact", "survey.condition.not_before"
    elif line.test not in FITTING[fact.kind]:
        yield "test", "survey.condition.unfitting"
    elif line.test in COUNTING:
        if not WHOLE.fullmatch(line.value):
            yield "value", "survey.condition.number_missing"
    elif line.test in COMPARING or (line.test in ("has", "has_not") and fact.kind is FactKind.NUMBER):
        if not DECIMAL.fullmatch(line.value):
            yield "value", "survey.condition.number_missing"
    elif line.test not in SILENT and not line.value:
        yield "value", "survey.condition.value_missing"
    elif fact.choices and line.test in ("has", "has_not") and line.value not in fact.choices:
        yield "value", "survey.condition.other_question"


def _value(given: Typed, number: int) -> str:
    """The chosen answer, sent as `question=answer`; nothing where the words or number beside it are meant."""
    test, fact = typed(given, f"c-{number}-test", 30), typed(given, f"c-{number}-fact", 100)
    chosen = typed(given, f"c-{number}-choice", 150)
    return chosen.removeprefix(f"{fact}=") if test in ("has", "has_not") else ""


def _group(joint: str, parts: Sequence[Condition]) -> Written | None:
    lines = [_line(part) for part in parts]
    return None if None in lines else Written(joint, tuple(line for line in lines if line))


def _line(part: Condition) -> Line | None:
    if set(part) == {"not"} and "has" in part["not"]:
        return Line(part["not"]["fact"], "has_not", part["not"]["has"])
    if "fact" not in part:
        return None
    if "is" in part:
        return Line(part["fact"], part["is"])
    (test,) = set(part) - {"fact"}
    value = part[test]
    if test not in TESTS:
        return None
    return Line(part["fact"], test, value if isinstance(value, str) else f"{value:g}")


def _leaf(line: Line) -> dict[str, Any]:
    if line.test in SILENT:
        return {"fact": line.fact, "is": line.test}
    if line.test == "has_not":
        return {"not": {"fact": line.fact, "has": line.value}}
    if line.test in (*COMPARING, *COUNTING):
        number = float(line.value.replace(",", "."))
        return {"fact": line.fact, line.test: int(number) if number == int(number) else number}
    return {"fact": line.fact, line.test: line.value}
