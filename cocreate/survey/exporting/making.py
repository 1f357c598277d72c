"""Writing an export into a file, with a database session of its own: a page's ends before the last line is sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from flask import Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cocreate.core.db import reading_session
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.formats import FILES, Format, file_format, format_named
from cocreate.survey.exporting.formats.delimited import csv_lines
from cocreate.survey.exporting.table import Row, Rows, Table, rows_of, table_of
from cocreate.survey.models import Consultation
from cocreate.web.downloads import streamed

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Made:
    """A file that was written: its name, its kind and how many sheets it holds."""

    file_name: str
    media_type: str
    sheets: int


def write_export(
    engine: Engine, consultation_id: int, wish: Wish, target: IO[bytes], progress: Progress = lambda fraction: None
) -> Made:
    """Write all that a wish asks for. `progress` may raise to stop it."""
    with reading_session(engine) as session:
        consultation = session.get_one(Consultation, consultation_id)
        chosen = chosen_format(session, wish)
        table = table_of(session, consultation, wish)
        chosen.write(table, told(rows_of(session, consultation, table), table, progress), target)
        return Made(chosen.file_name(table), chosen.media_type_of(table), table.total)


def chosen_format(session: Session, wish: Wish) -> Format:
    """The format of a wish, or Invalid."""
    return file_format(session) if wish.format == FILES else format_named(wish.format)


def told(rows: Rows, table: Table, progress: Progress) -> Iterator[list[Row]]:
    """The same rows, telling how far they are; the last part of the way belongs to closing the file."""
    done = 0
    progress(0.0)
    for batch in rows:
        yield batch
        done += len(batch)
        progress(0.95 * done / max(1, table.total))


def csv_response(engine: Engine, consultation_id: int, wish: Wish) -> Response:
    """CSV as a download that begins at once, whatever its size."""
    session = reading_session(engine)
    consultation = session.get_one(Consultation, consultation_id)
    table = table_of(session, consultation, wish)
    pieces = csv_lines(table, rows_of(session, consultation, table))
    return streamed(session, pieces, f"{consultation.public_id}.csv", "text/csv")
