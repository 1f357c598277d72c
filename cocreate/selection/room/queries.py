"""Reads of the committee's room, named for what a screen needs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.accounts.models import Membership, User
from cocreate.core.permissions import Role
from cocreate.process.models import Process
from cocreate.selection.models import Sid
from cocreate.selection.queries import candidates_named
from cocreate.selection.room.models import (
    AgendaItem,
    Attendance,
    CommitteeMeeting,
    Motion,
    MotionVote,
    RoomPost,
    SpeakingTurn,
)
from cocreate.selection.room.rules import MeetingState, MotionState, speaking_order
from cocreate.selection.sheets.queries import conflicts


def meetings_of(session: Session, process: Process) -> list[CommitteeMeeting]:
    """The meetings, the latest first; those without a date as they were made."""
    rows = select(CommitteeMeeting).where(CommitteeMeeting.process_id == process.id)
    return list(session.scalars(rows.order_by(CommitteeMeeting.id.desc()).options(joinedload(CommitteeMeeting.chair))))


def find_meeting(session: Session, process: Process, public_id: str) -> CommitteeMeeting | None:
    """A meeting of this process."""
    mine = CommitteeMeeting.process_id == process.id, CommitteeMeeting.public_id == public_id
    return session.scalar(select(CommitteeMeeting).where(*mine))


def meeting_now(session: Session, process: Process) -> CommitteeMeeting | None:
    """The meeting that is open; of several the one opened last."""
    mine = CommitteeMeeting.process_id == process.id, CommitteeMeeting.state == MeetingState.OPEN.value
    return session.scalar(select(CommitteeMeeting).where(*mine).order_by(CommitteeMeeting.opened_at.desc()).limit(1))


def agenda_of(session: Session, meeting: CommitteeMeeting) -> list[AgendaItem]:
    """The points of a meeting in order."""
    rows = select(AgendaItem).where(AgendaItem.meeting_id == meeting.id)
    return list(session.scalars(rows.order_by(AgendaItem.position, AgendaItem.id)))


def find_item(session: Session, meeting: CommitteeMeeting, public_id: str) -> AgendaItem | None:
    """A point of this meeting."""
    mine = AgendaItem.meeting_id == meeting.id, AgendaItem.public_id == public_id
    return session.scalar(select(AgendaItem).where(*mine))


def running_item(session: Session, meeting: CommitteeMeeting) -> AgendaItem | None:
    """The point that is dealt with now."""
    rows = select(AgendaItem).where(
        AgendaItem.meeting_id == meeting.id, AgendaItem.started_at.is_not(None), AgendaItem.ended_at.is_(None)
    )
    return session.scalar(rows)


def clock_mark(item: AgendaItem) -> str:
    """How a point's clock stands, as a page carries it: it changes whenever somebody turns the clock."""
    ends = item.ends_at.isoformat(timespec="seconds") if item.ends_at is not None else ""
    return f"{item.public_id} {ends} {'' if item.paused_left is None else item.paused_left}"


def present_members(session: Session, meeting: CommitteeMeeting) -> set[int]:
    """Who is here, by the member's key."""
    here = select(Attendance.member_id).where(Attendance.meeting_id == meeting.id, Attendance.left_at.is_(None))
    return set(session.scalars(here))


def attendance_of(session: Session, meeting: CommitteeMeeting) -> dict[int, Attendance]:
    """Everybody who was here at some time, by the member's key."""
    rows = select(Attendance).where(Attendance.meeting_id == meeting.id)
    return {row.member_id: row for row in session.scalars(rows)}


def size_of_committee(session: Session, process: Process) -> int:
    """How many members the committee has."""
    mine = Membership.process_id == process.id, Membership.role == Role.COMMITTEE_MEMBER.value
    return session.scalar(select(func.count()).select_from(Membership).where(*mine)) or 0


def open_turns(session: Session, meeting: CommitteeMeeting) -> list[SpeakingTurn]:
    """Who speaks or waits to, in the order of asking."""
    rows = select(SpeakingTurn).where(SpeakingTurn.meeting_id == meeting.id, SpeakingTurn.ended_at.is_(None))
    return list(session.scalars(rows.order_by(SpeakingTurn.id).options(joinedload(SpeakingTurn.member))))


@dataclass(frozen=True)
class Floor:
    """Who speaks, who waits in which order, and how often everybody has spoken."""

    speaking: SpeakingTurn | None
    waiting: list[SpeakingTurn]
    spoken: dict[int, int]  # by the member's key, turns that began


def floor_of(session: Session, meeting: CommitteeMeeting) -> Floor:
    """The floor of a meeting as it is now."""
    turns = {turn.id: turn for turn in open_turns(session, meeting)}
    began = select(SpeakingTurn.member_id).where(
        SpeakingTurn.meeting_id == meeting.id, SpeakingTurn.began_at.is_not(None)
    )
    spoken = dict(Counter(session.scalars(began)))
    waiting = [(turn.id, turn.member_id) for turn in turns.values() if turn.began_at is None]
    speaking = next((turn for turn in turns.values() if turn.began_at is not None), None)
    return Floor(speaking, [turns[key] for key in speaking_order(waiting, spoken)], spoken)


def motions_of(session: Session, process: Process) -> list[Motion]:
    """Every motion put in this process, in the order of their making."""
    rows = select(Motion).join(CommitteeMeeting).where(CommitteeMeeting.process_id == process.id)
    return list(session.scalars(rows.order_by(Motion.id).options(joinedload(Motion.meeting))))


def motions_in(session: Session, meeting: CommitteeMeeting) -> list[Motion]:
    """The motions of one meeting, in the order of their making."""
    return list(session.scalars(select(Motion).where(Motion.meeting_id == meeting.id).order_by(Motion.id)))


def open_motions(session: Session, meeting: CommitteeMeeting) -> list[Motion]:
    """The motions that are voted on now."""
    return [motion for motion in motions_in(session, meeting) if motion.state == MotionState.OPEN]


def find_motion(session: Session, process: Process, public_id: str) -> Motion | None:
    """A motion of this process."""
    mine = CommitteeMeeting.process_id == process.id, Motion.public_id == public_id
    return session.scalar(select(Motion).join(CommitteeMeeting).where(*mine))


def votes_of(session: Session, motion: Motion) -> list[MotionVote]:
    """The votes on a motion, in the order in which members first voted; for counting, and for showing after a close."""
    rows = select(MotionVote).where(MotionVote.motion_id == motion.id).order_by(MotionVote.id)
    return list(session.scalars(rows.options(joinedload(MotionVote.member))))


def conflicted(session: Session, process: Process, motion: Motion) -> set[int]:
    """Members with a declared conflict of interest about a candidate that the motion is about."""
    if not motion.sids:
        return set()
    declared = conflicts(session, process)
    about = candidates_named(session, process, motion.sids)
    return {member for sid in about for member in declared.get(sid.id, ())}


@dataclass(frozen=True)
class VoteCast:
    """One member's vote with the reason given, if any."""

    member_id: int
    choice: str
    reason: str


@dataclass(frozen=True)
class MotionOutcome:
    """What came of a motion that was closed, with its base."""

    public_id: str
    title: dict[str, str]
    kind: str  # rules.MotionKind
    counts: dict[str, int]  # by choice, those of nobody included
    votes: list[VoteCast]  # without those who stepped aside
    present: int
    quorum: int | None
    recused: list[int]  # members who stepped aside, or had to
    is_carried: bool
    closed_at: datetime


def outcome_of(session: Session, motion: Motion) -> MotionOutcome | None:
    """The outcome of a motion; None before its close, so that nothing of a hidden vote is known earlier."""
    if motion.state != MotionState.CLOSED or motion.closed_at is None:
        return None
    told, aside = motion.result, set(motion.result["aside"])
    votes = [vote for vote in votes_of(session, motion) if vote.member_id not in aside]
    return MotionOutcome(
        public_id=motion.public_id,
        title=motion.title,
        kind=motion.kind,
        counts=dict(told["counts"]),
        votes=[VoteCast(vote.member_id, vote.choice, vote.reason) for vote in votes],
        present=len(told["present"]),
        quorum=told["quorum"] or None,
        recused=sorted(aside),
        is_carried=told["is_carried"],
        closed_at=motion.closed_at,
    )


def find_post(session: Session, process: Process, public_id: str) -> RoomPost | None:
    """A post about a candidate of this process."""
    mine = Sid.process_id == process.id, RoomPost.public_id == public_id
    return session.scalar(select(RoomPost).join(Sid, RoomPost.sid_id == Sid.id).where(*mine))


def threads_about(session: Session, sid: Sid) -> dict[int | None, list[tuple[RoomPost, list[RoomPost]]]]:
    """By criterion (None: the candidate as a whole), each post with its answers, oldest first."""
    people = joinedload(RoomPost.author), joinedload(RoomPost.meeting)
    rows = list(
        session.scalars(select(RoomPost).where(RoomPost.sid_id == sid.id).order_by(RoomPost.id).options(*people))
    )
    answers: dict[int, list[RoomPost]] = {}
    for row in rows:
        if row.answers_id is not None:
            answers.setdefault(row.answers_id, []).append(row)
    found: dict[int | None, list[tuple[RoomPost, list[RoomPost]]]] = {}
    for row in rows:
        if row.answers_id is None:
            found.setdefault(row.criterion_id, []).append((row, answers.get(row.id, [])))
    return found


def post_counts(session: Session, sids: Sequence[Sid]) -> dict[int, int]:
    """How many posts there are about each candidate, without those taken back or hidden."""
    shown = RoomPost.withdrawn_at.is_(None), RoomPost.hidden_at.is_(None)
    counted = (
        select(RoomPost.sid_id, func.count())
        .where(RoomPost.sid_id.in_([sid.id for sid in sids]), *shown)
        .group_by(RoomPost.sid_id)
    )
    return dict(session.execute(counted).all())  # type: ignore[arg-type]


def sids_by_id(session: Session, process: Process, named: Sequence[Sequence[str]]) -> dict[str, Sid]:
    """The candidates that several lists name, by public id, in one look."""
    wanted = sorted({key for keys in named for key in keys})
    return {sid.public_id: sid for sid in candidates_named(session, process, wanted)} if wanted else {}


def names_of(session: Session, members: Sequence[int]) -> list[str]:
    """Names of some members, in the order of the alphabet."""
    found = (session.get(User, key) for key in members)
    return sorted((user.name or user.email for user in found if user is not None), key=str.lower)
