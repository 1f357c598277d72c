"""Ballots as they may be counted, shown and given away: small families together, no names, no times, no seats. Pure."""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.disclosure import HIDDEN, suppress
from cocreate.selection.rankings.terms import BallotKind, Weighting, ballot_kind

SMALL = "small"  # families too small to show alone, taken together


@dataclass(frozen=True)
class Pooled:
    """What is counted. Families with too few ballots, and those that must be hidden with them, are one group.

    ballots  sorted by what they say, so that neither time nor seat can be read from their order
    targets  wanted shares, those of the pooled families added up
    groups   ballots of each group that is large enough to show
    is_small whether there are too few ballots in all
    """

    ballots: tuple[Ballot, ...]
    targets: Mapping[str, float]
    groups: Mapping[str, int]
    is_small: bool


def pool(ballots: Sequence[Ballot], targets: Mapping[str, float], minimum: int) -> Pooled:
    """Pooled in everything that is computed: raw and weighted results side by side would else give a family away."""
    safe = suppress(Counter(ballot.group or "" for ballot in ballots), minimum)
    hidden = {name for name, size in safe.cells.items() if size is HIDDEN}
    pooled = [replace(ballot, group=SMALL if (ballot.group or "") in hidden else ballot.group) for ballot in ballots]
    shares: dict[str, float] = {}
    for name, share in targets.items():
        group = SMALL if name in hidden else name
        shares[group] = shares.get(group, 0) + share
    sizes = Counter(ballot.group for ballot in pooled if ballot.group)
    return Pooled(
        ballots=tuple(sorted(pooled, key=said)),
        targets=shares,
        groups={name: size for name, size in sorted(sizes.items()) if size >= minimum},
        is_small=safe.total is HIDDEN,
    )


def said(ballot: Ballot) -> tuple[str, str, str]:
    """What a ballot says, and of whom, as text that can be sorted."""
    orders = (
        [sorted(map(str, tier)) for tier in ballot.order],
        sorted((str(item), value) for item, value in ballot.points),
    )
    return ballot.group or "", str(orders), str(sorted(map(str, ballot.shown)))


GROUP = "group"
NOT_SHOWN = "-"


def ballots_csv(ballots: Sequence[Ballot], items: Sequence[str]) -> str:
    """A row a ballot: its group, and each candidate's place (or points, where it gave some), empty where it has none.

    >>> print(ballots_csv([Ballot((("b",), ("a",)), ("a", "b", "c"), group="business")], "abc"), end="")
    group,a,b,c
    business,2,1,
    """
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\n")
    writer.writerow([GROUP, *items])
    for ballot in ballots:
        places = {item: place for place, tier in enumerate(ballot.order, start=1) for item in tier}
        said = {item: f"{value:g}" for item, value in ballot.points} or places
        cells = [said.get(item, "" if item in ballot.shown else NOT_SHOWN) for item in items]
        writer.writerow([ballot.group or "", *cells])
    return told.getvalue()


def preflib_kind(ballots: Sequence[Ballot], items: Sequence[str]) -> str:
    """toc where every ballot puts all candidates in order, toi otherwise; both may have ties."""
    return "toc" if all(sum(map(len, ballot.order)) == len(items) for ballot in ballots) else "toi"


def preflib(ballots: Sequence[Ballot], items: Sequence[str], title: str, names: Mapping[str, str]) -> str:
    """The same without groups, as PrefLib writes elections: equal ballots together, most frequent first.

    >>> votes = [Ballot((("b",), ("a", "c")), ("a", "b", "c"))] * 2
    >>> print(preflib(votes, "abc", "Impact", {"a": "Ant", "b": "Bee", "c": "Cat"}).splitlines()[-1])
    2: 2,{1,3}
    """
    number = {item: place for place, item in enumerate(items, start=1)}
    counted = Counter(
        ",".join(_tier([number[str(item)] for item in tier]) for tier in ballot.order) for ballot in ballots
    )
    head = [
        f"# TITLE: {_line(title)}",
        f"# DATA TYPE: {preflib_kind(ballots, items)}",
        f"# NUMBER ALTERNATIVES: {len(items)}",
        f"# NUMBER VOTERS: {len(ballots)}",
        f"# NUMBER UNIQUE ORDERS: {len(counted)}",
        *(f"# ALTERNATIVE NAME {number[item]}: {_line(names.get(item, item))}" for item in items),
    ]
    lines = [f"{times}: {order}" for order, times in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    return "\n".join([*head, *lines]) + "\n"


def _tier(numbers: list[int]) -> str:
    return str(numbers[0]) if len(numbers) == 1 else "{" + ",".join(map(str, sorted(numbers))) + "}"


def _line(words: str) -> str:
    return " ".join(words.split())


def command_line(name: str, *, rule: str, weighting: str, targets: Mapping[str, float], places: int, seed: int) -> str:
    """How anybody counts the CSV again.

    >>> command_line("b.csv", rule="borda", weighting="targets", targets={"business": 60.0}, places=3, seed=7)
    'cocreate rank b.csv --group group --method borda --weights business=60 --size 3 --seed 7'
    """
    shares = ",".join(f"{family}={share:g}" for family, share in targets.items())
    weights = shares if weighting == Weighting.TARGETS else str(weighting)
    cells = " --cells points" if ballot_kind(rule) == BallotKind.POINTS else ""
    asked = f"--method {rule}{cells} --weights {weights} --size {places} --seed {seed}"
    return f"cocreate rank {name} --group {GROUP} {asked}"


def as_json(said: Mapping[str, Any]) -> str:
    """Keys in a fixed order, so that two files can be compared."""
    return json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"
