"""Rows by the public ids that a change speaks of."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cocreate.camp.models import Board, Card, Seat, Zone


def card_key(session: Session, board: Board, public_id: str) -> int:
    """A card of the board."""
    return session.scalars(select(Card.id).where(Card.public_id == public_id, Card.board_id == board.id)).one()


def zone_key(session: Session, board: Board, key: str) -> int:
    """A zone of the board."""
    return session.scalars(select(Zone.id).where(Zone.key == key, Zone.board_id == board.id)).one()


def seat_key(session: Session, public_id: str) -> int | None:
    """A seat; none for whoever has none."""
    return session.scalar(select(Seat.id).where(Seat.public_id == public_id)) if public_id else None


def find_card(session: Session, board: Board, public_id: str) -> Card | None:
    """A card's row as it is now; none if it is on another board."""
    wanted = select(Card).where(Card.public_id == public_id, Card.board_id == board.id)
    return session.scalar(wanted.execution_options(populate_existing=True))


def change_card(session: Session, board: Board, public_id: str, **values: Any) -> None:
    """New values of a card's columns."""
    which = update(Card).where(Card.public_id == public_id, Card.board_id == board.id)
    session.execute(which.values(**values))
