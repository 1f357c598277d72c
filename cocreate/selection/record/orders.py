"""Three orders of the candidates: the respondents', the camp's, the committee's; and where the decision leaves one.

The rule, stated to everybody: a candidate that an order has among its first places (as many as the shortlist has), and
that the committee drops, needs a reason; so does one that it keeps although the order has it further down. A candidate
that lives on in a kept one needs none. Candidates that share a place at the cut are all among the first.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cocreate.selection.rules import Choice

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
