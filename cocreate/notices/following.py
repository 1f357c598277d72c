"""Following a process, or one thing in it: with an account by one button, without one by a confirmed address."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, false, or_, select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.accounts.mails import full_address, path_of, worded
from cocreate.accounts.models import Membership
from cocreate.accounts.organisations.queries import sender_of
from cocreate.core import audit, jobs, mail
from cocreate.core.permissions import Actor, Role
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.information.models import InformationSheet, SheetVersion
from cocreate.information.queries import find_challenge, find_sheet
from cocreate.notices.links import confirm_path, leave_path
from cocreate.notices.models import Follow, Follower
from cocreate.notices.rules import UNCONFIRMED, Frequency, Item
from cocreate.process.models import Process
from cocreate.public.queries import find_sid
from cocreate.themes.publishing import find_public_theme
from cocreate.web.language import speaking, translate


@dataclass(frozen=True)
class Thing:
    """One thing that can be followed."""

    kind: Item
    item: str
    title: Any  # people's words by language
    path: str

    @property
    def mark(self) -> str:
        """As a form and an address carry it."""
        return f"{self.kind.value}.{self.item}" if self.item else ""


def _challenge(session: Session, process: Process, item: str) -> Thing:
    row = find_challenge(session, process, item)
    path = path_of("fiche.show", process_id=process.public_id, challenge_id=item)
    return Thing(Item.CHALLENGE, item, row.title, path)


def _theme(session: Session, process: Process, item: str) -> Thing:
    row = find_public_theme(session, process, item)
    path = path_of("themes.show", process_id=process.public_id, theme_id=item)
    return Thing(Item.THEME, item, row.labels or row.machine_labels, path)


def _sid(session: Session, process: Process, item: str) -> Thing:
    row = find_sid(session, process, item)
    return Thing(Item.SID, item, row.title, path_of("public.sid", process_id=process.public_id, sid_id=item))


def _sheet(session: Session, process: Process, item: str) -> Thing:
    row: InformationSheet = find_sheet(session, process, item)
    shown = select(SheetVersion.id).where(SheetVersion.sheet_id == row.id, SheetVersion.published_at.is_not(None))
    if session.scalar(shown.limit(1)) is None:
        raise NotFound()
    path = path_of("information.newest", process_id=process.public_id, information_sheet_id=item)
    return Thing(Item.SHEET, item, row.challenge.title, path)


_FINDERS: dict[Item, Callable[[Session, Process, str], Thing]] = {
    Item.CHALLENGE: _challenge,
    Item.THEME: _theme,
    Item.SID: _sid,
    Item.SHEET: _sheet,
}


def find_thing(session: Session, process: Process, kind: str, item: str) -> Thing:
    """The thing of this kind with this id, or NotFound."""
    if not kind:
        return Thing(Item.PROCESS, "", process.title, path_of("public.record", process_id=process.public_id))
    finder = _FINDERS.get(Item(kind)) if kind in set(Item) else None
    if finder is None:
        raise NotFound()
    return finder(session, process, item)


def thing_of_mark(session: Session, process: Process, mark: str) -> Thing:
    """The thing that an address or a form names; "" is the process."""
    kind, _dot, item = mark[:60].replace("\x00", "").partition(".")
    if bool(kind) != bool(item):
        raise NotFound()
    return find_thing(session, process, kind, item)


def known_thing(session: Session, process: Process, kind: str, item: str) -> Thing | None:
    """The same, or nothing where it is gone or not public any more."""
    try:
        return find_thing(session, process, kind, item)
    except DomainError:
        return None


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


_ADDRESS = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)+")


def follow(session: Session, actor: Actor, process: Process, user_id: int, thing: Thing) -> None:
    """A person follows a thing from now on; followed already, nothing happens."""
    _lock(session, process)
    if find_follow(session, process, user_id, thing) is not None:
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
    follower = find_follower(session, process, address)
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
