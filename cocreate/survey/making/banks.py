"""Pages of the bank: questions of the process kept for its other consultations."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, Invalid, NotFound
from cocreate.survey import commands, queries
from cocreate.survey.making.parts import typed
from cocreate.survey.making.questions import neighbour, show_gallery
from cocreate.survey.manage import manage, question_of_address
from cocreate.survey.models import BankQuestion
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import clean_text
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say


@manage.get("/bank")
@requires("survey:bank:view")
def bank() -> str:
    """The questions that were kept."""
    return render_template("survey/manage/bank.html", kept=queries.bank_of(db.session(), g.process))


@manage.post("/<consultation_id>/questions/<question_id>/keep")
@requires("survey:bank:edit")
def keep(consultation_id: str, question_id: str) -> Any:
    """Put a copy of a question into the bank."""
    _consultation, found = question_of_address(consultation_id, question_id)
    with transaction() as session:
        commands.keep_question(session, current_actor(), found)
    flash(_("A copy of the question is in the bank."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id) + f"#question-{found.key}")


@manage.post("/<consultation_id>/questions/from-bank")
@requires("survey:consultation:edit")
def take(consultation_id: str) -> Any:
    """Add a copy of a kept question."""
    consultation = consultation_of_address(consultation_id)
    kept = queries.find_bank_question(db.session(), g.process, typed(request.form, "bank_question", 16))
    after, reason = neighbour(consultation, request.form.get("after", "")), clean_text(request.form.get("reason", ""))
    try:
        if kept is None:
            raise Invalid("survey.bank.gone")
        with transaction() as session:
            commands.take_question(
                session,
                current_actor(),
                kept,
                consultation,
                after=after,
                reason=reason,
                token=typed(request.form, "token", 16),
            )
        flash(_("The question is in the questionnaire."), "success")
    except DomainError as error:
        consultation = consultation_of_address(consultation_id)
        return show_gallery(consultation, after, reason=reason, problem=say(error), status=error.status)
    return redirect(url_for(".show", consultation_id=consultation_id) + "#questions")


@manage.post("/bank/<bank_question_id>/drop")
@requires("survey:bank:edit")
def drop(bank_question_id: str) -> Any:
    """Take a question out of the bank."""
    kept = _kept(bank_question_id)
    with transaction() as session:
        commands.drop_question(session, current_actor(), kept, g.process.public_id)
    flash(_("The question is no longer in the bank."), "success")
    return redirect(url_for(".bank"))


def _kept(name: str) -> BankQuestion:
    found = queries.find_bank_question(db.session(), g.process, name[:16])
    if found is None:
        raise NotFound()
    return found
