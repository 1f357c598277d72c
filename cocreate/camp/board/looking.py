"""Looking at a board: which cards are in sight, where, in which order. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

RANK_STEP = 1024.0  # between two cards with nothing between them
SMALLEST_GAP = 1e-6  # closer than this, the cards of a zone get fresh ranks

State = dict[str, Any]
Card = dict[str, Any]


def is_standing(card: Card) -> bool:
    """Whether a card is in sight: neither taken off the board nor gone into another."""
    return not card["is_removed"] and not card["went_into"]


def without_words(card: Card) -> Card:
    """A card that those who run the camp hid: its place is known, nothing that it says."""
    said = {"title": "", "text": "", "tags": [], "references": [], "files": [], "comments": [], "reactions": {}}
    return {**card, **said, "is_removed": True, "is_hidden": True}


def is_under(state: State, card: Card) -> bool:
    """Whether it lies under another card that is in sight."""
    top = state["cards"].get(card["stack"])
    return top is not None and is_standing(top)


def under(state: State, card: str) -> list[Card]:
    """What lies under a card, from top to bottom."""
    found = [other for other in state["cards"].values() if other["stack"] == card]
    return sorted(found, key=lambda other: (other["rank"], other["id"]))


def forebears(state: State, card: Card) -> list[Card]:
    """The cards that a card was made of, and those that they were made of, the nearest first.

    Their files and comments stay on them, and are shown with what was made of them. A copy's original on another board
    is left out.
    """
    found: dict[str, Card] = {}
    waiting = list(card["parents"])
    while waiting:
        parent = state["cards"].get(waiting.pop(0))
        if parent is not None and parent["id"] not in found:
            found[parent["id"]] = parent
            waiting += parent["parents"]
    return list(found.values())


def cards_in(state: State, zone: str) -> list[Card]:
    """The cards that stand in a zone, from top to bottom; what lies under another is not counted."""
    cards: Iterable[Card] = state["cards"].values()
    shown = (card for card in cards if card["zone"] == zone and is_standing(card) and not is_under(state, card))
    return sorted(shown, key=lambda card: (card["rank"], card["id"]))


def has_near(state: State, card: Card) -> bool:
    """Whether any other card of the zone, in sight or not, has the same rank but for the smallest gap."""
    zone, rank, key = card["zone"], card["rank"], card["id"]
    low, high = rank - SMALLEST_GAP, rank + SMALLEST_GAP
    near = [other for other in state["cards"].values() if low < other["rank"] < high]
    return any(other["zone"] == zone and other["id"] != key for other in near)


def fresh_ranks(ranks: Mapping[str, float], card: str) -> dict[str, float]:
    """New ranks for all cards of a zone when `card` stands too close to a neighbour to put another between; else none.

    >>> fresh_ranks({"a": 1.0, "b": 1.0}, "b")
    {'a': 1024.0, 'b': 2048.0}
    >>> fresh_ranks({"a": 1.0, "b": 2.0}, "b")
    {}
    """
    order = sorted(ranks, key=lambda known: (ranks[known], known))
    place = order.index(card)
    neighbours = order[max(0, place - 1) : place] + order[place + 1 : place + 2]
    if all(abs(ranks[other] - ranks[card]) >= SMALLEST_GAP for other in neighbours):
        return {}
    return {known: RANK_STEP * (i + 1) for i, known in enumerate(order)}
