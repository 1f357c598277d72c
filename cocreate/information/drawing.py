"""Small multiples of an indicator as one picture: SVG for screens and PNG for paper, drawn from the same strokes.

All panels share both scales, so that they can be compared by eye.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import pairwise
from math import ceil
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _

from cocreate.core.documents import Picture, drawable
from cocreate.core.documents.paper import font_file
from cocreate.process.evidence.periods import place_of
from cocreate.web.svg import number, text_width

ACROSS, PANEL, PLOT, HEAD, FOOT, GAP = 3, 230, 70, 40, 22, 20  # panels in a row; the rest in pixels
INK, MUTED, AXIS, CURVE = "#14201d", "#4d5b56", "#74817b", "#00705f"
SCALE = 3  # pixels of the PNG for one of the SVG

Series = Sequence[tuple[str, Mapping[str, float]]]


@dataclass(frozen=True)
class _Stroke:
    """A line, or a dot where both ends are the same."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    width: float = 2


@dataclass(frozen=True)
class _Letters:
    """Some words, their baseline at y."""

    x: float
    y: float
    text: str
    colour: str = INK
    is_bold: bool = False
    at_end: bool = False


def picture_of(series: Series, *, on_paper: bool) -> Picture:
    """The picture; the PNG only where it is needed."""
    rows = ceil(len(series) / ACROSS)
    width = ACROSS * (PANEL + GAP) - GAP  # also for one panel: no picture is blown up to the width of a page
    height = rows * (HEAD + PLOT + FOOT + GAP) - GAP
    marks = list(_marks(series))
    told = "; ".join(f"{name}: {said(numbers)}" for name, numbers in series)
    png = _png(marks, width, height) if on_paper else b""
    return Picture(_svg(marks, width, height), png, width, height, told)


def said(numbers: Mapping[str, float]) -> str:
    """The first and the last value in words."""
    periods = sorted(numbers, key=place_of)
    last = shown(numbers[periods[-1]])
    if len(periods) == 1:
        return str(_("%(value)s in %(period)s", value=last, period=periods[0]))
    first = shown(numbers[periods[0]])
    return str(
        _(
            "from %(first)s in %(start)s to %(last)s in %(end)s",
            first=first,
            start=periods[0],
            last=last,
            end=periods[-1],
        )
    )


def shown(value: float) -> str:
    """A value as people write it."""
    return str(format_decimal(float(f"{value:.6g}")))


def _marks(series: Series) -> Sequence[_Stroke | _Letters]:
    periods = sorted({period for _name, numbers in series for period in numbers}, key=place_of)
    values = [value for _name, numbers in series for value in numbers.values()]
    low, high = min(0.0, *values), max(0.0, *values)
    first, last = place_of(periods[0]), place_of(periods[-1])
    found: list[_Stroke | _Letters] = []
    for index, (name, numbers) in enumerate(series):
        left = (index % ACROSS) * (PANEL + GAP)
        top = (index // ACROSS) * (HEAD + PLOT + FOOT + GAP)
        ground = top + HEAD + PLOT

        def at(period: str, value: float, left: float = left, ground: float = ground) -> tuple[float, float]:
            across = 0.5 if last == first else (place_of(period) - first) / (last - first)
            up = 0.0 if high == low else (value - low) / (high - low)
            return left + 5 + across * (PANEL - 10), ground - up * PLOT

        dots = [at(period, numbers[period]) for period in sorted(numbers, key=place_of)]
        zero = at(periods[0], 0.0)[1]
        found.append(_Letters(left, top + 13, _fitting(name), is_bold=True))
        found.append(_Letters(left, top + 29, _fitting(said(numbers)), MUTED))
        found.append(_Stroke(left, zero, left + PANEL, zero, AXIS, 1))
        found += [_Stroke(*one, *two, CURVE) for one, two in pairwise(dots)]
        found += [_Stroke(*dot, *dot, CURVE, 6) for dot in dots]
        found.append(_Letters(left, ground + 17, periods[0], MUTED))
        if len(periods) > 1:
            found.append(_Letters(left + PANEL, ground + 17, periods[-1], MUTED, at_end=True))
    return found


def _fitting(text: str) -> str:
    """As much of a text as a panel is wide."""
    while text_width(text, 12) > PANEL and len(text) > 4:
        text = text[:-2].rstrip() + "…"
    return text


def _svg(marks: Sequence[_Stroke | _Letters], width: float, height: float) -> str:
    drawn = "".join(_element(mark) for mark in marks)
    return f'<svg class="series" viewBox="0 0 {number(width)} {number(height)}" font-size="12">{drawn}</svg>'


def _element(mark: _Stroke | _Letters) -> str:
    if isinstance(mark, _Letters):
        bold = ' font-weight="bold"' if mark.is_bold else ""
        anchor = ' text-anchor="end"' if mark.at_end else ""
        at = f'x="{number(mark.x)}" y="{number(mark.y)}"'
        return f'<text {at} fill="{mark.colour}"{bold}{anchor}>{escape(mark.text)}</text>'
    ends = zip(("x1", "y1", "x2", "y2"), (mark.x1, mark.y1, mark.x2, mark.y2), strict=True)
    told = " ".join(f'{name}="{number(value)}"' for name, value in ends)
    return f'<line {told} stroke="{mark.colour}" stroke-width="{number(mark.width)}" stroke-linecap="round"/>'


def _png(marks: Sequence[_Stroke | _Letters], width: int, height: int) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (width * SCALE, height * SCALE), "#ffffff")
    pen = ImageDraw.Draw(image)
    fonts = {bold: ImageFont.truetype(str(font_file(bold)), 12 * SCALE) for bold in (False, True)}
    for mark in marks:
        if isinstance(mark, _Letters):
            place = (mark.x * SCALE, mark.y * SCALE)
            anchor = "rs" if mark.at_end else "ls"
            pen.text(place, drawable(mark.text), font=fonts[mark.is_bold], fill=mark.colour, anchor=anchor)
        else:
            _stroke(pen, mark)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _stroke(pen: Any, mark: _Stroke) -> None:
    x1, y1, x2, y2 = (value * SCALE for value in (mark.x1, mark.y1, mark.x2, mark.y2))
    if (x1, y1) == (x2, y2):
        reach = mark.width * SCALE / 2
        pen.ellipse((x1 - reach, y1 - reach, x1 + reach, y1 + reach), fill=mark.colour)
    else:
        pen.line((x1, y1, x2, y2), fill=mark.colour, width=round(mark.width * SCALE))
