"""Pictures of numbers that everybody can read: plain SVG made on the server, each with the same numbers as a table.

A chart is 360 units wide, the column of a small phone, and grows with its column up to what `charts.css` allows; text
stands above its bar, so that long names wrap instead of being cut. Nothing is said by colour alone: values are printed,
parts are numbered. There is no script, no style attribute and no event handler, as the page's policy forbids them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from numbers import Real
from string import ascii_uppercase

from markupsafe import Markup

from . import svg
from .language import Spoken, lang_said

WIDTH = 360.0
TEXT, SMALL, LINE = 14.0, 12.0, 18.0
BAR, GAP, EDGE = 14.0, 12.0, 6.0
SERIES, LEVELS, MOST_COLUMNS = 8, 5, 12

Show = Callable[[float], str]


@dataclass(frozen=True, slots=True)
class Chart:
    """`svg` for the eye; `caption`, `headers` and `rows` for an equal table, which the template prints beside it."""

    svg: Markup
    caption: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and its number; a value that is not a number (None, HIDDEN) is drawn as missing."""

    label: str
    value: object


@dataclass(frozen=True, slots=True)
class Interval:
    """A name, its estimate, the range of doubt around it, and what was aimed for, if anything."""

    label: str
    value: float
    low: float
    high: float
    target: float | None = None


def plain(value: float) -> str:
    """A number with at most one decimal; pages pass a formatter for the reader's language instead."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True, slots=True)
class Cut:
    """A line across a list after so many names, and what it says."""

    after: int
    label: str


def bar_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    headers: Sequence[str],
    description: str = "",
    maximum: float | None = None,
    cuts: Sequence[Cut] = (),
    show: Show = plain,
    missing: str = "–",
    ident: str | None = None,
) -> Chart:
    """Horizontal bars, one per name, in the given order. headers: name, value.

    `maximum` is what a full-width bar stands for (say, all answers), and is then drawn as a pale track; without it the
    longest bar fills the width. `cuts` divide the list; bars behind the last one are drawn hollow. Raises ValueError
    for a negative or infinite value.
    """
    values = [_known(bar.value) for bar in bars]
    full = maximum if maximum is not None else max((value for value in values if value is not None), default=0)
    drawing: list[Markup] = []
    y = 0.0
    rows = tuple(
        (bar.label, missing if value is None else show(value)) for bar, value in zip(bars, values, strict=True)
    )
    last = max((cut.after for cut in cuts), default=len(bars))
    for place, ((label, text), value) in enumerate(zip(rows, values, strict=True)):
        y = _heading(drawing, label, text, y)
        if maximum is not None:
            drawing.append(svg.rect("chart-track", 0, y, WIDTH, BAR))
        if value is not None:
            fill = "chart-bar chart-bar--1" if place < last else "chart-bar--hollow"
            drawing.append(svg.rect(fill, 0, y, WIDTH * _within(value, 0, full), BAR))
            drawing.append(svg.line("chart-axis", 0, y - 1, 0, y + BAR + 1))
        y += BAR + GAP
        for cut in cuts:
            if cut.after == place + 1 < len(bars):
                y = _cut(drawing, cut.label, y)
    return _chart("bars", title, description, headers, rows, drawing, y - GAP, ident)


def share_bar(
    title: str,
    parts: Sequence[Bar],
    *,
    headers: Sequence[str],
    description: str = "",
    total: float | None = None,
    show: Show = plain,
    show_share: Show = lambda share: f"{100 * share:.0f}%",
    missing: str = "–",
    ident: str | None = None,
) -> Chart:
    """One bar divided into numbered parts, with a numbered legend. headers: name, count, share.

    `total` is the base of the shares; by default the parts' sum. It must be given when a part is missing, and what the
    known parts leave of it stays empty. Raises ValueError for negative values, or parts above their total.
    """
    values = [_known(part.value) for part in parts]
    known = sum(value for value in values if value is not None)
    if total is None and None in values:
        raise ValueError("a missing part needs the total to be given")
    base = known if total is None else total
    if known > base * (1 + 1e-9):
        raise ValueError("the parts exceed their total")
    drawing = [svg.rect("chart-track", 0, LINE, WIDTH, 1.5 * BAR)]
    rows: list[tuple[str, ...]] = []
    x, y = 0.0, LINE + 1.5 * BAR + GAP
    for number, (part, value) in enumerate(zip(parts, values, strict=True), start=1):
        share = None if value is None else value / base if base else 0.0
        width = WIDTH * (share or 0.0)
        series = f"chart-bar chart-bar--{(number - 1) % SERIES + 1}"
        if width > 0:
            drawing.append(svg.rect(series, x, LINE, max(width - 1.5, 0.5), 1.5 * BAR))
        if width >= svg.text_width(str(number), SMALL) + 2:
            drawing.append(svg.text("chart-key", x + width / 2, LINE - 5, str(number), "middle"))
        x += width
        rows.append(
            (part.label, missing, missing)
            if value is None or share is None
            else (part.label, show(value), show_share(share))
        )
        drawing.append(svg.rect(series if value is not None else "chart-track", 0, y + 2, BAR, BAR))
        text = missing if value is None else f"{rows[-1][2]} ({rows[-1][1]})"
        y = _heading(drawing, _numbered(number, part.label), text, y, indent=BAR + 8) + 2
    return _chart("shares", title, description, headers, tuple(rows), drawing, y, ident)


def interval_chart(
    title: str,
    points: Sequence[Interval],
    *,
    headers: Sequence[str],
    description: str = "",
    minimum: float = 0.0,
    maximum: float = 1.0,
    show: Show = plain,
    missing: str = "–",
    ident: str | None = None,
) -> Chart:
    """A dot on a whisker per name, on one shared scale. headers: name, value, low, high, and target when one has any.

    A target is a bar across the scale. What lies outside minimum-maximum is drawn at the edge and printed as it is.
    Raises ValueError when low <= value <= high does not hold, or the scale is empty.
    """
    if not minimum < maximum:
        raise ValueError("the scale is empty")
    has_target = any(point.target is not None for point in points)
    drawing: list[Markup] = []
    rows: list[tuple[str, ...]] = []
    y = 0.0
    for point in points:
        if not point.low <= point.value <= point.high:
            raise ValueError("an estimate lies within its interval")
        low, dot, high = (_at(v, minimum, maximum) for v in (point.low, point.value, point.high))
        shown = tuple(show(value) for value in (point.value, point.low, point.high))
        y = _heading(drawing, point.label, f"{shown[0]} ({shown[1]}–{shown[2]})", y)
        middle = y + BAR / 2
        drawing.append(svg.line("chart-axis", 0, middle, WIDTH, middle))
        drawing.append(svg.line("chart-whisker", low, middle, high, middle))
        drawing += [svg.line("chart-whisker", end, middle - 5, end, middle + 5) for end in (low, high)]
        if point.target is not None:
            at = _at(point.target, minimum, maximum)
            drawing.append(svg.line("chart-target", at, y - 3, at, y + BAR + 3))
        drawing.append(svg.circle("chart-dot", dot, middle, 5))
        target = (missing if point.target is None else show(point.target),) if has_target else ()
        rows.append((point.label, *shown, *target))
        y += BAR + GAP
    for value, anchor in ((minimum, "start"), ((minimum + maximum) / 2, "middle"), (maximum, "end")):
        x = _at(value, minimum, maximum)
        drawing.append(svg.line("chart-axis", x, y - GAP / 2, x, y - GAP / 2 + 4))
        drawing.append(svg.text("chart-key", x, y + SMALL, show(value), anchor))
    return _chart("intervals", title, description, headers, tuple(rows), drawing, y + LINE, ident)


def heat_grid(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[object]],
    *,
    corner: str,
    description: str = "",
    minimum: float = 0.0,
    maximum: float = 1.0,
    show: Show = plain,
    missing: str = "–",
    ident: str | None = None,
) -> Chart:
    """A small grid of numbers, the higher the stronger the shade. headers of the table: `corner`, then the columns.

    Column names that do not fit become letters with a legend below. Raises ValueError for more than twelve columns, an
    empty scale, or values of another shape than rows x columns.
    """
    if not columns or len(columns) > MOST_COLUMNS or not minimum < maximum:
        raise ValueError("a grid has one to twelve columns and a scale")
    if len(values) != len(rows) or any(len(line) != len(columns) for line in values):
        raise ValueError("values have one row per name and one number per column")
    left = 0.34 * WIDTH
    if any(len(svg.wrap(name, left - 8, TEXT)) > 2 or svg.has_broken_word(name, left - 8, TEXT) for name in rows):
        left = 0.0  # long names stand above their row
    width = (WIDTH - left) / len(columns)
    heads, has_letters = _column_heads(columns, width - 4)
    y = max(len(lines) for lines in heads) * (SMALL + 3) + 6
    drawing = [
        svg.lines_of("chart-key", left + (column + 0.5) * width, SMALL, lines, "middle", SMALL + 3, lang_said(name))
        for column, (lines, name) in enumerate(zip(heads, columns, strict=True))
    ]
    printed = []
    for name, line in zip(rows, values, strict=True):
        height = 1.6 * LINE + 4
        if left:
            label = svg.wrap(name, left - 8, TEXT)
            height = max(len(label) * LINE + 4, height)
            top = y + (height - len(label) * LINE) / 2 + TEXT - 1
            drawing.append(svg.lines_of("chart-label", 0, top, label, "start", LINE, lang_said(name)))
        else:
            y = _heading(drawing, name, "", y)
        texts = []
        for column, value in enumerate(line):
            number = _finite(value)
            level = "none" if number is None else str(_level(number, minimum, maximum))
            texts.append(missing if number is None else show(number))
            x = left + column * width
            drawing.append(svg.rect(f"chart-cell chart-cell--{level}", x + 1, y + 1, width - 2, height - 2))
            size = "chart-value" if svg.text_width(texts[-1], TEXT) <= width - 6 else "chart-value chart-value--small"
            drawing.append(svg.text(size, x + width / 2, y + height / 2 + TEXT / 3, texts[-1], "middle"))
        printed.append((name, *texts))
        y += height + (0 if left else GAP / 2)
    if has_letters:
        y += GAP / 2
        for letter, name in zip(ascii_uppercase, columns, strict=False):
            y = _heading(drawing, _numbered(letter, name), "", y)
    return _chart("grid", title, description, (corner, *columns), tuple(printed), drawing, y, ident)


def _column_heads(columns: Sequence[str], width: float) -> tuple[list[list[str]], bool]:
    """The names in lines, or letters instead of them, and whether it is letters."""
    heads = [svg.wrap(name, width, SMALL) for name in columns]
    if all(len(lines) <= 3 for lines in heads) and not any(svg.has_broken_word(name, width, SMALL) for name in columns):
        return heads, False
    return [[letter] for letter in ascii_uppercase[: len(columns)]], True


def _finite(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, Real) or math.isnan(value):
        return None
    if math.isinf(value):
        raise ValueError("an infinite number cannot be drawn")
    return float(value)


def _known(value: object) -> float | None:
    number = _finite(value)
    if number is not None and number < 0:
        raise ValueError("a bar has no negative length")
    return number


def _within(value: float, low: float, high: float) -> float:
    """Where a value lies on a scale, 0 to 1, kept on the scale; 0 on an empty one."""
    return min(max((value - low) / (high - low), 0.0), 1.0) if high > low else 0.0


def _at(value: float, minimum: float, maximum: float) -> float:
    """x of a value, leaving room for half a dot at either end."""
    return EDGE + (WIDTH - 2 * EDGE) * _within(value, minimum, maximum)


def _level(value: float, minimum: float, maximum: float) -> int:
    return min(int(LEVELS * _within(value, minimum, maximum)), LEVELS - 1)


def _heading(drawing: list[Markup], label: str, value: str, y: float, indent: float = 0.0) -> float:
    """A wrapped name from the left and its value at the right, on the first line; returns where the next thing goes."""
    lines = svg.wrap(label, WIDTH - indent - (svg.text_width(value, TEXT) + 12 if value else 0), TEXT)
    drawing.append(svg.lines_of("chart-label", indent, y + TEXT, lines, "start", LINE, lang_said(label)))
    if value:
        drawing.append(svg.text("chart-value", WIDTH, y + TEXT, value, "end"))
    return y + len(lines) * LINE + 3


def _cut(drawing: list[Markup], label: str, y: float) -> float:
    """A line across with its words below; returns where the next thing goes."""
    drawing.append(svg.line("chart-target", 0, y, WIDTH, y))
    lines = svg.wrap(label, WIDTH, SMALL)
    drawing.append(svg.lines_of("chart-key", WIDTH, y + SMALL + 4, lines, "end", SMALL + 3, lang_said(label)))
    return y + len(lines) * (SMALL + 3) + GAP


def _chart(
    kind: str,
    title: str,
    description: str,
    headers: Sequence[str],
    rows: tuple[tuple[str, ...], ...],
    drawing: Sequence[Markup],
    height: float,
    ident: str | None,
) -> Chart:
    if any(len(row) != len(headers) for row in rows):
        raise ValueError("the table needs one header per column")
    printed = tuple(tuple(map(_said, row)) for row in rows)
    # The same chart twice on a page wants an `ident` of its own; otherwise the content names it, the same each time.
    name = ident or "chart-" + sha256(repr((kind, str(title), printed)).encode("utf-8", "replace")).hexdigest()[:10]
    described = (
        Markup('<desc id="{}-desc">{}</desc>').format(name, svg.clean(description)) if description else Markup("")
    )
    picture = Markup(
        '<svg class="chart chart--{kind}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title"'
        '{by}><title id="{name}-title">{title}</title>{described}{drawing}</svg>'
    ).format(
        kind=kind,
        width=svg.number(WIDTH),
        height=svg.number(max(height, 1) + 2),
        name=name,
        by=Markup(' aria-describedby="{}-desc"').format(name) if description else "",
        title=svg.clean(title),
        described=described,
        drawing=Markup("").join(drawing),
    )
    caption = svg.clean(title)
    return Chart(picture, Spoken(caption, lang_said(title)), tuple(map(_said, headers)), printed)


def _said(text: object) -> str:
    """A text as it is, or a lazily translated one in the language of now."""
    return text if isinstance(text, str) else str(text)


def _numbered(number: object, label: str) -> Spoken:
    """A name with its number in the legend."""
    return Spoken(f"{number}. {label}", lang_said(label))
