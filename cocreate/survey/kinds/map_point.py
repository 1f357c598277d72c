"""A place in the region: a commune of the list, a point on a sketch, or a latitude and longitude."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    missing,
    typed_text,
)
from cocreate.survey.kinds.brussels import BY_KEY, COMMUNES, EAST, NORTH, SOUTH, WEST, Commune
from cocreate.survey.kinds.number import number_from
from cocreate.survey.kinds.summaries import PlaceSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

EXACT = 5  # decimals that are kept: about a metre
COARSE = 3  # decimals that are counted and shown: about a hundred metres
WIDTH = 600  # of the sketch; its height follows from the shape of the earth there
SCALE = WIDTH / ((EAST - WEST) * math.cos(math.radians((NORTH + SOUTH) / 2)))
HEIGHT = round((NORTH - SOUTH) * SCALE)


def position(lat: float, lon: float) -> tuple[float, float]:
    """Where a point lies on the sketch, from its upper left corner."""
    return round((lon - WEST) / (EAST - WEST) * WIDTH, 1), round((NORTH - lat) * SCALE, 1)


def nearest(lat: float, lon: float) -> Commune:
    """The commune whose centre is nearest."""
    x, y = position(lat, lon)
    return min(COMMUNES, key=lambda commune: math.dist((x, y), position(commune.lat, commune.lon)))


def point_of(value: Mapping[str, Any] | None, decimals: int = EXACT) -> tuple[float, float] | None:
    """(latitude, longitude), or None for what is no point of the sketch."""
    lat, lon = (value or {}).get("lat"), (value or {}).get("lon")
    if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
        return None
    if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
        return None
    return round(lat, decimals), round(lon, decimals)


class MapPoint(Kind):
    """One point. What was typed as latitude and longitude counts before the commune."""

    name = QuestionKind.MAP_POINT

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        lat, lon = (typed_text(typed, self.field(question, part))[:40].strip() for part in ("lat", "lon"))
        if lat or lon:
            return [AnswerGiven(question.key, {"lat": _degrees(lat), "lon": _degrees(lon)})]
        commune = BY_KEY.get(typed_text(typed, self.field(question, "commune")))
        return [AnswerGiven(question.key, {"lat": commune.lat, "lon": commune.lon})] if commune else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        found = missing(self, question, given, self.field(question, "commune"))
        for answer in given:
            value = answer.value or {}
            wrong = [part for part in ("lat", "lon") if not isinstance(value.get(part), int | float)]
            if wrong:
                found.append(Problem(question.key, self.field(question, wrong[0]), "survey.answer.no_coordinate"))
            elif point_of(value) is None:
                bounds = {"south": SOUTH, "north": NORTH, "west": WEST, "east": EAST}
                found.append(Problem(question.key, self.field(question, "lat"), "survey.answer.off_the_map", bounds))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        points = [point for answer in answers if (point := point_of(answer.value))]
        return [Said(label=nearest(lat, lon).title, text=f"{lat:.{COARSE}f}, {lon:.{COARSE}f}") for lat, lon in points]

    def columns(self, question: QuestionLike, ground: Ground) -> list[tuple[str, Mapping[str, str]]]:
        return [("lat", {}), ("lon", {})]

    def cells(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> dict[str, str]:
        points = [point for answer in answers if (point := point_of(answer.value))]
        return {name: str(part) for point in points for name, part in zip(("lat", "lon"), point, strict=True)}

    def summarise(self, question: QuestionLike, rows: Sequence[ResultRow], ground: Ground) -> PlaceSummary:
        points: dict[tuple[float, float], float] = {}
        for row in rows:
            if point := point_of(row.value, COARSE):
                points[point] = points.get(point, 0) + row.count
        return PlaceSummary(sum(points.values()), points)

    def refill(self, question: QuestionLike, answers: Sequence[AnswerLike]) -> dict[str, str]:
        found = {}
        for answer in answers:
            for part in ("lat", "lon"):
                degrees = (answer.value or {}).get(part, "")
                found[self.field(question, part)] = degrees if isinstance(degrees, str) else f"{degrees:.{EXACT}f}"
        return found

    def counted(self, answer: AnswerLike) -> list[tuple[str, Mapping[str, Any] | None]]:
        point = point_of(answer.value, COARSE)
        return [("", {"lat": point[0], "lon": point[1]})] if point else []

    @property
    def sketch(self) -> dict[str, Any]:
        """What a page needs for drawing the region."""
        step = 0.02
        lats = [round(SOUTH + step * n, 2) for n in range(round((NORTH - SOUTH) / step) + 1)]
        lons = [round(WEST + 0.01 + step * n, 2) for n in range(round((EAST - WEST) / step))]
        return {
            "width": WIDTH,
            "height": HEIGHT,
            "bounds": {"south": SOUTH, "north": NORTH, "west": WEST, "east": EAST},
            "rows": [position(lat, WEST)[1] for lat in lats],
            "columns": [position(NORTH, lon)[0] for lon in lons],
            "communes": [(commune, *position(commune.lat, commune.lon)) for commune in COMMUNES],
        }

    def point_typed(self, question: QuestionLike, typed: Typed) -> tuple[float, float] | None:
        """The point of a half-filled page, as (x, y) on its sketch."""
        given = self.read(question, typed, Ground())
        point = point_of(given[0].value) if given else None
        return position(*point) if point else None


def _degrees(text: str) -> float | int | str:
    """Degrees as a number; as they were typed, where they are none."""
    number = number_from(text, EXACT)
    return text if number is None else round(number, EXACT)
