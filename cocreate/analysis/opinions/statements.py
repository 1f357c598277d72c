"""What the groups say: how each voted on each statement, what is typical of one, what unites and what divides them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod, sqrt

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.opinions.votes import AGREE, DISAGREE, PASS, Cells

SURE = 0.05  # share of false alarms allowed among what is called typical or divisive
MAJORITY = 0.5
UNITED = 0.6  # share of every group from which a statement is called a consensus


@dataclass(frozen=True)
class Counts:
    """How some people voted on one statement.

    >>> Counts(agree=7, disagree=2, passed=1).share(AGREE)
    0.6667
    """

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        """Votes cast."""
        return self.agree + self.disagree + self.passed

    def votes(self, direction: int) -> int:
        """Votes for (1) or against (-1)."""
        return self.agree if direction == AGREE else self.disagree

    def share(self, direction: int) -> float:
        """Share of the votes for or against, with one imagined vote each way so that few votes say little."""
        return round((self.votes(direction) + 1) / (self.seen + 2), 4)


@dataclass(frozen=True)
class Representative:
    """A statement that tells one group from the others.

    direction  1: the group agrees more than the others, -1: it disagrees more
    share      how the group voted that way, of `base` votes; others_share, others_base: the same for all others
    z          the difference in standard errors; q: expected share of false alarms down to this one
    is_sure    most of the group votes that way and q is at most 0.05
    """

    statement: str
    direction: int
    share: float
    base: int
    others_share: float
    others_base: int
    z: float
    q: float
    is_sure: bool


def counts(cells: Cells) -> list[Counts]:
    """Per column how the rows voted."""
    agree, passed, disagree = ((cells == vote).sum(axis=0) for vote in (AGREE, PASS, DISAGREE))
    return [Counts(int(a), int(d), int(p)) for a, d, p in zip(agree, disagree, passed, strict=True)]


def representatives(
    names: Sequence[str], mine: Sequence[Counts], others: Sequence[Counts], most: int
) -> tuple[Representative, ...]:
    """The statements most typical of a group, most telling first: at least one where there are votes on both sides."""
    from scipy.stats import norm  # here, so that no web process loads it at its start

    pairs = [
        (name, one, rest, direction)
        for name, one, rest in zip(names, mine, others, strict=True)
        if one.seen and rest.seen
        for direction in (AGREE, DISAGREE)
    ]
    z = np.array([_difference(one, rest, direction) for _, one, rest, direction in pairs])
    q = false_alarms(norm.sf(z))
    found = [
        Representative(
            statement=name,
            direction=direction,
            share=one.share(direction),
            base=one.seen,
            others_share=rest.share(direction),
            others_base=rest.seen,
            z=round(float(z[i]), 3),
            q=round(float(q[i]), 4),
            is_sure=bool(q[i] <= SURE and one.share(direction) > MAJORITY),
        )
        for i, (name, one, rest, direction) in enumerate(pairs)
    ]
    found.sort(key=lambda r: (not r.is_sure, -r.z, r.statement))
    sure = [r for r in found if r.is_sure]
    return tuple(sure[:most] or found[:1])


def _difference(mine: Counts, others: Counts, direction: int) -> float:
    """Two proportions, with one imagined vote each way."""
    a, n = mine.votes(direction) + 1, mine.seen + 2
    b, m = others.votes(direction) + 1, others.seen + 2
    pooled = (a + b) / (n + m)
    return (a / n - b / m) / sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))


def false_alarms(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Benjamini and Hochberg (1995): per test the share of false alarms among it and all stronger ones.

    >>> [round(float(q), 3) for q in false_alarms(np.array([0.01, 0.04, 0.03]))]
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    q = np.empty_like(scaled)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q


def consensus(by_group: Sequence[Counts]) -> tuple[int, float, bool]:
    """Which way the groups lean together (1 or -1), how strongly (geometric mean of their shares), and if it unites.

    The product of the groups' shares is Polis' group-informed consensus; the root makes numbers of groups comparable.

    >>> consensus([Counts(9, 0, 1), Counts(8, 1, 1)])
    (1, 0.7906, True)
    """
    shares = {way: [c.share(way) for c in by_group] for way in (AGREE, DISAGREE)}
    score = {way: prod(values) ** (1 / len(values)) if values else 0.0 for way, values in shares.items()}
    way = AGREE if score[AGREE] >= score[DISAGREE] else DISAGREE
    is_united = bool(by_group) and min(shares[way]) >= UNITED
    return way, round(score[way], 4), is_united


def spread(by_group: Sequence[Counts]) -> float:
    """How far the groups are apart: largest difference between two groups' leanings, 0 to 1.

    >>> spread([Counts(8, 0, 0), Counts(0, 8, 0)])
    0.8
    """
    leanings = [(c.share(AGREE) - c.share(DISAGREE)) / 2 for c in by_group if c.seen]
    return round(max(leanings) - min(leanings), 4) if len(leanings) > 1 else 0.0


def same_everywhere(by_group: Sequence[Counts]) -> float:
    """Chance of groups differing at least so much if all voted alike (chi-square); 1 where nothing can be compared."""
    from scipy.stats import chi2_contingency

    table = np.array([[c.agree, c.disagree, c.passed] for c in by_group if c.seen], dtype=float)
    if len(table) < 2:
        return 1.0
    table = table[:, table.sum(axis=0) > 0]
    return float(chi2_contingency(table).pvalue) if table.shape[1] > 1 else 1.0
