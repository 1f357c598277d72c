"""A helper enters what somebody answered on paper or by telephone: the same questionnaire, marked as such."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as visit

from cocreate.core.db import db, transaction
from cocreate.errors import Closed, Conflict, NotAllowed
from cocreate.survey import commands, labels, queries, receipts, sheets, uploading
from cocreate.survey.inviting import way_in
from cocreate.survey.inviting.messages import SOURCES
from cocreate.survey.models import Consultation
from cocreate.survey.routes import another_page, consultation_of_address, show_form, words_back
from cocreate.survey.rules import Flag, Source
from cocreate.web.access import current_actor, requires
from cocreate.web.errors import refused
from cocreate.web.forms import clean
from cocreate.web.language import current_language

pages = Blueprint("survey_assisted", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>")
pages.context_processor(labels.for_templates)
ENTERED = "survey_entered"  # name in the helper's visit: consultation and receipt code of the last answer entered
HELPED = (Source.PAPER, Source.TELEPHONE)


@pages.get("/enter")
@requires("survey:answer:enter")
def enter(consultation_id: str) -> Any:
    """The questionnaire, to be filled in for somebody."""
    consultation = consultation_of_address(consultation_id)
    if not consultation.is_taking_from_helpers:
        return redirect(url_for("survey_manage.show", consultation_id=consultation_id))
    return _form(consultation, {})


@pages.post("/enter")
@requires("survey:answer:enter")
def submit(consultation_id: str) -> Any:
    """Take the answers in, with the helper in the audit trail and the receipt to hand over."""
    consultation, typed = consultation_of_address(consultation_id), request.form.to_dict()
    typed, refused_files = uploading.from_page(consultation, typed, is_helped=True)
    if refused_files:
        return _form(consultation, typed, problems=refused_files, status=422)
    token = receipts.read_form_token(consultation, typed.get("form_token", ""))
    if "switch_language" in typed:
        return _form(consultation, typed)
    if (shown := another_page(consultation, typed, **_assisted(consultation, typed))) is not None:
        return shown
    if token is None:
        return _form(consultation, typed, warning="survey.sheet.form_unknown", status=422)
    helper = current_actor()
    try:
        with transaction() as session:
            ground = queries.ground_for(session, consultation)
            way = way_in.for_helper(session, consultation, helper, clean(typed.get("invited_email", ""))[:254])
            language = current_language()
            sheet = sheets.read_sheet(
                consultation, typed, ground, language=language, seconds_open=60, seed=token.secret
            )
            sheet = replace(sheet, source=_source(typed), flag=Flag.AGAIN if way.is_again else None)
            receipt = commands.submit_answers(
                session, helper, consultation, sheet, token.secret, ground=ground, way_in=way
            )
    except (Conflict, NotAllowed) as refusal:
        return _form(consultation, typed, warning=refusal.code, status=refusal.status)
    except commands.SheetRefused as problem:
        return _form(consultation, typed, problems=problem.problems, status=422)
    visit[ENTERED] = [consultation.public_id, receipt.code]
    return redirect(url_for(".entered", consultation_id=consultation_id), 303)


@pages.errorhandler(Closed)
def closed_meanwhile(error: Closed) -> Any:
    """It closed while a helper was typing: what somebody told them comes back, to be handed in another way."""
    return words_back(error) if request.endpoint == "survey_assisted.submit" else refused(error)


@pages.get("/entered")
@requires("survey:answer:enter")
def entered(consultation_id: str) -> Any:
    """The receipt code of the answer just entered."""
    consultation = consultation_of_address(consultation_id)
    about, code = visit.get(ENTERED) or ("", "")
    if about != consultation.public_id:
        return redirect(url_for(".enter", consultation_id=consultation_id))
    submission = queries.submission_by_receipt(db.session(), consultation, code)
    return render_template(
        "survey/inviting/entered.html", consultation=consultation, code=code, submission=submission, sources=SOURCES
    )


def _form(consultation: Consultation, typed: dict[str, str], **how: Any) -> Any:
    return show_form(consultation, typed, **how, **_assisted(consultation, typed))


def _assisted(consultation: Consultation, typed: dict[str, str]) -> dict[str, Any]:
    sources = [(source.value, SOURCES[source]) for source in HELPED]
    return {
        "form_action": url_for("survey_assisted.submit", consultation_id=consultation.public_id),
        "assisted": {"sources": sources, "chosen": _source(typed).value},
    }


def _source(typed: dict[str, str]) -> Source:
    return Source.TELEPHONE if typed.get("source") == Source.TELEPHONE else Source.PAPER
