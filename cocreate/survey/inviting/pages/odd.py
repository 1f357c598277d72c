"""Answers that were sent in an odd way: counted like the others, and here for people to look at."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.core.db import db, transaction
from cocreate.survey import commands as survey_commands
from cocreate.survey import labels, sheets
from cocreate.survey import queries as survey_queries
from cocreate.survey.forms import LeaveOutForm
from cocreate.survey.inviting import commands, oddities
from cocreate.survey.inviting.messages import SOURCES
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import Flag, LeftOut
from cocreate.web.access import current_actor, requires
from cocreate.web.paging import page_number

MOST_AT_ONCE = 500  # sheets of one decision; the next press takes the next ones
pages = Blueprint("survey_odd", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/odd")
pages.context_processor(labels.for_templates)


@pages.get("")
@requires("survey:odd:view")
def index(consultation_id: str) -> str:
    """How many there are of each sort, and the answers themselves."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
    asked = request.args.get("flag", "")
    flag = Flag(asked) if asked in set(Flag) else None
    found, page, page_count = oddities.odd_sheets(session, consultation, flag, page_number())
    ground = survey_queries.ground_of(session, g.process)
    return render_template(
        "survey/inviting/odd.html",
        consultation=consultation,
        counts=oddities.counts_by_flag(session, consultation),
        by_source=oddities.counts_by_source(session, consultation),
        sources=SOURCES,
        flag=flag,
        form=LeaveOutForm(formdata=None),
        found=[(sheet, sheets.said_in_submission(sheet, ground)) for sheet in found],
        page=page,
        page_count=page_count,
        page_url=lambda number: url_for(".index", consultation_id=consultation_id, flag=flag, page=number),
    )


@pages.post("/decide")
@requires("survey:sheet:decide")
def decide(consultation_id: str) -> Any:
    """Leave all answers with one mark out of the results."""
    consultation, asked = consultation_of_address(consultation_id), request.form.get("flag", "")
    form = LeaveOutForm()
    if asked not in set(Flag) or not form.validate():
        flash(_("Please say why: choose a ground, and write the reason in a few words."), "error")
        return redirect(url_for(".index", consultation_id=consultation_id, flag=asked if asked in set(Flag) else None))
    with transaction() as session:
        sheets = oddities.sheets_to_decide(session, consultation, Flag(asked), MOST_AT_ONCE)
        ground, reason = LeftOut(form.ground.data), form.reason.data or ""
        left = survey_commands.leave_out(session, current_actor(), consultation, sheets, ground, reason)
    flash(ngettext("%(num)s answer is left out.", "%(num)s answers are left out.", left), "success")
    return redirect(url_for(".index", consultation_id=consultation_id, flag=asked))


@pages.post("/compare")
@requires("survey:odd:view")
def compare(consultation_id: str) -> Any:
    """Look for long texts that are word for word the same, and mark their sheets."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        found = commands.flag_duplicates(session, current_actor(), consultation)
    flash(ngettext("%(num)s answer is newly marked.", "%(num)s answers are newly marked.", found), "success")
    return redirect(url_for(".index", consultation_id=consultation_id))
