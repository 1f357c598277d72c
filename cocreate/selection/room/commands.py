"""A meeting is prepared, opened, held and closed: one change at a time, by whom it may be led."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Membership
from cocreate.core import audit, events
from cocreate.core.db import Translated
from cocreate.core.permissions import ORGANISERS, Actor, ActorKind, Role
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import queries as selection
from cocreate.selection.events import MeetingChanged
from cocreate.selection.room import queries
from cocreate.selection.room.models import AgendaItem, Attendance, CommitteeMeeting, SpeakingTurn
from cocreate.selection.room.rules import MINUTES_MOST, SIDS_MOST, MeetingState


def lock(session: Session, meeting: CommitteeMeeting, *rows: Any) -> None:
    """What happens in one meeting happens one after another, each on the meeting and on `rows` as they are then."""
    locked = select(CommitteeMeeting).where(CommitteeMeeting.id == meeting.id).with_for_update()
    session.scalars(locked.execution_options(populate_existing=True)).one()
    for row in rows:
        session.refresh(row)


def leads(actor: Actor, meeting: CommitteeMeeting) -> bool:
    """Organisers lead every meeting; a member leads the one that names them as its chair."""
    if actor.kind is ActorKind.SYSTEM or not actor.roles.isdisjoint(ORGANISERS):
        return True
    return actor.user_id is not None and actor.user_id == meeting.chair_id


def begin(session: Session, actor: Actor, meeting: CommitteeMeeting, *rows: Any, as_chair: bool) -> None:
    """Lock an open meeting, for somebody who may do this there."""
    if as_chair and not leads(actor, meeting):
        raise NotAllowed("selection.meeting.not_chair")
    lock(session, meeting, *rows)
    if meeting.state != MeetingState.OPEN:
        raise Closed("selection.meeting.not_open")


def require_member(session: Session, process: Process, user_id: int | None) -> int:
    """The key of somebody on the committee."""
    seated = select(Membership.user_id).where(
        Membership.process_id == process.id,
        Membership.role == Role.COMMITTEE_MEMBER.value,
        Membership.user_id == user_id,
    )
    found = session.scalar(seated)
    if found is None:
        raise NotAllowed("selection.meeting.not_on_committee")
    return found


def tell(
    session: Session, actor: Actor, process: Process, meeting: CommitteeMeeting, verb: str, subject: Any, **more: Any
) -> None:
    """Write the audit line, and let open pages look again after the commit."""
    audit.record(session, actor, f"selection:{verb}", subject.ref, process=process.public_id, **more)
    events.announce(session, MeetingChanged(meeting.public_id))
    session.flush()


def attend(
    session: Session, actor: Actor, process: Process, meeting: CommitteeMeeting, member_id: int, *, is_here: bool
) -> None:
    """A member comes or leaves; the chair may say it for somebody. Who leaves takes the own raised hand along."""
    begin(session, actor, meeting, as_chair=actor.user_id != member_id)
    require_member(session, process, member_id)
    row = session.scalar(
        select(Attendance).where(Attendance.meeting_id == meeting.id, Attendance.member_id == member_id)
    )
    if row is None and is_here:
        session.add(Attendance(meeting_id=meeting.id, member_id=member_id, came_at=clock.now()))
    elif row is not None and (row.left_at is None) != is_here:
        row.left_at = None if is_here else clock.now()
    else:
        return
    if not is_here:
        _lower(session, meeting, member_id)
    tell(session, actor, process, meeting, "attendance:change", meeting, is_here=is_here)


def start_item(session: Session, actor: Actor, process: Process, item: AgendaItem, *, seen: str) -> None:
    """Let a point of the agenda begin, and end the one that runs. `seen`: the one that ran on the page, if any."""
    meeting = item.meeting
    begin(session, actor, meeting, item, as_chair=True)
    running = queries.running_item(session, meeting)
    if (running.public_id if running else "") != seen or (running is not None and running.id == item.id):
        return  # somebody was faster, or pressed twice
    end_item(session, meeting)
    now = clock.now()
    item.started_at, item.ended_at, item.paused_left = item.started_at or now, None, None
    item.ends_at = now + timedelta(minutes=item.minutes)
    tell(session, actor, process, meeting, "agenda:start", item)


def end_item(session: Session, meeting: CommitteeMeeting) -> AgendaItem | None:
    """End the point that runs, if any; part of other commands, which lock and tell."""
    running = queries.running_item(session, meeting)
    if running is not None:
        running.ended_at, running.paused_left = clock.now(), None
        session.flush()
    return running


def _pause(item: AgendaItem) -> None:
    if item.paused_left is None and item.ends_at is not None:
        item.paused_left = max(0, round((item.ends_at - clock.now()).total_seconds()))


def _resume(item: AgendaItem) -> None:
    if item.paused_left is not None:
        item.ends_at, item.paused_left = clock.now() + timedelta(seconds=item.paused_left), None


def _extend(minutes: int) -> Callable[[AgendaItem], None]:
    def longer(item: AgendaItem) -> None:
        if item.paused_left is not None:
            item.paused_left += 60 * minutes
        elif item.ends_at is not None:
            item.ends_at = max(item.ends_at, clock.now()) + timedelta(minutes=minutes)

    return longer


ON_THE_CLOCK: dict[str, Callable[[AgendaItem], None]] = {
    "pause": _pause,
    "resume": _resume,
    "one-more": _extend(1),
    "five-more": _extend(5),
}


def turn_clock(
    session: Session, actor: Actor, process: Process, meeting: CommitteeMeeting, do: str, *, seen: str
) -> None:
    """Stop the running point's clock, let it go on, give more minutes, or end the point.

    `seen` is how the clock stood on the page (`queries.clock_mark`): pressed twice, it is turned once.
    """
    begin(session, actor, meeting, as_chair=True)
    item = queries.running_item(session, meeting)
    if item is None or queries.clock_mark(item) != seen:
        return
    if do == "end":
        end_item(session, meeting)
    elif do in ON_THE_CLOCK:
        ON_THE_CLOCK[do](item)
    else:
        raise Invalid("selection.meeting.unknown_step")
    tell(session, actor, process, meeting, "agenda:clock", item, step=do)


def raise_hand(session: Session, actor: Actor, process: Process, meeting: CommitteeMeeting) -> None:
    """Ask to speak. Who waits or speaks already stays where they are."""
    begin(session, actor, meeting, as_chair=False)
    member_id = require_member(session, process, actor.user_id)
    if member_id not in queries.present_members(session, meeting):
        raise Conflict("selection.meeting.not_present")
    if any(turn.member_id == member_id for turn in queries.open_turns(session, meeting)):
        return
    turn = SpeakingTurn(meeting_id=meeting.id, member_id=member_id, asked_at=clock.now())
    session.add(turn)
    session.flush()
    tell(session, actor, process, meeting, "hand:raise", turn)


def lower_hand(session: Session, actor: Actor, process: Process, meeting: CommitteeMeeting, member_id: int) -> None:
    """Wait no longer; the chair may take a hand down, too."""
    begin(session, actor, meeting, as_chair=actor.user_id != member_id)
    turn = _lower(session, meeting, member_id)
    if turn is not None:
        tell(session, actor, process, meeting, "hand:lower", turn)


def _lower(session: Session, meeting: CommitteeMeeting, member_id: int) -> SpeakingTurn | None:
    turn = next((one for one in queries.open_turns(session, meeting) if one.member_id == member_id), None)
    if turn is not None:
        turn.ended_at = clock.now()
        session.flush()
    return turn


def next_speaker(
    session: Session, actor: Actor, process: Process, meeting: CommitteeMeeting, *, seen: str
) -> SpeakingTurn | None:
    """Who speaks has spoken, and who is first in line speaks. `seen`: the turn that ran on the page, if any."""
    begin(session, actor, meeting, as_chair=True)
    floor = queries.floor_of(session, meeting)
    if (floor.speaking.public_id if floor.speaking else "") != seen:
        return floor.speaking
    ended = end_turn(session, meeting)
    following = floor.waiting[0] if floor.waiting else None
    if following is not None:
        following.began_at = clock.now()
    turn = following or ended
    if turn is not None:
        tell(session, actor, process, meeting, "hand:next", turn)
    return following


def end_turn(session: Session, meeting: CommitteeMeeting) -> SpeakingTurn | None:
    """End the turn of whoever speaks; part of other commands, which lock and tell."""
    speaking = queries.floor_of(session, meeting).speaking
    if speaking is not None:
        speaking.ended_at = clock.now()
        session.flush()
    return speaking


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
