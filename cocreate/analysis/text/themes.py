"""Themes: answers that say alike things, found without being told how many there are and without leaving anyone out.

An exact cosine nearest-neighbour graph is cut into communities by the Louvain method (Blondel et al. 2008, networkx) on
many subsamples of the answers; pairs that stay together weigh most in a last cut (consensus clustering, Lancichinetti
and Fortunato 2012). How often a theme comes back in the subsamples is its stability (cluster-wise Jaccard, Hennig
2007).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from cocreate.analysis.progress import SILENT, Progress
from cocreate.analysis.text.vectors import CENTRE_FROM, Matrix, unit

Labels = NDArray[np.intp]

FEW, MANY = 10, 20  # neighbours below and from MANY_FROM answers
MANY_FROM = 400
KEPT = 0.8  # share of the answers in each subsample
LONELY = 0.25  # cosine below which two of a handful of (uncentred) answers are no neighbours
BLOCK = 1_000  # rows of the similarity matrix held at once


@dataclass(frozen=True)
class _Neighbours:
    """For each row its nearest other rows, best first: both arrays have shape (n, k)."""

    index: NDArray[np.intp]
    similarity: Matrix


class ThemeModel(ClusterMixin, BaseEstimator):
    """Groups unit vectors into themes.

    Parameters
    ----------
    random_state : seed of the subsamples and of Louvain's node order.
    granularity : Louvain's resolution; 1 is the proposal, 2 gives more and smaller themes, 0.5 fewer and larger.
    subsamples : how many subsamples make the consensus; 40 for a final run, 0 for a quick preview without stability.
    neighbours : neighbours per answer; None chooses 10 below 400 answers and 20 from there on.
    min_size : smaller groups join the nearest theme; None chooses 1 % of the answers, at least 3 (1 below 20 answers).

    Attributes (after `fit`)
    ------------------------
    labels_ : (n,) theme of each row, themes numbered by falling size.
    strengths_ : (n,) cosine with the theme's centre, cut to 0..1.
    centroids_ : (themes, d) unit vectors.
    stability_ : (themes,) mean best Jaccard overlap over the subsamples, 0..1; NaN where it was not measured.

    The order of rows changes nothing: they are sorted by key first, and rows with the same key are one point.

    >>> X = np.eye(4, dtype=np.float32)[[0, 0, 1, 1, 2, 2]]
    >>> ThemeModel(random_state=1).fit(X).labels_.tolist()
    [2, 2, 0, 0, 1, 1]
    """

    def __init__(
        self,
        *,
        random_state: int = 0,
        granularity: float = 1.0,
        subsamples: int = 40,
        neighbours: int | None = None,
        min_size: int | None = None,
    ) -> None:
        self.random_state = random_state
        self.granularity = granularity
        self.subsamples = subsamples
        self.neighbours = neighbours
        self.min_size = min_size

    def fit(
        self,
        X: Matrix,
        y: object = None,
        *,
        keys: Sequence[str] | None = None,
        copies: Sequence[int] | None = None,
        progress: Progress = SILENT,
    ) -> ThemeModel:
        """Find the themes of `X`, shape (n, d), rows of unit length or zero.

        `keys` (one a row) say which rows are the same answer and in which order to read them; the default is a hash of
        the row. `copies` says how many answers each row stands for (1 each). Raises ValueError for an empty or
        non-finite `X` or a granularity that is not above 0.
        """
        X = np.ascontiguousarray(X, dtype=np.float32)
        if X.ndim != 2 or len(X) == 0 or not np.isfinite(X).all():
            raise ValueError("X must be a finite array of shape (n, d) with n >= 1")
        if self.granularity <= 0:
            raise ValueError("granularity must be above 0")
        row_keys = list(keys) if keys is not None else [hashlib.sha256(row.tobytes()).hexdigest() for row in X]
        if len(row_keys) != len(X):
            raise ValueError("keys must name every row of X")
        _, first, back = np.unique(row_keys, return_index=True, return_inverse=True)
        points = X[first]
        counts = np.bincount(back, weights=copies).astype(np.intp)
        with threadpool_limits(1):
            labels, runs = self._communities(points, progress)
            labels = _numbered(_merged(points, labels, counts, self._smallest(int(counts.sum()))), counts)
            self.centroids_ = _centres(points, labels, counts)
            strengths = np.clip(np.einsum("ij,ij->i", points, self.centroids_[labels]), 0, 1)
        self.labels_ = labels[back]
        self.strengths_ = strengths[back]
        self.stability_ = _stability(labels, runs)
        progress.advance(1.0, "themes:grouping")
        return self

    def predict(self, X: Matrix) -> Labels:
        """The nearest theme of each row of `X`, shape (m, d): where a new answer joins while the consultation runs."""
        with threadpool_limits(1):
            return (np.asarray(X, np.float32) @ self.centroids_.T).argmax(axis=1)

    def _smallest(self, n: int) -> int:
        if self.min_size is not None:
            return self.min_size
        return max(3, round(0.01 * n)) if n >= CENTRE_FROM else 1

    def _communities(self, points: Matrix, progress: Progress) -> tuple[Labels, list[Labels]]:
        n = len(points)
        if n == 1:
            return np.zeros(1, np.intp), []
        wanted = self.neighbours or (MANY if n >= MANY_FROM else min(FEW, max(2, n // 3)))
        k = min(wanted, n - 1)
        # In a subsample some neighbours are missing; the next nearest take their place.
        near = _nearest(points, min(n - 1, int(np.ceil(k / KEPT * 1.25)) + 1))
        floor = LONELY if n < CENTRE_FROM else 0.0
        everyone = np.ones(n, bool)
        rows, columns, weights = _edges(near, k, everyone, floor)
        if not self.subsamples:
            return _louvain(n, rows, columns, weights, self.granularity, self.random_state), []
        draw = check_random_state(self.random_state)
        runs = []
        for number in range(self.subsamples):
            progress.advance(number / self.subsamples, "themes:grouping")
            present = np.zeros(n, bool)
            present[draw.permutation(n)[: max(2, round(KEPT * n))]] = True
            seed = int(draw.randint(2**31 - 1))
            found = _louvain(n, *_edges(near, k, present, floor), self.granularity, seed)
            runs.append(np.where(present, found, -1))
        together = _agreement(runs, rows, columns)
        # Squared: a pair that parts every other time is no evidence for a common theme.
        return _louvain(n, rows, columns, together**2, self.granularity, self.random_state), runs


def _nearest(points: Matrix, k: int) -> _Neighbours:
    """The k nearest other rows of each row; ties go to the lower row."""
    index, similarity = [], []
    for start in range(0, len(points), BLOCK):
        block = points[start : start + BLOCK] @ points.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -2
        order = np.argsort(-block, axis=1, kind="stable")[:, :k]
        index.append(order)
        similarity.append(np.take_along_axis(block, order, axis=1))
    return _Neighbours(np.vstack(index), np.vstack(similarity))


def _edges(
    near: _Neighbours, k: int, present: NDArray[np.bool_], floor: float
) -> tuple[Labels, Labels, NDArray[np.float64]]:
    """Edges (lower row, higher row, cosine) between each present row and its k nearest present rows."""
    n = len(near.index)
    there = present[near.index]
    chosen = there & (np.cumsum(there, axis=1) <= k) & present[:, None] & (near.similarity > floor)
    rows, place = np.nonzero(chosen)
    columns = near.index[rows, place]
    code, first = np.unique(np.minimum(rows, columns) * n + np.maximum(rows, columns), return_index=True)
    return code // n, code % n, near.similarity[rows, place][first].astype(np.float64)


def _louvain(
    n: int, rows: Labels, columns: Labels, weights: NDArray[np.float64], resolution: float, seed: int
) -> Labels:
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    real = weights > 0
    edges = zip(rows[real].tolist(), columns[real].tolist(), weights[real].tolist(), strict=True)
    graph.add_weighted_edges_from(edges)
    labels = np.empty(n, np.intp)
    for number, members in enumerate(nx.community.louvain_communities(graph, resolution=resolution, seed=seed)):
        labels[list(members)] = number
    return labels


def _agreement(runs: Sequence[Labels], rows: Labels, columns: Labels) -> NDArray[np.float64]:
    """For each edge: in which share of the subsamples that hold both ends they lie in one community."""
    together = np.zeros(len(rows))
    both = np.zeros(len(rows))
    for run in runs:
        a, b = run[rows], run[columns]
        seen = (a >= 0) & (b >= 0)
        both += seen
        together += seen & (a == b)
    return np.divide(together, both, out=np.zeros_like(together), where=both > 0)


def _centres(points: Matrix, labels: Labels, copies: NDArray[np.intp]) -> Matrix:
    sums = np.zeros((labels.max() + 1, points.shape[1]), np.float32)
    np.add.at(sums, labels, points * copies[:, None].astype(np.float32))
    return unit(sums)


def _merged(points: Matrix, labels: Labels, copies: NDArray[np.intp], smallest: int) -> Labels:
    """Groups of fewer than `smallest` answers dissolve into the nearest large enough group."""
    sizes = np.bincount(labels, weights=copies)
    large = np.flatnonzero(sizes >= smallest)
    if len(large) == 0:
        return np.zeros_like(labels)
    homeless = ~np.isin(labels, large)
    if homeless.any():
        labels = labels.copy()
        centres = _centres(points, labels, copies)[large]
        labels[homeless] = large[(points[homeless] @ centres.T).argmax(axis=1)]
    return labels


def _numbered(labels: Labels, copies: NDArray[np.intp]) -> Labels:
    """Themes renumbered 0, 1, ... by falling size, equal sizes by their first row."""
    found, first, compact = np.unique(labels, return_index=True, return_inverse=True)
    sizes = np.bincount(compact, weights=copies)
    order = sorted(range(len(found)), key=lambda theme: (-sizes[theme], first[theme]))
    rank = np.empty(len(found), np.intp)
    rank[order] = np.arange(len(found))
    return rank[compact]


def _stability(labels: Labels, runs: Sequence[Labels]) -> NDArray[np.float64]:
    """For each theme the mean over subsamples of its best Jaccard overlap with a community found there."""
    themes = labels.max() + 1
    if not runs:
        return np.full(themes, np.nan)
    total, counted = np.zeros(themes), np.zeros(themes)
    for run in runs:
        seen = run >= 0
        communities = int(run.max()) + 1
        shared = np.bincount(labels[seen] * communities + run[seen], minlength=themes * communities)
        shared = shared.reshape(themes, communities)
        mine, theirs = shared.sum(axis=1, keepdims=True), shared.sum(axis=0, keepdims=True)
        overlap = shared / np.maximum(mine + theirs - shared, 1)
        total += overlap.max(axis=1)
        counted += mine[:, 0] > 0
    return np.divide(total, counted, out=np.full(themes, np.nan), where=counted > 0)
