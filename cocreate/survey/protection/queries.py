"""Reads for data protection, named for what a screen needs."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.process.models import Process
from cocreate.survey import queries as survey_queries
from cocreate.survey.models import Consultation
from cocreate.survey.protection.rules import DataKind, Notice, data_kinds, notice_of
from cocreate.survey.rules import ConsultationState

WARNED = "survey:retention:warn"
# What nobody could answer yet promises nothing: a draft whose day has passed is given another one before it opens.
_PROMISED = (Consultation.erased_at.is_(None), Consultation.state != ConsultationState.DRAFT.value)


@dataclass(frozen=True)
class ProcessingRecord:
    """One line of the records of processing (GDPR, article 30)."""

    consultation: Consultation
    notice: Notice
    data: list[DataKind]
    sheets: int


def notice_for(consultation: Consultation) -> Notice:
    """What people are told."""
    return notice_of(consultation.privacy, is_anonymous=consultation.is_anonymous)


def records_of(session: Session, process: Process) -> list[ProcessingRecord]:
    """Every consultation of the process that was opened, newest first."""
    counts = Counter(survey_queries.counts_of(session, process))
    return [
        ProcessingRecord(
            consultation,
            notice_for(consultation),
            data_kinds((q.kind for q in consultation.active_questions), is_anonymous=consultation.is_anonymous),
            counts[consultation.id],
        )
        for consultation in survey_queries.consultations_of(session, process)
        if consultation.state != ConsultationState.DRAFT
    ]


def to_erase(session: Session, today: date) -> list[Consultation]:
    """Consultations whose day has come, and whose answers are still there."""
    due = (Consultation.erase_on <= today, *_PROMISED)
    return list(session.scalars(select(Consultation).where(*due).order_by(Consultation.id)))


def to_be_erased(session: Session) -> list[Consultation]:
    """Consultations with a day on which their answers go, that has not been kept yet."""
    due = (Consultation.erase_on.is_not(None), *_PROMISED)
    return list(session.scalars(select(Consultation).where(*due).order_by(Consultation.id)))


def warnings_sent(session: Session, consultation: Consultation) -> list[int]:
    """Which warnings were sent for the day that stands now; another day is warned of anew."""
    lines = session.scalars(
        select(AuditEntry).where(
            AuditEntry.verb == WARNED,
            AuditEntry.process == consultation.process.public_id,
            AuditEntry.subject == consultation.public_id,
        )
    )
    day = consultation.erase_on.isoformat() if consultation.erase_on else ""
    return [line.details["days"] for line in lines if line.details["erase_on"] == day]
