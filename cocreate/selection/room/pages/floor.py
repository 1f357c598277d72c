"""The page of a meeting, on which it is held: the running point, who is here, who speaks, and the motions."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.db import begin_reading, db
from cocreate.errors import NotFound
from cocreate.selection import queries as selection
from cocreate.selection.room import commands
from cocreate.selection.room.pages.common import item_of_address, meeting_of_address, refusal_of
from cocreate.selection.room.views import Typed, meeting_view
from cocreate.selection.routes import pages
from cocreate.web.access import current_actor, may, requires
from cocreate.web.language import current_language


@pages.get("/room/meetings/<meeting_id>")
@requires("selection:room:view")
def meeting(meeting_id: str) -> Any:
    """One meeting, live while it is open."""
    return meeting_page(meeting_id)


def meeting_page(meeting_id: str, problem: str = "", status: int = 200, typed: Typed | None = None) -> Any:
    """The page of a meeting, with what was refused where something was."""
    begin_reading()
    found = meeting_of_address(meeting_id)
    view = meeting_view(
        db.session(), current_actor(), g.process, found, may_vote=may("selection:motion:vote"), typed=typed
    )
    return (
        render_template(
            "selection/room/meeting.html",
            meeting=found,
            view=view,
            problem=problem,
            socket=request.root_path.removesuffix(f"/{current_language()}") + "/socket.io",
            is_live=view.is_open,
        ),
        status,
    )


def _done(meeting_id: str, work: Any, part: str) -> Any:
    refused = refusal_of(work)
    if refused is not None:
        return meeting_page(meeting_id, *refused)
    return redirect(url_for("selection.meeting", meeting_id=meeting_id) + f"#{part}", 303)


def _member_of_form() -> User | None:
    """The member that a form of the chair names; None where it is about oneself."""
    named = request.form.get("member", "")[:16]
    if not named:
        return None
    found = next((row for row in selection.committee(db.session(), g.process) if row.public_id == named), None)
    if found is None:
        raise NotFound()
    return found


@pages.post("/room/meetings/<meeting_id>/here")
@requires("selection:meeting:attend")
def attend(meeting_id: str) -> Any:
    """I am here, or I am leaving."""
    is_here = request.form.get("here") != "no"

    def work(session: Session) -> None:
        actor = current_actor()
        commands.attend(session, actor, g.process, meeting_of_address(meeting_id), actor.user_id or 0, is_here=is_here)

    return _done(meeting_id, work, "here")


@pages.post("/room/meetings/<meeting_id>/attendance")
@requires("selection:meeting:chair")
def note_attendance(meeting_id: str) -> Any:
    """The chair notes that a member is here or has left."""
    is_here = request.form.get("here") != "no"

    def work(session: Session) -> None:
        member = _member_of_form()
        key = member.id if member is not None else 0
        commands.attend(session, current_actor(), g.process, meeting_of_address(meeting_id), key, is_here=is_here)

    return _done(meeting_id, work, "here")


@pages.post("/room/meetings/<meeting_id>/hand")
@requires("selection:meeting:attend")
def hand(meeting_id: str) -> Any:
    """Raise or lower one's hand."""
    is_up = request.form.get("up") != "no"

    def work(session: Session) -> None:
        actor, found = current_actor(), meeting_of_address(meeting_id)
        if is_up:
            commands.raise_hand(session, actor, g.process, found)
        else:
            commands.lower_hand(session, actor, g.process, found, actor.user_id or 0)

    return _done(meeting_id, work, "floor")


@pages.post("/room/meetings/<meeting_id>/next")
@requires("selection:meeting:chair")
def next_speaker(meeting_id: str) -> Any:
    """The next one speaks."""
    seen = request.form.get("seen", "")[:16]

    def work(session: Session) -> None:
        commands.next_speaker(session, current_actor(), g.process, meeting_of_address(meeting_id), seen=seen)

    return _done(meeting_id, work, "floor")


@pages.post("/room/meetings/<meeting_id>/agenda/<item_id>/start")
@requires("selection:meeting:chair")
def start_item(meeting_id: str, item_id: str) -> Any:
    """Begin a point of the agenda."""
    seen = request.form.get("seen", "")[:16]

    def work(session: Session) -> None:
        item = item_of_address(meeting_of_address(meeting_id), item_id)
        commands.start_item(session, current_actor(), g.process, item, seen=seen)

    return _done(meeting_id, work, "now")


@pages.post("/room/meetings/<meeting_id>/clock")
@requires("selection:meeting:chair")
def turn_clock(meeting_id: str) -> Any:
    """Pause, go on, give more minutes, or end the point."""
    do, seen = request.form.get("do", "")[:16], request.form.get("seen", "")[:80]

    def work(session: Session) -> None:
        commands.turn_clock(session, current_actor(), g.process, meeting_of_address(meeting_id), do, seen=seen)

    return _done(meeting_id, work, "now")
