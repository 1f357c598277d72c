"""The figures that a process has now, each under a name that stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.public.population.commands import populations_of
from cocreate.public.population.views import compared_of
from cocreate.public.queries import Part, who_took_part
from cocreate.themes import publishing
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
