"""People take seats: by the code that is read aloud, or by a personal link. Only the hash of a seat's token is kept."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import queries
from cocreate.camp.models import Camp, Presence, Seat, WorkingGroup
from cocreate.camp.queries import PRESENT_FOR
from cocreate.camp.rules import SEATS_AT_ONCE, BoardState, tidy_name
from cocreate.core import audit, events
from cocreate.core.ids import digest, secret_token
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Invalid, NotFound
from cocreate.process.rules import HelixCategory

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


@dataclass(frozen=True)
class SeatEnded:
    """A seat is no longer valid; its open boards are to be shut."""

    seat: str


@dataclass(frozen=True)
class SeatMoved:
    """A seat sits in another group; what its browsers show may be no longer for them."""

    seat: str


def take_seat(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    helix: str = "",
    group: str = "",
    token: str | None = None,
) -> tuple[Seat, str]:
    """Join a camp by its code; without a group (its public id), the smallest one is assigned.

    `token` is derived from the form by the caller, so that the same form sent twice takes one seat.
    """
    camp = queries.camp_by_code(session, code)
    if camp is None:
        raise Invalid("camp.code.unknown")
    if token is not None and (known := queries.seat_by_token(session, token)) is not None and known.camp_id == camp.id:
        return known, token
    if not camp.is_open:
        raise Closed("camp.door.shut")
    chosen = _group_named(camp, group) if group else _smallest_group(session, camp)
    seat, token = _add_seat(session, camp, name=name, helix=helix, group=chosen, is_facilitator=False, token=token)
    seat.taken_at = clock.now()
    session.flush()
    _note(session, actor, "camp:seat:take", seat)
    check_in(session, actor, seat)
    return seat, token


def take_issued_seat(session: Session, actor: Actor, token: str) -> Seat:
    """Sit down on the seat of a personal link, on this device too."""
    seat = queries.seat_by_token(session, token)
    if seat is None:
        raise NotFound("camp.seat.unknown")
    if seat.taken_at is None:
        seat.taken_at = clock.now()
    session.flush()
    _note(session, actor, "camp:seat:take", seat)
    if is_time_to_arrive(seat.camp):
        check_in(session, actor, seat)
    return seat


def issue_seat(
    session: Session,
    actor: Actor,
    camp: Camp,
    *,
    name: str,
    helix: str = "",
    group: WorkingGroup | None = None,
    is_facilitator: bool = False,
    is_observer: bool = False,
    token: str | None = None,
) -> tuple[Seat, str]:
    """Reserve a seat for somebody; the token, shown this once, makes the personal link."""
    if token is not None:
        known = session.scalar(select(Seat).where(Seat.token_hash == digest(token), Seat.camp_id == camp.id))
        if known is not None:
            return known, token
    seat, token = _add_seat(
        session, camp, name=name, helix=helix, group=group, is_facilitator=is_facilitator, token=token
    )
    seat.is_observer = is_observer
    session.flush()
    _note(session, actor, "camp:seat:issue", seat, facilitator=is_facilitator, observer=is_observer)
    return seat, token


@dataclass(frozen=True)
class Reservation:
    """A line of the facilitator's list: for whom a personal link is made."""

    name: str
    helix: str = ""
    group: WorkingGroup | None = None
    is_facilitator: bool = False
    is_observer: bool = False


def issue_seats(
    session: Session, actor: Actor, camp: Camp, wanted: Iterable[tuple[Reservation, str]]
) -> list[tuple[Seat, str]]:
    """Reserve seats for a list of people, each with the token derived from the form: sent twice, it makes them once."""
    lines = list(wanted)
    if len(lines) > SEATS_AT_ONCE:
        raise Invalid("camp.seat.too_many", limit=SEATS_AT_ONCE)
    return [
        issue_seat(
            session,
            actor,
            camp,
            name=line.name,
            helix=line.helix,
            group=line.group,
            is_facilitator=line.is_facilitator,
            is_observer=line.is_observer,
            token=token,
        )
        for line, token in lines
    ]


def renew_seat(session: Session, actor: Actor, seat: Seat) -> str:
    """A new personal link for somebody who lost it; the old one and the devices that used it are shut out."""
    token = secret_token()
    seat.token_hash = digest(token)
    seat.ended_at = None
    session.flush()
    _note(session, actor, "camp:seat:renew", seat)
    events.announce(session, SeatEnded(seat.public_id))
    return token


def seat_in_group(session: Session, actor: Actor, seat: Seat, group: WorkingGroup | None) -> None:
    """Put somebody in another group; whoever waited for one waits no more."""
    is_moved = seat.group is not group
    seat.group = group
    seat.attributes = {key: value for key, value in seat.attributes.items() if key != "awaits_group"}
    session.flush()
    _note(session, actor, "camp:seat:move", seat, group=group.public_id if group else "")
    if is_moved:
        events.announce(session, SeatMoved(seat.public_id))


def end_seat(session: Session, actor: Actor, seat: Seat) -> None:
    """End a seat: its link and devices open nothing any more. What was written stays."""
    if seat.ended_at is not None:
        return
    seat.ended_at = clock.now()
    session.flush()
    _note(session, actor, "camp:seat:end", seat)
    events.announce(session, SeatEnded(seat.public_id))


def reopen_seat(session: Session, actor: Actor, seat: Seat) -> None:
    """Give an ended seat back; its link and devices open it again."""
    seat.ended_at = None
    session.flush()
    _note(session, actor, "camp:seat:reopen", seat)


def _add_seat(
    session: Session,
    camp: Camp,
    *,
    name: str,
    helix: str,
    group: WorkingGroup | None,
    is_facilitator: bool,
    token: str | None,
) -> tuple[Seat, str]:
    tidy = tidy_name(name)
    if not tidy:
        raise Invalid("camp.seat.name_missing")
    if helix and helix not in set(HelixCategory):
        raise Invalid("camp.seat.helix_unknown")
    if group is not None and group.camp_id != camp.id:
        raise Invalid("camp.group.unknown")
    token = token or secret_token()
    seat = Seat(camp=camp, group=group, name=tidy, helix=helix, is_facilitator=is_facilitator, token_hash=digest(token))
    session.add(seat)
    session.flush()
    return seat, token


def _group_named(camp: Camp, public_id: str) -> WorkingGroup:
    for group in camp.groups:
        if group.public_id == public_id:
            return group
    raise Invalid("camp.group.unknown")


def _smallest_group(session: Session, camp: Camp) -> WorkingGroup | None:
    seats = queries.seats_per_group(session, camp)
    return min(camp.working_groups, key=lambda group: (seats.get(group.id, 0), group.position), default=None)


def _note(session: Session, actor: Actor, verb: str, seat: Seat, **details: Any) -> None:
    audit.record(session, actor, verb, seat.ref, process=seat.camp.process.public_id, **details)


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
