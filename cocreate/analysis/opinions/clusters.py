"""Groups of people who stand close together, as many as there are.

k-means in the plane for every number of groups that is allowed; a person weighs as much as they voted, since few votes
say little about where a group is. The fewest groups are taken whose silhouette (Rousseeuw, 1987) is as good as the best
within a small tolerance, because silhouettes of neighbouring numbers differ by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.opinions.positions import Points

MOST_GROUPS = 9
TOLERANCE = 0.02
SAMPLE = 2_000  # points that are enough to judge how well groups are apart
STARTS = 10

Labels = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Clustering:
    """labels[i]: the group of point i, 0 the largest; silhouettes: what each number of groups reached."""

    labels: Labels
    silhouettes: dict[int, float]


def one_group(points: Points) -> Clustering:
    """Everybody together."""
    return Clustering(np.zeros(len(points), dtype=np.intp), {})


def cluster(
    points: Points, weights: NDArray[np.float64], numbers: Sequence[int], *, smallest: int, seed: int
) -> Clustering:
    """The best of several numbers of groups, none of them smaller than `smallest`; one group if none will do."""
    from sklearn.cluster import KMeans  # here, so that no web process loads it

    places = len(np.unique(points, axis=0))
    found: dict[int, Labels] = {}
    for k in numbers:
        if not 2 <= k <= places:
            continue
        model = KMeans(n_clusters=k, n_init=STARTS, random_state=seed).fit(points, sample_weight=weights)
        labels = np.asarray(model.labels_, dtype=np.intp)
        if np.bincount(labels, minlength=k).min() >= smallest:
            found[k] = labels
    silhouettes = {k: _silhouette(points, labels, weights) for k, labels in found.items()}
    if not found:
        return one_group(points)
    best = max(silhouettes.values())
    chosen = min(k for k, value in silhouettes.items() if value >= best - TOLERANCE)
    return Clustering(_largest_first(points, found[chosen]), silhouettes)


def _silhouette(points: Points, labels: Labels, weights: NDArray[np.float64]) -> float:
    from sklearn.metrics import silhouette_samples

    # Every n-th point of the rows' own order: the same ones whoever comes first.
    step = -(-len(points) // SAMPLE)
    few, theirs = points[::step], labels[::step]
    if not 2 <= len(np.unique(theirs)) < len(few):
        return 0.0
    return round(float(np.average(silhouette_samples(few, theirs), weights=weights[::step])), 4)


def _largest_first(points: Points, labels: Labels) -> Labels:
    def rank(label: int) -> tuple[float, ...]:
        mine = points[labels == label]
        return (-len(mine), *mine.mean(axis=0).tolist())

    order = sorted(set(labels.tolist()), key=rank)
    return np.array([order.index(label) for label in labels.tolist()], dtype=np.intp)
