"""The learning curve: how often the machine's proposal was right while people confirmed.

Every decision of a person is a test of the proposal that stood beside it: the proposal was made before, so nothing has
to be held back for testing (Dawid 1984 calls this prequential).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from cocreate.analysis.representativity import wilson

POINTS = 10
SMALLEST_BLOCK = 5


@dataclass(frozen=True)
class CurvePoint:
    """Decisions number `start` + 1 to `stop`: in how many the first proposal, or one of the first three, was right.

    `low` and `high` enclose the first share with 90 % confidence (Wilson).
    """

    start: int
    stop: int
    first: int
    among_three: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share in which the first proposal was right."""
        return self.first / (self.stop - self.start)


def learning_curve(ranks: Sequence[int | None], *, points: int = POINTS) -> list[CurvePoint]:
    """From the place that each decision had in the machine's proposal of the moment (1 is first, None is nowhere), in
    the order in which people decided, how right it was in each stretch.

    >>> [(p.stop, p.share) for p in learning_curve([None] * 5 + [1] * 5)]
    [(5, 0.0), (10, 1.0)]
    """
    if not ranks:
        return []
    blocks = max(1, min(points, len(ranks) // SMALLEST_BLOCK))
    edges = [round(i * len(ranks) / blocks) for i in range(blocks + 1)]
    return [_point(ranks, start, stop) for start, stop in pairwise(edges)]


def _point(ranks: Sequence[int | None], start: int, stop: int) -> CurvePoint:
    block = ranks[start:stop]
    first = sum(rank == 1 for rank in block)
    low, high = wilson(first, len(block), 0.9)
    return CurvePoint(start, stop, first, sum(rank is not None and rank <= 3 for rank in block), low, high)
