"""How far people agree about themes, and how far the machine agrees with people: for one consultation, with its doubt.

Krippendorff's alpha for names without order and with missing codes (Krippendorff 2011, "Computing Krippendorff's
Alpha-Reliability"); F1 of the machine against what people settled. Intervals are percentiles of a bootstrap over
answers (Efron 1979), seeded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

SAMPLES = 2000
RELIABLE, TENTATIVE = 0.8, 0.667  # Krippendorff (2004), page 241
Key = TypeVar("Key", bound=Hashable)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A number with the bounds of its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Agreement:
    """Alpha over the `units` that at least two people coded; None where chance cannot be told from agreement."""

    alpha: Estimate | None
    units: int
    alike: int  # units that all their coders coded alike


@dataclass(frozen=True)
class CategoryScore:
    """One category: how often people and the machine chose it, and both; F1 is None where neither did."""

    people: int
    machine: int
    both: int
    f1: Estimate | None


@dataclass(frozen=True)
class MachineScore:
    """The machine against people over `units` settled answers.

    `macro` is the mean F1 of the categories, so that small themes count as much as large ones; `micro` counts every
    answer alike, which makes it the share of answers that both put in the same place.
    """

    units: int
    macro: Estimate | None
    micro: Estimate | None
    categories: Mapping[str, CategoryScore]


def krippendorff_alpha(units: Sequence[Sequence[str | None]]) -> float | None:
    """Alpha for names without order. One sequence of codes a unit, None where a coder gave none.

    None where nothing can be said: fewer than two codes for every unit, or one category only.

    >>> round(krippendorff_alpha([["a", "a"], ["b", "b"], ["a", "b"], ["b", "b"]]), 3)
    0.533
    """
    counts = _counts(units)
    if not len(counts):
        return None
    found = _alphas(counts, np.ones((1, len(counts))))[0]
    return None if np.isnan(found) else float(found)


def agreement(units: Sequence[Sequence[str | None]], *, seed: int) -> Agreement:
    """Alpha with its interval, and the plain count of units about which all coders said the same."""
    counts = _counts(units)
    alpha = krippendorff_alpha(units)
    alike = int((counts.max(axis=1) == counts.sum(axis=1)).sum()) if len(counts) else 0
    if alpha is None:
        return Agreement(None, len(counts), alike)
    return Agreement(_estimate(alpha, _alphas(counts, _weights(len(counts), seed))), len(counts), alike)


def machine_score(machine: Sequence[str], people: Sequence[str], *, seed: int) -> MachineScore:
    """The machine's category of each answer against the one that people settled, in the same order.

    >>> score = machine_score(["a", "a", "b", "none"], ["a", "b", "b", "none"], seed=1)
    >>> score.micro.value, round(score.macro.value, 3), score.categories["a"].both
    (0.75, 0.778, 1)
    """
    names = sorted(set(machine) | set(people))
    if not people:
        return MachineScore(0, None, None, {})
    said = np.array([[each == name for name in names] for each in machine], dtype=np.float64)
    right = np.array([[each == name for name in names] for each in people], dtype=np.float64)
    once, often = np.ones((1, len(people))), _weights(len(people), seed)
    single, many = _f1(said, right, once)[0], _f1(said, right, often)
    shares = (said * right).sum(axis=1)
    categories = {
        name: CategoryScore(
            people=int(right[:, place].sum()),
            machine=int(said[:, place].sum()),
            both=int((said * right)[:, place].sum()),
            f1=_estimate(float(single[place]), many[:, place]),
        )
        for place, name in enumerate(names)
    }
    with np.errstate(invalid="ignore"):
        macro = _estimate(float(np.nanmean(single)), np.nanmean(many, axis=1))
    micro = _estimate(float(shares.mean()), often @ shares / often.sum(axis=1))
    return MachineScore(len(people), macro, micro, categories)


def draw_sample(strata: Mapping[Key, Hashable], size: int, *, seed: int) -> list[Key]:
    """Keys drawn so that every stratum has its share and at least one, as far as `size` allows, in random order.

    Seats go by largest remainder; the same strata and seed draw the same keys in whatever order they come.

    >>> sorted(draw_sample({"a": 1, "b": 1, "c": 1, "d": 2}, 2, seed=1))[-1]
    'd'
    """
    random = Random(seed)
    groups: dict[Hashable, list[Key]] = defaultdict(list)
    for key in sorted(strata, key=str):
        groups[strata[key]].append(key)
    names = sorted(groups, key=lambda name: (-len(groups[name]), str(name)))
    size = min(size, len(strata))
    ideal = {name: size * len(groups[name]) / len(strata) for name in names[:size]}
    seats = {name: max(1, int(share)) for name, share in ideal.items()}
    while sum(seats.values()) > size:
        seats[max(seats, key=lambda name: seats[name])] -= 1
    by_rest = sorted(seats, key=lambda name: (seats[name] - ideal[name], str(name)))
    for name in by_rest[: size - sum(seats.values())]:
        seats[name] += 1
    drawn = [key for name in seats for key in random.sample(groups[name], seats[name])]
    random.shuffle(drawn)
    return drawn


def _counts(units: Sequence[Sequence[str | None]]) -> Floats:
    """(units that at least two coded, categories): how many coders chose what."""
    names = sorted({code for unit in units for code in unit if code is not None})
    place = {name: number for number, name in enumerate(names)}
    rows = []
    for unit in units:
        given = [code for code in unit if code is not None]
        if len(given) >= 2:
            row = np.zeros(len(names))
            for code in given:
                row[place[code]] += 1
            rows.append(row)
    return np.array(rows).reshape(len(rows), len(names))


def _alphas(counts: Floats, weights: Floats) -> Floats:
    """Alpha of each row of weights over the units; NaN where only one category occurs."""
    coded = counts.sum(axis=1)
    alike = (counts * (counts - 1)).sum(axis=1) / (coded - 1)
    total, of_names = weights @ coded, weights @ counts
    by_chance = total * total - (of_names * of_names).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = 1.0 - (total - 1) * (total - weights @ alike) / by_chance
    found[by_chance <= 0] = np.nan
    return found


def _f1(said: Floats, right: Floats, weights: Floats) -> Floats:
    """F1 by row of weights and category; NaN where neither chose it."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found: Floats = 2 * (weights @ (said * right)) / (weights @ said + weights @ right)
    return found


def _weights(units: int, seed: int) -> Floats:
    random = np.random.default_rng(seed)
    return random.multinomial(units, np.full(units, 1 / units), size=SAMPLES).astype(np.float64)


def _estimate(value: float, sampled: Floats) -> Estimate | None:
    if np.isnan(value):
        return None
    known = sampled[~np.isnan(sampled)]
    low, high = np.percentile(known, [2.5, 97.5]) if len(known) else (value, value)
    return Estimate(round(value, 4), round(float(min(low, value)), 4), round(float(max(high, value)), 4))
