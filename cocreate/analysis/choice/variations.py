"""The shortlist with one thing less, or read otherwise: criterion, assessor, member, helix, weights, rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .assessors import leanings
from .ballots import Ballot, Item
from .checks import promethee, topsis
from .criteria import Proposal, propose_shortlist
from .crowd import Crowd, scored_with, without_group
from .methods import count
from .scores import TIE, Criterion, ScoreEntry, ScoreReport, Total, aggregate, shares
from .weights import MemberWeights, pool

ROUNDING = 0.01
"""Weights rounded to whole hundredths are still taken to be the members' mean."""


@dataclass(frozen=True, slots=True)
class Variation:
    """kind: criterion, assessor, member, helix, weights or rule;  what: which was left out, or what was used instead.

    selected     the shortlist then;  entered, dropped: compared with the proposal
    tied_at_cut  candidates that then tie across the cut and are in neither list
    places       each candidate's place then, in the candidates' order; None without a total
    """

    kind: str
    what: str
    selected: tuple[str, ...]
    entered: tuple[str, ...]
    dropped: tuple[str, ...]
    tied_at_cut: tuple[str, ...]
    places: tuple[int | None, ...]

    @property
    def is_same(self) -> bool:
        """Whether the shortlist stays what it was."""
        return not (self.entered or self.dropped or self.tied_at_cut)


def variations(
    candidates: Sequence[str],
    criteria: Sequence[Criterion],
    entries: Iterable[ScoreEntry],
    *,
    size: int,
    members: Sequence[MemberWeights] = (),
    crowd: Crowd | None = None,
) -> tuple[Variation, ...]:
    """Every variation of a shortlist of `size`, in the order criterion, assessor, member, helix, weights, rule.

    Where the criteria weigh what `members` do on average, each member's weights are left out in turn; where they weigh
    something else, the members' mean is tried instead ("weights", "members"). Each group of the `crowd` is left out in
    turn. Equal weights are tried, and the other rules: TOPSIS, PROMETHEE II, Schulze's count of the orders that each
    assessor's marks make alone, and the weighted sum of marks with each assessor's leaning taken off.
    """
    entries = tuple(entries)
    report = scored_with(candidates, criteria, entries, crowd)
    base = propose_shortlist(report.totals, size=size)
    found: list[Variation] = []

    def vary(kind: str, what: str, totals: Sequence[Total]) -> None:
        found.append(variation_of(kind, what, totals, size, base))

    def weighed(kind: str, what: str, weights: Sequence[float]) -> None:
        vary(kind, what, scored_with(candidates, _weighing(criteria, weights), entries, crowd).totals)

    used = [criterion.key for criterion in criteria if criterion.weight > 0]
    for key in used if len(used) > 1 else ():
        weighed("criterion", key, [0.0 if c.key == key else c.weight for c in criteria])
    panel = sorted({entry.assessor for entry in entries})
    for assessor in panel if len(panel) > 1 else ():
        rest = [entry for entry in entries if entry.assessor != assessor]
        vary("assessor", assessor, scored_with(candidates, criteria, rest, crowd).totals)
    is_mean = bool(members) and np.allclose(pool(members).shares, shares(criteria), atol=ROUNDING)
    for member in members if is_mean and len(members) > 1 else ():
        weighed("member", member.member, pool([other for other in members if other is not member]).shares)
    for group, rest_of_crowd in _without_each_group(crowd):
        vary("helix", group, scored_with(candidates, criteria, entries, rest_of_crowd).totals)
    if members and not is_mean:
        weighed("weights", "members", pool(members).shares)
    if len(criteria) > 1:
        weighed("weights", "equal", [1.0] * len(criteria))
    for rule, values in check_rules(report).items():
        vary("rule", rule, _scored(report, values))
    if len(panel) > 1:
        vary("rule", "own_orders", _scored(report, _own_orders(candidates, criteria, entries, panel)))
    vary("rule", "without_leanings", leanings(candidates, criteria, entries, crowd).adjusted.totals)
    return tuple(found)


def _without_each_group(crowd: Crowd | None) -> list[tuple[str, Crowd]]:
    """Each group's name with the crowd that is left without it; empty below two groups."""
    if crowd is None:
        return []
    groups = sorted({ballot.group for ballot in crowd.ballots if ballot.group is not None})
    return [(group, without_group(crowd, group)) for group in groups] if len(groups) > 1 else []


def variation_of(kind: str, what: str, totals: Sequence[Total], size: int, base: Proposal) -> Variation:
    """What these totals would put on the shortlist, compared with the proposal."""
    proposal = propose_shortlist(totals, size=size)
    known = [total.total for total in totals if total.total is not None]
    return Variation(
        kind=kind,
        what=what,
        selected=proposal.selected,
        entered=tuple(name for name in proposal.selected if name not in base.selected),
        dropped=tuple(name for name in base.selected if name not in proposal.selected),
        tied_at_cut=proposal.tied_at_cut,
        places=tuple(
            None if total.total is None else 1 + sum(other > total.total + TIE for other in known) for total in totals
        ),
    )


def check_rules(report: ScoreReport) -> dict[str, np.ndarray]:
    """(candidates,) what TOPSIS and PROMETHEE II make of the same marks, each in its own unit, NaN without a mark."""
    means, weights = report.means(), shares(report.criteria)
    means = np.where(weights > 0, means, np.nan)
    return {"topsis": topsis(means, weights), "promethee": promethee(means, weights)}


def _own_orders(
    candidates: Sequence[str], criteria: Sequence[Criterion], entries: Sequence[ScoreEntry], panel: Sequence[str]
) -> np.ndarray:
    """(candidates,) minus the place by Schulze's rule among what each assessor would have chosen alone; NaN unjudged.

    Schulze's and not Kemeny's: it takes the same short time for any marks, so that the same marks give the same places.
    """
    ballots = []
    for assessor in panel:
        own = aggregate(candidates, criteria, [entry for entry in entries if entry.assessor == assessor])
        points: dict[Item, float] = {row.candidate: round(row.total, 6) for row in own.totals if row.total is not None}
        ballots.append(Ballot.from_points(points, list(points)))
    counted = count("schulze", ballots, candidates)
    judged = {item for ballot in ballots for item in ballot.shown}
    return np.array([-float(counted.place(name)) if name in judged else np.nan for name in candidates])


def _weighing(criteria: Sequence[Criterion], weights: Sequence[float]) -> list[Criterion]:
    return [replace(criterion, weight=weight) for criterion, weight in zip(criteria, weights, strict=True)]


def _scored(report: ScoreReport, values: np.ndarray) -> list[Total]:
    """A check's values in the place of totals; who has none stays without."""
    return [
        replace(total, total=None if np.isnan(value) else float(value))
        for total, value in zip(report.totals, values, strict=True)
    ]
