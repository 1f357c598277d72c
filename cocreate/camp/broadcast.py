"""The changes of a board on their way to its browsers: those of one tick leave together, as one event `changes`.

Where few look on, the first ones after a quiet while leave at once; where many do, they wait for others to join them.
A change that only one seat may see goes to that seat's own room; everybody else gets `unseen` under the same number, in
the one frame that all share. So nothing is computed per receiver, and numbers have no gaps for anybody.
"""

import logging
import time
from typing import Any

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
