"""The live board: browsers join it, send operations, and hear of every change once it is committed.

Each event is checked afresh against the seat or account, the phase and the board. A handler's return value is its
acknowledgement; a refusal is one too: `{ok: false, error: code, message: sentence}`, with `retry` where waiting helps.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import current_app, g, request
from flask_socketio import join_room, leave_room

from cocreate.camp import attendance as camp_attendance
from cocreate.camp import board as rules
from cocreate.camp import commands, history, lines, policy, queries, telling, wire
from cocreate.camp.attendance import Attendance, first_names
from cocreate.camp.commands.batch import Asked, Committer, kept
from cocreate.camp.commands.journal import who
from cocreate.camp.lines import Allowance, Allowances, Doorway
from cocreate.camp.models import Board, Seat
from cocreate.core.db import begin_writing, db, reading, transaction
from cocreate.core.installation import refuse_writing
from cocreate.core.permissions import Actor, ActorKind, is_allowed, require
from cocreate.errors import DomainError, NotFound
from cocreate.web.access import find_actor, open_phases
from cocreate.web.messages import say

NAMESPACE = telling.NAMESPACE
MOST_MISSED = 500  # operations; after a longer absence the whole board is shorter
MOST_PENDING = 200  # operations of a browser that may ask "are these done?"
WAITING_HELPS = frozenset({"camp.operation.too_fast", "read_only"})  # refused now, and sent again by the browser
OF_A_VISIT = ("cocreate.sits", "cocreate.rooms", "cocreate.session_rooms", "cocreate.pointer")

log = logging.getLogger(__name__)
attendance = Attendance()
committer = Committer()
allowances = Allowances()  # of people, over all their connections
open_lines = lines.OpenLines()
wire.install()
lines.install()


@dataclass(frozen=True)
class Place:
    """Where an event happens and whose it is, as it is at this moment."""

    board: Board
    actor: Actor
    seat: Seat | None

    @property
    def ref(self) -> str:
        """The seat's public id, which decides what is seen; "" without a seat."""
        return self.seat.public_id if self.seat is not None else ""


Handler = Callable[["BoardNamespace", Place, dict[str, Any]], dict[str, Any]]


def event(
    permission: str, *, writes: bool, is_frequent: bool = False, **shape: type | tuple[type, ...]
) -> Callable[[Handler], Any]:
    """Decorator: an event with its permission. `shape` names what may be in the payload beside `board`.

    `is_frequent`: the board is read as it is, but its camp and phases as they were a second ago at most.
    """

    def decorate(handler: Handler) -> Any:
        @wraps(handler)
        def guarded(self: "BoardNamespace", payload: Any = None, *rest: Any) -> dict[str, Any]:
            def work() -> dict[str, Any]:
                board = _checked(payload, shape)
                if not writes:
                    with reading():
                        answer = handler(self, _place(board, permission, is_frequent=is_frequent), payload)
                        db.session.rollback()
                    return answer
                refuse_writing()
                begin_writing()
                with transaction():
                    return handler(self, _place(board, permission), payload)

            return _answered(handler.__name__, work)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return decorate


def _answered(name: str, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What an event is acknowledged with, whatever happens in it."""
    try:
        request.environ["cocreate.allowance"].take()
        return work()
    except Exception as problem:
        return _failed(name, problem)


def _failed(name: str, problem: Exception) -> dict[str, Any]:
    db.session.rollback()
    if isinstance(problem, DomainError):
        return refusal(problem)
    log.error("board_event_failed", exc_info=problem, extra={"event": name})
    return {"ok": False, "error": "broken", "message": say("unknown"), "retry": True}


def refusal(refused: DomainError) -> dict[str, Any]:
    """A DomainError as an acknowledgement."""
    answer: dict[str, Any] = {"ok": False, "error": refused.code, "message": say(refused)}
    return answer | ({"retry": True} if refused.code in WAITING_HELPS else {})


def _checked(payload: Any, shape: dict[str, type | tuple[type, ...]]) -> str:
    if not isinstance(payload, dict) or not isinstance(payload.get("board"), str):
        raise rules.malformed("board")
    for name, value in payload.items():
        if name != "board" and (name not in shape or not isinstance(value, shape[name]) or isinstance(value, bool)):
            raise rules.malformed(str(name)[:40])
    return str(payload["board"])


def _place(public_id: str, permission: str, *, is_frequent: bool = False) -> Place:
    """Find the board, and whoever sends this, fresh from the database: a role or seat may have ended a second ago."""
    find = kept.look_at if is_frequent else queries.find_board
    board = find(db.session(), public_id[:16])
    if board is None:
        raise NotFound()
    camp = board.group.camp
    g.process, g.camp = camp.process, camp
    actor = find_actor(camp.process)
    seat = queries.current_seat(db.session(), actor, camp, just_read=g.get("guest_seat"))
    policy.require_sight(actor, seat, board)
    require(actor, permission, open_phases())
    allowances.of(actor.ref).take()
    return Place(board, actor, seat)


class BoardNamespace(Doorway):
    """Socket.IO namespace `/board`."""

    def trigger_event(self, event: Any, *args: Any) -> Any:
        """An operation of a seat on the board that it has joined goes straight to the committer, which looks at the
        seat afresh: to put a web request together around it would cost as much as deciding and storing it."""
        if event == "op" and self.socketio.async_mode == "gevent":
            environ = self.server.get_environ(args[0], namespace=self.namespace) or {}
            if _is_seated(environ, args[1:]):
                return self._operate_at_once(environ, args[1])
        return super().trigger_event(event, *args)

    def _operate_at_once(self, environ: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
        board, actor = environ["cocreate.sits"]
        try:
            environ["cocreate.allowance"].take()
            _checked(payload, {"op": dict})
            operation = rules.parse(payload.get("op"))
            allowances.of(actor.ref).take()
            return committer.ask(environ["flask.app"], self.socketio, Asked(board, actor, operation))
        except Exception as problem:
            with environ["flask.app"].request_context(environ):  # for the language of what is said
                return _failed("op", problem)

    def on_connect(self, auth: Any = None) -> None:
        """Take a connection only from a page of ours: it proves that with the page's own forgery token."""
        self.prove_page(auth)
        request.environ.setdefault("cocreate.allowance", Allowance())  # one for the line, however often it comes back
        for known in OF_A_VISIT:
            request.environ.pop(known, None)

    on_connect.permission = "camp:camp:view"  # type: ignore[attr-defined]

    def on_disconnect(self, reason: Any = None) -> None:
        """The connection is gone."""
        open_lines.release(_connection_id())
        attendance.departed(_app(), self.socketio, _connection_id())

    on_disconnect.permission = "camp:camp:view"  # type: ignore[attr-defined]

    @event("camp:board:view", writes=False, is_frequent=True, since=(int, type(None)), pending=list)
    def on_join(self, place: Place, payload: dict[str, Any]) -> dict[str, Any]:
        """Show a board: what is on it, or what happened since `since`; then who is there."""
        session, board = db.session(), place.board
        self._enter_rooms(place)  # before reading: what is committed in between arrives as a change, and is sorted out
        pending = [op_id for op_id in payload.get("pending", [])[:MOST_PENDING] if isinstance(op_id, str)]
        done = history.journaled(session, board, pending)
        me = about_me(place)
        self._make_room(me["ref"])
        seat_id = place.seat.id if place.seat is not None else None
        visit = commands.Visit(_connection_id(), board.id, seat_id, me["ref"], me["name"])
        attendance.arrived(_app(), self.socketio, visit, board.public_id)
        return {
            "ok": True,
            "board": board.public_id,
            **_news(place, payload.get("since")),
            "done": {operation.op_id: operation.number for operation in done},
            "me": me,
            "presence": first_names(session, board.id),
        }

    def _make_room(self, ref: str) -> None:
        """Somebody with too many windows loses the oldest of them."""
        for connection_id in open_lines.take(ref, _connection_id()):
            self.socketio.emit("crowded", {}, to=connection_id, namespace=NAMESPACE)
            self.socketio.start_background_task(self.server.disconnect, connection_id, namespace=NAMESPACE)

    def _enter_rooms(self, place: Place) -> None:
        request.environ["cocreate.sits"] = (place.board.public_id, place.actor)
        before, now = request.environ.get("cocreate.rooms", ()), [f"board:{place.board.public_id}"]
        if place.seat is not None:
            now.append(f"seat:{place.seat.public_id}")
        for room in before:
            if room not in now:
                leave_room(room)
        for room in now:
            join_room(room)
        request.environ["cocreate.rooms"] = tuple(now)

    @event("camp:board:view", writes=False, is_frequent=True, since=(int, type(None)))
    def on_missed(self, place: Place, payload: dict[str, Any]) -> dict[str, Any]:
        """The operations after a number, for a browser that noticed a gap."""
        return {"ok": True, **_news(place, payload.get("since"))}

    def on_op(self, payload: Any = None, *rest: Any) -> dict[str, Any]:
        """Do one operation, together with those of others; acknowledged once it is committed."""
        return _answered("op", lambda: self._operate(payload))

    on_op.permission = "camp:board:work"  # type: ignore[attr-defined]

    def _operate(self, payload: Any) -> dict[str, Any]:
        board = _checked(payload, {"op": dict})
        operation = rules.parse(payload.get("op"))
        asked = Asked(board, _known_actor(board), operation)
        return committer.ask(_app(), self.socketio, asked)

    @event("camp:board:work", writes=False, is_frequent=True, card=str, text=str)
    def on_typing(self, place: Place, payload: dict[str, Any]) -> dict[str, Any]:
        """Somebody is typing in a card: told to the others, never stored."""
        card, text = camp_attendance.read_typed(payload)
        if not camp_attendance.is_shown(place.board, place.seat):
            return {"ok": True}
        by = who(db.session(), place.actor)
        news = camp_attendance.typing_news(db.session(), place.board, by, card, text)
        room = f"board:{place.board.public_id}"
        self.socketio.emit("typing", news, to=room, skip_sid=_connection_id(), namespace=NAMESPACE)
        return {"ok": True}


def _is_seated(environ: dict[str, Any], payload: tuple[Any, ...]) -> bool:
    """Whether this comes from a seat, and speaks of the board that it joined."""
    known = environ.get("cocreate.sits")
    asked = payload[0] if len(payload) == 1 else None
    return (
        known is not None
        and known[1].kind is ActorKind.SEAT
        and isinstance(asked, dict)
        and asked.get("board") == known[0]
    )


def _known_actor(board: str) -> Actor:
    """Who sends this. A seat that joined this board is known, and looked at afresh when its operation is done."""
    known = request.environ.get("cocreate.sits")
    if known is not None and known[0] == board and known[1].kind is ActorKind.SEAT:
        actor: Actor = known[1]
        allowances.of(actor.ref).take()
    else:
        with reading():
            actor = _place(board, "camp:board:work", is_frequent=True).actor
            db.session.rollback()
    return actor


def _app() -> Any:
    return current_app._get_current_object()  # type: ignore[attr-defined]


def _connection_id() -> str:
    return str(request.sid)  # type: ignore[attr-defined]


def _news(place: Place, since: int | None) -> dict[str, Any]:
    """What changed since a number; the whole board for a newcomer, or after a long absence."""
    board = place.board
    if since is not None and 0 <= since <= board.number:
        missed = history.messages_since(db.session(), board, since, limit=MOST_MISSED + 1, seat=place.ref)
        if len(missed) <= MOST_MISSED:
            return {"missed": missed}
    return {"snapshot": kept.snapshot(db.session(), board, place.ref)}


def about_me(place: Place) -> dict[str, Any]:
    """What a browser needs to know of the person in front of it."""
    only_reads = place.seat is not None and place.seat.only_reads
    return {
        **who(db.session(), place.actor),
        "can_vote": place.seat is not None and not only_reads,
        "can_work": is_allowed(place.actor, "camp:card:add", open_phases()) and not only_reads,
        "is_host": is_allowed(place.actor, "camp:board:prepare"),
        **what_is_mine(place),
    }


def what_is_mine(place: Place) -> dict[str, Any]:
    """Votes, ballot, cards, comments and reactions of this person: what a board that names nobody does not tell."""
    mine = rules.own(kept.state(db.session(), place.board), place.ref)
    elsewhere = 0
    if place.seat is not None:
        elsewhere = queries.votes_elsewhere(db.session(), place.seat.id, place.board.id)
    votes = {"limit": place.board.group.camp.votes_per_seat, "elsewhere": elsewhere, "cards": mine.pop("votes")}
    return {"votes": votes, "ballot": mine.pop("ballot"), "own": mine}
