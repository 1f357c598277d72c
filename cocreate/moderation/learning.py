"""Suggestions by a program that learnt from the decisions made here: asked for by people, kept apart from decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.text.unwanted import MINIMUM, UnwantedReport, can_learn, find_unwanted
from cocreate.core import audit, jobs
from cocreate.core.db import transaction
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict
from cocreate.moderation.commands import standing_decision
from cocreate.moderation.kinds import Subject
from cocreate.moderation.models import ModerationCase, ModerationLearning, ModerationSuggestion
from cocreate.moderation.queries import LOADED, subjects_of
from cocreate.moderation.rules import Kind, Verdict
from cocreate.process.models import Process
from cocreate.survey.models import Answer, Submission
from cocreate.survey.personal.gate import is_in_sight, public_answers
from cocreate.themes.models import ThemeAnswer
from cocreate.themes.queries import accepted_themes

JOB = "moderation:suggestion:make"
MOST_READ = 20_000  # texts in public that are looked at
MOST_KEPT = 50  # suggestions about texts that nobody reported
FROM = 0.8  # likeness to what was hidden, from which such a text is suggested
SEED = 1


@dataclass(frozen=True)
class Lesson:
    """A decided text, and whether it is hidden."""

    text: str
    was_hidden: bool


def count_lessons(session: Session) -> tuple[int, int]:
    """Decisions of the whole installation from which a program can learn: (hidden, left or shown again)."""
    verdicts = [verdict for _case, verdict in _decided(session)]
    hidden = sum(verdict == Verdict.HIDE for verdict in verdicts)
    return hidden, len(verdicts) - hidden


def ask_for_suggestions(session: Session, actor: Actor, process: Process) -> jobs.Job:
    """Queue the learning; while one waits or runs, that one is given."""
    if not can_learn(*count_lessons(session)):
        raise Conflict("moderation.learning.too_few", limit=MINIMUM)
    mine = select(jobs.Job).where(jobs.Job.kind == JOB, jobs.Job.process_id == process.id)
    for task in session.scalars(mine):
        if not task.is_over:
            return task
    audit.record(session, actor, JOB, process.ref, process=process.public_id)
    return jobs.enqueue(session, actor, JOB, process=process, process_id=process.id)


@jobs.job(JOB)
def suggest(context: jobs.JobContext, process_id: int) -> None:
    """Learn from what was decided, and look at what waits and at what everybody reads."""
    with context.reading() as session:
        process = session.get_one(Process, process_id)
        lessons = lessons_of(session)
        subjects = candidates_of(session, process)
    texts, were_hidden = [each.text for each in lessons], [each.was_hidden for each in lessons]
    report = find_unwanted(texts, were_hidden, [each.text for each in subjects], random_state=SEED)
    with transaction() as session:
        store(session, context.actor, session.get_one(Process, process_id), subjects, report)


def _decided(session: Session) -> list[tuple[ModerationCase, str]]:
    cases = session.scalars(select(ModerationCase).options(*LOADED).order_by(ModerationCase.id))
    found = [(case, standing_decision(case)) for case in cases]
    return [(case, row.verdict) for case, row in found if row is not None and row.verdict != Verdict.EDIT]


def lessons_of(session: Session) -> list[Lesson]:
    """What was decided in this installation, as far as the words are still there."""
    by_process: dict[int, list[tuple[ModerationCase, str]]] = {}
    for case, verdict in _decided(session):
        by_process.setdefault(case.process_id, []).append((case, verdict))
    lessons = []
    for process_id, rows in by_process.items():
        subjects = subjects_of(session, session.get_one(Process, process_id), [case for case, _verdict in rows])
        for case, verdict in rows:
            if (subject := subjects.get((case.kind, case.subject))) is not None:
                lessons.append(Lesson(subject.text, verdict == Verdict.HIDE))
    return lessons


def candidates_of(session: Session, process: Process) -> list[Subject]:
    """What waits for a decision, and the answers that everybody reads and nobody decided about."""
    mine = select(ModerationCase).where(ModerationCase.process_id == process.id)
    cases = list(session.scalars(mine))
    waiting = [case for case in cases if case.is_waiting]
    known = {case.subject for case in cases if case.kind == Kind.ANSWER}
    themes = [theme.id for theme in accepted_themes(session, process)]
    rows = session.scalars(
        select(Answer)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Submission.may_quote, Submission.left_out == "", is_in_sight())
        .where(Answer.id.in_(select(ThemeAnswer.answer_id).where(ThemeAnswer.theme_id.in_(themes))))
        .order_by(Answer.id)
        .limit(MOST_READ)
    )
    public = public_answers(session, (row for row in rows if row.id not in known)).values()
    return [
        *subjects_of(session, process, waiting).values(),
        *(Subject(Kind.ANSWER, row.id, row.text, row.text_language, row.question.title) for row in public),
    ]


def store(
    session: Session, actor: Actor, process: Process, subjects: Sequence[Subject], report: UnwantedReport
) -> ModerationLearning:
    """Keep what was learnt in place of what was learnt before; of texts that nobody reported only the most alike."""
    session.execute(delete(ModerationLearning).where(ModerationLearning.process_id == process.id))
    made = ModerationLearning(
        process_id=process.id,
        hidden=report.hidden,
        kept=report.kept,
        precision=report.precision,
        recall=report.recall,
        seed=report.seed,
        made_at=clock.now(),
    )
    session.add(made)
    session.flush()
    waiting = select(ModerationCase.kind, ModerationCase.subject)
    waiting = waiting.where(ModerationCase.process_id == process.id, ModerationCase.is_waiting)
    known = {tuple(row) for row in session.execute(waiting)}
    room = MOST_KEPT
    for subject, score in sorted(zip(subjects, report.scores, strict=True), key=lambda pair: -pair[1]):
        is_reported = (subject.kind.value, subject.key) in known
        if not is_reported and (score < FROM or room == 0):
            continue
        room -= not is_reported
        row = ModerationSuggestion(learning_id=made.id, kind=subject.kind.value, subject=subject.key, score=score)
        session.add(row)
    verb = "moderation:suggestion:store"
    audit.record(session, actor, verb, made.ref, process=process.public_id, learnt_from=report.hidden + report.kept)
    session.flush()
    return made


def learning_of(session: Session, process: Process) -> ModerationLearning | None:
    """What was learnt last."""
    mine = select(ModerationLearning).where(ModerationLearning.process_id == process.id)
    return session.scalar(mine.order_by(ModerationLearning.id.desc()).limit(1))


def suggested(
    session: Session, process: Process, scores: Mapping[tuple[str, str], float]
) -> list[tuple[Subject, float]]:
    """What nobody reported and the program points at, the most alike first; without what was hidden since."""
    cases = session.execute(
        select(ModerationCase.kind, ModerationCase.subject).where(ModerationCase.process_id == process.id)
    )
    known = {tuple(row) for row in cases}
    keys = [key for kind, key in scores if kind == Kind.ANSWER and (kind, key) not in known]
    rows = session.scalars(select(Answer).where(Answer.id.in_(keys), is_in_sight()))
    found = [
        (
            Subject(Kind.ANSWER, row.id, row.text, row.text_language, row.question.title),
            scores[Kind.ANSWER.value, row.id],
        )
        for row in public_answers(session, rows).values()
    ]
    return sorted(found, key=lambda pair: -pair[1])


def scores_of(session: Session, process: Process) -> dict[tuple[str, str], float]:
    """Kind and key -> how alike it is to what was hidden."""
    learnt = learning_of(session, process)
    if learnt is None:
        return {}
    rows = session.scalars(select(ModerationSuggestion).where(ModerationSuggestion.learning_id == learnt.id))
    return {(row.kind, row.subject): row.score for row in rows}
