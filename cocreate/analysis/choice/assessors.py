"""Strict and mild assessors: how far each marks above or below the others on the same cells, and how widely.

mark = cell + leaning of the assessor + chance, with the leanings as random effects: each is pulled towards 0 the more,
the fewer marks it rests on (best linear unbiased prediction; Robinson, "That BLUP is a good thing", 1991; variances by
restricted maximum likelihood). Because cells are compared with themselves, who marks only good candidates is not mild.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .crowd import Crowd, scored_with
from .scores import BEST_MARK, Criterion, ScoreEntry, ScoreReport, aggregate

STEPS = 500


@dataclass(frozen=True, slots=True)
class Leaning:
    """One assessor.

    marks     marks given;  declined: cells they could not judge;  mean, spread: of their marks (spread from two on)
    leaning   marks above (+, mild) or below (-, strict) the others on the same cells, shrunk; 0 where nothing compares
    error     its standard error
    plain     the same without shrinking: mean difference from the cells' means; None without a shared cell
    """

    assessor: str
    marks: int
    declined: int
    mean: float | None
    spread: float | None
    leaning: float
    error: float
    plain: float | None


@dataclass(frozen=True, slots=True)
class LeaningReport:
    """between, within: standard deviations of leanings and of chance, in marks; reliability: the share of the spread
    between assessors' marks on one cell that is leaning and not chance, 0 to 1. adjusted: the scores with every
    assessor's leaning taken off their marks, as a check."""

    rows: tuple[Leaning, ...]
    between: float
    within: float
    reliability: float
    adjusted: ScoreReport


def leanings(
    candidates: Sequence[str], criteria: Sequence[Criterion], entries: Iterable[ScoreEntry], crowd: Crowd | None = None
) -> LeaningReport:
    """Each assessor's leaning and spread; a `crowd` has none and counts in the adjusted scores as it is.

    Raises ValueError for what `aggregate` refuses.
    """
    entries = tuple(entries)
    names = aggregate(candidates, criteria, entries).assessors
    given = [entry for entry in entries if entry.value is not None]
    cells = {cell: index for index, cell in enumerate(sorted({(e.candidate, e.criterion) for e in given}))}
    marks = np.array([entry.value for entry in given], dtype=float)
    cell = np.array([cells[entry.candidate, entry.criterion] for entry in given], dtype=int)
    who = np.array([names.index(entry.assessor) for entry in given], dtype=int)
    leaning, error, between, within = _random_effects(marks, cell, who, len(names), len(cells))
    size = np.bincount(cell, minlength=len(cells))
    centred = marks - np.bincount(cell, marks, len(cells))[cell] / size[cell] if len(marks) else marks
    rows = []
    for index, name in enumerate(names):
        own = marks[who == index]
        shared = centred[(who == index) & (size[cell] > 1)] if len(marks) else own
        rows.append(
            Leaning(
                assessor=name,
                marks=len(own),
                declined=sum(entry.assessor == name and entry.value is None for entry in entries),
                mean=float(own.mean()) if len(own) else None,
                spread=float(own.std(ddof=1)) if len(own) > 1 else None,
                leaning=float(leaning[index]),
                error=float(error[index]),
                plain=float(shared.mean()) if len(shared) else None,
            )
        )
    total = between**2 + within**2
    return LeaningReport(
        rows=tuple(rows),
        between=between,
        within=within,
        reliability=between**2 / total if total > 0 else 0.0,
        adjusted=scored_with(
            candidates, criteria, _adjusted(entries, dict(zip(names, leaning.tolist(), strict=True))), crowd
        ),
    )


def _adjusted(entries: Sequence[ScoreEntry], leaning: dict[str, float]) -> list[ScoreEntry]:
    return [
        entry
        if entry.value is None
        else replace(entry, value=float(np.clip(entry.value - leaning[entry.assessor], 0, BEST_MARK)))
        for entry in entries
    ]


def _random_effects(
    marks: np.ndarray, cell: np.ndarray, who: np.ndarray, assessors: int, cells: int
) -> tuple[np.ndarray, np.ndarray, float, float]:
    """Leanings, their errors, and the two standard deviations; zeros where no two assessors share a cell."""
    nothing = np.zeros(assessors), np.zeros(assessors), 0.0, 0.0
    spare = len(marks) - cells
    if spare < 1 or assessors < 2:
        return nothing
    member = np.zeros((len(marks), assessors))
    member[np.arange(len(marks)), who] = 1.0
    size = np.bincount(cell, minlength=cells)
    centre = np.stack([np.bincount(cell, column, cells)[cell] / size[cell] for column in member.T], axis=1)
    within_cells = member - centre
    residual = marks - np.bincount(cell, marks, cells)[cell] / size[cell]
    normal, right = within_cells.T @ within_cells, within_cells.T @ residual
    squares = float(residual @ residual)
    if squares <= 0:
        return nothing
    chance = lean = squares / spare / 2
    solved, inverse = np.zeros(assessors), np.eye(assessors)
    for _ in range(STEPS):
        inverse = np.linalg.inv(normal + np.eye(assessors) * (chance / lean))
        solved = inverse @ right
        new_lean = float(solved @ solved + chance * np.trace(inverse)) / assessors
        new_chance = max((squares - float(solved @ right)) / spare, 1e-12)
        is_close = abs(new_lean - lean) + abs(new_chance - chance) < 1e-10 * (lean + chance)
        lean, chance = max(new_lean, 1e-12), new_chance
        if is_close:
            break
    return solved, np.sqrt(chance * np.diag(inverse)), float(np.sqrt(lean)), float(np.sqrt(chance))
