"""What would have changed the shortlist: one criterion less, or the least move of weight that swaps two candidates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from .criteria import Proposal, Verdict, propose_shortlist
from .scores import BEST_MARK, TIE, ScoreReport, Total, shares, weighted_totals


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The shortlist without one criterion: who comes in, who drops out, who then ties at the cut."""

    criterion: str
    selected: tuple[str, ...]
    entered: tuple[str, ...]
    dropped: tuple[str, ...]
    tied_at_cut: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Swap:
    """What it takes for `behind` to draw level with `ahead`; any more and they change places. Weights are shares of 1.

    code      found, tied_already, never (behind is nowhere better), scores_missing (totals rest on unlike criteria)
    margin    points between the two now
    moved     smallest share of all weight that must move from some criteria to another; 0 when tied already
    given_by  (criterion, share) that give weight;  taken_by: the criterion that gets it
    weights   the shares after the move
    single    (criterion, share now, share that levels them): this weight alone changes, the others keep their
              proportions; the last is None where no value does
    """

    ahead: str
    behind: str
    code: str
    margin: float
    moved: float | None = None
    given_by: tuple[tuple[str, float], ...] = ()
    taken_by: str | None = None
    weights: tuple[float, ...] | None = None
    single: tuple[tuple[str, float, float | None], ...] = ()


def leave_one_criterion_out(
    report: ScoreReport, *, size: int | None = None, threshold: float | None = None
) -> tuple[LeftOut, ...]:
    """The proposal without each criterion in turn, its weight shared by the others; empty below two criteria in use."""
    base = propose_shortlist(report.totals, size=size, threshold=threshold)
    weights, means = shares(report.criteria), report.means()
    used = np.flatnonzero(weights > 0)
    found = []
    for column in used if len(used) > 1 else ():
        without = np.where(np.arange(len(weights)) == column, 0.0, weights)
        totals = _replaced(report.totals, weighted_totals(means, without))
        proposal = propose_shortlist(totals, size=size, threshold=threshold)
        found.append(
            LeftOut(
                criterion=report.criteria[column].key,
                selected=proposal.selected,
                entered=tuple(name for name in proposal.selected if name not in base.selected),
                dropped=tuple(name for name in base.selected if name not in proposal.selected),
                tied_at_cut=proposal.tied_at_cut,
            )
        )
    return tuple(found)


def _replaced(rows: Sequence[Total], totals: np.ndarray) -> list[Total]:
    return [
        replace(row, total=None if np.isnan(total) else float(total)) for row, total in zip(rows, totals, strict=True)
    ]


def swap_between(report: ScoreReport, one: str, other: str) -> Swap:
    """The smallest move of weight that levels two candidates; closed form, as totals are linear in the weights.

    Weight leaves first the criterion that favours the leader most and goes to the one that favours the other most.
    A criterion on which neither has a mark favours neither. Raises ValueError for a candidate without a total.
    """
    totals = {name: report.total(name).total for name in (one, other)}
    if None in totals.values():
        raise ValueError("a candidate without a total cannot be swapped")
    ahead, behind = sorted((one, other), key=lambda name: -(totals[name] or 0.0))
    margin = (totals[ahead] or 0.0) - (totals[behind] or 0.0)
    if margin <= TIE:
        return Swap(ahead, behind, "tied_already", 0.0, moved=0.0)
    weights, means = shares(report.criteria), report.means()
    rows = [report.candidates.index(name) for name in (ahead, behind)]
    lead = (means[rows[0]] - means[rows[1]]) * (100 / BEST_MARK)
    lead[np.isnan(means[rows]).all(axis=0)] = 0.0
    if np.isnan(lead[weights > 0]).any():
        return Swap(ahead, behind, "scores_missing", margin)
    lead = np.where(np.isnan(lead), np.inf, lead)  # a criterion without weight on which one has no mark gets none
    keys = [criterion.key for criterion in report.criteria]
    taker = int(np.argmin(lead))
    if lead[taker] >= 0:
        return Swap(ahead, behind, "never", margin)
    after, given, left = weights.copy(), [], float(np.where(weights > 0, lead, 0.0) @ weights)
    for giver in np.argsort(-np.where(weights > 0, lead, -np.inf), kind="stable"):
        if left <= TIE:
            break
        share = min(float(weights[giver]), left / float(lead[giver] - lead[taker]))
        given.append((keys[giver], share))
        after[giver] -= share
        after[taker] += share
        left -= share * float(lead[giver] - lead[taker])
    return Swap(
        ahead,
        behind,
        "found",
        margin,
        moved=sum(share for _, share in given),
        given_by=tuple(given),
        taken_by=keys[taker],
        weights=tuple(after.tolist()),
        single=tuple((keys[k], float(weights[k]), _levelling_share(weights, lead, k)) for k in range(len(keys))),
    )


def _levelling_share(weights: np.ndarray, lead: np.ndarray, k: int) -> float | None:
    """The share of criterion k at which share * lead_k + (1 - share) * (lead of the others) is 0."""
    others = np.delete(weights, k)
    if others.sum() <= 0 or not np.isfinite(lead[k]):
        return None
    rest = float(np.delete(np.where(weights > 0, lead, 0.0), k) @ others / others.sum())
    return rest / (rest - float(lead[k])) if min(rest, float(lead[k])) < 0 else None


def swaps_across(report: ScoreReport, proposal: Proposal) -> tuple[Swap, ...]:
    """Every pair across the cut of a set size, with what it takes to level them; those that tie there are on both
    sides. Empty for a threshold, or when nobody is out."""
    if proposal.threshold is not None:
        return ()
    out = [row.candidate for row in proposal.rows if row.verdict is Verdict.OUT and row.total is not None]
    tied = proposal.tied_at_cut
    pairs = [(kept, left) for kept in proposal.selected for left in (*tied, *out)]
    pairs += [(one, other) for place, one in enumerate(tied) for other in (*tied[place + 1 :], *out)]
    return tuple(swap_between(report, kept, left) for kept, left in pairs)


def smallest_swap(report: ScoreReport, proposal: Proposal) -> Swap | None:
    """The smallest move of weight that changes a shortlist of a set size, over all pairs across the cut.

    Usually the last in and the first out; another pair when those two differ little but on the same criteria. None
    when nobody is out, no weights would do it, or the cut is a threshold.
    """
    possible = (swap for swap in swaps_across(report, proposal) if swap.moved is not None)
    return min(possible, key=lambda swap: swap.moved or 0.0, default=None)


@dataclass(frozen=True, slots=True)
class StableWeight:
    """Between which shares a criterion's weight may lie, the others in proportion, without changing the shortlist.

    nearest_low, nearest_high: (who drops out, who comes in) just outside; None where 0 or 1 is reached first
    """

    criterion: str
    share: float
    low: float
    high: float
    nearest_low: tuple[str, str] | None
    nearest_high: tuple[str, str] | None


def stable_weights(report: ScoreReport, proposal: Proposal) -> tuple[StableWeight, ...]:
    """For each criterion, from the pairs across the cut; exact, as totals are linear in the weights.

    Empty where nobody is out, candidates tie at the cut already, or totals rest on unlike criteria and are not linear.
    """
    swaps = swaps_across(report, proposal)
    if not swaps or any(swap.code in ("tied_already", "scores_missing") for swap in swaps):
        return ()
    crossings: dict[str, list[tuple[float, Swap]]] = {}
    for swap in swaps:
        for key, _share, levels in swap.single:
            if levels is not None:
                crossings.setdefault(key, []).append((levels, swap))
    found = []
    for key, share in zip((c.key for c in report.criteria), shares(report.criteria).tolist(), strict=True):
        below = max((c for c in crossings.get(key, ()) if c[0] <= share), key=lambda c: c[0], default=None)
        above = min((c for c in crossings.get(key, ()) if c[0] > share), key=lambda c: c[0], default=None)
        found.append(
            StableWeight(
                criterion=key,
                share=share,
                low=below[0] if below else 0.0,
                high=above[0] if above else 1.0,
                nearest_low=(below[1].ahead, below[1].behind) if below else None,
                nearest_high=(above[1].ahead, above[1].behind) if above else None,
            )
        )
    return tuple(found)
