"""Contacts and people with a personal link, to test with."""

from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.survey.inviting import queries
from cocreate.survey.inviting.contacts import add_contact
from cocreate.survey.inviting.mailings import invite_contacts
from cocreate.survey.inviting.models import Contact, Invitation
from cocreate.survey.inviting.rules import ContactDetails
from cocreate.survey.models import Consultation

_numbers = count(1)


def make_contact(session: Session, process: Process, **details: Any) -> Contact:
    """Somebody whom the process may write to."""
    told = {"email": f"contact{next(_numbers)}@example.org", **details}
    return add_contact(session, SYSTEM, process, ContactDetails(**told))


def make_ticket(session: Session, consultation: Consultation, **details: Any) -> Invitation:
    """Somebody invited to a consultation."""
    contact = make_contact(session, consultation.process, **details)
    invite_contacts(session, SYSTEM, consultation, [contact])
    ticket = queries.invitation_of(session, consultation, contact)
    assert ticket is not None
    return ticket
