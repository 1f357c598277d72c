"""A place in a region: on its list, on a sketch, or as latitude and longitude; and how an outline becomes a sketch.

Brussels is there from the beginning; any other region is an outline of an organiser's, kept in the question's options.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cocreate.survey.kinds.base import (
    AnswerLike,
    Ground,
    Kind,
    PlaceSummary,
    QuestionLike,
    ResultRow,
    Said,
    Typed,
    missing,
    typed_text,
)
from cocreate.survey.kinds.numbers import number_from
from cocreate.survey.rules import AnswerGiven, Problem, QuestionKind

SOUTH, NORTH, WEST, EAST = 50.76, 50.92, 4.23, 4.50  # what the sketch shows


@dataclass(frozen=True)
class Commune:
    """A commune, or another place of a sketch: its names, and where it is.

    In Brussels that is the town hall's quarter, to about a hundred metres.
    """

    key: str
    title: Mapping[str, str]
    short: Mapping[str, str]  # for the sketch, in one of its two languages
    lat: float
    lon: float
    is_minor: bool  # without a name on a small screen, where there is no room for all


def _commune(
    key: str,
    french: str,
    dutch: str,
    lat: float,
    lon: float,
    *,
    short: tuple[str, str] | None = None,
    is_minor: bool = False,
) -> Commune:
    both = french if french == dutch else f"{french} / {dutch}"
    on_sketch = dict(zip(("fr", "nl"), short or (french, dutch), strict=True))
    return Commune(key, {"fr": french, "nl": dutch, "en": both, "de": both}, on_sketch, lat, lon, is_minor)


COMMUNES = (
    _commune("anderlecht", "Anderlecht", "Anderlecht", 50.836, 4.308),
    _commune("auderghem", "Auderghem", "Oudergem", 50.816, 4.433),
    _commune(
        "berchem",
        "Berchem-Sainte-Agathe",
        "Sint-Agatha-Berchem",
        50.865,
        4.294,
        short=("Berchem-Ste-Ag.", "Berchem"),
        is_minor=True,
    ),
    _commune("bruxelles", "Bruxelles", "Brussel", 50.847, 4.352),
    _commune("etterbeek", "Etterbeek", "Etterbeek", 50.836, 4.389, is_minor=True),
    _commune("evere", "Evere", "Evere", 50.871, 4.402),
    _commune("forest", "Forest", "Vorst", 50.811, 4.318),
    _commune("ganshoren", "Ganshoren", "Ganshoren", 50.874, 4.307, is_minor=True),
    _commune("ixelles", "Ixelles", "Elsene", 50.833, 4.367),
    _commune("jette", "Jette", "Jette", 50.880, 4.326),
    _commune("koekelberg", "Koekelberg", "Koekelberg", 50.862, 4.330, is_minor=True),
    _commune(
        "molenbeek", "Molenbeek-Saint-Jean", "Sint-Jans-Molenbeek", 50.855, 4.338, short=("Molenbeek", "Molenbeek")
    ),
    _commune(
        "saint_gilles", "Saint-Gilles", "Sint-Gillis", 50.826, 4.345, short=("St-Gilles", "St-Gillis"), is_minor=True
    ),
    _commune(
        "saint_josse",
        "Saint-Josse-ten-Noode",
        "Sint-Joost-ten-Node",
        50.852,
        4.371,
        short=("St-Josse", "St-Joost"),
        is_minor=True,
    ),
    _commune("schaerbeek", "Schaerbeek", "Schaarbeek", 50.867, 4.374),
    _commune("uccle", "Uccle", "Ukkel", 50.802, 4.338),
    _commune(
        "watermael_boitsfort",
        "Watermael-Boitsfort",
        "Watermaal-Bosvoorde",
        50.798,
        4.415,
        short=("Watermael-B.", "Watermaal-B."),
    ),
    _commune(
        "woluwe_saint_lambert",
        "Woluwe-Saint-Lambert",
        "Sint-Lambrechts-Woluwe",
        50.846,
        4.428,
        short=("Woluwe-St-L.", "St-L.-Woluwe"),
        is_minor=True,
    ),
    _commune(
        "woluwe_saint_pierre",
        "Woluwe-Saint-Pierre",
        "Sint-Pieters-Woluwe",
        50.833,
        4.434,
        short=("Woluwe-St-P.", "St-P.-Woluwe"),
    ),
)


WIDTH = 600  # of a sketch; its height follows from the shape of the earth there
FLATTEST, TALLEST = 0.4, 1.4  # height of a sketch by its width
ROOM = 0.04  # beside an outline, by its extent
NEAR = 0.01  # by the extent: a place so near outside counts as inside, since outlines are simplified
LETTER = 7  # width of one on the sketch

Point = tuple[float, float]  # longitude, latitude
Ring = Sequence[Point]  # without its first point once more at the end


@dataclass(frozen=True)
class Region:
    """A sketch's bounds in degrees, the places named on it, and the rings that people must stay within, if any."""

    south: float
    north: float
    west: float
    east: float
    places: tuple[Commune, ...]
    shapes: tuple[tuple[Ring, ...], ...] = ()  # the rings of each area; holes are rings too
    attribution: str = ""

    @cached_property
    def scale(self) -> float:
        """Units of the sketch in a degree of latitude."""
        return WIDTH / ((self.east - self.west) * math.cos(math.radians((self.north + self.south) / 2)))

    @property
    def height(self) -> int:
        """Of the sketch."""
        return round((self.north - self.south) * self.scale)

    @property
    def is_own(self) -> bool:
        """Whether an organiser brought the outline."""
        return bool(self.shapes)

    def position(self, lat: float, lon: float) -> tuple[float, float]:
        """Where a point lies on the sketch, from its upper left corner."""
        return round((lon - self.west) / (self.east - self.west) * WIDTH, 1), round((self.north - lat) * self.scale, 1)

    def nearest(self, lat: float, lon: float) -> Commune | None:
        """The named area that holds the point, else the place whose centre is nearest; None if none has a name."""
        for place, rings in zip(self.places, self.shapes, strict=False):
            if place.title and holds(rings, (lon, lat)):
                return place
        x, y = self.position(lat, lon)
        named = [place for place in self.places if place.title]
        return min(named, key=lambda each: math.dist((x, y), self.position(each.lat, each.lon)), default=None)

    def has(self, lat: float, lon: float) -> bool:
        """Whether a point can be an answer: within the bounds, and within the outline or very near to it."""
        if not (self.south <= lat <= self.north and self.west <= lon <= self.east):
            return False
        if not self.shapes or any(holds(rings, (lon, lat)) for rings in self.shapes):
            return True
        x, y = self.position(lat, lon)
        near = NEAR * max(WIDTH, self.height)
        return any(_gap((x, y), *ends) <= near for rings in self.shapes for ring in rings for ends in self._edges(ring))

    def paths(self) -> list[str]:
        """Each area as the path of an SVG."""
        return ["".join(self._path(ring) for ring in rings) for rings in self.shapes]

    def _path(self, ring: Ring) -> str:
        return "M" + "L".join("{} {}".format(*self.position(lat, lon)) for lon, lat in ring) + "Z"

    def _edges(self, ring: Ring) -> Iterable[tuple[tuple[float, float], tuple[float, float]]]:
        spots = [self.position(lat, lon) for lon, lat in ring]
        return zip(spots, [*spots[1:], spots[0]], strict=True)


BRUSSELS = Region(SOUTH, NORTH, WEST, EAST, COMMUNES)


def region_of(options: Mapping[str, Any]) -> Region:
    """The region of a question: its own outline where that was chosen and is there, else Brussels."""
    outline = options.get("outline")
    return BRUSSELS if options.get("region") != "own" or not outline else own_region(outline)


def own_region(outline: Mapping[str, Any]) -> Region:
    """An outline as it is stored (`schema.outline`), as a region."""
    areas = outline["areas"]
    shapes = tuple(tuple(_ring(flat) for flat in area["rings"]) for area in areas)
    west, south, east, north = bounds_of(shapes)
    places = []
    for area, rings in zip(areas, shapes, strict=True):
        label, inside = area.get("label", {}), inside_of(rings)
        room = (max(x for x, _y in rings[0]) - min(x for x, _y in rings[0])) / (east - west) * WIDTH
        wide = LETTER * max((len(each) for each in label.values()), default=0)
        short = label if room > wide / 2 or len(areas) <= 12 else {}
        places.append(Commune(area["key"], label, short, inside[1], inside[0], is_minor=room < wide))
    return Region(south, north, west, east, tuple(places), shapes, outline.get("attribution", ""))


def holds(rings: Iterable[Ring], point: Point) -> bool:
    """Whether a point lies within rings, and not in a hole: a line from it crosses them an odd number of times.

    >>> square, hole = [(0, 0), (4, 0), (4, 4), (0, 4)], [(1, 1), (2, 1), (2, 2), (1, 2)]
    >>> holds([square, hole], (3, 3)), holds([square, hole], (1.5, 1.5)), holds([square], (5, 3))
    (True, False, False)
    """
    x, y = point
    crossed = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
                crossed += 1
    return crossed % 2 == 1


def inside_of(rings: Sequence[Ring]) -> Point:
    """A point well within an area: in a wide stretch of one of the lines across it, rather one of the middle."""
    lats = [lat for ring in rings for _lon, lat in ring]
    low, high, best = min(lats), max(lats), (0.0, rings[0][0])
    for step in range(1, 16):
        lat = low + (high - low) * step / 16
        ends = sorted(
            x1 + (lat - y1) / (y2 - y1) * (x2 - x1)
            for ring in rings
            for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
            if (y1 > lat) != (y2 > lat)
        )
        for left, right in zip(ends[::2], ends[1::2], strict=True):
            best = max(best, ((right - left) * step * (16 - step), (round((left + right) / 2, 5), round(lat, 5))))
    return best[1]


def bounds_of(shapes: Iterable[Iterable[Ring]]) -> tuple[float, float, float, float]:
    """West, south, east and north of a sketch of the rings: with some room, neither very flat nor very tall."""
    spots = [spot for rings in shapes for ring in rings for spot in ring]
    (west, east), (south, north) = ((min(each), max(each)) for each in zip(*spots, strict=True))
    narrow = math.cos(math.radians((south + north) / 2))
    wide, tall = (east - west) * narrow * (1 + 2 * ROOM), (north - south) * (1 + 2 * ROOM)
    wide, tall = max(wide, tall / TALLEST), max(tall, wide * FLATTEST)
    x, y = (west + east) / 2, (south + north) / 2
    return x - wide / narrow / 2, y - tall / 2, x + wide / narrow / 2, y + tall / 2


def _ring(flat: Sequence[float]) -> Ring:
    return list(zip(flat[::2], flat[1::2], strict=True))


def _gap(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from a stretch."""
    (px, py), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = max(0.0, min(1.0, ((px - x1) * (x2 - x1) + (py - y1) * (y2 - y1)) / length)) if length else 0.0
    return math.dist(point, (x1 + along * (x2 - x1), y1 + along * (y2 - y1)))


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
