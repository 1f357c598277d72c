"""Who has a board open: written when a connection joins, kept alive while it lasts, forgotten when it ends."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.models import Board, Presence
from cocreate.camp.queries import PRESENT_FOR


def arrive(
    session: Session, board: Board, *, connection_id: str, server: str, seat_id: int | None, ref: str, name: str
) -> None:
    """A connection shows this board now."""
    session.merge(
        Presence(
            connection_id=connection_id,
            server=server,
            board_id=board.id,
            seat_id=seat_id,
            ref=ref,
            name=name,
            seen_at=clock.now(),
        )
    )
    session.flush()


def depart(session: Session, connection_id: str) -> None:
    """A connection is gone."""
    session.execute(delete(Presence).where(Presence.connection_id == connection_id))


def keep_alive(session: Session, server: str) -> None:
    """This server process still holds its connections."""
    session.execute(update(Presence).where(Presence.server == server).values(seen_at=clock.now()))


def forget_the_dead(session: Session) -> None:
    """Remove what a server left behind that was killed."""
    session.execute(delete(Presence).where(Presence.seen_at < clock.now() - 5 * PRESENT_FOR))
