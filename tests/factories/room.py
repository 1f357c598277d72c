"""Meetings of a committee, held by its members, to test with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.selection.models import Sid
from cocreate.selection.room import commands, motions
from cocreate.selection.room.models import CommitteeMeeting, Motion
from cocreate.selection.room.rules import MotionKind

from .process import make_process
from .selection import acting, make_candidates, make_member


@dataclass
class Held:
    """A meeting that is open, and those who are in it."""

    process: Process
    meeting: CommitteeMeeting
    members: Sequence[User]
    sids: Sequence[Sid]


def make_meeting(session: Session, process: Process, *, title: str = "First meeting", **words: Any) -> CommitteeMeeting:
    """A meeting in preparation."""
    return commands.create_meeting(session, SYSTEM, process, title={"en": title}, **words)


def hold_meeting(session: Session, *, members: int = 3, here: int | None = None, **words: Any) -> Held:
    """An open meeting of a committee, with candidates to talk about; all members are here unless told otherwise."""
    process = make_process(session)
    sids = make_candidates(session, process, "Healthy food", "Shared mobility")
    people = [make_member(session, process, name=name) for name in ("Ada", "Ben", "Cleo", "Dov", "Eva")[:members]]
    meeting = make_meeting(session, process, **words)
    commands.open_meeting(session, SYSTEM, process, meeting)
    for member in people[:here]:
        commands.attend(session, acting(member), process, meeting, member.id, is_here=True)
    return Held(process, meeting, people, sids)


def make_motion(
    session: Session, held: Held, kind: MotionKind = MotionKind.VOTE, *, is_open: bool = True, **options: Any
) -> Motion:
    """A motion of a meeting, open for votes unless told otherwise."""
    given = {"title": {"en": "Merge the two"}, **options}
    motion = motions.propose_motion(session, SYSTEM, held.process, held.meeting, kind=kind, **given)
    if is_open:
        motions.open_motion(session, SYSTEM, held.process, motion)
    return motion


def vote_all(session: Session, held: Held, motion: Motion, *choices: str, reason: str = "Because") -> None:
    """One vote of each member, in their order."""
    for member, choice in zip(held.members, choices, strict=False):
        motions.cast_vote(session, acting(member), held.process, motion, choice=choice, reason=reason)
