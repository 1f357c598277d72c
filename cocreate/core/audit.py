"""The audit trail: append-only, each line sealed with the hash of the one before, without people's free text."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, bindparam, event, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from cocreate import clock
from cocreate.core.db import Base, tables
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor

GENESIS = "0" * 64
SITE = "site"


class AuditChain(Base):
    """The last link of one chain; its row is locked while a line is added, so that numbers never repeat."""

    __tablename__ = "audit_chain"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default=GENESIS)


class AuditEntry(Base):
    """Who did what to which thing, when."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("chain", "number"), Index("ix_audit_entry_process_at", "process", "at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[str] = mapped_column(ForeignKey("audit_chain.name"))
    number: Mapped[int]
    at: Mapped[datetime]
    verb: Mapped[str] = mapped_column(String(80))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(40), default="")
    process: Mapped[str] = mapped_column(String(16), default="")
    subject_type: Mapped[str] = mapped_column(String(40), default="")
    subject: Mapped[str] = mapped_column(String(40), default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    def seal(self) -> str:
        """The hash over everything this line says and the hash of the line before."""
        return _seal(self)


@dataclass(slots=True)
class AuditLine:
    """A line that is to be written; numbered and sealed by `append`. (A row's object would cost more than its row.)"""

    at: datetime
    verb: str
    actor_kind: str
    actor: str
    process: str
    subject_type: str
    subject: str
    details: dict[str, Any]
    chain: str = ""
    number: int = 0
    previous_hash: str = ""
    hash: str = ""


def _seal(line: AuditEntry | AuditLine) -> str:
    said = [
        line.chain,
        line.number,
        line.at.isoformat(timespec="microseconds"),
        line.verb,
        line.actor_kind,
        line.actor,
        line.process,
        line.subject_type,
        line.subject,
        line.details,
        line.previous_hash,
    ]
    return digest(json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True))


@event.listens_for(AuditEntry, "before_update")
@event.listens_for(AuditEntry, "before_delete")
def _append_only(*_: Any) -> None:
    raise RuntimeError("audit lines are never changed or removed")


def record(
    session: Session,
    actor: Actor,
    verb: str,
    subject: tuple[str, str] = ("", ""),
    *,
    process: str = "",
    chain: str | None = None,
    anonymous: bool = False,
    **details: Any,
) -> AuditLine:
    """Add a line in the caller's transaction.

    `process` is the public id of the process and, unless `chain` says otherwise, names the chain. With `anonymous` the
    actor and the hour are left out: the line then says only that it happened, on that day.
    """
    added = line(actor, verb, subject, process=process, anonymous=anonymous, **details)
    append(session, chain or process or SITE, [added])
    return added


def line(
    actor: Actor,
    verb: str,
    subject: tuple[str, str] = ("", ""),
    *,
    process: str = "",
    anonymous: bool = False,
    **details: Any,
) -> AuditLine:
    """A line that `append` puts in its place."""
    at = clock.now()
    return AuditLine(
        at=at.replace(hour=0, minute=0, second=0, microsecond=0) if anonymous else at,
        verb=verb,
        actor_kind="anonymous" if anonymous else actor.kind.value,
        actor="" if anonymous else actor.ref,
        process=process,
        subject_type=subject[0],
        subject=subject[1],
        details=details,
    )


def append(session: Session, chain: str, lines: Sequence[AuditLine]) -> None:
    """Number and seal lines at the end of a chain, in the caller's transaction."""
    connection = tables(session)
    head = connection.execute(_HEAD, {"chain": chain}).one_or_none()
    if head is None:
        connection.execute(insert(_chains), {"name": chain, "number": 0, "hash": GENESIS})
    number, last = head or (0, GENESIS)
    for entry in lines:
        number += 1
        entry.chain, entry.number, entry.previous_hash = chain, number, last
        entry.hash = last = _seal(entry)
    connection.execute(_ENTER, [{name: getattr(entry, name) for name in _SAID} for entry in lines])
    connection.execute(_MOVE_HEAD, {"chain": chain, "last_number": number, "last_hash": last})


_chains: Any = AuditChain.__table__
_entries: Any = AuditEntry.__table__
_SAID = [column.name for column in _entries.columns if column.name != "id"]
# Made once: several lines a second are written while a camp is at work.
_ENTER = insert(_entries)
_HEAD = select(_chains.c.number, _chains.c.hash).where(_chains.c.name == bindparam("chain")).with_for_update()
_MOVE_HEAD = (
    update(_chains)
    .where(_chains.c.name == bindparam("chain"))
    .values(number=bindparam("last_number"), hash=bindparam("last_hash"))
)


@dataclass(frozen=True)
class Verification:
    """What `cocreate audit verify` found: lines read, and the first broken line of each damaged chain."""

    lines: int
    broken: tuple[tuple[str, int], ...]

    @property
    def is_intact(self) -> bool:
        """Whether every chain holds."""
        return not self.broken


def verify(session: Session, chains: Collection[str] | None = None) -> Verification:
    """Recompute every seal of every chain (or of these), and compare the last with the chain's head."""
    lines, broken = 0, []
    for head in session.scalars(select(AuditChain).order_by(AuditChain.name)).all():
        if chains is not None and head.name not in chains:
            continue
        expected_number, previous = 0, GENESIS
        entries = session.scalars(
            select(AuditEntry)
            .where(AuditEntry.chain == head.name)
            .order_by(AuditEntry.number)
            .execution_options(yield_per=1000)
        )
        fault = None
        for entry in entries:
            lines += 1
            expected_number += 1
            if fault is None and (
                entry.number != expected_number or entry.previous_hash != previous or entry.hash != entry.seal()
            ):
                fault = expected_number
            previous = entry.hash
        if fault is None and (head.number != expected_number or head.hash != previous):
            fault = expected_number + 1
        if fault is not None:
            broken.append((head.name, fault))
    return Verification(lines, tuple(broken))
