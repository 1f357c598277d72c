"""The lines of people's browsers: how many, how much they may send, and what they may call."""

import time
from dataclasses import dataclass, field
from typing import Any

import socketio
from flask import request
from flask_socketio import Namespace
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from cocreate.camp import board as rules
from cocreate.errors import Conflict
from cocreate.settings import LANGUAGES
from cocreate.web.messages import say

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


PER_SECOND, AT_ONCE = 15.0, 60.0  # events
MOST_PEOPLE = 5000


@dataclass
class Allowance:
    """How many events may still come now (a token bucket)."""

    left: float = AT_ONCE
    at: float = field(default_factory=time.monotonic)

    def take(self) -> None:
        """Use one, or Conflict."""
        now = time.monotonic()
        self.left = min(AT_ONCE, self.left + (now - self.at) * PER_SECOND)
        self.at = now
        if self.left < 1:
            raise Conflict("camp.operation.too_fast")
        self.left -= 1


class Allowances:
    """One for each person, however many connections somebody opens to this server process."""

    def __init__(self) -> None:
        self._known: dict[str, Allowance] = {}

    def of(self, ref: str) -> Allowance:
        """The allowance of a seat or an account."""
        found = self._known.get(ref)
        if found is None:
            if len(self._known) >= MOST_PEOPLE:  # those who have sent nothing for a while have a full one anyway
                long_ago = time.monotonic() - AT_ONCE / PER_SECOND
                self._known = {who: had for who, had in self._known.items() if had.at > long_ago}
            found = self._known[ref] = Allowance()
        return found


RESERVED = frozenset({"connect", "disconnect"})  # the library's own calls, with handlers of the same kind of name


class Doorway(Namespace):  # type: ignore[misc]
    """A namespace that takes no event of a reserved name from a client.

    The library tells of a connection before it counts as one, and of its end when it no longer does; whatever comes in
    between under these names was sent by a client. Without this a client could take itself off the list of those
    present, or have its allowance anew as often as it likes.
    """

    def trigger_event(self, event: Any, *args: Any) -> Any:
        """Hand an event to its handler; refuse what is no name, or not a client's to call."""
        if not isinstance(event, str) or self._is_forged(event, args):
            refused = rules.malformed("event")
            return {"ok": False, "error": refused.code, "message": say(refused)}
        return super().trigger_event(event, *args)

    def prove_page(self, auth: Any) -> None:
        """Refuse a connection that does not bring a page's own forgery token; answer in the language of that page."""
        given = auth if isinstance(auth, dict) else {}
        try:
            validate_csrf(given.get("csrf"))
        except ValidationError:
            raise ConnectionRefusedError("stale_form") from None
        if given.get("language") in LANGUAGES:
            request.environ["cocreate.language"] = given["language"]

    def _is_forged(self, event: str, args: tuple[Any, ...]) -> bool:
        return event in RESERVED and bool(self.server.manager.is_connected(args[0], self.namespace))
