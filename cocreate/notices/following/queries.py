"""Reads of who follows what."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from cocreate.accounts.models import Membership
from cocreate.core.permissions import Role
from cocreate.notices.following.things import Thing, known_thing
from cocreate.notices.models import Follow, Follower
from cocreate.notices.rules import Item
from cocreate.process.models import Process

Marks = Iterable[tuple[Item, str]]


@dataclass(frozen=True)
class Followed:
    """A thing that somebody follows, as long as it is there to be seen."""

    follow: Follow
    thing: Thing


def find_follow(session: Session, process: Process, user_id: int, thing: Thing) -> Follow | None:
    """Whether a person follows this thing."""
    return session.scalar(
        select(Follow).where(
            Follow.user_id == user_id,
            Follow.process_id == process.id,
            Follow.item_type == thing.kind.value,
            Follow.item == thing.item,
        )
    )


def marks_of(session: Session, process: Process, user_id: int) -> set[str]:
    """The marks of all that a person follows in a process."""
    rows = session.execute(
        select(Follow.item_type, Follow.item).where(Follow.user_id == user_id, Follow.process_id == process.id)
    )
    return {f"{kind}.{item}" if item else "" for kind, item in rows}


def followed_by(session: Session, user_id: int) -> list[Followed]:
    """All that a person follows, by process."""
    rows = session.scalars(
        select(Follow)
        .where(Follow.user_id == user_id)
        .order_by(Follow.process_id, Follow.id)
        .options(joinedload(Follow.process))
    )
    return _shown(session, rows)


def followed_at(session: Session, follower: Follower) -> list[Followed]:
    """All that an address follows and has confirmed."""
    mine = select(Follow).where(Follow.follower_id == follower.id, Follow.confirmed_at.is_not(None))
    return _shown(session, session.scalars(mine.order_by(Follow.id).options(joinedload(Follow.process))))


def _shown(session: Session, rows: Iterable[Follow]) -> list[Followed]:
    found = ((row, known_thing(session, row.process, row.item_type, row.item)) for row in list(rows))
    return [Followed(row, thing) for row, thing in found if thing is not None]


def find_follower(session: Session, process: Process, email: str) -> Follower | None:
    """An address that follows a process, or waits for confirmation."""
    return session.scalar(select(Follower).where(Follower.process_id == process.id, Follower.email == email))


def people_to_tell(session: Session, process: Process, roles: Iterable[Role], marks: Marks) -> list[int]:
    """Keys of the people with one of these roles, and of those who follow one of these things."""
    names, things = [role.value for role in roles], list(marks)
    members = select(Membership.user_id).where(Membership.process_id == process.id, Membership.role.in_(names))
    follow = select(Follow.user_id).where(Follow.user_id.is_not(None), _about(process, things))
    return sorted({*session.scalars(members), *(key for key in session.scalars(follow) if key is not None)})


def addresses_to_tell(session: Session, process: Process, marks: Marks) -> list[int]:
    """Keys of the addresses that follow one of these things."""
    confirmed = (Follow.follower_id.is_not(None), Follow.confirmed_at.is_not(None), _about(process, marks))
    return sorted({key for key in session.scalars(select(Follow.follower_id).where(*confirmed)) if key is not None})


def _about(process: Process, marks: Marks) -> ColumnElement[bool]:
    things = [and_(Follow.item_type == kind.value, Follow.item == item) for kind, item in marks]
    return and_(Follow.process_id == process.id, or_(false(), *things))


def follower_count(session: Session, process: Process) -> int:
    """How many follow a process or something in it, with an account or by mail."""
    people = func.count(func.distinct(Follow.user_id)) + func.count(func.distinct(Follow.follower_id))
    mine = (Follow.process_id == process.id, Follow.confirmed_at.is_not(None))
    return session.scalar(select(people).where(*mine)) or 0
