"""Pages on which facilitators and organisers prepare and run a camp."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms.validators import ValidationError

from cocreate.camp import commands, queries, seating, session_queries
from cocreate.camp.before import templating
from cocreate.camp.before.board_templates import TEMPLATES
from cocreate.camp.facilitating.desk import desk
from cocreate.camp.facilitating.plan_pages import about_the_plan
from cocreate.camp.forms import CampForm, GroupForm, camp_form, read_names, seats_form
from cocreate.camp.models import Seat, WorkingGroup
from cocreate.camp.routes import load_camp
from cocreate.camp.rules import BoardState
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import Conflict, DomainError, Invalid, NotFound
from cocreate.survey.qr import qr_svg
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

manage = Blueprint("camp_manage", __name__)
manage.url_value_preprocessor(load_camp)
ZONE = ZoneInfo("Europe/Brussels")


@manage.get("/p/<process_id>/manage/camps/")
@requires("camp:camp:manage")
def index() -> str:
    """The camps of the process."""
    return render_template(
        "camp/manage/index.html", camps=queries.camps_of(db.session(), g.process, with_rehearsals=True)
    )


@manage.route("/p/<process_id>/manage/camps/new", methods=["GET", "POST"])
@requires("camp:camp:edit")
def create() -> Any:
    """A camp with a group and a board for every challenge."""
    form = camp_form()
    if not form.validate_on_submit():
        return render_template("camp/manage/edit.html", form=form, camp=None), 422 if form.errors else 200
    with transaction() as session:
        form_id, name = form_public_id(form.form_id.data), form.template.data
        is_new = form_id is None or queries.find_camp(session, g.process, form_id) is None
        camp = commands.create_camp(session, current_actor(), g.process, form_id=form_id, **_told(form))
        if name and is_new:
            templating.apply_template(session, current_actor(), camp, templating.plan_of(TEMPLATES[name]), name=name)
    return redirect(url_for("camp_manage.console", camp_id=camp.public_id), 303)


def _told(form: CampForm) -> dict[str, Any]:
    starts: datetime | None = form.starts_at.data
    return {
        "title": form.title.data,
        "introduction": form.introduction.data,
        "votes_per_seat": form.votes_per_seat.data,
        "starts_at": starts.replace(tzinfo=ZONE).astimezone(UTC) if starts else None,
        "is_anonymous": bool(form.is_anonymous.data),
        "shows_cursors": bool(form.shows_cursors.data),
    }


@manage.get("/p/<process_id>/manage/camps/<camp_id>/")
@requires("camp:camp:manage")
def console() -> str:
    """All groups at once: state, cards, votes, who is there, who has not contributed yet."""
    link = url_for("camp.join", code=g.camp.join_code, _external=True)
    return render_template(
        "camp/manage/console.html",
        camp=g.camp,
        desk=desk(db.session(), g.camp),
        sent=session_queries.messages_of(db.session(), g.camp),
        **about_the_plan(),
        states=BoardState,
        join_link=link,
        qr=qr_svg(link, _("The link as a square to scan with a phone")),
        group_form=GroupForm(),
        is_phase_open="camp" in g.process.open_phases(),
    )


@manage.route("/p/<process_id>/manage/camps/<camp_id>/edit", methods=["GET", "POST"])
@requires("camp:camp:edit")
def edit() -> Any:
    """Title, introduction, start and votes."""
    starts = g.camp.starts_at
    form = camp_form(obj=g.camp, data={"starts_at": starts.astimezone(ZONE) if starts else None})
    if not form.validate_on_submit():
        return render_template("camp/manage/edit.html", form=form, camp=g.camp), 422 if form.errors else 200
    if form.version.data != str(g.camp.version):
        form.title.form.en.errors = [say("changed_meanwhile")]
        form.version.data = form.version.raw_data = str(g.camp.version)
        return render_template("camp/manage/edit.html", form=form, camp=g.camp, is_stale=True), 409
    try:
        with transaction() as session:
            commands.edit_camp(session, current_actor(), g.camp, **_told(form))
    except Conflict as refused:
        db.session.rollback()
        form.is_anonymous.errors = [*form.is_anonymous.errors, say(refused)]
        return render_template("camp/manage/edit.html", form=form, camp=g.camp), 409
    flash(_("Saved."), "success")
    return redirect(url_for("camp_manage.console", camp_id=g.camp.public_id), 303)


def _back(where: str = "camp_manage.console") -> Any:
    return redirect(url_for(where, camp_id=g.camp.public_id), 303)


@manage.post("/p/<process_id>/manage/camps/<camp_id>/door")
@requires("camp:camp:edit")
def door() -> Any:
    """Let people in by code, or no longer."""
    with transaction() as session:
        commands.admit_people(session, current_actor(), g.camp, is_open=request.form.get("open") == "yes")
    return _back()


@manage.post("/p/<process_id>/manage/camps/<camp_id>/code")
@requires("camp:camp:edit")
def renew_code() -> Any:
    """A new join code."""
    with transaction() as session:
        commands.renew_join_code(session, current_actor(), g.camp)
    flash(_("The old code opens nothing any more."), "success")
    return _back()


@manage.post("/p/<process_id>/manage/camps/<camp_id>/boards")
@requires("camp:board:steer")
def steer_all() -> Any:
    """Open, lock or close every board."""
    with transaction() as session:
        commands.steer_all_boards(session, current_actor(), g.camp, _wanted_state())
    return _back()


@manage.post("/p/<process_id>/manage/boards/<board_id>/state")
@requires("camp:board:steer")
def steer() -> Any:
    """Open, lock or close one board."""
    with transaction() as session:
        commands.set_board_state(session, current_actor(), g.board, _wanted_state())
    if request.form.get("back") == "board":
        return redirect(url_for("camp.board", board_id=g.board.public_id), 303)
    return _back()


def _wanted_state() -> BoardState:
    try:
        state = BoardState(request.form.get("state", ""))
    except ValueError:
        raise Invalid("camp.board.state_unknown") from None
    if state is BoardState.PREPARING:
        raise Invalid("camp.board.state_unknown")
    return state


@manage.post("/p/<process_id>/manage/camps/<camp_id>/groups")
@requires("camp:camp:edit")
def add_group() -> Any:
    """One more working group."""
    form = GroupForm()
    if form.validate_on_submit():
        with transaction() as session:
            form_id = form_public_id(form.form_id.data)
            commands.add_group(session, current_actor(), g.camp, title=form.title.data, form_id=form_id)
    else:
        flash(_("Give the group a title of at most 300 characters in at least one language."), "error")
    return _back()


@manage.post("/p/<process_id>/manage/camps/<camp_id>/groups/<group_id>/remove")
@requires("camp:camp:edit")
def remove_group(group_id: str) -> Any:
    """Remove a group whose board is empty."""
    try:
        with transaction() as session:
            commands.remove_group(session, current_actor(), _group(group_id))
    except Conflict as refused:
        flash(say(refused), "error")
    return _back()


def _group(public_id: str) -> WorkingGroup:
    for group in g.camp.groups:
        if group.public_id == public_id:
            return group  # type: ignore[no-any-return]
    raise NotFound()


@manage.route("/p/<process_id>/manage/camps/<camp_id>/seats", methods=["GET", "POST"])
@requires("camp:seat:manage")
def seats() -> Any:
    """Who has a seat; personal links for a list of names, shown once."""
    form = seats_form(g.camp.working_groups)
    if form.validate_on_submit():
        try:
            wanted = read_names(form, g.camp.working_groups, queries.seats_per_group(db.session(), g.camp))
            tokens = [seating.token_for(form.form_id.data or "", line) for line in range(len(wanted))]
            with transaction() as session:
                made = commands.issue_seats(session, current_actor(), g.camp, zip(wanted, tokens, strict=True))
            return render_template("camp/manage/links.html", camp=g.camp, links=[_link(*pair) for pair in made])
        except (ValidationError, DomainError) as refused:
            db.session.rollback()
            said = say(refused) if isinstance(refused, DomainError) else str(refused)
            form.names.errors = [*form.names.errors, said]
    found = queries.seats_of(db.session(), g.camp)
    return render_template("camp/manage/seats.html", camp=g.camp, form=form, seats=found), 422 if form.errors else 200


def _link(seat: Seat, token: str) -> dict[str, Any]:
    return {"seat": seat, "url": url_for("camp.personal", token=token, _external=True)}


def _seat(public_id: str) -> Seat:
    seat = queries.find_seat(db.session(), g.camp, public_id)
    if seat is None:
        raise NotFound()
    return seat


@manage.post("/p/<process_id>/manage/camps/<camp_id>/seats/<seat_id>/end")
@requires("camp:seat:manage")
def end_seat(seat_id: str) -> Any:
    """End a seat."""
    with transaction() as session:
        commands.end_seat(session, current_actor(), _seat(seat_id))
    return _back("camp_manage.seats")


@manage.post("/p/<process_id>/manage/camps/<camp_id>/seats/<seat_id>/renew")
@requires("camp:seat:manage")
def renew_seat(seat_id: str) -> Any:
    """A new personal link for somebody who lost it."""
    with transaction() as session:
        seat = _seat(seat_id)
        token = commands.renew_seat(session, current_actor(), seat)
    return render_template("camp/manage/links.html", camp=g.camp, links=[_link(seat, token)])


@manage.post("/p/<process_id>/manage/camps/<camp_id>/seats/<seat_id>/group")
@requires("camp:seat:manage")
def seat_in_group(seat_id: str) -> Any:
    """Put somebody in another group."""
    wanted = request.form.get("group", "")
    with transaction() as session:
        group = _group(wanted) if wanted else None
        commands.seat_in_group(session, current_actor(), _seat(seat_id), group)
    return _back("camp_manage.seats")
