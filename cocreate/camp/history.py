"""What happened on a board: the journal as somebody may see it, the board as of any moment."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.camp.board import is_secret, seen_change
from cocreate.camp.models import Board, Operation, Seat

NOBODY = {"ref": "", "name": ""}


def changes_since(session: Session, board: Board, number: int, *, limit: int) -> list[Operation]:
    """The operations after a number, in order."""
    return list(
        session.scalars(
            select(Operation)
            .where(Operation.board_id == board.id, Operation.number > number)
            .order_by(Operation.number)
            .limit(limit)
        )
    )


def messages_since(session: Session, board: Board, number: int, *, limit: int, seat: str = "") -> list[dict[str, Any]]:
    """The operations after a number as a seat's browser got them, with the names beside them."""
    found = changes_since(session, board, number, limit=limit)
    is_anonymous = board.group.camp.is_anonymous
    names = names_beside(session, found)
    messages = []
    for entry in found:
        seen = seen_change(entry.change, seat, is_anonymous=is_anonymous)
        by = seen_by(entry.change, seen, names[entry.id], is_anonymous=is_anonymous)
        messages.append({"number": entry.number, "op_id": entry.op_id, "change": seen, "by": by})
    return messages


def seen_by(change: dict[str, Any], seen: dict[str, Any], by: dict[str, str], *, is_anonymous: bool) -> dict[str, str]:
    """Who did it, as far as others may know: not of votes, not of what they do not see, nor in an anonymous camp."""
    return NOBODY if is_anonymous or is_secret(change) or seen["kind"] == "unseen" else by


def names_beside(session: Session, found: Iterable[Operation]) -> dict[int, dict[str, str]]:
    """The ref and name of whoever made each of these operations, by its key."""
    entries = list(found)
    seats = {seat.id: seat for seat in session.scalars(select(Seat).where(Seat.id.in_({o.seat_id for o in entries})))}
    refs = {operation.actor for operation in entries if operation.seat_id is None}
    users = {user.public_id: user.name for user in session.scalars(select(User).where(User.public_id.in_(refs)))}
    return {
        entry.id: {"ref": seats[entry.seat_id].public_id, "name": seats[entry.seat_id].name}
        if entry.seat_id in seats
        else {"ref": entry.actor, "name": users.get(entry.actor, "")}
        for entry in entries
    }


def journaled(session: Session, board: Board, op_ids: Iterable[str]) -> list[Operation]:
    """Which of these operations are done."""
    wanted = list(op_ids)
    if not wanted:
        return []
    return list(session.scalars(select(Operation).where(Operation.board_id == board.id, Operation.op_id.in_(wanted))))
