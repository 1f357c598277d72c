"""The map of answers: a point an answer, near to those that say the like; and what a table says of the same."""

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
    """The answers with a place, of one question and of those that a choice lets through."""
    numbers = {theme.id: number for number, theme in enumerate(themes, start=1)}
    rows = session.execute(
        select(ThemeAnswer.x, ThemeAnswer.y, ThemeAnswer.theme_id, ThemeAnswer.answer_id)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .where(*of_choice(consultation, choice), Theme.run_id == run.id, ThemeAnswer.theme_id.in_(numbers))
        .where(ThemeAnswer.is_main, ThemeAnswer.x.is_not(None), ThemeAnswer.y.is_not(None))
        .order_by(ThemeAnswer.answer_id)
    )
    return [(round(x or 0.0, 3), round(y or 0.0, 3), numbers[theme], answer) for x, y, theme, answer in rows]


def places_on(themes: Sequence[Theme], points: Sequence[Point]) -> list[Place]:
    """Each theme with its middle (the median of its points) and the nearest others, by number."""
    inside: dict[int, list[Point]] = {}
    for point in points:
        inside.setdefault(point[2], []).append(point)
    middles = {number: (median(p[0] for p in rows), median(p[1] for p in rows)) for number, rows in inside.items()}
    found = []
    for number, theme in enumerate(themes, start=1):
        middle = middles.get(number)
        others = [] if middle is None else sorted((dist(middle, at), n) for n, at in middles.items() if n != number)
        near = tuple(themes[n - 1] for _far, n in others[:NEIGHBOURS])
        found.append(Place(number, theme, len(inside.get(number, [])), middle, near))
    return found


def packed(places: Sequence[Place], points: Sequence[Point]) -> dict[str, Any]:
    """What the picture in the browser is drawn from."""
    return {
        "themes": [{"number": place.number, "middle": place.middle} for place in places],
        "points": [[x, y, number] for x, y, number, _answer in points],
        "answers": [answer for *_rest, answer in points],
    }
