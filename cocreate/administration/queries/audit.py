"""The audit trail of the whole installation, filtered."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.accounts.queries import find_user
from cocreate.administration.rules import PAGE
from cocreate.core.audit import AuditEntry


@dataclass(frozen=True)
class Wanted:
    """Which lines; empty is all."""

    verb: str = ""  # its beginning
    who: str = ""  # an address, or a code
    process: str = ""  # its code
    since: date | None = None
    until: date | None = None  # that day is included


def audit_lines(session: Session, wanted: Wanted, page: int) -> tuple[list[AuditEntry], int]:
    """One page of lines, newest first, and how many there are."""
    conditions = _conditions(session, wanted)
    total = session.scalar(select(func.count()).select_from(AuditEntry).where(*conditions)) or 0
    rows = select(AuditEntry).where(*conditions).order_by(AuditEntry.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return list(session.scalars(rows)), total


def names_of(session: Session, lines: list[AuditEntry]) -> dict[str, str]:
    """Code of a person in some lines -> their name or address."""
    codes = {line.actor for line in lines if line.actor_kind == "user"}
    codes |= {line.subject for line in lines if line.subject_type == User.ref_type}
    rows = session.scalars(select(User).where(User.public_id.in_(codes)))
    return {row.public_id: row.name or row.email for row in rows if not row.is_closed}


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.verb:
        found.append(AuditEntry.verb.startswith(wanted.verb, autoescape=True))
    if wanted.who:
        user = find_user(session, wanted.who) if "@" in wanted.who else None
        found.append(AuditEntry.actor == (user.public_id if user is not None else wanted.who))
    if wanted.process:
        found.append(AuditEntry.process == wanted.process)
    if wanted.since:
        found.append(AuditEntry.at >= clock.start_of(wanted.since))
    if wanted.until:
        found.append(AuditEntry.at < clock.end_of(wanted.until))
    return found
