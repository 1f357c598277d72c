"""Boards are opened, locked and closed; cards become candidates."""

from sqlalchemy.orm import Session

from cocreate.camp.board import hosting
from cocreate.camp.commands import journal
from cocreate.camp.commands.journal import BoardChanged
from cocreate.camp.commands.operations import change_board
from cocreate.camp.models import Board, Camp, Card
from cocreate.camp.rules import BoardState
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor

VERBS = {
    BoardState.OPEN: "camp:board:open",
    BoardState.LOCKED: "camp:board:lock",
    BoardState.CLOSED: "camp:board:close",
    BoardState.PREPARING: "camp:board:prepare",
}


def set_board_state(session: Session, actor: Actor, board: Board, state: BoardState) -> None:
    """Open, lock or close a board; every browser that shows it follows at once. The same again is nothing."""
    journal.lock(session, board)
    if board.state == state:
        return
    change = hosting.board_state(state)
    change_board(session, actor, board, change, verb=VERBS[state], op_id=f"state-{public_id()}")


def open_board(session: Session, actor: Actor, board: Board) -> None:
    """Let the group write."""
    set_board_state(session, actor, board, BoardState.OPEN)


def lock_board(session: Session, actor: Actor, board: Board) -> None:
    """Everybody reads, nobody writes, until it is opened again."""
    set_board_state(session, actor, board, BoardState.LOCKED)


def close_board(session: Session, actor: Actor, board: Board) -> None:
    """End the work; the cards belong to the record."""
    set_board_state(session, actor, board, BoardState.CLOSED)


def steer_all_boards(session: Session, actor: Actor, camp: Camp, state: BoardState) -> None:
    """The same for every board of a camp, always in one order, so that two facilitators never block each other."""
    for group in sorted(camp.groups, key=lambda group: group.board.id):
        set_board_state(session, actor, group.board, state)


def mark_promoted(session: Session, actor: Actor, card: Card) -> None:
    """Say on the board that a card became a candidate SID; called by whatever creates the candidate. Once is enough."""
    board = card.board
    journal.lock(session, board)
    if card.is_promoted:
        return
    change = hosting.promote(card.public_id)
    change_board(session, actor, board, change, verb="camp:card:promote", op_id=f"promote-{card.public_id}")


__all__ = [
    "BoardChanged",
    "close_board",
    "lock_board",
    "mark_promoted",
    "open_board",
    "set_board_state",
    "steer_all_boards",
]
