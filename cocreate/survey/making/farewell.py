"""The page for what people read after sending their answers, and after the close."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from cocreate.core.db import transaction
from cocreate.errors import DomainError
from cocreate.survey import commands
from cocreate.survey.forms import FarewellForm
from cocreate.survey.manage import manage
from cocreate.survey.routes import consultation_of_address
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.messages import say


@manage.route("/<consultation_id>/farewell", methods=["GET", "POST"])
@requires("survey:consultation:edit")
def farewell(consultation_id: str) -> Any:
    """Words of thanks, and of what happens next."""
    consultation = consultation_of_address(consultation_id)
    form, problem = FarewellForm(obj=consultation), ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.say_farewell(
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
