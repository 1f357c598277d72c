"""The balance meter: whom one aims for beside whom one has, by helix category, language and gender.

It counts people who were chosen, not a sample, so there is no doubt to compute: a category is short when at least one
whole person of the share aimed for is missing. Where numbers could tell something about a single person, small ones are
hidden with as many others as that needs (`analysis.disclosure`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor
from typing import Any, Protocol

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.disclosure import HIDDEN, Shown, suppress
from cocreate.directory import queries
from cocreate.directory.models import Group, Participation, Person
from cocreate.directory.rules import TakingPart, TermRole
from cocreate.directory.words import Gender
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES

UNTOLD = ""
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "helix": tuple(HelixCategory),
    "language": LANGUAGES,
    "gender": tuple(gender for gender in Gender if gender != Gender.UNTOLD),
}
INSIDE = ("gender",)  # hidden when small on the team's own pages; to everybody else, all dimensions are
Targets = Mapping[str, Mapping[str, int]]  # dimension -> category -> percent


@dataclass(frozen=True)
class Trait:
    """What the meter looks at in one person; "" where it is not known."""

    helix: str = ""
    language: str = ""
    gender: str = ""


@dataclass(frozen=True)
class Column:
    """People at one step, such as those invited; `size` is how many there will be, where that is known."""

    label: Any
    people: Sequence[Trait]
    size: int | None = None


class Standing(StrEnum):
    """A count beside what was aimed for: by at least one whole person."""

    SHORT = "short"
    RIGHT = "right"
    OVER = "over"


@dataclass(frozen=True)
class Cell:
    """One category at one step; everything is None where the number is hidden, or nothing is aimed for."""

    count: Shown
    share: float | None = None
    missing: int = 0
    standing: Standing | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether the number would point at people."""
        return self.count is HIDDEN


@dataclass(frozen=True)
class Line:
    """One category over all steps; `key` is "" for those who did not say."""

    key: str
    target: float | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Dimension:
    """One way to divide the people."""

    name: str
    lines: tuple[Line, ...]

    @property
    def short(self) -> list[Line]:
        """Categories that lack people at the last step, those that lack most first."""
        lacking = [line for line in self.lines if line.cells[-1].standing is Standing.SHORT]
        return sorted(lacking, key=lambda line: -line.cells[-1].missing)


@dataclass(frozen=True)
class Balance:
    """The whole meter."""

    columns: tuple[Column, ...]
    dimensions: tuple[Dimension, ...]
    minimum: int

    @property
    def has_targets(self) -> bool:
        """Whether anything is aimed for."""
        return any(line.target is not None for dimension in self.dimensions for line in dimension.lines)

    @property
    def has_hidden(self) -> bool:
        """Whether a number is hidden."""
        return any(cell.is_hidden for dimension in self.dimensions for line in dimension.lines for cell in line.cells)


def balance_of(columns: Sequence[Column], targets: Targets, *, minimum: int, hide: Collection[str] = INSIDE) -> Balance:
    """Count people by category at each step.

    hide: dimensions of which counts from 1 to `minimum` - 1 are hidden, with others that would give them away.

    >>> people = [Trait(helix="business")] * 2 + [Trait(helix="research")] * 6
    >>> found = balance_of([Column("Members", people, size=10)], {"helix": {"business": 40}}, minimum=5)
    >>> cell = found.dimensions[0].lines[0].cells[0]
    >>> cell.count, cell.share, cell.missing, str(cell.standing)
    (2, 0.25, 2, 'short')
    """
    dimensions = [_dimension(name, columns, targets.get(name, {}), minimum, name in hide) for name in CATEGORIES]
    return Balance(tuple(columns), tuple(dimensions), minimum)


def _dimension(
    name: str, columns: Sequence[Column], targets: Mapping[str, int], minimum: int, is_hiding: bool
) -> Dimension:
    counted = [_counts(name, column.people, minimum if is_hiding else 1) for column in columns]
    keys = [*CATEGORIES[name], *([UNTOLD] if any(counts.get(UNTOLD, 0) for counts in counted) else [])]
    lines = []
    for key in keys:
        target = targets[key] / 100 if key in targets else None
        cells = [_cell(counts, key, target, column) for counts, column in zip(counted, columns, strict=True)]
        lines.append(Line(key, target, tuple(cells)))
    return Dimension(name, tuple(lines))


def _counts(name: str, people: Iterable[Trait], minimum: int) -> Mapping[str, Shown]:
    counts = Counter(getattr(person, name) for person in people)
    known = {key: counts.get(key, 0) for key in (*CATEGORIES[name], UNTOLD)}
    return suppress(known, minimum).cells


def _cell(counts: Mapping[str, Shown], key: str, target: float | None, column: Column) -> Cell:
    count, base = counts.get(key, 0), len(column.people)
    if count == HIDDEN:
        return Cell(HIDDEN)
    share = count / base if base else None
    if target is None or key == UNTOLD:
        return Cell(count, share)
    wanted = target * (column.size or base)
    missing = floor(wanted - count + 1e-9)
    standing = Standing.SHORT if missing >= 1 else Standing.OVER if count - wanted >= 1 else Standing.RIGHT
    return Cell(count, share, max(0, missing), standing)


def checked_targets(targets: Targets) -> dict[str, dict[str, int]]:
    """Targets in the form in which they are stored: whole percents, at most 100 together in a dimension.

    >>> checked_targets({"gender": {"woman": 50, "man": 40}, "helix": {}})
    {'gender': {'woman': 50, 'man': 40}}
    """
    found: dict[str, dict[str, int]] = {}
    for name, shares in targets.items():
        if name not in CATEGORIES or not set(shares) <= set(CATEGORIES[name]):
            raise Invalid("unknown")
        if any(not 0 <= share <= 100 for share in shares.values()) or sum(shares.values()) > 100:
            raise Invalid("directory.targets.range")
        if shares:
            found[name] = dict(shares)
    return found


TOLD = (Person.helix, Person.language, Person.gender)  # the meter asks for no more of thousands of people


class Traits(Protocol):
    """Whoever has a helix category, a language and a gender: a person, or somebody registered for a camp."""

    @property
    def helix(self) -> Any: ...
    @property
    def language(self) -> Any: ...
    @property
    def gender(self) -> Any: ...


def traits(people: Iterable[Traits]) -> list[Trait]:
    """What the meter looks at."""
    return [Trait(person.helix, person.language, person.gender) for person in people]


def of_process(session: Session, process: Process) -> Balance:
    """Of everybody in the directory, those invited to the process, and those who take part."""
    everybody = session.execute(queries.directory(process).with_only_columns(*TOLD)).all()
    asked = session.execute(
        select(Participation.state, *TOLD)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.process_id == process.id)
    ).all()
    here_now = [one for one in asked if one.state == TakingPart.YES]
    columns = [
        Column(_l("Directory"), traits(everybody)),
        Column(_l("Invited or registered"), traits(asked)),
        Column(_l("Taking part"), traits(here_now)),
    ]
    return balance_of(columns, queries.setup_of(session, process).targets, minimum=process.minimum_cell)


def of_group(session: Session, group: Group) -> Balance:
    """Of those who sit in a group today, against its own targets or else those of the process."""
    members = [
        term.person
        for term in group.terms
        if term.person is not None and term.role != TermRole.SUBSTITUTE and term.span.holds(clock.today())
    ]
    targets = group.targets or queries.setup_of(session, group.process).targets
    columns = [Column(_l("Members"), traits(members), size=group.seats)]
    return balance_of(columns, targets, minimum=group.process.minimum_cell)


def of_columns(session: Session, process: Process, columns: list[Column]) -> Balance:
    """Of people whom a later stage chooses, such as those registered for a camp."""
    return balance_of(columns, queries.setup_of(session, process).targets, minimum=process.minimum_cell)
