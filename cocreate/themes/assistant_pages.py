"""The pages of the language model: what would leave the installation, where to, and what came back."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.survey.routes import consultation_of_address
from cocreate.themes import assistant
from cocreate.themes import queries as theme_queries
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say

pages = Blueprint("themes_assistant", __name__, url_prefix="/p/<process_id>/manage/themes")


@pages.app_template_global()
def has_assistant() -> bool:
    """Whether this installation names a language model."""
    return _configured() is not None


def _configured() -> assistant.LanguageModel | None:
    return assistant.configured(current_app.extensions["cocreate_settings"])


def _model() -> assistant.LanguageModel:
    found = _configured()
    if found is None:
        raise NotFound()
    return found


@pages.get("/of/<consultation_id>/assistant")
@requires("themes:assistant:ask")
def show(consultation_id: str) -> Any:
    """What would be sent, and what came of the last time."""
    return _page(consultation_id)


def _page(consultation_id: str, status: int = 200, problem: str = "") -> Any:
    session, model = db.session(), _model()
    consultation = consultation_of_address(consultation_id)
    run = theme_queries.current_run(session, consultation)
    latest = assistant.latest_asking(session, run) if run else None
    finished = assistant.latest_asking(session, run, is_finished=True) if run else None
    named = theme_queries.themes_by_question(session, run) if run and finished else []
    return render_template(
        "themes/assistant/show.html",
        consultation=consultation,
        run=run,
        model=model,
        material=assistant.to_send(session, run) if run else {},
        latest=latest,
        finished=finished,
        named=[t for _question, themes in named for t in themes if finished and finished.names.get(t.public_id)],
        problem=problem,
    ), status


@pages.post("/of/<consultation_id>/assistant")
@requires("themes:assistant:ask")
def ask(consultation_id: str) -> Any:
    """Send the quotes and ask for names."""
    model = _model()
    run = theme_queries.current_run(db.session(), consultation_of_address(consultation_id))
    if run is None:
        raise NotFound()
    try:
        with transaction() as session:
            assistant.ask_for_names(session, current_actor(), g.process, run, model)
    except DomainError as error:
        return _page(consultation_id, error.status, say(error))
    return redirect(url_for("themes_assistant.show", consultation_id=consultation_id))


@pages.post("/<theme_id>/suggested-name")
@requires("themes:theme:decide")
def use(theme_id: str) -> Any:
    """A person takes the model's name for a theme."""
    theme = theme_queries.find_theme(db.session(), g.process, theme_id)
    version, asking_id = number_in(request.form.get("version")), request.form.get("asking", "")
    try:
        with transaction() as session:
            assistant.use_name(session, current_actor(), g.process, theme, asking_id=asking_id, version=version)
        flash(_("The name is saved."), "success")
    except DomainError as error:
        flash(say(error), "warning")
    return redirect(url_for("themes_manage.theme", theme_id=theme_id))
