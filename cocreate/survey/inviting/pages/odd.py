"""Answers that were sent in an odd way: counted like the others, and here for people to look at."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import ngettext

from cocreate.core.db import db, transaction
from cocreate.survey import labels, sheets
from cocreate.survey import queries as survey_queries
from cocreate.survey.inviting import commands, oddities
from cocreate.survey.inviting.messages import FLAGS, SOURCES
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import Flag
from cocreate.web.access import current_actor, requires
from cocreate.web.paging import page_number

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
        flags=FLAGS,
        sources=SOURCES,
        flag=flag,
        found=[(sheet, sheets.said_in_submission(sheet, ground)) for sheet in found],
        page=page,
        page_count=page_count,
        page_url=lambda number: url_for(".index", consultation_id=consultation_id, flag=flag, page=number),
    )


@pages.post("/compare")
@requires("survey:odd:view")
def compare(consultation_id: str) -> Any:
    """Look for long texts that are word for word the same, and mark their sheets."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        found = commands.flag_duplicates(session, current_actor(), consultation)
    flash(ngettext("%(num)s answer is newly marked.", "%(num)s answers are newly marked.", found), "success")
    return redirect(url_for(".index", consultation_id=consultation_id))
