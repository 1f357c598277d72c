"""The lines of people's browsers: not too many a person, and out of the rooms of boards that are no longer for them.

A line may end in another server process than the one where somebody is moved or removed. What is to happen to it is
told to all processes through the message queue, as a "room" that is closed: the library's own way to reach them all,
in the order in which everything else is told.
"""

from typing import Any

import socketio

NAMESPACE = "/board"
MOST_LINES = 10  # of one person, to one server process
LEAVE, HANG_UP = "leave", "hang-up"


class OpenLines:
    """Whose lines come in at this server process, the oldest first."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, None]] = {}
        self._whose: dict[str, str] = {}

    def take(self, ref: str, connection_id: str) -> list[str]:
        """A person's line shows a board; returns the person's lines that are too many.

        The oldest have to go: a phone that loses its connection often leaves lines behind that nobody has ended yet,
        and whoever opens a window wants that one to work.
        """
        if self._whose.get(connection_id, ref) != ref:
            self.release(connection_id)
        self._whose[connection_id] = ref
        lines = self._of.setdefault(ref, {})
        lines[connection_id] = None
        return list(lines)[: max(0, len(lines) - MOST_LINES)]

    def release(self, connection_id: str) -> None:
        """A line is gone."""
        ref = self._whose.pop(connection_id, "")
        lines = self._of.get(ref, {})
        lines.pop(connection_id, None)
        if not lines:
            self._of.pop(ref, None)


class QueueOfLines(socketio.RedisManager):  # type: ignore[misc]
    """The message queue between the processes, which also carries what is to happen to a seat's lines."""

    def _handle_close_room(self, message: dict[str, Any]) -> None:
        verb, _, rest = str(message.get("room")).partition(" ")
        if verb in (LEAVE, HANG_UP):
            _do(self.server, verb, *rest.split())
        else:
            super()._handle_close_room(message)


def install() -> None:
    """Put it in place; Flask-SocketIO looks it up by name."""
    socketio.RedisManager = QueueOfLines


def leave_board(socket: Any, seat: str, board: str = "") -> None:
    """In every process: what shows a seat a board (all boards, where none is named) hears nothing more of it."""
    _everywhere(socket, LEAVE, f"seat:{seat}", *([f"board:{board}"] if board else []))


def hang_up(socket: Any, seat: str) -> None:
    """In every process: a seat's lines are ended."""
    _everywhere(socket, HANG_UP, f"seat:{seat}")


def _everywhere(socket: Any, verb: str, *told: str) -> None:
    server = socket.server
    if isinstance(server.manager, QueueOfLines):
        server.close_room(" ".join((verb, *told)), namespace=NAMESPACE)  # handled here too
    else:
        _do(server, verb, *told)


def _do(server: Any, verb: str, room: str, board: str = "") -> None:
    """In this process."""
    for connection_id, _transport in list(server.manager.get_participants(NAMESPACE, room)):
        for held in list(server.rooms(connection_id, namespace=NAMESPACE)):
            if held == board or (not board and held.startswith("board:")):
                server.leave_room(connection_id, held, namespace=NAMESPACE)
        if verb == HANG_UP:
            # In the background: it writes to the database, and we may be at the end of somebody else's transaction.
            server.start_background_task(server.disconnect, connection_id, namespace=NAMESPACE)
