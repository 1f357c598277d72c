"""What browsers are told once something is committed: changes, own votes, and that a seat ended or moved."""

import logging
import time
from typing import Any

from flask import current_app

from cocreate.camp import board as rules
from cocreate.camp import history, lines
from cocreate.camp.commands import BoardChanged, SeatEnded, SeatMoved
from cocreate.camp.commands.operations import OwnVotesChanged
from cocreate.camp.commands.running import SeatsMoved
from cocreate.core import events

SHORT_TICK, LONG_TICK, LONGEST_TICK = 0.02, 0.06, 0.25  # seconds
ACKNOWLEDGED = 0.002  # seconds, in which all that was committed together is there and its senders hear of it first
MANY = 300  # receivers: from here every telling is work, a tick is long, and readers still do not notice
NAMESPACE = "/board"

log = logging.getLogger(__name__)


class Broadcast:
    """What waits to be told, per board, in this server process."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[dict[str, Any]]] = {}
        self._told: dict[str, tuple[float, float]] = {}  # when a board was last told, and how many seconds it took

    def tell(self, socketio: Any, board: str, message: dict[str, Any], only: str = "") -> None:
        """Send a change with the next tick; with `only`, a seat's public id, what it says to that seat alone."""
        shown = message
        if only:
            # First of all: the seat's browsers then know the change by the time its number comes as unseen.
            socketio.emit("changes", ([message], board), to=f"seat:{only}", namespace=NAMESPACE)
            shown = {"number": message["number"], "op_id": "", "change": {"kind": "unseen"}, "by": NOBODY}
        waiting = self._waiting.get(board)
        if waiting is not None:
            waiting.append(shown)
            return
        self._waiting[board] = [shown]
        if socketio.async_mode == "gevent":
            socketio.start_background_task(self._tell_later, socketio, board)
        else:
            self._tell_now(socketio, board)  # without the server's loop (tests) at once

    def _tell_later(self, socketio: Any, board: str) -> None:
        rooms = socketio.server.manager.rooms.get(NAMESPACE, {})
        receivers = len(rooms.get(f"board:{board}", ()))
        at, took = self._told.get(board, (0.0, 0.0))
        if receivers >= MANY:
            wait = max(LONG_TICK, 2 * took)
        else:
            wait = max(ACKNOWLEDGED, at + max(SHORT_TICK, 2 * took) - time.perf_counter())
        socketio.sleep(min(LONGEST_TICK, wait))
        try:
            self._tell_now(socketio, board)
        except Exception:  # browsers notice the gap and ask
            log.exception("broadcast_failed")

    def _tell_now(self, socketio: Any, board: str) -> None:
        began = time.perf_counter()
        messages = self._waiting.pop(board)
        socketio.emit("changes", (messages, board), to=f"board:{board}", namespace=NAMESPACE)
        ended = time.perf_counter()
        self._told[board] = ended, ended - began


NOBODY = {"ref": "", "name": ""}


broadcast = Broadcast()


@events.on(BoardChanged)
def tell_the_room(changed: BoardChanged) -> None:
    """After the commit: every browser that shows the board hears of the change as far as its person may see it."""
    only = changed.change.get("only", "")
    seen = rules.seen_change(changed.change, only, is_anonymous=changed.is_anonymous)
    by = history.seen_by(changed.change, seen, changed.by, is_anonymous=changed.is_anonymous)
    message = {"number": changed.number, "op_id": changed.op_id, "change": seen, "by": by}
    broadcast.tell(current_app.extensions["socketio"], changed.board, message, only)


@events.on(OwnVotesChanged)
def tell_the_seat(voted: OwnVotesChanged) -> None:
    """After the commit: a second window of the same person shows the same votes and ballot."""
    news = {"board": voted.board, "votes": voted.votes, "ballot": voted.ballot}
    current_app.extensions["socketio"].emit("mine", news, to=f"seat:{voted.seat}", namespace=NAMESPACE)


@events.on(SeatEnded)
def shut_the_boards(ended: SeatEnded) -> None:
    """After the commit: the browsers on an ended seat are told, and hear nothing more."""
    socketio = current_app.extensions["socketio"]
    socketio.emit("ended", {}, to=f"seat:{ended.seat}", namespace=NAMESPACE)
    lines.hang_up(socketio, ended.seat)


@events.on(SeatMoved)
def join_again(moved: SeatMoved) -> None:
    """After the commit: the browsers of somebody who sits elsewhere now leave every board, and join anew."""
    socketio = current_app.extensions["socketio"]
    lines.leave_board(socketio, moved.seat)
    socketio.emit("again", {}, to=f"seat:{moved.seat}", namespace=NAMESPACE)


@events.on(SeatsMoved)
def tell_those_who_moved(moved: SeatsMoved) -> None:
    """After the commit: `come`, as when a facilitator brings people to a board."""
    socketio = current_app.extensions["socketio"]
    for seat, board in moved.boards:
        news = {"board": board, "card": "", "zone": "", "by": moved.by}
        socketio.emit("come", news, to=f"seat:{seat}", namespace=NAMESPACE)
    for seat, board in moved.left:
        lines.leave_board(socketio, seat, board)
