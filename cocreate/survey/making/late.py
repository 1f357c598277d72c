"""The page on which organisers say until when helpers may enter, after the close, what came by post or telephone."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from cocreate.core.db import transaction
from cocreate.errors import DomainError
from cocreate.survey import commands
from cocreate.survey.forms import LateForm
from cocreate.survey.manage import manage
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say


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
                commands.allow_late(session, current_actor(), consultation, form.until.data, version=version)
            flash(_("Saved."), "success")
            return redirect(url_for(".late", consultation_id=consultation_id))
        except DomainError as error:
            problem, status, consultation = say(error), error.status, consultation_of_address(consultation_id)
            form.version.data = str(consultation.version)
    page = render_template("survey/manage/late.html", form=form, consultation=consultation, problem=problem)
    return page, 422 if form.errors else status
