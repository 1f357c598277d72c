"""Browsers of people who were moved to another board are told to go there, and hear nothing more of the old one."""

from flask import current_app

from cocreate.camp import lines
from cocreate.camp.before.rotating import SeatsMoved
from cocreate.core import events

NAMESPACE = "/board"


@events.on(SeatsMoved)
def tell_those_who_moved(moved: SeatsMoved) -> None:
    """After the commit: `come`, as when a facilitator brings people to a board."""
    socketio = current_app.extensions["socketio"]
    for seat, board in moved.boards:
        news = {"board": board, "card": "", "zone": "", "by": moved.by}
        socketio.emit("come", news, to=f"seat:{seat}", namespace=NAMESPACE)
    for seat, board in moved.left:
        lines.leave_board(socketio, seat, board)
