"""Balanced working groups: who sits with whom, so that every group resembles the whole.

The problem is the maximally diverse grouping problem (Weitz and Lakshminarayanan, *Omega* 25, 1997), with the wishes
and the hard conditions that organisers of an event have. The objective, to be made as small as possible, is

    J = Σ_a weight_a · I_a  +  weight_wishes · R  +  1000 · (broken conditions)

- `I_a = Σ_g Σ_v (n_gv − n_g p_v)² / (n̄ p_v) / ((G − 1)(V_a − 1))` for each attribute a: Pearson's chi-square (1900)
  of groups against values, over its degrees of freedom, with the mean group size n̄ in place of n_g. 0: every group
  has exactly its share of each value; about 1: as uneven as drawing lots would make it; who did not tell is left out;
- `R`, the mean regret of those with wishes: 0 for the first, 1/k for the next of k wishes and so on, 1 for none;
- conditions: two people who must not sit together, a group whose languages somebody speaks none of. A pin is not
  weighed: who is pinned stays. Conditions that cannot all be kept are named in the report.

The search is a descent over swaps of two people, and moves into free places, from a greedy start, repeated from shaken
copies of the best (iterated local search; Lourenço, Martin and Stützle 2003). The same input and seed give the same
groups.
"""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cocreate.analysis.lottery.balance import (
    BROKEN,
    Balance,
    Group,
    Person,
    Weights,
    evaluate,
    is_unspoken,
    pairs,
    regret_of,
    wishes_of,
)
from cocreate.analysis.lottery.searching import Problem, Search
from cocreate.analysis.progress import SILENT, Progress

__all__ = ["METHODS", "Balance", "Group", "Grouping", "Impossible", "Person", "Weights", "evaluate", "form_groups"]
METHODS = ("optimise", "greedy", "random")


@dataclass(frozen=True)
class Grouping:
    """A proposal: who sits where, how good that is, and all that is needed to make it again."""

    assignment: Mapping[str, str]  # person -> group
    balance: Balance
    seed: int
    method: str
    rounds: int
    weights: Weights
    warnings: tuple[str, ...]  # codes
    versions: Mapping[str, str]


class Impossible(ValueError):
    """The groups cannot be made; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def form_groups(
    people: Sequence[Person],
    groups: Sequence[Group],
    *,
    weights: Weights | None = None,
    random_state: int = 0,
    method: str = "optimise",
    rounds: int | None = None,
    progress: Progress = SILENT,
) -> Grouping:
    """Place everybody.

    `rounds` is how often the search starts again from a shaken copy of the best; by default more for fewer people.
    Raises `Impossible` as `check_possible` does.

    >>> people = [Person(str(n), {"helix": "ab"[n % 2]}) for n in range(8)]
    >>> made = form_groups(people, [Group("red"), Group("blue")], random_state=1)
    >>> made.balance.counts["helix"]["a"]
    {'red': 2, 'blue': 2}
    """
    if method not in METHODS:
        raise ValueError(f"method is one of {METHODS}")
    told = weights or Weights()
    rounds = max(5, min(60, 6000 // max(1, len(people)))) if rounds is None else rounds
    bounds = check_possible(people, groups)
    search = Search(_problem(people, groups, told, bounds), random_state)
    if method == "random":
        search.draw_lots()
    else:
        search.fill_greedily()
    if method == "optimise":
        search.improve(rounds, progress)
    keys = [group.key for group in groups]
    assignment = {person.key: keys[place] for person, place in zip(people, search.places(), strict=True)}
    balance = evaluate(people, groups, assignment, weights=told)
    return Grouping(
        assignment=assignment,
        balance=balance,
        seed=random_state,
        method=method,
        rounds=rounds if method == "optimise" else 0,
        weights=told,
        warnings=_warnings(people, groups, balance),
        versions={"numpy": np.__version__, "python": platform.python_version()},
    )


def check_possible(people: Sequence[Person], groups: Sequence[Group]) -> list[tuple[int, int]]:
    """How few and how many people each group may have, without the search, which can take seconds.

    Raises `Impossible` with the code `no_groups`, `no_room`, `too_few` or `pinned_too_many`.
    """
    if not groups:
        raise Impossible("no_groups")
    bounds = _bounds(len(people), groups)
    _check(people, groups, bounds)
    return bounds


def _bounds(people: int, groups: Sequence[Group]) -> list[tuple[int, int]]:
    """The smallest and largest size of each group."""
    even = people // len(groups), -(-people // len(groups))
    return [
        (
            group.least if group.least is not None else (0 if group.most is not None else min(even[0], people)),
            group.most if group.most is not None else max(even[1], group.least or 0),
        )
        for group in groups
    ]


def _check(people: Sequence[Person], groups: Sequence[Group], bounds: Sequence[tuple[int, int]]) -> None:
    if len({person.key for person in people}) != len(people) or len({group.key for group in groups}) != len(groups):
        raise ValueError("keys are unique")
    if sum(most for _, most in bounds) < len(people):
        raise Impossible("no_room")
    if sum(least for least, _ in bounds) > len(people) or any(least > most for least, most in bounds):
        raise Impossible("too_few")
    pinned = Counter(person.pin for person in people)
    if any(pinned[group.key] > most for group, (_, most) in zip(groups, bounds, strict=True)):
        raise Impossible("pinned_too_many")


def _problem(
    people: Sequence[Person], groups: Sequence[Group], weights: Weights, bounds: Sequence[tuple[int, int]]
) -> Problem:
    """The same in matrices; rows after those of the people are free places."""
    keys = [group.key for group in groups]
    free = sum(most for _, most in bounds) - len(people)
    wishing = max(1, sum(bool(wishes_of(person, keys)) for person in people))
    cost = np.zeros((len(people) + free, len(groups)))
    for row, person in enumerate(people):
        if wishes := wishes_of(person, keys):
            cost[row] = weights.wishes / wishing
            for place, wish in enumerate(wishes):
                cost[row, keys.index(wish)] = weights.wishes * regret_of(len(wishes), place) / wishing
        for column, group in enumerate(groups):
            cost[row, column] += BROKEN * is_unspoken(person, group.languages)
    return Problem(
        traits=_traits(people, len(groups), free, weights),
        cost=cost,
        apart=pairs(people),
        penalty=BROKEN,
        pins={row: keys.index(person.pin) for row, person in enumerate(people) if person.pin in keys},
        people=len(people),
        least=[least for least, _ in bounds],
        most=[most for _, most in bounds],
    )


def _traits(people: Sequence[Person], groups: int, free: int, weights: Weights) -> np.ndarray:
    """A column a value, centred and scaled so that the sum of squares of a group's column sums is Σ weight · I."""
    columns = [np.zeros(len(people) + free)]
    for attribute, weight in weights.attributes.items():
        told = [person.attributes.get(attribute, "") for person in people]
        values = Counter(value for value in told if value)
        if len(values) < 2 or groups < 2 or weight <= 0:
            continue
        total = sum(values.values())
        for value in sorted(values):
            share = values[value] / total
            scale = np.sqrt(weight / (total / groups * share * (groups - 1) * (len(values) - 1)))
            column = [scale * ((one == value) - share) if one else 0.0 for one in told]
            columns.append(np.array([*column, *([0.0] * free)]))
    return np.column_stack(columns)


def _warnings(people: Sequence[Person], groups: Sequence[Group], balance: Balance) -> tuple[str, ...]:
    found = []
    if len(people) < 2 * len(groups):
        found.append("few_people")
    if balance.together:
        found.append("some_together")
    if balance.unspoken:
        found.append("some_unspoken")
    return tuple(found)
