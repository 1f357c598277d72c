"""More pictures of numbers, by the rules of `charts`: shares in stacks, how numbers are spread, points on a map."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from markupsafe import Markup

from . import svg
from .charts import (
    BAR,
    EDGE,
    GAP,
    LINE,
    SERIES,
    SMALL,
    WIDTH,
    Bar,
    Chart,
    Show,
    _chart,
    _heading,
    _known,
    _numbered,
    plain,
)

TALL = 130.0  # of a histogram's tallest bar
LARGEST = 16.0  # radius of the fullest point of a map


@dataclass(frozen=True, slots=True)
class Stack:
    """A name and the numbers of its parts, in the order of the legend; None stands for all of it being hidden."""

    label: str
    values: Sequence[object] | None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in degrees, and how many stand there."""

    latitude: float
    longitude: float
    count: float


def stacked_bars(
    title: str,
    parts: Sequence[str],
    stacks: Sequence[Stack],
    *,
    corner: str,
    description: str = "",
    show: Show = plain,
    missing: str = "–",
    ident: str | None = None,
) -> Chart:
    """A full-width bar per name, divided into numbered parts by their shares, with one legend below.

    headers of the table: `corner`, then the parts; `show` prints a share of 0 to 1. A stack with a hidden part is drawn
    empty, as its other parts' shares would tell the hidden one's. Raises ValueError for negative numbers, or a stack
    without a number per part.
    """
    drawing: list[Markup] = []
    rows: list[tuple[str, ...]] = []
    y = 0.0
    for stack in stacks:
        values = None if stack.values is None else [_known(value) for value in stack.values]
        if values is not None and len(values) != len(parts):
            raise ValueError("a stack has one number per part")
        known = [] if values is None else [value for value in values if value is not None]
        base = sum(known) if values is not None and len(known) == len(values) else 0.0
        y = _heading(drawing, stack.label, "" if base else missing, y)
        drawing.append(svg.rect("chart-track", 0, y, WIDTH, 1.5 * BAR))
        x = 0.0
        for number, value in enumerate(known if base else [], start=1):
            width = WIDTH * value / base
            if width > 0:
                css = f"chart-bar chart-bar--{(number - 1) % SERIES + 1}"
                drawing.append(svg.rect(css, x, y, max(width - 1.5, 0.5), 1.5 * BAR))
            if width >= svg.text_width(str(number), SMALL) + 4:
                drawing.append(svg.text("chart-key", x + width / 2, y + 1.5 * BAR + SMALL + 1, str(number), "middle"))
            x += width
        shares = [missing] * len(parts) if not base else [show(value / base) for value in known]
        rows.append((stack.label, *shares))
        y += 1.5 * BAR + SMALL + GAP
    for number, part in enumerate(parts, start=1):
        drawing.append(svg.rect(f"chart-bar chart-bar--{(number - 1) % SERIES + 1}", 0, y + 2, BAR, BAR))
        y = _heading(drawing, _numbered(number, part), "", y, indent=BAR + 8) + 2
    return _chart("stacks", title, description, (corner, *parts), tuple(rows), drawing, y, ident)


def histogram(
    title: str,
    bins: Sequence[Bar],
    *,
    headers: Sequence[str],
    description: str = "",
    show: Show = plain,
    missing: str = "–",
    ident: str | None = None,
) -> Chart:
    """Upright bars that stand side by side, one per range of numbers. headers: range, value.

    Ranges that do not fit under their bars are named at both ends only; the table has them all. Raises ValueError for a
    negative number.
    """
    values = [_known(each.value) for each in bins]
    highest = max((value for value in values if value is not None), default=0.0)
    width = WIDTH / max(len(bins), 1)
    texts = [missing if value is None else show(value) for value in values]
    fits = all(svg.text_width(each.label, SMALL) <= width - 2 for each in bins)
    drawing: list[Markup] = []
    floor = LINE + TALL
    for index, (each, value, text) in enumerate(zip(bins, values, texts, strict=True)):
        height = TALL * value / highest if value and highest else 0.0
        x = index * width
        if height:
            drawing.append(svg.rect("chart-bar chart-bar--1", x + 0.75, floor - height, max(width - 1.5, 0.5), height))
        if svg.text_width(text, SMALL) <= width - 1:
            drawing.append(svg.text("chart-key", x + width / 2, floor - height - 4, text, "middle"))
        if fits:
            drawing.append(svg.text("chart-key", x + width / 2, floor + SMALL + 3, each.label, "middle"))
    if not fits and bins:
        half = WIDTH / 2 - 6
        first, last = svg.wrap(bins[0].label, half, SMALL), svg.wrap(bins[-1].label, half, SMALL)
        drawing.append(svg.text("chart-key", 0, floor + SMALL + 3, first[0], "start"))
        drawing.append(svg.text("chart-key", WIDTH, floor + SMALL + 3, last[0], "end"))
    drawing.append(svg.line("chart-axis", 0, floor, WIDTH, floor))
    rows = tuple((each.label, text) for each, text in zip(bins, texts, strict=True))
    return _chart("histogram", title, description, headers, rows, drawing, floor + LINE, ident)


def point_map(
    title: str,
    spots: Sequence[Spot],
    *,
    headers: Sequence[str],
    towns: Sequence[tuple[str, float, float]] = (),
    outlines: Sequence[Sequence[Sequence[tuple[float, float]]]] = (),
    description: str = "",
    show: Show = plain,
    ident: str | None = None,
) -> Chart:
    """Circles where people set a point, larger where there are more; towns (name, latitude, longitude) to find one's
    way, and the rings (longitude, latitude) of areas. No map server: degrees become units with the shortening of the
    middle latitude. headers: place, value.
    """
    corners = [(latitude, longitude) for rings in outlines for ring in rings for longitude, latitude in ring]
    everything = [(s.latitude, s.longitude) for s in spots] + [(t[1], t[2]) for t in towns] + corners
    south, west, north, east = _frame(everything)
    narrow = cos(radians((south + north) / 2))
    inner = WIDTH - 2 * LARGEST
    scale = inner / ((east - west) * narrow)
    height = (north - south) * scale

    def at(latitude: float, longitude: float) -> tuple[float, float]:
        return LARGEST + (longitude - west) * narrow * scale, LARGEST + (north - latitude) * scale

    drawing = [svg.rect("chart-cell chart-cell--0", 0, 0, WIDTH, height + 2 * LARGEST)]
    for rings in outlines:
        drawing.append(svg.area("chart-area", [[at(lat, lon) for lon, lat in ring] for ring in rings]))
    for name, latitude, longitude in towns:
        x, y = at(latitude, longitude)
        drawing.append(svg.circle("chart-town", x, y, 2))
        anchor, room = ("end", x - EDGE) if x > WIDTH / 2 else ("start", WIDTH - x - EDGE)
        words = svg.wrap(name, room, SMALL)[0]
        drawing.append(svg.text("chart-key", x + (-EDGE if anchor == "end" else EDGE), y + SMALL / 3, words, anchor))
    fullest = max((spot.count for spot in spots), default=1.0)
    rows = []
    for spot in sorted(spots, key=lambda each: -each.count):
        x, y = at(spot.latitude, spot.longitude)
        drawing.append(svg.circle("chart-spot", x, y, max(3.0, LARGEST * sqrt(spot.count / fullest))))
        rows.append((f"{spot.latitude:.3f}, {spot.longitude:.3f}", show(spot.count)))
    return _chart("map", title, description, headers, tuple(rows), drawing, height + 2 * LARGEST, ident)


def _frame(places: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """South, west, north and east of all places, with some room; at least a few kilometres."""
    latitudes, longitudes = [place[0] for place in places] or [0.0], [place[1] for place in places] or [0.0]
    south, north, west, east = min(latitudes), max(latitudes), min(longitudes), max(longitudes)
    tall, wide = max(0.04 - (north - south), 0.0) / 2, max(0.06 - (east - west), 0.0) / 2
    return south - tall, west - wide, north + tall, east + wide
