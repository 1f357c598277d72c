"""A meeting is prepared with its agenda, opened and closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import queries as selection
from cocreate.selection.room import queries
from cocreate.selection.room.commands.floor import end_item, end_turn
from cocreate.selection.room.commands.leading import leads, lock, require_member, tell
from cocreate.selection.room.models import AgendaItem, CommitteeMeeting
from cocreate.selection.room.rules import MINUTES_MOST, SIDS_MOST, MeetingState


def create_meeting(
    session: Session, actor: Actor, process: Process, *, title: Translated, form_id: str | None = None, **words: object
) -> CommitteeMeeting:
    """A meeting in preparation; the same form sent again makes no second one."""
    known = queries.find_meeting(session, process, form_id) if form_id else None
    if known is not None:
        return known
    meeting = CommitteeMeeting(process_id=process.id, title=title, starts_at=None, items=[])
    if form_id:
        meeting.public_id = form_id
    _describe(session, process, meeting, title=title, **words)  # type: ignore[arg-type]
    session.add(meeting)
    session.flush()
    tell(session, actor, process, meeting, "meeting:create", meeting)
    return meeting


def describe_meeting(
    session: Session,
    actor: Actor,
    process: Process,
    meeting: CommitteeMeeting,
    *,
    version: int,
    title: Translated,
    **words: object,
) -> None:
    """Change its words, time, chair and rules. The quorum stays as it was once the meeting has opened."""
    lock(session, meeting)
    if meeting.version != version:
        raise Conflict("changed_meanwhile")
    if meeting.state != MeetingState.PLANNED and words.get("quorum", meeting.quorum) != meeting.quorum:
        raise Closed("selection.meeting.quorum_fixed")
    _describe(session, process, meeting, title=title, **words)  # type: ignore[arg-type]
    tell(session, actor, process, meeting, "meeting:describe", meeting)


def _describe(
    session: Session,
    process: Process,
    meeting: CommitteeMeeting,
    *,
    title: Translated,
    place: str = "",
    starts_at: datetime | None = None,
    chair_id: int | None = None,
    quorum: int = 0,
    speaking_minutes: int = 3,
) -> None:
    if not any(text.strip() for text in title.values()):
        raise Invalid("selection.meeting.needs_title")
    if chair_id is not None:
        require_member(session, process, chair_id)
    meeting.title, meeting.place, meeting.starts_at = title, place, starts_at
    meeting.chair_id, meeting.quorum, meeting.speaking_minutes = chair_id, quorum, speaking_minutes


def add_item(
    session: Session,
    actor: Actor,
    process: Process,
    meeting: CommitteeMeeting,
    *,
    title: Translated,
    minutes: int,
    sids: Sequence[str] = (),
    form_id: str | None = None,
) -> AgendaItem:
    """A point at the end of the agenda."""
    lock(session, meeting)
    known = queries.find_item(session, meeting, form_id) if form_id else None
    if known is not None:
        return known
    _check_not_closed(meeting)
    last = session.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id))
    item = AgendaItem(meeting_id=meeting.id, position=(last or 0) + 1)
    if form_id:
        item.public_id = form_id
    _describe_item(session, process, item, title, minutes, sids)
    session.add(item)
    session.flush()
    session.expire(meeting, ["items"])
    tell(session, actor, process, meeting, "agenda:add", item)
    return item


def describe_item(
    session: Session,
    actor: Actor,
    process: Process,
    item: AgendaItem,
    *,
    title: Translated,
    minutes: int,
    sids: Sequence[str] = (),
) -> None:
    """Change a point's words, minutes and candidates."""
    lock(session, item.meeting, item)
    _check_not_closed(item.meeting)
    _describe_item(session, process, item, title, minutes, sids)
    tell(session, actor, process, item.meeting, "agenda:describe", item)


def _describe_item(
    session: Session, process: Process, item: AgendaItem, title: Translated, minutes: int, sids: Sequence[str]
) -> None:
    if not any(text.strip() for text in title.values()):
        raise Invalid("selection.meeting.item_needs_title")
    if not 1 <= minutes <= MINUTES_MOST:
        raise Invalid("selection.meeting.minutes", limit=MINUTES_MOST)
    item.title, item.minutes, item.sids = title, minutes, check_sids(session, process, sids)


def check_sids(session: Session, process: Process, sids: Sequence[str]) -> list[str]:
    """The candidates that were named, if all of them are of this process."""
    named = list(dict.fromkeys(sids))
    if len(named) > SIDS_MOST or len(selection.candidates_named(session, process, named)) != len(named):
        raise Invalid("selection.meeting.unknown_candidate")
    return named


def move_item(session: Session, actor: Actor, process: Process, item: AgendaItem, *, up: bool) -> None:
    """One place up or down; at the end of the agenda nothing happens."""
    meeting = item.meeting
    lock(session, meeting, item)
    _check_not_closed(meeting)
    rows = queries.agenda_of(session, meeting)
    at = next(place for place, row in enumerate(rows) if row.id == item.id)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return
    rows[at].position, rows[other].position = rows[other].position, rows[at].position
    session.flush()
    session.expire(meeting, ["items"])
    tell(session, actor, process, meeting, "agenda:move", item)


def remove_item(session: Session, actor: Actor, process: Process, item: AgendaItem) -> None:
    """Take a point off the agenda; one that was dealt with stays."""
    meeting = item.meeting
    lock(session, meeting, item)
    _check_not_closed(meeting)
    if item.started_at is not None:
        raise Conflict("selection.meeting.item_began")
    tell(session, actor, process, meeting, "agenda:remove", item)
    session.delete(item)
    session.flush()
    session.expire(meeting, ["items"])


def _check_not_closed(meeting: CommitteeMeeting) -> None:
    if meeting.state == MeetingState.CLOSED:
        raise Closed("selection.meeting.closed")


def open_meeting(session: Session, actor: Actor, process: Process, meeting: CommitteeMeeting) -> None:
    """From now on members say that they are here, speak and vote. Opening again is nothing."""
    if not leads(actor, meeting):
        raise NotAllowed("selection.meeting.not_chair")
    lock(session, meeting)
    if meeting.state == MeetingState.OPEN:
        return
    _check_not_closed(meeting)
    meeting.state, meeting.opened_at = MeetingState.OPEN.value, clock.now()
    tell(session, actor, process, meeting, "meeting:open", meeting)


def close_meeting(session: Session, actor: Actor, process: Process, meeting: CommitteeMeeting) -> None:
    """The end, once no motion is open any more. Closing again is nothing."""
    if not leads(actor, meeting):
        raise NotAllowed("selection.meeting.not_chair")
    lock(session, meeting)
    if meeting.state == MeetingState.CLOSED:
        return
    if meeting.state == MeetingState.PLANNED:
        raise Conflict("selection.meeting.not_open")
    if queries.open_motions(session, meeting):
        raise Conflict("selection.meeting.motion_open")
    end_item(session, meeting)
    end_turn(session, meeting)
    meeting.state, meeting.closed_at = MeetingState.CLOSED.value, clock.now()
    present = len(queries.present_members(session, meeting))
    tell(session, actor, process, meeting, "meeting:close", meeting, present=present)
