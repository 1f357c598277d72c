"""The flows as a picture (alluvial): five columns of stations, ribbons as wide as what went from one to another."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from cocreate.public.fates.flows import (
    BOARDS,
    CANDIDATES,
    DECISION,
    GROUPS,
    HELIX,
    HIDDEN_GROUPS,
    OTHERS,
    SORTED,
    THEMES,
    WRITTEN,
    Flows,
    Station,
)
from cocreate.public.fates.messages import FATES, group_name
from cocreate.public.fates.rules import FateKind
from cocreate.web import svg
from cocreate.web.charts import Chart
from cocreate.web.language import Spoken, lang_said, spoken

WIDTH, HEAD, BODY = 1000.0, 30.0, 480.0
BAR, ROOM, GAP = 10.0, 158.0, 10.0  # of a station: its bar, the words beside it, the space below
SIZE, LINE, MOST_LINES = 12.0, 15.0, 2
LEFTS = (0.0, 208.0, 416.0, 624.0, 832.0)
FAMILIES = ("business", "research", "public_sector", "civil_society", "citizen")
Number = Callable[[float], str]


@dataclass
class _Box:
    """A station in its place; ribbons leave and arrive one below the other."""

    station: Station
    x: float
    y: float
    height: float
    lines: list[str]
    lang: str
    out: float = 0.0
    into: float = 0.0


def flow_chart(flows: Flows, number: Number, ident: str = "flows") -> Chart:
    """The picture, and the same as a table: from, to, how many."""
    sizes = flows.sizes()
    scale = _scale(flows, sizes)
    boxes, height = _placed(flows, sizes, scale, number)
    drawing = [svg.text("chart-key", LEFTS[level], SIZE, str(name), "start") for level, name in heads().items()]
    for flow in flows.flows:
        one, other = boxes[flow.source.name], boxes[flow.target.name]
        thick = flow.value * scale
        drawing.append(
            _ribbon(_colour(flow.source), one.x + BAR, one.y + one.out, other.x, other.y + other.into, thick)
        )
        one.out, other.into = one.out + thick, other.into + thick
    for box in boxes.values():
        drawing.append(svg.rect("flow-bar", box.x, box.y, BAR, max(box.height, 1.5)))
        drawing.append(svg.lines_of("flow-name", box.x + BAR + 5, box.y + SIZE, box.lines, "start", LINE, box.lang))
    title = _("From groups to themes, boards, candidates and the decision")
    picture = Markup(
        '<svg class="chart chart--flows" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title">'
        '<title id="{name}-title">{title}</title>{drawing}</svg>'
    ).format(
        width=svg.number(WIDTH), height=svg.number(height), name=ident, title=title, drawing=Markup("").join(drawing)
    )
    rows = tuple((station_name(flow.source), station_name(flow.target), number(flow.value)) for flow in flows.flows)
    return Chart(picture, title, (_("From"), _("To"), _("Contributions")), rows)


def heads() -> dict[int, str]:
    """The names of the columns."""
    names = (_("Group"), _("Theme, or other end"), _("Board of the camp"), _("Candidate"), _("Decision"))
    return dict(zip((GROUPS, THEMES, BOARDS, CANDIDATES, DECISION), names, strict=True))


def station_name(station: Station) -> Spoken:
    """A station in words."""
    if station.title is not None:
        return spoken(station.title)
    if station.level == GROUPS and station.key != HIDDEN_GROUPS:
        return Spoken(group_name(station.key.removeprefix(HELIX)))
    return Spoken(_words()[station.key])


def _words() -> dict[str, str]:
    fates = {kind.value: str(FATES[kind]) for kind in FateKind}
    return fates | {
        HIDDEN_GROUPS: _("Groups too small to show"),
        OTHERS: _("Other themes"),
        SORTED: _("Set with a challenge"),
        WRITTEN: _("Written at the camp"),
        "kept": _("On the shortlist"),
        "dropped": _("Not on the shortlist"),
        "withdrawn": _("Off the long list"),
        "open": _("Not decided yet"),
    }


def _scale(flows: Flows, sizes: dict[tuple[int, str], float]) -> float:
    """Units per contribution, so that the fullest column is as high as the picture."""
    sums: dict[int, float] = defaultdict(float)
    for station in flows.stations:
        sums[station.level] += sizes[station.name]
    return BODY / max(sums.values(), default=1.0)


def _placed(
    flows: Flows, sizes: dict[tuple[int, str], float], scale: float, number: Number
) -> tuple[dict[tuple[int, str], _Box], float]:
    found, bottoms = {}, dict.fromkeys(range(len(LEFTS)), HEAD)
    for station in flows.stations:
        name, size = station_name(station), sizes[station.name]
        lines = _shortened(svg.wrap(f"{name} · {number(size)}", ROOM, SIZE), number(size))
        height, y = size * scale, bottoms[station.level]
        found[station.name] = _Box(station, LEFTS[station.level], y, height, lines, lang_said(name))
        bottoms[station.level] = y + max(height, len(lines) * LINE) + GAP
    return found, max(bottoms.values())


def _shortened(lines: list[str], size: str) -> list[str]:
    """Long names are cut, never their number; the table has them whole."""
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[: MOST_LINES - 1], f"{svg.wrap(lines[MOST_LINES - 1], ROOM - 70, SIZE)[0]}… · {size}"]


def _ribbon(css: str, x1: float, y1: float, x2: float, y2: float, thick: float) -> Markup:
    """A band from one bar to the other, bent in the middle."""
    n, middle = svg.number, (x1 + x2) / 2
    thick = max(thick, 0.8)
    path = (
        f"M{n(x1)} {n(y1)}C{n(middle)} {n(y1)} {n(middle)} {n(y2)} {n(x2)} {n(y2)}"
        f"V{n(y2 + thick)}C{n(middle)} {n(y2 + thick)} {n(middle)} {n(y1 + thick)} {n(x1)} {n(y1 + thick)}Z"
    )
    return Markup('<path class="{}" d="{}"/>').format(css, path)


def _colour(source: Station) -> str:
    family = source.key.removeprefix(HELIX)
    if source.level != GROUPS or family not in FAMILIES:
        return "flow-band"
    return f"flow-band flow-band--{family.replace('_', '-')}"
