"""Where to begin a walk through the demonstration."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp
from cocreate.process.models import Process
from cocreate.survey.models import Consultation
from cocreate.survey.rules import ConsultationState


def open_camp(session: Session, process: Process) -> Camp | None:
    """The camp that lets people in."""
    return session.scalar(select(Camp).where(Camp.process_id == process.id, Camp.is_open).order_by(Camp.id.desc()))


def open_consultation(session: Session, process: Process) -> Consultation | None:
    """The consultation that takes answers."""
    is_open = Consultation.state == ConsultationState.OPEN.value
    return session.scalar(select(Consultation).where(Consultation.process_id == process.id, is_open))
