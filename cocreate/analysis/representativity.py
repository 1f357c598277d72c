"""Who took part, beside whom one hoped to hear: counts and shares per helix category, each with base and doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from statistics import NormalDist


class Standing(StrEnum):
    """A share beside its target: below or above when the target lies outside the interval."""

    BELOW = "below"
    NEAR = "near"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class CategoryShare:
    """One category.

    count, share   people and their share of the base;  low, high: Wilson interval of the share
    target         hoped-for share, None without one;  ratio: share / target, None without a target above 0
    standing       None without a target or without a base
    """

    category: str
    count: int
    share: float | None
    low: float
    high: float
    target: float | None
    ratio: float | None
    standing: Standing | None


@dataclass(frozen=True, slots=True)
class RepresentativityReport:
    """base: people with a category, who make up 100 %;  unstated: people without one, in no share."""

    rows: tuple[CategoryShare, ...]
    base: int
    unstated: int
    confidence: float


def wilson(count: int, base: int, confidence: float = 0.95) -> tuple[float, float]:
    """Score interval of a share (Wilson, "Probable inference", JASA 22, 1927): sound for small bases and shares near 0.

    (0, 1) for an empty base. Raises ValueError unless 0 <= count <= base and 0 < confidence < 1.

    >>> low, high = wilson(41, 615)
    >>> round(low, 3), round(high, 3)
    (0.05, 0.089)
    """
    if not 0 <= count <= base or not 0 < confidence < 1:
        raise ValueError("a count lies between 0 and its base, a confidence between 0 and 1")
    if base == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = count / base
    middle = (share + z * z / (2 * base)) / (1 + z * z / base)
    reach = z / (1 + z * z / base) * sqrt(share * (1 - share) / base + z * z / (4 * base * base))
    # At the ends the bound is exactly 0 or 1; arithmetic leaves it a hair off.
    return (0.0 if count == 0 else max(0.0, middle - reach)), (1.0 if count == base else min(1.0, middle + reach))


def representativity(
    people: Iterable[str | None] | Mapping[str | None, int],
    *,
    categories: Sequence[str] = (),
    targets: Mapping[str, float] | None = None,
    confidence: float = 0.95,
) -> RepresentativityReport:
    """Shares per category, in the order of `categories`, then others by name.

    people      a category per person (None: not stated), or counts per category
    categories  shown even when nobody came: an empty row is a finding
    targets     share per category, 0 to 1; need not cover all categories, and may sum to less than 1

    The interval says how much the share would vary by chance alone. People choose whether to answer, so a narrow
    interval does not make a consultation representative.

    Raises ValueError for a negative count, or targets outside 0-1 or above 1 together.

    >>> [(row.category, row.count, row.standing) for row in
    ...  representativity({"research": 44, "business": 8}, targets={"business": 0.4}).rows]
    [('business', 8, <Standing.BELOW: 'below'>), ('research', 44, None)]
    """
    targets = dict(targets or {})
    if any(not 0 <= share <= 1 for share in targets.values()) or sum(targets.values()) > 1 + 1e-9:
        raise ValueError("targets are shares between 0 and 1, and at most 1 together")
    counts = Counter(people)
    if any(count < 0 for count in counts.values()):
        raise ValueError("a count is 0 or more")
    unstated = counts.pop(None, 0)
    stated: dict[str, int] = {name: count for name, count in counts.items() if name is not None}
    names = list(dict.fromkeys([*categories, *sorted({*stated, *targets})]))
    base = sum(stated.values())
    rows = tuple(_row(name, stated.get(name, 0), base, targets.get(name), confidence) for name in names)
    return RepresentativityReport(rows, base, unstated, confidence)


def _row(name: str, count: int, base: int, target: float | None, confidence: float) -> CategoryShare:
    low, high = wilson(count, base, confidence)
    share = count / base if base else None
    standing = None
    if target is not None and base:
        standing = Standing.BELOW if high < target else Standing.ABOVE if low > target else Standing.NEAR
    return CategoryShare(
        category=name,
        count=count,
        share=share,
        low=low,
        high=high,
        target=target,
        ratio=share / target if share is not None and target else None,
        standing=standing,
    )
