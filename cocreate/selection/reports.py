"""What the mathematics says about scores, as plain JSON that is stored whole. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

import cocreate
from cocreate.analysis.choice.criteria import Criterion, ScoreEntry, aggregate, propose_shortlist
from cocreate.analysis.choice.robustness import leave_one_criterion_out, robustness, smallest_swap

DRAWS = 10_000
Json = dict[str, Any]


def proposal_report(
    candidates: Sequence[str], criteria: Sequence[Criterion], entries: Sequence[ScoreEntry], *, size: int, seed: int
) -> Json:
    """Weighted totals, the shortlist they suggest, and how sure it is; with all that is needed to compute it again."""
    report = aggregate(candidates, criteria, entries)
    proposal = propose_shortlist(report.totals, size=size)
    sure = robustness(candidates, criteria, entries, size=size, draws=DRAWS, seed=seed)
    swap = smallest_swap(report, proposal)
    return {
        "rule": "weighted_sum",
        "size": size,
        "seed": seed,
        "draws": DRAWS,
        "concentration": sure.concentration,
        "weights": {criterion.key: criterion.weight for criterion in criteria},
        "candidates": list(candidates),
        "verdicts": {row.candidate: row.verdict.value for row in proposal.rows},
        "rows": {row.candidate: {**asdict(row), "verdict": row.verdict.value} for row in proposal.rows},
        "order": [row.candidate for row in proposal.rows],
        "selected": list(proposal.selected),
        "tied_at_cut": list(proposal.tied_at_cut),
        "open_places": proposal.open_places,
        "last_in": proposal.last_in,
        "first_out": proposal.first_out,
        "margin": proposal.margin,
        "cells": {name: {c.key: asdict(report.cell(name, c.key)) for c in criteria} for name in candidates},
        "totals": {total.candidate: asdict(total) for total in report.totals},
        "certainty": {row.candidate: asdict(row) for row in sure.rows},
        "weight_ranges": [list(line) for line in sure.weight_ranges],
        "swap": asdict(swap) if swap is not None else None,
        "leave_one_criterion_out": [asdict(line) for line in leave_one_criterion_out(report, size=size)],
        "assessors": len(report.assessors),
        "marks": sum(entry.value is not None for entry in entries),
        "declined": sum(entry.value is None for entry in entries),
        "warnings": sorted({*report.warnings, *sure.warnings}),
        "versions": versions(),
        "inputs_hash": fingerprint(
            [[asdict(c) for c in criteria], sorted(str(asdict(e)) for e in entries), size, seed]
        ),
    }


def versions() -> dict[str, str]:
    """The programs that computed."""
    return {"cocreate": cocreate.__version__, "numpy": np.__version__}


def fingerprint(said: Any) -> str:
    """SHA-256 of plain data, however it is ordered inside."""
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=True, default=str).encode()).hexdigest()
