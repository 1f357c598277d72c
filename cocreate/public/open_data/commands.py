"""Releases of open data: asked for, made beside the server, found again, withdrawn."""

import tempfile
import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.db import Translated, transaction
from cocreate.core.jobs import Job, JobContext, job
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.models import Process
from cocreate.public.models import DataFile, DataRelease
from cocreate.public.open_data.package import LICENCES, Told, Written, content_hash, hash_of, write_package
from cocreate.web.language import address

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


def ask_for_release(session: Session, actor: Actor, process: Process, licence: str, form_id: str = "") -> Job:
    """Queue the making of a release; while one waits or is being made, and for the same form again, that one."""
    if licence not in LICENCES:
        raise Invalid("public.data.licence")
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    for task in tasks_of(session, process):
        if not task.is_over or (form_id and task.arguments["given"].get("form_id") == form_id):
            return task
    wanted = {"process_id": process.id, "licence": licence, "form_id": form_id}
    return jobs.enqueue(session, actor, JOB, process=process, **wanted)


def next_number(session: Session, process: Process) -> int:
    """The number of the next release."""
    return 1 + (session.scalar(select(func.max(DataRelease.number)).where(DataRelease.process_id == process.id)) or 0)


def store_release(
    session: Session,
    actor: Actor,
    process: Process,
    folder: Path,
    written: Iterable[Written],
    *,
    number: int,
    licence: str,
    at: datetime,
) -> DataRelease:
    """Keep what was written as a release; the same rows under the same licence again are none."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    if next_number(session, process) != number:
        raise Conflict("changed_meanwhile")
    found, last = content_hash(folder), latest_release(session, process)
    if last is not None and (last.hash, last.licence) == (found, licence):
        raise Conflict("public.data.same")
    made = DataRelease(process_id=process.id, number=number, licence=licence, hash=found, made_at=at)
    made.tables = [
        {"name": one.table.name, "title": one.table.title, "description": one.table.description, "rows": one.size}
        for one in written
    ]
    made.files = [_packed(path) for path in sorted(folder.iterdir())]
    session.add(made)
    session.flush()
    audit.record(session, actor, "public:data:release", made.ref, process=process.public_id, number=number, hash=found)
    return made


def _packed(path: Path) -> DataFile:
    content = zlib.compress(path.read_bytes(), 6)
    return DataFile(name=path.name, size=path.stat().st_size, hash=hash_of(path), content=content)


def withdraw_release(
    session: Session, actor: Actor, process: Process, release: DataRelease, reason: Translated
) -> None:
    """Erase the files of a release that should not have been given away; number, day and reason stay."""
    if release.is_withdrawn:
        return
    if not reason:
        raise Invalid("public.data.reason")
    release.withdrawn_at, release.reason = clock.now(), reason
    release.files.clear()
    audit.record(session, actor, "public:data:withdraw", release.ref, process=process.public_id, number=release.number)
    session.flush()


def told_of(process: Process, number: int, licence: str, at: datetime) -> Told:
    """What a release says of itself."""
    url = address("open_data.release", language="en", process_id=process.public_id, release_number=number)
    return Told(licence, at, str(number), url)


@job(JOB)
def make_release(context: JobContext, process_id: int, licence: str, form_id: str = "") -> None:
    """Write, then keep. The form that asked is kept with the task, so that a second click finds it."""
    with tempfile.TemporaryDirectory(prefix="cocreate-data-") as name:
        folder = Path(name)
        with context.reading() as session:
            process = session.get_one(Process, process_id)
            number = next_number(session, process)
            at = clock.now()  # once the reading stands: whatever is closed in it was closed before
            written = write_package(session, process, folder, told_of(process, number, licence, at))
        context.advance(0.8)
        with transaction() as session:
            process = session.get_one(Process, process_id)
            store_release(session, context.actor, process, folder, written, number=number, licence=licence, at=at)
