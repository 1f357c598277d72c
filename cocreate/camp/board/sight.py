"""What of a board may leave the server, and to whom. Pure.

Four things stay unseen: cards that people write in private (each has its own only), who voted for what, in an
anonymous camp who wrote or reacted, and what a card says that those who run the camp hid. Of such a card no state has
the words (`looking.without_words`); out of states and changes of before they are taken here: `hidden` names the cards.
A change that somebody may not see becomes `{"kind": "unseen"}` under its number, so that numbers have no gaps; applying
what one sees gives what a fresh look would show.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cocreate.camp.board.operations import Change

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


UNSEEN: Change = {"kind": "unseen"}


def sees_card(card: Mapping[str, Any], seat: str) -> bool:
    """Whether a seat (its public id; "" for anybody without one) may know of a card."""
    return not card["is_private"] or (seat != "" and card["author"] == seat)


def seen_state(
    state: State, seat: str = "", *, is_anonymous: bool = False, hidden: Collection[str] = frozenset()
) -> State:
    """The board as one seat may see it."""
    cards = {key: card for key, card in state["cards"].items() if sees_card(card, seat)}
    cards = _unsaid(cards, hidden) if hidden else cards
    if is_anonymous:
        cards = {key: _nameless(card) for key, card in cards.items()}
    return {**{key: part for key, part in state.items() if key != "secret"}, "cards": cards}


def seen_change(
    change: Mapping[str, Any], seat: str = "", *, is_anonymous: bool = False, hidden: Collection[str] = frozenset()
) -> Change:
    """A change as one seat may see it. All who are not its `only` seat get the same, so it need be made but twice."""
    only = change.get("only")
    if only is not None and (not seat or only != seat):
        return UNSEEN
    seen = {key: part for key, part in change.items() if key not in ("secret", "only")}
    seen = _unsaid_change(seen, hidden) if hidden else seen
    return _nameless_change(seen) if is_anonymous else seen


def is_secret(change: Mapping[str, Any]) -> bool:
    """Whether nobody may hear who did it: a vote, a ballot."""
    return "secret" in change


def own(state: State, seat: str) -> dict[str, Any]:
    """What a seat may know of itself beside the board that all see: what it wrote, voted for and reacted with."""
    found: dict[str, Any] = {"cards": [], "votes": [], "comments": {}, "reactions": {}}
    found["ballot"] = own_ballot(state, seat)
    if not seat:
        return found
    for key, card in state["cards"].items():
        if card["author"] == seat:
            found["cards"].append(key)
        if said := [one["id"] for one in card["comments"] if one["author"] == seat]:
            found["comments"][key] = said
        if signs := [sign for sign, seats in card["reactions"].items() if seat in seats]:
            found["reactions"][key] = signs
    return found | {"votes": own_votes(state, seat)}


def own_votes(state: State, seat: str) -> list[str]:
    """The cards that a seat voted for."""
    return [card for card, seats in state["secret"]["votes"].items() if seat in seats]


def own_ballot(state: State, seat: str) -> dict[str, Any]:
    """What a seat chose in the round that is open: {round: "" where none is, choices}."""
    open_round = state["round"]
    return {"round": open_round["id"] if open_round else "", "choices": state["secret"]["ballots"].get(seat, {})}


def hidden_cards(state: State) -> set[str]:
    """The cards that those who run the camp hid."""
    return {key for key, card in state["cards"].items() if card["is_hidden"]}


def _unsaid(cards: Mapping[str, Card], hidden: Collection[str]) -> dict[str, Card]:
    return {key: without_words(card) if key in hidden else card for key, card in cards.items()}


# What adds to the words of a card, or takes from them.
_WORDS = {
    "tag_card", "untag_card", "add_reference", "remove_reference", "comment", "remove_comment", "restore_comment",
    "react", "unreact", "attach_file", "detach_file",
}  # fmt: skip


def _unsaid_change(change: Change, hidden: Collection[str]) -> Change:
    """A change without the words of cards that were hidden since; the hiding itself follows it, and takes all away."""
    about = change.get("card")
    if isinstance(about, dict):
        return {**change, "card": without_words(about)} if about["id"] in hidden else change
    if about in hidden and change["kind"] in _WORDS:
        return UNSEEN
    if about in hidden and change["kind"] == "edit_card":
        return {**change, "title": "", "text": ""}
    if change["kind"] == "reveal":
        return {**change, "cards": _unsaid(change["cards"], hidden)}
    if "made" in change:
        return {**change, "made": [without_words(card) if card["id"] in hidden else card for card in change["made"]]}
    return change


def _nameless(card: Card) -> Card:
    return {
        **card,
        "author": "",
        "comments": [{**said, "author": ""} for said in card["comments"]],
        "reactions": {sign: [""] * len(seats) for sign, seats in card["reactions"].items()},
    }


def _nameless_change(change: Change) -> Change:
    kind = change["kind"]
    if kind in ("add_card", "show_card"):
        return {**change, "card": _nameless(change["card"])}
    if kind in ("merge_cards", "split_card"):
        return {**change, "made": [_nameless(card) for card in change["made"]]}
    if kind == "reveal":
        return {**change, "cards": {key: _nameless(card) for key, card in change["cards"].items()}}
    if kind == "comment":
        return {**change, "comment": {**change["comment"], "author": ""}}
    return {**change, "seats": [""] * len(change["seats"])} if kind in ("react", "unreact") else change
