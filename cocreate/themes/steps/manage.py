"""Pages on which answers are moved, themes are split, and steps are undone."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select

from cocreate.analysis.text.unplaced import Unplaced
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.survey.models import Consultation, Question
from cocreate.survey.routes import consultation_of_address
from cocreate.themes import queries as themes
from cocreate.themes.forms import SplitForm
from cocreate.themes.models import AnalysisRun, Theme
from cocreate.themes.steps import history as steps_history
from cocreate.themes.steps import moving
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say
from cocreate.web.paging import page_number

pages = Blueprint("themes_steps", __name__, url_prefix="/p/<process_id>/manage/themes")


@pages.get("/<theme_id>/answers")
@requires("themes:theme:decide")
def answers(theme_id: str) -> Any:
    """The answers of a theme, to be chosen and moved."""
    return _answers(_theme(theme_id), SplitForm())


def _answers(theme: Theme, form: SplitForm, status: int = 200, problem: str = "") -> Any:
    rows, count = themes.answers_page(db.session(), theme, page := page_number())
    form.version.data = str(theme.version)
    return (
        render_template(
            "themes/steps/answers.html",
            theme=theme,
            answers=[(row, "") for row in rows],
            page=page,
            pages=count,
            targets=[
                row
                for row in steps_history.standing_themes(db.session(), theme.run, theme.question_id)
                if row is not theme
            ],
            classes=list(Unplaced),
            form=form,
            problem=problem,
            chosen=request.form.getlist("answer"),
        ),
        status,
    )


@pages.post("/<theme_id>/answers")
@requires("themes:theme:decide")
def move(theme_id: str) -> Any:
    """Move the chosen answers, or make a theme of them."""
    theme, form = _theme(theme_id), SplitForm()
    chosen = request.form.getlist("answer")
    if not form.validate():
        return _answers(theme, form, 422)
    try:
        with transaction() as session:
            version = number_in(form.version.data)
            if request.form.get("do") == "split":
                moving.split_theme(
                    session, current_actor(), g.process, theme, chosen, labels=form.labels.data, version=version
                )
            else:
                target = _target(theme.run, request.form.get("target", ""))
                moving.move_answers(
                    session, current_actor(), g.process, theme, chosen, target, run=theme.run, version=version
                )
    except DomainError as refused:
        db.session.rollback()
        return _answers(_theme(theme_id), form, refused.status, say(refused))
    _told(len(set(chosen)))
    return redirect(url_for(".answers", theme_id=theme_id), 303)


@pages.route("/<theme_id>/split", methods=["GET", "POST"])
@requires("themes:theme:decide")
def split(theme_id: str) -> Any:
    """The machine's proposal for two parts; a person names the part that leaves, or moves answers instead."""
    theme, form, problem, status = _theme(theme_id), SplitForm(), "", 200
    parts = moving.propose_parts(db.session(), theme, seed=theme.run.seed)
    if request.method == "POST":
        try:
            if form.validate():
                with transaction() as session:
                    leaving = parts[1].answers if parts is not None else []
                    version = number_in(form.version.data)
                    new = moving.split_theme(
                        session, current_actor(), g.process, theme, leaving, labels=form.labels.data, version=version
                    )
                    new_id = new.public_id
                _told(len(leaving))
                return redirect(url_for("themes_manage.theme", theme_id=new_id), 303)
            status = 422
        except DomainError as refused:
            db.session.rollback()
            theme, problem, status = _theme(theme_id), say(refused), refused.status
    form.version.data = str(theme.version)
    page = render_template("themes/steps/split.html", theme=theme, parts=parts, form=form, problem=problem)
    return page, status


@pages.get("/of/<consultation_id>/unplaced/<question_id>")
@requires("themes:theme:view")
def unplaced(consultation_id: str, question_id: str) -> Any:
    """The answers to a question that stand in no theme, and why."""
    return _unplaced(*_question(consultation_id, question_id))


def _unplaced(run: AnalysisRun, question: Question, status: int = 200, problem: str = "") -> Any:
    rows, count = steps_history.unplaced_page(db.session(), run, question, page := page_number())
    return (
        render_template(
            "themes/steps/unplaced.html",
            consultation=run.consultation,
            question=question,
            answers=rows,
            page=page,
            pages=count,
            targets=steps_history.standing_themes(db.session(), run, question.id),
            problem=problem,
            chosen=request.form.getlist("answer"),
        ),
        status,
    )


@pages.post("/of/<consultation_id>/unplaced/<question_id>")
@requires("themes:theme:decide")
def place(consultation_id: str, question_id: str) -> Any:
    """Put answers into a theme that the machine put in none."""
    run, _asked = _question(consultation_id, question_id)
    chosen = request.form.getlist("answer")
    try:
        with transaction() as session:
            target = _target(run, request.form.get("target", ""))
            moving.move_answers(session, current_actor(), g.process, None, chosen, target, run=run)
    except DomainError as refused:
        db.session.rollback()
        return _unplaced(*_question(consultation_id, question_id), refused.status, say(refused))
    _told(len(set(chosen)))
    return redirect(url_for(".unplaced", consultation_id=consultation_id, question_id=question_id), 303)


@pages.get("/of/<consultation_id>/history")
@requires("themes:theme:view")
def history(consultation_id: str) -> Any:
    """What people did to the themes of a consultation, newest first."""
    return _history(consultation_of_address(consultation_id))


def _history(consultation: Consultation, status: int = 200, problem: str = "") -> Any:
    run, page = themes.current_run(db.session(), consultation), page_number()
    lines, count = steps_history.history_page(db.session(), run, page) if run is not None else ([], 1)
    return (
        render_template(
            "themes/steps/history.html",
            consultation=consultation,
            lines=lines,
            page=page,
            pages=count,
            problem=problem,
        ),
        status,
    )


@pages.post("/of/<consultation_id>/history/<theme_step_id>/undo")
@requires("themes:theme:decide")
def undo(consultation_id: str, theme_step_id: str) -> Any:
    """Bring back what was before a step."""
    consultation = consultation_of_address(consultation_id)
    run = _run(consultation)
    step = steps_history.find_step(db.session(), run, theme_step_id)
    try:
        with transaction() as session:
            steps_history.undo_step(session, current_actor(), g.process, run, step)
    except DomainError as refused:
        db.session.rollback()
        return _history(consultation_of_address(consultation_id), refused.status, say(refused))
    flash(_("The step is undone."), "success")
    return redirect(url_for(".history", consultation_id=consultation_id), 303)


def _told(count: int) -> None:
    flash(ngettext("%(num)s answer moved.", "%(num)s answers moved.", count), "success")


def _theme(theme_id: str) -> Theme:
    return themes.find_theme(db.session(), g.process, theme_id)


def _run(consultation: Consultation) -> AnalysisRun:
    run = themes.current_run(db.session(), consultation)
    if run is None:
        raise NotFound()
    return run


def _question(consultation_id: str, question_id: str) -> tuple[AnalysisRun, Question]:
    consultation = consultation_of_address(consultation_id)
    mine = (Question.consultation_id == consultation.id, Question.public_id == question_id)
    question = db.session.scalar(select(Question).where(*mine))
    if question is None:
        raise NotFound()
    return _run(consultation), question


def _target(run: AnalysisRun, chosen: str) -> Theme | Unplaced:
    """Where answers go: a class without a theme, or a theme by its public id."""
    if chosen in set(Unplaced):
        return Unplaced(chosen)
    if not chosen:
        raise Invalid("themes.move.needs_theme")
    found = themes.find_theme(db.session(), g.process, chosen)
    if found.run_id != run.id:
        raise Invalid("themes.move.other_question")
    return found
