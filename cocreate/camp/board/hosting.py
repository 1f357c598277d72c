"""Changes that those who run a camp make: a board's state and mode, its zones, rounds, the reveal. Pure.

Commands write them by `commands.change_board`; what a change may be made of is checked here, who may make it there.
`was` keeps what the journal would not know otherwise, so that a board can be shown as of any moment.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cocreate.camp.board.deciding_cards import seats_behind
from cocreate.camp.board.operations import Change
from cocreate.camp.board.sight import Card, State
from cocreate.errors import Conflict, Invalid


def board_state(state: str) -> Change:
    """Open, lock or close."""
    return {"kind": "board_state", "state": str(state)}


def board_mode(mode: Mapping[str, Any]) -> Change:
    """What the running step lets people do: {step, kind, may, is_private, is_anonymous}; {} is everything."""
    return {"kind": "board_mode", "mode": dict(mode)}


def zone_data(
    key: str,
    title: Mapping[str, str],
    *,
    position: int,
    help: Mapping[str, str] | None = None,
    layout: str = "list",
    columns: Sequence[Mapping[str, Any]] = (),
    is_locked: bool = False,
) -> dict[str, Any]:
    """A zone with every key that a zone has."""
    return {
        "key": key,
        "title": dict(title),
        "help": dict(help or {}),
        "position": position,
        "layout": str(layout),
        "columns": [dict(column) for column in columns],
        "is_locked": is_locked,
    }


def set_zones(state: State, zones: Sequence[Mapping[str, Any]]) -> Change:
    """The zones from now on; one that holds cards, taken off or not, stays."""
    keys = [zone["key"] for zone in zones]
    if not zones or len(set(keys)) < len(keys):
        raise Invalid("camp.zone.unknown")
    if not {card["zone"] for card in state["cards"].values()} <= set(keys):
        raise Conflict("camp.zone.has_cards")
    return {"kind": "set_zones", "zones": {zone["key"]: dict(zone) for zone in zones}, "was": state["zones"]}


def lock_zone(state: State, key: str, *, is_locked: bool) -> Change:
    """From now on only those who run the camp change what is in it, or everybody again."""
    if key not in state["zones"]:
        raise Invalid("camp.zone.unknown")
    return {"kind": "lock_zone", "zone": key, "is_locked": is_locked, "was": state["zones"][key]["is_locked"]}


def open_round(
    state: State,
    *,
    id: str,
    kind: str,
    question: Mapping[str, str],
    cards: Sequence[str],
    votes_each: int,
    most_per_card: int,
    is_hidden: bool,
) -> Change:
    """A vote begins on these cards; one at a time on a board."""
    if state["round"] is not None:
        raise Conflict("camp.round.another")
    if not cards or any(card not in state["cards"] or state["cards"][card]["is_private"] for card in cards):
        raise Invalid("camp.round.no_cards")
    return {
        "kind": "open_round",
        "round": {
            "id": id,
            "kind": str(kind),
            "question": dict(question),
            "cards": list(cards),
            "votes_each": votes_each,
            "most_per_card": most_per_card,
            "is_hidden": is_hidden,
            "counts": {},
            "voters": 0,
        },
    }


def close_round(state: State, results: Mapping[str, Any]) -> Change:
    """The vote ends, and everybody sees what came of it."""
    if state["round"] is None:
        raise Conflict("camp.round.closed")
    return {"kind": "close_round", "round": state["round"]["id"], "results": dict(results)}


def reveal(state: State) -> Change:
    """What people wrote in private is there for all; what its author took off again stays private."""
    cards = {
        key: {**card, "is_private": False}
        for key, card in state["cards"].items()
        if card["is_private"] and not card["is_removed"]
    }
    return {"kind": "reveal", "cards": cards}


def restore_comment(state: State, card: str, comment: str, text: str) -> Change:
    """A comment that was hidden is read again."""
    if state["cards"][card]["is_hidden"]:
        raise Conflict("camp.card.removed")
    if comment not in {said["id"] for said in state["cards"][card]["comments"]}:
        raise Invalid("camp.comment.unknown")
    return {"kind": "restore_comment", "card": card, "comment": comment, "text": text}


def hide_card(state: State, card: str) -> Change:
    """A card is taken off the board, and nobody reads it any more; also where it had been taken off before."""
    known = state["cards"].get(card)
    if known is None or known["is_private"]:
        raise Invalid("camp.card.unknown")
    if known["went_into"]:
        raise Conflict("camp.card.went_into")
    return {"kind": "hide_card", "card": card}


def show_card(state: State, card: Card, *, is_removed: bool) -> Change:
    """A card that was hidden is read again. `card`: whole, as only the tables have it meanwhile."""
    votes = len(seats_behind(state, card["parents"]))
    return {"kind": "show_card", "card": {**card, "is_removed": is_removed, "is_hidden": False, "parents_votes": votes}}


def promote(card: str) -> Change:
    """A card became a candidate SID."""
    return {"kind": "promote", "card": card}
