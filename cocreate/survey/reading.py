"""Pages on which organisers read single sheets: a list in no order of time, and one sheet after the other."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import db, transaction
from cocreate.errors import NotFound
from cocreate.survey import labels, queries, sheets
from cocreate.survey.commands import sheets as sheets_commands
from cocreate.survey.forms import LeaveOutForm, ReasonForm
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import Flag, LeftOut
from cocreate.web.access import current_actor, requires

LEFT_OUT = "left_out"  # in an address, in place of a mark

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
        left_out=flag == LEFT_OUT,
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
    consultation, submission = sheet_of_address(consultation_id, submission_id)
    return show_sheet(consultation, submission, LeaveOutForm(formdata=None), ReasonForm(formdata=None))


@reading.post("/<submission_id>/leave-out")
@requires("survey:sheet:decide")
def leave_out(consultation_id: str, submission_id: str) -> Any:
    """Count this sheet no longer."""
    consultation, submission = sheet_of_address(consultation_id, submission_id)
    form = LeaveOutForm()
    if not form.validate():
        return show_sheet(consultation, submission, form, ReasonForm(formdata=None)), 422
    with transaction() as session:
        ground, reason = LeftOut(form.ground.data), form.reason.data or ""
        sheets_commands.leave_out(session, current_actor(), consultation, [submission], ground, reason)
    flash(_("The answer is left out of the results."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id, submission_id=submission_id))


@reading.post("/<submission_id>/take-in")
@requires("survey:sheet:decide")
def take_in(consultation_id: str, submission_id: str) -> Any:
    """Count it again."""
    consultation, submission = sheet_of_address(consultation_id, submission_id)
    form = ReasonForm()
    if not form.validate():
        return show_sheet(consultation, submission, LeaveOutForm(formdata=None), form), 422
    with transaction() as session:
        sheets_commands.take_in(session, current_actor(), consultation, [submission], form.reason.data or "")
    flash(_("The answer counts again."), "success")
    return redirect(url_for(".show", consultation_id=consultation_id, submission_id=submission_id))


def sheet_of_address(consultation_id: str, submission_id: str) -> tuple[Consultation, Submission]:
    """The consultation and its sheet, or NotFound."""
    consultation = consultation_of_address(consultation_id)
    submission = queries.find_submission(db.session(), consultation, submission_id)
    if submission is None:
        raise NotFound()
    return consultation, submission


def show_sheet(consultation: Consultation, submission: Submission, leaving: LeaveOutForm, taking: ReasonForm) -> str:
    """The page of one sheet, with the form to decide about it."""
    return render_template(
        "survey/manage/sheet.html",
        consultation=consultation,
        submission=submission,
        leaving=leaving,
        taking=taking,
        said=sheets.said_in_submission(submission, queries.ground_of(db.session(), g.process)),
    )
