"""Notices and followers, for tests that need some."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.telling import Kind, Telling
from cocreate.notices import following
from cocreate.notices.following import find_thing
from cocreate.notices.models import Follow, Follower, Notice
from cocreate.notices.rules import Frequency
from cocreate.notices.storing import store
from cocreate.process.models import Process


def make_notice(
    session: Session, process: Process, user: User, text: str = "Something happened", *, kind: Kind = Kind.DECISION
) -> Notice:
    """Somebody is told of something; it leads to the challenges of the process."""
    store(session, [Telling(user.id, kind, text, f"/p/{process.public_id}/challenges", process.id)])
    return session.scalars(select(Notice).order_by(Notice.id.desc()).limit(1)).one()


def make_follower(
    session: Session, process: Process, email: str = "follower@example.org", *, frequency: Frequency = Frequency.DAILY
) -> Follower:
    """An address that follows the whole process, confirmed."""
    thing = find_thing(session, process, "", "")
    following.ask_by_mail(session, process, thing, email=email, language="en", frequency=frequency)
    follower = session.scalars(select(Follower).where(Follower.email == email)).one()
    following.confirm(session, session.scalars(select(Follow).where(Follow.follower_id == follower.id)).one())
    return follower
