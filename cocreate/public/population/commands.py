"""Writes of the population: say whom it consists of, with a source, or take that away."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.public.population.models import Population
from cocreate.public.population.rules import CATEGORIES, ROUNDING, Attribute


@dataclass(frozen=True)
class PopulationTold:
    """Percent of the population a category, and where that was read."""

    shares: Mapping[str, float]
    source: str
    url: str = ""
    year: int | None = None


def populations_of(session: Session, process: Process) -> dict[Attribute, Population]:
    """What was told, by attribute."""
    rows = session.scalars(select(Population).where(Population.process_id == process.id))
    return {Attribute(row.attribute): row for row in rows}


def set_population(
    session: Session, actor: Actor, process: Process, attribute: Attribute, told: PopulationTold
) -> Population:
    """Say it, or say it anew."""
    shares = {name: told.shares[name] for name in CATEGORIES[attribute] if name in told.shares}
    if not shares or any(not 0 <= share <= 100 for share in shares.values()):
        raise Invalid("public.population.shares")
    if sum(shares.values()) > 100 + ROUNDING:
        raise Invalid("public.population.sum", total=f"{sum(shares.values()):g}")
    if not told.source:
        raise Invalid("public.population.source")
    if told.url and not told.url.startswith(("https://", "http://")):
        raise Invalid("public.population.url")
    row = populations_of(session, process).get(attribute)
    if row is None:
        row = Population(process_id=process.id, attribute=attribute.value, source="", changed_at=clock.now())
        session.add(row)
    row.shares, row.source, row.url, row.year = shares, told.source, told.url, told.year
    row.changed_at = clock.now()
    session.flush()
    audit.record(
        session, actor, "public:population:set", process.ref, process=process.public_id, attribute=attribute.value
    )
    return row


def remove_population(session: Session, actor: Actor, process: Process, attribute: Attribute) -> None:
    """Compare by it no longer."""
    row = populations_of(session, process).get(attribute)
    if row is None:
        return
    session.delete(row)
    audit.record(
        session, actor, "public:population:remove", process.ref, process=process.public_id, attribute=attribute.value
    )
    session.flush()
