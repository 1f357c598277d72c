"""The boards that are being worked on, kept in memory as they were committed last.

A kept state is used only under the board's lock and only when its number is the board's number: whatever another server
process or a form changed has another number, and the board is read afresh.
"""

import json
import secrets
import time
from collections import OrderedDict
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from cocreate.camp import queries, snapshots
from cocreate.camp.board import State
from cocreate.camp.models import Board

loads = json.loads
_MARK = secrets.token_hex(16)  # stands where such a part goes; nobody outside can write it


class Encoded:
    """Something that is JSON already."""

    def __init__(self, data: Any) -> None:
        self.text = dumps(data, separators=(",", ":"))


def dumps(data: Any, **options: Any) -> str:
    """As json.dumps."""
    parts: list[str] = []

    def hold(item: Any) -> str:
        if not isinstance(item, Encoded):
            raise TypeError(f"{type(item).__name__} cannot be sent")
        parts.append(item.text)
        return f"{_MARK}{len(parts)}"

    text = json.dumps(data, default=hold, **options)
    for number, part in enumerate(parts, start=1):
        text = text.replace(f'"{_MARK}{number}"', part, 1)
    return text


MOST_BOARDS = 200
MOST_ENCODED = 30
SETTINGS_FRESH_FOR = 1.0  # seconds; of the camp and its phases
FRESH_FOR = 300.0  # seconds; then it is read again, whatever its number


_boards = Board.__table__
_AS_IT_IS = select(_boards.c.number, _boards.c.state, _boards.c.mode).where(_boards.c.public_id == bindparam("board"))


class KeptBoards:
    """States by a board's public id, the least used forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, State]] = OrderedDict()
        self._boards: dict[tuple[str, bool], tuple[float, Board]] = {}
        self._modes: dict[str, tuple[float, dict[str, Any] | None]] = {}
        self._encoded: dict[str, tuple[State, bool, Encoded]] = {}
        self.row_keys: dict[Any, int] = {}  # see storing_rows.KNOWN_KEYS

    def board(self, session: Session, public_id: str, *, to_read: bool = False) -> Board:
        """A board with its group, camp, process and phases, as they were a second ago at most.

        It belongs to no session; its number and state are for the caller to set. Whoever holds no lock
        gets one `to_read`, apart from the one that is written.
        """
        found = self._boards.get((public_id, to_read))
        if found is None or time.monotonic() - found[0] > SETTINGS_FRESH_FOR:
            if len(self._boards) > MOST_BOARDS:
                self._boards.clear()
            with Session(
                session.connection()
            ) as apart:  # on the same connection; nothing of it belongs to the caller's
                board = queries.find_board(apart, public_id)
            assert board is not None, "whoever asks has locked it"
            found = self._boards[public_id, to_read] = (time.monotonic(), board)
        return found[1]

    def look_at(self, session: Session, public_id: str) -> Board | None:
        """A board to read: as it is now, its camp as it was a second ago at most; None where there is none."""
        row = session.execute(_AS_IT_IS, {"board": public_id}).one_or_none()
        if row is None:
            return None
        board = self.board(session, public_id, to_read=True)
        for name, value in zip(("number", "state", "mode"), row, strict=True):
            set_committed_value(board, name, value)
        return board

    def mode(self, session: Session, public_id: str) -> dict[str, Any] | None:
        """What people may do on a board now; a change by another server process counts a second later at most.

        For what comes many times a second from each browser. None where there is no such board.
        """
        found = self._modes.get(public_id)
        if found is None or time.monotonic() - found[0] > SETTINGS_FRESH_FOR:
            if len(self._modes) > MOST_BOARDS:
                self._modes.clear()
            row = session.execute(_AS_IT_IS, {"board": public_id}).one_or_none()
            found = self._modes[public_id] = (time.monotonic(), None if row is None else row.mode)
        return found[1]

    def forget_mode(self, board: str) -> None:
        """Read the mode afresh: this process has changed it."""
        self._modes.pop(board, None)

    def state(self, session: Session, board: Board) -> State:
        """The whole state of a board; the caller holds its lock, or takes an older one for good."""
        found = self._kept.get(board.public_id)
        if found is not None and found[1]["number"] == board.number and time.monotonic() - found[0] < FRESH_FOR:
            self._kept.move_to_end(board.public_id)
            return found[1]
        state = snapshots.board_state(session, board)
        self._keep(board.public_id, time.monotonic(), state)
        return state

    def snapshot(self, session: Session, board: Board, seat: str) -> Encoded:
        """The board as a seat's browser keeps it, encoded; once for all who see the same."""
        state, is_anonymous = self.state(session, board), board.group.camp.is_anonymous
        found = self._encoded.get(board.public_id)
        if found is not None and found[0] is state and found[1] == is_anonymous:
            return found[2]
        snapshot = Encoded(snapshots.board_snapshot(session, board, seat, state=state))
        if not any(card["is_private"] for card in state["cards"].values()):
            self._encoded[board.public_id] = (state, is_anonymous, snapshot)
            while len(self._encoded) > MOST_ENCODED:
                self._encoded.pop(next(iter(self._encoded)))
        return snapshot

    def advance(self, board: str, state: State) -> None:
        """Keep what has just been committed."""
        found = self._kept.get(board)
        self._keep(board, found[0] if found is not None else time.monotonic(), state)

    def _keep(self, board: str, read_at: float, state: State) -> None:
        self._kept[board] = (read_at, state)
        self._kept.move_to_end(board)
        while len(self._kept) > MOST_BOARDS:
            self._kept.popitem(last=False)

    def forget(self, board: str) -> None:
        """Read it afresh next time: what was done to it was not committed."""
        self._kept.pop(board, None)
        self.row_keys.clear()
