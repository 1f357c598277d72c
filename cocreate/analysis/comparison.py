"""Do two groups differ? The difference of two shares, or of two means, with its doubt, and a word for it.

The interval is Newcombe's hybrid score interval, built from the Wilson interval of each share ("Interval estimation for
the difference between independent proportions: comparison of eleven methods", Statistics in Medicine 17, 1998, method
10): sound for small groups and shares near 0 or 1, where the textbook interval is not. With several comparisons at once
the confidence of each is raised after Bonferroni, so that a page of twenty does not find one by chance.

Means are compared after Welch ("The generalization of 'Student's' problem when several different population variances
are involved", Biometrika 34, 1947), which does not ask the groups to be equally large or equally spread.
"""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers of one group: how many, their mean, and their variance (with n - 1; 0.0 below two)."""

    base: float
    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """mean - other_mean, between low and high, which are None where the numbers are too few or all alike."""

    mean: float
    other_mean: float
    difference: float
    low: float | None
    high: float | None
    verdict: Verdict


def spread_of(values: Mapping[float, float]) -> Spread:
    """Of a distribution: number -> how often.

    >>> spread_of({1.0: 2, 4.0: 1})
    Spread(base=3, mean=2.0, variance=3.0)
    """
    base = sum(values.values())
    if not base:
        return Spread(0, 0.0, 0.0)
    mean = sum(value * count for value, count in values.items()) / base
    squares = sum(count * (value - mean) ** 2 for value, count in values.items())
    return Spread(base, mean, squares / (base - 1) if base > 1 else 0.0)


def interval_of_mean(group: Spread, confidence: float = 0.95) -> tuple[float, float] | None:
    """Student's interval of a mean; None below two numbers, or where all are alike and nothing tells of their doubt.

    >>> low, high = interval_of_mean(Spread(16, 10.0, 4.0))
    >>> round(low, 3), round(high, 3)
    (8.934, 11.066)
    """
    if group.base < 2 or not group.variance:
        return None
    reach = _student(group.base - 1, confidence) * sqrt(group.variance / group.base)
    return group.mean - reach, group.mean + reach


def difference_of_means(
    group: Spread, other: Spread, *, confidence: float = 0.95, comparisons: int = 1
) -> MeanDifference:
    """Compare the means of two groups, as one of so many comparisons. Raises ValueError for fewer than one.

    >>> found = difference_of_means(Spread(20, 12.0, 9.0), Spread(30, 9.0, 16.0))
    >>> round(found.low, 2), round(found.high, 2), found.verdict.value
    (1.01, 4.99, 'more')
    """
    if comparisons < 1:
        raise ValueError("there is at least one comparison")
    gap = group.mean - other.mean
    if group.base < 2 or other.base < 2:
        return MeanDifference(group.mean, other.mean, gap, None, None, Verdict.NOBODY)
    parts = (group.variance / group.base, other.variance / other.base)
    if not sum(parts):
        return MeanDifference(group.mean, other.mean, gap, None, None, Verdict.UNCLEAR)
    freedom = sum(parts) ** 2 / (parts[0] ** 2 / (group.base - 1) + parts[1] ** 2 / (other.base - 1))
    reach = _student(freedom, 1 - (1 - confidence) / comparisons) * sqrt(sum(parts))
    low, high = gap - reach, gap + reach
    verdict = Verdict.MORE if low > 0 else Verdict.LESS if high < 0 else Verdict.UNCLEAR
    return MeanDifference(group.mean, other.mean, gap, low, high, verdict)


def _student(freedom: float, confidence: float) -> float:
    """How many standard errors an interval reaches to either side."""
    from scipy.special import stdtrit  # heavy to load, and most pages compare no means

    return float(stdtrit(freedom, (1 + confidence) / 2))
