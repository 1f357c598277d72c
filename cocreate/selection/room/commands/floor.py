"""The floor of an open meeting: who is here, which point runs and until when, who speaks and who waits."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection.room import queries
from cocreate.selection.room.commands.leading import begin, require_member, tell
from cocreate.selection.room.models import AgendaItem, Attendance, CommitteeMeeting, SpeakingTurn


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
