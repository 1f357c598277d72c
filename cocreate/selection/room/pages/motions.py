"""Pages on which motions are put, opened, voted on, closed and read."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.core.db import begin_reading, db
from cocreate.core.ids import form_public_id
from cocreate.selection import queries as selection
from cocreate.selection.room import commands, queries
from cocreate.selection.room.forms import MotionForm, at_spot, vote_form
from cocreate.selection.room.pages.common import meeting_of_address, motion_of_address, refusal_of
from cocreate.selection.room.pages.floor import meeting_page
from cocreate.selection.room.rules import Majority, MotionKind
from cocreate.selection.room.views import MotionReader, Typed
from cocreate.selection.routes import pages
from cocreate.web.access import current_actor, requires


@pages.route("/room/meetings/<meeting_id>/motions/new", methods=["GET", "POST"])
@requires("selection:motion:propose")
def new_motion(meeting_id: str) -> Any:
    """Put a motion to a meeting."""
    meeting_of_address(meeting_id)
    form: MotionForm = MotionForm().offer(selection.candidates(db.session(), g.process, with_withdrawn=True))
    if not form.validate_on_submit():
        return _new_page(form, meeting_id, status=422 if form.errors else 200)

    def work(session: Session) -> None:
        commands.propose_motion(
            session,
            current_actor(),
            g.process,
            meeting_of_address(meeting_id),
            kind=MotionKind(form.kind.data),
            title=form.title.data,
            text=form.text.data,
            sids=tuple(form.sids.data or ()),
            is_hidden=form.is_hidden.data,
            majority=Majority(form.majority.data),
            form_id=form_public_id(form.form_id.data),
        )

    refused = refusal_of(work)
    if refused is not None:
        return _new_page(form, meeting_id, *refused)
    return redirect(url_for("selection.meeting", meeting_id=meeting_id) + "#motions", 303)


def _new_page(form: MotionForm, meeting_id: str, problem: str = "", status: int = 200) -> Any:
    meeting = meeting_of_address(meeting_id)
    return render_template("selection/room/motion_new.html", form=form, meeting=meeting, problem=problem), status


@pages.get("/room/motions/<motion_id>")
@requires("selection:room:view")
def motion(motion_id: str) -> Any:
    """One motion with its result."""
    begin_reading()
    session, found = db.session(), motion_of_address(motion_id)
    sids = queries.sids_by_id(session, g.process, [found.sids])
    reader = MotionReader(session, current_actor(), g.process, may_vote=False)
    seen = reader.see(found, sids, queries.present_members(session, found.meeting))
    return render_template("selection/room/motion.html", seen=seen, meeting=found.meeting)


@pages.post("/room/motions/<motion_id>/open")
@requires("selection:meeting:chair")
def open_motion(motion_id: str) -> Any:
    """Let the members vote."""
    return _steer(motion_id, commands.open_motion)


@pages.post("/room/motions/<motion_id>/close")
@requires("selection:meeting:chair")
def close_motion(motion_id: str) -> Any:
    """Count the votes."""
    return _steer(motion_id, commands.close_motion)


@pages.post("/room/motions/<motion_id>/withdraw")
@requires("selection:motion:propose")
def withdraw_motion(motion_id: str) -> Any:
    """Take a motion back."""
    return _steer(motion_id, commands.withdraw_motion)


def _steer(motion_id: str, do: Any) -> Any:
    meeting_id = motion_of_address(motion_id).meeting.public_id

    def work(session: Session) -> None:
        do(session, current_actor(), g.process, motion_of_address(motion_id))

    refused = refusal_of(work)
    if refused is not None:
        return meeting_page(meeting_id, *refused)
    return _back(meeting_id, motion_id)


def _back(meeting_id: str, motion_id: str) -> Any:
    return redirect(url_for("selection.meeting", meeting_id=meeting_id) + f"#motion-{motion_id}", 303)


@pages.post("/room/motions/<motion_id>/vote")
@requires("selection:motion:vote")
def vote(motion_id: str) -> Any:
    """Take in a vote; what was typed stays when it is refused."""
    found = motion_of_address(motion_id)
    meeting_id, form = found.meeting.public_id, vote_form(found)()
    if not form.validate():
        return meeting_page(meeting_id, status=422, typed=Typed(motion_id, at_spot(form, motion_id), ""))
    choice, reason = request.form.get("choice", "")[:12], form["reason"].data or ""

    def work(session: Session) -> None:
        commands.cast_vote(
            session, current_actor(), g.process, motion_of_address(motion_id), choice=choice, reason=reason
        )

    refused = refusal_of(work)
    if refused is not None:
        problem, status = refused
        typed = Typed(motion_id, at_spot(form, motion_id), problem)
        return meeting_page(meeting_id, _("Your vote was not taken in: %(why)s", why=problem), status, typed)
    return _back(meeting_id, motion_id)
