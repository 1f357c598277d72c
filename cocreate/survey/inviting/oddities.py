"""Reads of what was odd about the sending of sheets."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, selectinload

from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.rules import ConsultationState, Flag, Source

PAGE = 20  # sheets on a page, with their answers


def lately_answered(session: Session, since: datetime) -> Sequence[Consultation]:
    """Consultations that are open, or took their last answers after that moment."""
    is_open = Consultation.state == ConsultationState.OPEN.value
    is_waiting = Consultation.late_until.is_not(None) & Consultation.late_ended_at.is_(None)
    was_lately = (Consultation.closed_at > since) | (Consultation.late_ended_at > since)
    wanted = select(Consultation).where(is_open | is_waiting | was_lately).order_by(Consultation.id)
    return session.scalars(wanted).all()


def counts_by_flag(session: Session, consultation: Consultation) -> Mapping[Flag, int]:
    """How many sheets bear each flag, in the order of the list."""
    counts = _counted(session, consultation, Submission.flag)
    return {flag: counts[flag] for flag in Flag if flag in counts}


def counts_by_source(session: Session, consultation: Consultation) -> Mapping[Source, int]:
    """How many sheets came which way, in the order of the list."""
    counts = _counted(session, consultation, Submission.source)
    return {source: counts[source] for source in Source if source in counts}


def _counted(session: Session, consultation: Consultation, column: InstrumentedAttribute[str]) -> dict[str, int]:
    wanted = select(column, func.count()).where(Submission.consultation_id == consultation.id).group_by(column)
    return {row[0]: row[1] for row in session.execute(wanted)}


def sheets_to_decide(session: Session, consultation: Consultation, flag: Flag, most: int) -> Sequence[Submission]:
    """Sheets with one mark that still count, at most so many."""
    mine = (Submission.consultation_id == consultation.id, Submission.flag == flag.value, Submission.left_out == "")
    return session.scalars(select(Submission).where(*mine).order_by(Submission.id).limit(most)).all()


def odd_sheets(
    session: Session, consultation: Consultation, flag: Flag | None, page: int
) -> tuple[list[Submission], int, int]:
    """One page of them by their random keys, with its number, and how many pages there are."""
    wanted = select(Submission).where(Submission.consultation_id == consultation.id)
    wanted = wanted.where(Submission.flag == flag.value if flag is not None else Submission.flag != "")
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PAGE))
    page = min(page, pages)
    rows = wanted.order_by(Submission.id).offset((page - 1) * PAGE).limit(PAGE)
    answers = selectinload(Submission.answers).joinedload(Answer.question)
    return list(session.scalars(rows.options(answers))), page, pages
