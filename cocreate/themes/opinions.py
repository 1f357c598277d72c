"""Opinion groups: who votes alike on a consultation's statements, what unites the groups and what divides them."""

import secrets
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.models import Process
from cocreate.survey.kinds.scales import cells_in
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.themes.models import OpinionReading
from cocreate.themes.rules import votes_by_column

if TYPE_CHECKING:  # loaded by the worker alone, when it computes; the server starts without scikit-learn
    from cocreate.analysis.opinions import Counts, OpinionReport


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


def start_reading(
    session: Session, actor: Actor, process: Process, question: Question, *, seed: int | None = None
) -> OpinionReading:
    """Queue a reading of the votes on a question. One at a time."""
    if not cast_on(session, question).votes:
        raise Invalid("opinions.nothing_to_read")
    latest = latest_readings(session, question.consultation).get(question.id)
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


SMALLEST_GROUP = 5


@jobs.job("themes:opinions")
def read_votes(context: jobs.JobContext, reading_id: int) -> None:
    """Read the votes on a question and store the opinion groups."""
    from cocreate.analysis.opinions import Settings, analyse_votes

    with context.reading() as session:
        reading = session.get(OpinionReading, reading_id)
        if reading is None:
            raise NotFound()
        consultation = reading.question.consultation
        seed, process_id = reading.seed, consultation.process_id
        smallest = max(SMALLEST_GROUP, consultation.process.minimum_cell)
        cast = cast_on(session, reading.question)
    report = analyse_votes(cast.votes, seed=seed, settings=Settings(minimum_group=smallest), progress=context)
    result = stored(report, cast)
    db.session.rollback()
    with transaction() as session:
        reading = session.get_one(OpinionReading, reading_id)
        store_reading(session, context.actor, session.get_one(Process, process_id), reading, result)


def stored(report: "OpinionReport", cast: Cast) -> dict[str, Any]:
    """A report as it is kept: counts and places, and nothing that says which sheet stands where."""
    members = {g.key: [sheet for sheet, key in report.group_of.items() if key == g.key] for g in report.groups}
    return {
        "people": report.people,
        "votes": report.votes,
        "minimum_votes": report.minimum_votes,
        "strength": report.strength,
        "explained": list(report.explained),
        "silhouettes": {str(k): value for k, value in report.silhouettes.items()},
        "versions": dict(report.versions),
        "warnings": [{"code": w.code, "params": dict(w.params)} for w in report.warnings],
        # Sorted by place, so that the order tells nothing either.
        "points": sorted([x, y, report.group_of.get(sheet, "")] for sheet, (x, y) in report.positions.items()),
        "groups": [
            {
                "key": group.key,
                "size": group.size,
                "centre": list(group.centre),
                "typical": [[r.statement, r.direction] for r in group.representative if r.is_sure],
                "by_helix": _counted(cast.helix[sheet] for sheet in members[group.key]),
                "by_language": _counted(cast.language[sheet] for sheet in members[group.key]),
            }
            for group in report.groups
        ],
        "statements": {
            s.id: {
                "all": _three(s.all),
                "by_group": {key: _three(c) for key, c in s.by_group.items()},
                "leaning": s.leaning,
                "is_consensus": s.is_consensus,
            }
            for s in report.statements
        },
        "united": [s.id for s in report.united(len(report.statements)) if s.is_consensus],
        "divided": [s.id for s in report.divided(len(report.statements))],
    }


def _three(counts: "Counts") -> list[int]:
    return [counts.agree, counts.passed, counts.disagree]


def _counted(values: Any) -> dict[str, int]:
    return dict(sorted(Counter(value for value in values if value).items()))
