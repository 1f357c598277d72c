"""Who is invited to a consultation, and whose link stops working."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Closed
from cocreate.survey.models import Consultation, Contact, Invitation
from cocreate.survey.rules import ConsultationState

BATCH = 150  # rows written at once: SQLite counts the parameters of a statement


def invite_contacts(session: Session, actor: Actor, consultation: Consultation, contacts: Sequence[Contact]) -> int:
    """Give each a ticket, and so a personal link; whoever has one keeps it. Tells how many are new."""
    if consultation.state == ConsultationState.CLOSED:
        raise Closed("survey.consultation.not_open", state=consultation.state)
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    new = 0
    for start in range(0, len(contacts), BATCH):
        rows = [_row(consultation, contact) for contact in contacts[start : start + BATCH]]
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
