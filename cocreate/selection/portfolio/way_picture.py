"""The way as a picture: one list at the left, the next at the right, a line from each candidate to what it became."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from markupsafe import Markup

from cocreate.selection.portfolio.way import Passage, Station, Step
from cocreate.selection.portfolio.words import PASSAGE_NAMES
from cocreate.web import svg
from cocreate.web.charts import SMALL, WIDTH, Chart
from cocreate.web.language import Spoken, lang_said, spoken, translate

BOX, PADDING, GAP, LINE = 148.0, 6.0, 8.0, 15.0
HEAD = 22.0
KINDS = {"kept": "kept", "transversal": "kept", "thematic": "kept"}  # the others are drawn dashed


@dataclass(frozen=True)
class _Placed:
    """A box that knows its place."""

    station: Station
    x: float
    y: float
    height: float
    lines: list[str]

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def way_chart(step: Step, *, title: str, heads: tuple[str, str], ident: str) -> Chart:
    """A step as a picture, and the same as a table: candidate, what became of it, into what, why."""
    before = _in_column(_sorted(step), 0.0)
    after = _in_column(step.after, WIDTH - BOX)
    height = max((box.y + box.height for box in [*before, *after]), default=HEAD) + 2
    lefts, rights = ({box.station.key: box for box in column} for column in (before, after))
    drawing = [svg.text("chart-key", 0, SMALL, heads[0], "start"), svg.text("chart-key", WIDTH, SMALL, heads[1], "end")]
    for passage in step.passages:
        for target in passage.targets:
            kind = KINDS.get(passage.kind, "moved")
            one, other = lefts[passage.source], rights[target]
            drawing.append(svg.line(f"way-line way-line--{kind}", BOX, one.middle, WIDTH - BOX, other.middle))
    for box in [*before, *after]:
        role = "way-box way-box--transversal" if box.station.is_transversal else "way-box"
        drawing.append(svg.rect(role, box.x, box.y, BOX, box.height))
        lang = lang_said(spoken(box.station.title))
        drawing.append(svg.lines_of("way-name", box.x + PADDING, box.y + PADDING + 11, box.lines, "start", LINE, lang))
    picture = Markup(
        '<svg class="chart chart--way" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title">'
        '<title id="{name}-title">{title}</title>{drawing}</svg>'
    ).format(
        width=svg.number(WIDTH),
        height=svg.number(height),
        name=ident,
        title=svg.clean(title),
        drawing=Markup("").join(drawing),
    )
    headers = (_("Candidate"), _("What became of it"), _("In"), _("Why"))
    return Chart(picture, title, headers, tuple(_row(step, passage) for passage in step.passages))


def _sorted(step: Step) -> list[Station]:
    """The left side in the order of what it became, so that few lines cross; what went nowhere stands last."""
    places = {station.key: place for place, station in enumerate(step.after)}
    aims = {
        passage.source: min((places[key] for key in passage.targets), default=len(places)) for passage in step.passages
    }
    return sorted(step.before, key=lambda station: (aims[station.key], station.key not in places))


def _in_column(stations: Sequence[Station], x: float) -> list[_Placed]:
    y, found = HEAD, []
    for station in stations:
        name = translate(station.title)
        lines = svg.wrap(f"{name} ({_('transversal')})" if station.is_transversal else name, BOX - 2 * PADDING, SMALL)
        height = 2 * PADDING + len(lines) * LINE
        found.append(_Placed(station, x, y, height, lines))
        y += height + GAP
    return found


def _row(step: Step, passage: Passage) -> tuple[str, ...]:
    ends = {station.key: station.title for station in step.after}
    named = [spoken(ends[key]) for key in passage.targets]
    languages = {lang_said(name) for name in named}
    into = Spoken(", ".join(named), languages.pop() if len(languages) == 1 else "")
    what = str(PASSAGE_NAMES[passage.kind])
    began = {station.key: station.title for station in step.before}
    return spoken(began[passage.source]), what, into or "–", spoken(passage.reason) or "–"
