"""Pages for everybody: the privacy notice of a consultation, and one's own data by receipt code."""

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded

from cocreate.core.db import begin_reading, db, transaction
from cocreate.errors import NotFound
from cocreate.survey import labels, queries
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.formats.reading import pdf_of
from cocreate.survey.exporting.stored import find_sheet
from cocreate.survey.exporting.table import table_of
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.protection import commands, words
from cocreate.survey.protection.mine import own_data
from cocreate.survey.protection.queries import notice_for
from cocreate.survey.protection.rules import data_kinds
from cocreate.survey.routes import CODES, consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say

pages = Blueprint("survey_privacy", __name__, url_prefix="/p/<process_id>/consultations/<consultation_id>")
pages.context_processor(labels.for_templates)


@pages.get("/privacy")
@requires("survey:consultation:view")
def notice(consultation_id: str) -> str:
    """What happens to the answers, in plain words."""
    consultation = consultation_of_address(consultation_id)
    kinds = data_kinds((q.kind for q in consultation.active_questions), is_anonymous=consultation.is_anonymous)
    told = notice_for(consultation)
    return render_template(
        "survey/protection/notice.html",
        consultation=consultation,
        told=told,
        basis=words.BASES[told.basis],
        data=[words.DATA[kind] for kind in kinds],
    )


@pages.get("/my-data")
@requires("survey:receipt:view")
def mine(consultation_id: str) -> str:
    """Where one's own data are had and erased."""
    return _page(consultation_of_address(consultation_id))


@pages.post("/my-data")
@requires("survey:receipt:view")
def use(consultation_id: str) -> Any:
    """Download one's own data, or erase them after being asked once more."""
    consultation = consultation_of_address(consultation_id)
    code, wanted = request.form.get("code", "")[:100].replace("\x00", ""), request.form.get("what", "")
    try:
        with CODES:
            submission = queries.submission_by_receipt(db.session(), consultation, code)
    except RateLimitExceeded:
        return _page(consultation, code=code, problem=say("survey.receipt.too_often")), 429
    if submission is None:
        return _page(consultation, code=code, problem=say("survey.receipt.unknown")), 422
    if wanted == "erase":
        return render_template("survey/protection/erase.html", consultation=consultation, code=code)
    if wanted == "erase for good":
        return _erase(consultation, submission)
    return _pdf(consultation, submission) if wanted == "pdf" else _json(consultation, submission)


def _page(consultation: Consultation, *, code: str = "", problem: str = "") -> str:
    begin_reading()
    return render_template("survey/protection/my_data.html", consultation=consultation, code=code, problem=problem)


def _erase(consultation: Consultation, submission: Submission) -> Any:
    with transaction() as session:
        commands.erase_own_sheet(session, current_actor(), consultation, submission)
    flash(_("Your answers are erased. The code leads nowhere any more."), "success")
    return redirect(url_for(".mine", consultation_id=consultation.public_id), 303)


def _json(consultation: Consultation, submission: Submission) -> Response:
    text = json.dumps(own_data(db.session(), consultation, submission), ensure_ascii=False, indent=2)
    return _file(text.encode(), "my-answers.json", "application/json")


def _pdf(consultation: Consultation, submission: Submission) -> Response:
    session = db.session()
    table = table_of(session, consultation, Wish(format="pdf", language=current_language()))
    sheet = find_sheet(session, consultation.id, submission.id)
    if sheet is None:
        raise NotFound()
    return _file(pdf_of(table, [sheet]), "my-answers.pdf", "application/pdf")


def _file(content: bytes, name: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype=media_type, headers=headers)
