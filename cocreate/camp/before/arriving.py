"""People arrive: by their own link or the code, or because a host says that they are here."""

from datetime import timedelta

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.models import Camp, Seat
from cocreate.camp.rules import BoardState
from cocreate.core import audit
from cocreate.core.permissions import Actor

BEFORE_START = timedelta(hours=3)  # whoever opens the link earlier only looks


def is_time_to_arrive(camp: Camp) -> bool:
    """Whether sitting down means that one is here."""
    return camp.starts_at is None or clock.now() > camp.starts_at - BEFORE_START


def check_in(session: Session, actor: Actor, seat: Seat) -> None:
    """Somebody is here; twice is once."""
    if seat.checked_in_at is not None:
        return
    seat.checked_in_at = clock.now()
    session.flush()
    audit.record(session, actor, "camp:seat:check_in", seat.ref, process=seat.camp.process.public_id)


def undo_check_in(session: Session, actor: Actor, seat: Seat) -> None:
    """Somebody is not here after all."""
    if seat.checked_in_at is None:
        return
    seat.checked_in_at = None
    session.flush()
    audit.record(session, actor, "camp:seat:check_out", seat.ref, process=seat.camp.process.public_id)


def is_ready(seat: Seat) -> bool:
    """Whether there is a board to go to: until then the waiting room is the place to be."""
    return seat.group is not None and seat.group.board.state != BoardState.PREPARING
