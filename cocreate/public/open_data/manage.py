"""Where organisers make a version of the open data, and withdraw one."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField

from cocreate.core.db import db, transaction
from cocreate.core.ids import form_public_id, public_id
from cocreate.errors import DomainError
from cocreate.public.open_data import commands
from cocreate.public.open_data.package import DEFAULT, LICENCES
from cocreate.public.open_data.table import forms
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import Form, TranslatedField
from cocreate.web.jobs import describe
from cocreate.web.messages import say


class ReleaseForm(Form):
    """Under which licence the data is given away."""

    form_id = HiddenField(default=public_id)
    licence = RadioField(_l("Licence"), choices=[(key, one.title) for key, one in LICENCES.items()], default=DEFAULT)


class WithdrawForm(Form):
    """Why a release should not be read any more."""

    reason = TranslatedField(_l("Reason, for everybody to read"), long=True, needed=True)


manage = Blueprint("open_data_manage", __name__, url_prefix="/p/<process_id>/manage/record/data")


@manage.route("/", methods=["GET", "POST"])
@requires("public:data:release")
def index() -> Any:
    """The versions, and making one."""
    form = ReleaseForm()
    if form.validate_on_submit():
        with transaction() as session:
            given = form_public_id(form.form_id.data) or ""
            task = commands.ask_for_release(session, current_actor(), g.process, form.licence.data, given)
        return redirect(url_for("jobs.show", job_id=task.public_id, back=url_for(".index")), 303)
    session = db.session()
    page = render_template(
        "public/data/manage.html",
        form=form,
        releases=commands.releases_of(session, g.process),
        tasks=[(task, describe(task)) for task in commands.tasks_of(session, g.process)],
        licences=LICENCES,
        kinds=forms(),
    )
    return page, 422 if form.errors else 200


@manage.route("/<int:release_number>/withdraw", methods=["GET", "POST"])
@requires("public:data:release")
def withdraw(release_number: int) -> Any:
    """Erase the files of a version."""
    release = commands.find_release(db.session(), g.process, release_number)
    form, problem = WithdrawForm(), ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.withdraw_release(session, current_actor(), g.process, release, form.reason.data)
            flash(_("Version %(number)s is withdrawn.", number=release_number), "success")
            return redirect(url_for(".index"), 303)
        except DomainError as error:
            problem = say(error)
    page = render_template("public/data/withdraw.html", form=form, release=release, problem=problem)
    return page, 422 if form.errors or problem else 200
