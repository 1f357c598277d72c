"""The population in words: names of groups, and how participants stand beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from cocreate.analysis.representativity import Standing
from cocreate.public.models import Population
from cocreate.public.population import CATEGORIES, Attribute, Line, base_of, compare
from cocreate.public.queries import Part
from cocreate.web.charts import Chart, Interval, interval_chart
from cocreate.web.language import LANGUAGES, NAMES, speaking
from cocreate.web.messages import say

TITLES = {Attribute.HELIX: _l("By group"), Attribute.LANGUAGE: _l("By language")}


def name_of(attribute: Attribute, category: str) -> str:
    """A category as people call it."""
    return say(f"helix.{category}") if attribute is Attribute.HELIX else NAMES.get(category, category)


def known_names(attribute: Attribute) -> dict[str, str]:
    """What a pasted table may call each category: its code, or its name in any of our languages; in small letters."""
    found = {category: category for category in CATEGORIES[attribute]}
    for language in LANGUAGES:
        with speaking(language):
            found |= {name_of(attribute, category).lower(): category for category in CATEGORIES[attribute]}
    return found


def percent(share: float) -> str:
    """A share as people read it; below ten percent with a decimal."""
    return format_percent(share, "#,##0.# %" if 0 < share < 0.1 else "#,##0 %")


def sentences(attribute: Attribute, lines: Sequence[Line]) -> list[str]:
    """How participants stand beside the population, the clear differences first."""
    said: dict[Standing | None, list[str]] = {}
    for line in lines:
        name = name_of(attribute, line.category)
        told = name
        if line.share is not None:
            told = _(
                "%(name)s (%(share)s instead of %(target)s)",
                name=name,
                share=percent(line.share),
                target=percent(line.target),
            )
        said.setdefault(line.standing, []).append(told)
    texts: list[tuple[Standing | None, Any]] = [
        (Standing.BELOW, _l("Fewer than in the population: %(groups)s.")),
        (Standing.ABOVE, _l("More than in the population: %(groups)s.")),
        (Standing.NEAR, _l("About as many as in the population: %(groups)s.")),
        (None, _l("Too few to compare: %(groups)s.")),
    ]
    return [str(text) % {"groups": ", ".join(said[standing])} for standing, text in texts if standing in said]


def chart_of(attribute: Attribute, lines: Sequence[Line], ident: str) -> Chart | None:
    """The shares with their doubt, and a bar where the population stands; nothing without a group large enough."""
    points = [
        Interval(name_of(attribute, line.category), line.share, line.low, line.high, line.target)
        for line in lines
        if line.share is not None and line.low is not None and line.high is not None
    ]
    if not points:
        return None
    most = max(max(point.high, point.target or 0) for point in points)
    return interval_chart(
        _("Participants (dot, with its doubt) and population (bar)"),
        points,
        headers=(_("Group"), _("Participants"), _("At least"), _("At most"), _("Population")),
        maximum=min(1.0, max(0.2, -(-most * 10 // 1) / 10)),
        show=percent,
        ident=ident,
    )


def base_told(base: int) -> str:
    """What makes up 100 %."""
    return _("Shares of %(base)s people.", base=format_decimal(base))


@dataclass(frozen=True)
class Compared:
    """One consultation's participants beside the population, by one attribute."""

    title: Any
    sentences: list[str]
    chart: Chart | None
    base: str
    source: str
    url: str
    year: int | None


def compared_of(part: Part, told: Mapping[Attribute, Population], minimum: int) -> list[Compared]:
    """One for each attribute that the organisers told of; none while there are no groups to compare."""
    found = []
    for attribute, row in told.items() if part.has_groups else ():
        shown = part.by_helix if attribute is Attribute.HELIX else part.by_language
        base = base_of(shown, part.total, minimum)
        lines = compare(shown, base, row.shares)
        picture = chart_of(attribute, lines, f"population-{attribute}-{part.consultation.public_id}")
        said = base_told(base) if base is not None else ""
        found.append(
            Compared(TITLES[attribute], sentences(attribute, lines), picture, said, row.source, row.url, row.year)
        )
    return found
