"""Reads of the history, and of answers that stand in no theme."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.core.db import Translated
from cocreate.errors import NotFound
from cocreate.survey.models import Answer, Question, Submission
from cocreate.themes.models import AnalysisRun, Theme, UnplacedAnswer
from cocreate.themes.rules import ThemeState
from cocreate.themes.steps.models import ThemeStep
from cocreate.themes.steps.undoing import why_not

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
