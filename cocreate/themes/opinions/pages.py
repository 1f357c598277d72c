"""The analyst's page of opinion groups: have votes read, look, decide whether everybody sees it."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.survey import queries as survey_queries
from cocreate.survey.models import Consultation
from cocreate.themes.opinions import commands, queries, views
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say

pages = Blueprint("opinions_manage", __name__, url_prefix="/p/<process_id>/manage/opinions")


@pages.get("/of/<consultation_id>")
@requires("themes:theme:view")
def show(consultation_id: str) -> Any:
    """The opinion groups of each question that holds statements."""
    return _page(consultation_id)


def _page(consultation_id: str, status: int = 200, problem: str = "") -> Any:
    session = db.session()
    consultation = _consultation(consultation_id)
    finished = queries.finished_readings(session, consultation)
    found = {
        number: views.shown(reading, g.process.minimum_cell, is_public=False) for number, reading in finished.items()
    }
    return render_template(
        "themes/opinions/show.html",
        consultation=consultation,
        questions=queries.opinion_questions(session, consultation),
        latest=queries.latest_readings(session, consultation),
        found=found,
        problem=problem,
    ), status


@pages.post("/of/<consultation_id>/start")
@requires("themes:run:start")
def start(consultation_id: str) -> Any:
    """Have the votes on a question read."""
    try:
        with transaction() as session:
            question = queries.find_question(session, _consultation(consultation_id), request.form.get("question", ""))
            commands.start_reading(session, current_actor(), g.process, question)
    except DomainError as error:
        return _page(consultation_id, error.status, say(error))
    return redirect(url_for("opinions_manage.show", consultation_id=consultation_id))


@pages.post("/<reading_id>/publish")
@requires("themes:theme:decide")
def publish(reading_id: str) -> Any:
    """Show the groups to everybody beside the results, or take them back."""
    with transaction() as session:
        reading = queries.find_reading(session, g.process, reading_id)
        is_public = request.form.get("public") == "1"
        commands.show_reading(session, current_actor(), g.process, reading, is_public=is_public)
        consultation_id = reading.question.consultation.public_id
    flash(
        _("The opinion groups are shown with the results.") if is_public else _("The opinion groups are taken back."),
        "success",
    )
    return redirect(url_for("opinions_manage.show", consultation_id=consultation_id))


def _consultation(public_id: str) -> Consultation:
    found = survey_queries.find_consultation(db.session(), g.process, public_id)
    if found is None:
        raise NotFound()
    return found
