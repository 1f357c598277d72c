"""The action plan, for everybody and for those who write it."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectMultipleField, StringField, TextAreaField
from wtforms.widgets import CheckboxInput, ListWidget

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.plan import commands, queries
from cocreate.plan.models import Action
from cocreate.selection.models import Sid
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, TranslatedField, at_most, number_in, required
from cocreate.web.language import translate
from cocreate.web.messages import say


class AxisForm(Form):
    """A line of the plan."""

    number = StringField(_l("Number"), validators=[required(), at_most(8)])
    title = TranslatedField(_l("Title"), needed=True)


class ActionForm(Form):
    """One action. Actors are written one a line."""

    version = HiddenField()
    number = StringField(_l("Number"), validators=[required(), at_most(12)])
    title = TranslatedField(_l("Title"), needed=True)
    description = TranslatedField(_l("Description"), long=True)
    actors = TextAreaField(_l("Actors to mobilise, one a line"), validators=[at_most(5000)])
    sids = SelectMultipleField(
        _l("Domains that it serves"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def actor_names(self) -> list[str]:
        """The lines that say something."""
        return [line.strip()[:300] for line in (self.actors.data or "").splitlines() if line.strip()]


pages = Blueprint("plan", __name__, url_prefix="/p/<process_id>/plan")
manage = Blueprint("plan_manage", __name__, url_prefix="/p/<process_id>/manage/plan")


@pages.get("/")
@requires("plan:view")
def show() -> str:
    """Axes, actions, actors."""
    return render_template("plan/show.html", axes=queries.axes_of(db.session(), g.process))


@manage.route("/", methods=["GET", "POST"])
@requires("plan:edit")
def index() -> Any:
    """The plan with a form for one more axis."""
    form, problem, status = AxisForm(), "", 200
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.add_axis(
                    session, current_actor(), g.process, number=form.number.data or "", title=form.title.data
                )
            return redirect(url_for("plan_manage.index"))
        except DomainError as error:
            problem, status = say(error), error.status
    elif form.errors:
        status = 422
    axes = queries.axes_of(db.session(), g.process)
    return render_template("plan/manage.html", axes=axes, form=form, problem=problem), status


@manage.route("/axes/<axis_id>/new", methods=["GET", "POST"])
@requires("plan:edit")
def add_action(axis_id: str) -> Any:
    """One more action on an axis."""
    axis = queries.find_axis(db.session(), g.process, axis_id)
    form, candidates = _action_form()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.add_action(
                    session,
                    current_actor(),
                    g.process,
                    axis,
                    number=form.number.data or "",
                    title=form.title.data,
                    description=form.description.data,
                    actors=form.actor_names(),
                    sids=_chosen(form, candidates),
                )
            return redirect(url_for("plan_manage.index"))
        except DomainError as error:
            return render_template(
                "plan/action.html", form=form, axis=axis, action=None, problem=say(error)
            ), error.status
    return render_template("plan/action.html", form=form, axis=axis, action=None), 422 if form.errors else 200


@manage.route("/actions/<action_id>", methods=["GET", "POST"])
@requires("plan:edit")
def action(action_id: str) -> Any:
    """Change an action."""
    row = queries.find_action(db.session(), g.process, action_id)
    form, candidates = _action_form(row)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.describe_action(
                    session,
                    current_actor(),
                    g.process,
                    row,
                    title=form.title.data,
                    description=form.description.data,
                    actors=form.actor_names(),
                    sids=_chosen(form, candidates),
                    version=number_in(form.version.data),
                )
            flash(_("Saved."), "success")
            return redirect(url_for("plan_manage.index"))
        except DomainError as error:
            db.session.rollback()
            form.version.data = str(row.version)
            page = render_template("plan/action.html", form=form, axis=row.axis, action=row, problem=say(error))
            return page, error.status
    return render_template("plan/action.html", form=form, axis=row.axis, action=row), 422 if form.errors else 200


def _action_form(row: Action | None = None) -> tuple[ActionForm, list[Sid]]:
    candidates = queries.candidates_of(db.session(), g.process)
    values: dict[str, Any] = {}
    if row is not None:
        values = {
            "version": str(row.version),
            "number": row.number,
            "title": row.title,
            "description": row.description,
            "actors": "\n".join(row.actors),
            "sids": [sid.public_id for sid in row.sids],
        }
    form = ActionForm(data=values)
    form.sids.choices = [(sid.public_id, translate(sid.title)) for sid in candidates]
    return form, candidates


def _chosen(form: ActionForm, candidates: list[Sid]) -> list[Sid]:
    return [sid for sid in candidates if sid.public_id in (form.sids.data or [])]
