"""Answers for everybody: only what hides each person among others, and words only of those who may be quoted."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from cocreate.analysis.anonymity import MOST_ATTRIBUTES, AnonymityReport, Attribute, Key, make_anonymous
from cocreate.core.cells import number_of
from cocreate.survey.exporting.asking import Filters, Headings, Wish
from cocreate.survey.exporting.columns import COMMENTS, OTHER_WORDS, Column
from cocreate.survey.exporting.table import Row, Table, rows_of, table_of
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.personal.gate import SheetGate, words_are_clean
from cocreate.survey.rules import ConsultationState, QuestionKind

COUNTED = Filters(only_counted=True)
BASE = ("day", "language", "helix")
MOST_PERSONAL = MOST_ATTRIBUTES - len(BASE)  # questions about the person that can be looked at together
DECIMALS = 2  # of a point on the map: about a kilometre
_WEIGHTS = {"day": 1.0, "language": 2.0, "helix": 4.0}
_PERSONAL = 3.0
# Kinds whose answers say who somebody is, whatever was asked.
IDENTIFYING = frozenset(
    {QuestionKind.SHORT_TEXT, QuestionKind.SHORT_TEXTS, QuestionKind.FILES, QuestionKind.CONSENT, QuestionKind.DATE}
)
_FREE = frozenset({QuestionKind.LONG_TEXT, QuestionKind.TEXT_PER_CHALLENGE})
_WORDS = frozenset({"title", "added"})  # of a stored value: what people wrote
# Kinds whose other parts are no words of people: only these may be published as they are.
_CLOSED = frozenset(
    {
        QuestionKind.SINGLE_CHOICE,
        QuestionKind.MULTIPLE_CHOICE,
        QuestionKind.SCALE,
        QuestionKind.MATRIX,
        QuestionKind.RANKING,
        QuestionKind.RANK_CHALLENGES,
        QuestionKind.POINTS,
        QuestionKind.NUMBER,
    }
)


class Treatment(StrEnum):
    """What happens to a column before everybody may have it."""

    KEPT = "kept"
    COARSENED = "coarsened"  # as far as anonymity needs
    QUOTED = "quoted"  # words, only of sheets that may be quoted
    ROUNDED = "rounded"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Release:
    """What may be published of a consultation: the columns, and what became of each."""

    table: Table
    report: AnonymityReport
    treatments: Mapping[str, Treatment]  # column name -> what happens to it

    @property
    def columns(self) -> list[Column]:
        """Those that are published."""
        left = {a.name for a in self.report.attributes if a.level == "none"}
        treated = ((column, self.treatments[column.name]) for column in self.table.columns)
        return [c for c, treatment in treated if treatment is not Treatment.LEFT_OUT and c.name not in left]


def is_public(consultation: Consultation) -> bool:
    """After the close, and where results become public at all. Never before: two states beside each other tell more."""
    return consultation.state == ConsultationState.CLOSED and consultation.has_public_results


def personal_questions(consultation: Consultation) -> list[Question]:
    """Questions that the organisers marked as being about the person."""
    marked = set(consultation.privacy.get("about_person", []))
    return [question for question in consultation.questions if question.key in marked]


def release_of(session: Session, consultation: Consultation, language: str = "en") -> Release:
    """Look at all sheets together and say what may be published of them."""
    table = table_of(session, consultation, Wish(language=language, headings=Headings.CODES, filters=COUNTED))
    choices = _personal_choices(consultation)
    attributes = [Attribute(name, name == "day", _WEIGHTS[name]) for name in BASE]
    attributes += [Attribute(question.key, weight=_PERSONAL) for question in choices]
    groups = _groups(session, consultation, choices)
    report = make_anonymous(groups, attributes, max(1, consultation.process.minimum_cell))
    kinds = {question.id: question for question in table.questions}
    personal = {question.key for question in personal_questions(consultation)}
    coarsened = {attribute.name for attribute in attributes}
    treatments = {c.name: _treatment(c, kinds.get(c.question_id or 0), personal, coarsened) for c in table.columns}
    return Release(table, report, treatments)


def _personal_choices(consultation: Consultation) -> list[Question]:
    """Of the questions about the person, those that can become coarser; the others are left out."""
    found = [q for q in personal_questions(consultation) if q.kind == QuestionKind.SINGLE_CHOICE]
    return found[:MOST_PERSONAL]


def _treatment(column: Column, question: Question | None, personal: set[str], coarsened: set[str]) -> Treatment:
    if column.name in coarsened:
        return Treatment.COARSENED
    if question is None or question.kind in IDENTIFYING or question.key in personal:
        return Treatment.LEFT_OUT
    if question.kind == QuestionKind.MAP_POINT:
        return Treatment.ROUNDED
    if question.kind == QuestionKind.COMPLETE_LIST:
        return Treatment.KEPT if column.key.endswith("_marked") else Treatment.QUOTED
    if question.kind == QuestionKind.PROJECT:
        return Treatment.QUOTED if column.key in ("title", "description") else Treatment.LEFT_OUT
    if question.kind in _FREE or column.key == COMMENTS.get(QuestionKind(question.kind)):
        return Treatment.QUOTED
    is_other = column.key == OTHER_WORDS.get(QuestionKind(question.kind))
    return Treatment.KEPT if question.kind in _CLOSED and not is_other else Treatment.LEFT_OUT


def _groups(session: Session, consultation: Consultation, questions: list[Question]) -> dict[Key, int]:
    """Values of the attributes -> sheets, counted by the database."""
    answers = [aliased(Answer) for _ in questions]
    values = [answer.value for answer in answers]
    columns: list[Any] = [Submission.day, Submission.language, Submission.helix, *values]
    query = select(*columns, func.count()).select_from(Submission)
    for question, answer in zip(questions, answers, strict=True):
        joined = (answer.submission_id == Submission.id) & (answer.question_id == question.id)
        query = query.outerjoin(answer, joined)
    found: dict[Key, int] = {}
    for day, language, helix, *rest in session.execute(
        query.where(*COUNTED.conditions(consultation.id)).group_by(*columns)
    ):
        *chosen, count = rest
        key = (day.isoformat(), language, helix, *(str((value or {}).get("choice", "")) for value in chosen))
        found[key] = found.get(key, 0) + count
    return found


def open_rows(session: Session, consultation: Consultation, release: Release) -> Iterator[list[dict[str, str]]]:
    """The rows as they may be published: column name -> cell, some hundred at a time."""
    columns = release.columns
    for batch in rows_of(session, consultation, release.table):
        gate = SheetGate(session, (answer for row in batch for answer in row.sheet.answers))
        yield [_open_row(row, columns, release, gate) for row in batch]


def _open_row(row: Row, columns: list[Column], release: Release, gate: SheetGate) -> dict[str, str]:
    cells = dict(zip((column.name for column in release.table.columns), row.cells, strict=True))
    coarse = {attribute.name: attribute for attribute in release.report.attributes}
    found: dict[str, str] = {}
    for column in columns:
        cell, treatment = cells[column.name], release.treatments[column.name]
        if treatment is Treatment.COARSENED:
            cell = coarse[column.name].apply(cell)
        elif treatment is Treatment.QUOTED:
            said = [each for each in row.sheet.answers if each.question_id == column.question_id]
            cell = gate.cell(cell, said, row.sheet.language) if row.sheet.may_quote and cell else ""
        elif treatment is Treatment.ROUNDED:
            number = number_of(cell)
            cell = "" if number is None else f"{number:.{DECIMALS}f}"
        found[column.name] = cell
    return found


def publishable(kind: str, value: Mapping[str, Any] | None, *, may_quote: bool) -> dict[str, Any] | None:
    """What of a stored value everybody may have: no "other, namely", no actors, words only with consent.

    Words that seem to tell who somebody is are left out too.

    >>> publishable("single_choice", {"choice": "other", "other": "my street"}, may_quote=True)
    {'choice': 'other'}
    >>> publishable("map_point", {"lat": 50.84673, "lon": 4.35247}, may_quote=True)
    {'lat': 50.85, 'lon': 4.35}
    """
    if value is None or kind in IDENTIFYING:
        return None
    kept = {key: each for key, each in value.items() if key not in ("other", "actors")}
    if not may_quote or not words_are_clean(kept, _WORDS):
        kept = {key: each for key, each in kept.items() if key not in _WORDS}
    if kind == QuestionKind.MAP_POINT:
        kept = {key: round(each, DECIMALS) if isinstance(each, float) else each for key, each in kept.items()}
    return kept
