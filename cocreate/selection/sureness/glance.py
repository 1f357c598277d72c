"""The stored proposal in one look, and the order of the candidates under other weights. Pure; nothing is stored."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from cocreate.analysis.choice.criteria import propose_shortlist
from cocreate.analysis.choice.scores import Total, weighted_totals
from cocreate.selection.reports import PERSONS, without_persons

Told = Mapping[str, Any]  # a report of reports.proposal_report


class Band(StrEnum):
    """A chance of a place in words."""

    CERTAIN = "certain"
    LIKELY = "likely"
    OPEN = "open"
    UNLIKELY = "unlikely"
    NONE = "none"


FLOORS = ((0.95, Band.CERTAIN), (0.75, Band.LIKELY), (0.25, Band.OPEN), (0.05, Band.UNLIKELY), (0.0, Band.NONE))


def band_of(chance: float) -> Band:
    """The words for a chance.

    >>> [band_of(chance).value for chance in (1.0, 0.949, 0.5, 0.049)]
    ['certain', 'likely', 'open', 'none']
    """
    return next(band for floor, band in FLOORS if chance >= floor)


@dataclass(frozen=True)
class Glance:
    """What a reader takes away in a few seconds.

    places    how many there are;  certain: candidates that are as good as certain of one
    rivals    those between hardly any chance and certainty, surest first, for the places that are left
    """

    places: int
    certain: int
    rivals: tuple[tuple[str, float], ...]

    @property
    def left(self) -> int:
        """Places that are not as good as certain."""
        return max(0, self.places - self.certain)


def glance(told: Told) -> Glance:
    """From the chances in a report; candidates without any mark take no part."""
    chances = {name: told["certainty"][name]["probability"] for name in told["order"]}
    known = {name: chance for name, chance in chances.items() if chance is not None}
    bands = {name: band_of(chance) for name, chance in known.items()}
    rivals = [(name, chance) for name, chance in known.items() if bands[name] not in (Band.CERTAIN, Band.NONE)]
    return Glance(
        places=min(told["size"], len(known)),
        certain=sum(band is Band.CERTAIN for band in bands.values()),
        rivals=tuple(sorted(rivals, key=lambda rival: -rival[1])),
    )


@dataclass(frozen=True)
class Kind:
    """All variations of one kind together: how many left the shortlist as it is, and who came in or dropped, how often.

    Says nothing about single persons, so that it may be published.
    """

    key: str
    total: int
    same: int
    entered: tuple[tuple[str, int], ...]
    dropped: tuple[tuple[str, int], ...]
    tied: tuple[tuple[str, int], ...]


def kinds(told: Told, *, with_names: bool = True) -> list[Kind]:
    """The variations of a report by kind, in its order; empty for a report of before there were any.

    Without names it is not said who came in or dropped when one person was left out: of a small committee that tells
    too much about its members.
    """
    lines = told.get("variations", ())
    return [
        _kind(key, [line for line in lines if line["kind"] == key], with_names or key not in PERSONS)
        for key in dict.fromkeys(line["kind"] for line in lines)
    ]


def _kind(key: str, lines: list[Told], with_names: bool) -> Kind:
    def often(what: str) -> tuple[tuple[str, int], ...]:
        return tuple(Counter(name for line in lines for name in line[what]).most_common()) if with_names else ()

    same = sum(is_same(line) for line in lines)
    return Kind(key, len(lines), same, often("entered"), often("dropped"), often("tied_at_cut"))


def is_same(line: Told) -> bool:
    """Whether a variation leaves the shortlist as it is."""
    return not (line["entered"] or line["dropped"] or line["tied_at_cut"])


def single(told: Told, *, with_persons: bool) -> list[Told]:
    """Variation by variation; those that leave out one person only where persons' numbers may be shown."""
    return list((told if with_persons else without_persons(told)).get("variations", ()))


def places_by_rule(told: Told) -> dict[str, dict[str, int | None]]:
    """Each candidate's place by every other rule and under other weights of all: rule -> candidate -> place."""
    return {
        f"{line['kind']}:{line['what']}": dict(zip(told["candidates"], line["places"], strict=True))
        for line in told.get("variations", ())
        if line["kind"] in ("rule", "weights")
    }


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
