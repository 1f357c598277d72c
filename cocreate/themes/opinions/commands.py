"""Writes of opinion groups: have the votes read, store what was found, show it to everybody or not."""

import secrets
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.survey.models import Consultation, Question
from cocreate.themes.opinions import queries
from cocreate.themes.opinions.models import OpinionReading


def start_reading(
    session: Session, actor: Actor, process: Process, question: Question, *, seed: int | None = None
) -> OpinionReading:
    """Queue a reading of the votes on a question. One at a time."""
    if not queries.cast_on(session, question).votes:
        raise Invalid("opinions.nothing_to_read")
    latest = queries.latest_readings(session, question.consultation).get(question.id)
    if latest is not None and latest.job is not None and not latest.job.is_over:
        raise Conflict("opinions.under_way")
    reading = OpinionReading(
        question_id=question.id,
        seed=secrets.randbelow(2**31) if seed is None else seed,
        started_at=clock.now(),
    )
    session.add(reading)
    session.flush()
    reading.job = jobs.enqueue(session, actor, "themes:opinions", process=process, reading_id=reading.id)
    audit.record(session, actor, "themes:opinions:start", reading.ref, process=process.public_id, seed=reading.seed)
    return reading


def store_reading(
    session: Session, actor: Actor, process: Process, reading: OpinionReading, result: dict[str, Any]
) -> None:
    """Keep what was found in place of older readings; whether everybody sees it is decided anew."""
    reading.result, reading.finished_at = result, clock.now()
    older = select(OpinionReading.id).where(
        OpinionReading.question_id == reading.question_id, OpinionReading.id < reading.id
    )
    session.execute(delete(OpinionReading).where(OpinionReading.id.in_(older)))
    audit.record(
        session,
        actor,
        "themes:opinions:store",
        reading.ref,
        process=process.public_id,
        groups=len(result["groups"]),
    )
    session.flush()


@jobs.hourly
def forget_places(session: Session) -> None:
    """Once a consultation's answers are erased, nobody's place in the plane is kept either; counts of groups stay."""
    erased = select(OpinionReading).join(Question).join(Consultation).where(Consultation.erased_at.is_not(None))
    for reading in session.scalars(erased):
        if reading.result.get("points"):
            reading.result = {**reading.result, "points": []}
    session.flush()


def show_reading(session: Session, actor: Actor, process: Process, reading: OpinionReading, *, is_public: bool) -> None:
    """Show opinion groups to everybody beside the results, or take them back."""
    if reading.finished_at is None:
        raise Conflict("opinions.under_way")
    reading.is_public = is_public
    verb = "themes:opinions:publish" if is_public else "themes:opinions:withdraw"
    audit.record(session, actor, verb, reading.ref, process=process.public_id)
    session.flush()
