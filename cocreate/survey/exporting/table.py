"""Answers as a table: the columns, and the rows as they come from the database, for every format alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import force_locale
from sqlalchemy.orm import Session

from cocreate.core.cells import number_of
from cocreate.survey import queries
from cocreate.survey.exporting.asking import Values, Wish
from cocreate.survey.exporting.columns import PERSON, Column, Holds, columns_of, questions_of
from cocreate.survey.exporting.stored import Person, StoredSheet, count_sheets, people_of, sheets
from cocreate.survey.kinds import Ground, Said, kind_of
from cocreate.survey.models import Consultation, Question
from cocreate.survey.tallies import Unasked
from cocreate.web.language import translate

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
