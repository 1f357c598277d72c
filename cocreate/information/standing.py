"""Where a challenge stands in the respondents' order, and how sure that is.

The common order (Kemeny) gives a place. How sure it is follows from the comparisons: one challenge surely stands before
another when the whole 95 % interval of its share of their comparisons lies above one half. So a challenge stands at
best behind those that surely precede it, and at worst before those that it surely precedes. The interval of a single
pair is Wilson's; for the share over all pairs it is an upper bound of the doubt, since one ballot's share varies at
most as much as a single yes or no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cocreate.analysis.representativity import wilson


@dataclass(frozen=True)
class Standing:
    """One challenge: its place of `of`, the places that cannot be ruled out, and its share of comparisons won."""

    place: int
    best: int
    worst: int
    of: int
    share: float
    low: float
    high: float
    ballots: int


def standings_of(sums: Any) -> Mapping[str, Standing]:
    """By public id of the challenge, from the `Comparisons` of a ranking question."""
    from cocreate.analysis.choice.ranking import rank_comparisons  # SciPy behind it is heavy, and most pages never rank

    report = rank_comparisons(sums, time_limit=2.0)
    found = {}
    for index, row in enumerate(report.rows):
        if row.borda is None:
            continue
        before, behind = _surely(report.pairwise, report.ties, index)
        ballots = max(1, row.shown)
        low, high = wilson(round(row.borda * ballots), ballots)
        best, worst = min(1 + before, row.place), max(len(report.items) - behind, row.place)
        found[str(row.item)] = Standing(row.place, best, worst, len(report.items), row.borda, low, high, report.ballots)
    return found


def _surely(pairwise: Any, ties: Any, index: int) -> tuple[int, int]:
    """How many surely stand before an item, and how many surely behind it."""
    before = behind = 0
    for other in range(len(pairwise)):
        base = round(pairwise[index][other] + pairwise[other][index] + ties[index][other])
        if other == index or not base:
            continue
        won = min(base, round(pairwise[index][other] + ties[index][other] / 2))
        low, high = wilson(won, base)
        before += high < 0.5
        behind += low > 0.5
    return before, behind
