"""The record of the decision: drawn up with the vote of the meeting, signed by most of the committee, published."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.accounts.second_factor import Confirmed
from cocreate.core.permissions import Actor, Role
from cocreate.demo.load.people import as_actor
from cocreate.process.models import Process
from cocreate.selection import commands
from cocreate.selection.models import Shortlist
from cocreate.selection.record.models import DecisionRecord
from cocreate.selection.record.rules import Motion, majority
from cocreate.selection.room.models import Motion as MotionOfMeeting
from cocreate.selection.room.queries import outcome_of
from cocreate.web.language import language_of, translate


def keep_record(
    session: Session,
    organiser: Actor,
    process: Process,
    shortlist: Shortlist,
    committee: Sequence[User],
    motion: MotionOfMeeting,
) -> DecisionRecord:
    """The first member is the chair. Whoever voted otherwise may still sign: it is the record that is signed."""
    told = outcome_of(session, motion)
    assert told is not None  # the meeting is over
    needed = majority(len(committee))
    record = commands.draw_up(
        session,
        organiser,
        process,
        shortlist,
        Motion(
            text=translate(told.title),
            kind=told.kind,
            counts=told.counts,
            present=told.present,
            quorum=told.quorum,
            source=told.public_id,
            language=language_of(told.title),
        ),
        version=shortlist.version,
        signatures_needed=needed,
        chair=committee[0],
        opens_sheets=True,
    )
    for member in committee[: needed + 1]:
        actor = as_actor(member, Role.COMMITTEE_MEMBER)
        signed = {"name": member.name, "seen": record.hash}
        commands.sign(session, actor, process, shortlist, record, **signed, how=Confirmed.SIGN_IN)
    chair = as_actor(committee[0], Role.COMMITTEE_MEMBER)
    commands.publish(session, chair, process, shortlist, record)
    return record
