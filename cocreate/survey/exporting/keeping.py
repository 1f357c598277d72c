"""Large exports are made beside the server, kept for a day in the data folder, and erased."""

from datetime import timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.db import db
from cocreate.core.jobs import Job, JobContext
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.making import write_export
from cocreate.survey.models import Consultation

JOB = "survey:answers:export"
KEPT_FOR = timedelta(days=1)
_PARTIAL = ".part"


def folder() -> Path:
    """Where the files lie, readable by the server's own account only."""
    found: Path = current_app.extensions["cocreate_settings"].data_dir / "exports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def erase_old() -> int:
    """Erase every file that has lain for its time, and what a broken task left; returns how many."""
    limit, erased = (clock.now() - KEPT_FOR).timestamp(), 0
    for path in folder().iterdir():
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            erased += 1
    return erased


def kept_file(export: Job) -> Path | None:
    """The file that a task made, while it is there: `<id of the task>~<name for the download>`."""
    limit = (clock.now() - KEPT_FOR).timestamp()
    found = (path for path in folder().glob(f"{export.public_id}~*") if not path.name.endswith(_PARTIAL))
    return next((path for path in found if path.stat().st_mtime >= limit), None)


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
    """Write the file under a name for the time being, so that nobody downloads half of it."""
    erase_old()
    with context.reading() as session:
        name = session.get_one(Job, context.job_id).public_id
    partial = folder() / f"{name}{_PARTIAL}"
    try:
        with partial.open("wb") as target:
            made = write_export(db.engine, consultation_id, Wish.unpacked(wish), target, context.advance)
        partial.rename(folder() / f"{name}~{made.file_name}")
    finally:
        partial.unlink(missing_ok=True)
