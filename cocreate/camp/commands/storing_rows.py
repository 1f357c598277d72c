"""Rows by the public ids that a change speaks of."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, case, select, update
from sqlalchemy.orm import Session

from cocreate.camp.models import Board, Card, Seat, Zone


def card_key(session: Session, board: Board, public_id: str) -> int:
    """A card of the board."""
    return _key(session, _CARD, board.id, public_id)


def zone_key(session: Session, board: Board, key: str) -> int:
    """A zone of the board."""
    return _key(session, _ZONE, board.id, key)


def seat_key(session: Session, public_id: str) -> int | None:
    """A seat; none for whoever has none."""
    return _key(session, _SEAT, 0, public_id) if public_id else None


def _key(session: Session, which: Any, board: int, named: str) -> int:
    known: dict[Any, int] = session.info.get(KNOWN_KEYS, {})
    found = known.get((which, board, named))
    if found is None:
        found = session.scalars(which, {"board": board, "named": named}).one()
        known[which, board, named] = found
    return found


KNOWN_KEYS = (
    "row_keys"  # in a session's info: keys that were looked up before; whoever puts it there forgets what is undone
)
_cards, _zones, _seats = Card.__table__, Zone.__table__, Seat.__table__
_CARD = select(_cards.c.id).where(_cards.c.public_id == bindparam("named"), _cards.c.board_id == bindparam("board"))
_ZONE = select(_zones.c.id).where(_zones.c.key == bindparam("named"), _zones.c.board_id == bindparam("board"))
_SEAT = select(_seats.c.id).where(_seats.c.public_id == bindparam("named"))


def find_card(session: Session, board: Board, public_id: str) -> Card | None:
    """A card's row as it is now; none if it is on another board."""
    wanted = select(Card).where(Card.public_id == public_id, Card.board_id == board.id)
    return session.scalar(wanted.execution_options(populate_existing=True))


def change_card(session: Session, board: Board, public_id: str, **values: Any) -> None:
    """New values of a card's columns."""
    _change_cards(session, board, [public_id], values)


def rank_cards(session: Session, board: Board, ranks: Mapping[str, float]) -> None:
    """New ranks of several cards."""
    _change_cards(session, board, list(ranks), {"rank": case(dict(ranks), value=Card.public_id, else_=Card.rank)})


def _change_cards(session: Session, board: Board, public_ids: list[str], values: Mapping[str, Any]) -> None:
    which = update(Card).where(Card.public_id.in_(public_ids), Card.board_id == board.id).values(**values)
    # Cards that somebody holds in this session follow; where there are none, looking for them is the dearest part.
    held = any(isinstance(row, Card) for row in session.identity_map.values())
    session.execute(which.execution_options(synchronize_session="auto" if held else False))
