"""Small multiples: an indicator's territories, each a small line on the same scale, with all numbers as one table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import format_decimal
from flask_babel import gettext as _
from markupsafe import Markup

from cocreate.process.evidence.periods import place_of
from cocreate.process.models import Evidence
from cocreate.web import svg

WIDTH, HEIGHT, TOP, BOTTOM, SIDE = 180.0, 96.0, 12.0, 18.0, 6.0
PICTURE = Markup('<svg class="chart multiples__picture" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>')


@dataclass(frozen=True)
class Panel:
    """One territory: its name, its picture, and its first and last value in words."""

    territory: str
    picture: Markup
    said: str


@dataclass(frozen=True)
class Multiples:
    """The panels of an indicator, and the same numbers as a table: a line a territory, a column a period."""

    panels: tuple[Panel, ...]
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def multiples_of(row: Evidence) -> Multiples:
    """The pictures of an indicator. All panels share both scales, so that they can be compared by eye."""
    series = [(one.territory or _("Not said"), one.numbers) for one in row.series if one.numbers]
    periods = sorted({period for _name, numbers in series for period in numbers}, key=place_of)
    every = [value for _name, numbers in series for value in numbers.values()]
    frame = _Frame(periods, min([0.0, *every]), max([0.0, *every]))
    panels = tuple(_panel(name, numbers, frame) for name, numbers in series)
    rows = tuple((name, *(_shown(numbers.get(period)) for period in periods)) for name, numbers in series)
    return Multiples(panels, (_("Territory"), *periods), rows)


@dataclass(frozen=True)
class _Frame:
    periods: Sequence[str]
    low: float
    high: float

    def x(self, period: str) -> float:
        first, last = place_of(self.periods[0]), place_of(self.periods[-1])
        share = 0.5 if last == first else (place_of(period) - first) / (last - first)
        return SIDE + share * (WIDTH - 2 * SIDE)

    def y(self, value: float) -> float:
        share = 0.0 if self.high == self.low else (value - self.low) / (self.high - self.low)
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _panel(name: str, numbers: dict[str, float], frame: _Frame) -> Panel:
    mine = sorted(numbers, key=place_of)
    at = [(frame.x(period), frame.y(numbers[period])) for period in mine]
    ground = frame.y(0.0)
    drawing = [svg.line("chart-axis", 0, ground, WIDTH, ground)]
    drawing += [svg.line("chart-whisker", *one, *two) for one, two in pairwise(at)]
    drawing += [svg.circle("chart-dot", *place, 3) for place in (at if len(at) < 12 else at[-1:])]
    drawing.append(svg.text("chart-key", 0, HEIGHT - 4, frame.periods[0], "start"))
    if len(frame.periods) > 1:
        drawing.append(svg.text("chart-key", WIDTH, HEIGHT - 4, frame.periods[-1], "end"))
    said = _said(numbers, mine)
    inside = Markup("").join(drawing)
    picture = PICTURE.format(svg.number(WIDTH), svg.number(HEIGHT), svg.clean(f"{name}: {said}"), inside)
    return Panel(name, picture, said)


def _said(numbers: dict[str, float], periods: Sequence[str]) -> str:
    last = periods[-1]
    if len(periods) == 1:
        return _("%(value)s in %(period)s", value=_shown(numbers[last]), period=last)
    first = periods[0]
    return _(
        "from %(first)s in %(start)s to %(last)s in %(end)s",
        first=_shown(numbers[first]),
        start=first,
        last=_shown(numbers[last]),
        end=last,
    )


def _shown(value: float | None) -> str:
    return "–" if value is None else str(format_decimal(float(f"{value:.6g}")))
