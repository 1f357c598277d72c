"""Reads of a process, named for what a screen needs."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.process.models import Challenge, Process


def find_process(session: Session, public_id: str) -> Process | None:
    """The process of an address."""
    return session.scalar(select(Process).where(Process.public_id == public_id))


def public_processes(session: Session) -> list[Process]:
    """Published processes, newest first."""
    return list(session.scalars(select(Process).where(Process.is_public).order_by(Process.id.desc())))


def challenges_of(session: Session, process: Process) -> list[Challenge]:
    """The challenges in order, with sub-challenges and assets."""
    return list(
        session.scalars(
            select(Challenge)
            .where(Challenge.process_id == process.id)
            .order_by(Challenge.position)
            .options(selectinload(Challenge.sub_challenges), selectinload(Challenge.assets))
        )
    )
