"""The page of a consultation's rules: who may answer, how, in which languages, and who sees the results."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import transaction
from cocreate.errors import DomainError
from cocreate.survey import commands
from cocreate.survey.commands import ConsultationRules
from cocreate.survey.forms import RulesForm
from cocreate.survey.manage import manage
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import Access, Paging, ResultsRule
from cocreate.survey.wording import missing_in, wordings_of
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import LANGUAGES, NAMES
from cocreate.web.messages import say


@manage.route("/<consultation_id>/rules", methods=["GET", "POST"])
@requires("survey:consultation:settle")
def rules(consultation_id: str) -> Any:
    """What people are told before they answer, and can rely on after it."""
    consultation, problem, status = consultation_of_address(consultation_id), "", 200
    form = RulesForm(data=_form_data(consultation)) if request.method == "GET" else RulesForm()
    if request.method == "POST":
        _keep_what_is_fixed(form, consultation)
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.settle_rules(
                    session, current_actor(), consultation, _rules(form), version=number_in(form.version.data)
                )
            flash(_("Saved."), "success")
            return redirect(url_for(".show", consultation_id=consultation_id))
        except DomainError as error:
            problem, status, consultation = say(error), error.status, consultation_of_address(consultation_id)
            form.version.data = str(consultation.version)
    wordings = wordings_of(consultation, consultation.active_questions)
    page = render_template(
        "survey/manage/rules.html",
        form=form,
        consultation=consultation,
        problem=problem,
        missing=[(code, NAMES[code], len(missing_in(wordings, code))) for code in LANGUAGES],
        texts=len(wordings),
    )
    return page, 422 if form.errors else status


def _rules(form: RulesForm) -> ConsultationRules:
    chosen = tuple(code for code in LANGUAGES if code in (form.languages.data or ()))
    return ConsultationRules(
        access=Access(form.access.data),
        is_anonymous=form.anonymity.data == "anonymous",
        results_rule=ResultsRule(form.results_rule.data),
        paging=Paging(form.paging.data),
        allows_editing=bool(form.allows_editing.data),
        needs_proof_of_work=bool(form.needs_proof_of_work.data),
        closes_on=form.closes_on.data,
        languages=chosen,
    )


def _keep_what_is_fixed(form: RulesForm, consultation: Consultation) -> None:
    """After the opening the page has no fields for some rules, and a missing field is no wish."""
    if consultation.opened_at is None:
        return
    stored = _form_data(consultation)
    for name in ("access", "anonymity"):
        form[name].data = form[name].data or stored[name]


def _form_data(consultation: Consultation) -> dict[str, Any]:
    return {
        "version": str(consultation.version),
        "access": consultation.access,
        "anonymity": "anonymous" if consultation.is_anonymous else "named",
        "results_rule": consultation.results_rule,
        "paging": consultation.paging,
        "allows_editing": consultation.allows_editing,
        "needs_proof_of_work": consultation.needs_proof_of_work,
        "closes_on": consultation.closes_on,
        "languages": list(consultation.languages),
    }
