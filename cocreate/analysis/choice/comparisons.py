"""All that the rules of ranking need of many ballots, as sums: so that a million of them fit into a small table.

Every number here is a weighted count over ballots, which is why counts that were kept one by one and counts of whole
ballots give the same result.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .ballots import BallotTable, Item, effective_size


@dataclass(frozen=True, slots=True, eq=False)
class Comparisons:
    """Sums over ballots of `m` items.

    before, equal  (m, m) weight of the ballots that put i before j, and that hold them equal; diagonals are 0
    place_sum      (m,) weighted sum of places, each stretched to the full list;  shown_weight: (m,) its base
    first          (m,) weight of the ballots that put the item first, split over ties
    shown, ranked  (m,) number of ballots, without weights
    ballots        how many compare something;  blank: how many do not
    """

    items: tuple[Item, ...]
    before: np.ndarray
    equal: np.ndarray
    place_sum: np.ndarray
    shown_weight: np.ndarray
    first: np.ndarray
    shown: np.ndarray
    ranked: np.ndarray
    ballots: int
    blank: int
    total_weight: float
    effective_size: float

    def mean_places(self) -> np.ndarray:
        """(m,) weighted mean place; NaN for an item that nobody was shown."""
        missing = np.full(len(self.items), np.nan)
        return np.divide(self.place_sum, self.shown_weight, out=missing, where=self.shown_weight > 0)


@dataclass(frozen=True, slots=True)
class Place:
    """Where ballots put an item: `place` among the `of` items that were shown, ties sharing the average place.

    first   how many items share the first place with it, itself included; 0 when others stand before it
    ranked  whether the people placed it themselves, and not the rule that puts the unranked last
    count   how many ballots;  weight: their weight together
    """

    item: Item
    place: float
    of: int
    first: int
    ranked: bool
    count: float
    weight: float


def comparisons_of(table: BallotTable) -> Comparisons:
    """The sums of ballots that are at hand one by one."""
    before, equal = table.pairwise()
    shown = table.shown
    stretch = (len(table.items) + 1) / (shown.sum(axis=1, keepdims=True) + 1)
    behind = np.iinfo(np.int32).max
    tiers = np.where(shown, table.tier, behind)
    is_first = tiers == tiers.min(axis=1, keepdims=True, initial=behind)
    return Comparisons(
        items=table.items,
        before=before,
        equal=equal,
        place_sum=table.weight @ np.nan_to_num(table.ranks() * stretch),
        shown_weight=table.weight @ shown,
        first=(table.weight / np.maximum(is_first.sum(axis=1), 1)) @ is_first,
        shown=shown.sum(axis=0),
        ranked=table.ranked.sum(axis=0),
        ballots=len(table.weight),
        blank=table.blank,
        total_weight=float(table.weight.sum()),
        effective_size=effective_size(table.weight),
    )


def comparisons_from(
    items: Sequence[Item],
    *,
    before: Iterable[tuple[Item, Item, float]],
    equal: Iterable[tuple[Item, Item, float]],
    places: Iterable[Place],
    ballots: int,
    blank: int = 0,
    total_weight: float,
    effective: float,
) -> Comparisons:
    """The same from counts: (i, j, weight) triples, and where items stood; other items than `items` are passed over.

    `equal` names each pair once. Raises ValueError when `items` is empty or repeats itself.
    """
    items = tuple(items)
    at = {item: index for index, item in enumerate(items)}
    if not items or len(at) != len(items):
        raise ValueError("items must be named once each, and there must be one")
    m = len(items)
    won, level = np.zeros((m, m)), np.zeros((m, m))
    for one, other, weight in before:
        if one in at and other in at:
            won[at[one], at[other]] += weight
    for one, other, weight in equal:
        if one in at and other in at:
            level[at[one], at[other]] += weight
            level[at[other], at[one]] += weight
    place_sum, shown_weight, first = np.zeros(m), np.zeros(m), np.zeros(m)
    shown, ranked = np.zeros(m), np.zeros(m)
    for place in places:
        if place.item in at:
            i = at[place.item]
            place_sum[i] += place.weight * place.place * (m + 1) / (place.of + 1)
            shown_weight[i] += place.weight
            first[i] += place.weight / place.first if place.first else 0.0
            shown[i] += place.count
            ranked[i] += place.count if place.ranked else 0
    return Comparisons(
        items, won, level, place_sum, shown_weight, first, shown, ranked, ballots, blank, total_weight, effective
    )
