"""Participants beside the population: pure, counts and shares in, lines out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cocreate.analysis.disclosure import SafeList
from cocreate.analysis.representativity import Standing, wilson
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES

ROUNDING = 0.5  # percent by which shares may exceed 100 together


class Attribute(StrEnum):
    """By what people are compared."""

    HELIX = "helix"
    LANGUAGE = "language"


CATEGORIES: dict[Attribute, tuple[str, ...]] = {
    Attribute.HELIX: tuple(one.value for one in HelixCategory),
    Attribute.LANGUAGE: tuple(LANGUAGES),
}


@dataclass(frozen=True)
class Line:
    """One category. `count` and what follows from it are None where the group is too small to show."""

    category: str
    target: float  # share of the population
    count: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None
    standing: Standing | None = None


def base_of(shown: SafeList[str], total: int, minimum: int) -> int | None:
    """The people who make up 100 %: those who said it, or all if the others would be too few to hide among.

    >>> base_of(SafeList({"nl": 60, "fr": 30}, 90), 90, 5), base_of(SafeList({"nl": 60, "fr": 30}, 90), 92, 5)
    (90, 92)
    >>> base_of(SafeList({"nl": 3}, 3), 3, 5) is None
    True
    """
    if total < minimum:
        return None
    stated = shown.total
    if isinstance(stated, int) and (total == stated or total - stated >= minimum) and stated >= minimum:
        return stated
    return total


def compare(shown: SafeList[str], base: int | None, shares: Mapping[str, float]) -> list[Line]:
    """A line a category that the reference names, in its order; `shares` are percents.

    >>> [(line.category, line.count, line.standing) for line in
    ...  compare(SafeList({"research": 70, "business": 20}, 90), 90, {"business": 60, "research": 25, "citizen": 10})]
    [('business', 20, <Standing.BELOW: 'below'>), ('research', 70, <Standing.ABOVE: 'above'>),
     ('citizen', 0, <Standing.BELOW: 'below'>)]
    """
    return [_line(category, shown.cells.get(category, 0), base, share / 100) for category, share in shares.items()]


def _line(category: str, count: object, base: int | None, target: float) -> Line:
    if base is None or not isinstance(count, int):
        return Line(category, target)
    low, high = wilson(count, base)
    standing = Standing.BELOW if high < target else Standing.ABOVE if low > target else Standing.NEAR
    return Line(category, target, count, count / base, low, high, standing)
