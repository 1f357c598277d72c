"""The comparison as the record shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cocreate.public.population.models import Population
from cocreate.public.population.rules import Attribute, base_of, compare
from cocreate.public.population.words import TITLES, base_told, chart_of, sentences
from cocreate.public.queries import Part
from cocreate.web.charts import Chart


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
