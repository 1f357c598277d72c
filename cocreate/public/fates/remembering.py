"""The grouped texts of a process, remembered until its audit trail tells of something that may have changed them.

Whatever is written leaves a line in the chain of its process, in the same transaction, and the lines of one chain are
written one after the other. So the last line is a stamp of all that can be read, and costs nothing to keep. Reading
the stamp before the texts makes a memory too old at worst, never too young.
"""

from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.audit import AuditEntry
from cocreate.process.models import Process
from cocreate.public.fates.contributions import Group, groups_of
from cocreate.survey.protection.queries import to_erase

# Verbs that begin so tell of things that no text's fate is made of; the cards of camps are counted anew each time.
ELSEWHERE = ("accounts:", "api:", "camp:", "directory:", "ecosystem:", "information:", "plan:", "selection:")
FAR = 500  # lines that are looked through before counting anew is quicker
MOST = 30  # processes


@dataclass(frozen=True)
class Stamp:
    """One line of a chain."""

    number: int
    hash: str


@dataclass(frozen=True)
class _Known:
    stamp: Stamp
    groups: list[Group]


# In each server process by itself: nothing to write when a page is read, and nothing to lock.
_shelves: MutableMapping[Any, dict[str, _Known]] = WeakKeyDictionary()


def remembered_groups(session: Session, process: Process) -> list[Group]:
    """As `groups_of`, for pages that only read: nothing that is not committed may be in their transaction."""
    if _is_being_erased(session, process):
        return groups_of(session, process)
    shelf = _shelves.setdefault(session.get_bind().engine, {})
    known, last = shelf.get(process.public_id), _last(session, process)
    if (
        known is not None
        and last is not None
        and (known.stamp == last or _is_nothing_new(session, process, known.stamp))
    ):
        shelf[process.public_id] = _Known(last, known.groups)
        return known.groups
    groups = groups_of(session, process)
    if last is not None:
        shelf[process.public_id] = _Known(last, groups)
        while len(shelf) > MOST:
            shelf.pop(next(iter(shelf)), None)
    return groups


def _last(session: Session, process: Process) -> Stamp | None:
    mine = select(AuditEntry.number, AuditEntry.hash).where(AuditEntry.chain == process.public_id)
    row = session.execute(mine.order_by(AuditEntry.number.desc()).limit(1)).one_or_none()
    return Stamp(*row) if row is not None else None


def _is_nothing_new(session: Session, process: Process, stamp: Stamp) -> bool:
    """Whether all lines since then are about other things. The line itself must still be the same one."""
    since = AuditEntry.chain == process.public_id, AuditEntry.number >= stamp.number
    lines = select(AuditEntry.number, AuditEntry.hash, AuditEntry.verb).where(*since)
    found = session.execute(lines.order_by(AuditEntry.number).limit(FAR)).all()
    is_same = bool(found) and Stamp(found[0].number, found[0].hash) == stamp
    return is_same and len(found) < FAR and all(line.verb.startswith(ELSEWHERE) for line in found[1:])


def _is_being_erased(session: Session, process: Process) -> bool:
    """Whether the promised day of a consultation has come: answers go a handful at a time, with one line at last."""
    return any(due.process_id == process.id for due in to_erase(session, clock.today()))
