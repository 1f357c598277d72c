"""What the contacts of an organisation's processes hold of one person, told to that person and erased at their wish."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.survey.inviting import commands
from cocreate.survey.models import Contact


def kept(session: Session, organisation_id: int, email: str) -> dict[str, list[dict[str, Any]]]:
    """Contacts with the address, as JSON values."""
    rows = [
        {
            "process": process.public_id,
            "name": contact.name,
            "language": contact.language,
            "organisation": contact.organisation,
            "helix": contact.helix,
            "attributes": contact.attributes,
            "wants_no_mails": contact.is_opted_out,
        }
        for contact, process in _contacts(session, organisation_id, email)
    ]
    return {"contacts": rows}


def forget(session: Session, actor: Actor, organisation_id: int, email: str) -> None:
    """Erase them. Whoever wants no more mails stays on record for that alone."""
    for contact, process in _contacts(session, organisation_id, email):
        if not contact.is_opted_out:
            commands.delete_contact(session, actor, process, contact)


def _contacts(session: Session, organisation_id: int, email: str) -> list[tuple[Contact, Process]]:
    asked = select(Contact, Process).join(Process, Process.id == Contact.process_id)
    asked = asked.where(Process.organisation_id == organisation_id, Contact.email == email)
    return [(contact, process) for contact, process in session.execute(asked)]
