"""Writes about one's own notices: read them, and choose how to hear of what. That somebody read one is in no trail."""

from collections.abc import Mapping

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.core.telling import Kind
from cocreate.notices import queries
from cocreate.notices.models import Notice, NoticeHours, NoticeWish
from cocreate.notices.rules import WISHES, Frequency, Hours, Wish


def read_notice(session: Session, notice: Notice) -> None:
    """It was read; said again, nothing happens."""
    if notice.read_at is None:
        notice.read_at = clock.now()
        session.flush()


def read_all(session: Session, user: User, process_id: int | None = None) -> None:
    """All were read, or those of one process."""
    mine = [Notice.user_id == user.id, Notice.read_at.is_(None)]
    if process_id is not None:
        mine.append(Notice.process_id == process_id)
    session.execute(update(Notice).where(*mine).values(read_at=clock.now()))


def choose(session: Session, actor: Actor, user: User, wishes: Mapping[Kind, Wish], hours: Hours) -> None:
    """How to hear of each kind, and when mails leave. What is as usual leaves no row, and follows the usual way."""
    if wishes == queries.wishes_of(session, user.id) and hours == queries.hours_of(session, user.id):
        return
    session.execute(delete(NoticeWish).where(NoticeWish.user_id == user.id))
    session.execute(delete(NoticeHours).where(NoticeHours.user_id == user.id))
    for kind, wish in wishes.items():
        if wish != WISHES[kind]:
            session.add(NoticeWish(user_id=user.id, kind=kind.value, is_shown=wish.is_shown, mail=wish.mail.value))
    if hours != Hours():
        session.add(NoticeHours(user_id=user.id, hour=hours.hour, weekday=hours.weekday))
    session.flush()
    audit.record(session, actor, "notices:wishes:choose", user.ref)


def stop_mails(session: Session, actor: Actor, user: User) -> None:
    """No mails with notices any more; they go on standing beside the bell."""
    wishes = {kind: Wish(wish.is_shown, Frequency.NEVER) for kind, wish in queries.wishes_of(session, user.id).items()}
    choose(session, actor, user, wishes, queries.hours_of(session, user.id))
