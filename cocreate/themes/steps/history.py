"""The history of steps, and undoing one where nothing rests on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.core import audit, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import ProvenanceLink, Relation
from cocreate.errors import Conflict, NotFound
from cocreate.process.models import Process
from cocreate.survey.models import Answer, Question, Submission
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer, ThemeStep, UnplacedAnswer
from cocreate.themes.rules import ThemeState
from cocreate.themes.steps import recording
from cocreate.themes.steps.recording import lock


def undo_step(session: Session, actor: Actor, process: Process, run: AnalysisRun, step: ThemeStep) -> None:
    """Bring back what was before a step, and say who undid it. Refused where something later rests on it."""
    lock(session, run)
    session.refresh(step)
    if reason := why_not(session, run, step):
        raise Conflict(reason)
    themes = {theme.id: theme for theme in session.scalars(select(Theme).where(Theme.run_id == run.id))}
    for key, said in step.before["themes"].items():
        recording.bring_back(themes[int(key)], said)
    session.flush()
    if places := _where_put(session, run, step):
        question = themes[int(next(iter(step.after["themes"])))].question.key
        recording.clear_places(session, run, list(places))
        recording.put_places(session, run, places)
        recording.link_places(session, actor, process, places)
        put = {key: step.after["answers"][key] for key in places}
        recording.recount_coverage(session, run, put, places, question)
    made = themes.get(step.made) if step.made is not None else None
    if made is not None:
        _unmake(session, actor, process, made, [themes[int(key)] for key in step.before["themes"]])
    recording.recount(session, [themes[int(key)] for key in step.before["themes"]])
    step.undone_at, step.undone_by_id = clock.now(), actor.user_id
    audit.record(session, actor, "themes:step:undo", step.ref, process=process.public_id, kind=step.kind)
    session.flush()


def _where_put(session: Session, run: AnalysisRun, step: ThemeStep) -> dict[str, Any]:
    """Where a step's answers stood before it, of those that are still where it put them.

    The others were erased since, or say something else now: they are not brought back.
    """
    put = step.after.get("answers", {})
    now = recording.places_of(session, run, list(put))
    return {key: step.before["answers"][key] for key in put if _home(now[key]) == _home(put[key])}


def _home(place: dict[str, Any]) -> tuple[Any, ...]:
    main = [(row["theme_id"], row["came_by"]) for row in place["rows"] if row["is_main"]]
    return (*main, place["reason"])


def why_not(session: Session, run: AnalysisRun, step: ThemeStep) -> str:
    """The code of the reason for which a step cannot be undone now; "" where it can."""
    if step.undone_at is not None:
        return "themes.step.undone"
    if not run.is_current:
        return "themes.step.old_run"
    if follower_of(session, step) is not None:
        return "themes.step.followed"
    return "themes.step.cited" if _is_cited(session, step) else ""


def follower_of(session: Session, step: ThemeStep) -> ThemeStep | None:
    """The first later step about the same themes or answers that stands."""
    later = (
        select(ThemeStep)
        .where(ThemeStep.run_id == step.run_id, ThemeStep.number > step.number, ThemeStep.undone_at.is_(None))
        .order_by(ThemeStep.number)
    )
    return next((each for each in session.scalars(later) if each.touched & step.touched), None)


def _is_cited(session: Session, step: ThemeStep) -> bool:
    """Whether a card rests on a theme that would not be accepted any more."""
    before = step.before["themes"]
    falling = [
        (Theme.ref_type, said["public_id"])
        for key, said in step.after["themes"].items()
        if said["state"] == ThemeState.ACCEPTED and before.get(key, {}).get("state") != ThemeState.ACCEPTED
    ]
    if step.made is not None:
        falling.append((Theme.ref_type, step.after["themes"][str(step.made)]["public_id"]))
    steps = provenance.outcomes(session, *falling) if falling else []
    return any(link.relation == Relation.CITES for link in steps)


def _unmake(session: Session, actor: Actor, process: Process, made: Theme, origins: list[Theme]) -> None:
    """Take away a theme that a step made. Answers that came into it since go to the largest of its origins."""
    home = max(origins, key=lambda theme: (theme.size, -theme.id))
    kept = set(
        session.scalars(select(ThemeAnswer.answer_id).where(ThemeAnswer.theme_id.in_([theme.id for theme in origins])))
    )
    there = session.scalars(select(ThemeAnswer).where(ThemeAnswer.theme_id == made.id)).all()
    came = [row for row in there if row.answer_id not in kept]
    for row in came:
        row.theme_id = home.id
    session.flush()
    to_it = (ProvenanceLink.target_id == made.public_id) & (ProvenanceLink.target_type == Theme.ref_type)
    from_it = (ProvenanceLink.source_id == made.public_id) & (ProvenanceLink.source_type == Theme.ref_type)
    session.execute(delete(ProvenanceLink).where(or_(to_it, from_it)))
    again = [((Answer.ref_type, row.answer_id), home.ref) for row in came]
    provenance.link_many(session, actor, steps=again, relation=Relation.FOUND_IN, process=process.public_id)
    session.delete(made)
    session.flush()


PAGE = 25


@dataclass(frozen=True)
class Line:
    """A step as the history tells it."""

    step: ThemeStep
    who: str  # "" for the machine, or for somebody who is gone
    undone_by: str
    why_not: str  # code of the reason for which it cannot be undone; "" where it can
    before: Sequence[Translated]  # what the themes were called
    after: Sequence[Translated]
    answers: int
    to_none: str  # the class into which answers went, "" for a theme


def history_page(session: Session, run: AnalysisRun, page: int) -> tuple[list[Line], int]:
    """One page of a run's steps, newest first, and the number of pages."""
    mine = ThemeStep.run_id == run.id
    total = session.scalar(select(func.count()).select_from(ThemeStep).where(mine)) or 0
    rows = list(
        session.scalars(
            select(ThemeStep).where(mine).order_by(ThemeStep.number.desc()).limit(PAGE).offset((page - 1) * PAGE)
        )
    )
    ids = {number for row in rows for number in (row.actor_id, row.undone_by_id) if number is not None}
    names = {number: user.name or user.email for number in ids if (user := session.get(User, number)) is not None}
    return [_line(session, run, row, names) for row in rows], max(1, -(-total // PAGE))


def _line(session: Session, run: AnalysisRun, step: ThemeStep, names: dict[int, str]) -> Line:
    places = step.after.get("answers", {})
    reasons = {place["reason"] for place in places.values()} - {None}
    before = step.before["themes"]
    made = [said["title"] for key, said in step.after["themes"].items() if key not in before]
    changed = [said["title"] for said in step.after["themes"].values()]
    return Line(
        step=step,
        who=names.get(step.actor_id or 0, ""),
        undone_by=names.get(step.undone_by_id or 0, ""),
        why_not=why_not(session, run, step),
        before=_titles(step.before) if places else [said["title"] for said in before.values()],
        after=made or (_titles(step.after) if places else changed),
        answers=len(places),
        to_none=reasons.pop() if reasons else "",
    )


def _titles(picture: dict[str, Any]) -> list[Translated]:
    """The themes in which the answers stood; none for those that stood in no theme."""
    rows = [row for place in picture["answers"].values() for row in place["rows"] if row["is_main"]]
    ids = {str(row["theme_id"]) for row in rows}
    return [said["title"] for key, said in picture["themes"].items() if key in ids]


def find_step(session: Session, run: AnalysisRun, public_id: str) -> ThemeStep:
    """The step of an address, of this run only."""
    found = session.scalar(select(ThemeStep).where(ThemeStep.run_id == run.id, ThemeStep.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def standing_themes(session: Session, run: AnalysisRun, question_id: int) -> list[Theme]:
    """The themes of one question into which answers can go, largest first."""
    mine = (Theme.run_id == run.id, Theme.question_id == question_id, Theme.state != ThemeState.MERGED)
    return list(session.scalars(select(Theme).where(*mine).order_by(Theme.size.desc(), Theme.id)))


def unplaced_page(
    session: Session, run: AnalysisRun, question: Question, page: int
) -> tuple[list[tuple[Answer, str]], int]:
    """One page of a question's answers in no theme, with why, and the number of pages."""
    mine = (
        select(Answer, UnplacedAnswer.reason)
        .join(UnplacedAnswer, UnplacedAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(UnplacedAnswer.run_id == run.id, Answer.question_id == question.id, Submission.left_out == "")
    )
    total = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
    rows = session.execute(mine.order_by(UnplacedAnswer.reason, Answer.id).limit(PAGE).offset((page - 1) * PAGE))
    return [(row.Answer, row.reason) for row in rows], max(1, -(-total // PAGE))
