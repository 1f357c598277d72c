"""From the criteria to a proposed shortlist: who is in, who is out, why, and by how little.

The marks and totals themselves are made in `scores`; this module is the door to both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .scores import BEST_MARK, TIE, Cell, Criterion, ScoreEntry, ScoreReport, Total, aggregate, shares, weighted_totals

__all__ = [
    "BEST_MARK",
    "Cell",
    "Criterion",
    "Proposal",
    "Proposed",
    "Reason",
    "ScoreEntry",
    "ScoreReport",
    "Total",
    "Verdict",
    "aggregate",
    "check_cut",
    "propose_shortlist",
    "shares",
    "weighted_totals",
]


class Verdict(StrEnum):
    IN = "in"
    OUT = "out"
    UNDECIDED = "undecided"


class Reason(StrEnum):
    ABOVE_CUT = "above_cut"
    BELOW_CUT = "below_cut"
    TIED_AT_CUT = "tied_at_cut"
    MEETS_THRESHOLD = "meets_threshold"
    BELOW_THRESHOLD = "below_threshold"
    NO_SCORE = "no_score"
    SCORES_MISSING = "scores_missing"


@dataclass(frozen=True, slots=True)
class Proposed:
    """One line of the proposal; `reasons` starts with why, then what to be careful about."""

    candidate: str
    total: float | None
    place: int | None
    verdict: Verdict
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the totals suggest; people decide.

    rows         best first, candidates without a total last
    selected     candidates clearly in;  tied_at_cut: equal candidates that do not all fit
    open_places  places the tied ones compete for, 0 without a tie
    last_in, first_out   the best total's neighbours across the cut; with a tie, two of the tied ones
    margin       points between them, 0 for a tie; None when one of them does not exist
    """

    rows: tuple[Proposed, ...]
    selected: tuple[str, ...]
    tied_at_cut: tuple[str, ...]
    open_places: int
    last_in: str | None
    first_out: str | None
    margin: float | None
    size: int | None
    threshold: float | None


def propose_shortlist(totals: Sequence[Total], *, size: int | None = None, threshold: float | None = None) -> Proposal:
    """Propose the `size` best, or all with at least `threshold` points out of 100; exactly one of the two is given.

    Candidates that tie across the cut are left undecided, all of them: the list order never chooses.
    """
    check_cut(size, threshold)
    scored = sorted((row for row in totals if row.total is not None), key=lambda row: -_points(row))
    verdicts = _by_threshold(scored, threshold) if threshold is not None else _by_size(scored, size or 0)
    rows = [_proposed(row, *verdicts[row.candidate]) for row in scored]
    rows += [_proposed(row, Verdict.OUT, Reason.NO_SCORE) for row in totals if row.total is None]
    selected = tuple(row.candidate for row in rows if row.verdict is Verdict.IN)
    tied = tuple(row.candidate for row in rows if row.verdict is Verdict.UNDECIDED)
    out = [row.candidate for row in rows if row.verdict is Verdict.OUT and row.total is not None]
    last_in, first_out = (tied[0], tied[1]) if tied else (next(reversed(selected), None), next(iter(out), None))
    points = {row.candidate: _points(row) for row in scored}
    has_both = last_in is not None and first_out is not None
    return Proposal(
        rows=tuple(rows),
        selected=selected,
        tied_at_cut=tied,
        open_places=(size or 0) - len(selected) if tied else 0,
        last_in=last_in,
        first_out=first_out,
        margin=(0.0 if tied else points[last_in] - points[first_out]) if has_both else None,  # type: ignore[index]
        size=size,
        threshold=threshold,
    )


def check_cut(size: int | None, threshold: float | None) -> None:
    """Raise ValueError unless exactly one of the two is given, and is possible."""
    if (size is None) == (threshold is None):
        raise ValueError("give a size or a threshold, and only one of them")
    if (size is not None and size < 1) or (threshold is not None and not 0 <= threshold <= 100):
        raise ValueError("a size is 1 or more, a threshold lies between 0 and 100")


def _points(row: Total) -> float:
    assert row.total is not None
    return row.total


def _by_threshold(scored: Sequence[Total], threshold: float) -> dict[str, tuple[Verdict, Reason]]:
    return {
        row.candidate: (Verdict.IN, Reason.MEETS_THRESHOLD)
        if _points(row) >= threshold - TIE
        else (Verdict.OUT, Reason.BELOW_THRESHOLD)
        for row in scored
    }


def _by_size(scored: Sequence[Total], size: int) -> dict[str, tuple[Verdict, Reason]]:
    verdicts = {}
    for row in scored:
        better = sum(_points(other) > _points(row) + TIE for other in scored)
        not_worse = sum(_points(other) >= _points(row) - TIE for other in scored)
        if not_worse <= size:
            verdicts[row.candidate] = (Verdict.IN, Reason.ABOVE_CUT)
        elif better >= size:
            verdicts[row.candidate] = (Verdict.OUT, Reason.BELOW_CUT)
        else:
            verdicts[row.candidate] = (Verdict.UNDECIDED, Reason.TIED_AT_CUT)
    return verdicts


def _proposed(row: Total, verdict: Verdict, reason: Reason) -> Proposed:
    reasons = (reason, Reason.SCORES_MISSING) if row.missing and row.total is not None else (reason,)
    return Proposed(row.candidate, row.total, row.place, verdict, reasons)
