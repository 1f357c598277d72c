"""Instant-runoff: whoever fewest put first goes, and their ballots pass on to the next choice.

Rules, as countries differ on all of them: a tied group that comes first splits its ballot equally; a ballot counts for
nobody once every candidate that the person ranked has gone (unranked candidates get nothing); among several with
fewest, the one that had fewer in the round before goes, then in the one before that, then the one with the smaller
share of comparisons won; those equal in all of it go together and share a place.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .ballots import BallotTable


@dataclass(frozen=True, slots=True)
class Round:
    """One count over the candidates still in it, by index.

    votes      weight per candidate still in;  exhausted: weight of the ballots that count for nobody any more
    gone       who leaves after it: one, or several that are equal in everything
    was_tied   whether more than one had fewest, and the rule for ties decided
    """

    votes: dict[int, float]
    exhausted: float
    gone: tuple[int, ...]
    was_tied: bool


def instant_runoff(table: BallotTable, share: np.ndarray, tolerance: float) -> tuple[Round, ...]:
    """Rounds until nobody is left; the last one's `gone` has won, and reading backwards gives the order.

    `share` (m,) breaks ties when earlier rounds do not; NaN counts as lowest.
    """
    behind = np.iinfo(np.int32).max
    tier = np.where(table.ranked, table.tier, behind)
    share = np.where(np.isnan(share), -1.0, share)
    remaining = list(range(len(table.items)))
    rounds: list[Round] = []
    while remaining:
        left = tier[:, remaining]
        top = left.min(axis=1, initial=behind)
        counted = top < behind
        first = (left == top[:, None]) & counted[:, None]
        votes = (table.weight / np.maximum(first.sum(axis=1), 1)) @ first
        lowest = [item for item, count in zip(remaining, votes, strict=True) if count <= votes.min() + tolerance]
        gone = _weakest(lowest, rounds, share, tolerance)
        rounds.append(
            Round(
                votes=dict(zip(remaining, votes.tolist(), strict=True)),
                exhausted=float(table.weight[~counted].sum()),
                gone=gone,
                was_tied=len(lowest) > 1,
            )
        )
        remaining = [item for item in remaining if item not in gone]
    return tuple(rounds)


def _weakest(tied: list[int], rounds: list[Round], share: np.ndarray, tolerance: float) -> tuple[int, ...]:
    for earlier in reversed(rounds):
        fewest = min(earlier.votes[item] for item in tied)
        tied = [item for item in tied if earlier.votes[item] <= fewest + tolerance]
    smallest = min(share[item] for item in tied)
    return tuple(item for item in tied if share[item] <= smallest + 1e-12)
