"""Pages on which the register is kept: all actors, one actor with its strengths, and the places of assets."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.ecosystem import commands, queries
from cocreate.ecosystem.commands.own_word import changes_of
from cocreate.ecosystem.forms import ActorForm, StrengthForm
from cocreate.ecosystem.labels import AGREEMENT_NAMES, PART_NAMES
from cocreate.ecosystem.models import EcosystemActor, EcosystemStrength
from cocreate.ecosystem.pages import listed, wanted_here
from cocreate.ecosystem.rules import PLACES, Part
from cocreate.ecosystem.suggesting import waiting_counts
from cocreate.errors import DomainError, NotFound
from cocreate.process.commands import find_challenge
from cocreate.process.queries import challenges_of
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import translate
from cocreate.web.messages import say

manage = Blueprint("ecosystem_manage", __name__)


@manage.get("/p/<process_id>/manage/ecosystem")
@requires("ecosystem:map:manage")
def index() -> str:
    """All actors, shown to everybody or not."""
    found = listed(wanted_here(), "ecosystem_manage.index", public_only=False)
    waiting = {
        "suggestions": sum(waiting_counts(db.session(), g.process).values()),
        "changes": len(changes_of(db.session(), g.process)),
    }
    return render_template("ecosystem/manage/index.html", agreement_names=AGREEMENT_NAMES, waiting=waiting, **found)


@manage.route("/p/<process_id>/manage/ecosystem/actors/new", methods=["GET", "POST"])
@requires("ecosystem:map:edit")
def add() -> Any:
    """One more actor."""
    form = ActorForm()
    problem, status = "", 422 if form.is_submitted() and not form.validate() else 200
    if form.is_submitted() and not form.errors:
        try:
            with transaction() as session:
                made = commands.add_actor(
                    session, current_actor(), g.process, form.told(), public_id=form_public_id(form.form_id.data)
                )
            flash(_("The actor is in the register. Now say which challenges it serves."), "success")
            return redirect(url_for("ecosystem_manage.actor", actor_id=made.public_id) + "#strengths")
        except DomainError as error:
            problem, status = say(error), error.status
    return render_template("ecosystem/manage/add.html", form=form, problem=problem), status


@manage.route("/p/<process_id>/manage/ecosystem/actors/<actor_id>", methods=["GET", "POST"])
@requires("ecosystem:map:edit")
def actor(actor_id: str) -> Any:
    """Change an actor, and see what it brings."""
    row = queries.find_actor(db.session(), g.process, actor_id)
    form = ActorForm()
    problem, status = "", 200
    if not form.is_submitted():
        form.fill(row)
    elif form.validate():
        try:
            with transaction() as session:
                told, version = form.told(), number_in(form.version.data)
                commands.change_actor(session, current_actor(), g.process, row, told, version=version)
            flash(_("Saved."), "success")
            return redirect(url_for("ecosystem_manage.actor", actor_id=actor_id))
        except DomainError as error:
            db.session.rollback()
            form.version.data = str(row.version)
            problem, status = say(error), error.status
    return _actor_page(row, form, _strength_form(), problem=problem), 422 if form.errors else status


@manage.post("/p/<process_id>/manage/ecosystem/actors/<actor_id>/remove")
@requires("ecosystem:map:edit")
def remove(actor_id: str) -> Any:
    """Out of the register."""
    with transaction() as session:
        row = queries.find_actor(session, g.process, actor_id)
        commands.remove_actor(session, current_actor(), g.process, row)
    flash(_("The actor is removed from the register."), "success")
    return redirect(url_for("ecosystem_manage.index"))


@manage.post("/p/<process_id>/manage/ecosystem/actors/<actor_id>/strengths")
@requires("ecosystem:map:edit")
def add_strength(actor_id: str) -> Any:
    """What it brings to a challenge."""
    row = queries.find_actor(db.session(), g.process, actor_id)
    form = _strength_form()
    if not form.validate_on_submit():
        shown = ActorForm(formdata=None)
        shown.fill(row)
        return _actor_page(row, shown, form), 422
    with transaction() as session:
        challenge = find_challenge(session, g.process, form.challenge.data)
        commands.add_strength(
            session,
            current_actor(),
            g.process,
            row,
            challenge,
            Part(form.part.data),
            title=form.title.data,
            public_id=form_public_id(form.form_id.data),
        )
    return redirect(url_for("ecosystem_manage.actor", actor_id=actor_id) + "#strengths")


@manage.post("/p/<process_id>/manage/ecosystem/actors/<actor_id>/strengths/<strength_id>/remove")
@requires("ecosystem:map:edit")
def remove_strength(actor_id: str, strength_id: str) -> Any:
    """It brings this no longer."""
    with transaction() as session:
        row = queries.find_actor(session, g.process, actor_id)
        found = next((one for one in row.strengths if one.public_id == strength_id), None)
        if found is None:
            raise NotFound()
        commands.remove_strength(session, current_actor(), g.process, row, found)
    return redirect(url_for("ecosystem_manage.actor", actor_id=actor_id) + "#strengths")


@manage.route("/p/<process_id>/manage/ecosystem/assets", methods=["GET", "POST"])
@requires("ecosystem:map:edit")
def assets() -> Any:
    """The part of the map in which each asset lies, and whose it is."""
    challenges = challenges_of(db.session(), g.process)
    actors = queries.all_actors(db.session(), g.process)
    if request.method == "POST":
        owners = {row.public_id: row for row in actors}
        with transaction() as session:
            for challenge in challenges:
                for asset in challenge.assets:
                    part = request.form.get(f"part-{asset.public_id}", "")
                    if part in set(Part):
                        owner = owners.get(request.form.get(f"actor-{asset.public_id}", ""))
                        commands.place_asset(session, current_actor(), g.process, asset, Part(part), owner)
        flash(_("Saved."), "success")
        return redirect(url_for("ecosystem_manage.assets"))
    places = {
        line.ref[1]: line
        for challenge in challenges
        for lines in queries.assets_by_part(db.session(), challenge, public_only=False).values()
        for line in lines
    }
    return render_template(
        "ecosystem/manage/assets.html", challenges=challenges, places=places, actors=actors, part_names=PART_NAMES
    )


def _strength_form() -> StrengthForm:
    return StrengthForm().offer(challenges_of(db.session(), g.process))


def _actor_page(row: EcosystemActor, form: ActorForm, strength_form: StrengthForm, problem: str = "") -> str:
    joined: list[tuple[EcosystemActor, list[EcosystemStrength]]] = [
        (other, list(other.strengths)) for other in queries.families(db.session(), g.process).get(row.id, [])
    ]
    return render_template(
        "ecosystem/manage/actor.html",
        row=row,
        form=form,
        strength_form=strength_form,
        joined=joined,
        problem=problem,
        part_names={part: PART_NAMES[part] for part in PLACES},
        agreement_names=AGREEMENT_NAMES,
        title=translate(row.name),
    )
