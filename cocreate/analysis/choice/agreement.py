"""Do people agree? Kendall's W within a group, Kendall's tau between groups, and the items on which groups part.

Kendall and Babington Smith, "The problem of m rankings" (1939); Kendall, Rank Correlation Methods (1948), for ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .ballots import Ballot, BallotTable, Item, effective_size, tabulate


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W of one group.

    w          0 (no agreement) to 1 (the same order); None when nobody tells two items apart
    by_chance  what W would be on average if everybody ordered blindly: 1 / effective number of ballots
    ballots    ballots counted: those that were shown every item
    left_out   ballots that were shown only some items, or put nothing in order
    """

    w: float | None
    by_chance: float | None
    ballots: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Split:
    """How far the groups part on one item, in shares of comparisons won (0 to 1).

    spread   highest minus lowest group mean;  error: its standard error, None when a group has fewer than two ballots
    highest, lowest            the groups' names;  *_share: their means;  *_ballots: their bases
    """

    item: Item
    spread: float
    error: float | None
    highest: str
    highest_share: float
    highest_ballots: int
    lowest: str
    lowest_share: float
    lowest_ballots: int


@dataclass(frozen=True, slots=True)
class AgreementReport:
    """groups: names, in the order of `tau`; tau[a][b]: Kendall's tau-b of two groups' Borda shares, None if undefined;
    splits: items that divide the groups most first (read from the end for what unites them)."""

    overall: Concordance
    by_group: dict[str, Concordance]
    groups: tuple[str, ...]
    tau: tuple[tuple[float | None, ...], ...]
    splits: tuple[Split, ...]


def kendall_w(ballots: Sequence[Ballot], items: Sequence[Item]) -> Concordance:
    """Kendall's W, corrected for ties, over the ballots that were shown every item.

    W = S / mean of S_j, with S the sum of squares of the mean ranks around their middle and S_j that of ballot j; with
    equal weights this is the textbook 12 S / (m^2 (n^3 - n) - m sum T). Ballots weigh in both means.
    """
    table = tabulate(ballots, items)
    complete = table.shown.all(axis=1)
    weight = table.weight[complete]
    ranks = table.ranks()[complete] - (len(table.items) + 1) / 2
    spread = float(weight @ (ranks**2).sum(axis=1))
    total = float(weight.sum())
    size = effective_size(weight)
    return Concordance(
        w=float((((weight @ ranks) / total) ** 2).sum() * total / spread) if spread > 0 else None,
        by_chance=1 / size if size else None,
        ballots=int(complete.sum()),
        left_out=len(ballots) - int(complete.sum()),
    )


def kendall_tau(first: Sequence[Item | Sequence[Item]], second: Sequence[Item | Sequence[Item]]) -> float | None:
    """Kendall's tau-b between two orders, best first, over the items both contain; -1 to 1.

    An element that is a list, tuple or set is a tie. None when fewer than two items are common or one order ties all.

    >>> kendall_tau("abcd", "abdc")
    0.6666666666666666
    """
    one, other = _places(first), _places(second)
    common = [item for item in one if item in other]
    return _tau_b(np.array([-one[item] for item in common]), np.array([-other[item] for item in common]))


def agreement(ballots: Sequence[Ballot], items: Sequence[Item], *, minimum: int = 1) -> AgreementReport:
    """Agreement within and between the groups that have at least `minimum` ballots.

    Groups are compared on their Borda shares and not on their Kemeny orders: shares tie when a group has no
    preference, while an order would have to invent one.
    """
    table = tabulate(ballots, items)
    members = {
        name: np.array([group == name for group in table.groups], dtype=bool)
        for name in sorted({group for group in table.groups if group is not None})
    }
    members = {name: rows for name, rows in members.items() if rows.sum() >= minimum}
    shares = _won_shares(table)
    names = tuple(members)
    means = {name: _mean(shares[members[name]], table.weight[members[name]]) for name in names}
    return AgreementReport(
        overall=kendall_w(ballots, items),
        by_group={name: kendall_w([b for b in ballots if b.group == name], items) for name in names},
        groups=names,
        tau=tuple(tuple(_tau_b(means[a], means[b]) for b in names) for a in names),
        splits=_splits(table, shares, members, means),
    )


def _places(order: Sequence[Item | Sequence[Item]]) -> dict[Item, int]:
    places: dict[Item, int] = {}
    for place, tier in enumerate(order):
        for item in tier if isinstance(tier, list | tuple | set | frozenset) else (tier,):
            if item in places:
                raise ValueError("an order names an item twice")
            places[item] = place
    return places


def _tau_b(one: np.ndarray, other: np.ndarray) -> float | None:
    """tau-b of two score vectors; NaN (no score) drops the item; differences below 1e-12 are ties."""
    known = ~(np.isnan(one) | np.isnan(other))
    upper = np.triu_indices(int(known.sum()), 1)
    signs = []
    for scores in (one[known], other[known]):
        difference = (scores[:, None] - scores[None, :])[upper]
        signs.append(np.where(np.abs(difference) < 1e-12, 0.0, np.sign(difference)))
    untied = float((signs[0] ** 2).sum() * (signs[1] ** 2).sum())
    return float((signs[0] * signs[1]).sum() / np.sqrt(untied)) if untied else None


def _won_shares(table: BallotTable) -> np.ndarray:
    """(n, m) share of its comparisons that an item wins on one ballot; NaN where it was not shown."""
    shown = table.shown.sum(axis=1, keepdims=True)
    return (shown - table.ranks()) / (shown - 1)


def _mean(shares: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """(m,) weighted mean over ballots that were shown the item; NaN when none was."""
    seen = ~np.isnan(shares)
    base = weight @ seen
    return np.divide(weight @ np.nan_to_num(shares), base, out=np.full(shares.shape[1], np.nan), where=base > 0)


def _variance_of_mean(shares: np.ndarray, weight: np.ndarray) -> float | None:
    if len(shares) < 2 or weight.sum() <= 0:
        return None
    deviation = shares - np.average(shares, weights=weight)
    return float(((weight * deviation) ** 2).sum() / weight.sum() ** 2 * len(shares) / (len(shares) - 1))


def _splits(
    table: BallotTable, shares: np.ndarray, members: dict[str, np.ndarray], means: dict[str, np.ndarray]
) -> tuple[Split, ...]:
    found = []
    for column, item in enumerate(table.items):
        known = [name for name in members if not np.isnan(means[name][column])]
        if len(known) < 2:
            continue
        highest = max(known, key=lambda name: means[name][column])
        lowest = min(known, key=lambda name: means[name][column])
        bases, variances = {}, {}
        for name in (highest, lowest):
            rows = members[name] & table.shown[:, column]
            bases[name] = int(rows.sum())
            variances[name] = _variance_of_mean(shares[rows, column], table.weight[rows])
        high_variance, low_variance = variances[highest], variances[lowest]
        is_known = high_variance is not None and low_variance is not None
        found.append(
            Split(
                item=item,
                spread=float(means[highest][column] - means[lowest][column]),
                error=float(np.sqrt(high_variance + low_variance)) if is_known else None,  # type: ignore[operator]
                highest=highest,
                highest_share=float(means[highest][column]),
                highest_ballots=bases[highest],
                lowest=lowest,
                lowest_share=float(means[lowest][column]),
                lowest_ballots=bases[lowest],
            )
        )
    return tuple(sorted(found, key=lambda split: -split.spread))
