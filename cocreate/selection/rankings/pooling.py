"""Ballots as they may be counted and shown: small families taken together, and in an order that tells nobody's turn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cocreate.analysis.choice.ballots import Ballot
from cocreate.analysis.disclosure import HIDDEN, suppress

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
