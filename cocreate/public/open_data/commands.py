"""Writes of open data: ask for a release, store one, withdraw one."""

import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.db import Translated
from cocreate.core.jobs import Job
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.public.open_data import queries
from cocreate.public.open_data.licences import LICENCES
from cocreate.public.open_data.models import DataFile, DataRelease
from cocreate.public.open_data.package import Written, content_hash, hash_of


def ask_for_release(session: Session, actor: Actor, process: Process, licence: str, form_id: str = "") -> Job:
    """Queue the making of a release; while one waits or is being made, and for the same form again, that one."""
    if licence not in LICENCES:
        raise Invalid("public.data.licence")
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    for task in queries.tasks_of(session, process):
        if not task.is_over or (form_id and task.arguments["given"].get("form_id") == form_id):
            return task
    wanted = {"process_id": process.id, "licence": licence, "form_id": form_id}
    return jobs.enqueue(session, actor, queries.JOB, process=process, **wanted)


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
    found, last = content_hash(folder), queries.latest_release(session, process)
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
