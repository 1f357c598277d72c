"""Answers that come while a consultation runs join the themes of the last reading."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from cocreate.core import audit, jobs
from cocreate.core.jobs import Job, JobState
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import Conflict, DomainError, Invalid
from cocreate.process.models import Process
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.queries import awaits_late
from cocreate.survey.rules import ConsultationState
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer, UnplacedAnswer
from cocreate.themes.queries import FreeText, questions_by_id
from cocreate.themes.rules import CameBy, ThemeState
from cocreate.themes.steps import recording
from cocreate.themes.steps.recording import lock


def _late(run: AnalysisRun):  # type: ignore[no-untyped-def]
    placed = (
        select(ThemeAnswer.id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .where(Theme.run_id == run.id, ThemeAnswer.answer_id == Answer.id, ThemeAnswer.is_main)
    )
    unplaced = select(UnplacedAnswer.answer_id).where(
        UnplacedAnswer.run_id == run.id, UnplacedAnswer.answer_id == Answer.id
    )
    mine = (Submission.consultation_id == run.consultation_id, Submission.left_out == "", Answer.has_text)
    return (*mine, ~exists(placed), ~exists(unplaced))


def count_late(session: Session, run: AnalysisRun) -> int:
    """How many answers came after a reading and have no place in it yet."""
    return session.scalar(select(func.count()).select_from(Answer).join(Submission).where(*_late(run))) or 0


def late_answers(session: Session, run: AnalysisRun) -> list[FreeText]:
    """The answers that came after a reading."""
    rows = session.execute(
        select(Answer.id, Answer.question_id, Answer.text, Answer.text_language, Submission.language, Submission.helix)
        .join(Submission)
        .where(*_late(run))
        .order_by(Answer.id)
    )
    return [FreeText(*row) for row in rows]


@dataclass(frozen=True)
class PlacedText:
    """An answer in its main theme, as the machine gets it."""

    question_id: int
    theme_id: int
    text: str
    language: str
    x: float
    y: float


def placed_texts(session: Session, run: AnalysisRun) -> list[PlacedText]:
    """All answers in standing themes that no person rejected."""
    rows = session.execute(
        select(
            Theme.question_id,
            Theme.id,
            Answer.text,
            Answer.text_language,
            func.coalesce(ThemeAnswer.x, 0.0),
            func.coalesce(ThemeAnswer.y, 0.0),
        )
        .join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .where(Theme.run_id == run.id, Theme.state.not_in((ThemeState.MERGED, ThemeState.REJECTED)))
        .where(ThemeAnswer.is_main)
        .order_by(Theme.id, Answer.id)
    )
    return [PlacedText(*row) for row in rows]


JOB = "themes:join"


@dataclass(frozen=True)
class Joining:
    """Where the machine puts a late answer: its places in themes, the main one first, or the class without one."""

    answer_id: str
    rows: list[dict[str, Any]]
    reason: str | None
    language: str


def start_joining(session: Session, actor: Actor, run: AnalysisRun) -> Job:
    """Queue the placing of the answers that came after a reading.

    Never fewer at once than the smallest group that may be shown: else the time of joining would tell the time of a
    single person's answer, which an anonymous consultation keeps nowhere.
    """
    process: Process = run.consultation.process
    if count_late(session, run) < process.minimum_cell:
        raise Invalid("themes.join.too_few", minimum=process.minimum_cell)
    waiting = select(Job).where(Job.kind == JOB, Job.process_id == process.id)
    if session.scalar(waiting.where(Job.state.in_((JobState.QUEUED, JobState.RUNNING)))) is not None:
        raise Conflict("themes.join.under_way")
    audit.record(session, actor, "themes:answers:join", run.ref, process=process.public_id)
    return jobs.enqueue(session, actor, JOB, process=process, run_id=run.id)


def store_joined(
    session: Session, actor: Actor, process: Process, run: AnalysisRun, joinings: Sequence[Joining]
) -> int:
    """Store where late answers belong, marked as the machine's doing; those that got a place meanwhile keep it."""
    lock(session, run)
    late = {text.id: text for text in late_answers(session, run)}
    stored = [joining for joining in joinings if joining.answer_id in late]
    names = {theme.id: theme for theme in session.scalars(select(Theme).where(Theme.run_id == run.id))}
    places = {joining.answer_id: _place(joining, names) for joining in stored}
    recording.put_places(session, run, places)
    recording.link_places(session, actor, process, places)
    for joining in stored:
        answer = session.get_one(Answer, joining.answer_id)
        answer.text_language = answer.text_language or joining.language
    session.flush()
    joined = {row["theme_id"] for joining in stored for row in joining.rows}
    recording.recount(session, [names[key] for key in sorted(joined)])
    _count(session, run, stored, late, places)
    return len(stored)


def _count(
    session: Session, run: AnalysisRun, stored: list[Joining], late: dict[str, FreeText], places: dict[str, Any]
) -> None:
    for number, question in questions_by_id(session, run.consultation).items():
        mine = {j.answer_id: places[j.answer_id] for j in stored if late[j.answer_id].question_id == number}
        if mine:
            told = run.coverage.get(question.key, {})
            run.coverage = {**run.coverage, question.key: {**told, "answers": told.get("answers", 0) + len(mine)}}
            recording.recount_coverage(session, run, {}, mine, question.key)


def _place(joining: Joining, names: dict[int, Theme]) -> dict[str, Any]:
    mark = {"came_by": CameBy.JOINED.value}
    main = [names[row["theme_id"]].public_id for row in joining.rows if row["is_main"]]
    return {"rows": [row | mark for row in joining.rows], "reason": joining.reason, "found_in": main}


@jobs.hourly
def join_late_answers(session: Session) -> None:
    """While answers come in, from people or from helpers after the close, they join every hour, whoever looks."""
    may_grow = (AnalysisRun.is_current, or_(Consultation.state == ConsultationState.OPEN, awaits_late()))
    rows = select(AnalysisRun).join(Consultation, AnalysisRun.consultation_id == Consultation.id)
    for run in session.scalars(rows.where(*may_grow).order_by(AnalysisRun.id)):
        with suppress(DomainError):  # too few yet, or on their way already
            start_joining(session, SYSTEM, run)
