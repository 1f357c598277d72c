"""The order of the candidates under other weights, to look at; nothing of it is stored or decides. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cocreate.analysis.choice.criteria import propose_shortlist
from cocreate.analysis.choice.scores import Total, weighted_totals

FURTHER = 0.002  # of all weight, beyond the point where two candidates are level


@dataclass(frozen=True)
class Moved:
    """A candidate under the weights that were set, and under others."""

    candidate: str
    place_before: int | None
    place: int | None
    total_before: float | None
    total: float | None
    verdict: str

    @property
    def steps(self) -> int:
        """Places gained (+) or lost (-)."""
        return 0 if self.place is None or self.place_before is None else self.place_before - self.place


@dataclass(frozen=True)
class Imagined:
    """The order under other weights, best first, and what that would change of the shortlist."""

    rows: tuple[Moved, ...]
    entered: tuple[str, ...]
    dropped: tuple[str, ...]
    tied_at_cut: tuple[str, ...]


def imagine(told: Mapping[str, Any], weights: Mapping[str, float]) -> Imagined:
    """From the mean marks of a stored report; the weights count in proportion to their sum, which is above 0."""
    names, keys = told["candidates"], list(told["weights"])
    means = np.array([[_number(told["cells"][name][key]["mean"]) for key in keys] for name in names], dtype=float)
    shares = np.array([weights[key] for key in keys], dtype=float)
    values = weighted_totals(means, shares / shares.sum())
    before = [Total(**told["totals"][name]) for name in names]
    totals = [replace(t, total=None if np.isnan(v) else float(v)) for t, v in zip(before, values, strict=True)]
    proposal = propose_shortlist(totals, size=told["size"])
    known = [row.total for row in totals if row.total is not None]
    now = {row.candidate: row for row in totals}
    rows = []
    for row in proposal.rows:
        was, total = told["totals"][row.candidate], now[row.candidate].total
        place = None if total is None else 1 + sum(other > total + 1e-9 for other in known)
        rows.append(Moved(row.candidate, was["place"], place, was["total"], total, row.verdict.value))
    return Imagined(
        rows=tuple(rows),
        entered=tuple(name for name in proposal.selected if name not in told["selected"]),
        dropped=tuple(name for name in told["selected"] if name not in proposal.selected),
        tied_at_cut=proposal.tied_at_cut,
    )


def _number(mean: float | None) -> float:
    return float("nan") if mean is None else float(mean)


def just_beyond(told: Mapping[str, Any], swap: Mapping[str, Any]) -> dict[str, float] | None:
    """Weights of 100 a little past those that level two candidates, so that they change places; None for none."""
    if swap["weights"] is None or not swap["moved"]:
        return None
    whole = sum(told["weights"].values())
    further = 1 + FURTHER / swap["moved"]
    now = [weight / whole for weight in told["weights"].values()]
    moved = [max(0.0, a + further * (b - a)) for a, b in zip(now, swap["weights"], strict=True)]
    return {key: round(100 * share, 2) for key, share in zip(told["weights"], moved, strict=True)}
