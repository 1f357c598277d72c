"""Who has a board open: written when a connection joins, kept alive while it lasts, forgotten when it ends."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp.models import Presence
from cocreate.camp.queries import PRESENT_FOR


@dataclass(frozen=True)
class Visit:
    """A connection that shows a board."""

    connection_id: str
    board_id: int
    seat_id: int | None
    ref: str
    name: str


def arrive(session: Session, server: str, visits: Iterable[Visit]) -> None:
    """These connections of a server process show their boards now; whatever they showed before, they do no longer."""
    rows = [{**asdict(visit), "server": server, "seen_at": clock.now()} for visit in visits]
    depart(session, (row["connection_id"] for row in rows))
    if rows:
        session.execute(insert(Presence), rows)


def depart(session: Session, connection_ids: Iterable[str]) -> None:
    """These connections are gone."""
    if gone := list(connection_ids):
        session.execute(delete(Presence).where(Presence.connection_id.in_(gone)))


def keep_alive(session: Session, server: str) -> None:
    """This server process still holds its connections."""
    session.execute(update(Presence).where(Presence.server == server).values(seen_at=clock.now()))


def forget_the_dead(session: Session) -> None:
    """Remove what a server left behind that was killed."""
    session.execute(delete(Presence).where(Presence.seen_at < clock.now() - 5 * PRESENT_FOR))
