"""Pages on which organisers read single sheets: a list in no order of time, and one sheet after the other."""

from flask import Blueprint, g, render_template, request

from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.survey import labels, queries, sheets
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import Flag
from cocreate.web.access import requires

reading = Blueprint(
    "survey_sheets", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/sheets"
)
reading.context_processor(labels.for_templates)


@reading.get("/")
@requires("survey:sheet:read")
def index(consultation_id: str) -> str:
    """Fifty sheets by their random keys; those sent in an odd way, if that is asked for."""
    consultation = consultation_of_address(consultation_id)
    flag = request.args.get("flag", "")
    page = queries.sheets_page(
        db.session(),
        consultation,
        after=request.args.get("after", "")[:32].replace("\x00", ""),
        flag=flag if flag in set(Flag) else "",
    )
    return render_template(
        "survey/manage/sheets.html",
        consultation=consultation,
        sheets=page.sheets,
        following=page.following,
        counts=queries.participation(db.session(), consultation),
        flag=flag,
    )


@reading.get("/<submission_id>")
@requires("survey:sheet:read")
def show(consultation_id: str, submission_id: str) -> str:
    """What one sheet says."""
    consultation = consultation_of_address(consultation_id)
    submission = queries.find_submission(db.session(), consultation, submission_id)
    if submission is None:
        raise NotFound()
    return render_template(
        "survey/manage/sheet.html",
        consultation=consultation,
        submission=submission,
        said=sheets.said_in_submission(submission, queries.ground_of(db.session(), g.process)),
    )
