"""Answers as a table: stored sheets as plain values, the columns, and the rows as they come, for every format alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import force_locale
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.cells import number_of
from cocreate.survey import queries
from cocreate.survey.exporting.asking import Filters, Values, Wish
from cocreate.survey.exporting.columns import PERSON, Column, Holds, columns_of, questions_of
from cocreate.survey.inviting.models import Contact
from cocreate.survey.kinds import Ground, Said, kind_of
from cocreate.survey.models import Answer, Consultation, NamedSheet, Question, Submission
from cocreate.survey.tallies import Unasked
from cocreate.web.language import translate

BATCH = 500  # sheets; SQLite takes some 30,000 parameters in a statement


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One answer of a sheet."""

    question_id: int
    item: str
    value: Mapping[str, Any] | None
    text: str
    id: str


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """One sheet. What was typed into hidden questions (`Submission.aside`) is not read at all."""

    id: str
    day: date
    language: str
    helix: str
    source: str
    flag: str
    revision: int
    may_quote: bool
    left_out: str = ""
    unasked: Sequence[int] | None = None  # None: nobody has looked yet
    answers: list[StoredAnswer] = field(default_factory=list)

    def by_question(self) -> dict[int, list[StoredAnswer]]:
        """Question id -> the answers to it."""
        found: dict[int, list[StoredAnswer]] = {}
        for answer in self.answers:
            found.setdefault(answer.question_id, []).append(answer)
        return found


@dataclass(frozen=True, slots=True)
class Person:
    """Who gave a sheet, in a consultation that is not anonymous."""

    name: str
    email: str
    organisation: str = ""


def count_sheets(session: Session, consultation_id: int, filters: Filters) -> int:
    """How many sheets an export will hold."""
    return session.scalar(select(func.count(Submission.id)).where(*filters.conditions(consultation_id))) or 0


_COLUMNS = (
    Submission.id,
    Submission.day,
    Submission.language,
    Submission.helix,
    Submission.source,
    Submission.flag,
    Submission.revision,
    Submission.may_quote,
    Submission.left_out,
    Submission.unasked,
)


def find_sheet(session: Session, consultation_id: int, sheet_id: str) -> StoredSheet | None:
    """One sheet of a consultation."""
    mine = (Submission.consultation_id == consultation_id, Submission.id == sheet_id)
    found = session.execute(select(*_COLUMNS).where(*mine)).first()
    if found is None:
        return None
    sheet = StoredSheet(*found)
    _fill(session, {sheet.id: sheet})
    return sheet


def sheets(session: Session, consultation_id: int, filters: Filters, size: int = BATCH) -> Iterator[list[StoredSheet]]:
    """All sheets that the filters let through; memory holds one batch, however many there are."""
    wanted = select(*_COLUMNS).where(*filters.conditions(consultation_id)).order_by(Submission.id).limit(size)
    last = ""
    while found := session.execute(wanted.where(Submission.id > last)).all():
        batch = [StoredSheet(*row) for row in found]
        _fill(session, {sheet.id: sheet for sheet in batch})
        yield batch
        last = batch[-1].id


def _fill(session: Session, by_id: Mapping[str, StoredSheet]) -> None:
    rows = session.execute(
        select(Answer.submission_id, Answer.question_id, Answer.item, Answer.value, Answer.text, Answer.id).where(
            Answer.submission_id.in_(by_id)
        )
    )
    for submission_id, *rest in rows:
        by_id[submission_id].answers.append(StoredAnswer(*rest))


def people_of(session: Session, sheet_ids: Sequence[str]) -> dict[str, Person]:
    """Who gave these sheets, as far as it is known."""
    rows = session.execute(
        select(NamedSheet.submission_id, Contact.name, Contact.email, Contact.organisation, User.name, User.email)
        .outerjoin(Contact, NamedSheet.contact_id == Contact.id)
        .outerjoin(User, NamedSheet.user_id == User.id)
        .where(NamedSheet.submission_id.in_(sheet_ids))
    )
    return {
        sheet: Person(name or user or "", email or address or "", organisation or "")
        for sheet, name, email, organisation, user, address in rows
    }


Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One sheet with its cells, a code each, in the order of the columns."""

    sheet: StoredSheet
    cells: list[str]


Rows = Iterable[list[Row]]


@dataclass(frozen=True)
class Table:
    """All that a format needs to know before the first row."""

    name: str  # public id of the consultation
    title: str
    wish: Wish
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    ground: Ground
    total: int
    spared: Unasked | None = None  # who was not asked what

    @property
    def headings(self) -> list[str]:
        """What stands above the columns."""
        return [column.heading for column in self.columns]

    def texts(self, row: Row) -> list[str]:
        """The cells as they are read: codes, or labels where the wish says so."""
        if self.wish.values is Values.CODES:
            return row.cells
        return [column.codes.get(cell, cell) for column, cell in zip(self.columns, row.cells, strict=True)]

    def typed(self, row: Row) -> list[Cell]:
        """The cells with numbers as numbers and nothing as None."""
        return [
            typed(column, cell, text)
            for column, cell, text in zip(self.columns, row.cells, self.texts(row), strict=True)
        ]

    def unasked_by(self, sheet: StoredSheet) -> str:
        """The keys of the questions that this person was not asked, in order."""
        if self.spared is None or not self.spared.is_needed:
            return ""
        found = sheet.unasked if sheet.unasked is not None else self.spared.of(sheet.revision, sheet.by_question())
        return " ".join(question.key for question in self.questions if question.id in found)

    def said(self, sheet: StoredSheet) -> list[tuple[Question, list[Said]]]:
        """The answers of a sheet as lines to be read; questions without an answer are left out."""
        given = sheet.by_question()
        lines = ((q, kind_of(q).said(q, given.get(q.id, []), self.ground)) for q in self.questions if q.id in given)
        return [(question, said) for question, said in lines if said]


def typed(column: Column, code: str, text: str) -> Cell:
    """One cell with its type. A label stays a text, also where its code is a number."""
    if text == "":
        return None
    if column.holds is Holds.NUMBER and text == code:
        number = number_of(text)
        return text if number is None else number
    return text


def table_of(session: Session, consultation: Consultation, wish: Wish) -> Table:
    """The columns of an export and how many sheets it will hold."""
    ground = queries.ground_of(session, consultation.process)
    with force_locale(wish.language):
        columns = columns_of(session, consultation, ground, wish)
    return Table(
        name=consultation.public_id,
        title=translate(consultation.title, wish.language),
        wish=wish,
        columns=tuple(columns),
        questions=tuple(questions_of(session, consultation)),
        ground=ground,
        total=count_sheets(session, consultation.id, wish.filters),
        spared=Unasked(session, consultation),
    )


def rows_of(session: Session, consultation: Consultation, table: Table) -> Iterator[list[Row]]:
    """The rows, some hundred at a time."""
    has_people = any(column.name in PERSON for column in table.columns)
    for batch in sheets(session, consultation.id, table.wish.filters):
        people = people_of(session, [sheet.id for sheet in batch]) if has_people else {}
        yield list(_rows(table, batch, people))


def _rows(table: Table, batch: Iterable[StoredSheet], people: Mapping[str, Person]) -> Iterator[Row]:
    kinds = [(question, kind_of(question)) for question in table.questions]
    for sheet in batch:
        given = sheet.by_question()
        cells = {
            question.id: kind.cells(question, given[question.id], table.ground)
            for question, kind in kinds
            if question.id in given
        }
        own = _own_cells(sheet, people.get(sheet.id)) | {"unasked": table.unasked_by(sheet)}
        yield Row(
            sheet,
            [
                own[column.name]
                if column.question_id is None
                else cells.get(column.question_id, {}).get(column.key, "")
                for column in table.columns
            ],
        )


def _own_cells(sheet: StoredSheet, person: Person | None) -> dict[str, str]:
    """The cells of the columns that belong to no question."""
    return {
        "sheet": sheet.id,
        "day": sheet.day.isoformat(),
        "language": sheet.language,
        "helix": sheet.helix,
        "source": sheet.source,
        "flag": sheet.flag,
        "left_out": sheet.left_out,
        "revision": str(sheet.revision),
        "person_name": person.name if person else "",
        "person_email": person.email if person else "",
        "person_organisation": person.organisation if person else "",
    }


def code_book(table: Table) -> Sequence[tuple[str, str, str, str]]:
    """What every column and code means: (column, what it is, code, label), for the second sheet of a workbook."""
    return [
        line
        for column in table.columns
        for line in (
            (column.name, column.title, "", ""),
            *((column.name, "", code, label) for code, label in column.codes.items()),
        )
    ]
