"""The recruitment meter: answers against targets by helix category, language and single choices, and who is missing."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.process.rules import HelixCategory
from cocreate.survey import queries as survey_queries
from cocreate.survey.inviting import queries
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.labels import helix_name
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.rules import QuestionKind
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import NAMES, language_of, translate

MOST_CATEGORIES = 30  # a question with more choices, such as a list of countries, makes no meter
HELIX, LANGUAGE = "helix", "language"


@dataclass(frozen=True)
class Category:
    """One group of people: how many have answered, how many are aimed for, how many contacts could be invited."""

    key: str
    label: str
    count: int
    target: int
    waiting: int
    minimum: int

    @property
    def missing(self) -> int:
        """How many answers the target still lacks."""
        return max(0, self.target - self.count)

    @property
    def reached(self) -> float | None:
        """The part of the target that is reached, or None without a target."""
        return self.count / self.target if self.target else None

    @property
    def is_small(self) -> bool:
        """Whether results would hide the group, as it is."""
        return 0 < self.count < self.minimum or (self.count == 0 and self.target > 0)


@dataclass(frozen=True)
class Dimension:
    """One way to divide the people: `name` is "helix", "language" or "q:" with the key of a question."""

    name: str
    title: str
    language: str  # of the title and the labels
    categories: tuple[Category, ...]
    others: int  # answers that are in none of the categories: not said

    @property
    def attribute(self) -> str:
        """The attribute of contacts that says the same about them."""
        return self.name.removeprefix("q:")

    @property
    def chart(self) -> Chart:
        """Bars of answers, each name with its target."""
        bars = [Bar(self._name(category), category.count) for category in self.categories]
        longest = max((max(category.count, category.target) for category in self.categories), default=0)
        heads = (_("Group"), _("Answers"))
        return bar_chart(
            self.title,
            bars,
            headers=heads,
            maximum=longest or None,
            show=lambda value: str(format_decimal(round(value))),
            ident=f"meter-{self.name.replace(':', '-')}",
        )

    def _name(self, category: Category) -> str:
        if not category.target:
            return category.label
        return _("%(group)s (target %(target)s)", group=category.label, target=format_decimal(category.target))


@dataclass(frozen=True)
class Meter:
    """All dimensions, and the categories that are furthest behind, the furthest first."""

    total: int
    dimensions: tuple[Dimension, ...]

    @property
    def behind(self) -> list[tuple[Dimension, Category]]:
        """Categories that lack most of their target."""
        lacking = [(d, c) for d in self.dimensions for c in d.categories if c.missing]
        return sorted(lacking, key=lambda pair: (pair[1].reached or 0.0, -pair[1].missing))[:8]

    @property
    def small(self) -> list[tuple[Dimension, Category]]:
        """Categories that results would hide."""
        return [(d, c) for d in self.dimensions for c in d.categories if c.is_small]


def meter_of(session: Session, consultation: Consultation) -> Meter:
    """The meter as it stands now."""
    people = survey_queries.participation(session, consultation)
    waiting = queries.contacts_by_attribute(session, consultation.process, consultation)
    questions = measured_questions(consultation)
    chosen = _chosen(session, consultation, questions, has_left_out=bool(people.left_out))
    make = _Maker(consultation, waiting)
    dimensions = [
        make.dimension(HELIX, _("Groups"), "", {c.value: helix_name(c.value) for c in HelixCategory}, people.by_helix),
        make.dimension(LANGUAGE, _("Language of the page"), "", _languages(consultation), people.by_language),
    ]
    for question in questions:
        labels = {key: translate(label) for key, label in choices_of(question).items()}
        title, spoken = translate(question.title), language_of(question.title)
        dimensions.append(make.dimension(f"q:{question.key}", title, spoken, labels, chosen.get(question.id, {})))
    return Meter(people.total, tuple(dimensions))


def measured_questions(consultation: Consultation) -> list[Question]:
    """The single choices that divide people into not too many groups."""
    return [
        question
        for question in consultation.active_questions
        if question.kind == QuestionKind.SINGLE_CHOICE and 0 < len(choices_of(question)) <= MOST_CATEGORIES
    ]


@dataclass(frozen=True)
class _Maker:
    consultation: Consultation
    waiting: Mapping[str, Counter[str]]

    def dimension(
        self, name: str, title: str, language: str, labels: Mapping[str, str], counts: Mapping[str, int]
    ) -> Dimension:
        targets = self.consultation.targets.get(name, {})
        waiting = self.waiting.get(name.removeprefix("q:"), Counter())
        categories = tuple(
            Category(
                key=key,
                label=label,
                count=counts.get(key, 0),
                target=int(targets.get(key, 0)),
                waiting=waiting[key.lower()],
                minimum=self.consultation.process.minimum_cell,
            )
            for key, label in labels.items()
        )
        return Dimension(name, title, language, categories, sum(counts.values()) - sum(c.count for c in categories))


def _languages(consultation: Consultation) -> dict[str, str]:
    return {code: name for code, name in NAMES.items() if not consultation.languages or code in consultation.languages}


def _chosen(
    session: Session, consultation: Consultation, questions: list[Question], *, has_left_out: bool
) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    wanted = select(Answer.question_id, Answer.value, func.count())
    wanted = wanted.where(Answer.question_id.in_([question.id for question in questions]))
    if has_left_out:
        not_counted = (Submission.consultation_id == consultation.id, survey_queries.IS_LEFT_OUT)
        wanted = wanted.where(Answer.submission_id.not_in(select(Submission.id).where(*not_counted)))
    rows = session.execute(wanted.group_by(Answer.question_id, Answer.value))
    for question_id, value, count in rows:
        choice: Any = (value or {}).get("choice")
        if isinstance(choice, str):
            counts = found.setdefault(question_id, {})
            counts[choice] = counts.get(choice, 0) + count
    return found


MOST = 1_000_000  # people aimed for

Targets = Mapping[str, Mapping[str, int]]  # dimension ("helix", "language", "q:key") -> category -> people


def set_targets(
    session: Session, actor: Actor, consultation: Consultation, targets: Targets, *, version: int
) -> Consultation:
    """How many answers are aimed for, by category; 0 is no target."""
    if consultation.version != version:
        raise Conflict("changed_meanwhile")
    if any(not 0 <= number <= MOST for numbers in targets.values() for number in numbers.values()):
        raise Invalid("survey.targets.range", limit=MOST)
    wanted = {name: {key: n for key, n in numbers.items() if n} for name, numbers in targets.items()}
    consultation.targets = {name: numbers for name, numbers in wanted.items() if numbers}
    session.flush()
    process = consultation.process.public_id
    audit.record(session, actor, "survey:targets:set", consultation.ref, process=process, dimensions=sorted(targets))
    return consultation
