"""The state of a board, plain data, and what each change makes of it. Pure; `docs/camp.md` describes the shape.

`static/js/board/state.js` applies the same changes in the browser; tests/shared/board_cases.json keeps the two equal.
On the server a state may hold `secret` beside the rest (who voted for what): no browser ever gets it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from cocreate.camp.board.sight import Card, State, under, without_words
from cocreate.camp.rules import BoardState

Patch = Callable[[Card, Mapping[str, Any]], Mapping[str, Any]]


def empty_state(state: str = BoardState.PREPARING) -> State:
    """A board without zones and cards."""
    return {
        "number": 0,
        "state": str(state),
        "mode": {},
        "zones": {},
        "cards": {},
        "links": {},
        "round": None,
        "rounds": [],
    }


def no_secrets() -> dict[str, Any]:
    """What only the server knows of a board: who voted for which card, and the ballots of the round that is open."""
    return {"votes": {}, "ballots": {}}


def new_card(**parts: Any) -> Card:
    """A card with every key that a card has."""
    return {
        "id": "",
        "zone": "",
        "column": "",
        "x": None,
        "y": None,
        "rank": 0.0,
        "kind": "note",
        "title": "",
        "text": "",
        "revision": 1,
        "colour": "",
        "tags": [],
        "author": "",
        "group": "",
        "themes": [],
        "references": [],
        "files": [],
        "comments": [],
        "reactions": {},
        "votes": 0,
        "parents_votes": 0,
        "stack": "",
        "parents": [],
        "went_into": [],
        "is_removed": False,
        "is_hidden": False,
        "is_promoted": False,
        "is_locked": False,
        "is_private": False,
        **parts,
    }


def advance(state: State, number: int, change: Mapping[str, Any]) -> State:
    """The board after the operation with this number."""
    return {**apply(state, change), "number": number}


def apply(state: State, change: Mapping[str, Any]) -> State:
    """The board after a change; the given one is left as it was. Raises KeyError for a card or a kind it knows not."""
    kind = change["kind"]
    if kind == "unseen":
        return state
    patch = _PATCHES.get(kind)
    after = _patched(state, change, patch) if patch is not None else _CHANGES[kind](state, change)
    if "ranks" in change:
        cards = {**after["cards"]}
        for card, rank in change["ranks"].items():
            cards[card] = {**cards[card], "rank": rank}
        after = {**after, "cards": cards}
    if "secret" in state and kind in _SECRETS:
        after = {**after, "secret": _SECRETS[kind](state["secret"], change)}
    return after


def _patched(state: State, change: Mapping[str, Any], patch: Patch) -> State:
    card = state["cards"][change["card"]]
    return {**state, "cards": {**state["cards"], card["id"]: {**card, **patch(card, change)}}}


def _with(items: list[Any], item: Any) -> list[Any]:
    return items if item in items else [*items, item]


def _without(items: list[Any], item: Any) -> list[Any]:
    return [other for other in items if other != item]


def _without_id(items: list[Any], public_id: str) -> list[Any]:
    return [other for other in items if other["id"] != public_id]


def _taken(names: str) -> Patch:
    """These parts of a card become what the change says."""
    return lambda card, change: {name: change[name] for name in names.split()}


def _reacted(card: Card, change: Mapping[str, Any]) -> Card:
    """All who reacted so; in an anonymous camp "" as often as people did."""
    others = {sign: seats for sign, seats in card["reactions"].items() if sign != change["reaction"]}
    return {"reactions": {**others, change["reaction"]: change["seats"]} if change["seats"] else others}


def _commented(card: Card, change: Mapping[str, Any]) -> Card:
    """A comment loses its words, or has them again."""
    taken = {"is_removed": change["kind"] == "remove_comment", "text": change.get("text", "")}
    return {"comments": [{**said, **taken} if said["id"] == change["comment"] else said for said in card["comments"]]}


_PATCHES: dict[str, Patch] = {
    "edit_card": _taken("title text revision"),
    "mark_card": lambda card, change: {"kind": change["card_kind"], "colour": change["colour"]},
    "tag_card": lambda card, change: {"tags": _with(card["tags"], change["tag"])},
    "untag_card": lambda card, change: {"tags": _without(card["tags"], change["tag"])},
    "vote": _taken("votes"),
    "unvote": _taken("votes"),
    "cite_theme": lambda card, change: {"themes": _with(card["themes"], change["theme"])},
    "uncite_theme": lambda card, change: {"themes": _without(card["themes"], change["theme"])},
    "add_reference": lambda card, change: {"references": [*card["references"], change["reference"]]},
    "remove_reference": lambda card, change: {"references": _without_id(card["references"], change["reference"])},
    "comment": lambda card, change: {"comments": [*card["comments"], change["comment"]]},
    "remove_comment": _commented,
    "restore_comment": _commented,
    "react": _reacted,
    "unreact": _reacted,
    "unstack_card": lambda card, change: {"stack": ""},
    "attach_file": lambda card, change: {"files": [*card["files"], change["file"]]},
    "detach_file": lambda card, change: {"files": _without_id(card["files"], change["file"])},
    "lock_card": lambda card, change: {"is_locked": True},
    "unlock_card": lambda card, change: {"is_locked": False},
    "promote": lambda card, change: {"is_promoted": True},
}


def _add_card(state: State, change: Mapping[str, Any]) -> State:
    card = change["card"]
    return {**state, "cards": {**state["cards"], card["id"]: card}}


def _came_from(cards: dict[str, Card], made: Card, *, is_there: bool) -> dict[str, Card]:
    """Cards that something was made of go out of sight with it there, and come back when it is taken off."""
    step = _with if is_there else _without
    changed = {
        parent: {**cards[parent], "went_into": step(cards[parent]["went_into"], made["id"])}
        for parent in made["parents"]
        if parent in cards  # a copy from another board has its parent there
    }
    return {**cards, **changed}


def _make_cards(state: State, change: Mapping[str, Any]) -> State:
    """Cards made out of others: by a merge one, by a split several."""
    cards = state["cards"]
    for made in change["made"]:
        cards = {**_came_from(cards, made, is_there=True), made["id"]: made}
    return {**state, "cards": cards}


def _remove_card(state: State, change: Mapping[str, Any]) -> State:
    is_removed = change["kind"] == "remove_card"
    told = {} if is_removed else {"parents_votes": change["parents_votes"]}
    card = {**state["cards"][change["card"]], "is_removed": is_removed, **told}
    return {**state, "cards": {**_came_from(state["cards"], card, is_there=not is_removed), card["id"]: card}}


def _hide_card(state: State, change: Mapping[str, Any]) -> State:
    """Off the board without its words, of which no state tells; what it was made of comes back."""
    card = without_words(state["cards"][change["card"]])
    return {**state, "cards": {**_came_from(state["cards"], card, is_there=False), card["id"]: card}}


def _show_card(state: State, change: Mapping[str, Any]) -> State:
    """The whole card again; on the board, unless it had been taken off before it was hidden."""
    card = change["card"]
    is_back = not card["is_removed"]
    cards = _came_from(state["cards"], card, is_there=True) if is_back else state["cards"]
    return {**state, "cards": {**cards, card["id"]: card}}


def _move_card(state: State, change: Mapping[str, Any]) -> State:
    """What lies under a card goes with it."""
    place = {name: change[name] for name in ("zone", "column", "x", "y")}
    cards = {**state["cards"]}
    for other in under(state, change["card"]):
        cards[other["id"]] = {**other, **place}
    cards[change["card"]] = {**cards[change["card"]], **place, "rank": change["rank"], "stack": ""}
    return {**state, "cards": cards}


def _stack(state: State, change: Mapping[str, Any]) -> State:
    """A card, and what lies under it, lies under another one, and where that one is."""
    top = state["cards"][change["onto"]]
    place = {name: top[name] for name in ("zone", "column", "x", "y")}
    moved = [state["cards"][change["card"]], *under(state, change["card"])]
    stacked = {card["id"]: {**card, **place, "stack": top["id"]} for card in moved}
    return {**state, "cards": {**state["cards"], **stacked, top["id"]: {**top, "stack": ""}}}


def _link(state: State, change: Mapping[str, Any]) -> State:
    return {**state, "links": {**state["links"], change["link"]["id"]: change["link"]}}


def _unlink(state: State, change: Mapping[str, Any]) -> State:
    return {**state, "links": {key: link for key, link in state["links"].items() if key != change["link"]}}


def _cast_ballot(state: State, change: Mapping[str, Any]) -> State:
    told = {"voters": change["voters"], "counts": change["counts"]}
    return {**state, "round": {**state["round"], **told}}


def _lock_zone(state: State, change: Mapping[str, Any]) -> State:
    zone = {**state["zones"][change["zone"]], "is_locked": change["is_locked"]}
    return {**state, "zones": {**state["zones"], change["zone"]: zone}}


def _close_round(state: State, change: Mapping[str, Any]) -> State:
    closed = {**state["round"], "results": change["results"]}
    return {**state, "round": None, "rounds": [*state["rounds"], closed]}


_CHANGES: dict[str, Callable[[State, Mapping[str, Any]], State]] = {
    "add_card": _add_card,
    "remove_card": _remove_card,
    "restore_card": _remove_card,
    "hide_card": _hide_card,
    "show_card": _show_card,
    "move_card": _move_card,
    "stack_card": _stack,
    "link_cards": _link,
    "unlink_cards": _unlink,
    "merge_cards": _make_cards,
    "split_card": _make_cards,
    "cast_ballot": _cast_ballot,
    "board_state": lambda state, change: {**state, "state": change["state"]},
    "board_mode": lambda state, change: {**state, "mode": change["mode"]},
    "set_zones": lambda state, change: {**state, "zones": change["zones"]},
    "lock_zone": _lock_zone,
    "open_round": lambda state, change: {**state, "round": change["round"]},
    "close_round": _close_round,
    "reveal": lambda state, change: {**state, "cards": {**state["cards"], **change["cards"]}},
}


def _secret_vote(secret: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    step = _with if change["kind"] == "vote" else _without
    votes = step(secret["votes"].get(change["card"], []), change["secret"]["seat"])
    all_votes = {**secret["votes"]}
    all_votes.pop(change["card"], None)
    if votes:
        all_votes[change["card"]] = votes
    return {**secret, "votes": all_votes}


def _secret_ballot(secret: dict[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    told = change["secret"]
    others = {seat: choices for seat, choices in secret["ballots"].items() if seat != told["seat"]}
    return {**secret, "ballots": {**others, told["seat"]: told["choices"]} if told["choices"] else others}


_SECRETS: dict[str, Callable[[dict[str, Any], Mapping[str, Any]], dict[str, Any]]] = {
    "vote": _secret_vote,
    "unvote": _secret_vote,
    "cast_ballot": _secret_ballot,
    "open_round": lambda secret, change: {**secret, "ballots": {}},
    "close_round": lambda secret, change: {**secret, "ballots": {}},
}
