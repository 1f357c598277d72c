"""Counts of the sheets that some conditions let pass: at once where these are few, else by a worker, and kept."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.jobs import Job, JobState
from cocreate.core.permissions import Actor
from cocreate.survey import queries
from cocreate.survey.cuts import Cut, sheets_in
from cocreate.survey.models import Consultation, PartCount, Submission
from cocreate.survey.queries import Counted
from cocreate.survey.tallies import Cell, cells_of

AT_ONCE = 20_000  # with so many sheets in all, a page looks through them itself
FRESH_FOR = timedelta(minutes=10)  # while answers come in, a kept count is good for so long
MOST_KEPT = 50  # counts of one consultation
JOB = "survey:count_part"
# Keys of sheets are random hexadecimal numbers, so these cut them into equal slices, between which a worker says how
# far it is.
SLICES = ["", *(f"{n:02x}" for n in range(4, 256, 4)), "g"]


def count_now(session: Session, consultation: Consultation, cut: Cut) -> Counted:
    """The counts, for a page of a consultation that has few sheets."""
    return queries.as_counted(_rows(cells_of(session, consultation, sheets_in(consultation, cut))))


def kept(session: Session, consultation: Consultation, cut: Cut) -> PartCount | None:
    """The counts that a worker made, however old."""
    return session.scalar(
        select(PartCount).where(PartCount.consultation_id == consultation.id, PartCount.cut_hash == cut.hash)
    )


def is_fresh(found: PartCount, everybody: int) -> bool:
    """Whether no sheet came in since, or the counts are new enough."""
    return found.everybody == everybody or clock.now() - found.made_at < FRESH_FOR


def counted(found: PartCount) -> Counted:
    """Kept counts as a page reads them."""
    return queries.as_counted(found.cells)


def count_later(session: Session, actor: Actor, consultation: Consultation, cut: Cut) -> Job:
    """Let a worker count them, unless one is at it; returns its task."""
    waits = (JobState.QUEUED.value, JobState.RUNNING.value)
    same = select(Job).where(Job.kind == JOB, Job.process_id == consultation.process_id, Job.state.in_(waits))
    given = {"consultation_id": consultation.id, "cut": cut.as_json()}
    for job in session.scalars(same):
        if job.arguments["given"] == json.loads(json.dumps(given)):
            return job
    return jobs.enqueue(session, actor, JOB, process=consultation.process, **given)


@jobs.job(JOB)
def count_part(context: jobs.JobContext, consultation_id: int, cut: dict[str, Any]) -> None:
    """Count the sheets that the conditions let pass, a slice after the other, and keep what comes out."""
    wanted, found = Cut.from_json(cut), Counter[Cell]()
    with context.reading() as session:
        consultation = session.get(Consultation, consultation_id)
        if consultation is None:
            return
        everybody = queries.counted_people(session, consultation).total
    for number, (low, high) in enumerate(pairwise(SLICES), start=1):
        with context.reading() as session:
            consultation = session.get_one(Consultation, consultation_id)
            slice_ = sheets_in(consultation, wanted).where(Submission.id >= low, Submission.id < high)
            found += cells_of(session, consultation, slice_)
        context.advance(number / len(SLICES))
    db.session.rollback()
    with transaction() as session:
        session.execute(_mine(consultation_id, wanted))
        rows = [list(row) for row in _rows(found)]
        session.add(
            PartCount(
                consultation_id=consultation_id,
                cut_hash=wanted.hash,
                everybody=everybody,
                made_at=clock.now(),
                cells=rows,
            )
        )
        session.flush()
        newest = select(PartCount.id).where(PartCount.consultation_id == consultation_id).order_by(PartCount.id.desc())
        old = session.scalars(newest.offset(MOST_KEPT)).all()
        session.execute(delete(PartCount).where(PartCount.id.in_(old)))


def _mine(consultation_id: int, cut: Cut) -> Any:
    return delete(PartCount).where(PartCount.consultation_id == consultation_id, PartCount.cut_hash == cut.hash)


def _rows(cells: Counter[Cell]) -> Iterable[tuple[int, str, Any, bool, str, str, int]]:
    """As the tallies have them."""
    for cell, count in cells.items():
        value = json.loads(cell.value) if cell.value else None
        yield cell.question_id, cell.item, value, cell.has_text, cell.helix, cell.language, count
