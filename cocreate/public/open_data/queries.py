"""Reads of open data: releases, and their files."""

import zlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.core.jobs import Job
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.public.open_data.models import DataFile, DataRelease

JOB = "public:data:release"


def releases_of(session: Session, process: Process) -> list[DataRelease]:
    """Newest first, with the names of their files."""
    mine = select(DataRelease).where(DataRelease.process_id == process.id).order_by(DataRelease.number.desc())
    return list(session.scalars(mine.options(selectinload(DataRelease.files))))


def latest_release(session: Session, process: Process) -> DataRelease | None:
    """The newest that was not withdrawn."""
    return next((row for row in releases_of(session, process) if not row.is_withdrawn), None)


def was_released_since(session: Session, process: Process, moment: datetime) -> bool:
    """Whether a release was made then or later, also one that was withdrawn, or is being made now."""
    made = select(DataRelease.id).where(DataRelease.process_id == process.id, DataRelease.made_at >= moment).limit(1)
    return session.scalar(made) is not None or any(not task.is_over for task in tasks_of(session, process))


def find_release(session: Session, process: Process, number: int) -> DataRelease:
    """The release of an address, of this process only."""
    found = session.scalar(
        select(DataRelease).where(DataRelease.process_id == process.id, DataRelease.number == number)
    )
    if found is None:
        raise NotFound()
    return found


def content_of(session: Session, release: DataRelease, name: str) -> bytes:
    """A file of it, unpacked."""
    packed = session.scalar(select(DataFile.content).where(DataFile.release_id == release.id, DataFile.name == name))
    if packed is None:
        raise NotFound()
    return zlib.decompress(packed)


def tasks_of(session: Session, process: Process, most: int = 3) -> list[Job]:
    """The latest tasks that make a release, newest first."""
    mine = select(Job).where(Job.kind == JOB, Job.process_id == process.id)
    return list(session.scalars(mine.order_by(Job.id.desc()).limit(most)))
