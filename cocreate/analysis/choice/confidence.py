"""What the totals would be if marks counted by how sure their assessors were: a check, never the decision.

Confidence is a person's own word and says as much about the person as about the mark: those who say that they are
certain are wrong more often than they think (Fischhoff, Slovic and Lichtenstein, "Knowing with certainty", 1977). So
the decision counts all marks alike, and this module says whether that decided anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from .criteria import propose_shortlist
from .scores import Criterion, ScoreEntry, Total, aggregate, shares, weighted_totals
from .variations import Variation, variation_of

SURE: Mapping[str, float] = {"low": 1 / 3, "middle": 2 / 3, "high": 1.0}
UNSAID = SURE["middle"]
"""A mark whose assessor said nothing about it counts as one of middling confidence."""


def confidence_checks(
    candidates: Sequence[str],
    criteria: Sequence[Criterion],
    entries: Sequence[ScoreEntry],
    confidences: Sequence[str],
    *,
    size: int,
) -> tuple[Variation, ...]:
    """Two variations of a shortlist of `size`: `without_low` leaves out marks of low confidence, `weighted` counts a
    mark of low, middle and high confidence once, twice, three times.

    confidences: one for each entry, "" where nothing was said. Raises ValueError for what `aggregate` refuses.
    """
    base = propose_shortlist(aggregate(candidates, criteria, entries).totals, size=size)
    weights = {
        "without_low": [0.0 if said == "low" else 1.0 for said in confidences],
        "weighted": [SURE.get(said, UNSAID) for said in confidences],
    }
    return tuple(
        variation_of("confidence", what, weighted_marks(candidates, criteria, entries, counts), size, base)
        for what, counts in weights.items()
    )


def weighted_marks(
    candidates: Sequence[str],
    criteria: Sequence[Criterion],
    entries: Sequence[ScoreEntry],
    counts: Sequence[float],
) -> tuple[Total, ...]:
    """Totals when each mark counts as often as `counts` says, 0 for not at all; a cell without a mark is left out.

    >>> marks = [ScoreEntry("a", "link", "m1", 4), ScoreEntry("a", "link", "m2", 0)]
    >>> weighted_marks(["a"], [Criterion("link", 1)], marks, [3, 1])[0].total
    75.0
    """
    report = aggregate(candidates, criteria, entries)
    rows, columns = ({key: place for place, key in enumerate(keys)} for keys in (candidates, (c.key for c in criteria)))
    sums, base = np.zeros((len(rows), len(columns))), np.zeros((len(rows), len(columns)))
    for entry, count in sorted(zip(entries, counts, strict=True), key=lambda pair: pair[0].assessor):
        if entry.value is not None and count > 0:
            cell = rows[entry.candidate], columns[entry.criterion]
            sums[cell] += count * entry.value
            base[cell] += count
    means = np.divide(sums, base, out=np.full(sums.shape, np.nan), where=base > 0)
    totals = weighted_totals(means, shares(criteria))
    return tuple(
        replace(total, total=None if np.isnan(value) else float(value))
        for total, value in zip(report.totals, totals, strict=True)
    )
