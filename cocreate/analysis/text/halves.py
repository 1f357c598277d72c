"""Two parts of one theme: how its answers would fall apart if they had to.

Spherical 2-means (Dhillon and Modha 2001) with several seeded starts; the tightest of them stands. Without vectors of
the encoder, words are hashed into a few hundred places, which needs no fitting and no library. A person decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log1p
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from cocreate.analysis.text.tokens import content_stems

STARTS = 8
STEPS = 30
PLACES = 512  # for hashed words
FEW_OF_A_LANGUAGE = 4  # from which answers of a language are centred, so that parts do not follow language


def two_parts(
    vectors: NDArray[np.float32], languages: Sequence[str], keys: Sequence[str], *, seed: int
) -> NDArray[np.bool_]:
    """True for the members of the smaller part. The same answers in any order fall apart alike.

    vectors: (answers, dimensions); `languages` and `keys` (an order of their own, such as ids) run in parallel. With
    fewer than two answers, or answers that are all alike, nothing is True.

    >>> around = np.array([[1, 0], [0.9, 0.1], [1, 0.1], [0, 1], [0.1, 1]], dtype=np.float32)
    >>> two_parts(around, ["en"] * 5, list("abcde"), seed=1).tolist()
    [False, False, False, True, True]
    """
    order = np.array(sorted(range(len(keys)), key=lambda place: keys[place]), dtype=int)
    if len(order) < 2:
        return np.zeros(len(order), dtype=bool)
    points = _unit(_centred(vectors[order].astype(np.float64), [languages[place] for place in order]))
    random = np.random.default_rng(seed)
    tried = [_one_start(points, random) for _ in range(STARTS)]
    parts = max(tried, key=lambda found: found[0])[1]
    if parts.sum() * 2 > len(parts) or (parts.sum() * 2 == len(parts) and parts[0]):
        parts = ~parts
    back = np.empty(len(order), dtype=bool)
    back[order] = parts
    return back


def hashed_words(texts: Sequence[str], languages: Sequence[str]) -> NDArray[np.float32]:
    """Texts as counts of stems, rare ones weighing more, in `PLACES` dimensions."""
    found = [Counter(content_stems(text, language)) for text, language in zip(texts, languages, strict=True)]
    known = Counter(stem for counted in found for stem in counted)
    matrix = np.zeros((len(texts), PLACES), dtype=np.float32)
    for row, counted in enumerate(found):
        for stem, count in counted.items():
            matrix[row, crc32(stem.encode()) % PLACES] += log1p(count) * log1p(len(texts) / known[stem])
    return matrix


def _one_start(points: NDArray[np.float64], random: np.random.Generator) -> tuple[float, NDArray[np.bool_]]:
    first = points[random.integers(len(points))]
    away = np.maximum(1e-9, 1.0 - points @ first)
    second = points[random.choice(len(points), p=away / away.sum())]
    centres = np.stack([first, second])
    parts = np.zeros(len(points), dtype=bool)
    for _ in range(STEPS):
        near = points @ centres.T
        new = near[:, 1] > near[:, 0]
        if not new.any() or new.all() or (new == parts).all():
            parts = new
            break
        parts = new
        centres = _unit(np.stack([points[~parts].sum(axis=0), points[parts].sum(axis=0)]))
    return float(np.max(points @ centres.T, axis=1).sum()), parts & ~parts.all()


def _centred(points: NDArray[np.float64], languages: Sequence[str]) -> NDArray[np.float64]:
    spoken = np.array(languages)
    for language in set(languages):
        mine = spoken == language
        if mine.sum() >= FEW_OF_A_LANGUAGE and mine.sum() < len(points):
            points[mine] -= points[mine].mean(axis=0) - points.mean(axis=0)
    return points


def _unit(points: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    found: NDArray[np.float64] = points / np.maximum(lengths, 1e-12)
    return found
