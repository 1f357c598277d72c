"""One mail of many, as one person gets it: in their language, with their own link."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import force_locale, format_date

from cocreate.accounts.mails import full_address, path_of
from cocreate.accounts.organisations.queries import sender_of, signature_of
from cocreate.survey.inviting.rules import fill
from cocreate.survey.inviting.tickets import opt_out_token, ticket_token
from cocreate.survey.models import Consultation, Invitation, Mailing
from cocreate.web.language import language_of, translate


@dataclass(frozen=True)
class Letter:
    """What is put in the outbox."""

    sender: str
    recipient: str
    language: str
    subject: str
    text: str
    opt_out: str  # the address of the page on which one asks for no more mails


def personal(consultation: Consultation, mailing: Mailing, ticket: Invitation) -> Letter:
    """The mail for the contact of a ticket, in the contact's language or the first that the mail has."""
    contact = ticket.contact
    assert contact is not None  # whoever is written to was invited as a contact
    language = language_of(mailing.body, contact.language)
    leave = full_address(path_of("survey_inviting.opt_out", token=opt_out_token(contact)), language)
    return _letter(
        consultation,
        mailing,
        language,
        recipient=contact.email,
        name=contact.name,
        link=link(consultation, ticket, language),
        opt_out=leave,
    )


def sample(consultation: Consultation, mailing: Mailing, language: str, *, name: str) -> Letter:
    """The mail as it looks, with links that are nobody's."""
    page = full_address(_path("survey.answer", consultation), language)
    return _letter(consultation, mailing, language, recipient="", name=name, link=page, opt_out=page)


def link(consultation: Consultation, ticket: Invitation, language: str) -> str:
    """The personal link of a ticket."""
    return full_address(_path("survey_inviting.follow", consultation, token=ticket_token(ticket)), language)


def _path(endpoint: str, consultation: Consultation, **values: str) -> str:
    names = {"process_id": consultation.process.public_id, "consultation_id": consultation.public_id}
    return path_of(endpoint, **names, **values)


def _letter(
    consultation: Consultation, mailing: Mailing, language: str, *, recipient: str, opt_out: str, **told: str
) -> Letter:
    with force_locale(language):
        day = str(format_date(consultation.last_day, "d MMMM y")) if consultation.last_day else "–"
    title = translate(consultation.title, language)
    organisation = consultation.process.organisation
    values: Mapping[str, str] = {**told, "opt_out": opt_out, "closes": day, "title": title}
    text = fill(mailing.body.get(language, ""), values).strip()
    return Letter(
        sender=sender_of(organisation, language),
        recipient=recipient,
        language=language,
        subject=fill(mailing.subject.get(language, ""), values),
        text=f"{text}\n\n{signature_of(organisation, language)}\n",
        opt_out=opt_out,
    )
