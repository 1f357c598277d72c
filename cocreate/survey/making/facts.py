"""What conditions may ask about a question: its facts, and what each of them can be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cocreate.survey.kinds.base import Ground, QuestionLike
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.kinds.choosing import CATEGORIES
from cocreate.survey.rules import QuestionKind as Kind

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
