"""Keeping versions of the record: on request, and by itself once a day when something changed."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.jobs import hourly
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.process.queries import public_processes
from cocreate.public.editions.facts import facts_of, sealed
from cocreate.public.editions.models import RecordEdition

BY_ITSELF = timedelta(hours=23)  # since the last version


def editions_of(session: Session, process: Process) -> list[RecordEdition]:
    """Newest first."""
    mine = select(RecordEdition).where(RecordEdition.process_id == process.id)
    return list(session.scalars(mine.order_by(RecordEdition.number.desc())))


def latest_edition(session: Session, process: Process) -> RecordEdition | None:
    """The newest."""
    mine = select(RecordEdition).where(RecordEdition.process_id == process.id)
    return session.scalar(mine.order_by(RecordEdition.number.desc()).limit(1))


def find_edition(session: Session, process: Process, number: int) -> RecordEdition:
    """The one of an address, of this process only."""
    mine = select(RecordEdition).where(RecordEdition.process_id == process.id)
    found = session.scalar(mine.where(RecordEdition.number == number))
    if found is None:
        raise NotFound()
    return found


def keep_edition(session: Session, actor: Actor, process: Process) -> RecordEdition:
    """Keep what the record says now; when it says the same as the newest version, that one."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    content, last = facts_of(session, process), latest_edition(session, process)
    found = sealed(content)
    if last is not None and last.hash == found:
        return last
    number = last.number + 1 if last is not None else 1
    made = RecordEdition(process_id=process.id, number=number, content=content, hash=found, made_at=clock.now())
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "public:edition:keep", process.ref, process=process.public_id, number=number, hash=found
    )
    return made


@hourly
def keep_editions(session: Session) -> None:
    """A version a day of every public process whose record changed."""
    limit = clock.now() - BY_ITSELF
    for process in public_processes(session):
        last = latest_edition(session, process)
        if last is None or last.made_at < limit:
            keep_edition(session, SYSTEM, process)
