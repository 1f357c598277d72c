"""What the pages of the committee's room share: things of the address, and steps that are done or refused."""

from collections.abc import Callable
from typing import Any

from flask import g
from sqlalchemy.orm import Session

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.selection import queries as selection
from cocreate.selection.models import Sid
from cocreate.selection.room import queries
from cocreate.selection.room.models import AgendaItem, CommitteeMeeting, Motion, RoomPost
from cocreate.web.messages import say


def meeting_of_address(meeting_id: str) -> CommitteeMeeting:
    """The meeting, or NotFound."""
    found = queries.find_meeting(db.session(), g.process, meeting_id)
    if found is None:
        raise NotFound()
    return found


def item_of_address(meeting: CommitteeMeeting, item_id: str) -> AgendaItem:
    """A point of the meeting's agenda, or NotFound."""
    found = queries.find_item(db.session(), meeting, item_id)
    if found is None:
        raise NotFound()
    return found


def motion_of_address(motion_id: str) -> Motion:
    """The motion, or NotFound."""
    found = queries.find_motion(db.session(), g.process, motion_id)
    if found is None:
        raise NotFound()
    return found


def candidate_of_address(sid_id: str) -> Sid:
    """The candidate, on the list or not any more, or NotFound."""
    found = selection.candidate(db.session(), g.process, sid_id)
    if found is None:
        raise NotFound()
    return found


def post_of_address(post_id: str) -> RoomPost:
    """The post, or NotFound."""
    found = queries.find_post(db.session(), g.process, post_id)
    if found is None:
        raise NotFound()
    return found


def refusal_of(work: Callable[[Session], Any]) -> tuple[str, int] | None:
    """Do something in one transaction; the sentence and the status of a refusal, or None when it is done."""
    try:
        with transaction() as session:
            work(session)
    except NotFound:
        raise
    except DomainError as error:
        db.session.rollback()
        return say(error), error.status
    return None
