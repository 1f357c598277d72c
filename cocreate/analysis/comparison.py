"""Do two groups differ? The difference of two shares with its doubt, and a word for it.

The interval is Newcombe's hybrid score interval, built from the Wilson interval of each share ("Interval estimation for
the difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17, 1998, method
10): sound for small groups and shares near 0 or 1, where the textbook interval is not. With several comparisons at once
the confidence of each is raised after Bonferroni, so that a page of twenty does not find one by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from cocreate.analysis.representativity import wilson


class Verdict(StrEnum):
    """How a group stands beside another."""

    MORE = "more"  # clearly more often
    LESS = "less"  # clearly less often
    UNCLEAR = "unclear"  # no clear difference
    NOBODY = "nobody"  # a group is empty, so there is nothing to compare


@dataclass(frozen=True, slots=True)
class Difference:
    """share - other_share, between low and high."""

    share: float
    other_share: float
    difference: float
    low: float
    high: float
    verdict: Verdict


def difference_of_shares(
    count: int, base: int, other_count: int, other_base: int, *, confidence: float = 0.95, comparisons: int = 1
) -> Difference:
    """Compare `count` of `base` with `other_count` of `other_base`, as one of so many comparisons.

    Raises ValueError unless 0 <= count <= base, and for fewer than one comparison.

    >>> found = difference_of_shares(56, 70, 48, 80)  # Newcombe's first example
    >>> round(found.difference, 4), round(found.low, 4), round(found.high, 4), found.verdict.value
    (0.2, 0.0524, 0.3339, 'more')
    """
    if comparisons < 1:
        raise ValueError("there is at least one comparison")
    level = 1 - (1 - confidence) / comparisons
    low, high = wilson(count, base, level)
    other_low, other_high = wilson(other_count, other_base, level)
    if not base or not other_base:
        return Difference(0.0, 0.0, 0.0, -1.0, 1.0, Verdict.NOBODY)
    share, other = count / base, other_count / other_base
    gap = share - other
    down = sqrt((share - low) ** 2 + (other_high - other) ** 2)
    up = sqrt((high - share) ** 2 + (other - other_low) ** 2)
    verdict = Verdict.MORE if gap - down > 0 else Verdict.LESS if gap + up < 0 else Verdict.UNCLEAR
    return Difference(share, other, gap, max(-1.0, gap - down), min(1.0, gap + up), verdict)
