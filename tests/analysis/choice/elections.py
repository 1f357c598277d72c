"""Profiles of complete orders, and what each property of a counting rule demands of a pair of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from cocreate.analysis.choice.ballots import Ballot, tabulate
from cocreate.analysis.choice.methods import Counted, Property, count
from cocreate.analysis.choice.pairs import condorcet_winner, smith_set, victories

Profile = list[tuple[str, ...]]
"""One complete order per person, best first."""


def ballots_of(profile: Sequence[Sequence[str]], shown: Sequence[str] | None = None) -> list[Ballot]:
    """One ballot per distinct order, weighing as many people as gave it."""
    return [
        Ballot(tuple((item,) for item in order), tuple(shown or sorted(order)), weight=float(people))
        for order, people in Counter(map(tuple, profile)).items()
    ]


def counted(method: str, profile: Sequence[Sequence[str]], items: Sequence[str]) -> Counted:
    return count(method, ballots_of(profile, items), items, resamples=0)


def winners(method: str, profile: Sequence[Sequence[str]]) -> set[str]:
    return set(counted(method, profile, sorted(profile[0])).winners)


def has_equal_majorities(profile: Profile) -> bool:
    """Whether two victories are equally strong, or a pair is level: where rules need a tie break of their own."""
    before, _ = tabulate(ballots_of(profile), sorted(profile[0])).pairwise()
    sizes = np.maximum(before, before.T)[np.triu_indices(len(before), 1)].tolist()
    return len(set(sizes)) < len(sizes) or any(2 * size == len(profile) for size in sizes)


def clear_election(seed: int) -> Profile:
    """Three or four candidates, four to nine kinds of voters, and no two victories equally strong."""
    dice = random.Random(seed)
    items = "abcd"[: dice.randint(3, 4)]
    while True:
        kinds = [tuple(dice.sample(items, len(items))) for _ in range(dice.randint(4, 9))]
        profile = [order for order in kinds for _ in range(dice.randint(1, 30))]
        if not has_equal_majorities(profile):
            return profile


def beats(profile: Profile) -> tuple[list[str], np.ndarray]:
    """The candidates, and who beats whom."""
    items = sorted(profile[0])
    return items, victories(tabulate(ballots_of(profile), items).pairwise()[0], 1e-9)


def goes_by_lot(method: str, profile: Sequence[Sequence[str]]) -> bool:
    """Whether two candidates had fewest in a round, and the rule for ties chose who goes."""
    return any(turn.was_tied for turn in counted(method, profile, sorted(profile[0])).rounds[:-1])


def keeps_majority(method: str, profile: Profile, _: int) -> bool:
    for item in profile[0]:
        if 2 * sum(order[0] == item for order in profile) > len(profile):
            return winners(method, profile) == {item}
    return True


def keeps_condorcet(method: str, profile: Profile, _: int) -> bool:
    items, wins = beats(profile)
    winner = condorcet_winner(wins)
    return winner is None or winners(method, profile) == {items[winner]}


def keeps_smith(method: str, profile: Profile, _: int) -> bool:
    items, wins = beats(profile)
    return winners(method, profile) <= {items[index] for index in smith_set(wins)}


def keeps_monotone(method: str, profile: Profile, choice: int) -> bool:
    """A single winner moves up one place on one ballot."""
    before = winners(method, profile)
    voter = choice % len(profile)
    order = list(profile[voter])
    if len(before) > 1 or order[0] in before:
        return True
    place = next(index for index, item in enumerate(order) if item in before)
    order[place - 1 : place + 1] = order[place], order[place - 1]
    return before <= winners(method, [*profile[:voter], tuple(order), *profile[voter + 1 :]])


def keeps_clones(method: str, profile: Profile, choice: int) -> bool:
    """One candidate gets a twin that stands next to it on every ballot, on either side."""
    before = winners(method, profile)
    if len(before) > 1 or goes_by_lot(method, profile):
        return True
    original = sorted(profile[0])[choice % len(profile[0])]
    cloned = []
    for voter, order in enumerate(profile):
        twins = (original, original + "'") if choice >> voter % 31 & 1 else (original + "'", original)
        place = order.index(original)
        cloned.append((*order[:place], *twins, *order[place + 1 :]))
    return goes_by_lot(method, cloned) or {item.rstrip("'") for item in winners(method, cloned)} == before


def keeps_participation(method: str, profile: Profile, choice: int) -> bool:
    """The last person joins: the winner must not change to one whom they like less."""
    order = profile[-1]
    before, after = winners(method, profile[:-1]), winners(method, profile)
    if len(before) > 1 or len(after) > 1:
        return True
    return order.index(next(iter(after))) <= order.index(next(iter(before)))


KEEPS: dict[Property, Callable[[str, Profile, int], bool]] = {
    Property.MAJORITY: keeps_majority,
    Property.CONDORCET: keeps_condorcet,
    Property.SMITH: keeps_smith,
    Property.MONOTONE: keeps_monotone,
    Property.CLONES: keeps_clones,
    Property.PARTICIPATION: keeps_participation,
}
