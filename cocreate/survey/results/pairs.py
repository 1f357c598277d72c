"""What people who said one thing said to another question: answers to two questions on the same sheets, counted."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from cocreate import clock
from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.jobs import Job, JobState
from cocreate.core.permissions import Actor
from cocreate.survey import queries
from cocreate.survey.kinds import ResultRow, kind_of
from cocreate.survey.kinds.choosing import chosen_in
from cocreate.survey.models import Answer, Consultation, PartCount, Question, Submission
from cocreate.survey.part_counts import SLICES
from cocreate.survey.results.cross import point_key
from cocreate.survey.rules import QuestionKind
from cocreate.survey.tallies import Stored, canonical

JOB = "survey:count_pair"


@dataclass(frozen=True)
class Pair:
    """An answer of people who belong to these groups; to none where they said nothing that groups them."""

    groups: tuple[str, ...]
    row: ResultRow


Key = tuple[tuple[str, ...], str, str, bool, str, str]  # groups, item, canonical value or "", has text, helix, language


def by_trait(rows: Iterable[ResultRow], trait: str) -> list[Pair]:
    """Grouped by what every sheet says of its person: `helix` or `language`."""
    return [Pair((getattr(row, trait),), row) for row in rows]


def count_now(session: Session, by: Question, of: Question) -> list[Pair]:
    """Grouped by the answers to another question, for a page of a consultation that has few sheets."""
    return list(_pairs(_cells(session, by, of)))


def kept(session: Session, by: Question, of: Question) -> PartCount | None:
    """The counts that a worker made, however old."""
    return session.scalar(select(PartCount).where(*_mine(by, of)))


def counted(found: PartCount) -> list[Pair]:
    """Kept counts as a page reads them."""
    return list(_pairs({(tuple(groups), *rest): count for groups, *rest, count in found.cells}))


def count_later(session: Session, actor: Actor, consultation: Consultation, by: Question, of: Question) -> Job:
    """Let a worker count them, unless one is at it; returns its task."""
    waits = (JobState.QUEUED.value, JobState.RUNNING.value)
    given = {"by_id": by.id, "of_id": of.id}
    same = select(Job).where(Job.kind == JOB, Job.process_id == consultation.process_id, Job.state.in_(waits))
    for job in session.scalars(same):
        if job.arguments["given"] == given:
            return job
    return jobs.enqueue(session, actor, JOB, process=consultation.process, **given)


@jobs.job(JOB)
def count_pair(context: jobs.JobContext, by_id: int, of_id: int) -> None:
    """Count a slice of the sheets after the other, and keep what comes out."""
    found = Counter[Key]()
    with context.reading() as session:
        by, of = session.get(Question, by_id), session.get(Question, of_id)
        if by is None or of is None:
            return
        everybody = queries.counted_people(session, session.get_one(Consultation, of.consultation_id)).total
    for number, (low, high) in enumerate(pairwise(SLICES), start=1):
        with context.reading() as session:
            asked = session.get_one(Question, by_id), session.get_one(Question, of_id)
            found += _cells(session, *asked, low, high)
        context.advance(number / len(SLICES))
    db.session.rollback()
    with transaction() as session:
        by, of = session.get_one(Question, by_id), session.get_one(Question, of_id)
        session.execute(delete(PartCount).where(*_mine(by, of)))
        session.add(
            PartCount(
                consultation_id=of.consultation_id,
                cut_hash=_hash(by, of),
                everybody=everybody,
                made_at=clock.now(),
                cells=[[list(groups), *rest, count] for (groups, *rest), count in found.items()],
            )
        )


def _cells(session: Session, by: Question, of: Question, low: str = "", high: str = "g") -> Counter[Key]:
    """The sheets whose keys lie from `low` to below `high`."""
    grouping, said = aliased(Answer), aliased(Answer)
    traits = (said.item, said.value, said.has_text, Submission.helix, Submission.language)
    same_sheet = (grouping.submission_id == said.submission_id) & (grouping.question_id == by.id)
    rows = (
        select(grouping.value.label("group"), *traits, func.count())
        .select_from(said)
        .join(Submission, Submission.id == said.submission_id)
        .outerjoin(grouping, same_sheet & (grouping.item == ""))
        .where(said.question_id == of.id, Submission.is_counted, Submission.left_out == "")
        .where(Submission.id >= low, Submission.id < high)
        .group_by(grouping.value, *traits)
    )
    found, kind = Counter[Key](), kind_of(of)
    for group, item, value, has_text, helix, language, count in session.execute(rows):
        groups = groups_in(by, group or {})
        for key, kept_value in kind.counted(Stored(item, value)):
            text = "" if kept_value is None else canonical(kept_value)
            found[groups, key, text, has_text, helix, language] += count
    return found


def groups_in(by: Question, value: Mapping[str, Any]) -> tuple[str, ...]:
    """The groups that an answer puts somebody into."""
    if by.kind == QuestionKind.MULTIPLE_CHOICE:
        return tuple(chosen_in(value))
    if by.kind == QuestionKind.SCALE:
        return (point_key(value["number"]),) if "number" in value else ()
    return (str(value["choice"]),) if value.get("choice") else ()


def _pairs(cells: Mapping[Key, int]) -> Iterator[Pair]:
    for (groups, item, text, has_text, helix, language), count in cells.items():
        yield Pair(groups, ResultRow(item, json.loads(text) if text else None, has_text, helix, language, count))


def _mine(by: Question, of: Question) -> tuple[Any, ...]:
    return (PartCount.consultation_id == of.consultation_id, PartCount.cut_hash == _hash(by, of))


def _hash(by: Question, of: Question) -> str:
    return sha256(f"pair:{by.id}:{of.id}".encode()).hexdigest()[:32]
