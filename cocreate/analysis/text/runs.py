"""Two runs of the same consultation: which theme is which, and what moved."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

SAME = 0.3  # overlap from which two themes are the same one; below it a pairing would be a guess


@dataclass(frozen=True)
class Pair:
    """A theme before and the one it became; `overlap` is the share of their answers that both hold (Jaccard)."""

    before: str
    after: str
    overlap: float


@dataclass(frozen=True)
class Move:
    """An answer that stands in another theme than the one its theme became."""

    answer_id: str
    before: str
    after: str


@dataclass(frozen=True)
class RunMatch:
    """`gone` and `fresh` are the themes without a counterpart; `moves` lists answers of both runs, by id."""

    pairs: tuple[Pair, ...]
    gone: tuple[str, ...]
    fresh: tuple[str, ...]
    moves: tuple[Move, ...]


def match_runs(before: Mapping[str, Set[str]], after: Mapping[str, Set[str]], *, same: float = SAME) -> RunMatch:
    """Pair the themes of two runs, given the answers whose main theme each is, so that all pairs together overlap most.

    The best pairing as a whole (Kuhn 1955), not greedily: a large theme that swallowed two small ones takes the one it
    shares more with. Overlap counts only answers that were there in both runs, so that new answers part no theme;
    themes that share less than `same` are not paired. An answer is listed as moved when it was in both runs and did not
    go where its theme went.

    >>> match = match_runs({"t1": {"a", "b", "c"}, "t2": {"d"}}, {"t1": {"d", "e"}, "t2": {"a", "b"}, "t3": {"c"}})
    >>> [(pair.before, pair.after) for pair in match.pairs], match.fresh, match.moves
    ([('t1', 't2'), ('t2', 't1')], ('t3',), (Move(answer_id='c', before='t1', after='t3'),))
    """
    was = {answer: theme for theme, answers in before.items() for answer in answers}
    now = {answer: theme for theme, answers in after.items() for answer in answers}
    shared = was.keys() & now.keys()
    old, new = sorted(before), sorted(after)
    overlaps = np.zeros((len(old), len(new)))
    for i, left in enumerate(old):
        for j, right in enumerate(new):
            both = len(before[left] & after[right])
            either = len((before[left] | after[right]) & shared)
            overlaps[i, j] = both / either if either else 0.0
    rows, columns = linear_sum_assignment(overlaps, maximize=True)
    pairs = [
        Pair(old[i], new[j], round(float(overlaps[i, j]), 4))
        for i, j in zip(rows.tolist(), columns.tolist(), strict=True)
        if overlaps[i, j] >= same
    ]
    became = {pair.before: pair.after for pair in pairs}
    return RunMatch(
        pairs=tuple(pairs),
        gone=tuple(key for key in old if key not in became),
        fresh=tuple(key for key in new if key not in became.values()),
        moves=tuple(
            Move(answer, was[answer], now[answer])
            for answer in sorted(shared)
            if now[answer] != became.get(was[answer])
        ),
    )
