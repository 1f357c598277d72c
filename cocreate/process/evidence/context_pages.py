"""Pages on which megatrends with their trends and transitions with their priorities are written down."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError
from cocreate.process.evidence import contexts
from cocreate.process.evidence.forms import ContextForm
from cocreate.process.evidence.pages import pages
from cocreate.process.queries import contexts_of
from cocreate.process.rules import ContextKind
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say


@pages.get("/p/<process_id>/manage/evidence/frame")
@requires("process:evidence:view")
def frame() -> str:
    """All megatrends and transitions."""
    return render_template("process/evidence/frame.html", contexts=contexts_of(db.session(), g.process))


@pages.post("/p/<process_id>/manage/evidence/frame/starter")
@requires("process:evidence:edit")
def starter() -> Any:
    """The reference's megatrends, as far as they are not there."""
    with transaction() as session:
        added = contexts.start_from_the_reference(session, current_actor(), g.process)
    flash(ngettext("%(num)s megatrend is added.", "%(num)s megatrends are added.", added), "success")
    return redirect(url_for("evidence.frame"))


@pages.route(
    "/p/<process_id>/manage/evidence/frame/new/<any(megatrend, transition):context_kind>", methods=["GET", "POST"]
)
@requires("process:evidence:edit")
def add_context(context_kind: str) -> Any:
    """One more megatrend or transition."""
    form = ContextForm()
    if form.validate_on_submit():
        with transaction() as session:
            made = contexts.add_context(
                session,
                current_actor(),
                g.process,
                kind=ContextKind(context_kind),
                title=form.title.data,
                points=[],
                public_id=form_public_id(form.form_id.data),
            )
        return redirect(url_for("evidence.context", context_id=made.public_id))
    return _page(form, kind=context_kind), 422 if form.errors else 200


@pages.route("/p/<process_id>/manage/evidence/frame/<context_id>", methods=["GET", "POST"])
@requires("process:evidence:edit")
def context(context_id: str) -> Any:
    """One of them: its title and its points."""
    row = contexts.find_context(db.session(), g.process, context_id)
    form = ContextForm(obj=row)
    if form.validate_on_submit():
        with transaction() as session:
            contexts.describe_context(session, current_actor(), g.process, row, title=form.title.data)
        flash(_("Saved."), "success")
        return redirect(url_for("evidence.frame"))
    return _page(form, kind=row.kind, row=row), 422 if form.errors else 200


@pages.post("/p/<process_id>/manage/evidence/frame/<context_id>/remove")
@requires("process:evidence:edit")
def remove_context(context_id: str) -> Any:
    """Away with its points."""
    row = contexts.find_context(db.session(), g.process, context_id)
    try:
        with transaction() as session:
            contexts.remove_context(session, current_actor(), g.process, row)
    except DomainError as error:
        return _page(ContextForm(formdata=None, obj=row), kind=row.kind, row=row, problem=say(error)), error.status
    flash(_("It is removed."), "success")
    return redirect(url_for("evidence.frame"))


@pages.route("/p/<process_id>/manage/evidence/frame/<context_id>/new", methods=["GET", "POST"])
@requires("process:evidence:edit")
def add_point(context_id: str) -> Any:
    """One more trend or priority."""
    row = contexts.find_context(db.session(), g.process, context_id)
    form = ContextForm()
    if form.validate_on_submit():
        with transaction() as session:
            contexts.add_point(
                session,
                current_actor(),
                g.process,
                row,
                title=form.title.data,
                public_id=form_public_id(form.form_id.data),
            )
        return redirect(url_for("evidence.context", context_id=context_id))
    return _point_page(form, row), 422 if form.errors else 200


@pages.route("/p/<process_id>/manage/evidence/frame/<context_id>/points/<context_point_id>", methods=["GET", "POST"])
@requires("process:evidence:edit")
def point(context_id: str, context_point_id: str) -> Any:
    """Change or remove a trend or priority."""
    row = contexts.find_context(db.session(), g.process, context_id)
    one = contexts.find_point(row, context_point_id)
    if request.method == "POST" and request.form.get("remove") == "yes":
        try:
            with transaction() as session:
                contexts.remove_point(session, current_actor(), g.process, row, one)
        except DomainError as error:
            return _point_page(ContextForm(formdata=None, obj=one), row, one, say(error)), error.status
        return redirect(url_for("evidence.context", context_id=context_id))
    form = ContextForm(obj=one)
    if form.validate_on_submit():
        with transaction() as session:
            contexts.describe_point(session, current_actor(), g.process, one, title=form.title.data)
        return redirect(url_for("evidence.context", context_id=context_id))
    return _point_page(form, row, one), 422 if form.errors else 200


def _page(form: ContextForm, *, kind: str, row: Any = None, problem: str = "") -> str:
    return render_template("process/evidence/context.html", form=form, kind=kind, row=row, problem=problem)


def _point_page(form: ContextForm, row: Any, one: Any = None, problem: str = "") -> str:
    return render_template("process/evidence/point.html", form=form, context=row, point=one, problem=problem)
