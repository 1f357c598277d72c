"""What follows from candidates compared two by two: the Condorcet winner or the circle, Schulze, ranked pairs.

A pair is read by winning votes: the strength of a victory is the weight of the ballots behind it, and of two equal
ones the one with less weight against it is the stronger (Tideman, "Independence of clones as a criterion for voting
rules", 1987; Schulze, "A new monotonic, clone-independent, reversal symmetric and Condorcet-consistent single-winner
election method", 2011). Nothing here looks at the order in which candidates are listed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def tolerance_of(total_weight: float) -> float:
    """How far apart two weighted counts are before they differ: a billionth of the ballots is arithmetic."""
    return 1e-9 * max(1.0, total_weight)


def victories(before: np.ndarray, tolerance: float) -> np.ndarray:
    """(m, m) bool: i beats j, more weight putting i before j than j before i."""
    return before - before.T > tolerance


def condorcet_winner(wins: np.ndarray) -> int | None:
    """The candidate that beats every other, if there is one among two or more."""
    champions = np.flatnonzero(wins.sum(axis=1) == len(wins) - 1)
    return int(champions[0]) if len(champions) == 1 else None


def smith_set(wins: np.ndarray) -> tuple[int, ...]:
    """The smallest set whose members beat everybody outside it: the Condorcet winner alone, or the top circle.

    Grown from a candidate with most victories: whoever is not beaten by a member joins (Smith, "Aggregation of
    preferences with variable electorate", 1973).
    """
    level = ~(wins | wins.T)
    np.fill_diagonal(level, False)
    members = {int(np.argmax(wins.sum(axis=1) + level.sum(axis=1) / 2))}
    waiting = list(members)
    while waiting:
        member = waiting.pop()
        for other in np.flatnonzero(~wins[member]).tolist():
            if other not in members:
                members.add(other)
                waiting.append(other)
    return tuple(sorted(members))


def circle(wins: np.ndarray) -> tuple[int, ...]:
    """A shortest circle of victories in the Smith set, each beating the next and the last the first; () without one.

    >>> circle(np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]], dtype=bool))
    (0, 1, 2)
    """
    members = smith_set(wins)
    best: tuple[int, ...] = ()
    for start in members:
        path = _way_back(wins, start, members)
        if path and (not best or len(path) < len(best)):
            best = path
    return best


def _way_back(wins: np.ndarray, start: int, members: Sequence[int]) -> tuple[int, ...]:
    """The shortest circle through `start`, breadth first."""
    paths: dict[int, tuple[int, ...]] = {start: (start,)}
    waiting = [start]
    while waiting:
        here = waiting.pop(0)
        if here != start and wins[here, start]:
            return paths[here]
        for other in members:
            if wins[here, other] and other not in paths:
                paths[other] = (*paths[here], other)
                waiting.append(other)
    return ()


def schulze(before: np.ndarray, tolerance: float) -> tuple[np.ndarray, np.ndarray]:
    """(m, m) strength of the strongest chain of victories from i to j, and (m, m) whether i's is stronger than j's.

    A chain is as strong as its weakest victory. The second matrix is a strict partial order (Schulze, 2011, section
    4.1), so that counting who stands above each candidate gives an order that respects it.
    """
    strength = np.where(victories(before, tolerance), before, 0.0)
    for middle in range(len(before)):
        strength = np.maximum(strength, np.minimum(strength[:, [middle]], strength[[middle], :]))
    np.fill_diagonal(strength, 0)
    return strength, strength - strength.T > tolerance


def ranked_pairs(before: np.ndarray, tolerance: float) -> np.ndarray:
    """(m, m) whether i stands above j: victories are locked from the strongest on, unless they close a circle.

    Equal victories are locked together, and those of them that would close a circle are all dropped. Tideman leaves
    that case open and Zavist and Tideman ("Complete independence of clones in the ranked pairs rule", 1989) draw lots;
    dropping is the one way that neither draws nor looks at the list.
    """
    above = np.zeros(before.shape, dtype=bool)
    winners, losers = np.nonzero(victories(before, tolerance))
    strengths = sorted(
        ((_steps(before[i, j], tolerance), -_steps(before[j, i], tolerance), int(i), int(j))
         for i, j in zip(winners, losers, strict=True)),
        key=lambda pair: (-pair[0], -pair[1]),
    )  # fmt: skip
    at = 0
    while at < len(strengths):
        equal = [pair for pair in strengths[at:] if pair[:2] == strengths[at][:2]]
        if len(equal) == 1:
            _, _, i, j = equal[0]
            if not above[j, i]:
                _lock(above, i, j)
        else:
            trial = above.copy()
            for _, _, i, j in equal:
                trial[i, j] = True
            trial = _closure(trial)
            for _, _, i, j in equal:
                if not trial[j, i]:
                    above[i, j] = True
            above = _closure(above)
        at += len(equal)
    return above


def _steps(weight: float, tolerance: float) -> int:
    """A weight counted in steps of a thousand tolerances, so that equal sums of weights are equal numbers."""
    return round(float(weight) / (1000 * tolerance))


def _lock(above: np.ndarray, i: int, j: int) -> None:
    """Put i and all above it above j and all below it: what a closure would find, from one victory."""
    higher, lower = above[:, i].copy(), above[j].copy()
    higher[i] = lower[j] = True
    above |= np.outer(higher, lower)


def _closure(above: np.ndarray) -> np.ndarray:
    found = above.copy()
    for middle in range(len(found)):
        found |= found[:, [middle]] & found[[middle], :]
    return found


def stood_above(above: np.ndarray) -> np.ndarray:
    """(m,) how many stand above each: what an order that may leave candidates side by side is read from."""
    return above.sum(axis=0)
