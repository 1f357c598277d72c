"""Mails to many: who is invited, the words to start with, each person's letter, and the sending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask_babel import force_locale, format_date
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.mails import full_address, path_of
from cocreate.accounts.organisations.queries import sender_of, signature_of
from cocreate.core import audit, jobs, mail
from cocreate.core.db import transaction
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.survey.inviting import oddities, queries
from cocreate.survey.inviting.models import Contact, Delivery, Invitation, Mailing
from cocreate.survey.inviting.oddities import flag_duplicates
from cocreate.survey.inviting.rules import check_mail, fill
from cocreate.survey.inviting.way_in import opt_out_token, ticket_token
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ConsultationState, MailingKind, MailingState
from cocreate.web.language import language_of, translate

SUBJECTS: dict[MailingKind, dict[str, str]] = {
    MailingKind.INVITATION: {
        "nl": "Uw mening over: {title}",
        "fr": "Votre avis sur : {title}",
        "en": "Your view on: {title}",
        "de": "Ihre Meinung zu: {title}",
    },
    MailingKind.REMINDER: {
        "nl": "Herinnering: {title}",
        "fr": "Rappel : {title}",
        "en": "Reminder: {title}",
        "de": "Erinnerung: {title}",
    },
}
GREETING = {"nl": "Dag {name},", "fr": "Bonjour {name},", "en": "Hello {name},", "de": "Guten Tag {name},"}
ASKING = {
    MailingKind.INVITATION: {
        "nl": "We vragen u graag om uw mening: {title}",
        "fr": "Nous aimerions connaître votre avis : {title}",
        "en": "We would like to know your view: {title}",
        "de": "wir möchten gern Ihre Meinung wissen: {title}",
    },
    MailingKind.REMINDER: {
        "nl": "Onlangs vroegen we u om uw mening: {title}",
        "fr": "Nous vous avons récemment demandé votre avis : {title}",
        "en": "Some time ago we asked for your view: {title}",
        "de": "vor einiger Zeit haben wir Sie um Ihre Meinung gebeten: {title}",
    },
}
LINK = {
    "nl": "Dit is uw persoonlijke link. Hij is alleen voor u en telt één keer:\n{link}",
    "fr": "Voici votre lien personnel. Il est pour vous seul et compte une fois :\n{link}",
    "en": "This is your personal link. It is for you alone and counts once:\n{link}",
    "de": "Dies ist Ihr persönlicher Link. Er ist nur für Sie und zählt einmal:\n{link}",
}
CLOSES = {
    "nl": "Antwoorden kan tot en met {closes}.",
    "fr": "Vous pouvez répondre jusqu’au {closes} inclus.",
    "en": "You can answer until the end of {closes}.",
    "de": "Sie können bis einschließlich {closes} antworten.",
}
LEAVING = {
    "nl": "Wilt u hierover geen mails meer? Dat kan hier:\n{opt_out}",
    "fr": "Vous ne voulez plus de courriels à ce sujet ? C’est possible ici :\n{opt_out}",
    "en": "No more mails about this? You can say so here:\n{opt_out}",
    "de": "Möchten Sie dazu keine Mails mehr? Das geht hier:\n{opt_out}",
}
BODIES: dict[MailingKind, dict[str, str]] = {
    kind: {
        code: "\n\n".join((greeting, asking[code], LINK[code], CLOSES[code], LEAVING[code]))
        for code, greeting in GREETING.items()
    }
    for kind, asking in ASKING.items()
}


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


ASKED_AT_ONCE = 150  # rows written at once: SQLite counts the parameters of a statement


def invite_contacts(session: Session, actor: Actor, consultation: Consultation, contacts: Sequence[Contact]) -> int:
    """Give each a ticket, and so a personal link; whoever has one keeps it. Tells how many are new."""
    if consultation.state == ConsultationState.CLOSED:
        raise Closed("survey.consultation.not_open", state=consultation.state)
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    new = 0
    for start in range(0, len(contacts), ASKED_AT_ONCE):
        rows = [_row(consultation, contact) for contact in contacts[start : start + ASKED_AT_ONCE]]
        adding = postgresql.insert(Invitation) if on_postgresql else sqlite.insert(Invitation)
        added = session.execute(adding.values(rows).on_conflict_do_nothing().returning(Invitation.id))
        new += len(added.all())
    process = consultation.process.public_id
    audit.record(session, actor, "survey:invitations:make", consultation.ref, process=process, invitations=new)
    return new


def set_revoked(
    session: Session, actor: Actor, consultation: Consultation, invitation: Invitation, *, is_revoked: bool
) -> None:
    """Let a link stop working, or work again; whether it was used stays as it is, and is not told."""
    locked = session.scalars(select(Invitation).where(Invitation.id == invitation.id).with_for_update()).one()
    if locked.is_revoked == is_revoked:
        return
    locked.is_revoked = is_revoked
    session.flush()
    verb = "survey:invitation:revoke" if is_revoked else "survey:invitation:restore"
    audit.record(session, actor, verb, invitation.ref, process=consultation.process.public_id)


def _row(consultation: Consultation, contact: Contact) -> dict[str, object]:
    return {
        "public_id": public_id(),
        "consultation_id": consultation.id,
        "contact_id": contact.id,
        "is_used": False,
        "is_revoked": False,
    }


SEND_JOB = "survey:mailing:send"
BATCH = 20  # mails written in one transaction: short enough for others to get their turn


def create_mailing(session: Session, actor: Actor, consultation: Consultation, kind: MailingKind) -> Mailing:
    """A draft with the words that such a mail starts with; a draft of the kind that is there already is taken again."""
    draft = select(Mailing).where(
        Mailing.consultation_id == consultation.id,
        Mailing.kind == kind.value,
        Mailing.state == MailingState.DRAFT.value,
    )
    if (known := session.scalars(draft).first()) is not None:
        return known
    made = Mailing(
        consultation_id=consultation.id, kind=kind.value, subject=dict(SUBJECTS[kind]), body=dict(BODIES[kind])
    )
    session.add(made)
    session.flush()
    _record(session, actor, "survey:mailing:create", consultation, made, kind=kind.value)
    return made


def update_mailing(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    mailing: Mailing,
    *,
    subject: Mapping[str, str],
    body: Mapping[str, str],
    version: int,
) -> Mailing:
    """New words for a draft; whoever got the mail got it as it was."""
    _refuse_if_sent(mailing)
    if mailing.version != version:
        raise Conflict("changed_meanwhile")
    check_mail(subject, body)
    mailing.subject, mailing.body = dict(subject), dict(body)
    session.flush()
    _record(session, actor, "survey:mailing:edit", consultation, mailing, languages=sorted(body))
    return mailing


def delete_mailing(session: Session, actor: Actor, consultation: Consultation, mailing: Mailing) -> None:
    """Throw a draft away."""
    _refuse_if_sent(mailing)
    _record(session, actor, "survey:mailing:delete", consultation, mailing)
    session.delete(mailing)
    session.flush()


def send_test(
    session: Session, actor: Actor, consultation: Consultation, mailing: Mailing, *, email: str, name: str
) -> int:
    """Write the mail, in every language it has, to whoever asks; its links are nobody's. Tells how many."""
    for language in mailing.body:
        letter = sample(consultation, mailing, language, name=name)
        subject = f"[{language.upper()}] {letter.subject}"
        mail.write(session, sender=letter.sender, recipient=email, subject=subject, text=letter.text, language=language)
    _record(session, actor, "survey:mailing:test", consultation, mailing, languages=sorted(mailing.body))
    return len(mailing.body)


def send_mailing(session: Session, actor: Actor, consultation: Consultation, mailing: Mailing) -> jobs.Job:
    """Let a job write to everybody it is for; sending twice is one sending."""
    locked = session.scalars(select(Mailing).where(Mailing.id == mailing.id).with_for_update()).one()
    _refuse_if_sent(locked)
    check_mail(locked.subject, locked.body)
    if not consultation.is_taking_answers:
        raise Conflict("survey.mailing.not_open")
    if not queries.recipients(session, consultation, locked):
        raise Invalid("survey.mailing.nobody")
    locked.state, locked.asked_at = MailingState.SENDING.value, clock.now()
    job = jobs.enqueue(session, actor, SEND_JOB, process=consultation.process, mailing_id=locked.id)
    locked.job_id = job.id
    session.flush()
    _record(session, actor, "survey:mailing:send", consultation, locked, kind=locked.kind)
    return job


def resume_mailing(session: Session, actor: Actor, consultation: Consultation, mailing: Mailing) -> None:
    """Go on with a sending that was stopped or broke off; those already written to are not written to again."""
    job = session.get(jobs.Job, mailing.job_id) if mailing.job_id is not None else None
    if mailing.state != MailingState.SENDING or (job is not None and not job.is_over):
        raise Conflict("survey.mailing.not_stopped")
    if not consultation.is_taking_answers:
        raise Conflict("survey.mailing.not_open")
    again = jobs.enqueue(session, actor, SEND_JOB, process=consultation.process, mailing_id=mailing.id)
    mailing.job_id = again.id
    session.flush()
    _record(session, actor, "survey:mailing:resume", consultation, mailing)


def write_batch(session: Session, consultation: Consultation, mailing: Mailing) -> int:
    """Write to the next few people; the row that says so is in the same transaction as the mail. Returns how many.

    Of two workers at once, the table lets one have each ticket. Nobody is asked to answer what has closed meanwhile.
    """
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    tickets = queries.next_tickets(session, consultation, mailing, BATCH)
    if tickets and not consultation.is_taking_answers:
        raise Closed("survey.mailing.closed")
    for ticket in tickets:
        adding = postgresql.insert(Delivery) if on_postgresql else sqlite.insert(Delivery)
        row = {"mailing_id": mailing.id, "invitation_id": ticket.id}
        added = session.execute(adding.values(**row).on_conflict_do_nothing().returning(Delivery.id)).first()
        if added is not None:
            written = _write(session, consultation, mailing, ticket)
            session.execute(update(Delivery).where(Delivery.id == added[0]).values(mail_id=written.id))
    return len(tickets)


def _write(session: Session, consultation: Consultation, mailing: Mailing, ticket: Invitation) -> mail.OutgoingMail:
    letter = personal(consultation, mailing, ticket)
    return mail.write(
        session,
        sender=letter.sender,
        recipient=letter.recipient,
        subject=letter.subject,
        text=letter.text,
        language=letter.language,
        unsubscribe=letter.opt_out,
    )


def _refuse_if_sent(mailing: Mailing) -> None:
    if mailing.state != MailingState.DRAFT:
        raise Conflict("survey.mailing.already")


def _record(
    session: Session, actor: Actor, verb: str, consultation: Consultation, mailing: Mailing, **details: Any
) -> None:
    audit.record(session, actor, verb, mailing.ref, process=consultation.process.public_id, **details)


LATE = timedelta(days=1)  # after a close, so that its last hour is looked at too


@jobs.hourly
def look_for_duplicates(session: Session) -> None:
    """Mark what was sent word for word twice, in all consultations that take answers or did lately."""
    for consultation in oddities.lately_answered(session, clock.now() - LATE):
        flag_duplicates(session, SYSTEM, consultation)


@jobs.job(SEND_JOB)
def send(context: jobs.JobContext, mailing_id: int) -> None:
    """Write to everybody a mailing is for. Done again from the start, it finds only those not yet written to."""
    with transaction() as session:
        mailing = session.get_one(Mailing, mailing_id)
        total = queries.recipients(session, session.get_one(Consultation, mailing.consultation_id), mailing)
    done = 0
    while True:
        context.advance(done / max(total, done + 1), "survey.mailing.writing")
        with transaction() as session:
            mailing = session.get_one(Mailing, mailing_id)
            written = write_batch(session, session.get_one(Consultation, mailing.consultation_id), mailing)
            if not written:
                mailing.state = MailingState.SENT.value
                return
        done += written
