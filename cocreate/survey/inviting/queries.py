"""Reads of contacts, invitations and mailings, named for what a screen or a job needs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from cocreate.process.models import Process
from cocreate.survey.inviting.models import Contact, Delivery, Invitation, Mailing
from cocreate.survey.inviting.rules import attribute_key, is_countable
from cocreate.survey.models import Consultation
from cocreate.survey.rules import MailingKind

PAGE = 50  # contacts on a page


@dataclass(frozen=True)
class Chosen:
    """Which contacts: all that fit what is said here."""

    search: str = ""
    helix: str = ""
    language: str = ""
    attribute: str = ""
    value: str = ""

    def __bool__(self) -> bool:
        return any((self.search, self.helix, self.language, self.attribute))


def contacts_where(process: Process, chosen: Chosen) -> Select[Any]:
    """The contacts that fit, to be counted, paged or invited."""
    found = select(Contact).where(Contact.process_id == process.id)
    if chosen.search:
        sought = chosen.search.lower()
        columns = (Contact.name, Contact.email, Contact.organisation)
        found = found.where(or_(*(func.lower(column).contains(sought, autoescape=True) for column in columns)))
    if chosen.helix:
        found = found.where(Contact.helix == chosen.helix)
    if chosen.language:
        found = found.where(Contact.language == chosen.language)
    if key := attribute_key(chosen.attribute):
        found = found.where(func.lower(Contact.attributes[key].as_string()) == chosen.value.lower())
    return found


def not_yet_invited(process: Process, consultation: Consultation, chosen: Chosen = Chosen()) -> Select[Any]:
    """Contacts that fit, may be written to, and have no invitation to the consultation."""
    invited = exists().where(Invitation.contact_id == Contact.id, Invitation.consultation_id == consultation.id)
    return contacts_where(process, chosen).where(~Contact.is_opted_out, ~Contact.is_bounced, ~invited)


def count(session: Session, wanted: Select[Any]) -> int:
    """How many contacts fit."""
    return session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def contacts_page(session: Session, process: Process, chosen: Chosen, page: int) -> tuple[list[Contact], int, int]:
    """One page of contacts by address, how many pages there are, and how many contacts."""
    wanted = contacts_where(process, chosen)
    total = count(session, wanted)
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    return list(session.scalars(wanted.order_by(Contact.email).offset((page - 1) * PAGE).limit(PAGE))), pages, total


def find_contact(session: Session, process: Process, public_id: str) -> Contact | None:
    """The contact of an address of ours."""
    return session.scalar(select(Contact).where(Contact.process_id == process.id, Contact.public_id == public_id))


def find_contact_by_email(session: Session, process: Process, email: str) -> Contact | None:
    """The contact with a mail address."""
    return session.scalar(select(Contact).where(Contact.process_id == process.id, Contact.email == email))


def attribute_names(session: Session, process: Process) -> list[str]:
    """The attributes that contacts of the process have, by the alphabet."""
    rows = session.scalars(select(Contact.attributes).where(Contact.process_id == process.id))
    return sorted({key for attributes in rows for key in attributes})


def invitation_of(session: Session, consultation: Consultation, contact: Contact) -> Invitation | None:
    """A contact's ticket to a consultation."""
    return session.scalar(
        select(Invitation).where(Invitation.consultation_id == consultation.id, Invitation.contact_id == contact.id)
    )


def find_invitation(session: Session, consultation: Consultation, public_id: str) -> Invitation | None:
    """The ticket of an address of ours."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.consultation_id == consultation.id, Invitation.public_id == public_id)
        .options(joinedload(Invitation.contact))
    )


def invitations_page(session: Session, consultation: Consultation, page: int) -> tuple[list[Invitation], int]:
    """One page of the invited contacts by address, and how many pages there are."""
    wanted = _invited(consultation)
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    rows = wanted.order_by(Contact.email).offset((min(page, pages) - 1) * PAGE).limit(PAGE)
    return list(session.scalars(rows.options(joinedload(Invitation.contact)))), pages


def all_invitations(session: Session, consultation: Consultation) -> list[Invitation]:
    """Every ticket that still works, with its contact, for a file of links."""
    wanted = _invited(consultation).where(~Invitation.is_revoked).order_by(Contact.email)
    return list(session.scalars(wanted.options(joinedload(Invitation.contact))))


def _invited(consultation: Consultation) -> Select[Any]:
    return (
        select(Invitation)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.consultation_id == consultation.id)
    )


@dataclass(frozen=True)
class Invited:
    """How an inviting stands. `answered` is None while the number would tell too much about single people."""

    tickets: int
    answered: int | None
    unreachable: int  # opted out, or their address returns mail
    unwritten: int  # no invitation has been written to them yet


def invited(session: Session, consultation: Consultation) -> Invited:
    """Counts for the page of invitations; in an anonymous consultation never of few people."""
    rows = session.execute(
        select(Invitation.is_used, Contact.is_opted_out, Contact.is_bounced)
        .join(Contact, Contact.id == Invitation.contact_id)
        .where(Invitation.consultation_id == consultation.id, ~Invitation.is_revoked)
    ).all()
    answered = sum(is_used for is_used, _out, _bounced in rows)
    may_tell = not consultation.is_anonymous or is_countable(answered, len(rows), consultation.process.minimum_cell)
    unwritten = session.scalar(select(func.count()).select_from(_to_invite(consultation).subquery())) or 0
    return Invited(
        tickets=len(rows),
        answered=answered if may_tell else None,
        unreachable=sum(is_out or is_bounced for _used, is_out, is_bounced in rows),
        unwritten=unwritten,
    )


def mailings_of(session: Session, consultation: Consultation) -> list[Mailing]:
    """The mails to many of a consultation, newest first."""
    wanted = select(Mailing).where(Mailing.consultation_id == consultation.id)
    return list(session.scalars(wanted.order_by(Mailing.id.desc())))


def find_mailing(session: Session, process: Process, public_id: str) -> tuple[Mailing, Consultation] | None:
    """The mailing of an address of ours, with its consultation."""
    wanted = (
        select(Mailing, Consultation)
        .join(Consultation, Consultation.id == Mailing.consultation_id)
        .where(Consultation.process_id == process.id, Mailing.public_id == public_id)
    )
    row = session.execute(wanted).first()
    return None if row is None else (row[0], row[1])


def deliveries(session: Session, mailing: Mailing) -> int:
    """How many mails a mailing has written."""
    return session.scalar(select(func.count()).where(Delivery.mailing_id == mailing.id)) or 0


def _reachable(consultation: Consultation) -> Select[Any]:
    return _invited(consultation).where(~Invitation.is_revoked, ~Contact.is_opted_out, ~Contact.is_bounced)


def _written(kind: MailingKind | None = None, mailing: Mailing | None = None) -> Select[Any]:
    found = select(Delivery.invitation_id).join(Mailing, Mailing.id == Delivery.mailing_id)
    if mailing is not None:
        found = found.where(Mailing.id == mailing.id)
    return found.where(Mailing.kind == kind.value) if kind is not None else found


def _to_invite(consultation: Consultation) -> Select[Any]:
    return _reachable(consultation).where(~Invitation.is_used, Invitation.id.not_in(_written(MailingKind.INVITATION)))


def to_write(consultation: Consultation, mailing: Mailing) -> Select[Any]:
    """Tickets to which a mailing has still to be written: an invitation to whom none was written, a reminder to
    whoever was invited and has not answered."""
    if mailing.kind == MailingKind.INVITATION:
        return _to_invite(consultation)
    return _reachable(consultation).where(
        ~Invitation.is_used,
        Invitation.id.in_(_written(MailingKind.INVITATION)),
        Invitation.id.not_in(_written(mailing=mailing)),
    )


def recipients(session: Session, consultation: Consultation, mailing: Mailing) -> int:
    """To how many people a mailing would go now."""
    return session.scalar(select(func.count()).select_from(to_write(consultation, mailing).subquery())) or 0


def next_tickets(session: Session, consultation: Consultation, mailing: Mailing, limit: int) -> Sequence[Invitation]:
    """The next few tickets to write to, with their contacts."""
    wanted = to_write(consultation, mailing).order_by(Invitation.id).limit(limit)
    return session.scalars(wanted.options(joinedload(Invitation.contact))).all()


def contacts_by_attribute(session: Session, process: Process, consultation: Consultation) -> Mapping[str, Counter[str]]:
    """Of the contacts not yet invited: how many have each helix category, language and value of an attribute."""
    found: dict[str, Counter[str]] = {}
    rows = not_yet_invited(process, consultation).with_only_columns(Contact.helix, Contact.language, Contact.attributes)
    for helix, language, attributes in session.execute(rows):
        for key, text in {**attributes, "helix": helix, "language": language}.items():
            found.setdefault(key, Counter())[text.lower()] += 1
    return found
