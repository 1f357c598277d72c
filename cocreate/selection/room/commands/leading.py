"""What all that is done in a meeting shares: one at a time, by whom it may be led, and that open pages look again."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Membership
from cocreate.core import audit, events
from cocreate.core.permissions import ORGANISERS, Actor, ActorKind, Role
from cocreate.errors import Closed, NotAllowed
from cocreate.process.models import Process
from cocreate.selection.room.events import MeetingChanged
from cocreate.selection.room.models import CommitteeMeeting
from cocreate.selection.room.rules import MeetingState


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
