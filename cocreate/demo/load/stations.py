"""Where to begin a walk through the demonstration."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp
from cocreate.process.models import Process


def open_camp(session: Session, process: Process) -> Camp | None:
    """The camp that lets people in."""
    return session.scalar(select(Camp).where(Camp.process_id == process.id, Camp.is_open).order_by(Camp.id.desc()))
