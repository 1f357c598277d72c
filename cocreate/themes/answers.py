"""Answers as the analyst reads them: those in no theme, one alone with all its themes, those on the map."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import dist
from statistics import median
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, exists, func, select
from sqlalchemy.orm import Session

from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer, UnplacedAnswer
from cocreate.themes.rules import NOT_READ, Choice, ThemeState

PAGE = 25


@dataclass(frozen=True)
class Said:
    """One answer, with the family of whoever wrote it."""

    answer: Answer
    helix: str


def of_choice(consultation: Consultation, choice: Choice) -> list[SQLColumnExpression[bool]]:
    """The answers of a consultation that a choice lets through (`select … join Submission`)."""
    only: list[SQLColumnExpression[bool]] = [
        Submission.consultation_id == consultation.id,
        Submission.left_out == "",
        Answer.has_text,
    ]
    if choice.question:
        asked = select(Question.id).where(Question.public_id == choice.question)
        only.append(Answer.question_id.in_(asked.scalar_subquery()))
    if choice.helix:
        only.append(Submission.helix == choice.helix)
    if choice.language:
        only.append(Answer.text_language == choice.language)
    return only


def unplaced_page(
    session: Session, consultation: Consultation, run: AnalysisRun, choice: Choice, reason: str, page: int
) -> tuple[list[Said], int]:
    """One page of the answers in no theme of a run, of one class or all, and the number of pages."""
    rows = select(Answer, Submission.helix).join(Submission).where(*of_choice(consultation, choice))
    rows = rows.where(~exists(_placed(run).where(ThemeAnswer.answer_id == Answer.id)))
    known = select(UnplacedAnswer.answer_id).where(
        UnplacedAnswer.run_id == run.id, UnplacedAnswer.answer_id == Answer.id
    )
    if reason == NOT_READ:
        rows = rows.where(~exists(known))
    elif reason:
        rows = rows.where(exists(known.where(UnplacedAnswer.reason == reason)))
    return _page(session, rows.order_by(Answer.id), page)


def _placed(run: AnalysisRun) -> Select[str]:
    return (
        select(ThemeAnswer.answer_id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .where(Theme.run_id == run.id, Theme.state != ThemeState.MERGED, ThemeAnswer.is_main)
    )


def _page(session: Session, rows: Select[Answer, str], page: int) -> tuple[list[Said], int]:
    total = session.scalar(select(func.count()).select_from(rows.order_by(None).subquery())) or 0
    found = session.execute(rows.limit(PAGE).offset((page - 1) * PAGE))
    return [Said(answer, helix) for answer, helix in found], max(1, -(-total // PAGE))


def by_ids(session: Session, ids: Sequence[str], page: int) -> tuple[list[Said], int]:
    """One page of some answers, in their order, and the number of pages."""
    wanted = ids[(page - 1) * PAGE : page * PAGE]
    rows = session.execute(select(Answer, Submission.helix).join(Submission).where(Answer.id.in_(wanted)))
    found = {answer.id: Said(answer, helix) for answer, helix in rows}
    return [found[key] for key in wanted if key in found], max(1, -(-len(ids) // PAGE))


def find_said(session: Session, process: Process, answer_id: str) -> Said:
    """A free answer of this process."""
    found = session.execute(
        select(Answer, Submission.helix)
        .join(Submission)
        .join(Consultation, Submission.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, Answer.id == answer_id, Answer.has_text)
        .where(Submission.left_out == "")
    ).first()
    if found is None:
        raise NotFound()
    return Said(*found)


def themes_of(
    session: Session, run: AnalysisRun | None, answers: Sequence[str]
) -> dict[str, list[tuple[Theme, ThemeAnswer]]]:
    """The standing themes that each of some answers is in, the main one first."""
    found: dict[str, list[tuple[Theme, ThemeAnswer]]] = {key: [] for key in answers}
    if run is None or not answers:
        return found
    rows = session.execute(
        select(Theme, ThemeAnswer)
        .join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .where(Theme.run_id == run.id, Theme.state != ThemeState.MERGED, ThemeAnswer.answer_id.in_(answers))
        .order_by(ThemeAnswer.is_main.desc(), ThemeAnswer.strength.desc(), ThemeAnswer.id)
    )
    for theme, member in rows:
        found[member.answer_id].append((theme, member))
    return found


def reason_of(session: Session, run: AnalysisRun, answer_id: str) -> str:
    """The class of an answer that is in no theme of a run."""
    found = session.get(UnplacedAnswer, (run.id, answer_id))
    return found.reason if found else NOT_READ


NEIGHBOURS = 2
Point = tuple[float, float, int, str]  # x, y, number of the theme, answer


@dataclass(frozen=True)
class Place:
    """A theme on the map: its number there, how many points it has, its middle, and the themes nearest to it."""

    number: int
    theme: Theme
    points: int
    middle: tuple[float, float] | None
    near: tuple[Theme, ...] = ()


def points_of(
    session: Session, consultation: Consultation, run: AnalysisRun, choice: Choice, themes: Sequence[Theme]
) -> list[Point]:
    """The answers of one question, of those that a choice lets through; none where a reading gave no places at all.

    An answer that a person put into a theme and that has no place of its own stands in the middle of the theme.
    """
    numbers = {theme.id: number for number, theme in enumerate(themes, start=1)}
    rows = session.execute(
        select(ThemeAnswer.x, ThemeAnswer.y, ThemeAnswer.theme_id, ThemeAnswer.answer_id)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .where(*of_choice(consultation, choice), Theme.run_id == run.id, ThemeAnswer.theme_id.in_(numbers))
        .where(ThemeAnswer.is_main)
        .order_by(ThemeAnswer.answer_id)
    ).all()
    placed = [(x, y, numbers[theme], key) for x, y, theme, key in rows if x is not None and y is not None]
    middles, everything = _middles(placed), _middle(placed)
    found = []
    for x, y, theme, key in rows:
        own = (x, y) if x is not None and y is not None else middles.get(numbers[theme], everything)
        if own is not None:
            found.append((round(own[0], 3), round(own[1], 3), numbers[theme], key))
    return found


def _middle(points: Sequence[Point]) -> tuple[float, float] | None:
    return (median(point[0] for point in points), median(point[1] for point in points)) if points else None


def _middles(points: Sequence[Point]) -> dict[int, tuple[float, float] | None]:
    inside: dict[int, list[Point]] = {}
    for point in points:
        inside.setdefault(point[2], []).append(point)
    return {number: _middle(rows) for number, rows in inside.items()}


def places_on(themes: Sequence[Theme], points: Sequence[Point]) -> list[Place]:
    """Each theme with its middle (the median of its points) and the nearest others, by number."""
    counted = Counter(point[2] for point in points)
    middles = {number: middle for number, middle in _middles(points).items() if middle is not None}
    found = []
    for number, theme in enumerate(themes, start=1):
        middle = middles.get(number)
        others = [] if middle is None else sorted((dist(middle, at), n) for n, at in middles.items() if n != number)
        near = tuple(themes[n - 1] for _far, n in others[:NEIGHBOURS])
        found.append(Place(number, theme, counted[number], middle, near))
    return found


def packed(places: Sequence[Place], points: Sequence[Point]) -> dict[str, Any]:
    """What the picture in the browser is drawn from."""
    return {
        "themes": [{"number": place.number, "middle": place.middle} for place in places],
        "points": [[x, y, number] for x, y, number, _answer in points],
        "answers": [answer for *_rest, answer in points],
    }
