"""A board as data with a shape: what people may ask of it, and what each thing done changes. Pure.

`static/js/board/state.js` applies the same changes in the browser; tests/shared/board_cases.json keeps the two equal.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar

from cocreate.camp.rules import BoardState
from cocreate.errors import Invalid

TEXT_LIMIT = 2000  # characters of a card
THEMES_AT_ONCE = 10  # themes cited by a new card
RANK_STEP = 1024.0  # between two cards with nothing between them
RANK_LIMIT = 1e12
SMALLEST_GAP = 1e-6  # closer than this, the cards of a zone get fresh ranks
OP_ID = re.compile(r"[A-Za-z0-9_.-]{3,40}")
CARD_ID = re.compile(r"[0-9a-z]{12}")
KEY = re.compile(r"[a-z0-9_-]{1,24}")

Change = dict[str, Any]
State = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """Something that somebody asks of a board. The browser chooses `op_id`; the same one is never done twice."""

    kind: ClassVar[str]
    permission: ClassVar[str]
    verb: ClassVar[str]  # in the audit trail
    op_id: str


@dataclass(frozen=True)
class AddCard(Operation):
    """Put a new card, whose id the browser chose, in a zone."""

    kind = "add_card"
    permission = "camp:card:add"
    verb = "camp:card:add"
    card: str
    zone: str
    text: str
    rank: float
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class EditCard(Operation):
    """Change a card's text.

    `was` is the text that the person began from. A revision number would be shorter, but it names a text of the server,
    and what people edit may hold changes of their own that are still on the way: merging against the wrong text would
    silently take out somebody else's words.
    """

    kind = "edit_card"
    permission = "camp:card:edit"
    verb = "camp:card:edit"
    card: str
    text: str
    was: str


@dataclass(frozen=True)
class MoveCard(Operation):
    """Put a card elsewhere, in its zone or another."""

    kind = "move_card"
    permission = "camp:card:move"
    verb = "camp:card:move"
    card: str
    zone: str
    rank: float


@dataclass(frozen=True)
class RemoveCard(Operation):
    """Take a card off the board; it can be brought back."""

    kind = "remove_card"
    permission = "camp:card:remove"
    verb = "camp:card:remove"
    card: str


@dataclass(frozen=True)
class RestoreCard(Operation):
    """Bring a removed card back."""

    kind = "restore_card"
    permission = "camp:card:restore"
    verb = "camp:card:restore"
    card: str


@dataclass(frozen=True)
class Vote(Operation):
    """Give a card one's vote."""

    kind = "vote"
    permission = "camp:vote:cast"
    verb = "camp:vote:cast"
    card: str


@dataclass(frozen=True)
class Unvote(Operation):
    """Take one's vote back."""

    kind = "unvote"
    permission = "camp:vote:cast"
    verb = "camp:vote:withdraw"
    card: str


@dataclass(frozen=True)
class CiteTheme(Operation):
    """Say that a card rests on a theme of the consultation."""

    kind = "cite_theme"
    permission = "camp:card:cite"
    verb = "camp:card:cite"
    card: str
    theme: str


@dataclass(frozen=True)
class UnciteTheme(Operation):
    """Take that back."""

    kind = "uncite_theme"
    permission = "camp:card:cite"
    verb = "camp:card:uncite"
    card: str
    theme: str


KINDS: dict[str, type[Operation]] = {
    kind.kind: kind
    for kind in (AddCard, EditCard, MoveCard, RemoveCard, RestoreCard, Vote, Unvote, CiteTheme, UnciteTheme)
}


def malformed(field: str) -> Invalid:
    """Refusal of a message that no browser of ours sends."""
    return Invalid("camp.operation.malformed", field=field)


def parse(payload: object) -> Operation:
    """A message from a browser as an operation, or Invalid: unknown, missing, wrong or oversized parts are refused."""
    if not isinstance(payload, dict):
        raise malformed("payload")
    made_of = KINDS.get(payload["kind"]) if isinstance(payload.get("kind"), str) else None
    if made_of is None:
        raise malformed("kind")
    wanted = {field.name: field for field in fields(made_of)}
    if unknown := set(payload) - set(wanted) - {"kind"}:
        raise malformed(str(min(map(str, unknown)))[:40])
    values: dict[str, Any] = {}
    for name, field in wanted.items():
        if name in payload:
            values[name] = _READERS[name](payload[name])
        elif field.default is MISSING:
            raise malformed(name)
    return made_of(**values)


def _matching(pattern: re.Pattern[str], field: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise malformed(field)
        return value

    return read


def read_text(value: object) -> str:
    """A card's text, without blanks around it; neither empty nor too long."""
    text = _read_any_text(value, "text")
    if not text:
        raise Invalid("camp.card.empty")
    return text


def _read_any_text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise malformed(field)
    if len(value) > 4 * TEXT_LIMIT:
        raise Invalid("camp.card.too_long", limit=TEXT_LIMIT)
    text = value.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > TEXT_LIMIT:
        raise Invalid("camp.card.too_long", limit=TEXT_LIMIT)
    if any("\ud800" <= letter <= "\udfff" for letter in text):  # half of a character: no database takes it
        raise malformed(field)
    return text


def _read_rank(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= RANK_LIMIT:  # not for NaN
        raise malformed("rank")
    return float(value)


def _read_themes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or len(value) > THEMES_AT_ONCE:
        raise malformed("themes")
    return tuple(dict.fromkeys(_matching(CARD_ID, "themes")(item) for item in value))


_READERS: dict[str, Callable[[object], Any]] = {
    "op_id": _matching(OP_ID, "op_id"),
    "card": _matching(CARD_ID, "card"),
    "theme": _matching(CARD_ID, "theme"),
    "zone": _matching(KEY, "zone"),
    "text": read_text,
    "was": lambda value: _read_any_text(value, "was"),
    "rank": _read_rank,
    "themes": _read_themes,
}


def empty_state(state: str = BoardState.PREPARING) -> State:
    """A board without cards."""
    return {"number": 0, "state": str(state), "cards": {}}


def advance(state: State, number: int, change: Mapping[str, Any]) -> State:
    """The board after the operation with this number."""
    return {**apply(state, change), "number": number}


def apply(state: State, change: Mapping[str, Any]) -> State:
    """The board after a change; the given one is left as it was. Raises KeyError for a card it does not know."""
    kind = change["kind"]
    if kind == "board_state":
        return {**state, "state": change["state"]}
    cards = {**state["cards"]}
    if kind == "add_card":
        cards[change["card"]["id"]] = {**change["card"]}
    else:
        cards[change["card"]] = _CARD_CHANGES[kind](cards[change["card"]], change)
    for card, rank in change.get("ranks", {}).items():
        cards[card] = {**cards[card], "rank": rank}
    return {**state, "cards": cards}


Card = dict[str, Any]
_CARD_CHANGES: dict[str, Callable[[Card, Mapping[str, Any]], Card]] = {
    "edit_card": lambda card, change: {**card, "text": change["text"], "revision": change["revision"]},
    "move_card": lambda card, change: {**card, "zone": change["zone"], "rank": change["rank"]},
    "remove_card": lambda card, change: {**card, "is_removed": True},
    "restore_card": lambda card, change: {**card, "is_removed": False},
    "vote": lambda card, change: {**card, "votes": change["votes"]},
    "unvote": lambda card, change: {**card, "votes": change["votes"]},
    "cite_theme": lambda card, change: {
        **card,
        "themes": [*card["themes"], *({change["theme"]} - set(card["themes"]))],
    },
    "uncite_theme": lambda card, change: {
        **card,
        "themes": [theme for theme in card["themes"] if theme != change["theme"]],
    },
    "promote": lambda card, change: {**card, "is_promoted": True},
}


def cards_in(state: State, zone: str) -> list[Card]:
    """The cards that stand in a zone, from top to bottom."""
    shown = (card for card in state["cards"].values() if card["zone"] == zone and not card["is_removed"])
    return sorted(shown, key=lambda card: (card["rank"], card["id"]))


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
