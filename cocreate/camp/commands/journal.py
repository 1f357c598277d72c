"""The one way a board changes: take its lock, number the change, write it down, tell everybody after the commit."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.camp.board import Change
from cocreate.camp.models import Board, Operation, Seat
from cocreate.core import audit, events
from cocreate.core.db import tables
from cocreate.core.permissions import Actor


@dataclass(frozen=True)
class BoardChanged:
    """An operation was committed; `board.seen_change` makes of it what each browser on the board may hear."""

    board: str
    number: int
    op_id: str
    change: Change
    by: dict[str, str] = field(default_factory=dict)  # {"ref": …, "name": …}
    is_anonymous: bool = False  # the camp: nobody hears who it was


def lock(session: Session, board: Board) -> None:
    """Wait for our turn on this board and see what is true now (on SQLite the transaction itself is the lock)."""
    mine = select(Board).where(Board.id == board.id).with_for_update()
    session.scalars(mine.execution_options(populate_existing=True)).one()  # fetched, as else nothing is populated


def done_before(session: Session, board: Board, op_id: str) -> Operation | None:
    """The operation that already has this id on this board."""
    return session.scalar(select(Operation).where(Operation.board_id == board.id, Operation.op_id == op_id))


@dataclass(frozen=True)
class Line:
    """An operation that was done, to be written down."""

    actor: Actor
    op_id: str
    change: Change
    verb: str  # in the audit trail
    subject: tuple[str, str]


def write(
    session: Session, actor: Actor, board: Board, *, op_id: str, change: Change, verb: str, subject: tuple[str, str]
) -> Operation:
    """Number the change and record it. Numbers have no gaps: counting and writing are one transaction."""
    number = write_lines(session, board, [Line(actor, op_id, change, verb, subject)])
    return session.scalars(select(Operation).where(Operation.board_id == board.id, Operation.number == number)).one()


def write_lines(session: Session, board: Board, lines: Sequence[Line]) -> int:
    """The same for several changes of a board, in their order; returns the number of the last."""
    connection = tables(session)
    last = connection.scalar(_COUNT_ON, {"board": board.id, "more": len(lines)})
    assert last is not None
    set_committed_value(board, "number", last)
    at, first = clock.now(), last - len(lines) + 1
    rows = [
        {
            "board_id": board.id,
            "number": number,
            "op_id": line.op_id,
            "actor_kind": line.actor.kind.value,
            "actor": line.actor.ref,
            "seat_id": line.actor.seat_id,
            "kind": line.change["kind"],
            "change": line.change,
            "at": at,
        }
        for number, line in enumerate(lines, start=first)
    ]
    connection.execute(_WRITE, rows)
    camp = board.group.camp
    process = camp.process.public_id
    said = [
        audit.line(line.actor, line.verb, line.subject, process=process, number=number)
        for number, line in enumerate(lines, start=first)
    ]
    audit.append(session, f"board:{board.public_id}", said)
    for number, line in enumerate(lines, start=first):
        by = who(session, line.actor)
        told = BoardChanged(board.public_id, number, line.op_id, line.change, by, camp.is_anonymous)
        events.announce(session, told)
    return last


_boards: Any = Board.__table__
_WRITE = insert(Operation.__table__)  # type: ignore[arg-type]
_COUNT_ON = (
    update(_boards)
    .where(_boards.c.id == bindparam("board"))
    .values(number=_boards.c.number + bindparam("more"))
    .returning(_boards.c.number)
)


def who(session: Session, actor: Actor) -> dict[str, str]:
    """The name that the others see beside a change: of the seat, else of the account."""
    if actor.seat_id is not None and (seat := session.get(Seat, actor.seat_id)) is not None:
        return {"ref": seat.public_id, "name": seat.name}
    if actor.user_id is not None and (user := session.get(User, actor.user_id)) is not None:
        return {"ref": user.public_id, "name": user.name}
    return {"ref": actor.ref, "name": ""}
