"""All answers as a table that a spreadsheet can open without running anything that somebody wrote into it."""

import csv
from collections.abc import Iterator, Mapping
from io import StringIO

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cocreate.core.db import reading
from cocreate.survey import queries
from cocreate.survey.kinds import Ground, kind_of
from cocreate.survey.models import Answer, Consultation, Question, Submission

SHEET_COLUMNS = ("day", "language", "helix", "source", "flag")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """A text that a spreadsheet will not take for a formula: an apostrophe in front makes it plain text.

    >>> safe_cell("=1+1"), safe_cell("plain"), safe_cell("  @SUM(A1)")
    ("'=1+1", 'plain', "'  @SUM(A1)")
    """
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def csv_file(engine: Engine, consultation_id: int, language: str) -> Iterator[str]:
    """The table for a download: read by a session of its own, since the page's ends before the last line is sent."""
    with Session(engine) as session:
        with reading():
            session.connection()
        yield from csv_lines(session, session.get_one(Consultation, consultation_id), language)


def csv_lines(session: Session, consultation: Consultation, language: str) -> Iterator[str]:
    """The table piece by piece: a line per sheet, in no order of time; labels in the language where there are any."""
    ground = queries.ground_of(session, consultation.process)
    questions = list(consultation.questions)
    columns = [(q, key, _heading(q, key, label, language)) for q in questions for key, label in _columns(q, ground)]
    yield "\ufeff" + _line([*SHEET_COLUMNS, *(heading for _, _, heading in columns)])
    for batch in queries.sheets_in_batches(session, consultation):
        yield "".join(_line(_row(sheet, questions, columns, ground)) for sheet in batch)


def _columns(question: Question, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
    return kind_of(question).columns(question, ground)


def _heading(question: Question, key: str, label: Mapping[str, str], language: str) -> str:
    name = label.get(language) or next(iter(label.values()), key)
    return f"{question.key} [{name}]" if name else question.key


def _row(
    sheet: Submission, questions: list[Question], columns: list[tuple[Question, str, str]], ground: Ground
) -> list[str]:
    by_question: dict[int, list[Answer]] = {}
    for answer in sheet.answers:
        by_question.setdefault(answer.question_id, []).append(answer)
    cells = {q.id: kind_of(q).cells(q, by_question.get(q.id, []), ground) for q in questions}
    start = [sheet.day.isoformat(), sheet.language, sheet.helix, sheet.source, sheet.flag]
    return [*start, *(cells[question.id].get(key, "") for question, key, _ in columns)]


def _line(cells: list[str]) -> str:
    text = StringIO()
    csv.writer(text).writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()
