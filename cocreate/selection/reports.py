"""What the mathematics says about rankings and scores, as plain JSON that is stored whole. Pure."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import numpy as np

import cocreate
from cocreate.analysis.choice.agreement import Concordance, agreement
from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.choice.criteria import Criterion, ScoreEntry, aggregate, propose_shortlist
from cocreate.analysis.choice.ranking import RankingReport, balance, rank
from cocreate.analysis.choice.robustness import leave_one_criterion_out, robustness, smallest_swap
from cocreate.analysis.disclosure import HIDDEN, suppress

SMALL = "small"  # families too small to show alone, taken together
DRAWS = 10_000
Json = dict[str, Any]


def ranking_report(ballots: Sequence[Ballot], items: Sequence[str], minimum: int) -> Json:
    """The results of one dimension: raw, one helix one voice, agreement, and each family large enough to show.

    Families with fewer than `minimum` ballots, and those that must be hidden with them, are one group in everything
    that is computed: raw and balanced results printed side by side would otherwise give a hidden family away.
    """
    safe = suppress(Counter(ballot.group or "" for ballot in ballots), minimum)
    pooled = [replace(ballot, group=_group(ballot.group, safe.cells)) for ballot in ballots]
    raw, balanced = rank(pooled, items), rank(balance(pooled), items)
    sizes = Counter(ballot.group for ballot in pooled if ballot.group is not None)
    groups = [name for name, size in sorted(sizes.items()) if size >= minimum]
    by_group = {name: rank([ballot for ballot in pooled if ballot.group == name], items) for name in groups}
    found = agreement(pooled, items, minimum=minimum)
    return {
        "items": list(items),
        "ballots": len(ballots),
        "is_small": safe.total is HIDDEN,
        "order": list(raw.order),
        "balanced_order": list(balanced.order),
        "rows": {item: _row(raw, balanced, item) for item in items},
        "groups": {name: sizes[name] for name in groups},
        "group_shares": {name: {item: report.row(item).borda for item in items} for name, report in by_group.items()},
        "agreement": _concordance(found.overall),
        "agreement_by_group": {name: _concordance(of) for name, of in found.by_group.items()},
        "tau": {"groups": list(found.groups), "values": [list(line) for line in found.tau]},
        "splits": [asdict(split) for split in found.splits],
        "condorcet_winner": raw.condorcet_winner,
        "kemeny_count": raw.kemeny_count,
        "effective_size": balanced.effective_size,
        "warnings": list(raw.warnings),
        "settings": {**raw.settings, "minimum_cell": str(minimum)},
        "versions": versions(),
    }


def _group(name: str | None, cells: Mapping[str, object]) -> str | None:
    return SMALL if cells[name or ""] is HIDDEN else name or None


def _row(raw: RankingReport, balanced: RankingReport, item: str) -> Json:
    mine, fair = raw.row(item), balanced.row(item)
    return {
        "place": mine.place,
        "best_place": mine.best_place,
        "worst_place": mine.worst_place,
        "mean_rank": mine.mean_rank,
        "borda": mine.borda,
        "ranked": mine.ranked,
        "shown": mine.shown,
        "balanced_place": fair.place,
        "balanced_mean_rank": fair.mean_rank,
        "balanced_borda": fair.borda,
    }


def _concordance(found: Concordance) -> Json:
    return {"w": found.w, "by_chance": found.by_chance, "ballots": found.ballots}


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
