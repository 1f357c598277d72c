"""Pure rules of the grounds: ways of weighing, whole weights that make 100, and what a weight may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from cocreate.analysis.choice import weights as weighing
from cocreate.errors import Invalid
from cocreate.selection.rules import ALL_WEIGHTS

# With one or two members, what they say together would tell what each of them said.
MEMBERS_LEAST = 3
CRITERIA_MOST = 20
QUESTIONS_MOST = 20
CROWD_KEY = "respondents"  # of the criterion that rankings mark


class WeighMethod(StrEnum):
    """How members are asked what the criteria weigh."""

    DIRECT = "direct"
    POINTS = "points"
    SWING = "swing"


class Outcome(StrEnum):
    """What became of the members' weights."""

    POOLED = "pooled"
    OTHER = "other"


@dataclass(frozen=True)
class Wish:
    """One member's weight of one criterion, with the lowest and highest they could live with."""

    weight: int
    low: int
    high: int


Wishes = Mapping[str, Wish]  # by criterion key


def member_weights(member: str, method: str, keys: Sequence[str], wishes: Wishes) -> weighing.MemberWeights:
    """What one member said, as shares of 1 in the order of `keys`; Invalid says what is wrong with it."""
    if set(wishes) != set(keys):
        raise Invalid("selection.criteria.weights_missing")
    values = [wishes[key].weight for key in keys]
    low, high = [wishes[key].low for key in keys], [wishes[key].high for key in keys]
    if not all(0 <= a <= value <= b <= ALL_WEIGHTS for a, value, b in zip(low, values, high, strict=True)):
        raise Invalid("selection.weighing.range")
    if not any(values):
        raise Invalid("selection.weighing.nothing")
    if method == WeighMethod.POINTS and sum(values) != ALL_WEIGHTS:
        raise Invalid("selection.weighing.points", total=sum(values))
    if method == WeighMethod.SWING and max(values) != ALL_WEIGHTS:
        raise Invalid("selection.weighing.swing")
    return weighing.direct(member, values, low=low, high=high)


def whole_weights(shares: Mapping[str, float], total: int = ALL_WEIGHTS) -> dict[str, int]:
    """Whole numbers that add up to `total`, as near to the shares as whole numbers can be; equal without any share.

    >>> whole_weights({"a": 1, "b": 1, "c": 1})
    {'a': 34, 'b': 33, 'c': 33}
    """
    if sum(shares.values()) <= 0:
        shares = dict.fromkeys(shares, 1)
    whole = sum(shares.values())
    exact = {key: total * share / whole for key, share in shares.items()}
    found = {key: int(value + 1e-9) for key, value in exact.items()}
    by_remainder = sorted(exact, key=lambda key: round(found[key] - exact[key], 9))  # stable: earlier first
    for key in by_remainder[: total - sum(found.values())]:
        found[key] += 1
    return found


def pooled(members: Sequence[weighing.MemberWeights], keys: Sequence[str]) -> dict[str, int] | None:
    """The members' weights together, rounded to whole ones that make 100, by criterion key; None without members."""
    if not members:
        return None
    return whole_weights(dict(zip(keys, weighing.pool(members).shares, strict=True)))
