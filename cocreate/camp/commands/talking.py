"""Those who run a camp speak to everybody or to one group; people ask them for help."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.commands.journal import who
from cocreate.camp.models import Board, Camp
from cocreate.camp.models_session import CampMessage, HelpRequest
from cocreate.camp.session_queries import help_data, message_data
from cocreate.core import audit, events
from cocreate.core.permissions import Actor, is_allowed
from cocreate.errors import Invalid, NotAllowed

MESSAGE_LIMIT, HELP_LIMIT = 1000, 500  # characters
SAID_ONCE = timedelta(seconds=10)  # the same words to the same people within this time are a second click


@dataclass(frozen=True)
class MessageSent:
    """A message to a camp, or to one of its boards."""

    camp: str
    board: str  # "" = all
    message: dict[str, Any]


@dataclass(frozen=True)
class HelpChanged:
    """Somebody asked for help, or got it."""

    camp: str
    seat: str
    help: dict[str, Any]


def send_message(session: Session, actor: Actor, camp: Camp, text: str, *, board: Board | None = None) -> CampMessage:
    """Tell everybody, or one group, something that stays on their screens until they put it away.

    A second click says it once.
    """
    said = _tidy(text, MESSAGE_LIMIT)
    if not said:
        raise Invalid("camp.message.empty")
    board_id, sender = board.id if board is not None else None, who(session, actor)["name"]
    session.execute(select(Camp.id).where(Camp.id == camp.id).with_for_update())
    same = select(CampMessage).where(
        CampMessage.camp_id == camp.id,
        CampMessage.board_id.is_(None) if board_id is None else CampMessage.board_id == board_id,
        CampMessage.text == said,
        CampMessage.sender == sender,
        CampMessage.at > clock.now() - SAID_ONCE,
    )
    if (before := session.scalar(same.limit(1))) is not None:
        return before
    message = CampMessage(camp_id=camp.id, board_id=board_id, text=said, sender=sender, at=clock.now())
    session.add(message)
    session.flush()
    to = board.public_id if board is not None else ""
    audit.record(session, actor, "camp:message:send", message.ref, process=camp.process.public_id, to=to)
    events.announce(session, MessageSent(camp.public_id, to, message_data(message)))
    return message


def ask_for_help(session: Session, actor: Actor, board: Board, text: str = "") -> HelpRequest:
    """Ask those who run the camp to come. Asked twice, one waits once, with the newer words."""
    if actor.seat_id is None:
        raise NotAllowed("camp.help.needs_seat")
    open_one = session.scalar(
        select(HelpRequest).where(
            HelpRequest.camp_id == board.group.camp_id,
            HelpRequest.seat_id == actor.seat_id,
            HelpRequest.answered_at.is_(None),
        )
    )
    request = open_one or HelpRequest(camp_id=board.group.camp_id, seat_id=actor.seat_id, at=clock.now())
    request.board_id, request.text = board.id, _tidy(text, HELP_LIMIT)
    session.add(request)
    session.flush()
    _tell(session, actor, "camp:help:ask", request)
    return request


def end_help(session: Session, actor: Actor, request: HelpRequest) -> None:
    """Somebody came, or it is no longer needed: for those who run the camp, and for whoever asked."""
    if request.seat_id != actor.seat_id and not is_allowed(actor, "camp:help:answer"):
        raise NotAllowed("not_allowed", permission="camp:help:answer")
    if request.answered_at is not None:
        return
    request.answered_at = clock.now()
    session.flush()
    _tell(session, actor, "camp:help:answer", request)


def _tell(session: Session, actor: Actor, verb: str, request: HelpRequest) -> None:
    camp = request.camp
    audit.record(session, actor, verb, request.ref, process=camp.process.public_id, board=request.board.public_id)
    seat = request.seat.public_id if request.seat is not None else ""
    events.announce(session, HelpChanged(camp.public_id, seat, help_data(request)))


def _tidy(text: str, limit: int) -> str:
    said = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(said) > limit:
        raise Invalid("too_long", limit=limit)
    if any("\ud800" <= letter <= "\udfff" for letter in said):  # half of a character: no database takes it
        raise Invalid("camp.operation.malformed")
    return said
