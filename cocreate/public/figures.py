"""The figures that a process has now, each under a name that stays, and drawn as a picture of its own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element, fromstring

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN
from cocreate.core.documents.paper import drawable, font_file
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.public.population import populations_of
from cocreate.public.population_words import compared_of
from cocreate.public.queries import Part, who_took_part
from cocreate.themes import publishing
from cocreate.web import svg as pieces
from cocreate.web.charts import Bar, Chart, bar_chart
from cocreate.web.language import NAMES, Spoken, spoken
from cocreate.web.messages import say

MOST_THEMES = 10


@dataclass(frozen=True)
class Figure:
    """A picture with its name in addresses, and what it is about where that is not said by its title."""

    key: str
    chart: Chart
    about: str | Spoken = ""


def figures_of(session: Session, process: Process) -> list[Figure]:
    """All, in the order of the record."""
    return list(_figures(session, process))


def find_figure(session: Session, process: Process, key: str) -> Figure:
    """The figure of an address."""
    found = next((figure for figure in _figures(session, process) if figure.key == key), None)
    if found is None:
        raise NotFound()
    return found


def _figures(session: Session, process: Process) -> Iterator[Figure]:
    told = populations_of(session, process)
    for part in [part for part in who_took_part(session, process) if part.has_groups]:
        about, key = spoken(part.consultation.title), part.consultation.public_id
        helix, language = charts_of(part)
        yield Figure(f"helix-{key}", helix, about)
        yield Figure(f"language-{key}", language, about)
        for attribute, compared in zip(told, compared_of(part, told, process.minimum_cell), strict=True):
            if compared.chart is not None:
                yield Figure(f"population-{attribute.value}-{key}", compared.chart, about)
    if bars := _bars_of_themes(session, process):
        headers = (_("Theme"), _("Answers"))
        yield Figure("themes", bar_chart(_("What most answers are about"), bars, headers=headers, show=format_decimal))


def _bars_of_themes(session: Session, process: Process) -> list[Bar]:
    """The largest themes; one too small for its number has no bar."""
    themes = publishing.public_themes(session, process)
    told = publishing.told_of(session, themes)
    large = [theme for theme in themes if told[theme.id].size is not HIDDEN]
    return [Bar(spoken(theme.title), told[theme.id].size) for theme in large[:MOST_THEMES]]


def charts_of(part: Part) -> list[Chart]:
    """A consultation's participants by group and by language, once there are groups."""
    if not part.has_groups:
        return []
    helix = [(say(f"helix.{key}"), value) for key, value in _largest_first(part.by_helix.cells)]
    language = [(NAMES.get(key, key), value) for key, value in _largest_first(part.by_language.cells)]
    return [
        _chart(_("By group"), helix, _("Group"), f"helix-{part.consultation.public_id}"),
        _chart(_("By language of the page"), language, _("Language"), f"language-{part.consultation.public_id}"),
    ]


def _largest_first(cells: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(cells.items(), key=lambda item: (-item[1] if isinstance(item[1], int) else 1, item[0]))


def _chart(title: str, rows: list[tuple[str, Any]], header: str, ident: str) -> Chart:
    bars = [Bar(label, value) for label, value in rows]
    return bar_chart(
        title, bars, headers=(header, _("Answers")), show=format_decimal, missing=_("too few to show"), ident=ident
    )


SVG = "http://www.w3.org/2000/svg"
MARGIN = 16.0
TITLE_STEP = 20.0
SCALE = 3  # pixels a unit, so that a slide or a page stays sharp
INK, MUTED, LINE, PAPER = "#14201d", "#4d5b56", "#d5dcd8", "#ffffff"
SERIES = ("#00705f", "#2b57c4", "#b06a00", "#b8285a", "#7440a8", "#4c7a00", "#00769c", "#666f6b")


@dataclass(frozen=True)
class Look:
    """How a class of the style sheet looks in a picture on paper."""

    fill: str = ""
    stroke: str = ""
    width: float = 1.0
    size: float = 14.0
    is_bold: bool = False
    opacity: float = 1.0

    def attributes(self) -> str:
        """As attributes of an element: a picture may be shown where no style is allowed."""
        told = {"fill": self.fill or "none"}
        if self.stroke:
            told |= {"stroke": self.stroke, "stroke-width": f"{self.width:g}"}
        if self.opacity < 1:
            told["fill-opacity"] = f"{self.opacity:g}"
        if self.is_bold:
            told["font-weight"] = "650"
        if self.size != 14:
            told["font-size"] = f"{self.size:g}"
        return " ".join(f'{name}="{value}"' for name, value in told.items())


LOOKS = {
    "chart-label": Look(fill=INK),
    "chart-value": Look(fill=INK, is_bold=True),
    "chart-key": Look(fill=MUTED, size=12),
    "chart-axis": Look(stroke=LINE),
    "chart-track": Look(fill=LINE, opacity=0.5),
    "chart-whisker": Look(stroke=SERIES[0], width=2),
    "chart-dot": Look(fill=SERIES[0], stroke=PAPER, width=1.5),
    "chart-target": Look(stroke=INK, width=3),
    "chart-bar--hollow": Look(fill=PAPER, stroke=SERIES[0], width=1.5),
    **{f"chart-bar--{place}": Look(fill=colour) for place, colour in enumerate(SERIES, start=1)},
}
_CLASS = re.compile(r' class="([^"]*)"')


def look_of(classes: str) -> Look:
    """The look of an element: that of its last class that has one."""
    return next((LOOKS[name] for name in reversed(classes.split()) if name in LOOKS), Look())


def svg_of(chart: Chart, source: str) -> str:
    """The chart with its title above and its source below, on paper, in the shape of a file."""
    body = chart.svg.partition(">")[2].removesuffix("</svg>")
    width, height = _size(chart)
    painted = _CLASS.sub(lambda found: f" {look_of(found[1]).attributes()}", body)
    title, below = pieces.wrap(chart.caption, width, 16), pieces.wrap(source, width, 11)
    top = MARGIN + len(title) * TITLE_STEP
    whole = top + height + MARGIN + len(below) * 15 + MARGIN
    heading = pieces.lines_of("", MARGIN, MARGIN + 12, title, "start", TITLE_STEP)
    foot = pieces.lines_of("", MARGIN, top + height + MARGIN + 8, below, "start", 15)
    return (
        f'<svg xmlns="{SVG}" width="{width + 2 * MARGIN:g}" height="{whole:g}" '
        f'viewBox="0 0 {width + 2 * MARGIN:g} {whole:g}" role="img" font-family="sans-serif" font-size="14">'
        f'<rect width="100%" height="100%" fill="{PAPER}"/>'
        f"{_dressed(str(heading), Look(fill=INK, size=16, is_bold=True))}"
        f'<g transform="translate({MARGIN:g} {top:g})">{painted}</g>'
        f"{_dressed(str(foot), Look(fill=MUTED, size=11))}</svg>\n"
    )


def _dressed(element: str, look: Look) -> str:
    return element.replace(' class=""', f" {look.attributes()}", 1)


def _size(chart: Chart) -> tuple[float, float]:
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', chart.svg)
    assert found, "a chart says how large it is"
    return float(found[1]), float(found[2])


def png_of(svg: str) -> bytes:
    """The picture of such a file, for slides and office programs."""
    from PIL import Image, ImageDraw

    root = fromstring(svg)
    size = (round(float(root.get("width", "0")) * SCALE), round(float(root.get("height", "0")) * SCALE))
    image = Image.new("RGB", size, PAPER)
    pen = _Pen(ImageDraw.Draw(image))
    pen.draw(root, 0.0, 0.0)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


class _Pen:
    """Draws the few elements that charts are made of."""

    def __init__(self, pen: Any) -> None:
        self.pen = pen

    def draw(self, parent: Element, dx: float, dy: float) -> None:
        """Everything below an element."""
        for one in parent:
            kind = one.tag.rpartition("}")[2]
            if kind == "g":
                moved = re.findall(r"[\d.]+", one.get("transform", ""))
                self.draw(one, dx + float(moved[0]), dy + float(moved[1]))
            elif kind == "rect" and one.get("x") is not None:
                self._rect(one, dx, dy)
            elif kind == "line":
                ends = [_at(one, "x1", dx), _at(one, "y1", dy), _at(one, "x2", dx), _at(one, "y2", dy)]
                self.pen.line(ends, fill=one.get("stroke"), width=_stroke(one))
            elif kind == "circle":
                self._circle(one, dx, dy)
            elif kind == "text":
                self._text(one, dx, dy)

    def _rect(self, one: Element, dx: float, dy: float) -> None:
        x, y = _at(one, "x", dx), _at(one, "y", dy)
        right, low = x + float(one.get("width", "0")) * SCALE, y + float(one.get("height", "0")) * SCALE
        if right - x >= 1 and low - y >= 1:
            fill = _blended(one.get("fill", "none"), float(one.get("fill-opacity", "1")))
            self.pen.rectangle([x, y, right, low], fill=fill, outline=one.get("stroke"), width=_stroke(one))

    def _circle(self, one: Element, dx: float, dy: float) -> None:
        x, y, radius = _at(one, "cx", dx), _at(one, "cy", dy), float(one.get("r", "0")) * SCALE
        self.pen.ellipse(
            [x - radius, y - radius, x + radius, y + radius],
            fill=one.get("fill"),
            outline=one.get("stroke"),
            width=_stroke(one),
        )

    def _text(self, one: Element, dx: float, dy: float) -> None:
        from PIL import ImageFont

        size = round(float(one.get("font-size", "14")) * SCALE)
        font = ImageFont.truetype(str(font_file(one.get("font-weight") is not None)), size)
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[one.get("text-anchor", "start")]
        x, y = _at(one, "x", dx), _at(one, "y", dy)
        for piece in list(one) or [one]:
            y += float(piece.get("dy", "0")) * SCALE
            x = _at(piece, "x", dx) if piece.get("x") is not None else x
            self.pen.text((x, y), drawable(piece.text or ""), font=font, fill=one.get("fill"), anchor=anchor)


def _at(one: Element, name: str, move: float) -> float:
    return (float(one.get(name, "0")) + move) * SCALE


def _stroke(one: Element) -> int:
    return round(float(one.get("stroke-width", "1")) * SCALE) if one.get("stroke") else 0


def _blended(colour: str, opacity: float) -> str | None:
    """A colour on paper as if it were seen through."""
    if colour == "none":
        return None
    mixed = (round(int(colour[place : place + 2], 16) * opacity + 255 * (1 - opacity)) for place in (1, 3, 5))
    return "#" + "".join(f"{part:02x}" for part in mixed)
