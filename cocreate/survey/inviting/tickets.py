"""Personal links: the invitation's public id with a keyed hash of it, so that nothing secret has to be stored."""

import hmac

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.ids import keyed_bytes
from cocreate.survey.models import Consultation, Contact, Invitation

ID_LENGTH, SEAL_LENGTH = 12, 24  # characters; a seal of 96 bits


def ticket_token(invitation: Invitation) -> str:
    """What the personal link of an invitation ends in."""
    return invitation.public_id + _seal("ticket", invitation.public_id)


def find_by_ticket(session: Session, consultation: Consultation, token: str) -> Invitation | None:
    """The invitation behind a link of this consultation, used and withdrawn ones too; None for a link that is none."""
    public_id = _read("ticket", token)
    if public_id is None:
        return None
    wanted = select(Invitation).where(Invitation.consultation_id == consultation.id, Invitation.public_id == public_id)
    return session.scalar(wanted.execution_options(populate_existing=True))


def opt_out_token(contact: Contact) -> str:
    """What a contact's "no more mails" link ends in."""
    return contact.public_id + _seal("opt-out", contact.public_id)


def find_by_opt_out(session: Session, token: str) -> Contact | None:
    """The contact behind a "no more mails" link."""
    public_id = _read("opt-out", token)
    return None if public_id is None else session.scalar(select(Contact).where(Contact.public_id == public_id))


def _seal(use: str, public_id: str) -> str:
    key = str(current_app.config["SECRET_KEY"])
    return keyed_bytes(key, f"survey:{use}:{public_id}").hex()[:SEAL_LENGTH]


def _read(use: str, token: str) -> str | None:
    public_id, seal = token[:ID_LENGTH], token[ID_LENGTH:]
    if len(token) != ID_LENGTH + SEAL_LENGTH or not token.isascii() or "\x00" in token:
        return None
    return public_id if hmac.compare_digest(seal, _seal(use, public_id)) else None
