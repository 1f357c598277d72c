"""How sure is the shortlist? Other assessors and other weights; and, from `sensitivity`, what would have changed it.

Drawing many plausible weights and marks and counting who ends up where is stochastic multicriteria acceptability
analysis (Lahdelma and Salminen, "SMAA-2", Operations Research 49, 2001).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from .criteria import check_cut
from .crowd import Crowd, resampled_marks, scored_with
from .scores import BEST_MARK, TIE, Criterion, ScoreEntry, ScoreReport, aggregate, shares, weighted_totals
from .sensitivity import LeftOut, Swap, leave_one_criterion_out, smallest_swap, swap_between
from .weights import MemberWeights, draw_weights

__all__ = [
    "CONCENTRATION",
    "Certainty",
    "LeftOut",
    "RobustnessReport",
    "Swap",
    "leave_one_criterion_out",
    "robustness",
    "smallest_swap",
    "swap_between",
]

CONCENTRATION = 50.0
"""Four equal weights of 25 then vary between about 16 and 35 in nine draws of ten."""


@dataclass(frozen=True, slots=True)
class Certainty:
    """One candidate over all draws. Everything is None for a candidate without any mark: it takes no part.

    probability    of being on the shortlist;  error: its standard error from the number of draws alone
    places         probability of each place, first to last; candidates that tie share their places equally
    best_place, worst_place   nine draws of ten put the candidate between them
    """

    candidate: str
    probability: float | None
    error: float | None
    places: tuple[float, ...] | None
    best_place: int | None
    worst_place: int | None


@dataclass(frozen=True, slots=True)
class RobustnessReport:
    """`rows` keep the candidates' order; weight_ranges: per criterion, the 5th and 95th percentile of the drawn share.

    warnings: codes no_scores, one_assessor (marks could not be varied), scores_missing (drawn from the criterion's
    spread), one_criterion (weights could not be varied)
    """

    rows: tuple[Certainty, ...]
    weight_ranges: tuple[tuple[str, float, float], ...]
    draws: int
    seed: int
    concentration: float
    size: int | None
    threshold: float | None
    numpy_version: str
    warnings: tuple[str, ...]

    def row(self, candidate: str) -> Certainty:
        return next(row for row in self.rows if row.candidate == candidate)


def robustness(
    candidates: Sequence[str],
    criteria: Sequence[Criterion],
    entries: Iterable[ScoreEntry],
    *,
    size: int | None = None,
    threshold: float | None = None,
    draws: int = 10_000,
    seed: int = 1,
    concentration: float = CONCENTRATION,
    members: Sequence[MemberWeights] = (),
    crowd: Crowd | None = None,
) -> RobustnessReport:
    """Probability of being on the shortlist, and of each place, over `draws` pairs of (assessors, weights).

    Assessors are drawn whole, with replacement, one fewer than there are: with n of n a panel of seven would look more
    certain than it is (Rao and Wu, "Resampling inference with complex survey data", 1988). Weights come from what
    `members` could live with, or without members from a Dirichlet distribution around the set ones, where a weight of 0
    stays 0. The respondents behind a criterion marked by the `crowd` are drawn with replacement too. A cell that nobody
    judged is drawn from the spread of its criterion over the other candidates. Same input and seed, same numbers.

    Raises ValueError for what `aggregate` refuses, for not exactly one of size and threshold, for draws or
    concentration that are not positive, and for members who weigh other criteria.
    """
    entries = tuple(entries)
    check_cut(size, threshold)
    if draws < 1 or not concentration > 0:
        raise ValueError("draws and concentration are above 0")
    if any(len(member.shares) != len(criteria) for member in members):
        raise ValueError("each member weighs all the criteria and no others")
    panel = aggregate(candidates, criteria, entries)
    report = scored_with(candidates, criteria, entries, crowd)
    rng = np.random.default_rng(seed)
    scored = [index for index, total in enumerate(report.totals) if total.total is not None]
    if members:
        weights = draw_weights(members, draws, rng)
    else:
        weights = _draw_weights(shares(criteria), draws, concentration, rng)
    rows: dict[int, Certainty] = {}
    if scored:
        means = _draw_means(panel, report.means()[scored], entries, scored, draws, rng)
        if crowd:
            column = [criterion.key for criterion in criteria].index(crowd.criterion)
            known = ~np.isnan(report.means()[scored, column])
            drawn = resampled_marks(crowd, [candidates[index] for index in scored], draws, rng)
            means[:, known, column] = drawn[:, known]
        totals = weighted_totals(means, weights)
        rows = dict(zip(scored, _certainties(report, scored, totals, size, threshold), strict=True))
    low, high = np.quantile(weights, [0.05, 0.95], axis=0)
    return RobustnessReport(
        rows=tuple(
            rows.get(index, Certainty(name, None, None, None, None, None))
            for index, name in enumerate(report.candidates)
        ),
        weight_ranges=tuple((c.key, float(a), float(b)) for c, a, b in zip(report.criteria, low, high, strict=True)),
        draws=draws,
        seed=seed,
        concentration=concentration,
        size=size,
        threshold=threshold,
        numpy_version=np.__version__,
        warnings=_warnings(report),
    )


def _warnings(report: ScoreReport) -> tuple[str, ...]:
    one_criterion = sum(criterion.weight > 0 for criterion in report.criteria) == 1
    kept = tuple(code for code in report.warnings if code != "uneven_panel")
    return (*kept, "one_criterion") if one_criterion else kept


def _draw_weights(weights: np.ndarray, draws: int, concentration: float, rng: np.random.Generator) -> np.ndarray:
    """(draws, criteria) shares."""
    drawn = rng.standard_gamma(weights * concentration, size=(draws, len(weights)))
    sums = drawn.sum(axis=1, keepdims=True)
    return np.where(sums > 0, drawn / np.where(sums > 0, sums, 1.0), weights)


def _draw_means(
    panel_report: ScoreReport,
    whole: np.ndarray,
    entries: Sequence[ScoreEntry],
    scored: Sequence[int],
    draws: int,
    rng: np.random.Generator,
) -> np.ndarray:
    """(draws, scored candidates, criteria) means around `whole`; a criterion that nobody used at all stays NaN."""
    marks = _marks(panel_report, entries)[:, scored]
    panel, candidates, criteria = marks.shape
    drawn = np.full(panel, 1 / panel)
    counts = rng.multinomial(max(1, panel - 1), drawn, size=draws).astype(float) if panel else np.zeros((draws, 0))
    flat = marks.reshape(panel, candidates * criteria)
    sums, base = counts @ np.nan_to_num(flat), counts @ ~np.isnan(flat)
    # None of a cell's assessors was drawn: the panel's own mean is better knowledge than a guess.
    means = np.divide(sums, base, out=np.broadcast_to(whole.ravel(), sums.shape).copy(), where=base > 0)
    means = means.reshape(draws, candidates, criteria)
    for row, column in np.argwhere(np.isnan(whole)):
        known = whole[~np.isnan(whole[:, column]), column]
        if len(known) > 1:
            means[:, row, column] = np.clip(rng.normal(known.mean(), known.std(ddof=1), draws), 0, BEST_MARK)
        elif len(known) == 1:
            means[:, row, column] = rng.uniform(0, BEST_MARK, draws)
    return means


def _marks(report: ScoreReport, entries: Sequence[ScoreEntry]) -> np.ndarray:
    """(assessors, candidates, criteria), NaN where no mark was given."""
    assessor = {name: index for index, name in enumerate(report.assessors)}
    candidate = {name: index for index, name in enumerate(report.candidates)}
    criterion = {entry.key: index for index, entry in enumerate(report.criteria)}
    marks = np.full((len(assessor), len(candidate), len(criterion)), np.nan)
    for entry in entries:
        if entry.value is not None:
            marks[assessor[entry.assessor], candidate[entry.candidate], criterion[entry.criterion]] = entry.value
    return marks


def _certainties(
    report: ScoreReport, scored: Sequence[int], totals: np.ndarray, size: int | None, threshold: float | None
) -> list[Certainty]:
    draws, count = totals.shape
    places = _places(totals)
    within = places.cumsum(axis=0)
    if threshold is not None:
        probability = (totals >= threshold - TIE).mean(axis=0)
    else:
        probability = np.clip(within[min(size or 0, count) - 1], 0, 1)
    return [
        Certainty(
            candidate=report.candidates[index],
            probability=float(probability[column]),
            error=float(np.sqrt(probability[column] * (1 - probability[column]) / draws)),
            places=tuple(places[:, column].tolist()),
            best_place=1 + int(np.searchsorted(within[:, column], 0.05 + 1e-12, side="right")),
            worst_place=1 + int(np.searchsorted(within[:, column], 0.95 - 1e-12, side="left")),
        )
        for column, index in enumerate(scored)
    ]


def _places(totals: np.ndarray) -> np.ndarray:
    """(places, candidates) share of draws; of `level` that tie behind `ahead` others each takes 1/level of a place."""
    draws, count = totals.shape
    order = np.argsort(-totals, axis=1, kind="stable")
    ranked = np.take_along_axis(totals, order, axis=1)
    at = np.broadcast_to(np.arange(count), (draws, count))
    starts = np.ones((draws, count), dtype=bool)
    starts[:, 1:] = ranked[:, :-1] - ranked[:, 1:] > TIE
    ahead = np.maximum.accumulate(np.where(starts, at, 0), axis=1)
    ends = np.ones((draws, count), dtype=bool)
    ends[:, :-1] = starts[:, 1:]
    behind = np.minimum.accumulate(np.where(ends, at + 1, count)[:, ::-1], axis=1)[:, ::-1]
    part = 1.0 / (behind - ahead)
    cells = (count + 1) * count
    comes = np.bincount((ahead * count + order).ravel(), part.ravel(), cells)
    goes = np.bincount((behind * count + order).ravel(), part.ravel(), cells)
    return (comes - goes).reshape(count + 1, count).cumsum(axis=0)[:count] / draws
