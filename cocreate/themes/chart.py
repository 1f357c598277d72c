"""The map of answers: a point an answer, near to those that say the like; and what a table says of the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import dist
from statistics import median
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.themes.answers import of_choice
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.rules import Choice

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
