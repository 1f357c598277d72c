"""Maintenance is announced on every page, changed and ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.installation import Maintenance, announce_change
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid


@dataclass(frozen=True)
class Told:
    """What is announced."""

    text: Translated
    shown_from: datetime
    ends_at: datetime
    read_only_from: datetime | None = None


def announce(session: Session, actor: Actor, told: Told, *, public_id: str | None = None) -> Maintenance:
    """A new one; the same form again gives the one already made."""
    known = session.scalar(select(Maintenance).where(Maintenance.public_id == public_id)) if public_id else None
    if known is not None:
        return known
    _check(told)
    made = Maintenance(
        text=told.text, shown_from=told.shown_from, ends_at=told.ends_at, read_only_from=told.read_only_from
    )
    if public_id:
        made.public_id = public_id
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "administration:maintenance:announce", made.ref, read_only=told.read_only_from is not None
    )
    announce_change(session)
    return made


def change(session: Session, actor: Actor, row: Maintenance, told: Told) -> None:
    """Other words or another time."""
    _check(told)
    row.text, row.shown_from, row.ends_at, row.read_only_from = (
        told.text,
        told.shown_from,
        told.ends_at,
        told.read_only_from,
    )
    session.flush()
    audit.record(
        session, actor, "administration:maintenance:change", row.ref, read_only=told.read_only_from is not None
    )
    announce_change(session)


def end(session: Session, actor: Actor, row: Maintenance) -> None:
    """Over before its time, or not to come; ending it twice changes nothing."""
    if row.is_ended:
        return
    row.is_ended = True
    session.flush()
    audit.record(session, actor, "administration:maintenance:end", row.ref)
    announce_change(session)


def _check(told: Told) -> None:
    if not told.text:
        raise Invalid("required")
    if told.ends_at <= told.shown_from or told.ends_at <= clock.now():
        raise Invalid("administration.maintenance.ends_first")
    if told.read_only_from is not None and told.read_only_from >= told.ends_at:
        raise Invalid("administration.maintenance.read_only_late")
