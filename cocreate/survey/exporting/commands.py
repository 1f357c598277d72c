"""Taking answers out: made at once or beside the server, kept for a day, and who did it is recorded each time."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

from flask import Response
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from cocreate.core import audit, jobs, made_files
from cocreate.core.db import db, reading_session
from cocreate.core.jobs import Job, JobContext
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.formats import FILES, Format, file_format, format_named
from cocreate.survey.exporting.table import Row, Rows, Table, count_sheets, rows_of, table_of
from cocreate.survey.exporting.writing import csv_lines
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


JOB = "survey:answers:export"


def exports_of(session: Session, consultation: Consultation, most: int = 10) -> list[Job]:
    """The latest tasks that take answers out of a consultation, newest first."""
    rows = session.scalars(
        select(Job).where(Job.kind == JOB, Job.process_id == consultation.process_id).order_by(Job.id.desc()).limit(200)
    )
    return [row for row in rows if row.arguments["given"]["consultation_id"] == consultation.id][:most]


def find_export(session: Session, consultation: Consultation, public_id: str) -> Job | None:
    """The task of an address, of this consultation only."""
    found = session.scalar(select(Job).where(Job.public_id == public_id, Job.kind == JOB))
    is_mine = found is not None and found.arguments["given"]["consultation_id"] == consultation.id
    return found if is_mine else None


def wish_of(export: Job) -> Wish:
    """What was asked for."""
    return Wish.unpacked(export.arguments["given"]["wish"])


@jobs.job(JOB)
def make_export(context: JobContext, consultation_id: int, wish: dict[str, object]) -> None:
    """Make the file of a task."""
    with made_files.making(context) as made:
        written = write_export(db.engine, consultation_id, Wish.unpacked(wish), made.target, context.advance)
        made.name = written.file_name


def take_out(session: Session, actor: Actor, consultation: Consultation, wish: Wish) -> Job | None:
    """Record that answers are taken out. A task that makes the file, or None where it is made while one waits."""
    chosen = chosen_format(session, wish)
    if wish.with_contacts and consultation.is_anonymous:
        raise Invalid("survey.export.nobody_known")
    if wish.filters.since and wish.filters.until and wish.filters.since > wish.filters.until:
        raise Invalid("survey.export.days")
    record(session, actor, consultation, wish)
    if count_sheets(session, consultation.id, wish.filters) <= chosen.at_once:
        return None
    return jobs.enqueue(
        session,
        actor,
        JOB,
        process=consultation.process,
        consultation_id=consultation.id,
        wish=wish.packed(),
    )


def record(session: Session, actor: Actor, consultation: Consultation, wish: Wish) -> None:
    """The line of the audit trail: what was taken out, never what it says."""
    audit.record(
        session,
        actor,
        "survey:answers:export",
        consultation.ref,
        process=consultation.process.public_id,
        format=wish.format,
        values=wish.values.value,
        filters=wish.filters.names,
        contacts=wish.with_contacts,
    )
