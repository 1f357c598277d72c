"""A map of the answers: themes that are alike lie near each other, and each answer near the themes it speaks of.

Themes are laid out by classical scaling (Torgerson 1952) of the distances between their centres; an answer stands
between the three nearest themes, drawn to the nearest, and off their middle by how it differs from them. It is a
picture to find one's way by: two dimensions never show all distances truly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.linalg import svds

from cocreate.analysis.text.vectors import Matrix

NEAREST = 3  # themes that pull at an answer
PULL = 12.0  # how much more the nearest pulls than the next
SMALL = 50  # rows or columns below which all directions are computed
SPREAD = 0.6  # of the distance between themes, taken by the answers of one theme


def positions(points: Matrix, centroids: Matrix, labels: NDArray[np.intp]) -> NDArray[np.float64]:
    """Where each row of `points` (n, d) stands, an array of shape (n, 2) within -1..1; the same rows, the same map.

    >>> X = np.eye(3, dtype=np.float32)[[0, 0, 1, 2]]
    >>> positions(X, np.eye(3, dtype=np.float32), np.array([0, 0, 1, 2])).shape
    (4, 2)
    """
    if len(points) == 0:
        return np.zeros((0, 2))
    places = _scaled(centroids)
    found = between(points @ centroids.T, places)
    own = _plane(points - centroids[labels])
    reach = np.abs(places).max() or 1.0
    found += own / (np.abs(own).max() or 1.0) * reach * SPREAD / max(1.0, np.sqrt(len(centroids)))
    found -= (found.max(axis=0) + found.min(axis=0)) / 2
    return found / (np.abs(found).max() or 1.0)


def between(similar: NDArray[np.floating], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where rows stand (n, 2) by their cosines with the themes (n, themes), whose places (themes, 2) are given."""
    k = min(NEAREST, len(places))
    near = np.argsort(-similar, axis=1, kind="stable")[:, :k]
    weights = np.exp(PULL * np.take_along_axis(similar, near, axis=1).astype(np.float64))
    weights /= weights.sum(axis=1, keepdims=True)
    return (weights[:, :, None] * places[near]).sum(axis=1)


def _scaled(centroids: Matrix) -> NDArray[np.float64]:
    """Two coordinates for each theme from the distances between all of them."""
    if len(centroids) < 3:
        return np.array([[-1.0, 0.0], [1.0, 0.0]])[: len(centroids)] if len(centroids) > 1 else np.zeros((1, 2))
    return _plane(centroids - centroids.mean(axis=0))


def _plane(rows: Matrix) -> NDArray[np.float64]:
    """The two directions of greatest spread, each with its largest entry positive so that the map is never mirrored."""
    wide = rows.astype(np.float64)
    shorter = min(wide.shape)
    if shorter < SMALL:
        axes = np.linalg.svd(wide, full_matrices=False)[2][:2].T
    else:
        axes = svds(wide, k=2, v0=np.ones(shorter), return_singular_vectors="vh")[2][::-1].T
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(axes.shape[1])])
    flat = wide @ axes
    return flat if flat.shape[1] == 2 else np.hstack([flat, np.zeros((len(flat), 1))])
