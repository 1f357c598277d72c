"""Pages of the matrix: filled by those who prepare the challenges, read by everybody once challenges are there."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid
from cocreate.process import matrix
from cocreate.process.commands import find_challenge
from cocreate.process.evidence.contexts import find_any_point, find_context
from cocreate.process.forms import CellForm, DraftForm
from cocreate.process.messages import STRENGTHS, dots
from cocreate.process.models import Challenge
from cocreate.process.queries import challenges_of
from cocreate.process.rules import ChallengeState
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import translate
from cocreate.web.messages import say

pages = Blueprint("matrix", __name__)
NEW = ""


@pages.get("/p/<process_id>/challenges/matrix")
@requires("process:view")
def public_matrix() -> str:
    """How the challenges were found."""
    found = matrix.matrix_of(db.session(), g.process)
    return render_template("process/matrix/public.html", matrix=found, strengths=STRENGTHS, dots=dots)


@pages.get("/p/<process_id>/manage/matrix")
@requires("process:evidence:view")
def show() -> str:
    """The whole matrix, and what came of its cells."""
    return _page(_draft_form())


@pages.post("/p/<process_id>/manage/matrix")
@requires("process:matrix:edit")
def draft() -> Any:
    """A draft challenge of the ticked cells, or the cells to a challenge that is there."""
    form = _draft_form()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        with transaction() as session:
            cells = matrix.find_cells(session, g.process, form.cells.data or ())
            challenge = _challenge_of(session, form, cells)
    except DomainError as error:
        return _page(form, problem=say(error)), error.status
    flash(_("The cells are noted with the challenge."), "success")
    return redirect(url_for("process_manage.challenge", challenge_id=challenge.public_id))


@pages.route("/p/<process_id>/manage/matrix/<context_id>/<priority_id>", methods=["GET", "POST"])
@requires("process:matrix:edit")
def cell(context_id: str, priority_id: str) -> Any:
    """One cell: how much, and why."""
    megatrend = find_context(db.session(), g.process, context_id)
    priority = find_any_point(db.session(), g.process, priority_id)
    row = matrix.find_meeting(db.session(), megatrend, priority)
    form = CellForm(obj=row) if row else CellForm(strength=0)
    problem, status = "", 422 if form.is_submitted() and not form.validate() else 200
    if form.is_submitted() and not form.errors:
        try:
            with transaction() as session:
                matrix.fill_cell(
                    session,
                    current_actor(),
                    g.process,
                    megatrend,
                    priority,
                    strength=form.strength.data,
                    reason=form.reason.data,
                    version=number_in(form.version.data),
                )
            return redirect(url_for("matrix.show") + f"#c-{megatrend.public_id}-{priority.public_id}")
        except DomainError as error:
            db.session.rollback()
            form.version.data = str(row.version if row else 0)
            problem, status = say(error), error.status
    told = {"form": form, "megatrend": megatrend, "priority": priority, "cell": row, "problem": problem}
    return render_template("process/matrix/cell.html", **told), status


@pages.post("/p/<process_id>/manage/matrix/release/<matrix_cell_id>/<challenge_id>")
@requires("process:matrix:edit")
def release(matrix_cell_id: str, challenge_id: str) -> Any:
    """Take it back that a challenge came from a cell."""
    with transaction() as session:
        challenge = find_challenge(session, g.process, challenge_id)
        for one in matrix.find_cells(session, g.process, [matrix_cell_id]):
            matrix.release_cell(session, current_actor(), g.process, challenge, one)
    return redirect(url_for("matrix.show") + "#used")


def _challenge_of(session: Any, form: DraftForm, cells: list[Any]) -> Challenge:
    if not cells:
        raise Invalid("matrix.no_cells")
    actor = current_actor()
    if form.into.data:
        challenge = find_challenge(session, g.process, form.into.data)
        matrix.use_cells(session, actor, g.process, challenge, cells)
        return challenge
    if not form.title.data:
        raise Invalid("matrix.no_title")
    return matrix.draft_challenge(
        session,
        actor,
        g.process,
        cells,
        title=form.title.data,
        description=form.description.data,
        form_token=form.token.data or "",
    )


def _draft_form() -> DraftForm:
    form = DraftForm()
    form.into.choices = [
        (NEW, _("A new draft challenge")),
        *((row.public_id, translate(row.title)) for row in _takers()),
    ]
    return form


def _takers() -> list[Challenge]:
    session = db.session()
    return challenges_of(session, g.process, ChallengeState.DRAFT) + challenges_of(session, g.process)


def _page(form: DraftForm, problem: str = "") -> str:
    told = {
        "matrix": matrix.matrix_of(db.session(), g.process),
        "challenges": _takers(),
        "form": form,
        "ticked": request.form.getlist("cells"),
        "problem": problem,
        "strengths": STRENGTHS,
        "dots": dots,
    }
    return render_template("process/matrix/show.html", **told)
