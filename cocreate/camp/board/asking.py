"""Who asks something of a board, what is known around it, and the checks that every decision begins with. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cocreate.camp.board.operations import Operation
from cocreate.camp.board.sight import Card, State, is_standing
from cocreate.camp.rules import BoardState
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed


@dataclass(frozen=True)
class By:
    """Who asks: somebody with a seat, or staff without one."""

    ref: str
    name: str = ""
    group: str = ""  # public id of the seat's working group
    seat: str = ""  # public id; "" without a seat
    is_host: bool = False
    is_observer: bool = False
    is_muted: bool = False


@dataclass(frozen=True)
class Around:
    """What a decision needs to know of the camp around the board."""

    now: datetime
    votes_per_seat: int = 5
    votes_elsewhere: int = 0  # of the asking seat, on the camp's other boards
    themes: frozenset[str] = frozenset()  # of those asked for, the ones that may be cited
    subjects: Mapping[str, str] = field(default_factory=dict)  # assets and answers asked for -> what they are called
    uploads: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # files asked for that are on no card
    taken: frozenset[str] = frozenset()  # of the new ids asked for, those that something elsewhere has


def check_board(state: State, asked: Operation, by: By) -> None:
    """Whether the board, as it stands, takes this from this person at all."""
    check_place(state["state"], state["mode"], asked.kind, by)


def check_place(board: str, mode: Mapping[str, Any], kind: str, by: By) -> None:
    """The same for a board's state and mode, and the kind of what is asked."""
    if by.is_observer:
        raise NotAllowed("camp.seat.observer")
    if by.is_muted:
        raise NotAllowed("camp.seat.muted")
    if board == BoardState.PREPARING and not by.is_host:
        raise Closed("camp.board.not_open_yet")
    if board == BoardState.LOCKED:
        raise Closed("camp.board.locked")
    if board == BoardState.CLOSED:
        raise Closed("camp.board.closed")
    may = mode.get("may")
    if may is not None and kind not in may and not by.is_host:
        raise Closed("camp.step.not_now")


def seen_card(state: State, public_id: str, by: By) -> Card:
    """A card of the board, on it or taken off; a private one is there for its author only, a hidden one for nobody."""
    card = state["cards"].get(public_id)
    if card is None or (card["is_private"] and card["author"] != by.seat):
        raise Invalid("camp.card.unknown")
    if card["is_hidden"]:
        raise Conflict("camp.card.removed")
    return dict(card)


def standing_card(state: State, public_id: str, by: By) -> Card:
    """A card in sight."""
    card = seen_card(state, public_id, by)
    if card["is_removed"]:
        raise Conflict("camp.card.removed")
    if not is_standing(card):
        raise Conflict("camp.card.went_into")
    return card


def shared_card(state: State, public_id: str, by: By) -> Card:
    """A card that everybody sees: what concerns others waits for the reveal."""
    card = standing_card(state, public_id, by)
    if card["is_private"]:
        raise Closed("camp.card.private")
    return card


def check_changeable(state: State, card: Card, by: By) -> None:
    """Whether this person may change what the card says and where it stands."""
    if by.is_host:
        return
    if card["is_locked"]:
        raise Closed("camp.card.locked")
    if state["zones"][card["zone"]]["is_locked"]:
        raise Closed("camp.zone.locked")
    if state["mode"].get("is_private") and card["author"] != by.seat:
        raise Closed("camp.step.own_cards_only")


def changeable_card(state: State, public_id: str, by: By) -> Card:
    """A card in sight that this person may change."""
    card = standing_card(state, public_id, by)
    check_changeable(state, card, by)
    return card


def check_zone(state: State, key: str, column: str, by: By) -> None:
    """Whether a card may be put there."""
    zone = state["zones"].get(key)
    if zone is None:
        raise Invalid("camp.zone.unknown")
    if zone["is_locked"] and not by.is_host:
        raise Closed("camp.zone.locked")
    if column and column not in {known["key"] for known in zone["columns"]}:
        raise Invalid("camp.zone.unknown")


def check_new(state: State, public_id: str, around: Around) -> None:
    """Whether the id that a browser chose for a new card is free."""
    if public_id in state["cards"] or public_id in around.taken:
        raise Invalid("camp.card.exists")


def derived_id(*parts: str) -> str:
    """A public id that follows from others, for what a change makes along the way; the same on every try."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest()[:10], "big")
    letters = []
    for _ in range(12):
        number, rest = divmod(number, 36)
        letters.append("0123456789abcdefghijklmnopqrstuvwxyz"[rest])
    return "".join(letters)
