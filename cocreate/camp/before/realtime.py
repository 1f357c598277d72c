"""Browsers of people who were moved to another board are told to go there."""

from flask import current_app

from cocreate.camp.before.rotating import SeatsMoved
from cocreate.core import events


@events.on(SeatsMoved)
def tell_those_who_moved(moved: SeatsMoved) -> None:
    """After the commit: `come`, as when a facilitator brings people to a board."""
    for seat, board in moved.boards:
        news = {"board": board, "card": "", "by": ""}
        current_app.extensions["socketio"].emit("come", news, to=f"seat:{seat}", namespace="/board")
