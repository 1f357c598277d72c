"""Pages of double coding: draw a sample, code it blind, see how far people and the machine agree, settle the rest."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.survey.routes import consultation_of_address
from cocreate.themes import double_coding
from cocreate.themes import queries as themes
from cocreate.themes.forms import DrawForm
from cocreate.themes.models import AnalysisRun, CodingRound, CodingUnit
from cocreate.web.access import current_actor, may, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say

pages = Blueprint("themes_coding", __name__, url_prefix="/p/<process_id>/manage/themes/of/<consultation_id>/coding")


@pages.get("")
@requires("themes:theme:view")
def index(consultation_id: str) -> Any:
    """The samples of a consultation, and drawing a new one."""
    return _index(consultation_id)


def _index(consultation_id: str, form: DrawForm | None = None, status: int = 200, problem: str = "") -> Any:
    session, consultation = db.session(), consultation_of_address(consultation_id)
    run = themes.current_run(session, consultation)
    asked = [question for question, _themes in themes.themes_by_question(session, run)] if run else []
    return (
        render_template(
            "themes/coding/index.html",
            consultation=consultation,
            rounds=double_coding.rounds_of(session, consultation, current_actor().user_id),
            form=form or DrawForm.of(asked),
            problem=problem,
        ),
        status,
    )


@pages.post("")
@requires("themes:coding:draw")
def draw(consultation_id: str) -> Any:
    """Draw a sample."""
    run = _run(consultation_id)
    asked = {question.public_id: question for question, _themes in themes.themes_by_question(db.session(), run)}
    form = DrawForm.of(list(asked.values()))
    if not form.validate():
        return _index(consultation_id, form, 422)
    try:
        with transaction() as session:
            question = asked[form.question.data]
            double_coding.draw_round(
                session,
                current_actor(),
                g.process,
                run,
                question,
                size=form.size.data or 0,
                form_id=form_public_id(form.form_id.data),
            )
    except DomainError as refused:
        db.session.rollback()
        return _index(consultation_id, form, refused.status, say(refused))
    flash(_("The sample is drawn. Ask at least two people to code it, each alone."), "success")
    return redirect(url_for(".index", consultation_id=consultation_id), 303)


@pages.get("/<coding_round_id>")
@requires("themes:coding:code")
def code(consultation_id: str, coding_round_id: str) -> Any:
    """The next answer that this person has not coded; nothing of the machine or of others is in sight."""
    coding = _round(consultation_id, coding_round_id)
    if not coding.run.is_current:
        return redirect(url_for(".results", consultation_id=consultation_id, coding_round_id=coding_round_id))
    number = request.args.get("number", 0, type=int)
    user_id = current_actor().user_id
    if number:
        return _code(coding, double_coding.find_unit(db.session(), coding, number))
    unit = double_coding.next_unit(db.session(), coding, user_id)
    return _code(coding, unit)


def _code(coding: CodingRound, unit: CodingUnit | None, status: int = 200, problem: str = "") -> Any:
    session, user_id = db.session(), current_actor().user_id
    return (
        render_template(
            "themes/coding/code.html",
            consultation=coding.run.consultation,
            coding=coding,
            unit=unit,
            chosen=double_coding.choice_of(session, unit, user_id) if unit is not None else "",
            progress=double_coding.progress_of(session, coding, user_id),
            problem=problem,
        ),
        status,
    )


@pages.post("/<coding_round_id>")
@requires("themes:coding:code")
def choose(consultation_id: str, coding_round_id: str) -> Any:
    """Say where an answer belongs, and go on to the next."""
    coding = _round(consultation_id, coding_round_id)
    unit = _unit_of_form(coding)
    try:
        with transaction() as session:
            choice = request.form.get("choice", "")
            double_coding.code_answer(session, current_actor(), g.process, unit, coding, choice)
    except DomainError as refused:
        db.session.rollback()
        return _code(coding, unit, refused.status, say(refused))
    return redirect(url_for(".code", consultation_id=consultation_id, coding_round_id=coding_round_id), 303)


@pages.get("/<coding_round_id>/results")
@requires("themes:theme:view")
def results(consultation_id: str, coding_round_id: str) -> Any:
    """How far people agree, how far the machine does, and what is to be settled."""
    return _results(_round(consultation_id, coding_round_id))


def _results(coding: CodingRound, status: int = 200, problem: str = "") -> Any:
    outcome = double_coding.outcome_of(db.session(), coding, current_actor().user_id)
    return (
        render_template(
            "themes/coding/results.html",
            consultation=coding.run.consultation,
            coding=coding,
            outcome=outcome,
            is_blind=coding.run.is_current and _is_blind(coding),
            problem=problem,
        ),
        status,
    )


def _is_blind(coding: CodingRound) -> bool:
    """Whoever can still code an answer must not see before what others and the machine said, begun or not."""
    return (
        may("themes:coding:code") and double_coding.next_unit(db.session(), coding, current_actor().user_id) is not None
    )


@pages.post("/<coding_round_id>/results")
@requires("themes:coding:draw")
def settle(consultation_id: str, coding_round_id: str) -> Any:
    """Settle one answer about which people disagreed."""
    coding = _round(consultation_id, coding_round_id)
    unit = _unit_of_form(coding)
    try:
        with transaction() as session:
            choice, seen = request.form.get("choice", ""), request.form.get("seen", "")
            double_coding.settle_answer(session, current_actor(), g.process, unit, coding, choice, seen=seen)
    except DomainError as refused:
        db.session.rollback()
        return _results(_round(consultation_id, coding_round_id), refused.status, say(refused))
    here = url_for(".results", consultation_id=consultation_id, coding_round_id=coding_round_id)
    return redirect(f"{here}#answer-{unit.number}", 303)


def _unit_of_form(coding: CodingRound) -> CodingUnit:
    try:
        return double_coding.find_unit(db.session(), coding, number_in(request.form.get("number", "")))
    except NotFound:
        raise Invalid("unknown") from None


def _run(consultation_id: str) -> AnalysisRun:
    run = themes.current_run(db.session(), consultation_of_address(consultation_id))
    if run is None:
        raise NotFound()
    return run


def _round(consultation_id: str, coding_round_id: str) -> CodingRound:
    return double_coding.find_round(db.session(), consultation_of_address(consultation_id), coding_round_id)
