"""What there is to be placed, and how good an assignment is: the objective of `grouping`, from its definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

BROKEN = 1000.0


@dataclass(frozen=True)
class Person:
    """Somebody to be placed. `wishes` are keys of groups, best first; `apart` keys of people; `pin` a group's key."""

    key: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    apart: frozenset[str] = frozenset()
    pin: str = ""
    languages: frozenset[str] = frozenset()  # none told: understands all


@dataclass(frozen=True)
class Group:
    """Where people are placed: at least `least`, at most `most`; without them, as even as can be."""

    key: str
    least: int | None = None
    most: int | None = None
    languages: frozenset[str] = frozenset()  # none told: any


@dataclass(frozen=True)
class Weights:
    """How much each part counts against the others; an attribute that is not named is not looked at."""

    attributes: Mapping[str, float] = field(default_factory=lambda: {"helix": 2.0, "gender": 1.0, "language": 1.0})
    wishes: float = 2.0


@dataclass(frozen=True)
class Balance:
    """How good an assignment is, whoever made it."""

    objective: float
    sizes: Mapping[str, int]
    counts: Mapping[str, Mapping[str, Mapping[str, int]]]  # attribute -> value -> group -> people
    expected: Mapping[str, Mapping[str, float]]  # attribute -> value -> share of all who told, 0 to 1
    imbalance: Mapping[str, float]  # attribute -> I_a
    wishing: int  # people with a wish
    wishes_met: tuple[int, ...]  # how many got their first wish, their second, …
    together: tuple[tuple[str, str], ...]  # pairs that sit together against their condition
    unspoken: tuple[str, ...]  # people in a group of whose languages they speak none
    unpinned: tuple[str, ...]  # people who are not where they were pinned

    @property
    def is_sound(self) -> bool:
        """Whether every condition is kept."""
        return not (self.together or self.unspoken or self.unpinned)


def evaluate(
    people: Sequence[Person],
    groups: Sequence[Group],
    assignment: Mapping[str, str],
    *,
    weights: Weights | None = None,
) -> Balance:
    """How good an assignment is, also one that was changed by hand; who has no group in it is left out."""
    told = weights or Weights()
    seated = [person for person in people if assignment.get(person.key)]
    keys = [group.key for group in groups]
    sizes = Counter(assignment[person.key] for person in seated)
    counts, expected, imbalance = {}, {}, {}
    for attribute in told.attributes:
        values = Counter(value for person in seated if (value := person.attributes.get(attribute, "")))
        total = sum(values.values())
        cells = Counter((person.attributes.get(attribute, ""), assignment[person.key]) for person in seated)
        counts[attribute] = {value: {key: cells[value, key] for key in keys} for value in sorted(values)}
        expected[attribute] = {value: values[value] / total for value in sorted(values)}
        imbalance[attribute] = _imbalance(counts[attribute], expected[attribute], keys)
    wishing = [person for person in seated if wishes_of(person, keys)]
    places = [_place_of_wish(person, keys, assignment) for person in wishing]
    most = max((len(wishes_of(person, keys)) for person in wishing), default=0)
    regret = sum(regret_of(len(wishes_of(p, keys)), place) for p, place in zip(wishing, places, strict=True))
    together = _together(seated, assignment)
    spoken = {group.key: group.languages for group in groups}
    unspoken = tuple(p.key for p in seated if is_unspoken(p, spoken.get(assignment[p.key], frozenset())))
    objective = sum(weight * imbalance[attribute] for attribute, weight in told.attributes.items())
    objective += told.wishes * regret / max(1, len(wishing)) + BROKEN * (len(together) + len(unspoken))
    return Balance(
        objective=round(float(objective), 9),
        sizes={key: sizes[key] for key in keys},
        counts=counts,
        expected=expected,
        imbalance={name: round(value, 9) for name, value in imbalance.items()},
        wishing=len(wishing),
        wishes_met=tuple(places.count(number) for number in range(most)),
        together=together,
        unspoken=unspoken,
        unpinned=tuple(p.key for p in seated if p.pin in sizes.keys() | set(keys) and p.pin != assignment[p.key]),
    )


def _imbalance(counts: Mapping[str, Mapping[str, int]], shares: Mapping[str, float], keys: Sequence[str]) -> float:
    """Pearson's chi-square over its degrees of freedom; 0 where there is nothing to balance."""
    if len(shares) < 2 or len(keys) < 2:
        return 0.0
    told = {key: sum(row[key] for row in counts.values()) for key in keys}
    mean = sum(told.values()) / len(keys)
    square = sum(
        (counts[value][key] - told[key] * share) ** 2 / (mean * share)
        for value, share in shares.items()
        for key in keys
    )
    return square / ((len(keys) - 1) * (len(shares) - 1))


def wishes_of(person: Person, keys: Sequence[str]) -> list[str]:
    """The wishes that there are groups for, best first."""
    return [wish for wish in dict.fromkeys(person.wishes) if wish in keys]


def _place_of_wish(person: Person, keys: Sequence[str], assignment: Mapping[str, str]) -> int:
    """0 for the first wish, -1 for none."""
    wishes = wishes_of(person, keys)
    return wishes.index(assignment[person.key]) if assignment[person.key] in wishes else -1


def regret_of(wishes: int, place: int) -> float:
    """0 for the first wish, 1 for none of them (place -1)."""
    return 1.0 if place < 0 else place / wishes


def is_unspoken(person: Person, languages: frozenset[str]) -> bool:
    """Whether nobody there speaks a language of the person."""
    return bool(person.languages and languages and not person.languages & languages)


def pairs(people: Sequence[Person]) -> list[tuple[int, int]]:
    """Who must not sit with whom, whoever of the two said so, by index."""
    index = {person.key: number for number, person in enumerate(people)}
    found = {
        tuple(sorted((number, index[other])))
        for number, person in enumerate(people)
        for other in person.apart
        if other in index and other != person.key
    }
    return sorted((first, second) for first, second in found)


def _together(people: Sequence[Person], assignment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    named = ((people[first].key, people[second].key) for first, second in pairs(people))
    return tuple(pair for pair in named if assignment[pair[0]] == assignment[pair[1]])
