"""Pure rules of the record: what a motion must show, how a record is sealed, and the three orders of the candidates."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from cocreate.errors import Invalid
from cocreate.selection.rules import Choice

FORMAT = "cocreate-decision-1"
RECORD, PUBLICATION = "record.json", "publication.json"  # the record itself, and what came after it was drawn up
TEXT_LIMIT = 4000


class RecordState(StrEnum):
    """Where a record stands."""

    DRAFT = "draft"  # of an amendment: the committee still chooses
    SIGNING = "signing"  # drawn up, frozen; members sign
    PUBLISHED = "published"


@dataclass(frozen=True)
class Motion:
    """What was put to the committee and how it voted. Without words nothing was: the record says so."""

    text: str = ""
    kind: str = "vote"  # how it was asked: vote, consent, gradient
    counts: Mapping[str, int] = field(default_factory=dict)  # by answer, in the order in which they are told
    present: int = 0
    quorum: int | None = None
    minority: str = ""  # opinions of those who see it otherwise, in their own words
    language: str = ""  # in which the words were typed
    source: str = ""  # public id of the motion of the committee room that it was taken from
    voted_on: str = ""  # the day, as YYYY-MM-DD, where it is known
    aside: int = 0  # members present who did not vote: they stepped aside, or had to


def check_motion(motion: Motion) -> None:
    """Refuse a vote that cannot have been: more votes than people, fewer people than the quorum, or not carried.

    Whether a motion of the committee room was carried is known from there, by the majority that was set for it.
    """
    for text in (motion.text, motion.minority):
        if len(text) > TEXT_LIMIT:
            raise Invalid("too_long", limit=TEXT_LIMIT)
    if not motion.text.strip():
        raise Invalid("selection.record.needs_motion")
    if sum(motion.counts.values()) + motion.aside > motion.present:
        raise Invalid("selection.record.more_votes_than_present")
    if motion.quorum is not None and motion.present < motion.quorum:
        raise Invalid("selection.record.no_quorum", present=motion.present, quorum=motion.quorum)
    if not motion.source and motion.counts.get("for", 0) <= motion.counts.get("against", 0):
        raise Invalid("selection.record.not_carried")


def written(said: Any) -> str:
    """Plain data as the text that is kept, hashed and published: always the same, and readable.

    >>> written({"b": 1, "a": "é"})
    '{\\n "a": "é",\\n "b": 1\\n}\\n'
    """
    return json.dumps(said, sort_keys=True, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def seal(text: str) -> str:
    """SHA-256 of a file's bytes, as `sha256sum` prints it."""
    return hashlib.sha256(text.encode()).hexdigest()


def as_data(choice: Choice) -> dict[str, Any]:
    """A choice as plain data."""
    return {**asdict(choice), "taken_up_in": list(choice.taken_up_in)}


def as_choice(said: Mapping[str, Any]) -> Choice:
    """The other way round.

    >>> as_choice(as_data(Choice("a", True, 1, taken_up_in=("b",)))) == Choice("a", True, 1, taken_up_in=("b",))
    True
    """
    return Choice(**{**said, "taken_up_in": tuple(said["taken_up_in"])})


def majority(members: int) -> int:
    """How many signatures a record needs unless the committee says otherwise: more than half.

    >>> [majority(members) for members in (0, 1, 6, 7)]
    [0, 1, 4, 4]
    """
    return members // 2 + 1 if members else 0


def missing_signatures(names: Sequence[str], needed: int) -> int:
    """How many are still to come."""
    return max(0, needed - len(names))


RESPONDENTS, CAMP, COMMITTEE = "respondents", "camp", "committee"
Scores = dict[str, float | None]


@dataclass(frozen=True)
class Order:
    """One order: a score per candidate, higher is better, None where nothing is known; `base` people gave it."""

    key: str
    base: int
    scores: Mapping[str, float | None]

    @property
    def places(self) -> dict[str, int]:
        """Places from 1; equal scores share the better place, and the next is left out.

        >>> Order("camp", 9, {"a": 0.2, "b": 0.7, "c": 0.7, "d": None}).places
        {'b': 1, 'c': 1, 'a': 3}
        """
        known = {key: round(score, 9) for key, score in self.scores.items() if score is not None}
        ordered = sorted(known.values(), reverse=True)
        return {key: ordered.index(known[key]) + 1 for key in sorted(known, key=lambda key: -known[key])}


def respondents_order(answered: int, shares: Mapping[str, float], links: Mapping[str, Mapping[str, float]]) -> Order:
    """Respondents ranked challenges, not candidates: a candidate stands as high as the challenges that it serves.

    `shares` has each challenge's share of comparisons won, `links` how strongly each candidate serves which challenge.

    >>> respondents_order(100, {"climate": 0.8, "food": 0.4}, {"a": {"climate": 3, "food": 1}, "b": {}}).scores
    {'a': 0.7, 'b': None}
    """
    scores: Scores = {}
    for candidate, strengths in links.items():
        known = {key: strength for key, strength in strengths.items() if key in shares and strength > 0}
        total = sum(known.values())
        won = sum(shares[key] * strength for key, strength in known.items())
        scores[candidate] = round(won / total, 9) if total else None
    return Order(RESPONDENTS, answered, scores)


def camp_order(results: Mapping[str, Mapping[str, Any]]) -> Order:
    """Participants ranked on several dimensions: the mean share of comparisons won, every dimension counting the same.

    Dimensions that too few people ranked for their results to be public are left out.
    """
    counted = [told for told in results.values() if told["ballots"] and not told["is_small"]]
    shares: dict[str, list[float]] = {}
    for told in counted:
        for item, row in told["rows"].items():
            if row["borda"] is not None:
                shares.setdefault(item, []).append(row["borda"])
    base = max((told["ballots"] for told in counted), default=0)
    return Order(CAMP, base, {item: sum(won) / len(won) for item, won in shares.items()})


def committee_order(proposal: Mapping[str, Any]) -> Order:
    """The weighted totals of the members' marks."""
    return Order(COMMITTEE, proposal["assessors"], {item: row["total"] for item, row in proposal["rows"].items()})


def differences(choices: Sequence[Choice], orders: Sequence[Order], size: int) -> dict[str, tuple[str, ...]]:
    """The candidates on which the choices leave an order, each with the keys of those orders.

    >>> camp = Order("camp", 60, {"a": 0.9, "b": 0.6, "c": 0.1})
    >>> differences([Choice("a", False), Choice("b", False, taken_up_in=("c",)), Choice("c", True)], [camp], 2)
    {'a': ('camp',), 'c': ('camp',)}
    """
    places = {order.key: order.places for order in orders}
    found: dict[str, tuple[str, ...]] = {}
    for choice in choices:
        if choice.taken_up_in and not choice.is_kept:
            continue
        left = tuple(
            key
            for key, standing in places.items()
            if choice.sid in standing and (standing[choice.sid] <= size) != choice.is_kept
        )
        if left:
            found[choice.sid] = left
    return found


def lacking_reasons(choices: Sequence[Choice], orders: Sequence[Order], size: int) -> dict[str, str]:
    """A code for each candidate on which the choices leave an order and say nothing about it."""
    said = {choice.sid for choice in choices if any(text.strip() for text in choice.reason.values())}
    left = differences(choices, orders, size)
    return {sid: "selection.decision.leaves_orders" for sid in left if sid not in said}
