"""Every counting rule behind one door: its name, what it does with ties and with what is missing, where it comes from.

`count("schulze", ballots, items)` answers for any rule in METHODS. Each leaves groups of candidates that it holds
equal; the order shown breaks those by one rule for all, the share of comparisons won (Borda) and then the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import numpy as np

from . import counting
from .ballots import Ballot, BallotTable, Item, tabulate
from .comparisons import Comparisons, comparisons_of
from .counting import Found

TIES = "borda_share_then_list_order"


class Property(StrEnum):
    """What a rule is proven to do, for complete orders without equal majorities; tests look for counterexamples.

    Every rule here is anonymous (who voted what does not matter) and neutral (nor do candidates' names).
    """

    MAJORITY = "majority"  # whoever more than half put first wins
    CONDORCET = "condorcet"  # whoever beats everybody wins
    SMITH = "smith"  # the winner is of the smallest set that beats everybody else
    MONOTONE = "monotone"  # a winner who is raised on a ballot still wins
    CLONES = "clones"  # close copies of a candidate neither help nor hurt
    PARTICIPATION = "participation"  # nobody is better off staying away


@dataclass(frozen=True, slots=True)
class Method:
    """One counting rule.

    key, title   its name in code and in English
    counts       what its scores are;  is_low_best: whether less is better
    missing      what becomes of candidates that a ballot does not rank (what it was not shown is nothing, everywhere)
    ties         what equal counts inside the rule lead to
    has          properties
    source       where the rule was published
    needs        "orders", "ballots" (orders one by one, sums are not enough) or "points"
    """

    key: str
    title: str
    counts: str
    missing: str
    ties: str
    has: frozenset[Property]
    source: str
    needs: str = "orders"
    is_low_best: bool = False


_P = Property
_CONDORCET = frozenset({_P.MAJORITY, _P.CONDORCET, _P.SMITH, _P.MONOTONE})
_LAST = "shown but not ranked is one last, tied group"
_EQUAL = "equal counts share a place"
_LISTED = (
    Method("mean_rank", "Mean rank", "mean place, stretched to the full list when only some were shown", _LAST,
           "a tied group has its average place; " + _EQUAL, frozenset({_P.MONOTONE, _P.PARTICIPATION}),
           "Alvo and Cabilio, Rank correlation methods for missing data (1995)", is_low_best=True),
    Method("borda", "Borda", "share of its comparisons won, half for a tie",
           _LAST + ": half a point against each other, none against the ranked (Dummett's rule)", _EQUAL,
           frozenset({_P.MONOTONE, _P.PARTICIPATION}),
           "Borda (1781); ties: Dummett, The Borda count and agenda manipulation (1998)"),
    Method("copeland", "Copeland", "pairs won, half for a tied pair", _LAST, _EQUAL, _CONDORCET,
           "Copeland, A reasonable social welfare function (1951)"),
    Method("schulze", "Schulze", "candidates it beats along the strongest chains of victories", _LAST,
           "chains equally strong beat nobody; places by how many stand above", _CONDORCET | {_P.CLONES},
           "Schulze, A new monotonic, clone-independent single-winner election method (2011); winning votes"),
    Method("ranked_pairs", "Ranked pairs", "candidates it stands above once victories are locked", _LAST,
           "equal victories are locked together, those that would close a circle dropped", _CONDORCET | {_P.CLONES},
           "Tideman, Independence of clones as a criterion for voting rules (1987); winning votes"),
    Method("kemeny", "Kemeny-Young", "place in the order that contradicts the ballots least", _LAST,
           "of several best orders the one nearest to the share of comparisons won; all are listed", _CONDORCET,
           "Kemeny, Mathematics without numbers (1959); Young, Condorcet's theory of voting (1988)", is_low_best=True),
    Method("first_choices", "First choices", "weight of the ballots that put it first", "gets nothing",
           "a tied first group splits its ballot; " + _EQUAL,
           frozenset({_P.MAJORITY, _P.MONOTONE, _P.PARTICIPATION}), "plurality; counted as a check"),
    Method("instant_runoff", "Instant-runoff", "rounds it stays in",
           "gets nothing; a ballot whose ranked candidates have all gone counts for nobody",
           "fewest now, then in the rounds before, then the smaller share of comparisons won; equals go together",
           frozenset({_P.MAJORITY, _P.CLONES}), "Ware (1871); Tideman, Collective Decisions and Voting (2006)",
           needs="ballots"),
    Method("approval", "Approval", "share of the ballots shown it that ranked it", "ranked means approved", _EQUAL,
           frozenset({_P.MONOTONE, _P.PARTICIPATION}), "Brams and Fishburn, Approval voting (1978)", needs="ballots"),
    Method("score", "Score", "mean of the points given", "no points means no opinion, never 0", _EQUAL,
           frozenset({_P.MONOTONE}), "range voting; Smith, Range voting (2000)", needs="points"),
    Method("points", "Points to spread", "mean points over the ballots shown it", "no points means 0, as on dots",
           _EQUAL, frozenset({_P.MONOTONE, _P.PARTICIPATION}), "cumulative voting; Dodgson (1884)", needs="points"),
    Method("plackett_luce", "Plackett-Luce", "model's chance of being put first", _LAST,
           "a tied group: each chosen among it and all behind; " + _EQUAL, frozenset(),
           "Plackett (1975); Luce (1959); Hunter, MM algorithms for generalized Bradley-Terry models (2004)",
           needs="ballots"),
)  # fmt: skip

METHODS: dict[str, Method] = {method.key: method for method in _LISTED}


@dataclass(frozen=True, slots=True)
class Counted:
    """One rule's result.

    tiers      groups that the rule holds equal, best first;  order: the same with ties broken by TIES
    winners    the first group; for Kemeny whoever leads one of the best orders
    scores     what the rule counts, in the order of `items`; None where nothing is known
    spans      (best, worst) place: over all best orders (Kemeny), in nine of ten resamples (Plackett-Luce); or None
    orders     all best orders (Kemeny; the first 24);  rounds: the counts of instant-runoff
    warnings   codes: no_ballots, item_never_shown, unevenly_shown (counts favour what more people were shown),
               list_order_decided, all_ranked (approval of everything), several_optimal_orders, order_not_proven,
               not_converged
    """

    method: str
    items: tuple[Item, ...]
    order: tuple[Item, ...]
    tiers: tuple[tuple[Item, ...], ...]
    winners: tuple[Item, ...]
    scores: tuple[float | None, ...]
    spans: tuple[tuple[int, int] | None, ...] | None
    orders: tuple[tuple[Item, ...], ...]
    rounds: tuple[counting.NamedRound, ...]
    ballots: int
    blank: int
    total_weight: float
    effective_size: float
    warnings: tuple[str, ...]
    settings: dict[str, str | int] = field(default_factory=dict)

    def place(self, item: Item) -> int:
        """Its place by the rule; equals share the better one."""
        ahead = 0
        for tier in self.tiers:
            if item in tier:
                return ahead + 1
            ahead += len(tier)
        raise KeyError(item)

    def score(self, item: Item) -> float | None:
        return self.scores[self.items.index(item)]


def usable(ballots: Sequence[Ballot]) -> tuple[str, ...]:
    """The rules that such ballots can be counted by: those of points only where some ballot gives points."""
    has_points = any(ballot.points for ballot in ballots)
    return tuple(key for key, method in METHODS.items() if has_points or method.needs != "points")


def count(
    method: str,
    ballots: Sequence[Ballot],
    items: Sequence[Item],
    *,
    seed: int = 1,
    resamples: int = 200,
    time_limit: float = 10.0,
) -> Counted:
    """Count by one rule. `seed` and `resamples` concern Plackett-Luce, `time_limit` in seconds Kemeny.

    Raises ValueError for an unknown rule, an empty or repeating list of items, or a rule of points without points.

    >>> one, other = Ballot((("a",), ("b",), ("c",)), tuple("abc")), Ballot((("b",), ("c",), ("a",)), tuple("abc"))
    >>> count("copeland", [one, one, one, other, other], "abc").tiers
    (('a',), ('b',), ('c',))
    """
    rule = _rule(method)
    if rule.needs == "points" and ballots and method not in usable(ballots):
        raise ValueError("this rule counts points, and no ballot gives any")
    table = tabulate(ballots, items)
    sums = comparisons_of(table)
    found = _COUNTERS[method](_Input(sums, table, seed, resamples, time_limit))
    return _counted(rule, sums, found, {"seed": seed, "resamples": resamples} if method == "plackett_luce" else {})


def count_comparisons(
    method: str, sums: Comparisons, *, table: BallotTable | None = None, time_limit: float = 10.0
) -> Counted:
    """The same from what many ballots amount to; a rule whose `needs` is not "orders" needs their `table` beside it."""
    rule = _rule(method)
    if rule.needs != "orders" and table is None:
        raise ValueError("this rule needs the ballots one by one")
    return _counted(rule, sums, _COUNTERS[method](_Input(sums, table, 1, 0, time_limit)), {})


def count_all(ballots: Sequence[Ballot], items: Sequence[Item], *, seed: int = 1) -> tuple[Counted, ...]:
    """Every rule that such ballots allow, in the order of METHODS: what another rule would have said."""
    return tuple(count(method, ballots, items, seed=seed) for method in usable(ballots))


@dataclass(frozen=True, slots=True)
class _Input:
    sums: Comparisons
    table: BallotTable | None
    seed: int
    resamples: int
    time_limit: float

    def ballots(self) -> BallotTable:
        assert self.table is not None
        return self.table


_COUNTERS = {
    "mean_rank": lambda given: counting.by_mean_rank(given.sums),
    "borda": lambda given: counting.by_borda(given.sums),
    "copeland": lambda given: counting.by_copeland(given.sums),
    "schulze": lambda given: counting.by_schulze(given.sums),
    "ranked_pairs": lambda given: counting.by_ranked_pairs(given.sums),
    "kemeny": lambda given: counting.by_kemeny(given.sums, given.time_limit),
    "first_choices": lambda given: counting.by_first_choices(given.sums),
    "instant_runoff": lambda given: counting.by_instant_runoff(given.ballots(), given.sums),
    "approval": lambda given: counting.by_approval(given.ballots()),
    "score": lambda given: counting.by_score(given.ballots(), is_missing_zero=False),
    "points": lambda given: counting.by_score(given.ballots(), is_missing_zero=True),
    "plackett_luce": lambda given: counting.by_plackett_luce(given.ballots(), given.resamples, given.seed),
}


def _rule(method: str) -> Method:
    if method not in METHODS:
        raise ValueError(f"no rule is called {method}; there are {', '.join(METHODS)}")
    return METHODS[method]


def _counted(rule: Method, sums: Comparisons, found: Found, settings: dict[str, str | int]) -> Counted:
    share = counting.borda_shares(sums)
    preference = counting.preference(share)
    tiers = [sorted(tier, key=preference.index) for tier in _tiers(found.merit)]
    named = sums.items
    known = counting.lowest_if_unknown(share)
    by_list = any(abs(known[one] - known[other]) < 1e-12 for tier in tiers for one, other in pairwise(tier))
    winners = found.winners if found.winners is not None else tuple(tiers[0])
    return Counted(
        method=rule.key,
        items=named,
        order=tuple(named[i] for tier in tiers for i in tier),
        tiers=tuple(tuple(named[i] for i in tier) for tier in tiers),
        winners=tuple(named[i] for i in winners) if sums.ballots else (),
        scores=tuple(None if np.isnan(value) else float(value) for value in found.scores),
        spans=found.spans,
        orders=tuple(tuple(named[i] for i in order) for order in found.orders),
        rounds=tuple(counting.named_round(turn, named) for turn in found.rounds),
        ballots=sums.ballots,
        blank=sums.blank,
        total_weight=sums.total_weight,
        effective_size=sums.effective_size,
        warnings=_warnings(rule, sums, found, by_list),
        settings={"ties": TIES, **settings},
    )


def _tiers(merit: np.ndarray) -> list[list[int]]:
    """Indices in groups of equal merit, best first; what nothing is known of comes last."""
    tolerance = 1e-9 * max(1.0, float(np.abs(np.nan_to_num(merit)).max(initial=0.0)))
    tiers: list[list[int]] = []
    for item in sorted(range(len(merit)), key=lambda i: (np.isnan(merit[i]), -np.nan_to_num(merit[i]), i)):
        head = tiers[-1][0] if tiers else None
        is_level = head is not None and (
            (np.isnan(merit[head]) and np.isnan(merit[item])) or abs(merit[head] - merit[item]) <= tolerance
        )
        if is_level:
            tiers[-1].append(item)
        else:
            tiers.append([item])
    return tiers


def _warnings(rule: Method, sums: Comparisons, found: Found, by_list: bool) -> tuple[str, ...]:
    counts_people = rule.key in {"first_choices", "instant_runoff"}
    codes = {
        "no_ballots": not sums.ballots,
        "item_never_shown": bool(sums.ballots) and bool((sums.shown == 0).any()),
        "unevenly_shown": counts_people and bool(sums.ballots) and bool(sums.shown.min() < sums.shown.max()),
        "list_order_decided": by_list,
    }
    return (*(code for code, is_so in codes.items() if is_so), *found.warnings)
