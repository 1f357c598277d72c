"""A motion is put, opened, voted on and closed; its result is kept with who was there."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection.room import queries
from cocreate.selection.room.commands import begin, check_sids, leads, lock, require_member, tell
from cocreate.selection.room.models import CommitteeMeeting, Motion, MotionVote
from cocreate.selection.room.rules import (
    ASIDE,
    CHOICES,
    REASON_LIMIT,
    Majority,
    MeetingState,
    MotionKind,
    MotionState,
    needs_reason,
    tally,
)


def propose_motion(
    session: Session,
    actor: Actor,
    process: Process,
    meeting: CommitteeMeeting,
    *,
    kind: MotionKind,
    title: Translated,
    text: Translated | None = None,
    sids: Sequence[str] = (),
    is_hidden: bool = False,
    majority: Majority = Majority.HALF,
    form_id: str | None = None,
) -> Motion:
    """Put a motion to a meeting that is not over; nobody votes before its chair opens it.

    A show of hands is seen at once, so it is never hidden.
    """
    lock(session, meeting)
    known = queries.find_motion(session, process, form_id) if form_id else None
    if known is not None:
        return known
    if meeting.state == MeetingState.CLOSED:
        raise Closed("selection.meeting.closed")
    if not any(words.strip() for words in title.values()):
        raise Invalid("selection.motion.needs_title")
    motion = Motion(
        meeting=meeting,
        kind=kind.value,
        title=title,
        text=text or {},
        sids=check_sids(session, process, sids),
        is_hidden=is_hidden and kind != MotionKind.HANDS,
        majority=majority.value,
        made_by_id=actor.user_id,
        made_at=clock.now(),
    )
    if form_id:
        motion.public_id = form_id
    session.add(motion)
    session.flush()
    tell(session, actor, process, meeting, "motion:propose", motion, kind=kind.value)
    return motion


def open_motion(session: Session, actor: Actor, process: Process, motion: Motion) -> None:
    """Let those who are present vote. Opening again is nothing."""
    begin(session, actor, motion.meeting, motion, as_chair=True)
    if motion.state == MotionState.OPEN:
        return
    if motion.state != MotionState.DRAFT:
        raise Closed("selection.motion.over")
    motion.state, motion.opened_at = MotionState.OPEN.value, clock.now()
    tell(session, actor, process, motion.meeting, "motion:open", motion, hidden=motion.is_hidden)


def withdraw_motion(session: Session, actor: Actor, process: Process, motion: Motion) -> None:
    """Take a motion back, as whoever put it (before it opens) or as the chair; it stays readable, without a result."""
    lock(session, motion.meeting, motion)
    if motion.state in (MotionState.CLOSED, MotionState.WITHDRAWN):
        return
    is_own = actor.user_id is not None and actor.user_id == motion.made_by_id and motion.state == MotionState.DRAFT
    if not is_own and not leads(actor, motion.meeting):
        raise NotAllowed("selection.meeting.not_chair")
    motion.state, motion.closed_at = MotionState.WITHDRAWN.value, clock.now()
    tell(session, actor, process, motion.meeting, "motion:withdraw", motion)


def cast_vote(
    session: Session, actor: Actor, process: Process, motion: Motion, *, choice: str, reason: str = ""
) -> MotionVote:
    """A member's vote, or that the member steps aside; sent again it replaces the one before."""
    begin(session, actor, motion.meeting, motion, as_chair=False)
    member_id = require_member(session, process, actor.user_id)
    if motion.state != MotionState.OPEN:
        raise Closed("selection.motion.not_open")
    if member_id not in queries.present_members(session, motion.meeting):
        raise Conflict("selection.meeting.not_present")
    if member_id in queries.conflicted(session, process, motion):
        raise NotAllowed("selection.motion.conflict")
    if choice != ASIDE and choice not in CHOICES[motion.kind]:
        raise Invalid("selection.motion.choose")
    if len(reason) > REASON_LIMIT:
        raise Invalid("too_long", limit=REASON_LIMIT)
    if needs_reason(motion.kind, choice) and not reason.strip():
        raise Invalid("selection.motion.needs_reason")
    row = session.scalar(select(MotionVote).where(MotionVote.motion_id == motion.id, MotionVote.member_id == member_id))
    if row is None:
        row = MotionVote(motion_id=motion.id, member_id=member_id)
        session.add(row)
    row.choice, row.reason, row.at = choice, reason.strip(), clock.now()
    # That somebody voted, never how: the trail is read while votes are hidden.
    tell(session, actor, process, motion.meeting, "motion:vote", motion)
    return row


def close_motion(session: Session, actor: Actor, process: Process, motion: Motion) -> None:
    """Count, and keep the result with who was present and who stepped aside. Closing again is nothing.

    Whose conflict of interest became known after voting is counted as having stepped aside.
    """
    meeting = motion.meeting
    begin(session, actor, meeting, motion, as_chair=True)
    if motion.state == MotionState.CLOSED:
        return
    if motion.state != MotionState.OPEN:
        raise Closed("selection.motion.not_open")
    votes, present = queries.votes_of(session, motion), queries.present_members(session, meeting)
    aside = queries.conflicted(session, process, motion) & (present | {vote.member_id for vote in votes})
    aside |= {vote.member_id for vote in votes if vote.choice == ASIDE}
    counted = [vote.choice for vote in votes if vote.member_id not in aside]
    told = tally(motion.kind, counted, majority=motion.majority, present=len(present), quorum=meeting.quorum)
    motion.result = {
        **asdict(told),
        "present": sorted(present),
        "quorum": meeting.quorum,
        "aside": sorted(aside),
        "members": queries.size_of_committee(session, process),
    }
    motion.state, motion.closed_at = MotionState.CLOSED.value, clock.now()
    tell(session, actor, process, meeting, "motion:close", motion, counts=told.counts, carried=told.is_carried)
