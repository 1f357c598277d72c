"""What a point is set on: the outline of a region with names of places in it, and how it becomes a sketch. Pure.

Brussels is there from the beginning; any other region is an outline of an organiser's, kept in the question's options.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cocreate.survey.kinds import brussels
from cocreate.survey.kinds.brussels import Commune

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


BRUSSELS = Region(brussels.SOUTH, brussels.NORTH, brussels.WEST, brussels.EAST, brussels.COMMUNES)


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
