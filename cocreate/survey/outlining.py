"""An outline that an organiser brings as GeoJSON: read strictly, with what is wrong where, and made light. Pure."""

import heapq
import itertools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cocreate.errors import Invalid
from cocreate.settings import LANGUAGES
from cocreate.survey.making.parts import key_from
from cocreate.survey.schema import LARGEST_LATITUDE, LARGEST_LONGITUDE, MOST_AREAS, MOST_POINTS, MOST_RINGS, outline

MEGABYTES = 3
MOST_READ = 50_000  # points of a file
LONGEST_NAME = 100
DECIMALS = 5  # that are kept: about a metre
THINNEST = 1e-9  # degrees off a line: less comes of reckoning
WIDEST = 90  # degrees of longitude: more is no region, or lies across the date line
SHAPES = ("Polygon", "MultiPolygon")
WGS84 = ("CRS84", "EPSG::4326", "EPSG:4326")

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True)
class Outline:
    """What was read: as it is kept in a question's options but for the attribution, and how many points were read."""

    areas: list[dict[str, Any]]
    read: int
    kept: int


def read_outline(content: bytes) -> Outline:
    """The areas of a GeoJSON file, or Invalid with the feature and the ring in which something is wrong."""
    if len(content) > MEGABYTES * 1024 * 1024:
        raise Invalid("survey.outline.too_large", limit=MEGABYTES)
    features = _features(_json(content))
    found = [(_name(feature, number), _rings(feature, number)) for number, feature in enumerate(features, start=1)]
    rings = [ring for _label, mine in found for ring in mine]
    read = sum(map(len, rings))
    if len(found) > MOST_AREAS:
        raise Invalid("survey.outline.many_areas", count=len(found), limit=MOST_AREAS)
    if len(rings) > MOST_RINGS:
        raise Invalid("survey.outline.many_rings", count=len(rings), limit=MOST_RINGS)
    if read > MOST_READ:
        raise Invalid("survey.outline.many_points", count=read, limit=MOST_READ)
    longitudes = [lon for ring in rings for lon, _lat in ring]
    if max(longitudes) - min(longitudes) > WIDEST:
        raise Invalid("survey.outline.too_wide")
    light = simplified(rings, MOST_POINTS)
    pieces, taken, areas = iter(light), set[str](), list[dict[str, Any]]()
    for label, mine in found:
        key = key_from(next(iter(label.values()), "area"), taken)
        taken.add(key)
        flat = [[part for spot in next(pieces) for part in spot] for _ring in mine]
        areas.append({"key": key, "label": label, "rings": flat})
    return Outline(outline({"areas": areas}, "outline")["areas"], read, sum(map(len, light)))


def simplified(rings: list[Ring], most: int) -> list[Ring]:
    """The rings with the points that matter most to their shape, at most so many in all; none of the rings is lost.

    Douglas and Peucker's order (The Canadian Cartographer 10, 1973), and where it ends is decided by the number.

    >>> simplified([[(0, 0), (2, 0.1), (4, 0), (4, 4), (0, 4)]], 4)
    [[(0, 0), (4, 0), (4, 4), (0, 4)]]
    """
    if sum(map(len, rings)) <= most:
        return rings
    weights = [_weights(ring) for ring in rings]
    every = [weight for found in weights for weight in found]
    least = heapq.nlargest(most, every)[-1]
    room = most - sum(weight > least for weight in every)
    kept = []
    for ring, found in zip(rings, weights, strict=True):
        mine = []
        for spot, weight in zip(ring, found, strict=True):
            is_tied = weight == least and room > 0
            room -= is_tied
            if weight > least or is_tied:
                mine.append(spot)
        kept.append(mine)
    return kept


def _weights(ring: Ring) -> list[float]:
    """How far off the line would run without each point; three points of a ring are never given up."""
    spots = np.array(ring, float)
    spots[:, 0] *= math.cos(math.radians(float(spots[:, 1].mean())))
    closed = np.vstack([spots, spots[:1]])
    weights = np.zeros(len(closed))
    far = int(np.argmax(((spots - spots[0]) ** 2).sum(axis=1)))
    gaps = _gaps(spots, spots[0], spots[far])
    if not gaps.max():  # all on one line: a third point that is neither of those two
        gaps = np.minimum(*(np.hypot(*(spots - spots[end]).T) for end in (0, far)))
    third = int(np.argmax(gaps))
    weights[[0, far, third]] = math.inf
    ends = sorted({0, far, third, len(closed) - 1})
    waiting = [(first, last, math.inf) for first, last in itertools.pairwise(ends)]
    while waiting:
        first, last, above = waiting.pop()
        if last - first < 2:
            continue
        gaps = _gaps(closed[first + 1 : last], closed[first], closed[last])
        split = first + 1 + int(np.argmax(gaps))
        weights[split] = min(float(gaps.max()), above)
        waiting += [(first, split, weights[split]), (split, last, weights[split])]
    return [float(weight) for weight in weights[:-1]]


def _gaps(spots: Any, start: Any, end: Any) -> Any:
    """How far points lie from a line, or from one point if both its ends are the same."""
    along = end - start
    length = float(np.hypot(*along))
    if not length:
        return np.hypot(*(spots - start).T)
    return np.abs(along[0] * (spots[:, 1] - start[1]) - along[1] * (spots[:, 0] - start[0])) / length


def _json(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        raise Invalid("survey.file.no_json", line=problem.lineno, column=problem.colno) from problem
    except (ValueError, RecursionError) as problem:
        raise Invalid("survey.outline.no_geojson") from problem


def _no_number(name: str) -> float:
    raise ValueError(name)


def _features(value: Any) -> list[Mapping[str, Any]]:
    """The features of a file that is a collection, one feature, or a shape alone."""
    if not isinstance(value, dict):
        raise Invalid("survey.outline.no_geojson")
    _check_system(value)
    if value.get("type") in SHAPES:
        return [{"geometry": value}]
    found = [value] if value.get("type") == "Feature" else value.get("features")
    if value.get("type") not in ("Feature", "FeatureCollection") or not isinstance(found, list):
        raise Invalid("survey.outline.no_geojson")
    if not found:
        raise Invalid("survey.outline.empty")
    return found


def _check_system(value: Mapping[str, Any]) -> None:
    """Older files may name their system of coordinates; GeoJSON now knows one alone (RFC 7946, section 4)."""
    if value.get("crs") is not None and not any(name in json.dumps(value["crs"]) for name in WGS84):
        raise Invalid("survey.outline.other_system")


def _rings(feature: Any, number: int) -> list[Ring]:
    shape = feature.get("geometry") if isinstance(feature, dict) else None
    kind = shape.get("type") if isinstance(shape, dict) else None
    if not isinstance(shape, dict) or kind not in SHAPES:
        raise Invalid("survey.outline.no_area", feature=number, type=_clean(str(kind))[:40])
    told = shape.get("coordinates")
    polygons = [told] if kind == "Polygon" else told
    if not isinstance(polygons, list) or not polygons or not all(isinstance(each, list) and each for each in polygons):
        raise Invalid("survey.outline.no_rings", feature=number)
    every = [ring for polygon in polygons for ring in polygon]
    found = [_ring(ring, number, place) for place, ring in enumerate(every, start=1)]
    if all(map(_is_line, found)):
        raise Invalid("survey.outline.no_width", feature=number)
    return found


def _is_line(ring: Ring) -> bool:
    spots = np.array(ring)
    far = int(np.argmax(((spots - spots[0]) ** 2).sum(axis=1)))
    return bool(_gaps(spots, spots[0], spots[far]).max() < THINNEST)


def _ring(told: Any, feature: int, number: int) -> Ring:
    where = {"feature": feature, "ring": number}
    if not isinstance(told, list) or len(told) < 4:
        raise Invalid("survey.outline.short_ring", **where)
    spots = [_spot(each, place, where) for place, each in enumerate(told, start=1)]
    if told[0][:2] != told[-1][:2]:
        raise Invalid("survey.outline.open_ring", **where)
    found = [spot for spot, after in itertools.pairwise(spots) if spot != after]
    if len(set(found)) < 3:
        raise Invalid("survey.outline.short_ring", **where)
    return found


def _spot(told: Any, place: int, where: Mapping[str, int]) -> Point:
    if not isinstance(told, list) or len(told) < 2 or not all(_is_number(part) for part in told[:2]):
        raise Invalid("survey.outline.no_spot", place=place, **where)
    lon, lat = told[:2]
    if abs(lon) > LARGEST_LONGITUDE or abs(lat) > LARGEST_LATITUDE:
        raise Invalid("survey.outline.off_earth", place=place, lon=f"{lon:g}", lat=f"{lat:g}", **where)
    return round(float(lon), DECIMALS), round(float(lat), DECIMALS)


def _is_number(part: Any) -> bool:
    return isinstance(part, int | float) and not isinstance(part, bool) and abs(part) < 1e15


def _name(feature: Any, number: int) -> dict[str, str]:
    """The area's name: `name:fr` or `name_fr` in a language, and `name`, which is no language's, wherever none is."""
    told = feature.get("properties") if isinstance(feature, dict) else None
    if told is not None and not isinstance(told, dict):
        raise Invalid("survey.outline.no_properties", feature=number)
    words = {key.lower(): _clean(value) for key, value in (told or {}).items() if isinstance(value, str)}
    found = {}
    for code in LANGUAGES:
        name = words.get(f"name:{code}") or words.get(f"name_{code}") or words.get("name", "")
        if name := name[:LONGEST_NAME].strip():
            found[code] = name
    return found


def _clean(words: str) -> str:
    """In one line, with plain spaces, and without signs that cannot be seen."""
    seen = "".join(sign for sign in " ".join(words.split()) if sign.isprintable())
    return " ".join(seen.split())
