"""What respondents ranked, as one criterion beside those that the committee marks.

A candidate's mark is the share of comparisons it won on the ballots (Borda), stretched over the marks' fixed scale:
winning all of them is the best mark, half of them the middle. Whether it counts, and how much, is decided before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .ballots import Ballot, tabulate
from .scores import BEST_MARK, Criterion, ScoreEntry, ScoreReport, aggregate

RESPONDENTS = "respondents"
RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Crowd:
    """The criterion's key, and the ballots (with their weights) that mark it."""

    criterion: str
    ballots: tuple[Ballot, ...]


def crowd_marks(crowd: Crowd, candidates: Sequence[str]) -> np.ndarray:
    """(candidates,) marks from 0 to 4; NaN for a candidate that nobody compared."""
    won, base, weight = _won(crowd, candidates)
    return _marks(won, base, weight[None, :])[0]


def with_crowd(entries: Sequence[ScoreEntry], crowd: Crowd, candidates: Sequence[str]) -> tuple[ScoreEntry, ...]:
    """The committee's entries and one more per candidate, given by the respondents together.

    Raises ValueError when a committee member marked the crowd's criterion too: it would be marked twice.
    """
    if any(entry.criterion == crowd.criterion for entry in entries):
        raise ValueError("a criterion is marked by the committee or by the respondents")
    marks = crowd_marks(crowd, candidates)
    found = (
        ScoreEntry(name, crowd.criterion, RESPONDENTS, float(mark))
        for name, mark in zip(candidates, marks, strict=True)
        if not np.isnan(mark)
    )
    return (*entries, *found)


def scored_with(
    candidates: Sequence[str], criteria: Sequence[Criterion], entries: Iterable[ScoreEntry], crowd: Crowd | None = None
) -> ScoreReport:
    """The scores of committee and respondents together. Its warnings are about the committee: that one criterion is
    marked once, by all respondents, makes the panel neither uneven nor larger."""
    entries = tuple(entries)
    if crowd is None:
        return aggregate(candidates, criteria, entries)
    report = aggregate(candidates, criteria, with_crowd(entries, crowd, candidates))
    counts = {cell.n for cell in report.cells if cell.criterion != crowd.criterion} - {0}
    found = {
        **dict.fromkeys(report.warnings, True),
        "one_assessor": len({entry.assessor for entry in entries}) == 1,
        "uneven_panel": len(counts) > 1,
    }
    return replace(report, warnings=tuple(code for code, is_so in found.items() if is_so))


def without_group(crowd: Crowd, group: str) -> Crowd:
    """The crowd without the ballots of one group."""
    return replace(crowd, ballots=tuple(ballot for ballot in crowd.ballots if ballot.group != group))


def resampled_marks(crowd: Crowd, candidates: Sequence[str], draws: int, rng: np.random.Generator) -> np.ndarray:
    """(draws, candidates) marks by as many respondents drawn with replacement, RESAMPLES different drawings of them."""
    won, base, weight = _won(crowd, candidates)
    people = len(weight)
    if not people:
        return np.full((draws, len(candidates)), np.nan)
    different = min(draws, RESAMPLES)
    counts = rng.multinomial(people, np.full(people, 1 / people), size=different) * weight
    marks = _marks(won, base, counts)
    marks = np.where(np.isnan(marks), _marks(won, base, weight[None, :]), marks)
    return marks[rng.integers(different, size=draws)]


def _won(crowd: Crowd, candidates: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(ballots, candidates) comparisons won and made, and (ballots,) weights."""
    table = tabulate(crowd.ballots, candidates)
    others = np.where(table.shown, table.shown.sum(axis=1, keepdims=True) - 1.0, 0.0)
    ranks = np.nan_to_num(table.ranks(), nan=0.0)
    return np.where(table.shown, others + 1 - ranks, 0.0), others, table.weight


def _marks(won: np.ndarray, base: np.ndarray, weights: np.ndarray) -> np.ndarray:
    made = weights @ base
    share = np.divide(weights @ won, made, out=np.full(made.shape, np.nan), where=made > 0)
    return share * BEST_MARK
