"""Whom a process may write to: added by hand or from a file, changed, opted out, forgotten."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict
from cocreate.process.models import Process
from cocreate.survey.inviting import queries
from cocreate.survey.inviting.contact_files import together
from cocreate.survey.inviting.rules import ContactDetails
from cocreate.survey.models import Contact

BATCH = 500  # addresses looked up at once; SQLite takes no longer lists


@dataclass(frozen=True)
class Imported:
    """What came of a file."""

    added: int
    updated: int


def add_contact(session: Session, actor: Actor, process: Process, details: ContactDetails) -> Contact:
    """One more contact; an address is in a process once."""
    told = details.checked()
    if queries.find_contact_by_email(session, process, told.email) is not None:
        raise Conflict("survey.contact.known")
    made = Contact(process_id=process.id, added_at=clock.now(), **_columns(told))
    session.add(made)
    session.flush()
    audit.record(session, actor, "survey:contact:add", made.ref, process=process.public_id)
    return made


def update_contact(
    session: Session, actor: Actor, process: Process, contact: Contact, details: ContactDetails, *, is_bounced: bool
) -> Contact:
    """New details; a new address is taken to work until mail comes back from it."""
    told = details.checked()
    other = queries.find_contact_by_email(session, process, told.email)
    if other is not None and other.id != contact.id:
        raise Conflict("survey.contact.known")
    contact.is_bounced = is_bounced and told.email == contact.email
    for name, value in _columns(told).items():
        setattr(contact, name, value)
    session.flush()
    audit.record(session, actor, "survey:contact:edit", contact.ref, process=process.public_id)
    return contact


def delete_contact(session: Session, actor: Actor, process: Process, contact: Contact) -> None:
    """Forget somebody: the contact, the tickets and what was written to them. Answers stay as they are."""
    audit.record(session, actor, "survey:contact:delete", contact.ref, process=process.public_id)
    session.delete(contact)
    session.flush()


def import_contacts(session: Session, actor: Actor, process: Process, contacts: Sequence[ContactDetails]) -> Imported:
    """Add those who are new and bring the others up to date; what the file leaves out, and opting out, stays."""
    known = _known(session, process, [details.email for details in contacts])
    now = clock.now()
    new = [details.checked() for details in contacts if details.email not in known]
    if new:
        rows = [{"process_id": process.id, "added_at": now, **_columns(details)} for details in new]
        session.execute(insert(Contact), rows)
    for details in contacts:
        if (contact := known.get(details.email)) is not None:
            for name, value in _columns(together(_details(contact), details).checked()).items():
                setattr(contact, name, value)
    session.flush()
    done = Imported(len(new), len(known))
    name = process.public_id
    audit.record(
        session, actor, "survey:contacts:import", process.ref, process=name, added=done.added, updated=done.updated
    )
    return done


def mark_bounced(session: Session, actor: Actor, process: Process, addresses: Iterable[str]) -> int:
    """Write no more to addresses that mail came back from; returns how many of them were contacts."""
    known = _known(session, process, sorted(addresses))
    ids = [contact.id for contact in known.values() if not contact.is_bounced]
    for start in range(0, len(ids), BATCH):
        session.execute(update(Contact).where(Contact.id.in_(ids[start : start + BATCH])).values(is_bounced=True))
    audit.record(session, actor, "survey:contacts:bounce", process.ref, process=process.public_id, contacts=len(ids))
    return len(ids)


def opt_out(session: Session, actor: Actor, process: Process, contact: Contact) -> None:
    """Write no more to somebody who asked for it; asking twice changes nothing."""
    if contact.is_opted_out:
        return
    contact.is_opted_out = True
    session.flush()
    audit.record(session, actor, "survey:contact:opt_out", contact.ref, process=process.public_id, anonymous=True)


def opt_in(session: Session, actor: Actor, process: Process, contact: Contact) -> None:
    """Somebody who asked for no more mails wants them after all; asking twice changes nothing."""
    if not contact.is_opted_out:
        return
    contact.is_opted_out = False
    session.flush()
    audit.record(session, actor, "survey:contact:opt_in", contact.ref, process=process.public_id, anonymous=True)


def mark_returned(session: Session, actor: Actor, addresses: Iterable[str], process: Process | None = None) -> int:
    """The same in every process whose contacts have these addresses, or in one; returns how many were marked."""
    emails = sorted(addresses)
    known: set[int] = set()
    for start in range(0, len(emails), BATCH):
        wanted = select(Contact.process_id).where(Contact.email.in_(emails[start : start + BATCH]))
        known.update(session.scalars(wanted.where(~Contact.is_bounced)))
    concerned = [session.get_one(Process, process_id) for process_id in sorted(known)]
    return sum(mark_bounced(session, actor, each, emails) for each in concerned if process in (None, each))


def _known(session: Session, process: Process, emails: Sequence[str]) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    for start in range(0, len(emails), BATCH):
        some = emails[start : start + BATCH]
        wanted = select(Contact).where(Contact.process_id == process.id, Contact.email.in_(some))
        found |= {contact.email: contact for contact in session.scalars(wanted)}
    return found


def _columns(details: ContactDetails) -> dict[str, object]:
    return {
        "email": details.email,
        "name": details.name,
        "language": details.language,
        "organisation": details.organisation,
        "helix": details.helix,
        "attributes": dict(details.attributes),
    }


def _details(contact: Contact) -> ContactDetails:
    return ContactDetails(
        contact.email, contact.name, contact.language, contact.organisation, contact.helix, contact.attributes
    )
