"""How sure is an order of ballots? The same count over other respondents, drawn from those who answered.

Each resample draws as many ballots with replacement (Efron, "Bootstrap methods: another look at the jackknife", 1979)
and counts them by the rule that decides; the share of resamples in which a candidate is among the first is its
probability of being on the shortlist. It tells what other people of the same kind would have said, and nothing about
people who were never asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .ballots import Ballot, BallotTable, effective_size, tabulate
from .comparisons import Comparisons, comparisons_of
from .methods import Counted, count_comparisons
from .robustness import Certainty

RESAMPLES = 500
Pause = Callable[[], object]


def no_pause() -> None:
    """Go on at once."""


@dataclass(frozen=True, slots=True)
class OrderCertainty:
    """`rows` in the order of items; see `robustness.Certainty`, None where nobody was shown the candidate."""

    rows: tuple[Certainty, ...]
    method: str
    size: int
    resamples: int
    seed: int
    ballots: int


def order_certainty(
    ballots: Sequence[Ballot],
    items: Sequence[str],
    *,
    size: int,
    method: str = "kemeny",
    resamples: int = RESAMPLES,
    seed: int = 1,
    pause: Pause = no_pause,
) -> OrderCertainty:
    """Probability of each place, and of the first `size`, over resamples of the ballots; ballots keep their weights.

    Candidates that the rule leaves level share their places equally. Same input and seed, same numbers. `pause` is
    called before each resample: hundreds of exact orders take seconds, and a server has others to answer. Raises
    ValueError for what `methods.count` refuses, and for a size or a number of resamples below 1.
    """
    if size < 1 or resamples < 1:
        raise ValueError("size and resamples are 1 or more")
    table = tabulate(ballots, items)
    people = len(table.weight)
    places = np.zeros((len(table.items), len(table.items)))  # (place, item)
    rng = np.random.default_rng(seed)
    drawn = rng.multinomial(people, np.full(people, 1 / people), size=resamples) if people else np.zeros((0, 0))
    for result in _counts(method, table, drawn * table.weight if people else drawn):
        pause()
        first = 0
        for tier in result.tiers:
            rows = [table.items.index(item) for item in tier]
            places[first : first + len(tier), rows] += 1 / len(tier)
            first += len(tier)
    places /= max(1, len(drawn))
    return OrderCertainty(
        rows=tuple(_certainty(table, places, index, size, resamples) for index in range(len(table.items))),
        method=method,
        size=size,
        resamples=resamples,
        seed=seed,
        ballots=people,
    )


def _certainty(table: BallotTable, places: np.ndarray, index: int, size: int, resamples: int) -> Certainty:
    name = str(table.items[index])
    if not table.shown[:, index].any():
        return Certainty(name, None, None, None, None, None)
    within = places[:, index].cumsum()
    probability = float(np.clip(within[min(size, len(within)) - 1], 0, 1))
    return Certainty(
        candidate=name,
        probability=probability,
        error=float(np.sqrt(probability * (1 - probability) / resamples)),
        places=tuple(places[:, index].tolist()),
        best_place=1 + int(np.searchsorted(within, 0.05 + 1e-12, side="right")),
        worst_place=1 + int(np.searchsorted(within, 0.95 - 1e-12, side="left")),
    )


def _counts(method: str, table: BallotTable, weights: np.ndarray) -> Iterator[Counted]:
    """The rule's result for each row of (resamples, ballots) weights; sums are made for all of them at once."""
    whole = comparisons_of(table)
    shown, ranks = table.shown.astype(float), table.ranks()
    m = len(table.items)
    stretch = (m + 1) / (table.shown.sum(axis=1, keepdims=True) + 1)
    firsts = np.where(table.shown, table.tier, np.iinfo(np.int32).max)
    is_first = (firsts == firsts.min(axis=1, keepdims=True)) / (firsts == firsts.min(axis=1, keepdims=True)).sum(
        axis=1, keepdims=True
    )
    before, equal = np.zeros((len(weights), m, m)), np.zeros((len(weights), m, m))
    for i in range(m):
        own = table.tier[:, [i]]
        both = (own >= 0) & table.shown
        before[:, i] = weights @ (both & (own < table.tier)).astype(float)
        equal[:, i] = weights @ (both & (own == table.tier)).astype(float)
        equal[:, i, i] = 0
    place_sum, shown_weight = weights @ np.nan_to_num(ranks * stretch), weights @ shown
    first = weights @ is_first
    for row, weight in enumerate(weights):
        sums = Comparisons(
            items=table.items,
            before=before[row],
            equal=equal[row],
            place_sum=place_sum[row],
            shown_weight=shown_weight[row],
            first=first[row],
            shown=whole.shown,
            ranked=whole.ranked,
            ballots=whole.ballots,
            blank=whole.blank,
            total_weight=float(weight.sum()),
            effective_size=effective_size(weight),
        )
        yield count_comparisons(method, sums, table=replace(table, weight=weight))
