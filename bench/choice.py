"""How long choosing takes, and whether a stated probability comes true: `python bench/choice.py`.

Prints processor times (median of five) and the calibration of the shortlist's probability, from marks and from ballots;
asserts nothing, as machines differ. OMP_NUM_THREADS=1 gives steadier figures.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from itertools import product
from statistics import median

import numpy as np

from cocreate.analysis.choice.agreement import agreement
from cocreate.analysis.choice.bootstrap import order_certainty
from cocreate.analysis.choice.criteria import Criterion, ScoreEntry, aggregate
from cocreate.analysis.choice.kemeny import kemeny
from cocreate.analysis.choice.methods import METHODS, count
from cocreate.analysis.choice.ranking import Ballot, rank
from cocreate.analysis.choice.robustness import robustness
from cocreate.analysis.disclosure import suppress_two_way

HELIX = ("business", "research", "public_sector", "civil_society")


def timed(name: str, run: Callable[..., object], *arguments: object, **settings: object) -> None:
    seconds = []
    for _ in range(5):
        start = time.process_time()
        run(*arguments, **settings)
        seconds.append(time.process_time() - start)
    print(f"{name:<62}{1000 * median(seconds):>10.1f} ms")


def pairwise(rng: np.random.Generator, voters: int, items: int, noise: float) -> np.ndarray:
    places = np.arange(items) + rng.normal(0, noise * items, (voters, items))
    return (places[:, :, None] < places[:, None, :]).sum(axis=0).astype(float)


def ballots(rng: np.random.Generator, voters: int, items: int) -> list[Ballot]:
    names = tuple(f"s{index}" for index in range(items))
    orders = np.argsort(np.arange(items) + rng.normal(0, 0.5 * items, (voters, items)), axis=1)
    return [
        Ballot(tuple((names[index],) for index in order), names, group=HELIX[voter % 4])
        for voter, order in enumerate(orders)
    ]


def panel(rng: np.random.Generator, truth: np.ndarray, assessors: int) -> list[ScoreEntry]:
    """Marks of assessors with a severity of their own around the true values (candidates, criteria)."""
    severity = rng.normal(0, 0.3, (assessors, 1, 1))
    marks = np.clip(np.rint(truth + severity + rng.normal(0, 0.7, (assessors, *truth.shape))), 0, 4)
    return [
        ScoreEntry(f"c{c}", f"k{k}", f"p{a}", float(marks[a, c, k])) for a, c, k in product(*map(range, marks.shape))
    ]


def speed(rng: np.random.Generator) -> None:
    for items in (9, 12, 16):
        for name, noise in (("some agreement", 0.5), ("hardly any", 5.0)):
            matrix = pairwise(rng, 61, items, noise)
            timed(f"Kemeny, {items} items, {name}", kemeny, matrix)
    for items in (20, 40):
        for name, noise in (("some agreement", 0.5), ("hardly any", 5.0)):
            matrix = pairwise(rng, 61, items, noise)
            proven = kemeny(matrix).is_exact
            timed(f"Kemeny, {items} items, {name}, proven: {proven}", kemeny, matrix)
    for voters in (60, 615, 10_000):
        votes = ballots(rng, voters, 12)
        items = votes[0].shown
        timed(f"all counts, {voters:,} ballots of 12 items", rank, votes, items)
        timed(f"agreement, {voters:,} ballots of 12 items", agreement, votes, items)
    votes = ballots(rng, 615, 12)
    for method in METHODS.values():
        if method.needs != "points":
            timed(f"{method.title}, 615 ballots of 12 items", count, method.key, votes, votes[0].shown)
    for method_key in ("borda", "kemeny"):
        timed(
            f"500 resamples by {method_key}, 615 ballots of 12 items",
            order_certainty, votes, votes[0].shown, size=5, method=method_key,
        )  # fmt: skip
    for candidates in (8, 14, 40):
        names = [f"c{index}" for index in range(candidates)]
        criteria = [Criterion(f"k{index}", 25) for index in range(4)]
        entries = panel(rng, rng.uniform(0.5, 3.5, (candidates, 4)), 9)
        timed(f"scores, {candidates} candidates, 9 assessors", aggregate, names, criteria, entries)
        timed(
            f"10,000 robustness draws, {candidates} candidates, 9 assessors",
            robustness,
            names,
            criteria,
            entries,
            size=5,
        )
    table = {row: {column: int(rng.poisson(6)) for column in range(6)} for row in range(30)}
    timed("hiding small cells, 30 x 6 table", suppress_two_way, table)


def calibration(rng: np.random.Generator, rounds: int) -> None:
    """True values and true weights are drawn, seven assessors see them dimly; is the stated probability honest?"""
    criteria = [Criterion(f"k{index}", 25) for index in range(4)]
    names = [f"c{index}" for index in range(12)]
    stated, happened = [], []
    for _ in range(rounds):
        truth = rng.uniform(0.8, 3.2, (12, 4))
        report = robustness(names, criteria, panel(rng, truth, 7), size=5, draws=1000)
        best = set(np.argsort(-(truth @ rng.dirichlet([12.5] * 4)))[:5].tolist())
        stated += [row.probability for row in report.rows]
        happened += [index in best for index in range(12)]
    tell(f"marks, {rounds} rounds", stated, happened)


def calibration_of_ballots(rng: np.random.Generator, rounds: int) -> None:
    """Strengths are drawn, sixty people rank by them with chance; are the strongest first as often as said?"""
    names = tuple(f"s{index}" for index in range(10))
    stated, happened = [], []
    for _ in range(rounds):
        strength = rng.normal(0, 0.5, 10)
        orders = np.argsort(-(strength + rng.gumbel(size=(60, 10))), axis=1)
        votes = [Ballot(tuple((names[index],) for index in order), names) for order in orders]
        found = order_certainty(votes, names, size=4, method="borda", resamples=200)
        best = set(np.argsort(-strength)[:4].tolist())
        stated += [row.probability for row in found.rows]
        happened += [index in best for index in range(10)]
    tell(f"ballots, {rounds} rounds", stated, happened)


def tell(title: str, stated: list[float | None], happened: list[bool]) -> None:
    said, true = np.array(stated, dtype=float), np.array(happened)
    fifth = np.minimum((said * 5).astype(int), 4)
    print(f"\nprobability of the shortlist from {title}: stated -> came true (cases)")
    for part in range(5):
        inside = fifth == part
        print(f"  {said[inside].mean():.3f} -> {true[inside].mean():.3f} ({inside.sum()})")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=400, help="rounds of the calibration, 0 for none")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    speed(np.random.default_rng(options.seed))
    if options.rounds:
        calibration(np.random.default_rng(options.seed), options.rounds)
        calibration_of_ballots(np.random.default_rng(options.seed), options.rounds)
