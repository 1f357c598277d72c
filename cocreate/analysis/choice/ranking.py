"""Many people's orders become one: mean rank, Borda, pairs, Copeland, Condorcet and the Kemeny order, with their bases.

The Kemeny order is the one to show; the share of comparisons won (Borda) is the plain number beside it; the others are
checks that anyone can redo from the pairwise matrix.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from .ballots import Ballot, Item, balance, balanced_weights, effective_size, tabulate
from .comparisons import Comparisons, comparisons_of
from .counting import borda_shares, by_copeland, preference
from .kemeny import kemeny
from .pairs import circle, condorcet_winner, smith_set, tolerance_of, victories

__all__ = [
    "Ballot",
    "Item",
    "RankedItem",
    "RankingReport",
    "balance",
    "balanced_weights",
    "by_group",
    "effective_size",
    "rank",
    "rank_comparisons",
]

RULES = {
    "absent_shown": "tied_last",
    "absent_not_shown": "no_information",
    # A point for each shown item ranked lower, half a point for each tie (Dummett, "The Borda count and agenda
    # manipulation", 1998); the share divides by the comparisons made, so that being shown seldom is no handicap.
    "borda": "one_per_lower_half_per_tie_among_shown",
    # A place among s shown items of m is stretched by (m + 1) / (s + 1), its expected place in the full list
    # (Alvo and Cabilio, "Rank correlation methods for missing data", 1995).
    "mean_rank": "average_of_ties_expected_place_in_full_list",
    "copeland": "pairs_won_plus_half_per_tied_pair",
    "first_choices": "split_equally_over_a_tied_first_group",
    "kemeny_distance": "strict_disagreements",
    "kemeny_tie_break": "borda_share_then_list_order",
}


@dataclass(frozen=True, slots=True)
class RankedItem:
    """One item's results. `shown` and `ranked` count ballots; the other counts are weights.

    place          place in the Kemeny order, from 1
    best_place, worst_place   over all optimal orders; None when they were not counted
    mean_rank      1 is best; None when nobody was shown the item
    borda          share of its comparisons won, 0 to 1; None when it was compared with nothing
    borda_points   the same before dividing
    copeland       pairs of items won, half for a tied pair
    first_choices  weight of ballots that put it first, split over ties
    """

    item: Item
    place: int
    best_place: int | None
    worst_place: int | None
    mean_rank: float | None
    borda: float | None
    borda_points: float
    copeland: float
    first_choices: float
    shown: int
    ranked: int


@dataclass(frozen=True, slots=True)
class RankingReport:
    """What `rank` found; `dataclasses.asdict` of it can be written as JSON when the items can.

    items       as they were given; `rows`, `pairwise` and `ties` follow this order
    order       the Kemeny order, best first; `rows_in_order()` gives the rows that way
    pairwise    [i][j] weight of ballots that put i before j;  ties: [i][j] weight that hold them equal
    condorcet_winner   beats every other item; None when there is none
    smith_set   the smallest set of items that all beat everything outside it: the winner alone, or the circle
    circle      where there is no winner, a shortest circle of victories: each beats the next, the last the first
    kemeny_*    see `kemeny.Kemeny`
    ballots     ballots counted (the base);  blank: ballots that put nothing in order
    warnings    codes: no_ballots, item_never_shown, pairs_never_compared, several_optimal_orders, order_not_proven
    """

    items: tuple[Item, ...]
    rows: tuple[RankedItem, ...]
    order: tuple[Item, ...]
    pairwise: tuple[tuple[float, ...], ...]
    ties: tuple[tuple[float, ...], ...]
    condorcet_winner: Item | None
    smith_set: tuple[Item, ...]
    circle: tuple[Item, ...]
    kemeny_distance: float
    kemeny_is_exact: bool
    kemeny_count: int | None
    kemeny_orders: tuple[tuple[Item, ...], ...]
    ballots: int
    blank: int
    total_weight: float
    effective_size: float
    warnings: tuple[str, ...]
    settings: dict[str, str] = field(default_factory=lambda: dict(RULES))

    def row(self, item: Item) -> RankedItem:
        return self.rows[self.items.index(item)]

    def rows_in_order(self) -> tuple[RankedItem, ...]:
        return tuple(sorted(self.rows, key=lambda row: row.place))


def rank(ballots: Sequence[Ballot], items: Sequence[Item], *, time_limit: float = 10.0) -> RankingReport:
    """Aggregate `ballots` over `items`.

    Anonymous (only weights and orders matter) and neutral (list order decides only what everything else leaves tied).
    `time_limit` in seconds concerns the Kemeny order of more than 16 items that beat each other in circles.
    Raises ValueError for an empty or repeating list of items.

    >>> votes = [Ballot((("a",), ("b",)), ("a", "b"))] * 2 + [Ballot((("b",), ("a",)), ("a", "b"))]
    >>> rank(votes, ["b", "a"]).order
    ('a', 'b')
    """
    return rank_comparisons(comparisons_of(tabulate(ballots, items)), time_limit=time_limit)


def rank_comparisons(sums: Comparisons, *, time_limit: float = 10.0) -> RankingReport:
    """The same from what many ballots amount to."""
    m = len(sums.items)
    before, equal = sums.before, sums.equal
    wins = victories(before, tolerance_of(sums.total_weight))
    points = (before + equal / 2).sum(axis=1)
    share = borda_shares(sums)
    solved = kemeny(before, preference=preference(share), time_limit=time_limit)
    place = {index: position for position, index in enumerate(solved.order, start=1)}
    mean_rank = sums.mean_places()
    copeland = by_copeland(sums).scores
    named = sums.items
    rows = tuple(
        RankedItem(
            item=named[i],
            place=place[i],
            best_place=solved.places[i][0] if solved.places else None,
            worst_place=solved.places[i][1] if solved.places else None,
            mean_rank=_number(mean_rank[i]),
            borda=_number(share[i]),
            borda_points=float(points[i]),
            copeland=float(copeland[i]),
            first_choices=float(sums.first[i]),
            shown=int(sums.shown[i]),
            ranked=int(sums.ranked[i]),
        )
        for i in range(m)
    )
    champion = condorcet_winner(wins) if sums.ballots else None
    return RankingReport(
        items=named,
        rows=rows,
        order=tuple(named[i] for i in solved.order),
        pairwise=_nested(before),
        ties=_nested(equal),
        condorcet_winner=None if champion is None else named[champion],
        smith_set=tuple(named[i] for i in smith_set(wins)),
        circle=tuple(named[i] for i in circle(wins)),
        kemeny_distance=solved.distance,
        kemeny_is_exact=solved.is_exact,
        kemeny_count=solved.optimal_count,
        kemeny_orders=tuple(tuple(named[i] for i in order) for order in solved.optimal_orders),
        ballots=sums.ballots,
        blank=sums.blank,
        total_weight=sums.total_weight,
        effective_size=sums.effective_size,
        warnings=_warnings(sums, before + before.T + equal, solved.is_exact, solved.optimal_count),
    )


def by_group(ballots: Sequence[Ballot], items: Sequence[Item], *, time_limit: float = 10.0) -> dict[str, RankingReport]:
    """One report per group, by name; ballots without a group appear in none of them."""
    names = sorted({ballot.group for ballot in ballots if ballot.group is not None})
    return {
        name: rank([ballot for ballot in ballots if ballot.group == name], items, time_limit=time_limit)
        for name in names
    }


def _warnings(sums: Comparisons, compared: np.ndarray, is_exact: bool, count: int | None) -> tuple[str, ...]:
    off_diagonal = compared[~np.eye(len(compared), dtype=bool)]
    found = {
        "no_ballots": not sums.ballots,
        "item_never_shown": bool(sums.ballots) and bool((sums.shown == 0).any()),
        "pairs_never_compared": bool(sums.ballots) and bool((off_diagonal == 0).any()),
        "several_optimal_orders": count is not None and count > 1,
        "order_not_proven": not is_exact,
    }
    return tuple(code for code, is_so in found.items() if is_so)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _nested(matrix: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in matrix.tolist())
