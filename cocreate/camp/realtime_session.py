"""What drives a session over the socket: where the plan stands, messages, "come here", requests for help, pointers.

docs/camp.md, "The session on the socket". The operations of boards are in `realtime.py`.
"""

import time
from dataclasses import dataclass
from typing import Any

from flask import current_app, request
from flask_socketio import join_room, leave_room

from cocreate.camp import attendance, commands, queries, session_queries
from cocreate.camp import board as rules
from cocreate.camp.board.reading import CARD_ID, KEY
from cocreate.camp.commands import BoardChanged, CallsChanged, HelpChanged, MessageSent, PlanChanged, SeatModerated
from cocreate.camp.commands.batch import kept
from cocreate.camp.commands.journal import who
from cocreate.camp.commands.moderating import Moderated
from cocreate.camp.models import Board
from cocreate.camp.models_session import Moderation
from cocreate.camp.realtime import NAMESPACE, BoardNamespace, Place, event
from cocreate.core import events
from cocreate.core.db import db, reading
from cocreate.core.permissions import is_allowed
from cocreate.errors import Invalid, NotFound
from cocreate.web.messages import say

POINTERS_PER_SECOND = 10.0
FARTHEST = 10_000  # a pointer's place, in thousandths of a zone; outside it nothing is shown


@dataclass
class Pointer:
    """Whose pointer a connection moves, and when it last did."""

    board: str
    ref: str
    name: str
    at: float = 0.0

    def may_move(self) -> bool:
        """Whether enough time has passed; what comes faster is dropped, and a place where one stays is told again."""
        now = time.monotonic()
        if now - self.at < 1 / POINTERS_PER_SECOND:
            return False
        self.at = now
        return True


class SessionNamespace(BoardNamespace):
    """The namespace of boards, with what drives the session."""

    @event("camp:board:view", writes=False)
    def on_plan(self, place: Place, payload: dict[str, Any]) -> dict[str, Any]:
        """Where the session stands, what was said, what happened so far; and from now on whatever comes."""
        session, board = db.session(), place.board
        camp = board.group.camp
        is_host = is_allowed(place.actor, "camp:help:answer")
        _enter([f"camp:{camp.public_id}", *([f"hosts:{camp.public_id}"] if is_host else [])])
        shows_cursors = camp.shows_cursors and not camp.is_anonymous
        me = who(session, place.actor)
        request.environ["cocreate.pointer"] = Pointer(board.public_id, me["ref"], me["name"]) if shows_cursors else None
        asked = session_queries.open_help(session, camp, seat=None if is_host else place.seat)
        return {
            "ok": True,
            "plan": session_queries.plan_message(session, camp),
            "messages": _messages_for(place),
            "help": [session_queries.help_data(one) for one in asked] if is_host or place.seat is not None else [],
            "summary": session_queries.summary(session, board),
            "cursors": shows_cursors,
        }

    @event("camp:message:send", writes=True, text=str, to=str)
    def on_message(self, place: Place, payload: dict[str, Any]) -> dict[str, Any]:
        """Tell everybody, or one group."""
        camp, to = place.board.group.camp, payload.get("to", "")
        board = _board_of(place, to) if to else None
        sent = commands.send_message(db.session(), place.actor, camp, payload.get("text", ""), board=board)
        return {"ok": True, "message": sent.public_id}

    @event("camp:board:gather", writes=False, card=str, zone=str)
    def on_come(self, place: Place, payload: dict[str, Any]) -> dict[str, Any]:
        """Bring everybody to a card or zone of this board: all of the camp to the plenary one, else those who have it
        open."""
        card, zone, board = payload.get("card", ""), payload.get("zone", ""), place.board
        _check_goal(board, card, zone)
        room = f"camp:{board.group.camp.public_id}" if board.group.is_plenary else f"board:{board.public_id}"
        news = {"board": board.public_id, "card": card, "zone": zone, "by": who(db.session(), place.actor)["name"]}
        self.socketio.emit("come", news, to=room, namespace=NAMESPACE)
        return {"ok": True}

    @event("camp:help:ask", writes=True, text=str, done=str)
    def on_help(self, place: Place, payload: dict[str, Any]) -> dict[str, Any]:
        """Ask for help, or say that it is no longer needed."""
        if "done" not in payload:
            asked = commands.ask_for_help(db.session(), place.actor, place.board, payload.get("text", ""))
            return {"ok": True, "help": asked.public_id}
        found = session_queries.find_help(db.session(), place.board.group.camp, payload["done"][:16])
        if found is None:
            raise NotFound()
        commands.end_help(db.session(), place.actor, found)
        return {"ok": True, "help": found.public_id}

    def on_cursor(self, payload: Any = None, *rest: Any) -> dict[str, Any]:
        """Show the others where one is, but not while all write for themselves. Asks the database once a second for
        all who are on the board: who has it open proved it when joining, and a seat that ends is hung up on."""
        pointer: Pointer | None = request.environ.get("cocreate.pointer")
        place = _read_pointer(payload)
        if pointer is None or place is None or pointer.board != place.pop("board"):
            return {"ok": False, "error": "camp.cursor.off"}
        room = f"board:{pointer.board}"
        if room not in request.environ.get("cocreate.rooms", ()):
            return {"ok": True}
        if not pointer.may_move():
            return {"ok": True, "is_late": True}
        if not _is_silent(pointer.board):
            news = {**place, "ref": pointer.ref, "name": pointer.name}
            self.socketio.emit("cursor", news, to=room, skip_sid=request.sid, namespace=NAMESPACE)  # type: ignore[attr-defined]
        return {"ok": True}

    on_cursor.permission = "camp:board:view"  # type: ignore[attr-defined]


def _check_goal(board: Board, card: str, zone: str) -> None:
    """Whether there is something to be brought to that everybody sees."""
    if card and zone:
        raise rules.malformed("zone")
    state = kept.state(db.session(), board)
    found = state["cards"].get(card)
    if card and (found is None or found["is_private"] or not rules.is_standing(found)):
        raise Invalid("camp.card.unknown")
    if zone and zone not in state["zones"]:
        raise Invalid("camp.zone.unknown")


def _messages_for(place: Place) -> list[dict[str, Any]]:
    """What was said to all, to this group, or to this person, in order."""
    session, seat = db.session(), place.seat
    sent = [session_queries.message_data(message) for message in session_queries.messages_for(session, place.board)]
    own = session_queries.moderation_about(session, seat) if seat is not None else []
    return sorted([*sent, *(about_moderation(row) for row in own)], key=lambda message: str(message["at"]))


def about_moderation(row: Moderation) -> dict[str, Any]:
    """What somebody hears of moderation that concerns them: a message, with what it is about."""
    code = "camp.moderated.undone" if row.undone_at else f"camp.moderated.{row.kind}"
    return {
        "id": f"{row.public_id}-undone" if row.undone_at else row.public_id,  # news of its own
        "text": say(code, reason=row.reason),
        "sender": row.sender,
        "at": (row.undone_at or row.at).isoformat(),
        "about": {"kind": row.kind, "id": row.subject, "undone": row.undone_at is not None},
    }


def _is_silent(board: str) -> bool:
    """Whether nobody hears now where others are on a board; of one that is gone, too."""
    with reading():
        mode = kept.mode(db.session(), board)
        db.session.rollback()
    return mode is None or attendance.is_silent(mode)


def _read_pointer(payload: Any) -> dict[str, Any] | None:
    """The place in a message, or None where it is not one of ours: a zone, perhaps a card in it and a point."""
    if not isinstance(payload, dict) or not all(isinstance(payload.get(name), str) for name in ("board", "zone")):
        return None
    point = {"x", "y"} & payload.keys()
    if payload.keys() - {"card", *point} != {"board", "zone"} or len(point) == 1:
        return None
    numbers = [payload[name] for name in point]
    is_near = all(isinstance(n, int | float) and not isinstance(n, bool) and abs(n) <= FARTHEST for n in numbers)
    card = payload.get("card", "")
    is_card = isinstance(card, str) and (not card or CARD_ID.fullmatch(card))
    return dict(payload) if is_near and is_card and KEY.fullmatch(payload["zone"]) else None


def _enter(rooms: list[str]) -> None:
    """Hear what is said in these rooms, and no longer in those of another camp."""
    for room in request.environ.get("cocreate.session_rooms", ()):
        if room not in rooms:
            leave_room(room)
    for room in rooms:
        join_room(room)
    request.environ["cocreate.session_rooms"] = tuple(rooms)


def _board_of(place: Place, public_id: str) -> Board:
    """Another board of the same camp."""
    found = queries.find_board(db.session(), public_id[:16])
    if found is None or found.group.camp_id != place.board.group.camp_id:
        raise NotFound()
    return found


@events.on(BoardChanged)
def be_silent_or_speak(changed: BoardChanged) -> None:
    """After the commit: whether places are told depends on what a step lets people do."""
    if changed.change["kind"] == "board_mode":
        kept.forget_mode(changed.board)


def _emit(name: str, news: dict[str, Any], room: str) -> None:
    current_app.extensions["socketio"].emit(name, news, to=room, namespace=NAMESPACE)


@events.on(PlanChanged)
def tell_the_plan(changed: PlanChanged) -> None:
    """After the commit: every browser of the camp knows where the session stands."""
    _emit("plan", changed.plan, f"camp:{changed.camp}")


@events.on(CallsChanged)
def tell_of_calls(changed: CallsChanged) -> None:
    """After the commit: open boards look again at what their reader is asked for; who may what, the page knows."""
    _emit("calls", {}, f"camp:{changed.camp}")


@events.on(MessageSent)
def tell_the_message(sent: MessageSent) -> None:
    """After the commit: a message reaches those it is for."""
    _emit("message", sent.message, f"board:{sent.board}" if sent.board else f"camp:{sent.camp}")


@events.on(HelpChanged)
def tell_the_hosts(changed: HelpChanged) -> None:
    """After the commit: those who run the camp know who waits, and whoever asked knows it was seen."""
    _emit("help", changed.help, f"hosts:{changed.camp}")
    if changed.seat:
        _emit("help", changed.help, f"seat:{changed.seat}")


@events.on(SeatModerated)
def tell_whom_it_concerns(moderated: SeatModerated) -> None:
    """After the commit: whoever wrote what was hidden, or is muted, reads why. Nobody else does."""
    _emit("message", about_moderation(moderated.row), f"seat:{moderated.seat}")
    if moderated.row.kind == Moderated.MUTE:
        _emit("again", {}, f"seat:{moderated.seat}")  # what that person may do has changed
