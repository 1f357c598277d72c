"""Pairs of names that may mean one organisation, found without comparing each with each."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cocreate.analysis.names.likeness import ENOUGH, NOT_ALIKE, Likeness, likeness
from cocreate.analysis.names.reading import initials, readings

MOST_IN_A_BLOCK = 40  # what more names have in common says little


@dataclass(frozen=True)
class Pair:
    """Two keys whose names are alike, and how."""

    first: int
    second: int
    likeness: Likeness


def pairs(names: Mapping[int, Sequence[str]], *, enough: float = ENOUGH) -> list[Pair]:
    """Pairs of keys that may be one organisation, the surest first; each key has one or more names.

    >>> [(pair.first, pair.second) for pair in pairs({1: ["Sirris vzw"], 2: ["SIRRIS"], 3: ["Agoria"]})]
    [(1, 2)]
    """
    blocks: dict[str, set[int]] = defaultdict(set)
    for number, each in names.items():
        for mark in _marks(each):
            blocks[mark].add(number)
    near = {
        couple
        for block in blocks.values()
        if len(block) <= MOST_IN_A_BLOCK
        for couple in combinations(sorted(block), 2)
    }
    found = (Pair(one, other, best(names[one], names[other])) for one, other in near)
    alike = [pair for pair in found if pair.likeness.score >= enough]
    return sorted(alike, key=lambda pair: (-pair.likeness.score, pair.first, pair.second))


def best_matches(text: str, names: Mapping[int, Sequence[str]], *, limit: int = 3) -> list[tuple[int, Likeness]]:
    """The keys whose names are most like a text, the surest first."""
    found = [(number, best([text], each)) for number, each in names.items()]
    alike = [(number, like) for number, like in found if like.score >= ENOUGH]
    return sorted(alike, key=lambda one: (-one[1].score, one[0]))[:limit]


def best(first: Iterable[str], second: Iterable[str]) -> Likeness:
    """The best likeness between the names of two."""
    others = list(second)
    found = (likeness(one, other) for one in first for other in others)
    return max(found, key=lambda each: each.score, default=NOT_ALIKE)


def _marks(each: Iterable[str]) -> set[str]:
    """What two names that mean the same have in common: the start or end of a word, or an acronym."""
    found: set[str] = set()
    for name in each:
        for reading in readings(name):
            found |= {f"<{word[:4]}" for word in reading.telling} | {f"{word[-4:]}>" for word in reading.telling}
            found.add("=" + "".join(reading.telling)[:6])
            found.add("~" + "".join(sorted(reading.telling)))
            found.add("=" + reading.run_together[:6])
            found |= {f"#{short}" for short in initials(reading)}
            if reading.is_acronym:
                found.add("#" + "".join(reading.telling))
    return found
