"""Writes about following. What an address follows is in no trail with the address."""

import re

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import full_address, worded
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import audit, jobs, mail
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.notices.following import queries
from cocreate.notices.following.things import Thing
from cocreate.notices.links import confirm_path, leave_path
from cocreate.notices.models import Follow, Follower
from cocreate.notices.rules import UNCONFIRMED, Frequency
from cocreate.process.models import Process
from cocreate.web.language import speaking, translate

_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")


def follow(session: Session, actor: Actor, process: Process, user_id: int, thing: Thing) -> None:
    """A person follows a thing from now on; followed already, nothing happens."""
    _lock(session, process)
    if queries.find_follow(session, process, user_id, thing) is not None:
        return
    now = clock.now()
    made = _of(process, thing, user_id=user_id, since=now, confirmed_at=now)
    session.add(made)
    session.flush()
    audit.record(session, actor, "notices:follow:begin", made.ref, process=process.public_id)


def unfollow(session: Session, actor: Actor, process: Process, row: Follow) -> None:
    """No more of this."""
    audit.record(session, actor, "notices:follow:end", row.ref, process=process.public_id)
    session.delete(row)
    session.flush()


def ask_by_mail(
    session: Session, process: Process, thing: Thing, *, email: str, language: str, frequency: Frequency
) -> None:
    """Send the link that confirms an address. Whoever asks learns nothing of what is kept of it already."""
    address = email.strip().lower()
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise Invalid("notices.follow.bad_address")
    _lock(session, process)
    follower = queries.find_follower(session, process, address)
    if follower is None:
        follower = Follower(process=process, email=address, language=language, frequency=frequency.value)
        session.add(follower)
        session.flush()
    mine = (Follow.follower_id == follower.id, Follow.item_type == thing.kind.value, Follow.item == thing.item)
    row = session.scalar(select(Follow).where(*mine))
    if row is None:
        row = _of(process, thing, follower_id=follower.id, since=clock.now())
        session.add(row)
        session.flush()
    if row.confirmed_at is None:
        _write(session, process, thing, follower, row, language)


def _write(session: Session, process: Process, thing: Thing, follower: Follower, row: Follow, language: str) -> None:
    with speaking(language):
        subject, text, html = worded(
            "follow",
            brand=process.organisation,
            language=language,
            title=translate(thing.title),
            process=translate(process.title),
            link=full_address(confirm_path(row), language),
        )
        mail.write(
            session,
            sender=sender_of(process.organisation, language),
            recipient=follower.email,
            subject=subject[:250],
            text=text,
            html=html,
            language=language,
            unsubscribe=full_address(leave_path(follower), language),
            leaves_no_trace=True,
        )


def confirm(session: Session, row: Follow) -> None:
    """The address is right and wants it; confirmed again, nothing happens."""
    if row.confirmed_at is None:
        row.confirmed_at = clock.now()
        audit.record(session, Actor(), "notices:follow:confirm", process=row.process.public_id, anonymous=True)
        session.flush()


def leave(session: Session, follower: Follower) -> None:
    """The address is erased, with what it follows and what waits for it."""
    audit.record(session, Actor(), "notices:follow:leave", process=follower.process.public_id, anonymous=True)
    session.execute(delete(Follower).where(Follower.id == follower.id))


def leave_one(session: Session, follower: Follower, public_id: str) -> bool:
    """No more of one thing; with the last one goes the address. Returns whether the address is still kept."""
    mine = Follow.follower_id == follower.id
    session.execute(delete(Follow).where(mine, Follow.public_id == public_id))
    if session.scalar(select(Follow.id).where(mine).limit(1)) is None:
        leave(session, follower)
        return False
    return True


@jobs.hourly
def forget_unconfirmed(session: Session) -> None:
    """Erase what nobody confirmed, and addresses for which nothing else is kept."""
    limit = clock.now() - UNCONFIRMED
    session.execute(delete(Follow).where(Follow.confirmed_at.is_(None), Follow.since < limit))
    session.execute(delete(Follower).where(~exists().where(Follow.follower_id == Follower.id)))


def _of(process: Process, thing: Thing, **more: object) -> Follow:
    return Follow(process_id=process.id, item_type=thing.kind.value, item=thing.item, **more)


def _lock(session: Session, process: Process) -> None:
    """One at a time, so that a double click follows once."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
