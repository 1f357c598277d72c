"""Calendars in the iCalendar format (RFC 5545, RFC 7986): what happens in a process and in all of one's own."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.accounts.mails import path_of
from cocreate.accounts.models import User
from cocreate.accounts.queries import find_user_by_public_id
from cocreate.camp.models import Camp
from cocreate.clock import ZONE, last_day
from cocreate.core import audit
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import Actor
from cocreate.errors import NotFound
from cocreate.notices.models import CalendarLink, Follow
from cocreate.notices.queries import may_see
from cocreate.process.models import Phase, Process
from cocreate.process.queries import processes_of
from cocreate.public.models import NewsPost
from cocreate.public.news.commands import news_of
from cocreate.selection.room.models import CommitteeMeeting
from cocreate.survey.queries import published_consultations
from cocreate.web.language import address, current_language, translate

TYPE = "text/calendar"
LONGEST = 75  # octets of a line, without its end


@dataclass(frozen=True)
class Entry:
    """Something with a beginning and perhaps an end (of days, the last one counts too). `uid` never changes; `sequence`
    grows whenever something about it does."""

    uid: str
    summary: str
    starts: datetime | date
    ends: datetime | date | None = None
    stamp: datetime | None = None  # when it was last changed
    sequence: int = 0
    description: str = ""
    location: str = ""
    url: str = ""


def calendar(name: str, language: str, entries: Iterable[Entry], now: datetime) -> bytes:
    """The file."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cocreate//calendar//EN",
        "CALSCALE:GREGORIAN",
        _text("NAME", name, language),
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]
    for entry in entries:
        lines += _event(entry, language, now)
    lines.append("END:VCALENDAR")
    return "".join(piece + "\r\n" for line in lines for piece in folded(line)).encode()


def _event(entry: Entry, language: str, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{_moment(entry.stamp or now)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield _time("DTSTART", entry.starts)
    if entry.ends is not None:
        is_day = not isinstance(entry.ends, datetime)
        yield _time("DTEND", entry.ends + timedelta(days=1) if is_day else entry.ends)
    yield _text("SUMMARY", entry.summary, language)
    if entry.description:
        yield _text("DESCRIPTION", entry.description, language)
    if entry.location:
        yield _text("LOCATION", entry.location, language)
    if entry.url:
        yield f"URL:{entry.url}"
    if not isinstance(entry.starts, datetime):
        yield "TRANSP:TRANSPARENT"  # a phase of three months makes nobody busy
    yield "END:VEVENT"


def _text(name: str, value: str, language: str) -> str:
    return f"{name};LANGUAGE={language}:{escaped(value)}"


def _time(name: str, value: datetime | date) -> str:
    if isinstance(value, datetime):
        return f"{name}:{_moment(value)}"
    return f"{name};VALUE=DATE:{value:%Y%m%d}"


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    r"""A text as a value: separators and ends of lines marked, other control characters left out.

    >>> escaped("Vélos; rails, \\ \r\nbus")
    'Vélos\\; rails\\, \\\\ \\nbus'
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    for sign in ";,":
        plain = plain.replace(sign, "\\" + sign)
    kept = "".join(sign for sign in plain if sign in "\n\t" or (sign >= " " and sign != "\x7f"))
    return kept.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """A line in pieces of at most 75 octets; those after the first begin with a blank, and no character is cut."""
    piece, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > LONGEST:
            yield piece
            piece, size = " ", 1
        piece, size = piece + sign, size + width
    yield piece


MEETING_LASTS, CAMP_LASTS, EVENT_LASTS = timedelta(hours=2), timedelta(hours=8), timedelta(hours=2)
MEETINGS = "selection:room:view"  # the permission of whoever finds the committee's meetings in the own calendar
PUBLIC = "public:record:view"


def entries_of(session: Session, process: Process) -> list[Entry]:
    """What everybody may know."""
    stamp, moved = _changes(session, process)
    parts: tuple[Iterable[Entry], ...] = (
        (_phase(process, phase, stamp, moved) for phase in process.phases),
        _consultations(session, process, stamp),
        _camps(session, process, stamp),
        (_as_event(process, post, stamp) for post in news_of(session, process) if post.happens_at is not None),
    )
    return sorted((entry for part in parts for entry in part), key=lambda entry: (_begins(entry), entry.uid))


def own_entries(session: Session, user: User) -> list[Entry]:
    """The same of every process in which a person has a role or that they follow, and meetings for whoever attends."""
    followed = select(Process).where(Process.id.in_(select(Follow.process_id).where(Follow.user_id == user.id)))
    every = {process.id: process for process in [*processes_of(session, user.id), *session.scalars(followed)]}
    found: list[Entry] = []
    for process in every.values():
        if may_see(user, PUBLIC, process):
            found += entries_of(session, process)
        if may_see(user, MEETINGS, process):
            found += _meetings(session, process, _changes(session, process)[0])
    return sorted(found, key=lambda entry: (_begins(entry), entry.uid))


def _changes(session: Session, process: Process) -> tuple[datetime, int]:
    """When something in the process last changed, and how often its phases were moved."""
    mine = AuditEntry.process == process.public_id
    last = session.scalar(select(func.max(AuditEntry.at)).where(mine))
    moved = session.scalar(select(func.count()).where(mine, AuditEntry.verb == "process:phases:plan")) or 0
    return last or process.created_at, moved


def _phase(process: Process, phase: Phase, stamp: datetime, moved: int) -> Entry:
    return Entry(
        uid=_uid(phase),
        summary=f"{translate(phase.title)} ({translate(process.title)})",
        starts=phase.starts_at.astimezone(ZONE).date(),
        ends=max(last_day(phase.ends_at), phase.starts_at.astimezone(ZONE).date()),
        stamp=stamp,
        sequence=moved,
        description=translate(phase.summary),
        url=_page("public.record", process),
    )


def _consultations(session: Session, process: Process, stamp: datetime) -> Iterator[Entry]:
    for row in published_consultations(session, process):
        if row.ends_at is not None and row.last_day is not None:
            yield Entry(
                uid=_uid(row),
                summary=_("Last day: %(title)s", title=translate(row.title)),
                starts=row.last_day,
                ends=row.last_day,
                stamp=stamp,
                sequence=row.version,
                url=_page("survey.index", process),
            )


def _camps(session: Session, process: Process, stamp: datetime) -> Iterator[Entry]:
    planned = (Camp.process_id == process.id, Camp.is_rehearsal.is_(False), Camp.starts_at.is_not(None))
    for row in session.scalars(select(Camp).where(*planned).order_by(Camp.id)):
        page = _page("camp.show", process, camp_id=row.public_id)
        yield _at_an_hour(row, row.starts_at, CAMP_LASTS, stamp, page, description=translate(row.introduction))


def _as_event(process: Process, post: NewsPost, stamp: datetime) -> Entry:
    page, more = _page("news.index", process), {"description": translate(post.body), "location": post.place}
    return _at_an_hour(post, post.happens_at, EVENT_LASTS, stamp, page, **more)


def _meetings(session: Session, process: Process, stamp: datetime) -> Iterator[Entry]:
    planned = (CommitteeMeeting.process_id == process.id, CommitteeMeeting.starts_at.is_not(None))
    for row in session.scalars(select(CommitteeMeeting).where(*planned).order_by(CommitteeMeeting.id)):
        page = _page("selection.meeting", process, meeting_id=row.public_id)
        yield _at_an_hour(row, row.starts_at, MEETING_LASTS, stamp, page, location=row.place)


def _at_an_hour(
    row: Camp | NewsPost | CommitteeMeeting,
    starts: datetime | None,
    lasts: timedelta,
    stamp: datetime,
    url: str,
    **more: str,
) -> Entry:
    assert starts is not None
    return Entry(
        uid=_uid(row),
        summary=translate(row.title),
        starts=starts,
        ends=starts + lasts,
        stamp=stamp,
        sequence=row.version,
        url=url,
        **more,
    )


def _uid(row: Any) -> str:
    """The same wherever the installation moves to."""
    return f"{row.ref_type}-{row.public_id}@cocreate"


def _page(endpoint: str, process: Process, **values: str) -> str:
    return address(endpoint, language=current_language(), process_id=process.public_id, **values)


def _begins(entry: Entry) -> str:
    return entry.starts.isoformat()


def own_path(session: Session, user: User) -> str:
    """The path of somebody's calendar."""
    return path_of("calendar.own_file", token=_signer().dumps([user.public_id, _number(session, user)]))


def owner_of(session: Session, token: str) -> User:
    """Whose calendar a link opens."""
    try:
        said = _signer().loads(token[:300])
    except BadSignature:
        said = None
    is_ours = isinstance(said, list) and len(said) == 2 and isinstance(said[0], str)
    user = find_user_by_public_id(session, said[0]) if is_ours else None
    if user is None or not user.active or _number(session, user) != said[1]:
        raise NotFound("notices.calendar.gone")
    return user


def renew(session: Session, actor: Actor, user: User) -> None:
    """End the link, and make another one."""
    row = session.get(CalendarLink, user.id, with_for_update=True)
    if row is None:
        session.add(CalendarLink(user_id=user.id, number=1))
    else:
        row.number += 1
    session.flush()
    audit.record(session, actor, "notices:calendar:renew", user.ref)


def _number(session: Session, user: User) -> int:
    row = session.get(CalendarLink, user.id)
    return row.number if row is not None else 0


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="notices-calendar")
