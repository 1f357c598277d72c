"""The check that every contribution has exactly one fate."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.process.models import Process
from cocreate.public.fates.counting import count_contributions, whole_of


def without_one_fate(session: Session) -> list[str]:
    """Public ids of the processes in which the fates do not add up to the contributions."""
    found = []
    for process in session.scalars(select(Process).order_by(Process.id)):
        whole = whole_of(session, process)
        if whole.total != count_contributions(session, process, whole.cards):
            found.append(process.public_id)
    return found
