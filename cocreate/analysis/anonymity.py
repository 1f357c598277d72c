"""Whether rows can be published without one standing out, and how coarse they must become before they can.

k-anonymity (Samarati and Sweeney, "Protecting privacy when disclosing information", 1998): whoever knows the day, the
language or the group of a person finds at least k rows that fit, never one. Attributes by which people could be found
("quasi-identifiers") are made coarser, all rows alike, until that holds: a day becomes a week, a week a month, and then
nothing; rare values of a list become "other", and then nothing. Answers about opinions are no such attributes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

OTHER, NONE = "other", "*"
MOST_ATTRIBUTES = 7  # some thousand combinations of levels
Key = tuple[str, ...]


class Level(StrEnum):
    """How coarse an attribute is."""

    EXACT = "exact"
    WEEK = "week"
    MONTH = "month"
    GROUPED = "grouped"  # rare values are "other"
    NONE = "none"  # left out


@dataclass(frozen=True, slots=True)
class Attribute:
    """A quasi-identifier: its name, whether it is a day (ISO) or a value of a list, and what its loss weighs."""

    name: str
    is_day: bool = False
    weight: float = 1.0

    @property
    def levels(self) -> tuple[Level, ...]:
        """From exact to left out."""
        if self.is_day:
            return (Level.EXACT, Level.WEEK, Level.MONTH, Level.NONE)
        return (Level.EXACT, Level.GROUPED, Level.NONE)


@dataclass(frozen=True, slots=True)
class Coarsened:
    """What became of one attribute: its level, and for a list which values are now "other"."""

    name: str
    level: Level
    merged: tuple[str, ...] = ()

    def apply(self, value: str) -> str:
        """A value as it may be published.

        >>> Coarsened("day", Level.WEEK).apply("2026-11-24"), Coarsened("day", Level.MONTH).apply("2026-11-24")
        ('2026-W48', '2026-11')
        >>> Coarsened("language", Level.GROUPED, ("de",)).apply("de")
        'other'
        """
        if self.level is Level.NONE:
            return NONE
        if self.level is Level.WEEK:
            year, week, _weekday = date.fromisoformat(value).isocalendar()
            return f"{year}-W{week:02d}"
        if self.level is Level.MONTH:
            return value[:7]
        return OTHER if value in self.merged else value


@dataclass(frozen=True, slots=True)
class AnonymityReport:
    """What may be published.

    k, rows          smallest group asked for, and rows looked at
    smallest         rows of the smallest group as published; smallest_before: as they are. 0 without rows
    attributes       what became of each attribute, in the order given
    is_safe          False: not even without all attributes do k rows look alike, so nothing may be published
    """

    k: int
    rows: int
    smallest: int
    smallest_before: int
    attributes: tuple[Coarsened, ...]
    is_safe: bool

    @property
    def is_coarsened(self) -> bool:
        """Whether anything had to become coarser."""
        return any(attribute.level is not Level.EXACT for attribute in self.attributes)

    def apply(self, key: Sequence[str]) -> Key:
        """A row's attributes as they may be published."""
        return tuple(attribute.apply(value) for attribute, value in zip(self.attributes, key, strict=True))


def smallest_group(groups: Mapping[Key, int]) -> int:
    """Rows of the smallest group; 0 without rows.

    >>> smallest_group({("nl",): 7, ("fr",): 2})
    2
    """
    return min((count for count in groups.values() if count), default=0)


def make_anonymous(groups: Mapping[Key, int], attributes: Sequence[Attribute], k: int) -> AnonymityReport:
    """Coarsen as little as is needed for every group to have k rows.

    groups      values of the attributes -> rows that have them
    attributes  in the order of the keys, at most `MOST_ATTRIBUTES`
    k           at least 1

    All combinations of levels are tried, those that lose least first, so the answer loses as little as any could.
    ValueError for a wrong k, too many attributes, or a key of another length.

    >>> groups = {("2026-11-02", "nl"): 6, ("2026-11-03", "nl"): 2}
    >>> report = make_anonymous(groups, [Attribute("day", is_day=True), Attribute("language")], 5)
    >>> [attribute.level.value for attribute in report.attributes], report.smallest
    (['week', 'exact'], 8)
    """
    if k < 1:
        raise ValueError("the smallest group has at least one row")
    if len(attributes) > MOST_ATTRIBUTES:
        raise ValueError(f"at most {MOST_ATTRIBUTES} attributes can be looked at together")
    counted = {tuple(key): count for key, count in groups.items() if count}
    if any(len(key) != len(attributes) for key in counted):
        raise ValueError("a key has one value per attribute")
    rare = [_rare(counted, place, k) for place in range(len(attributes))]
    after, levels = 0, tuple[Coarsened, ...]()
    for levels in _combinations(attributes, rare):
        after = smallest_group(_grouped(counted, levels))
        if after >= k or not counted:
            break
    total = sum(counted.values())
    return AnonymityReport(k, total, after, smallest_group(counted), levels, not counted or after >= k)


def _combinations(attributes: Sequence[Attribute], rare: Sequence[Key]) -> list[tuple[Coarsened, ...]]:
    """All combinations of levels, those that lose least first; the last leaves everything out."""

    def loss(places: tuple[int, ...]) -> float:
        return sum(a.weight * place / (len(a.levels) - 1) for a, place in zip(attributes, places, strict=True))

    every = product(*(range(len(attribute.levels)) for attribute in attributes))
    return [
        tuple(
            Coarsened(a.name, a.levels[place], merged if a.levels[place] is Level.GROUPED else ())
            for a, place, merged in zip(attributes, places, rare, strict=True)
        )
        for places in sorted(every, key=lambda places: (loss(places), places))
    ]


def _grouped(groups: Mapping[Key, int], levels: Sequence[Coarsened]) -> Counter[Key]:
    found: Counter[Key] = Counter()
    for key, count in groups.items():
        found[tuple(level.apply(value) for level, value in zip(levels, key, strict=True))] += count
    return found


def _rare(groups: Mapping[Key, int], place: int, k: int) -> tuple[str, ...]:
    """Values that fewer than k rows have; with the next smallest ones, until "other" itself has k rows."""
    counts: Counter[str] = Counter()
    for key, count in groups.items():
        counts[key[place]] += count
    found: list[str] = []
    together = 0
    for value, count in sorted(counts.items(), key=lambda pair: (pair[1], pair[0])):
        if count >= k and (together == 0 or together >= k):
            break
        found.append(value)
        together += count
    return tuple(found)
