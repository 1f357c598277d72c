"""Pages on which meetings are found, prepared, opened and closed."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.core.ids import form_public_id
from cocreate.selection import queries as selection
from cocreate.selection.room import commands, queries
from cocreate.selection.room.forms import ItemForm, MeetingForm
from cocreate.selection.room.models import AgendaItem, CommitteeMeeting
from cocreate.selection.room.pages import item_of_address, meeting_of_address, meeting_page, refusal_of
from cocreate.selection.routes import pages
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in

ZONE = ZoneInfo("Europe/Brussels")


@pages.get("/room")
@requires("selection:room:view")
def room() -> str:
    """The committee's room: meetings, candidates with their threads, and what was decided so far."""
    session = db.session()
    sids, motions = selection.candidates(session, g.process), queries.motions_of(session, g.process)
    return render_template(
        "selection/room/index.html",
        meetings=queries.meetings_of(session, g.process),
        candidates=sids,
        posts=queries.post_counts(session, sids),
        closed=[(motion, queries.outcome_of(session, motion)) for motion in motions if motion.closed_at is not None],
        criteria=selection.criteria_of(session, g.process),
    )


@pages.route("/room/meetings/new", methods=["GET", "POST"])
@requires("selection:meeting:edit")
def new_meeting() -> Any:
    """Prepare a meeting."""
    form = MeetingForm().offer(selection.committee(db.session(), g.process))
    if not form.validate_on_submit():
        return _edit_page(form, None, status=422 if form.errors else 200)
    form_id = form_public_id(form.form_id.data)
    refused = refusal_of(
        lambda session: commands.create_meeting(session, current_actor(), g.process, form_id=form_id, **_told(form))
    )
    if refused is not None:
        return _edit_page(form, None, *refused)
    return redirect(url_for("selection.meeting", meeting_id=form_id) if form_id else url_for("selection.room"), 303)


def _told(form: MeetingForm) -> dict[str, Any]:
    starts = form.starts_at.data
    members = {member.public_id: member.id for member in selection.committee(db.session(), g.process)}
    return {
        "title": form.title.data,
        "place": form.place.data or "",
        "starts_at": starts.replace(tzinfo=ZONE).astimezone(UTC) if starts else None,
        "chair_id": members.get(form.chair.data or ""),
        "quorum": form.quorum.data,
        "speaking_minutes": form.speaking_minutes.data,
    }


def _edit_page(form: MeetingForm, meeting: CommitteeMeeting | None, problem: str = "", status: int = 200) -> Any:
    return render_template("selection/room/meeting_edit.html", form=form, meeting=meeting, problem=problem), status


@pages.route("/room/meetings/<meeting_id>/edit", methods=["GET", "POST"])
@requires("selection:meeting:edit")
def edit_meeting(meeting_id: str) -> Any:
    """Change a meeting's words, time, chair and rules."""
    meeting = meeting_of_address(meeting_id)
    chair = meeting.chair.public_id if meeting.chair is not None else ""
    starts = meeting.starts_at.astimezone(ZONE) if meeting.starts_at is not None else None
    form = MeetingForm(obj=meeting, data={"chair": chair, "starts_at": starts, "version": str(meeting.version)})
    form.offer(selection.committee(db.session(), g.process))
    if request.method == "GET":
        form.starts_at.data, form.chair.data = starts, chair
        return _edit_page(form, meeting)
    if not form.validate():
        return _edit_page(form, meeting, status=422)
    version = number_in(form.version.data)
    refused = refusal_of(
        lambda session: commands.describe_meeting(
            session, current_actor(), g.process, meeting_of_address(meeting_id), version=version, **_told(form)
        )
    )
    if refused is not None:
        fresh = meeting_of_address(meeting_id)
        form.version.data = str(fresh.version)  # what was typed stays, and saving it again is a decision
        return _edit_page(form, fresh, *refused)
    flash(_("Saved."), "success")
    return redirect(url_for("selection.meeting", meeting_id=meeting_id), 303)


@pages.post("/room/meetings/<meeting_id>/open")
@requires("selection:meeting:chair")
def open_meeting(meeting_id: str) -> Any:
    """Let the meeting begin."""
    return _steer(meeting_id, commands.open_meeting)


@pages.post("/room/meetings/<meeting_id>/close")
@requires("selection:meeting:chair")
def close_meeting(meeting_id: str) -> Any:
    """End the meeting."""
    return _steer(meeting_id, commands.close_meeting)


def _steer(meeting_id: str, do: Any) -> Any:
    def work(session: Session) -> None:
        do(session, current_actor(), g.process, meeting_of_address(meeting_id))

    refused = refusal_of(work)
    if refused is not None:
        return meeting_page(meeting_id, *refused)
    return redirect(url_for("selection.meeting", meeting_id=meeting_id), 303)


@pages.route("/room/meetings/<meeting_id>/agenda/new", methods=["GET", "POST"])
@requires("selection:meeting:edit")
def new_item(meeting_id: str) -> Any:
    """A point at the end of the agenda."""
    meeting = meeting_of_address(meeting_id)
    form = _item_form()
    if not form.validate_on_submit():
        return _item_page(form, meeting, None, status=422 if form.errors else 200)

    def work(session: Session) -> None:
        told = {"title": form.title.data, "minutes": form.minutes.data, "sids": form.sids.data or ()}
        form_id = form_public_id(form.form_id.data)
        commands.add_item(session, current_actor(), g.process, meeting_of_address(meeting_id), form_id=form_id, **told)

    refused = refusal_of(work)
    if refused is not None:
        return _item_page(form, meeting_of_address(meeting_id), None, *refused)
    return redirect(url_for("selection.meeting", meeting_id=meeting_id) + "#agenda", 303)


@pages.route("/room/meetings/<meeting_id>/agenda/<item_id>", methods=["GET", "POST"])
@requires("selection:meeting:edit")
def edit_item(meeting_id: str, item_id: str) -> Any:
    """Change a point of the agenda."""
    meeting = meeting_of_address(meeting_id)
    item = item_of_address(meeting, item_id)
    form = _item_form(obj=item)
    if request.method == "GET":
        return _item_page(form, meeting, item)
    if not form.validate():
        return _item_page(form, meeting, item, status=422)

    def work(session: Session) -> None:
        told = {"title": form.title.data, "minutes": form.minutes.data, "sids": form.sids.data or ()}
        found = item_of_address(meeting_of_address(meeting_id), item_id)
        commands.describe_item(session, current_actor(), g.process, found, **told)

    refused = refusal_of(work)
    if refused is not None:
        meeting = meeting_of_address(meeting_id)
        return _item_page(form, meeting, item_of_address(meeting, item_id), *refused)
    flash(_("Saved."), "success")
    return redirect(url_for("selection.meeting", meeting_id=meeting_id) + "#agenda", 303)


def _item_form(**given: Any) -> ItemForm:
    form: ItemForm = ItemForm(**given).offer(selection.candidates(db.session(), g.process, with_withdrawn=True))
    return form


def _item_page(
    form: ItemForm, meeting: CommitteeMeeting, item: AgendaItem | None, problem: str = "", status: int = 200
) -> Any:
    return (
        render_template("selection/room/item.html", form=form, meeting=meeting, item=item, problem=problem),
        status,
    )


@pages.post("/room/meetings/<meeting_id>/agenda/<item_id>/move")
@requires("selection:meeting:edit")
def move_item(meeting_id: str, item_id: str) -> Any:
    """Up or down on the agenda."""
    is_up = request.form.get("up") == "yes"

    def work(session: Session) -> None:
        item = item_of_address(meeting_of_address(meeting_id), item_id)
        commands.move_item(session, current_actor(), g.process, item, up=is_up)

    return _on_the_agenda(meeting_id, work)


@pages.post("/room/meetings/<meeting_id>/agenda/<item_id>/remove")
@requires("selection:meeting:edit")
def remove_item(meeting_id: str, item_id: str) -> Any:
    """Off the agenda; one that is off already stays off."""
    meeting = meeting_of_address(meeting_id)
    if queries.find_item(db.session(), meeting, item_id) is None:
        return redirect(url_for("selection.meeting", meeting_id=meeting_id) + "#agenda", 303)

    def work(session: Session) -> None:
        item = item_of_address(meeting_of_address(meeting_id), item_id)
        commands.remove_item(session, current_actor(), g.process, item)

    return _on_the_agenda(meeting_id, work)


def _on_the_agenda(meeting_id: str, work: Any) -> Any:
    refused = refusal_of(work)
    if refused is not None:
        return meeting_page(meeting_id, *refused)
    return redirect(url_for("selection.meeting", meeting_id=meeting_id) + "#agenda", 303)
