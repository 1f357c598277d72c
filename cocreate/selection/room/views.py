"""What the pages of the committee's room show, put together once so that templates only print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.selection.models import Sid
from cocreate.selection.queries import committee
from cocreate.selection.room import queries
from cocreate.selection.room.commands import leads
from cocreate.selection.room.forms import at_spot, vote_form
from cocreate.selection.room.models import AgendaItem, Attendance, CommitteeMeeting, Motion, MotionVote, SpeakingTurn
from cocreate.selection.room.rules import CHOICES, MeetingState, MotionState


@dataclass(frozen=True)
class Countdown:
    """A clock on a page, as the script and a page without script read it."""

    ends_at: str  # "" where it stands still
    server_time: str
    remaining: int  # seconds
    left: int | None  # seconds at which it was stopped


def item_clock(item: AgendaItem) -> Countdown:
    """What is left of a point's time."""
    now = clock.now()
    left = item.paused_left
    remaining = left if left is not None else round((item.ends_at - now).total_seconds()) if item.ends_at else 0
    ends = item.ends_at.isoformat() if item.ends_at is not None else ""
    return Countdown(ends, now.isoformat(), max(0, remaining), left)


def turn_clock(turn: SpeakingTurn, minutes: int) -> Countdown | None:
    """What is left of somebody's time to speak, if it is limited."""
    if not minutes or turn.began_at is None:
        return None
    now, ends = clock.now(), turn.began_at + timedelta(minutes=minutes)
    return Countdown(ends.isoformat(), now.isoformat(), max(0, round((ends - now).total_seconds())), None)


@dataclass(frozen=True)
class MemberLine:
    """A member in the list of who is here."""

    member: User
    attendance: Attendance | None
    is_here: bool
    turns: int  # how often somebody spoke


@dataclass(frozen=True)
class ChoiceLine:
    """One answer to a motion: how many chose it and, where it may be shown, who."""

    choice: str
    count: int
    votes: list[MotionVote]


@dataclass(frozen=True)
class MotionView:
    """A motion as one person may see it."""

    motion: Motion
    sids: list[Sid]
    form: Any  # where this person may vote now
    problem: str
    mine: MotionVote | None
    is_conflicted: bool
    voted: int  # members who voted or stepped aside
    present: int
    lines: list[ChoiceLine] | None  # None while it is hidden
    aside: list[str]  # names, once it is closed
    outcome: queries.MotionOutcome | None

    @property
    def key(self) -> str:
        """What makes the page show it anew: its state, and whether this person has a form in it."""
        return f"{self.motion.public_id}:{self.motion.state}:{'form' if self.form else ''}"


@dataclass(frozen=True)
class Typed:
    """A vote that was refused: its form with what was typed, and why."""

    motion_id: str
    form: Any
    problem: str


class MotionReader:
    """Sees motions with the eyes of one person in one process."""

    def __init__(self, session: Session, actor: Actor, process: Process, *, may_vote: bool) -> None:
        self.session, self.actor, self.process, self.may_vote = session, actor, process, may_vote

    def see(self, motion: Motion, sids: Mapping[str, Sid], present: set[int], typed: Typed | None = None) -> MotionView:
        """One motion; `typed`: a vote of this person that was refused a moment ago."""
        votes = queries.votes_of(self.session, motion)
        mine = next((vote for vote in votes if vote.member_id == self.actor.user_id), None)
        conflicted = queries.conflicted(self.session, self.process, motion)
        outcome = queries.outcome_of(self.session, motion)
        is_typed = typed is not None and typed.motion_id == motion.public_id
        is_mine_to_vote = (
            self.may_vote
            and motion.state == MotionState.OPEN
            and self.actor.user_id in present
            and self.actor.user_id not in conflicted
        )
        form = typed.form if typed is not None and is_typed else _form(motion, mine) if is_mine_to_vote else None
        is_shown = outcome is not None or (motion.state == MotionState.OPEN and not motion.is_hidden)
        counted = [vote for vote in votes if outcome is None or vote.member_id not in outcome.recused]
        return MotionView(
            motion=motion,
            sids=[sids[key] for key in motion.sids if key in sids],
            form=form,
            problem=typed.problem if typed is not None and is_typed else "",
            mine=mine,
            is_conflicted=self.actor.user_id in conflicted,
            voted=len(votes),
            present=outcome.present if outcome is not None else len(present),
            lines=_lines(motion, counted) if is_shown else None,
            aside=queries.names_of(self.session, outcome.recused) if outcome is not None and outcome.recused else [],
            outcome=outcome,
        )


def _form(motion: Motion, mine: MotionVote | None) -> Any:
    data = {"choice": mine.choice, "reason": mine.reason} if mine is not None else {}
    return at_spot(vote_form(motion)(formdata=None, data=data), motion.public_id)


def _lines(motion: Motion, votes: Sequence[MotionVote]) -> list[ChoiceLine]:
    found = []
    for choice in CHOICES[motion.kind]:
        own = [vote for vote in votes if vote.choice == choice]
        found.append(ChoiceLine(choice, len(own), own))
    return found


@dataclass(frozen=True)
class MeetingView:
    """A meeting as one person sees it now."""

    meeting: CommitteeMeeting
    items: list[AgendaItem]
    running: AgendaItem | None
    clock: Countdown | None
    clock_mark: str
    members: list[MemberLine]
    present: int
    floor: queries.Floor
    turn_clock: Countdown | None
    motions: list[MotionView]
    sids: dict[str, Sid]
    is_chair: bool
    is_member: bool
    is_here: bool
    is_waiting: bool
    is_speaking: bool

    @property
    def has_quorum(self) -> bool:
        """Whether enough members are here for a motion to count."""
        return self.present >= self.meeting.quorum

    @property
    def planned_minutes(self) -> int:
        """What the whole agenda takes."""
        return sum(item.minutes for item in self.items)

    def named(self, keys: Sequence[str]) -> list[Sid]:
        """The candidates with these public ids."""
        return [self.sids[key] for key in keys if key in self.sids]

    @property
    def is_open(self) -> bool:
        """Whether it goes on now."""
        return self.meeting.state == MeetingState.OPEN

    @property
    def now_said(self) -> dict[str, Any]:
        """What somebody who cannot see the page should hear of at once: who speaks, and which motions are open."""
        speaking = self.floor.speaking.member.name if self.floor.speaking is not None else ""
        return {"speaking": speaking, "motions": [v.motion for v in self.motions if v.motion.state == MotionState.OPEN]}


def meeting_view(
    session: Session,
    actor: Actor,
    process: Process,
    meeting: CommitteeMeeting,
    *,
    may_vote: bool,
    typed: Typed | None = None,
) -> MeetingView:
    """Everything that the page of a meeting shows."""
    items, motions = queries.agenda_of(session, meeting), queries.motions_in(session, meeting)
    present, attendance = queries.present_members(session, meeting), queries.attendance_of(session, meeting)
    floor, running = queries.floor_of(session, meeting), queries.running_item(session, meeting)
    members = committee(session, process)
    sids = queries.sids_by_id(session, process, [*(item.sids for item in items), *(one.sids for one in motions)])
    reader = MotionReader(session, actor, process, may_vote=may_vote and meeting.state == MeetingState.OPEN)
    me = actor.user_id
    return MeetingView(
        meeting=meeting,
        items=items,
        running=running,
        clock=item_clock(running) if running is not None else None,
        clock_mark=queries.clock_mark(running) if running is not None else "",
        members=[
            MemberLine(member, attendance.get(member.id), member.id in present, floor.spoken.get(member.id, 0))
            for member in members
        ],
        present=len(present),
        floor=floor,
        turn_clock=turn_clock(floor.speaking, meeting.speaking_minutes) if floor.speaking is not None else None,
        motions=[reader.see(motion, sids, present, typed) for motion in reversed(motions)],
        sids=sids,
        is_chair=leads(actor, meeting),
        is_member=any(member.id == me for member in members),
        is_here=me in present,
        is_waiting=any(turn.member_id == me for turn in floor.waiting),
        is_speaking=floor.speaking is not None and floor.speaking.member_id == me,
    )


__all__ = ["MeetingView", "MotionReader", "MotionView", "Typed", "meeting_view"]
