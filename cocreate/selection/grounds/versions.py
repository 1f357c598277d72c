"""Versions of the criteria: what they say as plain data, and what differs between two of them. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cocreate.selection.models import CriteriaSet

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
