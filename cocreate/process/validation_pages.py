"""Pages of the validation: what lies before the committee, what it says, what it decided."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id
from cocreate.errors import DomainError
from cocreate.process import validations
from cocreate.process.commands import find_challenge
from cocreate.process.forms import AnswerForm, CommentForm, DecisionForm, ExceptionForm
from cocreate.process.messages import ANSWERED, OUTCOMES, REMARK_KINDS
from cocreate.process.models import Challenge
from cocreate.process.rules import Answered, CommentKind, Outcome
from cocreate.process.versions import last_version
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form
from cocreate.web.messages import say

pages = Blueprint("validation", __name__)


@pages.get("/p/<process_id>/manage/validation")
@requires("process:evidence:view")
def index() -> str:
    """All challenges and where they stand."""
    return _index(ExceptionForm())


@pages.post("/p/<process_id>/manage/validation/require")
@requires("process:validation:decide")
def require() -> Any:
    """Whether challenges need the committee before people are asked about them."""
    with transaction() as session:
        validations.require_validation(
            session, current_actor(), g.process, is_needed=request.form.get("needed") == "yes"
        )
    return redirect(url_for("validation.index"))


@pages.post("/p/<process_id>/manage/validation/exceptions")
@requires("process:validation:decide")
def make_exceptions() -> Any:
    """Let people be asked about what is not validated, with a reason that everybody can read."""
    form = ExceptionForm()
    if not form.validate_on_submit():
        return _index(form), 422
    try:
        with transaction() as session:
            waiting = validations.not_validated(session, g.process)
            validations.make_exceptions(session, current_actor(), g.process, waiting, reason=form.reason.data)
    except DomainError as error:
        return _index(form, say(error)), error.status
    flash(_("The exception is recorded."), "success")
    return redirect(url_for("validation.index"))


@pages.get("/p/<process_id>/manage/validation/<challenge_id>")
@requires("process:evidence:view")
def show(challenge_id: str) -> str:
    """One challenge: what was said about it and decided."""
    return _page(find_challenge(db.session(), g.process, challenge_id))


@pages.post("/p/<process_id>/manage/validation/<challenge_id>/ask")
@requires("process:validation:decide")
def ask(challenge_id: str) -> Any:
    """Lay it before the committee as it is now."""
    row = find_challenge(db.session(), g.process, challenge_id)
    with transaction() as session:
        validations.ask_committee(session, current_actor(), g.process, row)
    return _back(row)


@pages.post("/p/<process_id>/manage/validation/<challenge_id>/<challenge_validation_id>/comments")
@requires("process:validation:comment")
def comment(challenge_id: str, challenge_validation_id: str) -> Any:
    """A remark or a proposed change."""
    row = find_challenge(db.session(), g.process, challenge_id)
    form = CommentForm()
    if not form.validate_on_submit():
        return _page(row, comment_form=form), 422
    try:
        with transaction() as session:
            validations.comment(
                session,
                current_actor(),
                g.process,
                validations.find_validation(session, g.process, challenge_validation_id),
                CommentKind(form.kind.data),
                form.text.data or "",
                public_id=form_public_id(form.form_id.data),
            )
    except DomainError as error:
        return _page(row, say(error), comment_form=form), error.status
    return _back(row, "comments")


@pages.post(
    "/p/<process_id>/manage/validation/<challenge_id>/<challenge_validation_id>/comments/<validation_comment_id>"
)
@requires("process:validation:decide")
def answer(challenge_id: str, challenge_validation_id: str, validation_comment_id: str) -> Any:
    """What becomes of a remark."""
    row = find_challenge(db.session(), g.process, challenge_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _page(row, answering=validation_comment_id, answer_form=form), 422
    try:
        with transaction() as session:
            validation = validations.find_validation(session, g.process, challenge_validation_id)
            remark = validations.find_comment(validation, validation_comment_id)
            validations.answer(
                session, current_actor(), g.process, remark, Answered(form.answered.data), form.answer.data or ""
            )
    except DomainError as error:
        return _page(row, say(error), answering=validation_comment_id, answer_form=form), error.status
    return _back(row, "comments")


@pages.post("/p/<process_id>/manage/validation/<challenge_id>/<challenge_validation_id>/decision")
@requires("process:validation:decide")
def decide(challenge_id: str, challenge_validation_id: str) -> Any:
    """Record what the committee decided."""
    row = find_challenge(db.session(), g.process, challenge_id)
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(row, decision_form=form), 422
    try:
        with transaction() as session:
            validations.decide(
                session,
                current_actor(),
                g.process,
                validations.find_validation(session, g.process, challenge_validation_id),
                Outcome(form.outcome.data),
                form.meeting(),
                reason=form.reason.data,
            )
    except DomainError as error:
        return _page(row, say(error), decision_form=form), error.status
    flash(_("The decision is recorded."), "success")
    return _back(row)


def _back(row: Challenge, part: str = "") -> Any:
    return redirect(url_for("validation.show", challenge_id=row.public_id) + (f"#{part}" if part else ""))


def _index(form: ExceptionForm, problem: str = "") -> str:
    session = db.session()
    standing = validations.standing(session, g.process)
    told = {
        "found": validations.all_of(session, g.process),
        "standing": standing,
        "changed": validations.changed_since(session, standing.values()),
        "waiting": validations.not_validated(session, g.process),
        "outcomes": OUTCOMES,
    }
    return render_template("process/validation/index.html", form=form, problem=problem, **told)


def _page(row: Challenge, problem: str = "", *, answering: str = "", **forms: Form) -> str:
    told: dict[str, Any] = {
        "comment_form": CommentForm(formdata=None),
        "answer_form": AnswerForm(formdata=None),
        "decision_form": DecisionForm(formdata=None),
        **forms,
    }
    rounds = validations.validations_of(db.session(), row)
    latest = next((one for one in rounds if one.decided_at is not None), None)
    is_changed = latest is not None and bool(validations.changed_since(db.session(), [latest]))
    told |= {"changed": {latest.id} if latest is not None and is_changed else set()}
    told |= {"challenge": row, "validations": rounds, "version": last_version(db.session(), row)}
    told |= {"answering": answering, "outcomes": OUTCOMES, "kinds": REMARK_KINDS, "answered": ANSWERED}
    sent = next(iter(forms.values()), None)
    return render_template("process/validation/show.html", sent=sent, problem=problem, **told)
