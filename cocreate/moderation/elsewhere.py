"""What waits for a moderator in earlier stages: found there, listed here, decided there."""

from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp.models import Camp
from cocreate.camp.models_session import Moderation
from cocreate.core.db import Translated
from cocreate.process.models import Process
from cocreate.survey.models import AnswerFlag, Consultation, Submission
from cocreate.survey.personal.rules import FlagState


@dataclass(frozen=True)
class Elsewhere:
    """So many of something, where it is decided, and who may open that page."""

    label: Any  # lazy string
    title: Translated  # of the consultation or camp
    count: int
    endpoint: str
    permission: str
    values: dict[str, str] = field(default_factory=dict)


def waiting_elsewhere(session: Session, process: Process) -> list[Elsewhere]:
    """Answers with passages that tell who somebody is, sheets that were sent oddly, and steps taken in camps."""
    return [*_flags(session, process), *_odd(session, process), *_camps(session, process)]


def _flags(session: Session, process: Process) -> list[Elsewhere]:
    rows = session.execute(
        select(Consultation, func.count(AnswerFlag.answer_id))
        .join(AnswerFlag, AnswerFlag.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, AnswerFlag.state == FlagState.OPEN.value)
        .group_by(Consultation.id)
        .order_by(Consultation.id)
    )
    label = _l("Answers in which something seems to tell who somebody is")
    return [
        Elsewhere(label, row.title, number, "survey_personal.review", "survey:flag:view", _of(row))
        for row, number in rows
    ]


def _odd(session: Session, process: Process) -> list[Elsewhere]:
    rows = session.execute(
        select(Consultation, func.count(Submission.id))
        .join(Submission, Submission.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, Submission.flag != "", Submission.left_out == "")
        .group_by(Consultation.id)
        .order_by(Consultation.id)
    )
    label = _l("Sheets that were sent in an odd way, such as twice")
    return [
        Elsewhere(label, row.title, number, "survey_odd.index", "survey:odd:view", _of(row)) for row, number in rows
    ]


def _camps(session: Session, process: Process) -> list[Elsewhere]:
    rows = session.execute(
        select(Camp, func.count(Moderation.id))
        .join(Moderation, Moderation.camp_id == Camp.id)
        .where(Camp.process_id == process.id, Camp.is_rehearsal.is_(False), Moderation.undone_at.is_(None))
        .group_by(Camp.id)
        .order_by(Camp.id)
    )
    label = _l("Cards and comments hidden, and seats muted or removed, by those who run a camp")
    return [
        Elsewhere(label, row.title, number, "camp_lead.moderation", "camp:card:moderate", {"camp_id": row.public_id})
        for row, number in rows
    ]


def _of(consultation: Consultation) -> dict[str, str]:
    return {"consultation_id": consultation.public_id}
