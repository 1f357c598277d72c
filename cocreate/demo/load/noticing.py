"""People of the demonstration who follow it, and have read most of what they were told on the way."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core.permissions import Role
from cocreate.demo.load.people import as_actor
from cocreate.notices.commands import read_notice
from cocreate.notices.following import find_thing, follow
from cocreate.notices.models import Follow, Follower, Notice
from cocreate.notices.rules import Frequency, Item
from cocreate.process.models import Process

STILL_NEW = 3


def follow_along(session: Session, process: Process, people: Mapping[str, User]) -> None:
    """The organiser follows the first challenge, and an address of nobody the whole process. What was told by the
    stages themselves is there already; all but the last of it was read."""
    organiser = people["organiser"]
    first = find_thing(session, process, Item.CHALLENGE, process.challenges[0].public_id)
    follow(session, as_actor(organiser, Role.ORGANISER), process, organiser.id, first)
    address = Follower(process=process, email="neighbour@example.org", language="fr", frequency=Frequency.WEEKLY.value)
    session.add(address)
    session.flush()
    now = clock.now()
    session.add(Follow(process_id=process.id, follower_id=address.id, since=now, confirmed_at=now))
    _read(session, people.values())


def _read(session: Session, people: Iterable[User]) -> None:
    for user in people:
        mine = select(Notice).where(Notice.user_id == user.id).order_by(Notice.made_at.desc(), Notice.id.desc())
        for row in session.scalars(mine.offset(STILL_NEW)).all():
            read_notice(session, row)
    session.flush()
