"""Plackett-Luce: how strong each candidate is, and how far its place could move with other people.

Plackett, "The analysis of permutations" (1975); Luce, Individual Choice Behavior (1959): at each step of a ballot the
next candidate is chosen among those left, in proportion to their strengths. Weighted maximum likelihood by Hunter's
algorithm ("MM algorithms for generalized Bradley-Terry models", 2004), with a weak Gamma prior so that a candidate who
never wins keeps a finite strength (Caron and Doucet, "Efficient Bayesian inference for generalized Bradley-Terry
models", 2012).

A tied group counts as chosen, each of them, among the group and all behind it (Breslow, "Covariance analysis of
censored survival data", 1974); the last group of a ballot was chosen among nothing and says nothing more. What was not
shown takes no part. So a ballot amounts to sets and what was chosen from them, and equal sets are counted together.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .ballots import BallotTable

if TYPE_CHECKING:
    from scipy.sparse import csr_array

PRIOR = 0.5
"""Imagined choices each candidate wins, against an average opponent: enough to stay finite, too few to matter."""
RESAMPLES = 200
STEPS = 2000
CLOSE = 1e-8
CELLS = 2_000_000
"""Numbers held at once while many drawings are fitted."""


@dataclass(frozen=True, slots=True)
class Strengths:
    """`m` candidates, in the table's order.

    strength    (m,) sums to 1: the model's chance of being put first among all; NaN for what nobody compared
    error       (m,) bootstrap standard error of log strength, NaN as above or without resamples
    low, high   (m,) places: nine resamples of ten put the candidate between them; 0 where not known
    first       (m,) share of resamples in which it was strongest
    converged   False when STEPS were not enough
    """

    strength: np.ndarray
    error: np.ndarray
    low: np.ndarray
    high: np.ndarray
    first: np.ndarray
    converged: bool


@dataclass(frozen=True, slots=True)
class _Choices:
    """Of `u` distinct sets: member (u, m) bool; from_set (n, u) choices each ballot makes from it; won (n, m)."""

    member: np.ndarray
    from_set: csr_array
    won: np.ndarray


def plackett_luce(table: BallotTable, *, resamples: int = RESAMPLES, seed: int = 1) -> Strengths:
    """Fit, and refit to `resamples` drawings of as many ballots with replacement; seeded.

    Ballots are drawn with equal chances and keep their weights. A table whose ballots stand for several people each
    (a file of counted orders) is drawn as if each person held one, which is why whole weights above 1 are drawn apart.
    """
    m = len(table.items)
    nothing = np.full(m, np.nan)
    choices = _choices(table)
    known = (choices.member & (choices.from_set.T @ table.weight > 0)[:, None]).any(axis=0)
    if not known.any():
        return Strengths(nothing, nothing, np.zeros(m, int), np.zeros(m, int), nothing, True)
    fitted, converged = _fit(choices, table.weight[None, :])
    strength = np.where(known, fitted[0], np.nan)
    strength /= np.nansum(strength)
    drawn = _resampled_weights(table.weight, resamples, np.random.default_rng(seed))
    if not len(drawn):
        return Strengths(strength, nothing, np.zeros(m, int), np.zeros(m, int), nothing, converged)
    many, many_converged = _fit(choices, drawn, start=fitted)
    logs = np.log(many[:, known])
    places = 1 + (logs[:, None, :] > logs[:, :, None] + 1e-9).sum(axis=2)
    error, first = nothing.copy(), nothing.copy()
    low, high = np.zeros(m, dtype=int), np.zeros(m, dtype=int)
    error[known] = (logs - logs.mean(axis=1, keepdims=True)).std(axis=0, ddof=1) if len(drawn) > 1 else np.nan
    low[known] = np.quantile(places, 0.05, axis=0, method="inverted_cdf")
    high[known] = np.quantile(places, 0.95, axis=0, method="inverted_cdf")
    first[known] = (places == 1).mean(axis=0)
    return Strengths(strength, error, low, high, first, converged and many_converged)


def _choices(table: BallotTable) -> _Choices:
    from scipy.sparse import csr_array  # here, so that no web process loads it at its start

    n, m = table.tier.shape
    sets: dict[bytes, int] = {}
    members: list[np.ndarray] = []
    entries: list[tuple[int, int, int]] = []
    won = np.zeros((n, m))
    for ballot, tiers in enumerate(table.tier):
        for place in np.unique(tiers[tiers >= 0])[:-1]:
            among = tiers >= place
            index = sets.setdefault(among.tobytes(), len(members))
            if index == len(members):
                members.append(among)
            chosen = tiers == place
            won[ballot] += chosen
            entries.append((int(chosen.sum()), ballot, index))
    count, ballots, columns = np.array(entries, dtype=int).reshape(len(entries), 3).T
    from_set = csr_array((count.astype(float), (ballots, columns)), shape=(n, len(members)))
    return _Choices(np.array(members, dtype=bool).reshape(len(members), m), from_set, won)


def _resampled_weights(weight: np.ndarray, resamples: int, rng: np.random.Generator) -> np.ndarray:
    """(resamples, n); a weight w of 2 or more is drawn as floor(w) ballots of w / floor(w) each."""
    if not len(weight) or weight.sum() <= 0:
        return np.zeros((0, len(weight)))
    people = np.maximum(1, np.floor(weight + 1e-9))
    counts = rng.multinomial(int(people.sum()), people / people.sum(), size=resamples)
    drawn = counts * (weight / people)
    return drawn[drawn.sum(axis=1) > 0]


def _fit(choices: _Choices, weights: np.ndarray, start: np.ndarray | None = None) -> tuple[np.ndarray, bool]:
    """(r, m) strengths with mean 1 for (r, n) weights, a few drawings at a time so that memory stays small."""
    part = max(1, CELLS // max(1, len(choices.member)))
    found = [_fit_part(choices, weights[at : at + part], start) for at in range(0, len(weights), part)]
    return np.concatenate([strength for strength, _ in found]), all(is_close for _, is_close in found)


def _fit_part(choices: _Choices, weights: np.ndarray, start: np.ndarray | None) -> tuple[np.ndarray, bool]:
    wins = weights @ choices.won + PRIOR
    sets = (choices.from_set.T @ weights.T).T
    member = choices.member.astype(float)
    strength = np.ones((len(weights), member.shape[1])) * (1.0 if start is None else start)
    active = np.arange(len(weights))
    for _ in range(STEPS):
        now = strength[active]
        new = wins[active] / ((sets[active] / (now @ member.T)) @ member + PRIOR)
        new /= new.mean(axis=1, keepdims=True)  # where the prior puts it; unscaled, the steps only creep there
        strength[active] = new
        active = active[np.abs(np.log(new / now)).max(axis=1) > CLOSE]
        if not len(active):
            return strength, True
    return strength, False
