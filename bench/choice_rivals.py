"""Ours beside well-kept libraries, on the same votes and figures: `python bench/choice_rivals.py`.

Makes a throw-away environment and installs pref_voting, choix and pymcdm into it (or uses one that has them, with
--python); the product uses none of them. Prints the times for exact Kemeny of nine candidates and every case in which a
winner or a figure differs.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import numpy as np

from cocreate.analysis.choice.ballots import Ballot, tabulate
from cocreate.analysis.choice.checks import promethee, topsis
from cocreate.analysis.choice.kemeny import kemeny
from cocreate.analysis.choice.methods import count
from cocreate.analysis.choice.plackett import plackett_luce

RIVALS = ("pref_voting==1.18.2", "choix==0.4.1", "pymcdm==1.4.0")
RULES = {"schulze": "beat_path", "ranked_pairs": "ranked_pairs", "copeland": "copeland", "borda": "borda",
         "instant_runoff": "instant_runoff", "first_choices": "plurality"}  # fmt: skip
THEIRS = """
import json, sys, time
import numpy as np, choix
from pref_voting import profiles, voting_methods
from pref_voting.other_methods import kemeny_young
from pymcdm.methods import PROMETHEE_II, TOPSIS
from pymcdm.normalizations import vector_normalization
given = json.load(sys.stdin)
said = {"winners": [], "kemeny": []}
for orders in given["elections"]:
    profile = profiles.Profile(orders)
    said["winners"].append({ours: [int(w) for w in getattr(voting_methods, theirs)(profile)]
                            for ours, theirs in given["rules"].items()})
kemeny_young(profiles.Profile([[0, 1, 2]]))
for orders in given["nine"]:
    start = time.process_time()
    winners = kemeny_young(profiles.Profile(orders))
    said["kemeny"].append([[int(w) for w in winners], time.process_time() - start])
values, shares = np.array(given["values"]), np.array(given["shares"])
types = np.ones(values.shape[1])
said["topsis"] = TOPSIS(vector_normalization)(values, shares, types).tolist()
said["promethee"] = PROMETHEE_II("usual")(values, shares, types).tolist()
strength = np.exp(choix.ilsr_rankings(8, [tuple(order) for order in given["many"]]))
said["strengths"] = (strength / strength.sum()).tolist()
json.dump(said, sys.stdout)
"""


def orders_of(rng: np.random.Generator, voters: int, items: int, noise: float) -> list[list[int]]:
    return np.argsort(np.arange(items) + rng.normal(0, noise * items, (voters, items)), axis=1).tolist()


def ballots_of(orders: list[list[int]]) -> list[Ballot]:
    return [Ballot(tuple((item,) for item in order), tuple(sorted(order))) for order in orders]


def ask(given: dict, python: Path | None) -> dict:
    """What the libraries say, from an environment that is thrown away unless one is given."""
    with tempfile.TemporaryDirectory() as folder:
        if python is None:
            venv.create(folder, with_pip=True)
            python = Path(folder) / "bin" / "python"
            subprocess.run([python, "-m", "pip", "install", "--quiet", *RIVALS], check=True)
        done = subprocess.run([python, "-c", THEIRS], input=json.dumps(given), text=True, capture_output=True)
    if done.returncode:
        sys.exit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def main(elections: int, seed: int, python: Path | None) -> None:
    rng = np.random.default_rng(seed)
    given = {
        "rules": RULES,
        "elections": [orders_of(rng, 41, 5, rng.uniform(0.3, 2)) for _ in range(elections)],
        "nine": [orders_of(rng, 61, 9, 0.5) for _ in range(2)],
        "many": orders_of(rng, 2000, 8, 0.6),
        "values": rng.uniform(0, 4, (12, 4)).tolist(),
        "shares": [0.4, 0.3, 0.2, 0.1],
    }
    theirs = ask(given, python)
    for rule in RULES:
        ours = [set(count(rule, ballots_of(orders), range(5)).winners) for orders in given["elections"]]
        differs = [n for n, mine in enumerate(ours) if mine != set(theirs["winners"][n][rule])]
        print(f"{rule:<16} same winners in {elections - len(differs)} of {elections}")
        for n in differs:
            print(f"    election {n}: ours {sorted(ours[n])}, theirs {theirs['winners'][n][rule]}")
    for orders, (winners, seconds) in zip(given["nine"], theirs["kemeny"], strict=True):
        pairwise = tabulate(ballots_of(orders), range(9)).pairwise()[0]
        start = time.process_time()
        for _ in range(50):
            solved = kemeny(pairwise)
        own = (time.process_time() - start) / 50
        same = {order[0] for order in solved.optimal_orders} == set(winners)
        print(f"Kemeny of 9: {1000 * own:.2f} ms, pref_voting {seconds:.2f} s: {seconds / own:,.0f} x; same: {same}")
    values, shares = np.array(given["values"]), np.array(given["shares"])
    print(f"TOPSIS differs by {np.abs(topsis(values, shares) - theirs['topsis']).max():.1e} at most")
    print(f"PROMETHEE II differs by {np.abs(promethee(values, shares) - theirs['promethee']).max():.1e} at most")
    fitted = plackett_luce(tabulate(ballots_of(given["many"]), range(8)), resamples=0).strength
    print(f"Plackett-Luce correlates {np.corrcoef(np.log(fitted), np.log(theirs['strengths']))[0, 1]:.6f} with choix")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--elections", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--python", type=Path, help="interpreter of an environment that has the three")
    options = parser.parse_args()
    main(options.elections, options.seed, options.python)
