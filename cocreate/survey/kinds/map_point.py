"""A place in a region: a commune or area of the list, a point on a sketch, or a latitude and longitude."""

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
from cocreate.survey.kinds.number import number_from
from cocreate.survey.kinds.regions import BRUSSELS, WIDTH, Region, region_of
from cocreate.survey.kinds.summaries import PlaceSummary
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

EXACT = 5  # decimals that are kept: about a metre
COARSE = 3  # decimals that are counted and shown: about a hundred metres


def point_of(value: Mapping[str, Any] | None, decimals: int = EXACT) -> tuple[float, float] | None:
    """(latitude, longitude), or None for what is no point."""
    lat, lon = (value or {}).get("lat"), (value or {}).get("lon")
    if not (isinstance(lat, int | float) and isinstance(lon, int | float)):
        return None
    return round(lat, decimals), round(lon, decimals)


class MapPoint(Kind):
    """One point. What was typed as latitude and longitude counts before the commune."""

    name = QuestionKind.MAP_POINT

    def read(self, question: QuestionLike, typed: Typed, ground: Ground) -> list[AnswerGiven]:
        lat, lon = (typed_text(typed, self.field(question, part))[:40].strip() for part in ("lat", "lon"))
        if lat or lon:
            return [AnswerGiven(question.key, {"lat": _degrees(lat), "lon": _degrees(lon)})]
        key = typed_text(typed, self.field(question, "commune"))
        commune = next((each for each in region_of(question.options).places if each.key == key), None) if key else None
        return [AnswerGiven(question.key, {"lat": commune.lat, "lon": commune.lon})] if commune else []

    def problems(self, question: QuestionLike, given: Sequence[AnswerGiven], ground: Ground) -> list[Problem]:
        region = region_of(question.options)
        first = "commune" if any(place.title for place in region.places) else "lat"
        found = missing(self, question, given, self.field(question, first))
        for answer in given:
            value = answer.value or {}
            wrong = [part for part in ("lat", "lon") if not isinstance(value.get(part), int | float)]
            if wrong:
                found.append(Problem(question.key, self.field(question, wrong[0]), "survey.answer.no_coordinate"))
            elif not region.has(float(value["lat"]), float(value["lon"])):
                bounds = {side: round(getattr(region, side), 2) for side in ("south", "north", "west", "east")}
                code = "survey.answer.outside_outline" if region.is_own else "survey.answer.off_the_map"
                found.append(Problem(question.key, self.field(question, "lat"), code, bounds))
        return found

    def said(self, question: QuestionLike, answers: Sequence[AnswerLike], ground: Ground) -> list[Said]:
        points = [point for answer in answers if (point := point_of(answer.value))]
        region = region_of(question.options) if points else BRUSSELS
        found = []
        for lat, lon in points:
            near = region.nearest(lat, lon)
            found.append(Said(label=near.title if near else "", text=f"{lat:.{COARSE}f}, {lon:.{COARSE}f}"))
        return found

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

    def sketch(self, question: QuestionLike) -> dict[str, Any]:
        """What a page needs for drawing the region."""
        region = region_of(question.options)
        return {
            "width": WIDTH,
            "height": region.height,
            "bounds": {side: getattr(region, side) for side in ("south", "north", "west", "east")},
            "areas": region.paths(),
            "is_own": region.is_own,
            "attribution": region.attribution,
            "communes": [(place, *region.position(place.lat, place.lon)) for place in region.places if place.title],
            **_grid(region),
        }

    def point_typed(self, question: QuestionLike, typed: Typed) -> tuple[float, float] | None:
        """The point of a half-filled page, as (x, y) on its sketch."""
        given = self.read(question, typed, Ground())
        point = point_of(given[0].value) if given else None
        return region_of(question.options).position(*point) if point else None


def _grid(region: Region) -> dict[str, list[float]]:
    """Lines to find one's way by, where there is no outline to do it."""
    if region.is_own:
        return {"rows": [], "columns": []}
    step = 0.02
    lats = [round(region.south + step * n, 2) for n in range(round((region.north - region.south) / step) + 1)]
    lons = [round(region.west + 0.01 + step * n, 2) for n in range(round((region.east - region.west) / step))]
    return {
        "rows": [region.position(lat, region.west)[1] for lat in lats],
        "columns": [region.position(region.north, lon)[0] for lon in lons],
    }


def _degrees(text: str) -> float | int | str:
    """Degrees as a number; as they were typed, where they are none."""
    number = number_from(text, EXACT)
    return text if number is None else round(number, EXACT)
