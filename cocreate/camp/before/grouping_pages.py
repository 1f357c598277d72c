"""The screen on which working groups are formed: a proposal with its balance, changed with buttons, then accepted."""

from typing import Any

from flask import Blueprint, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.camp import jobs as camp_jobs
from cocreate.camp import queries as camp_queries
from cocreate.camp.before import grouping, queries
from cocreate.camp.before.forms import ConditionsForm, ProposalForm, conditions_form
from cocreate.camp.models import GroupingProposal, Seat
from cocreate.camp.routes import load_camp
from cocreate.core import jobs as core_jobs
from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id, public_id
from cocreate.directory.messages import GENDERS, HELIX
from cocreate.errors import DomainError, NotFound
from cocreate.web.access import current_actor, requires
from cocreate.web.jobs import describe
from cocreate.web.language import NAMES
from cocreate.web.messages import say

pages = Blueprint("camp_grouping", __name__, url_prefix="/p/<process_id>/manage/camps/<camp_id>/grouping")
pages.url_value_preprocessor(load_camp)


@pages.get("/")
@requires("camp:grouping:manage")
def index() -> str:
    """The latest proposal, or the form that asks for one; how far a search is, while one runs."""
    return _show(ProposalForm(formdata=None))


def _show(form: ProposalForm) -> str:
    groups, seats = queries.working_groups(db.session(), g.camp), queries.seats_to_group(db.session(), g.camp)
    proposal = queries.latest_proposal(db.session(), g.camp)
    return render_template(
        "camp/before/grouping.html",
        camp=g.camp,
        form=form,
        job=camp_jobs.latest_search(db.session(), g.camp),
        groups=groups,
        seats=seats,
        proposal=proposal,
        look=grouping.look_at(proposal, seats, groups) if proposal is not None else None,
        words={"helix": dict(HELIX), "gender": dict(GENDERS), "language": NAMES},
        attribute_names={"helix": _("Category"), "gender": _("Gender"), "language": _("Language")},
    )


def _back() -> Any:
    return redirect(url_for("camp_grouping.index", camp_id=g.camp.public_id), 303)


@pages.post("/")
@requires("camp:grouping:manage")
def propose() -> Any:
    """Have groups searched for, beside the server."""
    form = ProposalForm()
    if not form.validate():
        return _show(form), 422
    form_id = form_public_id(form.form_id.data) or public_id()
    try:
        with transaction() as session:
            camp_jobs.ask_for(session, current_actor(), g.camp, form.wish(), form_id)
    except DomainError as refused:
        db.session.rollback()
        form.seed.errors = [*form.seed.errors, say(refused)]
        return _show(form), 422
    return _back()


@pages.get("/search.json")
@requires("camp:grouping:manage")
def search_state() -> Any:
    """For the progress bar."""
    return jsonify(describe(_search()))


@pages.post("/search/stop")
@requires("camp:grouping:manage")
def stop_search() -> Any:
    """Ask the search to stop; what was proposed before stays."""
    with transaction() as session:
        core_jobs.cancel(session, current_actor(), _search(), process=g.process)
    return _back()


def _search() -> core_jobs.Job:
    found = camp_jobs.latest_search(db.session(), g.camp)
    if found is None:
        raise NotFound()
    return found


def _proposal(public_id: str) -> GroupingProposal:
    found = queries.find_proposal(db.session(), g.camp, public_id)
    if found is None:
        raise NotFound()
    return found


@pages.post("/<grouping_id>/move")
@requires("camp:grouping:manage")
def move(grouping_id: str) -> Any:
    """Put the ticked people in another group of the proposal."""
    try:
        with transaction() as session:
            group = request.form.get("to", "")
            grouping.move(session, current_actor(), _proposal(grouping_id), request.form.getlist("seat"), group)
    except DomainError as refused:
        if isinstance(refused, NotFound):
            raise
        flash(say(refused), "error")
    return _back()


@pages.post("/<grouping_id>/accept")
@requires("camp:grouping:manage")
def accept(grouping_id: str) -> Any:
    """People sit where the proposal says now."""
    with transaction() as session:
        count = grouping.accept(session, current_actor(), _proposal(grouping_id))
    flash(ngettext("%(num)d person has a group.", "%(num)d people have a group.", count), "success")
    return _back()


def _seat(public_id: str) -> Seat:
    seat = camp_queries.find_seat(db.session(), g.camp, public_id)
    if seat is None:
        raise NotFound()
    return seat


@pages.route("/seats/<seat_id>", methods=["GET", "POST"])
@requires("camp:grouping:manage")
def conditions(seat_id: str) -> Any:
    """In which group somebody must sit, with whom not, and what they wish."""
    seat = _seat(seat_id)
    groups, seats = queries.working_groups(db.session(), g.camp), queries.seats_to_group(db.session(), g.camp)
    form: ConditionsForm = conditions_form(seat, groups, seats)
    if form.validate_on_submit():
        with transaction() as session:
            grouping.set_conditions(
                session,
                current_actor(),
                g.camp,
                seat,
                pin=form.pin.data or "",
                apart=form.apart.data or [],
                wishes=[wish for wish in (form.first_wish.data, form.second_wish.data) if wish],
                stays=bool(form.stays.data),
            )
        flash(_("Saved. It counts for the next proposal."), "success")
        return _back()
    return render_template(
        "camp/before/conditions.html", camp=g.camp, form=form, seat=seat
    ), 422 if form.errors else 200
