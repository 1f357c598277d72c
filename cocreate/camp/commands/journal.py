"""The one way a board changes: take its lock, number the change, write it down, tell everybody after the commit."""

from dataclasses import dataclass, field

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.camp.board import Change
from cocreate.camp.models import Board, Operation, Seat
from cocreate.core import audit, events
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


def write(
    session: Session, actor: Actor, board: Board, *, op_id: str, change: Change, verb: str, subject: tuple[str, str]
) -> Operation:
    """Number the change and record it. Numbers have no gaps: counting and writing are one transaction."""
    number = session.scalar(
        update(Board)
        .where(Board.id == board.id)
        .values(number=Board.number + 1)
        .returning(Board.number)
        .execution_options(synchronize_session=False)
    )
    assert number is not None
    set_committed_value(board, "number", number)
    entry = Operation(
        board_id=board.id,
        number=number,
        op_id=op_id,
        actor_kind=actor.kind.value,
        actor=actor.ref,
        seat_id=actor.seat_id,
        kind=change["kind"],
        change=change,
        at=clock.now(),
    )
    session.add(entry)
    session.flush()
    process = board.group.camp.process
    audit.record(
        session, actor, verb, subject, process=process.public_id, chain=f"board:{board.public_id}", number=number
    )
    anonymous = board.group.camp.is_anonymous
    events.announce(session, BoardChanged(board.public_id, number, op_id, change, who(session, actor), anonymous))
    return entry


def who(session: Session, actor: Actor) -> dict[str, str]:
    """The name that the others see beside a change: of the seat, else of the account."""
    if actor.seat_id is not None and (seat := session.get(Seat, actor.seat_id)) is not None:
        return {"ref": seat.public_id, "name": seat.name}
    if actor.user_id is not None and (user := session.get(User, actor.user_id)) is not None:
        return {"ref": user.public_id, "name": user.name}
    return {"ref": actor.ref, "name": ""}
