"""What becomes of an operation on several cards: links, stacks, merges, splits. Pure."""

from itertools import pairwise
from typing import Any

from cocreate.camp.board import asking
from cocreate.camp.board import operations as op
from cocreate.camp.board.asking import Around, By, derived_id
from cocreate.camp.board.deciding_cards import MOST_REFERENCES, MOST_TAGS, seats_behind, with_fresh_ranks
from cocreate.camp.board.operations import Change
from cocreate.camp.board.sight import RANK_STEP, SMALLEST_GAP, Card, State, cards_in, is_under
from cocreate.camp.board.state import new_card
from cocreate.camp.rules import CardKind
from cocreate.errors import Closed, Conflict, Invalid

MOST_LINKS = 1000  # on one board


def link_cards(state: State, asked: op.LinkCards, by: By, around: Around) -> Change:
    """One card supports, needs, contradicts or is part of another; each said once."""
    source, target = asking.shared_card(state, asked.source, by), asking.shared_card(state, asked.target, by)
    link = {"id": asked.link, "source": source["id"], "target": target["id"], "relation": asked.relation}
    if source["id"] == target["id"] or asked.link in state["links"] or asked.link in around.taken:
        raise Invalid("camp.link.impossible")
    if any({**known, "id": asked.link} == link for known in state["links"].values()):
        raise Conflict("camp.link.exists")
    if len(state["links"]) >= MOST_LINKS:
        raise Invalid("camp.card.too_many", limit=MOST_LINKS)
    return {"kind": asked.kind, "link": link}


def unlink_cards(state: State, asked: op.UnlinkCards, by: By, around: Around) -> Change:
    """No longer."""
    if asked.link not in state["links"]:
        raise Conflict("camp.link.unknown")
    return {"kind": asked.kind, "link": asked.link}


def _movable(state: State, public_id: str, by: By) -> Card:
    card = asking.changeable_card(state, public_id, by)
    if card["is_private"]:
        raise Closed("camp.card.private")
    return card


def stack_card(state: State, asked: op.StackCard, by: By, around: Around) -> Change:
    """Under another card, or under the one that lies on top of that."""
    card, top = _movable(state, asked.card, by), asking.shared_card(state, asked.onto, by)
    if is_under(state, top):
        top = state["cards"][top["stack"]]
    if top["id"] == card["id"] or (card["stack"] == top["id"] and is_under(state, card)):
        raise Invalid("camp.stack.same")
    asking.check_zone(state, top["zone"], "", by)
    return {"kind": asked.kind, "card": card["id"], "onto": top["id"]}


def unstack_card(state: State, asked: op.UnstackCard, by: By, around: Around) -> Change:
    """Beside the others again."""
    card = _movable(state, asked.card, by)
    if not card["stack"]:
        raise Conflict("camp.stack.none")
    return {"kind": asked.kind, "card": card["id"]}


def merge_cards(state: State, asked: op.MergeCards, by: By, around: Around) -> Change:
    """A new card that rests on what its parents rest on; their votes are shown apart from its own."""
    parents = [_movable(state, card, by) for card in asked.cards]
    asking.check_zone(state, asked.zone, "", by)
    asking.check_new(state, asked.card, around)
    kinds = {parent["kind"] for parent in parents}
    column = parents[0]["column"] if parents[0]["zone"] == asked.zone else ""
    card = _heir(
        state,
        parents,
        by,
        id=asked.card,
        zone=asked.zone,
        column=column,
        x=parents[0]["x"],
        y=parents[0]["y"],
        rank=asked.rank,
        title=asked.title,
        text=asked.text,
        kind=kinds.pop() if len(kinds) == 1 else CardKind.NOTE.value,
    )
    return with_fresh_ranks(_without_cards(state, parents), card, {"kind": asked.kind, "made": [card]})


def split_card(state: State, asked: op.SplitCard, by: By, around: Around) -> Change:
    """Several new cards in the place of one."""
    parent = _movable(state, asked.card, by)
    ids = [part["card"] for part in asked.into]
    if len(set(ids)) < len(ids):
        raise Invalid("camp.card.exists")
    for public_id in ids:
        asking.check_new(state, public_id, around)
    rest = _without_cards(state, [parent])
    ranks = _ranks_after(rest, parent, len(ids))
    made = [
        _heir(
            state,
            [parent],
            by,
            id=part["card"],
            **{name: parent[name] for name in ("zone", "column", "kind", "colour")},
            x=None if parent["x"] is None else parent["x"] + 24 * place,
            y=None if parent["y"] is None else parent["y"] + 24 * place,
            rank=ranks[place],
            title=part["title"],
            text=part["text"],
        )
        for place, part in enumerate(asked.into)
    ]
    change: Change = {"kind": asked.kind, "card": parent["id"], "made": made}
    if all(after - before >= SMALLEST_GAP for before, after in pairwise(ranks)):
        return change
    order = [card["id"] for card in _in_order(rest, parent["zone"], made)]
    return {**change, "ranks": {card: RANK_STEP * (place + 1) for place, card in enumerate(order)}}


def _in_order(state: State, zone: str, made: list[Card]) -> list[Card]:
    """All that everybody sees in a zone, the new cards in the order in which they were written."""
    shown = [(card["rank"], -1, card["id"], card) for card in cards_in(state, zone) if not card["is_private"]]
    new = [(card["rank"], place, "", card) for place, card in enumerate(made)]
    return [card for *_, card in sorted(shown + new, key=lambda item: item[:3])]


def _ranks_after(state: State, card: Card, count: int) -> list[float]:
    """Places for `count` cards from where one stood to the next that stands there."""
    later = [other["rank"] for other in cards_in(state, card["zone"]) if other["rank"] > card["rank"]]
    step = (min(later) - card["rank"]) / count if later else RANK_STEP
    return [card["rank"] + step * place for place in range(count)]


def _without_cards(state: State, gone: list[Card]) -> State:
    ids = {card["id"] for card in gone}
    return {**state, "cards": {key: card for key, card in state["cards"].items() if key not in ids}}


def _heir(state: State, parents: list[Card], by: By, **parts: Any) -> Card:
    """A card made of others, with their themes, references and tags."""
    themes = dict.fromkeys(theme for parent in parents for theme in parent["themes"])
    tags = dict.fromkeys(tag for parent in parents for tag in parent["tags"])
    references: dict[tuple[str, str], dict[str, str]] = {}
    for reference in (reference for parent in parents for reference in parent["references"]):
        made = {**reference, "id": derived_id(parts["id"], reference["id"])}
        references.setdefault((reference["subject"], reference["url"]), made)
    ids = [parent["id"] for parent in parents]
    return new_card(
        author=by.seat,
        group=by.group,
        themes=list(themes),
        tags=list(tags)[:MOST_TAGS],
        references=list(references.values())[:MOST_REFERENCES],
        parents=ids,
        parents_votes=len(seats_behind(state, ids)),
        **parts,
    )
