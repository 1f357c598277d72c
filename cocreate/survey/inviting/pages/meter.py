"""The recruitment meter, watched while a consultation is open, and its targets."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid
from cocreate.survey import labels
from cocreate.survey.inviting import commands
from cocreate.survey.inviting.commands.reviewing import MOST
from cocreate.survey.inviting.meter import Meter, meter_of
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say

pages = Blueprint("survey_meter", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/meter")
pages.context_processor(labels.for_templates)


@pages.get("")
@requires("survey:meter:view")
def show(consultation_id: str) -> str:
    """Answers against targets, who is missing, and whom one could invite next."""
    consultation = consultation_of_address(consultation_id)
    meter = meter_of(db.session(), consultation)
    return render_template("survey/inviting/meter.html", consultation=consultation, meter=meter)


@pages.get("/now")
@requires("survey:meter:view")
def now(consultation_id: str) -> str:
    """The bars alone, for the script that refreshes them."""
    consultation = consultation_of_address(consultation_id)
    meter = meter_of(db.session(), consultation)
    return render_template("survey/inviting/_meter.html", consultation=consultation, meter=meter)


@pages.route("/targets", methods=["GET", "POST"])
@requires("survey:meter:edit")
def targets(consultation_id: str) -> Any:
    """How many answers are aimed for, by category."""
    consultation = consultation_of_address(consultation_id)
    meter = meter_of(db.session(), consultation)
    problem, status = "", 200
    if request.method == "POST":
        try:
            wanted = _typed(meter)
            with transaction() as session:
                version = number_in(request.form.get("version"))
                commands.set_targets(session, current_actor(), consultation, wanted, version=version)
            flash(_("The targets are saved."), "success")
            return redirect(url_for(".show", consultation_id=consultation_id))
        except DomainError as error:
            problem, status = say(error), error.status
            consultation = consultation_of_address(consultation_id)
    page = render_template(
        "survey/inviting/targets.html",
        consultation=consultation,
        meter=meter,
        typed=request.form if problem else {},
        problem=problem,
    )
    return page, status


def _typed(meter: Meter) -> dict[str, dict[str, int]]:
    """What was typed, by dimension and category; nothing typed is no target."""
    found: dict[str, dict[str, int]] = {}
    for dimension in meter.dimensions:
        for category in dimension.categories:
            text = request.form.get(f"target-{dimension.name}-{category.key}", "").strip()
            if text and not (text.isascii() and text.isdigit() and len(text) < 10):
                raise Invalid("survey.targets.range", limit=MOST)
            found.setdefault(dimension.name, {})[category.key] = int(text or 0)
    return found
