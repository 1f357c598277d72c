"""What of a board may leave the server, and to whom. Pure.

Three things stay unseen: cards that people write in private (each has its own only), who voted for what, and in an
anonymous camp who wrote or reacted. A change that somebody may not see becomes `{"kind": "unseen"}` under its number,
so that numbers have no gaps; applying what one sees gives what a fresh look would show.
"""

from collections.abc import Mapping
from typing import Any

from cocreate.camp.board.looking import Card, State
from cocreate.camp.board.operations import Change

UNSEEN: Change = {"kind": "unseen"}


def sees_card(card: Mapping[str, Any], seat: str) -> bool:
    """Whether a seat (its public id; "" for anybody without one) may know of a card."""
    return not card["is_private"] or (seat != "" and card["author"] == seat)


def seen_state(state: State, seat: str = "", *, is_anonymous: bool = False) -> State:
    """The board as one seat may see it."""
    cards = {key: card for key, card in state["cards"].items() if sees_card(card, seat)}
    if is_anonymous:
        cards = {key: _nameless(card) for key, card in cards.items()}
    return {**{key: part for key, part in state.items() if key != "secret"}, "cards": cards}


def seen_change(change: Mapping[str, Any], seat: str = "", *, is_anonymous: bool = False) -> Change:
    """A change as one seat may see it. All who are not its `only` seat get the same, so it need be made but twice."""
    only = change.get("only")
    if only is not None and (not seat or only != seat):
        return UNSEEN
    seen = {key: part for key, part in change.items() if key not in ("secret", "only")}
    return _nameless_change(seen) if is_anonymous else seen


def is_secret(change: Mapping[str, Any]) -> bool:
    """Whether nobody may hear who did it: a vote, a ballot."""
    return "secret" in change


def own(state: State, seat: str) -> dict[str, Any]:
    """What a seat may know of itself beside the board that all see: what it wrote, voted for and reacted with."""
    ballots = state["secret"]["ballots"]
    found: dict[str, Any] = {"cards": [], "votes": [], "ballot": {}, "comments": {}, "reactions": {}}
    if not seat:
        return found
    for key, card in state["cards"].items():
        if card["author"] == seat:
            found["cards"].append(key)
        if said := [one["id"] for one in card["comments"] if one["author"] == seat]:
            found["comments"][key] = said
        if signs := [sign for sign, seats in card["reactions"].items() if seat in seats]:
            found["reactions"][key] = signs
    return found | {
        "votes": own_votes(state, seat),
        "ballot": ballots.get(seat, {}),
    }


def own_votes(state: State, seat: str) -> list[str]:
    """The cards that a seat voted for."""
    return [card for card, seats in state["secret"]["votes"].items() if seat in seats]


def _nameless(card: Card) -> Card:
    return {
        **card,
        "author": "",
        "comments": [{**said, "author": ""} for said in card["comments"]],
        "reactions": {sign: [""] * len(seats) for sign, seats in card["reactions"].items()},
    }


def _nameless_change(change: Change) -> Change:
    kind = change["kind"]
    if kind == "add_card":
        return {**change, "card": _nameless(change["card"])}
    if kind in ("merge_cards", "split_card"):
        return {**change, "made": [_nameless(card) for card in change["made"]]}
    if kind == "reveal":
        return {**change, "cards": {key: _nameless(card) for key, card in change["cards"].items()}}
    if kind == "comment":
        return {**change, "comment": {**change["comment"], "author": ""}}
    return {**change, "seats": [""] * len(change["seats"])} if kind in ("react", "unreact") else change
