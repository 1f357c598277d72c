"""The live line of a meeting: a browser joins it, and hears that something changed; then its page looks again.

No content goes over this line, so nothing has to be decided about who may read what: the page decides that, as ever.
"""

import logging
from typing import Any

from flask import current_app, g, request
from flask_socketio import join_room, leave_room
from sqlalchemy import select

from cocreate.camp.lines import Allowance, Doorway
from cocreate.camp.realtime import refusal
from cocreate.core import events
from cocreate.core.db import db, reading
from cocreate.core.permissions import require
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.selection.events import MeetingChanged
from cocreate.selection.room.models import CommitteeMeeting
from cocreate.web.access import find_actor, open_phases
from cocreate.web.messages import say

NAMESPACE = "/committee"
JOINED = "cocreate.meeting"

log = logging.getLogger(__name__)


class CommitteeNamespace(Doorway):
    """Socket.IO namespace `/committee`."""

    def on_connect(self, auth: Any = None) -> None:
        """Take a connection only from a page of ours: it proves that with the page's own forgery token."""
        self.prove_page(auth)
        request.environ.setdefault("cocreate.allowance", Allowance())
        request.environ.pop(JOINED, None)

    on_connect.permission = "selection:room:view"  # type: ignore[attr-defined]

    def on_join(self, payload: Any = None, *rest: Any) -> dict[str, Any]:
        """Hear of what changes in one meeting, and no longer of another."""
        try:
            request.environ["cocreate.allowance"].take()
            with reading():
                meeting = _joinable(payload)
                db.session.rollback()
        except DomainError as refused:
            db.session.rollback()
            return refusal(refused)
        except Exception:
            db.session.rollback()
            log.exception("committee_event_failed")
            return {"ok": False, "error": "broken", "message": say("unknown"), "retry": True}
        before = request.environ.get(JOINED)
        if before not in (None, meeting):
            leave_room(room_of(before))
        join_room(room_of(meeting))
        request.environ[JOINED] = meeting
        return {"ok": True, "meeting": meeting}

    on_join.permission = "selection:room:view"  # type: ignore[attr-defined]


def _joinable(payload: Any) -> str:
    """The meeting that the payload names, if whoever sends it may enter the room of its process now."""
    if not isinstance(payload, dict) or payload.keys() != {"meeting"} or not isinstance(payload["meeting"], str):
        raise Invalid("selection.meeting.malformed")
    found = db.session.scalar(select(CommitteeMeeting).where(CommitteeMeeting.public_id == payload["meeting"][:16]))
    if found is None:
        raise NotFound()
    g.process = found.process
    require(find_actor(found.process), "selection:room:view", open_phases())
    return found.public_id


def room_of(meeting: str) -> str:
    """The line's own name for those who follow a meeting."""
    return f"meeting:{meeting}"


@events.on(MeetingChanged)
def tell_the_meeting(changed: MeetingChanged) -> None:
    """After the commit: every page that shows the meeting looks again."""
    socketio = current_app.extensions["socketio"]
    socketio.emit("changed", {"meeting": changed.meeting}, to=room_of(changed.meeting), namespace=NAMESPACE)
