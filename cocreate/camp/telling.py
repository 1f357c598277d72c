"""What browsers are told once something is committed: changes, own votes, and that a seat ended or moved."""

from flask import current_app

from cocreate.camp import board as rules
from cocreate.camp import history, lines
from cocreate.camp.broadcast import Broadcast
from cocreate.camp.commands import BoardChanged, SeatEnded, SeatMoved
from cocreate.camp.commands.operations import OwnVotesChanged
from cocreate.core import events

NAMESPACE = "/board"

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
