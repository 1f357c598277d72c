"""Themes: answers that say alike things, found without being told how many there are and without leaving anyone out.

A cosine nearest-neighbour graph is cut into communities by the Louvain method on many subsamples of the answers; pairs
that stay together weigh most in a last cut (consensus clustering, Lancichinetti and Fortunato 2012). How often a theme
comes back in the subsamples is its stability (cluster-wise Jaccard, Hennig 2007). Of very many answers a sample makes
the themes, chosen by what is said and not by chance, and the others join the nearest.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_diag, csr_matrix
from sklearn.base import BaseEstimator, ClusterMixin, clone
from sklearn.utils import check_random_state
from threadpoolctl import threadpool_limits

from cocreate.analysis.progress import SILENT, PartOf, Progress
from cocreate.analysis.text.communities import Labels, louvain
from cocreate.analysis.text.levels import cut, ward
from cocreate.analysis.text.neighbours import Neighbours, edges, nearest
from cocreate.analysis.text.vectors import CENTRE_FROM, Matrix, unit

FEW, MANY = 10, 20  # neighbours below and from MANY_FROM answers
MANY_FROM = 400
KEPT = 0.8  # share of the answers in each subsample
LONELY = 0.25  # cosine below which two of a handful of (uncentred) answers are no neighbours
SAMPLE = 4_000  # different answers that make the themes; the others join them
COARSEST, FINER, STEPS = 0.5, 1.35, 12  # granularities tried for a wanted number of themes
QUICK = 8  # subsamples while trying
AT_ONCE = 60_000  # rows of the block-diagonal graph in which subsamples are cut together


class ThemeModel(ClusterMixin, BaseEstimator):
    """Groups unit vectors into themes.

    Parameters
    ----------
    random_state : seed of the subsamples and of Louvain's node order.
    granularity : Louvain's resolution; 1 is the proposal, 2 gives more and smaller themes, 0.5 fewer and larger.
    subsamples : how many subsamples make the consensus; 40 for a final run, 0 for a quick preview without stability.
    neighbours : neighbours per answer; None chooses 10 below 400 answers and 20 from there on.
    min_size : smaller groups join the nearest theme; None chooses 1 % of the answers, at least 3 (1 below 20 answers).
    at_most : themes; where more are found, the most alike are joined (Ward on their centres). None: all that are found.

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
        at_most: int | None = None,
    ) -> None:
        self.random_state = random_state
        self.granularity = granularity
        self.subsamples = subsamples
        self.neighbours = neighbours
        self.min_size = min_size
        self.at_most = at_most

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

        `keys` (one a row) say which rows are the same answer and in which order to read them. They should be hashes,
        as the default (of the row) is: the first ones in their order are the sample. `copies` says how many answers
        each row stands for (1 each). Raises ValueError for an empty or non-finite `X` or a granularity that is not
        above 0.
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
        is_sorted = np.array_equal(first, np.arange(len(X)))
        points = X if is_sorted else X[first]  # a copy of 100,000 rows is a quarter of a gigabyte
        counts = np.bincount(back, weights=copies).astype(np.intp)
        drawn = min(len(points), SAMPLE)  # the first keys: hashes, so a fair sample and always the same one
        with threadpool_limits(1):
            sample, runs = self._communities(points[:drawn], progress)
            labels = _joined(points, sample, counts)
            labels = _numbered(_merged(points, labels, counts, self._smallest(int(counts.sum()))), counts)
            if self.at_most is not None:
                labels = _numbered(_fewer(points, labels, counts, self.at_most), counts)
            self.centroids_ = _centres(points, labels, counts)
            strengths = np.clip(np.einsum("ij,ij->i", points, self.centroids_[labels]), 0, 1)
        self.labels_ = labels[back]
        self.strengths_ = strengths[back]
        self.stability_ = _stability(labels[:drawn], runs)
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
        near = nearest(points, min(n - 1, int(np.ceil(k / KEPT * 1.25)) + 1))
        floor = LONELY if n < CENTRE_FROM else 0.0
        graph = edges(near, k, np.ones(n, bool), floor)
        if not self.subsamples:
            return self._cut([graph], n, self.random_state)[0], []
        runs = self._subsamples(near, k, floor, progress)
        return self._cut([_agreement(runs, graph)], n, self.random_state)[0], runs

    def _subsamples(self, near: Neighbours, k: int, floor: float, progress: Progress) -> list[Labels]:
        """The communities of each subsample; -1 for the rows that are not in it."""
        n = len(near.index)
        draw = check_random_state(self.random_state)
        runs: list[Labels] = []
        while len(runs) < self.subsamples:
            progress.advance(len(runs) / self.subsamples, "themes:grouping")
            present = []
            for _ in range(min(self.subsamples - len(runs), max(1, AT_ONCE // n))):
                present.append(np.zeros(n, bool))
                present[-1][draw.permutation(n)[: max(2, round(KEPT * n))]] = True
            found = self._cut([edges(near, k, here, floor) for here in present], n, int(draw.randint(2**31 - 1)))
            runs += [np.where(here, labels, -1) for here, labels in zip(present, found, strict=True)]
        return runs

    def _cut(self, graphs: Sequence[csr_matrix], n: int, seed: int) -> list[Labels]:
        """The communities of each graph of n rows, all found together, numbered from 0 in each."""
        blocks = np.repeat(np.arange(len(graphs)), n)
        labels = louvain(block_diag(graphs, "csr"), blocks, resolution=self.granularity, seed=seed)
        return [np.unique(part, return_inverse=True)[1] for part in np.split(labels, len(graphs))]


def with_themes(
    wanted: int, X: Matrix, *, keys: Sequence[str], copies: Sequence[int], model: ThemeModel, progress: Progress
) -> ThemeModel:
    """A model like `model` with `wanted` themes, or all that can be told apart: fitted at the coarsest granularity that
    finds as many, what is too many joined."""
    granularity = COARSEST
    for step in range(STEPS):
        quick = clone(model).set_params(granularity=granularity, subsamples=min(QUICK, model.subsamples))
        part = PartOf(progress, 0.5 * step / STEPS, 0.5 * (step + 1) / STEPS)
        if len(quick.fit(X, keys=keys, copies=copies, progress=part).centroids_) >= wanted:
            break
        granularity *= FINER
    found = clone(model).set_params(granularity=granularity, at_most=wanted)
    return found.fit(X, keys=keys, copies=copies, progress=PartOf(progress, 0.5, 1.0))


def _joined(points: Matrix, sample: Labels, copies: NDArray[np.intp]) -> Labels:
    """Themes for all rows: those after the sample join the nearest centre."""
    drawn = len(sample)
    if drawn == len(points):
        return sample
    centres = _centres(points[:drawn], sample, copies[:drawn])
    return np.concatenate([sample, (points[drawn:] @ centres.T).argmax(axis=1)])


def _agreement(runs: Sequence[Labels], graph: csr_matrix) -> csr_matrix:
    """The graph with other weights: in which share of the subsamples that hold both ends they lie in one community.

    Squared: a pair that parts every other time is no evidence for a common theme.
    """
    pairs = graph.tocoo()
    together = np.zeros(pairs.nnz)
    both = np.zeros(pairs.nnz)
    for run in runs:
        a, b = run[pairs.row], run[pairs.col]
        seen = (a >= 0) & (b >= 0)
        both += seen
        together += seen & (a == b)
    share = np.divide(together, both, out=np.zeros_like(together), where=both > 0)
    found = csr_matrix((share**2, (pairs.row, pairs.col)), shape=graph.shape)
    found.eliminate_zeros()
    return found


def _centres(points: Matrix, labels: Labels, copies: NDArray[np.intp]) -> Matrix:
    rows = np.arange(len(labels) + 1)
    groups = csr_matrix((copies.astype(np.float32), labels, rows), shape=(len(labels), int(labels.max()) + 1))
    return unit(np.asarray(groups.T @ points, np.float32))


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


def _fewer(points: Matrix, labels: Labels, copies: NDArray[np.intp], most: int) -> Labels:
    """Labels of the same themes with the most alike joined until there are `most`."""
    keys = [str(theme) for theme in range(int(labels.max()) + 1)]
    families = cut(ward(keys, _centres(points, labels, copies).tolist(), {}), keys, most)
    return np.unique([families[key] for key in keys], return_inverse=True)[1][labels]


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
