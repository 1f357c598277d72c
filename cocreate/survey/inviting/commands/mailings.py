"""Mails to many: written in several languages, tried on oneself, sent by a job that never writes twice."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs, mail
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.survey.inviting import letters, queries
from cocreate.survey.inviting.rules import check_mail
from cocreate.survey.inviting.texts import BODIES, SUBJECTS
from cocreate.survey.models import Consultation, Delivery, Invitation, Mailing
from cocreate.survey.rules import MailingKind, MailingState

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
        letter = letters.sample(consultation, mailing, language, name=name)
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
    letter = letters.personal(consultation, mailing, ticket)
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
