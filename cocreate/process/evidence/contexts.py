"""Writes of what frames the challenges: megatrends with their trends, transitions with their regional priorities."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, NotFound
from cocreate.process.models import CellUse, Context, ContextPoint, MatrixCell, Process
from cocreate.process.rules import ContextKind


@cache
def starter_megatrends() -> list[dict[str, Any]]:
    """Each with `key`, `title` and `trends`; titles and trends are translated texts."""
    text = (files("cocreate.process.evidence") / "megatrends.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(text)
    return rows


def add_context(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    kind: ContextKind,
    title: Translated,
    points: list[Translated],
    public_id: str | None = None,
) -> Context:
    """A megatrend with its trends, or a transition with its priorities; the same form sent twice adds it once."""
    if public_id is not None:
        known = session.scalar(select(Context).where(Context.public_id == public_id))
        if known is not None:
            return _of(process, known)
    position = _last(session, process, kind) + 1
    lines = [ContextPoint(title=point, position=place) for place, point in enumerate(points, start=1)]
    context = Context(process_id=process.id, kind=kind.value, title=title, points=lines, position=position)
    if public_id is not None:
        context.public_id = public_id
    session.add(context)
    session.flush()
    audit.record(session, actor, "process:context:add", context.ref, process=process.public_id, kind=kind.value)
    return context


def start_from_the_reference(session: Session, actor: Actor, process: Process) -> int:
    """Add the starter's megatrends that are not there yet, told by their titles; returns how many were added."""
    mine = select(Context).where(Context.process_id == process.id, Context.kind == ContextKind.MEGATREND.value)
    present = {text for context in session.scalars(mine) for text in context.title.values()}
    missing = [row for row in starter_megatrends() if not present & set(row["title"].values())]
    for row in missing:
        add_context(
            session, actor, process, kind=ContextKind.MEGATREND, title=dict(row["title"]), points=list(row["trends"])
        )
    return len(missing)


def describe_context(session: Session, actor: Actor, process: Process, context: Context, *, title: Translated) -> None:
    """Change the title of a megatrend or transition."""
    context.title = title
    audit.record(session, actor, "process:context:describe", context.ref, process=process.public_id)
    session.flush()


def remove_context(session: Session, actor: Actor, process: Process, context: Context) -> None:
    """Take it away with its points, as long as no challenge came from them."""
    _check_unused(session, [point.id for point in context.points], context)
    session.delete(context)
    audit.record(session, actor, "process:context:remove", context.ref, process=process.public_id)
    session.flush()


def add_point(
    session: Session,
    actor: Actor,
    process: Process,
    context: Context,
    *,
    title: Translated,
    public_id: str | None = None,
) -> ContextPoint:
    """A trend or a priority at the end of the list; the same form sent twice adds it once."""
    if public_id is not None:
        known = session.scalar(select(ContextPoint).where(ContextPoint.public_id == public_id))
        if known is not None:
            if known.context_id != context.id:
                raise NotFound()
            return known
    position = max((point.position for point in context.points), default=0) + 1
    point = ContextPoint(title=title, position=position)
    if public_id is not None:
        point.public_id = public_id
    context.points.append(point)
    session.flush()
    audit.record(session, actor, "process:context_point:add", point.ref, process=process.public_id)
    return point


def describe_point(session: Session, actor: Actor, process: Process, point: ContextPoint, *, title: Translated) -> None:
    """Change the words of a trend or priority."""
    point.title = title
    audit.record(session, actor, "process:context_point:describe", point.ref, process=process.public_id)
    session.flush()


def remove_point(session: Session, actor: Actor, process: Process, context: Context, point: ContextPoint) -> None:
    """Take a trend or priority away, as long as no challenge came from it."""
    _check_unused(session, [point.id])
    ref = point.ref
    context.points.remove(point)
    audit.record(session, actor, "process:context_point:remove", ref, process=process.public_id)
    session.flush()


def find_context(session: Session, process: Process, public_id: str) -> Context:
    """The megatrend or transition of an address, of this process only."""
    found = session.scalar(select(Context).where(Context.public_id == public_id))
    if found is None:
        raise NotFound()
    return _of(process, found)


def find_point(context: Context, public_id: str) -> ContextPoint:
    """The trend or priority of an address, of this context only."""
    for point in context.points:
        if point.public_id == public_id:
            return point
    raise NotFound()


def find_any_point(session: Session, process: Process, public_id: str) -> ContextPoint:
    """The trend or priority of an address, of any context of this process."""
    found = session.scalar(
        select(ContextPoint)
        .join(Context, Context.id == ContextPoint.context_id)
        .where(Context.process_id == process.id, ContextPoint.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def _check_unused(session: Session, priorities: list[int], megatrend: Context | None = None) -> None:
    here: ColumnElement[bool] = MatrixCell.priority_id.in_(priorities)
    if megatrend is not None:
        here |= MatrixCell.megatrend_id == megatrend.id
    if session.scalar(select(CellUse.id).join(MatrixCell, MatrixCell.id == CellUse.cell_id).where(here).limit(1)):
        raise Conflict("evidence.context.used")


def _of(process: Process, context: Context) -> Context:
    if context.process_id != process.id:
        raise NotFound()
    return context


def _last(session: Session, process: Process, kind: ContextKind) -> int:
    last = select(func.max(Context.position)).where(Context.process_id == process.id, Context.kind == kind.value)
    return session.scalar(last) or 0
