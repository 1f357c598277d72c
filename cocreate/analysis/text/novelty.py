"""Whether a statement brings something that no entry speaks of.

Something new is rarely one odd sentence: several people say it. So a statement is as new as it and the answers around
it are far from every entry, each entry measured on its own scale, because some are near to everything.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.text.vectors import CENTRE_FROM, Matrix

AROUND = 20  # nearest answers over which novelty is averaged; a tenth of the answers where they are few
SECOND = 0.3  # weight of the second nearest entry: what is near to two is surely not new


def standardised(scores: Matrix) -> Matrix:
    """Scores as standard deviations above what the entry gets from all statements; few statements stay as they are."""
    if len(scores) < CENTRE_FROM:
        return scores
    return ((scores - scores.mean(axis=0)) / np.maximum(scores.std(axis=0), 1e-6)).astype(np.float32)


def neighbours(points: Matrix, count: int) -> NDArray[np.intp]:
    """The numbers of the nearest other statements, nearest first, as (statements, at most `count`)."""
    most = min(count, len(points) - 1)
    if most < 1:
        return np.zeros((len(points), 0), np.intp)
    found = np.empty((len(points), most), np.intp)
    for start in range(0, len(points), 1_000):  # a thousand rows at a time: 100,000 answers stay below 1 GB
        likeness = points[start : start + 1_000] @ points.T
        rows = np.arange(len(likeness))
        likeness[rows, rows + start] = -np.inf
        part = np.argpartition(-likeness, most - 1, axis=1)[:, :most]
        order = np.argsort(-np.take_along_axis(likeness, part, axis=1), axis=1, kind="stable")
        found[start : start + 1_000] = np.take_along_axis(part, order, axis=1)
    return found


def novelty(scores: Matrix, nearest: NDArray[np.intp]) -> NDArray[np.float32]:
    """How far from every entry each statement and those around it are; higher is newer, typically -3 to 0.

    `scores` are statements against entries, `nearest` the numbers of the nearest statements (see `neighbours`).
    """
    if not scores.size:
        return np.zeros(len(scores), np.float32)
    ordered = np.sort(standardised(scores), axis=1)[:, ::-1]
    near = ordered[:, 0] if ordered.shape[1] == 1 else (1 - SECOND) * ordered[:, 0] + SECOND * ordered[:, 1]
    around = nearest[:, : min(AROUND, max(1, len(scores) // 10))]
    if around.shape[1]:
        near = (near + near[around].sum(axis=1)) / (around.shape[1] + 1)
    return (-near).astype(np.float32)
