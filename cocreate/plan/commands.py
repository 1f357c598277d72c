"""Writes of the action plan."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core import audit, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict
from cocreate.plan.models import Action, Axis
from cocreate.process.models import Process
from cocreate.selection.models import Sid


def add_axis(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    number: str,
    title: Translated,
    description: Translated | None = None,
) -> Axis:
    """A line of the plan; its number is used once."""
    mine = Axis.process_id == process.id
    if session.scalar(select(Axis.id).where(mine, Axis.number == number)) is not None:
        raise Conflict("plan.number.taken", number=number)
    position = (session.scalar(select(func.max(Axis.position)).where(mine)) or 0) + 1
    axis = Axis(process_id=process.id, number=number, title=title, description=description or {}, position=position)
    session.add(axis)
    session.flush()
    audit.record(session, actor, "plan:axis:add", axis.ref, process=process.public_id)
    return axis


def add_action(
    session: Session,
    actor: Actor,
    process: Process,
    axis: Axis,
    *,
    number: str,
    title: Translated,
    description: Translated | None = None,
    actors: list[str] | None = None,
    sids: list[Sid] | None = None,
) -> Action:
    """An action with the actors to mobilise and the SIDs that it serves."""
    taken = select(Action.id).join(Axis).where(Axis.process_id == process.id, Action.number == number)
    if session.scalar(taken) is not None:
        raise Conflict("plan.number.taken", number=number)
    position = (session.scalar(select(func.max(Action.position)).where(Action.axis_id == axis.id)) or 0) + 1
    action = Action(
        axis_id=axis.id,
        number=number,
        title=title,
        description=description or {},
        actors=actors or [],
        sids=sids or [],
        position=position,
    )
    session.add(action)
    session.flush()
    audit.record(session, actor, "plan:action:add", action.ref, process=process.public_id)
    _link(session, actor, process, action)
    return action


def describe_action(
    session: Session,
    actor: Actor,
    process: Process,
    action: Action,
    *,
    title: Translated,
    description: Translated,
    actors: list[str],
    sids: list[Sid],
    version: int,
) -> None:
    """Change an action. A SID that it serves from now on becomes part of the chain of evidence."""
    if action.version != version:
        raise Conflict("changed_meanwhile")
    action.title, action.description, action.actors, action.sids = title, description, actors, sids
    audit.record(session, actor, "plan:action:describe", action.ref, process=process.public_id)
    session.flush()
    _link(session, actor, process, action)


def _link(session: Session, actor: Actor, process: Process, action: Action) -> None:
    for sid in action.sids:
        provenance.link(
            session, actor, source=sid.ref, target=action.ref, relation=Relation.SERVES, process=process.public_id
        )
