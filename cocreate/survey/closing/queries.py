"""Reads about the end of consultations."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.survey.models import Consultation
from cocreate.survey.queries import awaits_late
from cocreate.survey.rules import ConsultationState

REMINDED = "survey:closing:remind"


def open_now(session: Session) -> list[Consultation]:
    """Every consultation that is open, in whatever process."""
    wanted = select(Consultation).where(Consultation.state == ConsultationState.OPEN.value)
    return list(session.scalars(wanted.order_by(Consultation.id)))


def awaiting_late(session: Session) -> list[Consultation]:
    """Every closed consultation into which helpers still enter answers, in whatever process."""
    is_closed = Consultation.state == ConsultationState.CLOSED.value
    return list(session.scalars(select(Consultation).where(is_closed, awaits_late()).order_by(Consultation.id)))


def reminders_sent(session: Session, consultation: Consultation) -> list[int]:
    """Which reminders were sent about the end that stands now; a later end is told of anew."""
    lines = session.scalars(
        select(AuditEntry).where(
            AuditEntry.verb == REMINDED,
            AuditEntry.process == consultation.process.public_id,
            AuditEntry.subject == consultation.public_id,
        )
    )
    day = str(consultation.last_day)
    return [line.details["days"] for line in lines if line.details["last_day"] == day]
