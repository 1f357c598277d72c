"""Who took part beside whom the population consists of: reference shares with their source, and the comparison."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.disclosure import SafeList
from cocreate.analysis.representativity import Standing, wilson
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.process.rules import HelixCategory
from cocreate.public.models import Population
from cocreate.settings import LANGUAGES

ROUNDING = 0.5  # percent by which shares may exceed 100 together


class Attribute(StrEnum):
    """By what people are compared."""

    HELIX = "helix"
    LANGUAGE = "language"


CATEGORIES: dict[Attribute, tuple[str, ...]] = {
    Attribute.HELIX: tuple(one.value for one in HelixCategory),
    Attribute.LANGUAGE: tuple(LANGUAGES),
}


@dataclass(frozen=True)
class Line:
    """One category. `count` and what follows from it are None where the group is too small to show."""

    category: str
    target: float  # share of the population
    count: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    standing: Standing | None = None


def base_of(shown: SafeList[str], total: int, minimum: int) -> int | None:
    """The people who make up 100 %: those who said it, or all if the others would be too few to hide among.

    >>> base_of(SafeList({"nl": 60, "fr": 30}, 90), 90, 5), base_of(SafeList({"nl": 60, "fr": 30}, 90), 92, 5)
    (90, 92)
    >>> base_of(SafeList({"nl": 3}, 3), 3, 5) is None
    True
    """
    if total < minimum:
        return None
    stated = shown.total
    if isinstance(stated, int) and (total == stated or total - stated >= minimum) and stated >= minimum:
        return stated
    return total


def compare(shown: SafeList[str], base: int | None, shares: Mapping[str, float]) -> list[Line]:
    """A line a category that the reference names, in its order; `shares` are percents.

    >>> [(line.category, line.count, line.standing) for line in
    ...  compare(SafeList({"research": 70, "business": 20}, 90), 90, {"business": 60, "research": 25, "citizen": 10})]
    [('business', 20, <Standing.BELOW: 'below'>), ('research', 70, <Standing.ABOVE: 'above'>),
     ('citizen', 0, <Standing.BELOW: 'below'>)]
    """
    return [_line(category, shown.cells.get(category, 0), base, share / 100) for category, share in shares.items()]


def _line(category: str, count: object, base: int | None, target: float) -> Line:
    if base is None or not isinstance(count, int):
        return Line(category, target)
    low, high = wilson(count, base)
    standing = Standing.BELOW if high < target else Standing.ABOVE if low > target else Standing.NEAR
    return Line(category, target, count, count / base, low, high, standing)


_LINE = re.compile(r"^(?P<name>.+?)[\s]*[;,\t:][\s]*(?P<share>\d{1,3}(?:[.,]\d+)?)\s*%?$")


def read_shares(text: str, names: Mapping[str, str]) -> dict[str, float]:
    """Category -> percent. `names` says which category a word means, in small letters. A heading is passed over.

    >>> read_shares("Group;Share\\nBusinesses; 25,5 %", {"businesses": "business", "research": "research"})
    {'business': 25.5}

    Raises Invalid with the number of the line that cannot be read.
    """
    found: dict[str, float] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        read = _LINE.match(line.strip())
        category = names.get(read["name"].strip().strip('"').lower()) if read else None
        if read is None and number == 1:
            continue
        if read is None or category is None:
            raise Invalid("public.population.line", line=number, said=line.strip()[:60])
        found[category] = float(read["share"].replace(",", "."))
    return found


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
