"""Pages about a consultation as a whole: its rules, languages and versions, the words at its end, late answers."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.survey import queries
from cocreate.survey.commands.consultations import ConsultationRules, say_farewell, settle_rules
from cocreate.survey.commands.opening import allow_late
from cocreate.survey.commands.questions import translate_texts
from cocreate.survey.forms import FarewellForm, LateForm, RulesForm
from cocreate.survey.labels import CHANGED, REQUIREMENTS
from cocreate.survey.labels import TEXT_PARTS as PARTS
from cocreate.survey.manage import manage
from cocreate.survey.models import Consultation
from cocreate.survey.revisions import differences
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import Access, Paging, ResultsRule, clean_text
from cocreate.survey.wording import Wording, missing_in, wordings_of
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import LANGUAGES, NAMES, current_language
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
                settle_rules(session, current_actor(), consultation, _rules(form), version=number_in(form.version.data))
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


@manage.route("/<consultation_id>/farewell", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def farewell(consultation_id: str) -> Any:
    """Words of thanks, and of what happens next."""
    consultation = consultation_of_address(consultation_id)
    form, problem = FarewellForm(obj=consultation), ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                say_farewell(
                    session,
                    current_actor(),
                    consultation,
                    thanks=form.thanks.data,
                    closing=form.closing.data,
                    version=number_in(form.version.data),
                )
            flash(_("Saved."), "success")
            return redirect(url_for(".farewell", consultation_id=consultation_id))
        except DomainError as error:
            problem, consultation = say(error), consultation_of_address(consultation_id)
            form.version.data = str(consultation.version)
    page = render_template("survey/manage/farewell.html", form=form, consultation=consultation, problem=problem)
    return page, 409 if problem else 422 if form.errors else 200


@manage.route("/<consultation_id>/late", methods=["GET", "POST"])
@requires("survey:late:allow")
def late(consultation_id: str) -> Any:
    """The day, and what waits for it."""
    consultation, problem, status = consultation_of_address(consultation_id), "", 200
    until = consultation.late_until if consultation.awaits_late else None
    told = {"version": str(consultation.version), "until": until}
    form = LateForm(data=told) if request.method == "GET" else LateForm()
    if form.validate_on_submit():
        try:
            with transaction() as session:
                version = number_in(form.version.data)
                allow_late(session, current_actor(), consultation, form.until.data, version=version)
            flash(_("Saved."), "success")
            return redirect(url_for(".late", consultation_id=consultation_id))
        except DomainError as error:
            problem, status, consultation = say(error), error.status, consultation_of_address(consultation_id)
            form.version.data = str(consultation.version)
    page = render_template("survey/manage/late.html", form=form, consultation=consultation, problem=problem)
    return page, 422 if form.errors else status


@manage.get("/<consultation_id>/versions")
@requires("survey:revisions:view")
def versions(consultation_id: str) -> str:
    """Every version, the newest first, with what differs from the one before."""
    consultation = consultation_of_address(consultation_id)
    kept = queries.revisions_of(db.session(), consultation)
    pairs = zip(kept, [None, *kept], strict=False)
    told = [(each, differences(before.content, each.content) if before else []) for each, before in pairs]
    return render_template(
        "survey/manage/versions.html",
        consultation=consultation,
        told=list(reversed(told)),
        changed=CHANGED,
        requirements=REQUIREMENTS,
        sheets=queries.sheets_by_revision(db.session(), consultation),
    )


LIMITS = {"title": 300, "choices": 300, "rows": 300, "columns": 300, "roles": 300, "labels": 300, "unit": 40}
LONGEST = 5000


@manage.route("/<consultation_id>/translate", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def translate_(consultation_id: str) -> Any:
    """All texts side by side; saving touches only those that were changed here."""
    consultation = consultation_of_address(consultation_id)
    source, target = _pair(consultation)
    if request.method == "GET":
        return _page(consultation, source, target)
    wordings = {wording.name: wording for wording in wordings_of(consultation, consultation.questions)}
    texts = {name: clean_text(request.form[f"t-{name}"]) for name in wordings if f"t-{name}" in request.form}
    seen = {name: clean_text(request.form.get(f"b-{name}", "")) for name in texts}
    too_long = [name for name, text in texts.items() if len(text) > _limit(wordings[name])]
    if too_long:
        errors = {name: say("survey.option.too_long", limit=_limit(wordings[name])) for name in too_long}
        return _page(consultation, source, target, texts, errors, status=422)
    with transaction() as session:
        refused = translate_texts(session, current_actor(), consultation, target, texts, seen)
    if refused:
        consultation = consultation_of_address(consultation_id)
        errors = {name: say("survey.translation.changed") for name in refused}
        return _page(consultation, source, target, {name: texts[name] for name in refused}, errors, status=409)
    flash(_("Saved."), "success")
    return redirect(url_for(".translate_", consultation_id=consultation_id, source=source, to=target))


def _page(
    consultation: Consultation,
    source: str,
    target: str,
    texts: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> Any:
    wordings = wordings_of(consultation, consultation.questions)
    missing = missing_in(wordings, target)
    page = render_template(
        "survey/manage/translate.html",
        consultation=consultation,
        source=source,
        target=target,
        names=NAMES,
        parts=PARTS,
        counts={code: len(missing_in(wordings, code)) for code in LANGUAGES},
        total=len(wordings),
        wordings=[*missing, *(wording for wording in wordings if wording not in missing)],
        texts=texts or {},
        errors=errors or {},
        numbers={question.key: n for n, question in enumerate(consultation.questions, start=1)},
    )
    return page, status


def _pair(consultation: Consultation) -> tuple[str, str]:
    """From which language into which: as asked for, else from the fullest into the emptiest."""
    wordings = wordings_of(consultation, consultation.questions)
    fullest = min(LANGUAGES, key=lambda code: (len(missing_in(wordings, code)), code != current_language()))
    source = _known(request.args.get("source", ""), [fullest])
    emptiest = sorted(LANGUAGES, key=lambda code: -len(missing_in(wordings, code)))
    target = _known(request.args.get("to", ""), emptiest)
    return source, target if target != source else next(code for code in emptiest if code != source)


def _known(wanted: str, otherwise: Sequence[str]) -> str:
    return wanted if wanted in LANGUAGES else otherwise[0]


def _limit(wording: Wording) -> int:
    return LIMITS.get(wording.part, LONGEST)
