"""How balanced groups are and how long they take, beside lots and one greedy pass: `python bench/grouping.py`.

Prints figures, asserts nothing. Objective and imbalance are those of `cocreate.analysis.lottery.grouping`: 0 is even,
1 is what drawing lots gives on average.
"""

from __future__ import annotations

import random
import time
from statistics import mean, median

from cocreate.analysis.lottery.grouping import METHODS, Group, Grouping, Person, form_groups

HELIX = ("business", "research", "public_sector", "civil_society", "citizen")
SEEDS = 5


def crowd(number: int, groups: int, seed: int) -> list[Person]:
    """People as they register for a camp: uneven shares, two wishes for most, a few conflicts and pins."""
    rng = random.Random(seed)
    keys = [f"g{n}" for n in range(groups)]
    popular = [1 / (n + 1) for n in range(groups)]
    return [
        Person(
            f"p{n}",
            {
                "helix": rng.choices(HELIX, (35, 20, 20, 15, 10))[0],
                "gender": rng.choices(("woman", "man", "x", ""), (45, 45, 2, 8))[0],
                "language": rng.choices(("fr", "nl", "en"), (55, 30, 15))[0],
            },
            wishes=tuple(dict.fromkeys(rng.choices(keys, popular, k=2))) if rng.random() < 0.8 else (),
            apart=frozenset({f"p{rng.randrange(number)}"}) if rng.random() < 0.03 else frozenset(),
            pin=rng.choice(keys) if rng.random() < 0.05 else "",
        )
        for n in range(number)
    ]


def line(name: str, made: list[Grouping], seconds: list[float]) -> str:
    balances = [one.balance for one in made]
    first = mean(100 * (b.wishes_met[0] if b.wishes_met else 0) / max(1, b.wishing) for b in balances)
    parts = "".join(f"{mean(b.imbalance[a] for b in balances):>10.3f}" for a in ("helix", "gender", "language"))
    broken = mean(len(b.together) for b in balances)
    plain = mean(b.objective - 1000 * len(b.together) for b in balances)
    return f"{name:<10}{median(seconds):>9.2f} s{plain:>11.3f}{parts}{first:>11.0f} %{broken:>9.1f}"


for number, count in ((60, 6), (1000, 40)):
    print(f"\n{number} people in {count} groups, mean of {SEEDS} crowds")
    heads = ("objective", "helix", "gender", "language")
    print(f"{'':<21}{heads[0]:>11}" + "".join(f"{head:>10}" for head in heads[1:]) + f"{'1st wish':>13}{'clashes':>9}")
    for method in reversed(METHODS):
        made, seconds = [], []
        for seed in range(SEEDS):
            people, groups = crowd(number, count, seed), [Group(f"g{n}") for n in range(count)]
            start = time.perf_counter()
            made.append(form_groups(people, groups, method=method, random_state=seed))
            seconds.append(time.perf_counter() - start)
        print(line(method, made, seconds))
