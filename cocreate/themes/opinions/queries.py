"""Reads of opinion groups."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate.errors import Invalid, NotFound
from cocreate.process.models import Process
from cocreate.survey.kinds.scales import cells_in
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.themes.opinions.models import OpinionReading
from cocreate.themes.opinions.rules import votes_by_column


@dataclass(frozen=True)
class Cast:
    """The votes on a question's statements, by sheet, and who cast them as far as sheets say."""

    votes: dict[str, dict[str, int]] = field(default_factory=dict)
    helix: dict[str, str] = field(default_factory=dict)
    language: dict[str, str] = field(default_factory=dict)


def opinion_questions(session: Session, consultation: Consultation) -> list[Question]:
    """The questions of a consultation that hold statements to vote on."""
    mine = select(Question).where(Question.consultation_id == consultation.id).order_by(Question.position)
    return [question for question in session.scalars(mine) if votes_by_column(question.kind, question.options)]


def find_question(session: Session, consultation: Consultation, key: str) -> Question:
    """One of them by its key; refused where it holds no statements."""
    for question in opinion_questions(session, consultation):
        if question.key == key:
            return question
    raise Invalid("opinions.nothing_to_read")


def cast_on(session: Session, question: Question) -> Cast:
    """All votes on a question, of the sheets that count."""
    meaning = votes_by_column(question.kind, question.options)
    rows = session.execute(
        select(Answer.submission_id, Answer.value, Submission.helix, Submission.language)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Answer.question_id == question.id, Submission.left_out == "")
    )
    cast = Cast()
    for sheet, value, helix, language in rows:
        votes = {row: meaning[chosen[0]] for row, chosen in cells_in(value).items() if chosen and chosen[0] in meaning}
        if votes:
            cast.votes[sheet], cast.helix[sheet], cast.language[sheet] = votes, helix, language
    return cast


def latest_readings(session: Session, consultation: Consultation) -> dict[int, OpinionReading]:
    """Number of a question -> the reading asked for last, finished or not."""
    return _by_question(session, consultation, is_finished=False)


def finished_readings(session: Session, consultation: Consultation) -> dict[int, OpinionReading]:
    """Number of a question -> its latest reading that was finished."""
    return _by_question(session, consultation, is_finished=True)


def _by_question(session: Session, consultation: Consultation, *, is_finished: bool) -> dict[int, OpinionReading]:
    rows = (
        select(OpinionReading)
        .join(Question, OpinionReading.question_id == Question.id)
        .where(Question.consultation_id == consultation.id)
        .order_by(OpinionReading.id)
        .options(joinedload(OpinionReading.job), joinedload(OpinionReading.question))
    )
    if is_finished:
        rows = rows.where(OpinionReading.finished_at.is_not(None))
    return {reading.question_id: reading for reading in session.scalars(rows)}


def find_reading(session: Session, process: Process, public_id: str) -> OpinionReading:
    """The reading of an address, of this process only."""
    found = session.scalar(
        select(OpinionReading)
        .join(Question, OpinionReading.question_id == Question.id)
        .join(Consultation, Question.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, OpinionReading.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found
