"""From the cells of a line to a sheet of answers; a cell that says nothing known is listed, never guessed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from cocreate.core.grids import Grid, Row
from cocreate.survey.importing.plans import ColumnPlan, Note, Role, TablePlan, note
from cocreate.survey.importing.texts import (
    NO,
    NO_OPINION,
    YES,
    day_of,
    folded,
    helix_of,
    language_of,
    number_of,
    rating_of,
)
from cocreate.survey.kinds import QuestionLike
from cocreate.survey.kinds.choices import OTHER, choices_of
from cocreate.survey.kinds.project import project_text
from cocreate.survey.rules import AnswerGiven, AnswerSheet, QuestionKind, Source, clean_text

Cells = Mapping[str, str]  # part of the question -> cell; "" is the question itself


class CellRefused(Exception):
    """A cell holds what the question does not know."""

    def __init__(self, part: str = "") -> None:
        super().__init__(part)
        self.part = part


def entries_of(question: QuestionLike, name: str) -> dict[str, Mapping[str, str]]:
    """Rows or columns: key -> label."""
    return {entry["key"]: entry["label"] for entry in question.options.get(name, [])}


def match(cell: str, entries: Mapping[str, Mapping[str, str]]) -> str:
    """The key of an entry that a cell names by its key or its label in any language; "" for none."""
    word = folded(cell)
    for key, label in entries.items():
        if word == key or word in map(folded, label.values()):
            return key
    return ""


def several(cell: str, entries: Mapping[str, Mapping[str, str]]) -> list[str]:
    """All entries that a cell names, one after the other."""
    if found := match(cell, entries):
        return [found]
    for separator in ("\n", ";", "|", ","):
        pieces = [piece.strip(" -\t") for piece in cell.split(separator) if piece.strip(" -\t")]
        found_all = [match(piece, entries) for piece in pieces]
        if len(pieces) > 1 and all(found_all):
            return list(dict.fromkeys(found_all))
    raise CellRefused


def is_ticked(cell: str, part: str, label: Mapping[str, str]) -> bool:
    """Whether a box of its own column was ticked."""
    word = folded(cell)
    if word in YES or word == part or word in map(folded, label.values()):
        return True
    if word in NO:
        return False
    raise CellRefused(part)


def whole(cells: Cells) -> str:
    """The cell of a question that has no parts."""
    if "" not in cells:
        raise CellRefused(next(iter(cells)))
    return cells[""]


def listed(question: QuestionLike) -> dict[str, Mapping[str, str]]:
    """The choices by name, without "other"."""
    return {key: label for key, label in choices_of(question).items() if key != OTHER}


def single(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """One choice, what else it is, and a comment."""
    value: dict[str, Any] = {}
    other, has_other = clean_text(cells.get("other", "")), bool(question.options.get("other"))
    if cell := cells.get("", ""):
        key = match(cell, listed(question))
        if not key and has_other:
            key = "other"
            other = other or ("" if folded(cell) in ("other", "-oth-") else cell)
        if not key:
            raise CellRefused
        value = {"choice": key}
    elif other:
        value = {"choice": "other"}
    if value.get("choice") == "other" and other:
        value["other"] = other
    return AnswerGiven(question.key, value or None, clean_text(cells.get("comment", "")))


def multiple(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """Several choices: in one cell, or a column for each."""
    known = listed(question)
    chosen = several(cells[""], known) if cells.get("") else []
    chosen += [key for key, label in known.items() if cells.get(key) and is_ticked(cells[key], key, label)]
    value: dict[str, Any] = {"choices": list(dict.fromkeys(chosen))}
    other = cells.get("other", "")
    if other and folded(other) not in NO:
        value = {"choices": [*value["choices"], "other"], "other": "" if folded(other) in YES else clean_text(other)}
    return AnswerGiven(question.key, value if value["choices"] else None, clean_text(cells.get("comment", "")))


def scale(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """A number, written with or without its meaning."""
    cell = whole(cells)
    if folded(cell) in NO_OPINION and question.options.get("no_opinion"):
        return AnswerGiven(question.key, {"no_opinion": True})
    found = rating_of(cell)
    if found is None:
        named = match(cell, question.options.get("labels", {}))
        found = int(named) if named else None
    if found is None or not question.options.get("from", 1) <= found <= question.options.get("to", 5):
        raise CellRefused
    return AnswerGiven(question.key, {"number": found})


def matrix(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """A column's name per row; where several may be ticked, a cell for each row and column, too."""
    columns = entries_of(question, "columns")
    found: dict[str, list[str]] = {}
    for row in entries_of(question, "rows"):
        if cell := cells.get(row, ""):
            rated = rating_of(cell)
            named = match(cell, columns) or (str(rated) if str(rated) in columns else "")
            if not named and not question.options.get("multiple"):
                raise CellRefused(row)
            found[row] = [named] if named else several(cell, columns)
        for column, label in columns.items():
            part = f"{row}_{column}"
            if cells.get(part) and is_ticked(cells[part], part, label):
                found.setdefault(row, []).append(column)
    return AnswerGiven(question.key, {"cells": found} if found else None)


def ranking(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """The entries in their order: a column per place, or a place per entry."""
    known = choices_of(question)
    places: dict[int, list[str]] = {}
    for part, cell in cells.items():
        place = number_of(cell) if part in known else number_of(part)
        key = part if part in known else match(cell, known)
        if not key or not isinstance(place, int) or place < 1:
            raise CellRefused(part)
        places.setdefault(place, []).append(key)
    order = [keys[0] if len(keys) == 1 else keys for _, keys in sorted(places.items())]
    return AnswerGiven(question.key, {"order": order, "shown": list(known)} if order else None)


def points(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """A number per entry."""
    found: dict[str, int] = {}
    for part, cell in cells.items():
        number = number_of(cell)
        if part not in choices_of(question) or not isinstance(number, int) or number < 0:
            raise CellRefused(part)
        found[part] = number
    return AnswerGiven(question.key, {"points": found} if found else None)


def short_text(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """One line."""
    return AnswerGiven(question.key, {"text": " ".join(clean_text(whole(cells)).split())})


def short_texts(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """A line per row."""
    rows = entries_of(question, "rows")
    found = {row: " ".join(clean_text(cells[row]).split()) for row in rows if cells.get(row)}
    return AnswerGiven(question.key, {"texts": found} if found else None)


def long_text(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """Words as they are."""
    return AnswerGiven(question.key, text=clean_text(whole(cells)))


def number(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """A number."""
    found = number_of(whole(cells))
    if found is None:
        raise CellRefused
    return AnswerGiven(question.key, {"number": found})


def day(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """A day."""
    found = day_of(whole(cells))
    if found is None:
        raise CellRefused
    hour = whole(cells).strip()[10:].strip(" T")[:5] if question.options.get("time") else ""
    is_hour = len(hour) == 5 and hour[2] == ":" and hour.replace(":", "").isdigit()
    return AnswerGiven(question.key, {"date": f"{found.isoformat()}T{hour}" if is_hour else found.isoformat()})


def helix(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """A family of the quadruple helix."""
    found = helix_of(whole(cells))
    if not found:
        raise CellRefused
    return AnswerGiven(question.key, {"choice": found})


def project(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """A title and a description."""
    title = " ".join(clean_text(cells.get("title", "")).split())
    text = project_text(title, clean_text(cells.get("description", "") or cells.get("", "")))
    return AnswerGiven(question.key, {"title": title, "actors": []}, text)


def consent(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """Agreed, or not."""
    return AnswerGiven(question.key, {"given": True} if is_ticked(whole(cells), "", {}) else None)


def place(question: QuestionLike, cells: Cells) -> AnswerGiven:
    """Latitude and longitude: in a column each, or in one, as "50.85, 4.35" or "50,85;4,35"."""
    both = [cells.get("lat", ""), cells.get("lon", "")]
    if not any(both):
        text = whole(cells)
        both = text.split(";") if ";" in text else re.split(r",?\s+|,(?=\d+\.)", text.strip())
    degrees = [number_of(part) for part in both]
    if len(degrees) < 2 or None in degrees[:2]:
        raise CellRefused(next(iter(cells)))
    return AnswerGiven(question.key, {"lat": degrees[0], "lon": degrees[1]})


BUILDERS: dict[QuestionKind, Callable[[QuestionLike, Cells], AnswerGiven]] = {
    QuestionKind.SINGLE_CHOICE: single,
    QuestionKind.MULTIPLE_CHOICE: multiple,
    QuestionKind.SCALE: scale,
    QuestionKind.MATRIX: matrix,
    QuestionKind.RANKING: ranking,
    QuestionKind.POINTS: points,
    QuestionKind.SHORT_TEXT: short_text,
    QuestionKind.SHORT_TEXTS: short_texts,
    QuestionKind.LONG_TEXT: long_text,
    QuestionKind.NUMBER: number,
    QuestionKind.DATE: day,
    QuestionKind.HELIX: helix,
    QuestionKind.PROJECT: project,
    QuestionKind.CONSENT: consent,
    QuestionKind.MAP_POINT: place,
}


def sheets_of(
    grid: Grid, plan: TablePlan, questions: Mapping[str, QuestionLike], language: str
) -> Iterator[tuple[int, AnswerSheet | None, list[Note]]]:
    """Line by line: its number, the sheet (None when it holds no answer), and what could not be read of it."""
    helix = next((key for key, question in questions.items() if question.kind == QuestionKind.HELIX), "")
    for row in grid.rows:
        if plan.sent is not None and not row.cells[plan.sent]:
            yield row.line, None, [note("–", "not_sent", line=row.line)]
            continue
        reader = _Line(row, grid.headings, plan)
        answers = reader.answers(questions)
        if reader.family and helix and not any(answer.question == helix for answer in answers):
            answers.append(AnswerGiven(helix, {"choice": reader.family}))
        if answers:
            sheet = AnswerSheet(reader.spoken or language, tuple(answers), day=reader.day, source=Source.IMPORT)
            yield row.line, sheet, reader.notes
        else:
            yield row.line, None, [*reader.notes, note("–", "empty_line", line=row.line)]


class _Line:
    """One line, its cells put where they belong."""

    def __init__(self, row: Row, headings: Sequence[str], plan: TablePlan) -> None:
        self.line = row.line
        self.notes: list[Note] = []
        self.day: date | None = None
        self.spoken = self.family = ""
        self.given: dict[str, dict[str, str]] = {}
        self.headings: dict[tuple[str, str], str] = {}
        for cell, heading, column in zip(row.cells, headings, plan.columns, strict=True):
            if cell and column.role is not Role.IGNORE:
                self.take(cell, heading, column, plan.helix)

    def take(self, cell: str, heading: str, column: ColumnPlan, helix_words: Mapping[str, str]) -> None:
        """One cell that somebody wants."""
        if column.role is Role.QUESTION:
            self.given.setdefault(column.question, {})[column.part] = cell
            self.headings[column.question, column.part] = heading
        elif column.role is Role.DAY:
            self.day = day_of(cell)
            self.miss("" if self.day else "no_day", heading)
        elif column.role is Role.LANGUAGE:
            self.spoken = language_of(cell)[:2]
            self.miss("" if self.spoken else "no_language", heading)
        else:
            self.family = helix_words.get(cell, helix_of(cell))
            self.miss("" if self.family else "no_helix", heading)

    def miss(self, code: str, heading: str) -> None:
        """Note what a cell does not say."""
        if code:
            self.notes.append(note(heading, code, line=self.line))

    def answers(self, questions: Mapping[str, QuestionLike]) -> list[AnswerGiven]:
        """All that can be read; of several cells of one question a wrong one takes only itself away."""
        found = []
        for key, question in questions.items():
            left = dict(self.given.get(key, {}))
            while left:
                try:
                    answer = BUILDERS[QuestionKind(question.kind)](question, left)
                except CellRefused as refusal:
                    part = refusal.part if refusal.part in left else next(iter(left))
                    self.miss("cell", self.headings[key, part])
                    del left[part]
                    continue
                if answer.value or answer.text:
                    found.append(answer)
                break
        return found
