"""Which answers are nearest to which, as graphs that communities can be found in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from cocreate.analysis.text.vectors import Matrix

BLOCK = 1_000  # rows of the similarity matrix held at once


@dataclass(frozen=True)
class Neighbours:
    """For each row its nearest other rows, best first: both arrays have shape (n, k)."""

    index: NDArray[np.intp]
    similarity: Matrix


def nearest(points: Matrix, k: int) -> Neighbours:
    """The k nearest other rows of each row of unit vectors (n, d), k < n; equally near ones in the order of rows.

    >>> nearest(np.array([[1, 0], [0.8, 0.6], [0, 1]], np.float32), 1).index.ravel().tolist()
    [1, 0, 1]
    """
    index, similarity = [], []
    for start in range(0, len(points), BLOCK):
        block = points[start : start + BLOCK] @ points.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -2
        found = np.sort(np.argpartition(-block, k - 1, axis=1)[:, :k], axis=1)
        cosines = np.take_along_axis(block, found, axis=1)
        order = np.argsort(-cosines, axis=1, kind="stable")
        index.append(np.take_along_axis(found, order, axis=1))
        similarity.append(np.take_along_axis(cosines, order, axis=1))
    return Neighbours(np.vstack(index), np.vstack(similarity))


def edges(near: Neighbours, k: int, present: NDArray[np.bool_], floor: float) -> csr_matrix:
    """Edges between the present rows (n,) and each one's k nearest present rows of a cosine above `floor`.

    A symmetric matrix (n, n) of cosines: an edge stands when either end names the other.
    """
    n = len(near.index)
    there = present[near.index]
    chosen = there & (np.cumsum(there, axis=1) <= k) & present[:, None] & (near.similarity > floor)
    rows, place = np.nonzero(chosen)
    graph = csr_matrix((near.similarity[rows, place].astype(np.float64), (rows, near.index[rows, place])), shape=(n, n))
    return graph.maximum(graph.T).tocsr()
