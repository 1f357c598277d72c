"""What is fixed before anybody ranks: the counting rule, whose ballot weighs how much, and how many places matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cocreate.analysis.choice.ballots import Ballot, balance
from cocreate.errors import Invalid
from cocreate.process.rules import HelixCategory
from cocreate.selection.rules import Order, order_from_places


class BallotKind(StrEnum):
    """What a person gives: an order, ticks, or points for each candidate."""

    ORDER = "order"
    APPROVAL = "approval"
    POINTS = "points"


# The rules that may decide; the last two ask for ballots of their own. First choices and the Plackett-Luce model are
# shown as checks only: the first reads a part of a ballot, and the second is an estimate rather than a count.
DECIDING = (
    "kemeny",
    "schulze",
    "ranked_pairs",
    "copeland",
    "borda",
    "mean_rank",
    "instant_runoff",
    "approval",
    "score",
)
BY_BALLOT = {"approval": BallotKind.APPROVAL, "score": BallotKind.POINTS}
ALL_SHARES = 100
MOST_POINTS = 5


def ballot_kind(rule: str) -> BallotKind:
    """What people are asked for.

    >>> ballot_kind("kemeny"), ballot_kind("approval")
    (<BallotKind.ORDER: 'order'>, <BallotKind.APPROVAL: 'approval'>)
    """
    return BY_BALLOT.get(rule, BallotKind.ORDER)


class Weighting(StrEnum):
    """Whose ballot weighs how much."""

    RAW = "raw"  # everybody alike
    BALANCED = "balanced"  # every family of the helix has the same say
    TARGETS = "targets"  # every family has the share that was set


@dataclass(frozen=True)
class Terms:
    """How a round is counted. `targets` are per cent by family, and are a check where another weighting decides."""

    rule: str = "kemeny"
    weighting: Weighting = Weighting.RAW
    targets: Mapping[str, int] = field(default_factory=dict)
    places: int = 6  # how many are looked at as chosen
    seed: int = 1


def order_of_points(points: Mapping[str, int]) -> Order:
    """The order that points put candidates in, most first.

    >>> order_of_points({"a": 2, "b": 5, "c": 2})
    [['b'], ['a', 'c']]
    """
    return order_from_places({key: MOST_POINTS - value for key, value in points.items()})


def check_given(kind: BallotKind, order: Order, points: Mapping[str, int]) -> Order:
    """The order that a ballot of this kind stands for; refuses what such a ballot cannot say."""
    if kind == BallotKind.POINTS:
        if any(not 0 <= value <= MOST_POINTS for value in points.values()):
            raise Invalid("selection.ranking.points", most=MOST_POINTS)
        return order_of_points(points)
    return [[key for tier in order for key in tier]] if kind == BallotKind.APPROVAL and order else order


def check_terms(terms: Terms) -> None:
    """Refuse what cannot be counted.

    >>> check_terms(Terms("kemeny", Weighting.TARGETS, {"business": 60, "research": 40}))
    """
    if terms.rule not in DECIDING:
        raise Invalid("selection.round.unknown_rule")
    shares = terms.targets
    if not set(shares) <= set(HelixCategory) or any(share < 0 for share in shares.values()):
        raise Invalid("selection.round.unknown_target")
    if shares and sum(shares.values()) != ALL_SHARES:
        raise Invalid("selection.round.targets_sum", total=sum(shares.values()))
    if terms.weighting == Weighting.TARGETS and not shares:
        raise Invalid("selection.round.targets_missing")


def weighed(ballots: Sequence[Ballot], weighting: Weighting, targets: Mapping[str, float]) -> list[Ballot]:
    """The ballots with the weights that decide. Shares that nobody who ranked belongs to leave everybody alike.

    >>> votes = [Ballot((("a",),), ("a", "b"), group=name) for name in ("business", "business", "research")]
    >>> [ballot.weight for ballot in weighed(votes, Weighting.BALANCED, {})]
    [0.75, 0.75, 1.5]
    """
    if weighting == Weighting.RAW or (weighting == Weighting.TARGETS and not reaches_somebody(ballots, targets)):
        return list(ballots)
    return balance(ballots, targets=targets if weighting == Weighting.TARGETS else None)


def reaches_somebody(ballots: Sequence[Ballot], targets: Mapping[str, float]) -> bool:
    """Whether a family with a share above nothing has a ballot."""
    return any(targets.get(ballot.group or "", 0) > 0 for ballot in ballots)
