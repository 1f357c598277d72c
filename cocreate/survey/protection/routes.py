"""Pages for everybody: the privacy notice of a consultation, and one's own data by receipt code."""

import json
from base64 import b64encode
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.errors import RateLimitExceeded
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from cocreate.core.db import begin_reading, db, transaction
from cocreate.errors import NotFound
from cocreate.survey import labels, queries
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.reading import pdf_of
from cocreate.survey.exporting.table import find_sheet, table_of
from cocreate.survey.models import Answer, Consultation, Submission, Upload
from cocreate.survey.protection import commands
from cocreate.survey.protection.queries import notice_for
from cocreate.survey.protection.rules import data_kinds
from cocreate.survey.routes import CODES, consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.language import current_language
from cocreate.web.messages import say


def own_data(session: Session, consultation: Consultation, submission: Submission) -> dict[str, Any]:
    """All of it, as JSON values; what is a fingerprint of a code is named, not shown."""
    uploads = session.scalars(
        select(Upload).where(Upload.submission_id == submission.id).options(undefer(Upload.content)).order_by(Upload.id)
    )
    answers = sorted(submission.answers, key=lambda answer: (answer.question.position, answer.item))
    not_asked = set(submission.unasked or ())
    return {
        "consultation": {"id": consultation.public_id, "title": consultation.title},
        "sheet": submission.id,
        "day": submission.day.isoformat(),
        "language": submission.language,
        "group": submission.helix,
        "source": submission.source,
        "noticed": submission.flag,
        "left_out_of_results": submission.left_out,
        "reason_of_that_decision": submission.decision_reason,
        "questions_not_asked": [question.key for question in consultation.questions if question.id in not_asked],
        "questionnaire_version": submission.revision,
        "changed_times": submission.edits,
        "may_be_quoted": submission.may_quote,
        "orders_shown": submission.orders,
        "typed_into_hidden_questions": submission.aside,
        "answers": [_own_answer(answer) for answer in answers],
        "files": [_own_file(upload) for upload in uploads],
        "also_stored": "fingerprints of the receipt code and of the form, which cannot be turned back",
    }


def _own_answer(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question.key,
        "title": answer.question.title,
        "about": answer.item,
        "value": answer.value,
        "text": answer.text,
        "text_language": answer.text_language,
    }


def _own_file(upload: Upload) -> dict[str, Any]:
    return {
        "question": upload.question,
        "name": upload.name,
        "media_type": upload.media_type,
        "content": b64encode(upload.content).decode(),
    }


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
        basis=labels.BASES[told.basis],
        data=[labels.DATA[kind] for kind in kinds],
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
