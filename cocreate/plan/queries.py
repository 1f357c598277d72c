"""Reads of the action plan."""

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.errors import NotFound
from cocreate.plan.models import Action, Axis
from cocreate.process.models import Process
from cocreate.selection.models import Sid


def axes_of(session: Session, process: Process) -> list[Axis]:
    """The axes in order, with their actions and the SIDs these serve."""
    return list(
        session.scalars(
            select(Axis)
            .where(Axis.process_id == process.id)
            .order_by(Axis.position)
            .options(selectinload(Axis.actions).selectinload(Action.sids))
        )
    )


def find_axis(session: Session, process: Process, public_id: str) -> Axis:
    """The axis of an address, of this process only."""
    found = session.scalar(select(Axis).where(Axis.process_id == process.id, Axis.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def find_action(session: Session, process: Process, public_id: str) -> Action:
    """The action of an address, of this process only."""
    mine = select(Action).join(Axis).where(Axis.process_id == process.id, Action.public_id == public_id)
    found = session.scalar(mine.options(selectinload(Action.sids), selectinload(Action.axis)))
    if found is None:
        raise NotFound()
    return found


def actions_serving(session: Session, sid: Sid) -> list[Action]:
    """The actions that serve a SID, in the order of their numbers."""
    return list(session.scalars(select(Action).where(Action.sids.any(Sid.id == sid.id)).order_by(Action.number)))


def candidates_of(session: Session, process: Process) -> list[Sid]:
    """The SIDs that an action can serve."""
    mine = (Sid.process_id == process.id, Sid.is_withdrawn.is_(False))
    return list(session.scalars(select(Sid).where(*mine).order_by(Sid.position)))
