"""Who is invited to a consultation: choosing contacts, their links, and the mails that carry them."""

from typing import Any

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from cocreate.core import audit
from cocreate.core.db import begin_writing, db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.survey import labels
from cocreate.survey.inviting import commands, letters, messages, queries
from cocreate.survey.inviting.pages.contacts import choices, chosen_in, csv_response
from cocreate.survey.models import Contact
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import MailingKind
from cocreate.web.access import current_actor, requires
from cocreate.web.messages import say
from cocreate.web.paging import page_number

pages = Blueprint(
    "survey_invitations", __name__, url_prefix="/p/<process_id>/manage/consultations/<consultation_id>/invitations"
)
pages.context_processor(labels.for_templates)


@pages.get("/")
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
        kinds=messages.MAILING_KINDS,
        states=messages.MAILING_STATES,
        tickets=tickets,
        page=min(page, page_count),
        page_count=page_count,
        page_url=lambda number: url_for(".index", consultation_id=consultation_id, page=number),
        chosen=chosen,
        fitting=queries.count(session, queries.not_yet_invited(g.process, consultation, chosen)),
        **choices(),
    )


@pages.post("/")
@requires("survey:invitations:manage")
def invite(consultation_id: str) -> Any:
    """Give a link to all contacts that fit and have none."""
    consultation, chosen = consultation_of_address(consultation_id), chosen_in(request.form)
    try:
        with transaction() as session:
            contacts = session.scalars(queries.not_yet_invited(g.process, consultation, chosen)).all()
            new = commands.invite_contacts(session, current_actor(), consultation, contacts)
        told = ngettext("%(num)s contact has a personal link now.", "%(num)s contacts have a personal link now.", new)
        flash(told, "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for(".index", consultation_id=consultation_id))


@pages.post("/<survey_invitation_id>")
@requires("survey:invitations:manage")
def withdraw(consultation_id: str, survey_invitation_id: str) -> Any:
    """Let a link stop working, or work again."""
    consultation = consultation_of_address(consultation_id)
    ticket = queries.find_invitation(db.session(), consultation, survey_invitation_id)
    if ticket is None:
        raise NotFound()
    is_revoked = request.form.get("withdraw") == "yes"
    with transaction() as session:
        commands.set_revoked(session, current_actor(), consultation, ticket, is_revoked=is_revoked)
    flash(_("The link no longer works.") if is_revoked else _("The link works again."), "success")
    return redirect(url_for(".index", consultation_id=consultation_id))


@pages.get("/links.csv")
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
        (ticket.contact, letters.link(consultation, ticket, ticket.contact.language))
        for ticket in tickets
        if ticket.contact is not None
    ]
    rows = [[who.name, who.organisation, who.email, who.language, link] for who, link in people]
    return csv_response("links.csv", ["name", "organisation", "email", "language", "link"], rows)


@pages.post("/mails")
@requires("survey:mailings:manage")
def write(consultation_id: str) -> Any:
    """Begin an invitation or a reminder, with the words that such a mail starts with."""
    consultation = consultation_of_address(consultation_id)
    kind = MailingKind.REMINDER if request.form.get("kind") == MailingKind.REMINDER else MailingKind.INVITATION
    with transaction() as session:
        mailing = commands.create_mailing(session, current_actor(), consultation, kind)
    return redirect(url_for("survey_mailings.show", mailing_id=mailing.public_id))
