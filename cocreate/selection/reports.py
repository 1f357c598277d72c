"""What the mathematics says about scores, as plain JSON that is stored whole. Pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

import cocreate
from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.choice.criteria import Criterion, ScoreEntry, propose_shortlist
from cocreate.analysis.choice.crowd import Crowd, scored_with
from cocreate.analysis.choice.robustness import robustness
from cocreate.analysis.choice.sensitivity import Swap, smallest_swap, stable_weights, swaps_across
from cocreate.analysis.choice.variations import variations
from cocreate.analysis.choice.weights import MemberWeights, pool

DRAWS = 10_000
PERSONS = ("assessor", "member")  # variations that leave out one person
Json = dict[str, Any]


@dataclass(frozen=True)
class ScoringInputs:
    """All that a proposal rests on and nobody's name: assessors and members are m1, m2 and so on."""

    candidates: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    entries: tuple[ScoreEntry, ...]
    size: int
    members: tuple[MemberWeights, ...] = ()  # what each gave the criteria, with ranges
    crowd: Crowd | None = None  # respondents' ballots, where they mark a criterion
    criteria_number: int = 0  # of the version of the criteria that members marked by; 0: not known
    criteria_hash: str = ""

    def plain(self) -> Json:
        """As JSON, the same for the same inputs; `read` takes it back."""
        return {**asdict(self), "entries": sorted(map(asdict, self.entries), key=str)}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "ScoringInputs":
        """From what `plain` made, also after a way through a file."""
        crowd = told["crowd"]
        return cls(
            candidates=tuple(told["candidates"]),
            criteria=tuple(Criterion(**each) for each in told["criteria"]),
            entries=tuple(ScoreEntry(**each) for each in told["entries"]),
            size=told["size"],
            members=tuple(
                MemberWeights(each["member"], *(tuple(each[name]) for name in ("shares", "low", "high")))
                for each in told["members"]
            ),
            crowd=None if crowd is None else Crowd(crowd["criterion"], tuple(map(_ballot, crowd["ballots"]))),
            criteria_number=told.get("criteria_number", 0),
            criteria_hash=told.get("criteria_hash", ""),
        )


def _ballot(told: Mapping[str, Any]) -> Ballot:
    order = tuple(tuple(tier) for tier in told["order"])
    points = tuple((item, value) for item, value in told["points"])
    return Ballot(order, tuple(told["shown"]), told["weight"], told["group"], points)


def proposal_report(inputs: ScoringInputs, *, seed: int) -> Json:
    """Weighted totals, the shortlist they suggest, and how sure it is; same inputs and seed, same digits."""
    given = (inputs.candidates, inputs.criteria, inputs.entries)
    size, members, crowd = inputs.size, inputs.members, inputs.crowd
    report = scored_with(*given, crowd)
    proposal = propose_shortlist(report.totals, size=size)
    sure = robustness(*given, size=size, draws=DRAWS, seed=seed, members=members, crowd=crowd)
    swap, swaps = smallest_swap(report, proposal), swaps_across(report, proposal)
    return {
        "rule": "weighted_sum",
        "size": size,
        "seed": seed,
        "draws": DRAWS,
        "concentration": sure.concentration,
        "criteria_version": {"number": inputs.criteria_number, "hash": inputs.criteria_hash},
        "weights": {criterion.key: criterion.weight for criterion in inputs.criteria},
        "members": len(members),
        "pool": asdict(pool(members)) if members else None,
        "crowd": {"criterion": crowd.criterion, "ballots": len(crowd.ballots)} if crowd else None,
        "candidates": list(inputs.candidates),
        "verdicts": {row.candidate: row.verdict.value for row in proposal.rows},
        "rows": {row.candidate: {**asdict(row), "verdict": row.verdict.value} for row in proposal.rows},
        "order": [row.candidate for row in proposal.rows],
        "selected": list(proposal.selected),
        "tied_at_cut": list(proposal.tied_at_cut),
        "open_places": proposal.open_places,
        "last_in": proposal.last_in,
        "first_out": proposal.first_out,
        "margin": proposal.margin,
        "cells": {
            name: {c.key: asdict(report.cell(name, c.key)) for c in inputs.criteria} for name in inputs.candidates
        },
        "totals": {total.candidate: asdict(total) for total in report.totals},
        "certainty": {row.candidate: asdict(row) for row in sure.rows},
        "weight_ranges": [list(line) for line in sure.weight_ranges],
        "swap": asdict(swap) if swap is not None else None,
        "swaps": _nearest_swaps(swaps),
        "not_compared": sorted({name for pair in swaps if pair.code == "scores_missing" for name in _both(pair)}),
        "stable_weights": [asdict(line) for line in stable_weights(report, proposal)],
        "variations": [asdict(line) for line in variations(*given, size=size, members=members, crowd=crowd)],
        "assessors": len({entry.assessor for entry in inputs.entries}),
        "marks": sum(entry.value is not None for entry in inputs.entries),
        "declined": sum(entry.value is None for entry in inputs.entries),
        "warnings": sorted({*report.warnings, *sure.warnings}),
        "versions": versions(),
        "inputs_hash": fingerprint([inputs.plain(), seed]),
    }


def _both(swap: Swap) -> tuple[str, str]:
    return swap.ahead, swap.behind


def _nearest_swaps(swaps: Sequence[Swap]) -> dict[str, Json]:
    """For each candidate the smallest move of weight that puts it on the other side of the cut, where one does."""
    found: dict[str, Swap] = {}
    for swap in sorted((swap for swap in swaps if swap.moved is not None), key=lambda swap: swap.moved or 0.0):
        found.setdefault(swap.ahead, swap)
        found.setdefault(swap.behind, swap)
    return {name: asdict(swap) for name, swap in sorted(found.items())}


def without_persons(told: Mapping[str, Any]) -> Json:
    """A report without what one member less would have changed: for readers who are not told members' marks apart."""
    return {**told, "variations": [line for line in told.get("variations", ()) if line["kind"] not in PERSONS]}


def versions() -> dict[str, str]:
    """The programs that computed."""
    return {"cocreate": cocreate.__version__, "numpy": np.__version__}


def fingerprint(said: Any) -> str:
    """SHA-256 of plain data, however it is ordered inside."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True, default=str).encode()).hexdigest()
