"""Mails with notices: never empty, and no notice in two of them.

A mail, and the mark on each notice in it, are written in one transaction: whenever the machine stops, either both are
there or neither, and what was not sent is sent when it runs again.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.accounts.mails import full_address, letter, path_of
from cocreate.accounts.models import Organisation, User
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import jobs, mail
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import EVERYONE
from cocreate.core.telling import Kind
from cocreate.notices import queries
from cocreate.notices.links import leave_path, stop_path
from cocreate.notices.messages import plain
from cocreate.notices.models import Follower, Notice
from cocreate.notices.queries import may_see, opens
from cocreate.notices.rules import KEPT, STALE, Frequency, Hours, is_due
from cocreate.web.language import speaking, translate


@dataclass(frozen=True)
class Reader:
    """Who gets a mail, where, in which language, when."""

    row: User | Follower
    hours: Hours = field(default_factory=Hours)

    @property
    def email(self) -> str:
        """Where the mail goes."""
        return self.row.email

    @property
    def language(self) -> str:
        """In which it speaks."""
        return self.row.language

    @property
    def has_account(self) -> bool:
        """Whether there are pages of one's own."""
        return isinstance(self.row, User)

    @property
    def owns(self) -> ColumnElement[bool]:
        """The condition that a notice is for this reader."""
        mine = Notice.user_id if isinstance(self.row, User) else Notice.follower_id
        return mine == self.row.id

    @property
    def stop_path(self) -> str:
        """The page on which the mails end."""
        return stop_path(self.row) if isinstance(self.row, User) else leave_path(self.row)

    def lock(self, session: Session) -> None:
        """One mail at a time for one reader."""
        table = User if isinstance(self.row, User) else Follower
        session.get(table, self.row.id, with_for_update=True)

    def may_see(self, permission: str, process: Any) -> bool:
        """Whether the page that a notice leads to opens for this reader."""
        if isinstance(self.row, User):
            return may_see(self.row, permission, process)
        return opens(EVERYONE, permission, process)

    def frequencies(self, session: Session) -> dict[Kind, Frequency]:
        """How often mails come, by kind."""
        if isinstance(self.row, User):
            return {kind: wish.mail for kind, wish in queries.wishes_of(session, self.row.id).items()}
        return dict.fromkeys(Kind, Frequency(self.row.frequency))


def find_reader(session: Session, user_id: int | None, follower_id: int | None) -> Reader:
    """The reader of a notice."""
    if user_id is not None:
        return Reader(session.get_one(User, user_id), queries.hours_of(session, user_id))
    return Reader(session.get_one(Follower, follower_id))


log = logging.getLogger(__name__)
MOST = 50  # notices that one mail spells out; the page has the others


@jobs.minutely
def send_waiting(session: Session) -> None:
    """Whoever has a notice that no mail told of yet gets the mail that is due, if one is. One person's fault keeps no
    other from theirs."""
    now = clock.now()
    waiting = select(Notice.user_id, Notice.follower_id).where(Notice.settled_at.is_(None)).distinct()
    for user_id, follower_id in session.execute(waiting.order_by(Notice.user_id, Notice.follower_id)).all():
        try:
            with session.begin_nested():
                send_due(session, find_reader(session, user_id, follower_id), now)
        except Exception:
            log.exception("notices_not_sent", extra={"user": user_id, "follower": follower_id})


def send_due(session: Session, reader: Reader, now: datetime) -> OutgoingMail | None:
    """Write the mail that is due for somebody, with all that belongs in it; nothing where there is nothing to tell."""
    reader.lock(session)
    rows = session.scalars(
        select(Notice)
        .where(reader.owns, Notice.settled_at.is_(None))
        .order_by(Notice.made_at, Notice.id)
        .options(joinedload(Notice.process))
        .execution_options(populate_existing=True)
    ).all()
    told = [row for row in _due(session, reader, rows, now) if reader.may_see(row.permission, row.process)]
    if not told:
        return None
    written = _write(session, reader, told)
    for row in told:
        row.settled_at, row.mail = now, written.public_id
    session.flush()
    return written


def _due(session: Session, reader: Reader, rows: Sequence[Notice], now: datetime) -> list[Notice]:
    """Those of which a mail tells now. What was read meanwhile, is unwanted or old needs no mail any more."""
    frequency_of, found = reader.frequencies(session), []
    for row in rows:
        frequency = frequency_of[Kind(row.kind)]
        is_demo = row.process is not None and row.process.is_demo  # its people have addresses of nobody
        if is_demo or row.read_at is not None or frequency is Frequency.NEVER or row.made_at < now - STALE:
            row.settled_at = now
        elif is_due(frequency, row.made_at, now, reader.hours):
            found.append(row)
    session.flush()
    return found


def _write(session: Session, reader: Reader, told: Sequence[Notice]) -> OutgoingMail:
    with speaking(reader.language):
        lines = [(_title(row), plain(row), full_address(row.path, reader.language)) for row in told[:MOST]]
        stop, brand = full_address(reader.stop_path, reader.language), _brand(told)
        text, html = letter(
            "notices",
            brand=brand,
            lines=lines,
            more=len(told) - len(lines),
            page=full_address(path_of("notices.index"), reader.language) if reader.has_account else "",
            wishes=full_address(path_of("notices.wishes"), reader.language) if reader.has_account else "",
            stop=stop,
        )
        return mail.write(
            session,
            sender=sender_of(brand, reader.language) if brand is not None else "",
            recipient=reader.email,
            subject=(lines[0][1] if len(told) == 1 else _subject(told))[:250],
            text=text,
            html=html,
            language=reader.language,
            unsubscribe=stop,
            leaves_no_trace=not reader.has_account,
        )


def _title(row: Notice) -> str:
    return translate(row.process.title) if row.process is not None else ""


def _brand(told: Sequence[Notice]) -> Organisation | None:
    """The organisation in whose name the mail speaks, where all of it is theirs."""
    found = {row.process.organisation_id: row.process.organisation for row in told if row.process is not None}
    return next(iter(found.values())) if len(found) == 1 and all(row.process for row in told) else None


def _subject(told: Sequence[Notice]) -> str:
    titles = list(dict.fromkeys(filter(None, map(_title, told))))
    number = ngettext("%(num)s notice", "%(num)s notices", len(told))
    return _("%(notices)s: %(process)s", notices=number, process=titles[0]) if len(titles) == 1 else number


@jobs.hourly
def forget_old(session: Session) -> None:
    """Erase notices that were read long ago, or never and longer ago; and what a mail told to an address."""
    now = clock.now()
    was_read = and_(Notice.read_at.is_not(None), Notice.made_at < now - KEPT)
    was_sent = and_(Notice.follower_id.is_not(None), Notice.settled_at < now - STALE)
    session.execute(delete(Notice).where(or_(was_read, was_sent, Notice.made_at < now - 2 * KEPT)))
