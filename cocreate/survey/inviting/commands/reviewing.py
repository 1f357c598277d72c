"""Looking after who answers: targets of the recruitment meter, and sheets that say word for word the same."""

from collections.abc import Mapping

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import Conflict, Invalid
from cocreate.survey import tallies
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.rules import Flag

LONG_ENOUGH = 60  # characters; shorter texts are alike by chance
MOST = 1_000_000  # people aimed for

Targets = Mapping[str, Mapping[str, int]]  # dimension ("helix", "language", "q:key") -> category -> people


def set_targets(
    session: Session, actor: Actor, consultation: Consultation, targets: Targets, *, version: int
) -> Consultation:
    """How many answers are aimed for, by category; 0 is no target."""
    if consultation.version != version:
        raise Conflict("changed_meanwhile")
    if any(not 0 <= number <= MOST for numbers in targets.values() for number in numbers.values()):
        raise Invalid("survey.targets.range", limit=MOST)
    wanted = {name: {key: n for key, n in numbers.items() if n} for name, numbers in targets.items()}
    consultation.targets = {name: numbers for name, numbers in wanted.items() if numbers}
    session.flush()
    process = consultation.process.public_id
    audit.record(session, actor, "survey:targets:set", consultation.ref, process=process, dimensions=sorted(targets))
    return consultation


def flag_duplicates(session: Session, actor: Actor, consultation: Consultation) -> int:
    """Mark sheets with a long text that another sheet has word for word; they count all the same. Returns how many.

    Found by the database, every hour and when somebody asks, so that no mark of a text is stored beside it. What the
    hour finds is recorded only where there is something.
    """
    mine = select(Question.id).where(Question.consultation_id == consultation.id)
    long_texts = (Answer.question_id.in_(mine), Answer.has_text, func.length(Answer.text) >= LONG_ENOUGH)
    people = func.count(Answer.submission_id.distinct())
    repeated = (
        select(Answer.question_id, Answer.text)
        .where(*long_texts)
        .group_by(Answer.question_id, Answer.text)
        .having(people > 1)
    )
    sheets = select(Answer.submission_id).where(*long_texts, tuple_(Answer.question_id, Answer.text).in_(repeated))
    unmarked = (Submission.consultation_id == consultation.id, Submission.flag == "", Submission.id.in_(sheets))
    marked = session.scalars(select(Submission).where(*unmarked)).all()
    for sheet in marked:
        tallies.forget(session, sheet)  # the counts know each sheet by its mark
        sheet.flag = Flag.DUPLICATE.value
    session.flush()
    found = len(marked)
    if found or actor != SYSTEM:
        process = consultation.process.public_id
        audit.record(session, actor, "survey:answers:compare", consultation.ref, process=process, flagged=found)
    return found
