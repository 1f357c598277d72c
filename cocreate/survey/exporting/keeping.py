"""Large exports are made beside the server, kept for a day in the data folder, and erased."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import jobs, made_files
from cocreate.core.db import db
from cocreate.core.jobs import Job, JobContext
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.making import write_export
from cocreate.survey.models import Consultation

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
