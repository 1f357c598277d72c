"""Rows by the public ids that a change speaks of."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from cocreate.camp.models import Board, Card, Seat, Zone
from cocreate.core.db import Base


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
    _change_cards(session, board, "public_id", [public_id], [values])


def move_under(session: Session, board: Board, top: str, **values: Any) -> None:
    """New values of the columns of all cards that lie under one."""
    _change_cards(session, board, "stack", [top], [values])


def rank_cards(session: Session, board: Board, ranks: Mapping[str, float]) -> None:
    """New ranks of several cards."""
    _change_cards(session, board, "public_id", list(ranks), [{"rank": rank} for rank in ranks.values()])


def _change_cards(
    session: Session, board: Board, column: str, named: Sequence[str], values: Sequence[Mapping[str, Any]]
) -> None:
    """Rows of the board whose `column` has this value get these values."""
    names = tuple(values[0])
    lines = [
        {"board": board.id, "named": name, **{f"new_{key}": value for key, value in row.items()}}
        for name, row in zip(named, values, strict=True)
    ]
    session.execute(_update(column, names), lines if len(lines) > 1 else lines[0])
    forget_cards(session, names)


def forget_cards(session: Session, names: Sequence[str]) -> None:
    """Who holds a card sees that these columns changed."""
    for row in session.identity_map.values():
        if isinstance(row, Card):
            session.expire(row, names)


@cache
def _update(column: str, names: tuple[str, ...]) -> Any:
    """Put together once for every set of columns, as that costs more than running it."""
    known = Card.__mapper__.columns  # by the names of the attributes
    mine = known[column] == bindparam("named"), known["board_id"] == bindparam("board")
    which = update(Base.metadata.tables["card"]).where(*mine)
    return which.values({known[name]: bindparam(f"new_{name}") for name in names})
