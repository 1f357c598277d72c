"""One mail to many: its words, how it looks in each language, a try on oneself, and its sending."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.survey import labels
from cocreate.survey.inviting import commands, letters, messages, queries
from cocreate.survey.inviting.forms import MailingForm
from cocreate.survey.inviting.rules import is_countable
from cocreate.survey.models import Consultation, Mailing
from cocreate.survey.rules import MailingKind, MailingState
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import NAMES
from cocreate.web.messages import say

pages = Blueprint("survey_mailings", __name__, url_prefix="/p/<process_id>/manage/mailings")
pages.context_processor(labels.for_templates)


@pages.route("/<mailing_id>", methods=["GET", "POST"])
@requires("survey:mailings:manage")
def show(mailing_id: str) -> Any:
    """The words, changed as long as it is a draft."""
    mailing, consultation = _mailing(mailing_id)
    form, problem = MailingForm(obj=mailing), ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                commands.update_mailing(
                    session,
                    current_actor(),
                    consultation,
                    mailing,
                    subject=form.subject.data,
                    body=form.body.data,
                    version=number_in(form.version.data),
                )
            flash(_("Saved."), "success")
            return redirect(url_for(".show", mailing_id=mailing_id))
        except DomainError as error:
            problem = say(error)
            mailing, consultation = _mailing(mailing_id)
            form.version.data = str(mailing.version)
    job = db.session.get(jobs.Job, mailing.job_id) if mailing.job_id is not None else None
    page = render_template(
        "survey/inviting/mailing.html",
        form=form,
        problem=problem,
        mailing=mailing,
        consultation=consultation,
        kind=messages.MAILING_KINDS[MailingKind(mailing.kind)],
        state=messages.MAILING_STATES[MailingState(mailing.state)],
        previews=[
            (code, NAMES[code], letters.sample(consultation, mailing, code, name=current_user.name or _("Name")))
            for code in NAMES
            if code in mailing.body
        ],
        job=job,
        reason=say(job.error) if job is not None and job.error else "",
        audience=_audience(consultation, mailing),
    )
    return page, 422 if problem or form.errors else 200


@pages.post("/<mailing_id>/test")
@requires("survey:mailings:manage")
def test(mailing_id: str) -> Any:
    """Write it to oneself."""
    mailing, consultation = _mailing(mailing_id)
    name, email = current_user.name or "", current_user.email
    with transaction() as session:
        count = commands.send_test(session, current_actor(), consultation, mailing, email=email, name=name)
    told = ngettext("%(num)s mail is on its way to you.", "%(num)s mails are on their way to you.", count)
    flash(told, "success")
    return redirect(url_for(".show", mailing_id=mailing_id))


@pages.post("/<mailing_id>/send")
@requires("survey:mailings:manage")
def send(mailing_id: str) -> Any:
    """Write it to everybody it is for."""
    _do(commands.send_mailing, *_mailing(mailing_id), _("The mails are being written."))
    return redirect(url_for(".show", mailing_id=mailing_id))


@pages.post("/<mailing_id>/resume")
@requires("survey:mailings:manage")
def resume(mailing_id: str) -> Any:
    """Go on after a stop."""
    _do(commands.resume_mailing, *_mailing(mailing_id), _("The mails are being written."))
    return redirect(url_for(".show", mailing_id=mailing_id))


@pages.post("/<mailing_id>/delete")
@requires("survey:mailings:manage")
def delete(mailing_id: str) -> Any:
    """Throw a draft away."""
    mailing, consultation = _mailing(mailing_id)
    back = url_for("survey_invitations.index", consultation_id=consultation.public_id)
    _do(commands.delete_mailing, mailing, consultation, _("The draft is deleted."))
    return redirect(back)


def _do(command: Callable[..., Any], mailing: Mailing, consultation: Consultation, done: str) -> None:
    """A command about a mailing, and what came of it."""
    try:
        with transaction() as session:
            command(session, current_actor(), consultation, mailing)
        flash(done, "success")
    except DomainError as error:
        flash(say(error), "error")


def _audience(consultation: Consultation, mailing: Mailing) -> int | None:
    """To how many people it goes or went; None where the number of reminders would tell about single people."""
    session = db.session()
    is_draft = mailing.state == MailingState.DRAFT
    number = queries.recipients(session, consultation, mailing) if is_draft else queries.deliveries(session, mailing)
    if mailing.kind == MailingKind.INVITATION or not consultation.is_anonymous:
        return number
    invited = queries.invited(session, consultation).tickets
    return number if is_countable(number, invited, consultation.process.minimum_cell) else None


def _mailing(public_id: str) -> tuple[Mailing, Consultation]:
    found = queries.find_mailing(db.session(), g.process, public_id)
    if found is None:
        raise NotFound()
    return found
