"""People who do anything that can be done on a board, by chance: for tests that hold whatever happens."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from cocreate.camp import board as rules
from cocreate.camp.board import Around, By, hosting
from cocreate.camp.rules import CardKind, Colour, LinkRelation, Reaction, RoundKind

ZONES = ("market", "strengths", "candidates")
NOW = datetime(2021, 10, 5, 9, 30, tzinfo=UTC)
HOST_KINDS = (
    "board_mode", "lock_zone", "open_round", "close_round", "reveal", "promote", "set_zones", "restore_comment",
    "hide_card", "show_card",
)  # fmt: skip
WORDS = ("title", "text", "tags", "references", "files", "comments", "reactions")


def fresh_id(chance: random.Random) -> str:
    """An id such as browsers choose."""
    return f"{chance.getrandbits(46):012x}"


def first_state() -> rules.State:
    """An open board with a zone of each layout, as the server has it."""
    zones = [
        hosting.zone_data("market", {"en": "Market"}, position=1),
        hosting.zone_data(
            "strengths",
            {"en": "Strengths"},
            position=2,
            layout="columns",
            columns=[{"key": "now", "title": {"en": "Now"}}, {"key": "later", "title": {"en": "Later"}}],
        ),
        hosting.zone_data("candidates", {"en": "Candidates"}, position=3, layout="free"),
    ]
    state = rules.empty_state("open")
    return {**state, "zones": {zone["key"]: zone for zone in zones}, "secret": rules.no_secrets()}


def random_operation(
    chance: random.Random, state: rules.State, themes: Sequence[str] = (), uploads: Sequence[str] = ()
) -> dict[str, Any]:
    """Something that somebody might ask next: mostly possible, sometimes not."""
    cards = sorted(state["cards"])
    kind = chance.choice(sorted(rules.KINDS)) if cards and chance.random() < 0.8 else "add_card"
    needed = {"remove_comment": "comments", "detach_file": "files", "remove_reference": "references"}.get(kind, "id")
    card = chance.choice([key for key in cards if state["cards"][key][needed]] or cards or [fresh_id(chance)])
    here = state["cards"].get(card, {})
    asked = {"op_id": f"test-{fresh_id(chance)}", "kind": kind}
    if kind == "add_card":
        return asked | {
            "card": fresh_id(chance),
            "text": f"Words {chance.randint(0, 99)}",
            "title": chance.choice(["", "A title"]),
            "card_kind": chance.choice([*CardKind]).value,
            "tags": chance.sample(["one", "two", "three"], chance.randint(0, 2)),
            "themes": chance.sample(list(themes), min(len(themes), chance.randint(0, 2))),
            "references": [_link(chance)] if chance.random() < 0.2 else [],
            **_place(chance),
        }
    if kind == "link_cards":
        ends = {"source": card, "target": chance.choice(cards)}
        return asked | {"link": fresh_id(chance), "relation": chance.choice([*LinkRelation]).value, **ends}
    if kind == "unlink_cards":
        return asked | {"link": chance.choice([*state["links"], fresh_id(chance)])}
    if kind == "cast_ballot":
        return asked | _ballot(chance, state)
    if kind == "merge_cards":
        some = chance.sample(cards, min(len(cards), chance.randint(2, 3)))
        place = {"zone": chance.choice(ZONES), "rank": _rank(chance)}
        return asked | {"card": fresh_id(chance), "cards": some, "title": "", "text": "Together", **place}
    return asked | {"card": card} | _about(chance, kind, here, cards, themes, uploads)


def _about(
    chance: random.Random,
    kind: str,
    card: dict[str, Any],
    cards: Sequence[str],
    themes: Sequence[str],
    uploads: Sequence[str],
) -> dict[str, Any]:
    """What an operation on one card says beside it."""

    def some(items: Any) -> str:
        return str(chance.choice([*items, fresh_id(chance)]))

    match kind:
        case "edit_card":
            text = card.get("text", "")
            was = chance.choice([text, "Words of before"])
            return {"was": was, "text": text[-300:] + chance.choice([" a", " b"]), "title": chance.choice(["x", ""])}
        case "mark_card":
            return {"card_kind": chance.choice([*CardKind]).value, "colour": chance.choice([*Colour]).value}
        case "tag_card" | "untag_card":
            return {"tag": chance.choice(["one", "two", "three"])}
        case "move_card":
            return _place(chance)
        case "cite_theme" | "uncite_theme":
            return {"theme": some(themes)}
        case "add_reference":
            return {"reference": _link(chance)}
        case "remove_reference":
            return {"reference": some(known["id"] for known in card.get("references", ()))}
        case "comment":
            return {"comment": fresh_id(chance), "text": "Why not?"}
        case "remove_comment":
            return {"comment": some(said["id"] for said in card.get("comments", ()))}
        case "react" | "unreact":
            return {"reaction": chance.choice([*Reaction]).value}
        case "stack_card":
            return {"onto": chance.choice(cards)}
        case "split_card":
            return {"into": [{"card": fresh_id(chance), "text": f"Part {n}"} for n in range(chance.randint(2, 3))]}
        case "attach_file":
            return {"file": some(uploads)}
        case "detach_file":
            return {"file": some(file["id"] for file in card.get("files", ()))}
    return {}


def _place(chance: random.Random) -> dict[str, Any]:
    zone = chance.choice(ZONES)
    place: dict[str, Any] = {"zone": zone, "rank": _rank(chance)}
    if zone == "strengths":
        place["column"] = chance.choice(["now", "later", ""])
    if zone == "candidates":
        place |= {"x": chance.uniform(0, 1000), "y": chance.uniform(0, 1000)}
    return place


def _rank(chance: random.Random) -> float:
    return chance.choice([1.0, 2.0, chance.uniform(-9, 9)])


def _link(chance: random.Random) -> dict[str, str]:
    return {"id": fresh_id(chance), "kind": "link", "url": "https://example.org/", "label": "A page"}


def _ballot(chance: random.Random, state: rules.State) -> dict[str, Any]:
    open_round = state["round"]
    if open_round is None:
        return {"round": fresh_id(chance), "choices": {}}
    cards = chance.sample(open_round["cards"], chance.randint(0, min(2, len(open_round["cards"]))))
    return {"round": open_round["id"], "choices": {card: place + 1 for place, card in enumerate(cards)}}


def hidden_comments(state: rules.State) -> list[tuple[str, str]]:
    """The card and id of every comment that was taken away."""
    said = [(key, said) for key, card in state["cards"].items() for said in card["comments"]]
    return [(key, comment["id"]) for key, comment in said if comment["is_removed"]]


def host_change(chance: random.Random, state: rules.State, said: dict[str, Any] | None = None) -> rules.Change:
    """What somebody who runs the camp might do next, or a DomainError. `said`: keeps what hidden cards said."""
    said = {} if said is None else said
    match chance.choice(HOST_KINDS):
        case "board_mode":
            mode = {"step": "", "kind": "write", "may": sorted(rules.KINDS), "is_anonymous": False}
            return hosting.board_mode({**mode, "is_private": True} if chance.random() < 0.5 else {})
        case "lock_zone":
            return hosting.lock_zone(state, chance.choice(ZONES), is_locked=chance.random() < 0.3)
        case "open_round":
            return hosting.open_round(
                state,
                id=fresh_id(chance),
                kind=chance.choice([*RoundKind]).value,
                question={"en": "Which?"},
                cards=[key for key, card in state["cards"].items() if not card["is_private"]][:4],
                votes_each=3,
                most_per_card=2,
                is_hidden=chance.random() < 0.5,
            )
        case "close_round":
            return hosting.close_round(state, {"order": []})
        case "reveal":
            return hosting.reveal(state)
        case "restore_comment" if hidden := hidden_comments(state):
            card, comment = chance.choice(hidden)
            return hosting.restore_comment(state, card, comment, "Why not?")
        case "promote" if state["cards"]:
            shared = [key for key, card in state["cards"].items() if not card["is_private"]]
            return hosting.promote(chance.choice(shared)) if shared else hosting.board_mode({})
        case "hide_card" if words := {key: card for key, card in state["cards"].items() if not card["is_hidden"]}:
            change = hosting.hide_card(state, key := chance.choice(sorted(words)))
            said[key] = {name: words[key][name] for name in (*WORDS, "is_removed")}
            return change
        case "show_card" if hidden := sorted(rules.hidden_cards(state)):
            key = chance.choice(hidden)
            whole = {**state["cards"][key], **said[key]}
            return hosting.show_card(state, whole, is_removed=whole["is_removed"])
    zones = [{**zone, "title": {"en": "Renamed"}} for zone in state["zones"].values()]
    return hosting.set_zones(state, zones)


def people(count: int = 3) -> list[By]:
    """Some with seats, and one who runs the camp without one."""
    seats = [f"seat{number:08d}" for number in range(1, count + 1)]
    return [By(seat, seat, group="group0000001", seat=seat) for seat in seats] + [By("host00000001", is_host=True)]


def around(themes: Sequence[str] = (), uploads: Sequence[str] = ()) -> Around:
    """A camp around the board."""
    files = {
        upload: {
            "id": upload,
            "name": "a.png",
            "media_type": "image/png",
            "size": 1,
            "width": 1,
            "height": 1,
            "description": "",
        }
        for upload in uploads
    }
    return Around(now=NOW, votes_per_seat=3, themes=frozenset(themes), uploads=files)
