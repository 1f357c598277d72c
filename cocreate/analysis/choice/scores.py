"""The committee's marks become cells, and the cells one total per candidate.

A transparent weighted sum on a fixed scale: 0 to 100 means "the worst mark everywhere" to "the best mark everywhere".
Totals are never stretched to the range found in the data, as adding one poor candidate would then reorder the others
(Belton and Gear, "On a short-coming of Saaty's method", 1983). A missing score is left out, its criterion's weight is
shared by the others, and the total says so: it never counts as zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean, stdev

import numpy as np

BEST_MARK = 4.0
TIE = 1e-9
"""Two totals closer than this are tied; a billionth of a point is arithmetic, not judgement."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A named criterion; weights count in proportion to their sum."""

    key: str
    weight: float


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """One assessor's mark from 0 (none) to 4 (excellent); None means "cannot judge"."""

    candidate: str
    criterion: str
    assessor: str
    value: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One candidate on one criterion, on the 0-4 scale.

    n: marks given;  declined: assessors who could not judge;  spread: sample standard deviation, None below two marks
    """

    candidate: str
    criterion: str
    mean: float | None
    spread: float | None
    lowest: float | None
    highest: float | None
    n: int
    declined: int


@dataclass(frozen=True, slots=True)
class Total:
    """One candidate's result.

    total     0 to 100; None without any mark
    place     1 for the best; equal totals share the better place; None without a total
    covered   share of the criteria's weight that was judged, 0 to 1
    missing   criteria with weight that nobody judged: the total leaves them out
    points    per criterion, in the criteria's order, what it adds to the total; None where missing
    """

    candidate: str
    total: float | None
    place: int | None
    covered: float
    missing: tuple[str, ...]
    points: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """`cells` run candidate by candidate in the criteria's order; `totals` keep the candidates' order.

    warnings: codes no_scores, scores_missing, one_assessor, uneven_panel (cells rest on different numbers of marks)
    """

    candidates: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    assessors: tuple[str, ...]
    cells: tuple[Cell, ...]
    totals: tuple[Total, ...]
    warnings: tuple[str, ...]

    def cell(self, candidate: str, criterion: str) -> Cell:
        row = self.candidates.index(candidate)
        column = [entry.key for entry in self.criteria].index(criterion)
        return self.cells[row * len(self.criteria) + column]

    def total(self, candidate: str) -> Total:
        return self.totals[self.candidates.index(candidate)]

    def means(self) -> np.ndarray:
        """(candidates, criteria) means on the 0-4 scale, NaN where nobody judged."""
        flat = [np.nan if cell.mean is None else cell.mean for cell in self.cells]
        return np.array(flat, dtype=float).reshape(len(self.candidates), len(self.criteria))


def shares(criteria: Sequence[Criterion]) -> np.ndarray:
    """(criteria,) weights as shares of 1. Raises ValueError for a repeated key or an impossible weight."""
    weights = np.array([criterion.weight for criterion in criteria], dtype=float)
    if len({criterion.key for criterion in criteria}) != len(criteria):
        raise ValueError("a criterion is named twice")
    if not len(weights) or not np.isfinite(weights).all() or (weights < 0).any() or weights.sum() <= 0:
        raise ValueError("weights are finite numbers of 0 or more, and one is above 0")
    return weights / weights.sum()


def weighted_totals(means: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Totals 0-100 of (..., candidates, criteria) means for (..., criteria) weights; NaN means are left out.

    >>> weighted_totals(np.array([[4.0, 2.0], [3.0, np.nan]]), np.array([0.5, 0.5]))
    array([75., 75.])
    """
    known = ~np.isnan(means)
    sums = np.einsum("...ck,...k->...c", np.nan_to_num(means), weights)
    base = np.einsum("...ck,...k->...c", known.astype(float), weights)
    return np.divide(sums, base, out=np.full(sums.shape, np.nan), where=base > 0) * (100 / BEST_MARK)


def aggregate(candidates: Sequence[str], criteria: Sequence[Criterion], entries: Iterable[ScoreEntry]) -> ScoreReport:
    """Cells, totals and places.

    Raises ValueError for a mark outside 0-4, an unknown candidate or criterion, or two marks by one assessor for the
    same cell.
    """
    candidates, criteria = tuple(candidates), tuple(criteria)
    if len(set(candidates)) != len(candidates):
        raise ValueError("a candidate is named twice")
    weights = shares(criteria)
    marks, assessors = _collect(candidates, criteria, entries)
    cells = tuple(
        _cell(candidate, criterion.key, marks.get((candidate, criterion.key), {}))
        for candidate in candidates
        for criterion in criteria
    )
    report = ScoreReport(candidates, criteria, assessors, cells, (), _warnings(cells, assessors))
    return replace(report, totals=_totals(candidates, criteria, report.means(), weights))


def _collect(
    candidates: Sequence[str], criteria: Sequence[Criterion], entries: Iterable[ScoreEntry]
) -> tuple[Mapping[tuple[str, str], dict[str, float | None]], tuple[str, ...]]:
    known_candidates, known_criteria = set(candidates), {criterion.key for criterion in criteria}
    marks: dict[tuple[str, str], dict[str, float | None]] = defaultdict(dict)
    for entry in entries:
        if entry.candidate not in known_candidates or entry.criterion not in known_criteria:
            raise ValueError("a score names an unknown candidate or criterion")
        if entry.value is not None and not 0 <= entry.value <= BEST_MARK:
            raise ValueError("a mark lies between 0 and 4")
        given = marks[entry.candidate, entry.criterion]
        if entry.assessor in given:
            raise ValueError("an assessor scored the same cell twice")
        given[entry.assessor] = entry.value
    return marks, tuple(sorted({assessor for given in marks.values() for assessor in given}))


def _cell(candidate: str, criterion: str, given: Mapping[str, float | None]) -> Cell:
    # Sorted by assessor, so that the order in which scores arrive cannot move the last binary digit.
    values = [float(value) for _, value in sorted(given.items()) if value is not None]
    return Cell(
        candidate=candidate,
        criterion=criterion,
        mean=fmean(values) if values else None,
        spread=stdev(values) if len(values) > 1 else None,
        lowest=min(values, default=None),
        highest=max(values, default=None),
        n=len(values),
        declined=len(given) - len(values),
    )


def _totals(
    candidates: Sequence[str], criteria: Sequence[Criterion], means: np.ndarray, weights: np.ndarray
) -> tuple[Total, ...]:
    totals = weighted_totals(means, weights)
    rows = []
    for candidate, marks, total in zip(candidates, means, totals, strict=True):
        known = ~np.isnan(marks)
        covered = float(weights[known].sum())
        is_scored = not np.isnan(total)
        rows.append(
            Total(
                candidate=candidate,
                total=float(total) if is_scored else None,
                place=1 + int((totals > total + TIE).sum()) if is_scored else None,
                covered=covered,
                missing=tuple(
                    criterion.key
                    for criterion, is_known in zip(criteria, known, strict=True)
                    if not is_known and criterion.weight > 0
                ),
                points=tuple(
                    float(weight * mark / covered * 100 / BEST_MARK) if is_known and covered > 0 else None
                    for weight, mark, is_known in zip(weights, marks, known, strict=True)
                ),
            )
        )
    return tuple(rows)


def _warnings(cells: Sequence[Cell], assessors: Sequence[str]) -> tuple[str, ...]:
    counts = {cell.n for cell in cells}
    found = {
        "no_scores": not any(counts),
        "scores_missing": 0 in counts and any(counts),
        "one_assessor": len(assessors) == 1,
        "uneven_panel": len(counts - {0}) > 1,
    }
    return tuple(code for code, is_so in found.items() if is_so)
