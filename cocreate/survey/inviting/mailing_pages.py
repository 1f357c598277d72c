"""Who is invited and written to: choosing them, their links, one mail to many; and for whoever got one, its links."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask import session as visit
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_limiter.errors import RateLimitExceeded
from flask_login import current_user

from cocreate.core import audit, jobs
from cocreate.core.db import begin_writing, db, transaction
from cocreate.core.mail import ONE_CLICK
from cocreate.errors import DomainError, NotFound
from cocreate.process.models import Process
from cocreate.survey import labels
from cocreate.survey.inviting import contacts, mailings, queries, way_in
from cocreate.survey.inviting.contact_pages import MailingForm, choices, chosen_in, csv_response
from cocreate.survey.inviting.mailings import (
    create_mailing,
    delete_mailing,
    invite_contacts,
    resume_mailing,
    send_mailing,
    send_test,
    set_revoked,
    update_mailing,
)
from cocreate.survey.inviting.models import Contact, Mailing
from cocreate.survey.inviting.rules import is_countable
from cocreate.survey.models import Consultation
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import MailingKind, MailingState
from cocreate.web.access import current_actor, requires
from cocreate.web.forms import number_in
from cocreate.web.language import NAMES
from cocreate.web.messages import say
from cocreate.web.paging import page_number
from cocreate.web.security import csrf, limiter

public_pages = Blueprint("survey_inviting", __name__)
LINKS = limiter.shared_limit("60 per minute; 600 per hour", scope="survey:links")


@public_pages.get("/p/<process_id>/consultations/<consultation_id>/with/<token>")
@requires("survey:invitation:follow")
def follow(consultation_id: str, token: str) -> Any:
    """Remember the link in this browser's visit and go to the questionnaire. Opening it is not yet answering."""
    consultation = consultation_of_address(consultation_id)
    try:
        with LINKS:
            ticket = way_in.find_by_ticket(db.session(), consultation, token)
    except RateLimitExceeded:
        return render_template("survey/inviting/link.html", problem=say("survey.receipt.too_often")), 429
    if ticket is None or ticket.is_revoked:
        return render_template("survey/inviting/link.html", problem=say("survey.ticket.unknown")), 404
    way_in.keep_ticket(visit, consultation, token)
    if not ticket.is_used and (visit.get("receipt") or [""])[0] == consultation.public_id:
        visit.pop("receipt")  # of somebody else who answered on this device
    return redirect(url_for("survey.answer", consultation_id=consultation_id))


@public_pages.route("/no-more-mail/<token>", methods=["GET", "POST"])
@csrf.exempt  # mail programs post here with no page of ours before them; whoever has the token may
@requires("survey:contact:opt_out")
def opt_out(token: str) -> Any:
    """Ask for no more mails: one button, since programs that check mails open every link. No account is needed."""
    contact, process = _contact_of(token)
    if request.method == "POST":
        is_one_click = request.form.get(ONE_CLICK[0]) == ONE_CLICK[1]
        if not is_one_click:
            csrf.protect()
        with transaction() as session:
            contacts.opt_out(session, current_actor(), process, contact)
        if not is_one_click:  # a mail program follows no redirection
            return redirect(url_for(".opt_out", token=token), 303)
    return render_template("survey/inviting/opt_out.html", contact=contact, about=process, token=token)


@public_pages.post("/no-more-mail/<token>/again")
@requires("survey:contact:opt_in")
def opt_in(token: str) -> Any:
    """Think better of it, by the same link."""
    contact, process = _contact_of(token)
    with transaction() as session:
        contacts.opt_in(session, current_actor(), process, contact)
    flash(_("You get mails about this again."), "success")
    return redirect(url_for(".opt_out", token=token), 303)


def _contact_of(token: str) -> tuple[Contact, Process]:
    contact = way_in.find_by_opt_out(db.session(), token)
    if contact is None:
        raise NotFound("survey.contact.opt_out_unknown")
    return contact, db.session().get_one(Process, contact.process_id)


invitation_pages = Blueprint(
    "survey_invitations", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/invitations"
)
invitation_pages.context_processor(labels.for_templates)


@invitation_pages.get("/")
@requires("survey:invitations:manage")
def index(consultation_id: str) -> str:
    """Who is invited, who could be, and which mails there are."""
    session, consultation = db.session(), consultation_of_address(consultation_id)
    chosen, page = chosen_in(request.args), page_number()
    tickets, page_count = queries.invitations_page(session, consultation, page)
    return render_template(
        "survey/inviting/invitations.html",
        consultation=consultation,
        counts=queries.invited(session, consultation),
        mailings=queries.mailings_of(session, consultation),
        kinds=labels.MAILING_KINDS,
        states=labels.MAILING_STATES,
        tickets=tickets,
        page=min(page, page_count),
        page_count=page_count,
        page_url=lambda number: url_for(".index", consultation_id=consultation_id, page=number),
        chosen=chosen,
        fitting=queries.count(session, queries.not_yet_invited(g.process, consultation, chosen)),
        **choices(),
    )


@invitation_pages.post("/")
@requires("survey:invitations:manage")
def invite(consultation_id: str) -> Any:
    """Give a link to all contacts that fit and have none."""
    consultation, chosen = consultation_of_address(consultation_id), chosen_in(request.form)
    try:
        with transaction() as session:
            contacts = session.scalars(queries.not_yet_invited(g.process, consultation, chosen)).all()
            new = invite_contacts(session, current_actor(), consultation, contacts)
        told = ngettext("%(num)s contact has a personal link now.", "%(num)s contacts have a personal link now.", new)
        flash(told, "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for(".index", consultation_id=consultation_id))


@invitation_pages.post("/<survey_invitation_id>")
@requires("survey:invitations:manage")
def withdraw(consultation_id: str, survey_invitation_id: str) -> Any:
    """Let a link stop working, or work again."""
    consultation = consultation_of_address(consultation_id)
    ticket = queries.find_invitation(db.session(), consultation, survey_invitation_id)
    if ticket is None:
        raise NotFound()
    is_revoked = request.form.get("withdraw") == "yes"
    with transaction() as session:
        set_revoked(session, current_actor(), consultation, ticket, is_revoked=is_revoked)
    flash(_("The link no longer works.") if is_revoked else _("The link works again."), "success")
    return redirect(url_for(".index", consultation_id=consultation_id))


@invitation_pages.get("/links.csv")
@requires("survey:invitations:manage")
def links(consultation_id: str) -> Response:
    """All links that work, for letters on paper; that they were taken out is recorded."""
    db.session.rollback()
    begin_writing()  # a page that is asked for with GET otherwise only reads
    consultation = consultation_of_address(consultation_id)
    with transaction() as session:
        process = g.process.public_id
        audit.record(session, current_actor(), "survey:invitations:export", consultation.ref, process=process)
        tickets = queries.all_invitations(session, consultation)
    people: list[tuple[Contact, str]] = [
        (ticket.contact, mailings.link(consultation, ticket, ticket.contact.language))
        for ticket in tickets
        if ticket.contact is not None
    ]
    rows = [[who.name, who.organisation, who.email, who.language, link] for who, link in people]
    return csv_response("links.csv", ["name", "organisation", "email", "language", "link"], rows)


@invitation_pages.post("/mails")
@requires("survey:mailings:manage")
def write(consultation_id: str) -> Any:
    """Begin an invitation or a reminder, with the words that such a mail starts with."""
    consultation = consultation_of_address(consultation_id)
    kind = MailingKind.REMINDER if request.form.get("kind") == MailingKind.REMINDER else MailingKind.INVITATION
    with transaction() as session:
        mailing = create_mailing(session, current_actor(), consultation, kind)
    return redirect(url_for("survey_mailings.show", mailing_id=mailing.public_id))


mailing_pages = Blueprint("survey_mailings", __name__, url_prefix="/p/<process_id>/manage/mailings")
mailing_pages.context_processor(labels.for_templates)


@mailing_pages.route("/<mailing_id>", methods=["GET", "POST"])
@requires("survey:mailings:manage")
def show(mailing_id: str) -> Any:
    """The words, changed as long as it is a draft."""
    mailing, consultation = _mailing(mailing_id)
    form, problem = MailingForm(obj=mailing), ""
    if form.validate_on_submit():
        try:
            with transaction() as session:
                update_mailing(
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
        kind=labels.MAILING_KINDS[MailingKind(mailing.kind)],
        state=labels.MAILING_STATES[MailingState(mailing.state)],
        previews=_previews(consultation, mailing),
        job=job,
        reason=say(job.error) if job is not None and job.error else "",
        audience=_audience(consultation, mailing),
    )
    return page, 422 if problem or form.errors else 200


def _previews(consultation: Consultation, mailing: Mailing) -> list[tuple[str, str, Any]]:
    """In each of its languages, as whoever looks would get it."""
    name = current_user.name or _("Name")
    written = [code for code in NAMES if code in mailing.body]
    return [(code, NAMES[code], mailings.sample(consultation, mailing, code, name=name)) for code in written]


@mailing_pages.post("/<mailing_id>/test")
@requires("survey:mailings:manage")
def test(mailing_id: str) -> Any:
    """Write it to oneself."""
    mailing, consultation = _mailing(mailing_id)
    name, email = current_user.name or "", current_user.email
    with transaction() as session:
        count = send_test(session, current_actor(), consultation, mailing, email=email, name=name)
    told = ngettext("%(num)s mail is on its way to you.", "%(num)s mails are on their way to you.", count)
    flash(told, "success")
    return redirect(url_for(".show", mailing_id=mailing_id))


@mailing_pages.post("/<mailing_id>/send")
@requires("survey:mailings:manage")
def send(mailing_id: str) -> Any:
    """Write it to everybody it is for."""
    _do(send_mailing, *_mailing(mailing_id), _("The mails are being written."))
    return redirect(url_for(".show", mailing_id=mailing_id))


@mailing_pages.post("/<mailing_id>/resume")
@requires("survey:mailings:manage")
def resume(mailing_id: str) -> Any:
    """Go on after a stop."""
    _do(resume_mailing, *_mailing(mailing_id), _("The mails are being written."))
    return redirect(url_for(".show", mailing_id=mailing_id))


@mailing_pages.post("/<mailing_id>/delete")
@requires("survey:mailings:manage")
def delete(mailing_id: str) -> Any:
    """Throw a draft away."""
    mailing, consultation = _mailing(mailing_id)
    back = url_for("survey_invitations.index", consultation_id=consultation.public_id)
    _do(delete_mailing, mailing, consultation, _("The draft is deleted."))
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
