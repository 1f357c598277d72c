"""Two other ways of reading the criteria, as checks beside the weighted sum: TOPSIS and PROMETHEE II.

Neither decides. Where they put the same candidates on the shortlist, the choice of rule is not what decided; where
they do not, the report says so. A missing mark is left out of both, as in the weighted sum, and is never zero: TOPSIS
measures along the criteria a candidate has, PROMETHEE compares two candidates on those both have, each time with their
weights made up to 1 again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def topsis(
    values: np.ndarray, weights: Sequence[float] | np.ndarray, is_benefit: Sequence[bool] | None = None
) -> np.ndarray:
    """(candidates,) closeness to the ideal, 0 to 1: Hwang and Yoon, Multiple Attribute Decision Making (1981).

    values (candidates, criteria), NaN is missing; each criterion is divided by its Euclidean length, the ideal takes
    the best value seen on each criterion and the anti-ideal the worst. NaN for a candidate without any value; 0.5 where
    all candidates are alike.

    >>> topsis(np.array([[4.0, 1.0], [2.0, 2.0]]), [1, 1]).round(3).tolist()
    [0.5, 0.5]
    """
    oriented, share = _prepared(values, weights, is_benefit)
    length = np.sqrt(np.nansum(oriented**2, axis=0))
    scaled = oriented / np.where(length > 0, length, 1.0)
    known = ~np.isnan(scaled)
    some = known.any(axis=0)
    best = np.where(some, np.nanmax(np.where(some, scaled, 0.0), axis=0), 0.0)
    worst = np.where(some, np.nanmin(np.where(some, scaled, 0.0), axis=0), 0.0)
    to_best, to_worst = (_distance(scaled, point, share, known) for point in (best, worst))
    both = to_best + to_worst
    closeness = np.divide(to_worst, both, out=np.full(len(both), 0.5), where=both > 1e-15)
    return np.where(known.any(axis=1), closeness, np.nan)


def promethee(
    values: np.ndarray,
    weights: Sequence[float] | np.ndarray,
    is_benefit: Sequence[bool] | None = None,
    *,
    indifferent: float = 0.0,
    strict: float = 0.0,
) -> np.ndarray:
    """(candidates,) net flow, -1 to 1: Brans and Vincke, "A preference ranking organisation method" (1985).

    A difference of up to `indifferent` is no preference, of `strict` or more a full one, linear in between; with both 0
    any difference is a full preference (the "usual" criterion). NaN for a candidate comparable with no other.
    """
    if not 0 <= indifferent <= strict:
        raise ValueError("0 <= indifferent <= strict")
    oriented, share = _prepared(values, weights, is_benefit)
    difference = oriented[:, None, :] - oriented[None, :, :]
    if strict > indifferent:
        preference = np.clip((difference - indifferent) / (strict - indifferent), 0, 1)
    else:
        preference = (difference > indifferent).astype(float)
    known = ~np.isnan(difference)
    base = known @ share
    np.fill_diagonal(base, 0)
    index = np.divide(np.where(known, preference, 0.0) @ share, base, out=np.zeros(base.shape), where=base > 0)
    rivals = (base > 0).sum(axis=1)
    net = index.sum(axis=1) - index.sum(axis=0)
    return np.divide(net, rivals, out=np.full(len(net), np.nan), where=rivals > 0)


def _prepared(
    values: np.ndarray, weights: Sequence[float] | np.ndarray, is_benefit: Sequence[bool] | None
) -> tuple[np.ndarray, np.ndarray]:
    matrix, share = np.array(values, dtype=float), np.array(weights, dtype=float)
    if matrix.ndim != 2 or share.shape != matrix.shape[1:] or (share < 0).any() or share.sum() <= 0:
        raise ValueError("one weight of 0 or more for each criterion, and one above 0")
    sign = np.where(np.ones(len(share), bool) if is_benefit is None else np.array(is_benefit, bool), 1.0, -1.0)
    return matrix * sign, share / share.sum()


def _distance(scaled: np.ndarray, point: np.ndarray, share: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Weights multiply values before the distance, so that they count squared in it, as published."""
    squared = np.where(known, ((scaled - point) * share) ** 2, 0.0).sum(axis=1)
    base = known @ share
    return np.sqrt(squared) / np.where(base > 0, base, 1.0)
