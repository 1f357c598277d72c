"""The look itself, beside the server: read texts, let `analysis` find, store what it found."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import jobs
from cocreate.core.db import transaction
from cocreate.core.ids import digest
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.personal import commands
from cocreate.survey.personal.commands import Looked
from cocreate.survey.personal.rules import spans_in


@jobs.job(commands.JOB)
def look(context: jobs.JobContext, consultation_id: int) -> None:
    """Look at every free answer of a consultation."""
    with context.reading() as session:
        texts = free_texts(session, consultation_id)
    looked = {}
    for number, (answer_id, text, language) in enumerate(texts):
        looked[answer_id] = found_in(text, language)
        if number % 200 == 0:
            context.advance(number / len(texts), "survey:flag:looking")
    with transaction() as session:
        commands.store_flags(session, context.actor, session.get_one(Consultation, consultation_id), looked)


def look_at(texts: Iterable[tuple[str, str, str]]) -> dict[str, Looked]:
    """What the machine finds in texts, given as (answer, text, language)."""
    return {answer_id: found_in(text, language) for answer_id, text, language in texts}


def found_in(text: str, language: str) -> Looked:
    """What the machine finds in one text."""
    return Looked(digest(text), spans_in(text, language))


def free_texts(session: Session, consultation_id: int) -> list[tuple[str, str, str]]:
    """All free answers: (answer, text, language)."""
    rows = session.execute(
        select(Answer.id, Answer.text, Answer.text_language)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Submission.consultation_id == consultation_id, Answer.has_text)
        .order_by(Answer.id)
    )
    return [(key, text, language) for key, text, language in rows]
