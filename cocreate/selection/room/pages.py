"""The page on which a meeting is held, its motions, and what all pages of the committee's room share."""

from collections.abc import Callable
from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.db import begin_reading, db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, NotFound
from cocreate.selection import queries as selection
from cocreate.selection.models import Sid
from cocreate.selection.room import commands, motions, queries
from cocreate.selection.room.forms import MotionForm, at_spot, vote_form
from cocreate.selection.room.models import AgendaItem, CommitteeMeeting, Motion, RoomPost
from cocreate.selection.room.rules import Majority, MotionKind
from cocreate.selection.room.views import MotionReader, Typed, meeting_view
from cocreate.selection.routes import pages
from cocreate.web.access import current_actor, may, requires
from cocreate.web.language import current_language
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


@pages.route("/room/meetings/<meeting_id>/motions/new", methods=["GET", "POST"])
@requires("selection:motion:propose")
def new_motion(meeting_id: str) -> Any:
    """Put a motion to a meeting."""
    meeting_of_address(meeting_id)
    form: MotionForm = MotionForm().offer(selection.candidates(db.session(), g.process, with_withdrawn=True))
    if not form.validate_on_submit():
        return _new_page(form, meeting_id, status=422 if form.errors else 200)

    def work(session: Session) -> None:
        motions.propose_motion(
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
    return _steer(motion_id, motions.open_motion)


@pages.post("/room/motions/<motion_id>/close")
@requires("selection:meeting:chair")
def close_motion(motion_id: str) -> Any:
    """Count the votes."""
    return _steer(motion_id, motions.close_motion)


@pages.post("/room/motions/<motion_id>/withdraw")
@requires("selection:motion:propose")
def withdraw_motion(motion_id: str) -> Any:
    """Take a motion back."""
    return _steer(motion_id, motions.withdraw_motion)


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
        motions.cast_vote(
            session, current_actor(), g.process, motion_of_address(motion_id), choice=choice, reason=reason
        )

    refused = refusal_of(work)
    if refused is not None:
        problem, status = refused
        typed = Typed(motion_id, at_spot(form, motion_id), problem)
        return meeting_page(meeting_id, _("Your vote was not taken in: %(why)s", why=problem), status, typed)
    return _back(meeting_id, motion_id)
