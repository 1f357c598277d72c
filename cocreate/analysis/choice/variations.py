"""The shortlist with one thing less, or by another rule: a criterion, an assessor, a member's weights, the rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .assessors import leanings
from .checks import promethee, topsis
from .criteria import propose_shortlist
from .scores import Criterion, ScoreEntry, ScoreReport, Total, aggregate, shares
from .sensitivity import leave_one_criterion_out
from .weights import MemberWeights, pool


@dataclass(frozen=True, slots=True)
class Variation:
    """kind: criterion, assessor, member or rule;  what: which was left out, or which rule was used instead.

    selected     the shortlist then;  entered, dropped: compared with the proposal
    tied_at_cut  candidates that then tie across the cut and are in neither list
    """

    kind: str
    what: str
    selected: tuple[str, ...]
    entered: tuple[str, ...]
    dropped: tuple[str, ...]
    tied_at_cut: tuple[str, ...]


def variations(
    candidates: Sequence[str],
    criteria: Sequence[Criterion],
    entries: Iterable[ScoreEntry],
    *,
    size: int,
    members: Sequence[MemberWeights] = (),
) -> tuple[Variation, ...]:
    """Every variation of a shortlist of `size`, in the order criterion, assessor, member, rule.

    With `members` the criteria's weights are taken to be their mean, and each member's are left out in turn. The other
    rules are TOPSIS, PROMETHEE II, and the weighted sum of marks with each assessor's leaning taken off.
    """
    entries = tuple(entries)
    report = aggregate(candidates, criteria, entries)
    base = propose_shortlist(report.totals, size=size).selected
    found = [
        Variation("criterion", line.criterion, line.selected, line.entered, line.dropped, line.tied_at_cut)
        for line in leave_one_criterion_out(report, size=size)
    ]

    def vary(kind: str, what: str, totals: Sequence[Total]) -> None:
        proposal = propose_shortlist(totals, size=size)
        now = proposal.selected
        entered, dropped = (tuple(x for x in one if x not in other) for one, other in ((now, base), (base, now)))
        found.append(Variation(kind, what, now, entered, dropped, proposal.tied_at_cut))

    for assessor in report.assessors if len(report.assessors) > 1 else ():
        rest = [entry for entry in entries if entry.assessor != assessor]
        vary("assessor", assessor, aggregate(candidates, criteria, rest).totals)
    for member in members if len(members) > 1 else ():
        weights = pool([other for other in members if other is not member]).shares
        changed = [replace(c, weight=weight) for c, weight in zip(criteria, weights, strict=True)]
        vary("member", member.member, aggregate(candidates, changed, entries).totals)
    for rule, values in check_rules(report).items():
        vary("rule", rule, _scored(report, values))
    vary("rule", "without_leanings", leanings(candidates, criteria, entries).adjusted.totals)
    return tuple(found)


def check_rules(report: ScoreReport) -> dict[str, np.ndarray]:
    """(candidates,) what TOPSIS and PROMETHEE II make of the same marks, each in its own unit, NaN without a mark."""
    means, weights = report.means(), shares(report.criteria)
    means = np.where(weights > 0, means, np.nan)
    return {"topsis": topsis(means, weights), "promethee": promethee(means, weights)}


def _scored(report: ScoreReport, values: np.ndarray) -> list[Total]:
    """A check's values in the place of totals; who has none stays without."""
    return [
        replace(total, total=None if np.isnan(value) else float(value))
        for total, value in zip(report.totals, values, strict=True)
    ]
