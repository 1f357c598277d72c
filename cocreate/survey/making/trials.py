"""Test mode: the real questionnaire, filled in by the team; its sheets lie in quarantine and are never counted."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.core.db import db, transaction
from cocreate.survey import commands, queries
from cocreate.survey.manage import consultation_of_address, manage
from cocreate.web.access import current_actor, requires


@manage.get("/<consultation_id>/trials")
@requires("survey:trial:view")
def trials(consultation_id: str) -> str:
    """The sheets in quarantine."""
    consultation = consultation_of_address(consultation_id)
    kept = queries.trials_of(db.session(), consultation)
    return render_template("survey/manage/trials.html", consultation=consultation, kept=kept)


@manage.post("/<consultation_id>/trials/erase")
@requires("survey:trial:erase")
def erase_trials(consultation_id: str) -> Any:
    """Empty the quarantine."""
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        gone = commands.erase_trials(session, current_actor(), consultation)
    flash(ngettext("%(num)s trial answer erased.", "%(num)s trial answers erased.", gone), "success")
    return redirect(url_for(".trials", consultation_id=consultation_id))
