"""Small work done again and again beside the server, such as erasing what is over, and when each was last done."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, delete, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column

from cocreate import clock
from cocreate.core.db import Base, transaction

log = logging.getLogger(__name__)
Chore = Callable[..., None]


class ChoreRun(Base):
    """The last time that a chore was done."""

    __tablename__ = "chore_run"
    name: Mapped[str] = mapped_column(String(120), primary_key=True)
    rhythm: Mapped[str] = mapped_column(String(8))  # "minute" or "hour"
    ended_at: Mapped[datetime]
    is_good: Mapped[bool]


@dataclass(frozen=True)
class _Done:
    name: str
    ended_at: datetime
    is_good: bool


def name_of(chore: Chore) -> str:
    """How a chore is known: where it stands in the code, without the name of the package."""
    return f"{chore.__module__.removeprefix('cocreate.')}.{chore.__name__}"[:120]


def do_each(chores: Sequence[Chore], rhythm: str, *, are_all: bool = False) -> None:
    """Each in a transaction of its own: one that fails keeps none of the others from being done.

    Where they are all of a rhythm, what was noted of others is forgotten: a chore that stands elsewhere in the code
    since an update has another name, and a fault noted under its old one would stay for ever.
    """
    done = []
    for chore in chores:
        is_good = True
        try:
            with transaction() as session:
                chore(session)
        except Exception:
            is_good = False
            log.exception("chore_failed", extra={"kind": getattr(chore, "__name__", "")})
        done.append(_Done(name_of(chore), clock.now(), is_good))
    try:
        with transaction() as session:
            _note(session, done, rhythm)
            if are_all:
                known = [one.name for one in done]
                session.execute(delete(ChoreRun).where(ChoreRun.rhythm == rhythm, ChoreRun.name.not_in(known)))
    except SQLAlchemyError:  # another worker noted the same at the same moment
        log.warning("chores_not_noted")


def _note(session: Session, done: Sequence[_Done], rhythm: str) -> None:
    for one in done:
        session.merge(ChoreRun(name=one.name, rhythm=rhythm, ended_at=one.ended_at, is_good=one.is_good))


def runs(session: Session) -> list[ChoreRun]:
    """What was done when: what comes every minute first, then by name."""
    return list(session.scalars(select(ChoreRun).order_by(ChoreRun.rhythm.desc(), ChoreRun.name)))
