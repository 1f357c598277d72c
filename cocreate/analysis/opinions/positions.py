"""Everybody's place in a plane: who votes alike stands close together.

Principal components of the votes. A vote that was not cast counts as the statement's mean, so it pulls nobody
anywhere; whoever cast few votes is then pushed out from the middle by the square root of what they did not see (as
Polis does), so that few votes do not look like moderate opinions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.opinions.votes import Cells

AXES = 2
SHUFFLES = 20

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Plane:
    """points[i]: place of row i; loadings[j]: how statement j pulls; explained: share of the variance per axis.

    `strength` is the variance along the first axis over the highest that 20 shufflings of each statement's votes gave:
    at 1 or below, people do not vote alike more than chance makes them.
    """

    points: Points
    loadings: Points
    explained: tuple[float, ...]
    strength: float


def place(cells: Cells, seed: int) -> Plane:
    """The plane of a table with at least one row and one column; every column has a vote."""
    filled = _filled(cells)
    values, axes = _axes(filled)
    points = filled @ axes.T
    votes = (~np.isnan(cells)).sum(axis=1)
    points *= np.sqrt(cells.shape[1] / np.maximum(votes, 1))[:, None]
    total = float((filled**2).sum())
    explained = tuple(round(float(v) / total, 4) if total else 0.0 for v in values)
    return Plane(points, axes.T, explained, _strength(cells, float(values[0]), seed))


def _filled(cells: Cells) -> Cells:
    seen = ~np.isnan(cells)
    mean = np.nansum(cells, axis=0) / np.maximum(seen.sum(axis=0), 1)
    return np.where(seen, cells - mean, 0.0)


def _axes(filled: Cells) -> tuple[NDArray[np.float64], Points]:
    """Variances and directions of the axes; the strongest pull of each axis is to the right or up."""
    values, vectors = np.linalg.eigh(filled.T @ filled)
    axes = np.zeros((AXES, filled.shape[1]))
    found = vectors[:, ::-1].T[:AXES]
    strongest = np.abs(found).argmax(axis=1)
    axes[: len(found)] = found * np.sign(found[np.arange(len(found)), strongest])[:, None]
    return np.maximum(np.pad(values[::-1][:AXES], (0, max(0, AXES - len(values)))), 0.0), axes


def _strength(cells: Cells, first: float, seed: int) -> float:
    """Horn's parallel analysis (1965), keeping who voted on what and how each statement fared."""
    random = np.random.default_rng(seed)
    by_chance = 0.0
    columns = [np.flatnonzero(~np.isnan(column)) for column in cells.T]
    for _ in range(SHUFFLES):
        shuffled = cells.copy()
        for j, rows in enumerate(columns):
            shuffled[rows, j] = random.permutation(cells[rows, j])
        filled = _filled(shuffled)
        gram = filled.T @ filled if filled.shape[1] <= filled.shape[0] else filled @ filled.T
        by_chance = max(by_chance, float(np.linalg.eigvalsh(gram)[-1]))
    return round(first / by_chance, 4) if by_chance > 0 else 0.0
