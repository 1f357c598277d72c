"""Whether a statement brings something that no entry speaks of.

Something new is rarely one odd sentence: several people say it. So a statement is as new as it and the answers around
it are far from every entry, each entry measured on its own scale, because some are near to everything.
"""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.text.vectors import CENTRE_FROM, Matrix

AROUND = 20  # nearest answers over which novelty is averaged; a tenth of the answers where they are few
USUAL, USUAL_SPREAD = 0.09, 0.06  # score of a statement with an entry that it does not speak of
LOOKED_AT = 10_000  # statements among which neighbours are sought
SECOND = 0.3  # weight of the second nearest entry: what is near to two is surely not new


def standardised(scores: Matrix) -> Matrix:
    """Scores as standard deviations above what the entry gets from all statements.

    Few statements cannot tell what is usual: they are held against what unrelated ones got in four labelled sets.
    """
    if len(scores) < CENTRE_FROM:
        return ((scores - USUAL) / USUAL_SPREAD).astype(np.float32)
    # Bounded: an entry of which most people speak is near to them, although that is what is usual here.
    centre = np.minimum(scores.mean(axis=0), USUAL + USUAL_SPREAD)
    spread = np.clip(scores.std(axis=0), 1e-6, 2 * USUAL_SPREAD)
    return ((scores - centre) / spread).astype(np.float32)


def neighbours(points: Matrix, count: int, *, most: int = LOOKED_AT) -> NDArray[np.intp]:
    """The numbers of the nearest other statements, nearest first, as (statements, at most `count`).

    Of more than `most` statements an evenly spread part is looked at, so that cost grows in proportion to their number.
    """
    part = np.linspace(0, len(points) - 1, min(most, len(points))).astype(np.intp)
    count = min(count, len(part) - 1)
    if count < 1:
        return np.zeros((len(points), 0), np.intp)
    found = np.empty((len(points), count), np.intp)
    for start in range(0, len(points), 1_000):  # a thousand rows at a time: 100,000 answers stay below 1 GB
        likeness = points[start : start + 1_000] @ points[part].T
        rows = np.arange(start, start + len(likeness))
        own = np.minimum(np.searchsorted(part, rows), len(part) - 1)
        itself = np.flatnonzero(part[own] == rows)
        likeness[itself, own[itself]] = -np.inf
        near = np.argpartition(-likeness, count - 1, axis=1)[:, :count]
        order = np.argsort(-np.take_along_axis(likeness, near, axis=1), axis=1, kind="stable")
        found[start : start + 1_000] = part[np.take_along_axis(near, order, axis=1)]
    return found


def novelty(scores: Matrix, nearest: NDArray[np.intp]) -> NDArray[np.float32]:
    """How far from every entry each statement and those around it are; higher is newer, typically -2 to 1.

    `scores` are statements against entries, `nearest` the numbers of the nearest statements (see `neighbours`). What
    the best of so many entries would reach by chance is taken off, so that many entries make nothing seem known.
    """
    if not scores.size:
        return np.zeros(len(scores), np.float32)
    ordered = np.sort(standardised(scores), axis=1)[:, ::-1]
    near = ordered[:, 0] if ordered.shape[1] == 1 else (1 - SECOND) * ordered[:, 0] + SECOND * ordered[:, 1]
    around = nearest[:, : min(AROUND, max(1, len(scores) // 10))]
    if around.shape[1]:
        near = (near + near[around].sum(axis=1)) / (around.shape[1] + 1)
    return (by_chance(ordered.shape[1]) - near).astype(np.float32)


def by_chance(entries: int) -> float:
    """What the nearest two of so many entries reach when a statement speaks of none (Blom 1958, for normal scores).

    >>> round(by_chance(7), 2), round(by_chance(80), 2)
    (1.18, 2.31)
    """
    best, second = ((entries + 1 - place - 0.375) / (entries + 0.25) for place in (1, 2))
    if entries == 1:
        return 0.0
    normal = NormalDist()
    return (1 - SECOND) * normal.inv_cdf(best) + SECOND * normal.inv_cdf(second)
