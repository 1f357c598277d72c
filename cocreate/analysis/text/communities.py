"""Communities in a graph of answers by the Louvain method, many graphs at once.

Louvain (Blondel et al. 2008) moves one node after the other; here a part of all nodes moves at a time, as parallel
versions do (Lu, Halappanavar and Kalyanaraman 2015), in whole arrays. A last round on the single nodes mends what the
coarse rounds got wrong. Measured against networkx on our graphs: the same modularity or a little more, in a tenth of
the time; and forty subsamples are one block-diagonal graph, so that forty runs cost hardly more calls than one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

Labels = NDArray[np.intp]
Weights = NDArray[np.float64]

PARTS = 4  # nodes move in this many turns; all at once they would swap places for ever
SWEEPS = 10  # over the nodes that still have a reason to move
ROUNDS = 3  # of growing together and mending
SETTLED = 0.002  # share of nodes that still move when a level counts as done
TINY = 1e-12


@dataclass(frozen=True)
class _Level:
    """A symmetric graph, the degree of each node, twice the weight of the whole block it is in, and its loop."""

    graph: csr_matrix
    degree: Weights
    total: Weights
    loop: Weights
    resolution: float


def louvain(graph: csr_matrix, blocks: Labels, *, resolution: float, seed: int) -> Labels:
    """A community for each node of a symmetric graph with positive weights, numbered from 0.

    `blocks` (n,) says which of several graphs without common edges a node is in; each is cut as if it stood alone. A
    node without edges is a community of its own.

    >>> pairs = csr_matrix(np.kron(np.eye(2), np.ones((2, 2)) - np.eye(2)))
    >>> louvain(pairs, np.zeros(4, np.intp), resolution=1.0, seed=0).tolist()
    [0, 0, 1, 1]
    """
    n = graph.shape[0]
    draw = np.random.default_rng(seed)
    single = _level(graph, blocks, resolution)
    labels = _moved(single, np.arange(n), draw)
    for _ in range(ROUNDS):
        grown = _grown(graph, blocks, labels, resolution, draw)
        labels = _moved(single, grown.copy(), draw)
        if (labels != grown).sum() <= SETTLED * n:
            break
    return np.unique(labels, return_inverse=True)[1]


def _level(graph: csr_matrix, blocks: Labels, resolution: float) -> _Level:
    degree = np.asarray(graph.sum(axis=1), dtype=np.float64).ravel()
    total = np.bincount(blocks, weights=degree)
    return _Level(graph, degree, np.where(total > 0, total, 1.0)[blocks], graph.diagonal(), resolution)


def _grown(graph: csr_matrix, blocks: Labels, labels: Labels, resolution: float, draw: np.random.Generator) -> Labels:
    """Communities joined into larger ones until none gains by it."""
    while True:
        found, first, labels = np.unique(labels, return_index=True, return_inverse=True)
        groups = _indicator(labels, len(found))
        level = _level((groups.T @ graph @ groups).tocsr(), blocks[first], resolution)
        joined = _moved(level, np.arange(len(found)), draw)
        labels = joined[labels]
        if len(np.unique(joined)) == len(found):
            return labels


def _indicator(labels: Labels, count: int) -> csr_matrix:
    n = len(labels)
    return csr_matrix((np.ones(n), labels, np.arange(n + 1)), shape=(n, count))


def _moved(level: _Level, labels: Labels, draw: np.random.Generator) -> Labels:
    """Each node moved to the neighbouring community that gains most, until hardly any has a reason to move."""
    n = level.graph.shape[0]
    volume = np.bincount(labels, weights=level.degree, minlength=n)
    restless = np.ones(n, bool)
    for _ in range(SWEEPS):
        turn = draw.integers(PARTS, size=n)
        moved = 0
        for number in range(PARTS):
            rows = np.flatnonzero(restless & (turn == number))
            restless[rows] = False
            rows, targets = _better(level, labels, volume, rows)
            np.subtract.at(volume, labels[rows], level.degree[rows])
            np.add.at(volume, targets, level.degree[rows])
            labels[rows] = targets
            restless[level.graph[rows].indices] = True
            moved += len(rows)
        if moved <= SETTLED * n:
            break
    return labels


def _better(level: _Level, labels: Labels, volume: NDArray[Any], rows: Labels) -> tuple[Labels, Labels]:
    """Which of `rows` gain by moving, and where to; between equals the community with the lower number."""
    n = level.graph.shape[0]
    links = level.graph[rows] @ _indicator(labels, n)
    counts = np.diff(links.indptr)
    rows, counts = rows[counts > 0], counts[counts > 0]
    if len(rows) == 0:
        return rows, rows
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    place = np.repeat(np.arange(len(rows)), counts)
    node, community = rows[place], links.indices
    own = community == labels[node]
    degree = level.degree[node]
    weight = links.data - own * level.loop[node]
    gain = weight - level.resolution * degree * (volume[community] - own * degree) / level.total[node]
    best = np.maximum.reduceat(gain, starts)
    degree, home = level.degree[rows], labels[rows]
    stay = -level.resolution * degree * (volume[home] - degree) / level.total[rows]
    stay[place[own]] = gain[own]
    targets = np.minimum.reduceat(np.where(gain >= best[place] - TINY, community, n), starts)
    leave = best > stay + TINY
    return rows[leave], targets[leave]
