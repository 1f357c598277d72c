"""Who asks, and which rows of the index they may see: asked anew at every question, with the one permission table.

A row names the permission of its page. Whether somebody has it depends on the process, its state and the hour, so no
row says who may see it, and nothing has to be written again when a role is given or a process is hidden.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select
from sqlalchemy.orm import Session

from cocreate.core.permissions import OUTSIDERS, Actor, is_allowed
from cocreate.process.models import Process
from cocreate.process.queries import is_open_to_all, processes_of
from cocreate.search.models import SearchDocument as Row
from cocreate.search.sources import SOURCES

NAMES = frozenset(source.permission for source in SOURCES.values())


@dataclass(frozen=True)
class Inside:
    """A process in which somebody is more than a visitor, and what they may see there."""

    process: Process
    names: frozenset[str]


@dataclass(frozen=True)
class Reader:
    """Whoever asks: what they may see in every public process, and in those where they are somebody."""

    everywhere: frozenset[str]
    inside: tuple[Inside, ...] = ()
    here: Process | None = None  # the process of the address

    def process_for(self, session: Session, organisation_id: int | None, permission: str) -> Process | None:
        """A process of an organisation beneath which this person may open what the organisation keeps."""
        mine = [one.process for one in self.inside if permission in one.names]
        if self.here is not None and self.here.is_public and permission in self.everywhere:
            mine.append(self.here)
        fitting = sorted(
            (one for one in mine if one.organisation_id == organisation_id), key=lambda one: one != self.here
        )
        if fitting or permission not in self.everywhere:
            return next(iter(fitting), None)
        public = select(Process).where(is_open_to_all(), Process.organisation_id == organisation_id)
        return session.scalars(public.order_by(Process.id.desc()).limit(1)).first()

    def may_see(self) -> ColumnElement[bool]:
        """The condition for rows of the index."""
        public = select(Process.id).where(is_open_to_all())
        holders = select(Process.organisation_id).where(is_open_to_all())
        told = or_(Row.process_id.in_(public), Row.organisation_id.in_(holders))
        open_to_all = and_(told, Row.permission.in_(self.everywhere)) if self.everywhere else false()
        return or_(open_to_all, *(self._within(one) for one in self.inside))

    @staticmethod
    def _within(one: Inside) -> ColumnElement[bool]:
        here = or_(Row.process_id == one.process.id, Row.organisation_id == one.process.organisation_id)
        return and_(here, Row.permission.in_(one.names))


def reader_of(session: Session, actor_in: Callable[[Any], Actor], here: Process | None = None) -> Reader:
    """From what somebody is in a process (None: anywhere). `here` counts even for a guest without an account."""
    anywhere = actor_in(None)
    mine = processes_of(session, anywhere.user_id) if anywhere.user_id is not None else []
    if here is not None and here.id not in {process.id for process in mine}:
        mine = [here, *mine]
    found = (_inside(process, actor_in(process)) for process in mine)
    everywhere = frozenset(name for name in NAMES if is_allowed(anywhere, name))
    return Reader(everywhere, tuple(one for one in found if one is not None), here)


def _inside(process: Process, actor: Actor) -> Inside | None:
    if not actor.roles - OUTSIDERS:
        return None
    names = frozenset(name for name in NAMES if is_allowed(actor, name, process.open_phases()))
    return Inside(process, names)
