"""The page with the map of answers, and what its picture is drawn from."""

from typing import Any

from flask import redirect, render_template, request, url_for

from cocreate.core.db import db
from cocreate.survey.models import Consultation
from cocreate.themes import answers, chart, queries
from cocreate.themes.manage import find_consultation, manage
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.room import base
from cocreate.themes.rules import Choice
from cocreate.web.access import requires
from cocreate.web.paging import page_number


def _mapped(run: AnalysisRun, choice: Choice) -> tuple[str, list[Theme]]:
    """The question whose answers are on the map (the first, unless one is chosen), and its themes."""
    grouped = queries.themes_by_question(db.session(), run)
    for question, themes in grouped:
        if choice.question in ("", question.public_id):
            return question.public_id, themes
    return choice.question, []


def _place(consultation: Consultation, run: AnalysisRun, choice: Choice) -> tuple[list[chart.Place], list[chart.Point]]:
    session = db.session()
    question, themes = _mapped(run, choice)
    points = chart.points_of(session, consultation, run, choice.about(question), themes)
    return chart.places_on(themes, points), points


@manage.get("/of/<consultation_id>/map")
@requires("themes:theme:view")
def answer_map(consultation_id: str) -> Any:
    """All answers to a question as points, with the same as tables."""
    session, consultation = db.session(), find_consultation(consultation_id)
    run = queries.current_run(session, consultation)
    if run is None:
        return redirect(url_for("themes_manage.board", consultation_id=consultation_id))
    context, page = base(consultation, run), page_number()
    places, points = _place(consultation, run, context["choice"])
    only = next((place for place in places if place.theme.public_id == request.args.get("theme")), None)
    shown = [answer for *_rest, number, answer in points if only is None or number == only.number]
    found, pages = answers.by_ids(session, shown, page)
    return render_template(
        "themes/map.html",
        **context,
        places=places,
        only=only,
        total=len(points),
        found=found,
        themes_of=answers.themes_of(session, run, [said.answer.id for said in found]),
        page=page,
        pages=pages,
    )


@manage.get("/of/<consultation_id>/map/points")
@requires("themes:theme:view")
def map_points(consultation_id: str) -> Any:
    """The points of the picture, as numbers."""
    session, consultation = db.session(), find_consultation(consultation_id)
    run = queries.current_run(session, consultation)
    if run is None:
        return chart.packed([], [])
    return chart.packed(*_place(consultation, run, base(consultation, run)["choice"]))
