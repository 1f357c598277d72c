"""What the criteria weigh: from each member, by three ways of asking, with the range each could live with.

Direct: a number per criterion, in proportion. Points: a fixed sum to spread. Swing: whoever could lift one criterion
from its worst to its best level says which lift they want most (100) and what the others are worth beside it (von
Winterfeldt and Edwards, Decision Analysis and Behavioral Research, 1986). The group's weights are the members' mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

POINTS = 100.0
SWEEPS = 12


@dataclass(frozen=True, slots=True)
class MemberWeights:
    """One member's weights as shares of 1, and the lowest and highest share they could live with."""

    member: str
    shares: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class GroupWeights:
    """Members' weights together.

    shares        their mean;  lowest, highest: the members' own weights at their furthest apart
    common        per criterion the range that every member could live with; None where their ranges do not meet
    is_common     whether some weights lie in every member's range on all criteria at once
    apart         mean share of all weight that must move to turn one member's weights into another's, 0 to 1
    """

    shares: tuple[float, ...]
    lowest: tuple[float, ...]
    highest: tuple[float, ...]
    common: tuple[tuple[float, float] | None, ...]
    is_common: bool
    apart: float
    members: int


def direct(
    member: str,
    values: Sequence[float],
    *,
    low: Sequence[float] | None = None,
    high: Sequence[float] | None = None,
) -> MemberWeights:
    """Weights in proportion to `values`; `low` and `high` in the same unit, by default no range at all.

    Raises ValueError for impossible values, or a range that does not contain its value.

    >>> direct("ann", [2, 1, 1]).shares
    (0.5, 0.25, 0.25)
    """
    given = np.array(values, dtype=float)
    if not len(given) or not np.isfinite(given).all() or (given < 0).any() or given.sum() <= 0:
        raise ValueError("weights are finite numbers of 0 or more, and one is above 0")
    lowest = given if low is None else np.array(low, dtype=float)
    highest = given if high is None else np.array(high, dtype=float)
    if lowest.shape != given.shape or highest.shape != given.shape:
        raise ValueError("a range is given for each criterion, or for none")
    if not ((lowest >= 0) & (lowest <= given) & (given <= highest)).all():
        raise ValueError("a range contains its weight and does not go below 0")
    total = given.sum()
    shares, lows, highs = given / total, lowest / total, np.minimum(highest / total, 1.0)
    return MemberWeights(member, tuple(shares.tolist()), tuple(lows.tolist()), tuple(highs.tolist()))


def points(member: str, values: Sequence[float], *, total: float = POINTS) -> MemberWeights:
    """Points spread over the criteria; ValueError when they do not add up to `total`."""
    if abs(sum(values) - total) > 1e-9 * total:
        raise ValueError(f"the points add up to {sum(values):g} and not to {total:g}")
    return direct(member, values)


def swing(member: str, values: Sequence[float]) -> MemberWeights:
    """Worth of each lift beside the most wanted one, which is 100; ValueError when none is, or one is above.

    >>> swing("ann", [100, 60, 40, 0]).shares
    (0.5, 0.3, 0.2, 0.0)
    """
    if not len(values) or max(values) != POINTS:
        raise ValueError("the most wanted lift is worth 100, the others as much or less")
    return direct(member, values)


def pool(members: Sequence[MemberWeights]) -> GroupWeights:
    """The group's weights; every member counts the same. ValueError without members or with unlike criteria."""
    if not members or len({len(member.shares) for member in members}) != 1:
        raise ValueError("there is a member, and all weigh the same criteria")
    shares = np.array([member.shares for member in members])
    low = np.array([member.low for member in members]).max(axis=0)
    high = np.array([member.high for member in members]).min(axis=0)
    meet = low <= high + 1e-12
    pairs = [(i, j) for i in range(len(members)) for j in range(i)]
    return GroupWeights(
        shares=tuple(shares.mean(axis=0).tolist()),
        lowest=tuple(shares.min(axis=0).tolist()),
        highest=tuple(shares.max(axis=0).tolist()),
        common=tuple((float(a), float(b)) if is_met else None for a, b, is_met in zip(low, high, meet, strict=True)),
        is_common=bool(meet.all() and low.sum() <= 1 + 1e-9 and high.sum() >= 1 - 1e-9),
        apart=float(np.mean([np.abs(shares[i] - shares[j]).sum() / 2 for i, j in pairs])) if pairs else 0.0,
        members=len(members),
    )


def draw_weights(members: Sequence[MemberWeights], draws: int, rng: np.random.Generator) -> np.ndarray:
    """(draws, criteria) shares: each time one member, with equal chances, and evenly any weights in their range.

    Even over the range and the sum of 1 together (a Gibbs sampler that re-divides two criteria at a time); normalising
    independent draws instead would favour the middle and leave the range. Tervonen and Lahdelma, "Implementing
    stochastic multicriteria acceptability analysis" (2007), on such constraints.
    """
    who = rng.integers(len(members), size=draws)
    drawn = np.array([member.shares for member in members])[who]
    low = np.array([member.low for member in members])[who]
    high = np.array([member.high for member in members])[who]
    count = drawn.shape[1]
    for _ in range(SWEEPS if (high > low).any() else 0):
        for i in range(count - 1):
            j = i + 1 + int(rng.integers(count - 1 - i))
            both = drawn[:, i] + drawn[:, j]
            least = np.maximum(low[:, i], both - high[:, j])
            most = np.minimum(high[:, i], both - low[:, j])
            drawn[:, i] = least + rng.random(draws) * np.maximum(most - least, 0.0)
            drawn[:, j] = both - drawn[:, i]
    return drawn
