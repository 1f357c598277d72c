"""Pure rules of the grounds: ways of weighing, whole weights that make 100, and versions of the criteria."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cocreate.analysis.choice import weights as weighing
from cocreate.errors import Invalid
from cocreate.selection.models import CriteriaSet
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


Said = Mapping[str, Any]
Words = dict[str, str]  # a text by language
TEXTS = ("title", "description", "evidence_expected")
LISTS = ("questions", "rubric")


def snapshot(criteria_set: CriteriaSet) -> dict[str, Any]:
    """All that somebody scores by: the criteria in order with words and weights, the rankings, the size."""
    return {
        "criteria": [
            {
                "key": criterion.key,
                "title": criterion.title,
                "description": criterion.description,
                "questions": list(criterion.questions),
                "rubric": list(criterion.rubric),
                "evidence_expected": criterion.evidence_expected,
                "weight": criterion.weight,
            }
            for criterion in sorted(criteria_set.criteria, key=lambda each: each.position)
        ],
        "crowd": dict(criteria_set.crowd),
        "shortlist_size": criteria_set.shortlist_size,
    }


@dataclass(frozen=True)
class Difference:
    """One thing that changed; what: added, removed, order, weight, size, crowd, or a text such as title or rubric.

    `before` and `after` are numbers, or texts by language; `level` counts within a rubric or the questions.
    """

    what: str
    criterion: Words
    before: Any = None
    after: Any = None
    level: int | None = None


def differences(old: Said, new: Said) -> list[Difference]:
    """What changed from one version to another: the whole first, then criterion by criterion in the new order."""
    return [*_of_the_whole(old, new), *_of_criteria(old, new)]


def _of_the_whole(old: Said, new: Said) -> Iterator[Difference]:
    if old["shortlist_size"] != new["shortlist_size"]:
        yield Difference("size", {}, old["shortlist_size"], new["shortlist_size"])
    if old["crowd"] != new["crowd"]:
        yield Difference("crowd", {}, bool(old["crowd"]), bool(new["crowd"]))
    before, after = _keys(old), _keys(new)
    kept = set(before) & set(after)
    if [key for key in before if key in kept] != [key for key in after if key in kept]:
        yield Difference("order", {})


def _of_criteria(old: Said, new: Said) -> Iterator[Difference]:
    known = {each["key"]: each for each in old["criteria"]}
    for each in new["criteria"]:
        was = known.pop(each["key"], None)
        if was is None:
            yield Difference("added", each["title"], after=each["weight"])
        else:
            yield from _of_one(was, each)
    for gone in known.values():
        yield Difference("removed", gone["title"], before=gone["weight"])


def _of_one(was: Said, now: Said) -> Iterator[Difference]:
    title = now["title"]
    if was["weight"] != now["weight"]:
        yield Difference("weight", title, was["weight"], now["weight"])
    for name in TEXTS:
        if was[name] != now[name]:
            yield Difference(name, title, was[name], now[name])
    for name in LISTS:
        for level in range(max(len(was[name]), len(now[name]))):
            one = was[name][level] if level < len(was[name]) else {}
            other = now[name][level] if level < len(now[name]) else {}
            if one != other:
                yield Difference(name, title, one, other, level)


def _keys(said: Said) -> list[str]:
    return [each["key"] for each in said["criteria"]]
