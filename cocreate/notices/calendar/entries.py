"""What stands in a calendar: phases, last days of consultations, camps, events, and for the committee its meetings."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.camp.models import Camp
from cocreate.clock import ZONE, last_day
from cocreate.core.audit import AuditEntry
from cocreate.notices.calendar.writing import Entry
from cocreate.notices.models import Follow
from cocreate.notices.seeing import may_see
from cocreate.process.models import Phase, Process
from cocreate.process.queries import processes_of
from cocreate.public.models import NewsPost
from cocreate.public.news.commands import news_of
from cocreate.selection.room.models import CommitteeMeeting
from cocreate.survey.queries import published_consultations
from cocreate.web.language import address, current_language, translate

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
        (_event(process, post, stamp) for post in news_of(session, process) if post.happens_at is not None),
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


def _event(process: Process, post: NewsPost, stamp: datetime) -> Entry:
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
