"""The page on which people decide what is published of answers that seem to tell who somebody is."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid
from cocreate.survey import labels
from cocreate.survey.models import Consultation
from cocreate.survey.personal import commands, queries
from cocreate.survey.personal.messages import kind_name
from cocreate.survey.personal.rules import BY_REVIEW, FlagState
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say
from cocreate.web.paging import page_number

manage = Blueprint(
    "survey_personal", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/personal"
)
manage.context_processor(labels.for_templates)


@manage.get("")
@requires("survey:flag:view")
def review(consultation_id: str) -> Any:
    """The flagged answers in one state, those that wait first."""
    return _review(consultation_of_address(consultation_id))


def _review(consultation: Consultation, status: int = 200, problem: str = "") -> Any:
    state = _state(request.values.get("show", ""), FlagState.OPEN)
    flagged, pages = queries.flagged_page(db.session(), consultation, state, page := page_number())
    return (
        render_template(
            "survey/personal/review.html",
            consultation=consultation,
            state=state,
            states=BY_REVIEW,
            counts=queries.counts(db.session(), consultation),
            flagged=flagged,
            page=page,
            pages=pages,
            problem=problem,
            kind_name=kind_name,
        ),
        status,
    )


@manage.post("")
@requires("survey:flag:decide")
def decide(consultation_id: str) -> Any:
    """What is published of one answer (its own button) or of those that are ticked."""
    consultation = consultation_of_address(consultation_id)
    wanted, _colon, one = request.form.get("decision", "").partition(":")
    chosen = [one] if one else list(dict.fromkeys(request.form.getlist("answer")))
    try:
        if not chosen:
            raise Invalid("survey.flag.none_chosen")
        with transaction() as session:
            flags = queries.find_flags(session, consultation, chosen)
            seen = ((flag, request.form.get(f"seen-{key}", "")) for key, flag in flags.items())
            count = commands.decide_flags(session, current_actor(), consultation, seen, _state(wanted))
    except DomainError as refused:
        db.session.rollback()
        return _review(consultation, refused.status, say(refused))
    flash(ngettext("%(num)s answer is decided.", "%(num)s answers are decided.", count), "success")
    show = _state(request.form.get("show", ""), FlagState.OPEN)
    return redirect(url_for(".review", consultation_id=consultation_id, show=show.value), 303)


@manage.post("/rest")
@requires("survey:flag:decide")
def rest(consultation_id: str) -> Any:
    """Publish all that still wait, without the passages."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        waiting = queries.waiting(session, consultation)
        seen = ((flag, FlagState.OPEN.value) for flag in waiting)
        count = commands.decide_flags(session, current_actor(), consultation, seen, FlagState.REDACTED)
    flash(ngettext("%(num)s answer is decided.", "%(num)s answers are decided.", count), "success")
    return redirect(url_for(".review", consultation_id=consultation_id), 303)


@manage.post("/look")
@requires("survey:flag:decide")
def look(consultation_id: str) -> Any:
    """Have all free answers looked at."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        task = commands.ask_to_look(session, current_actor(), consultation)
    back = url_for(".review", consultation_id=consultation_id)
    return redirect(url_for("jobs.show", job_id=task.public_id, back=back), 303)


def _state(text: str, otherwise: FlagState | None = None) -> FlagState:
    if text in set(BY_REVIEW):
        return FlagState(text)
    if otherwise is None:
        raise Invalid("unknown")
    return otherwise
