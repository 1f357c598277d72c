"""What the console shows of all groups at once: who is there, who has not contributed yet, pace, help, votes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import queries, session_queries
from cocreate.camp.models import Board, Camp, Card, Operation, Presence, Seat, WorkingGroup
from cocreate.camp.models_session import HelpRequest, VotingRound

PACE = timedelta(minutes=5)


@dataclass(frozen=True)
class Family:
    """One family of the helix in a group, or in the camp."""

    helix: str
    seats: int
    present: int
    quiet: int  # took their seat, have not changed or voted for anything


@dataclass(frozen=True)
class GroupNow:
    """A group as it is at this moment."""

    line: queries.GroupLine
    pace: int  # changes by people with a seat who do not run the camp, in the last five minutes
    private: int  # cards that wait for the reveal
    families: tuple[Family, ...]
    help: tuple[HelpRequest, ...]
    vote: VotingRound | None
    voted: int
    could: int


@dataclass(frozen=True)
class Desk:
    """All of it."""

    groups: tuple[GroupNow, ...]
    families: tuple[Family, ...]  # of the whole camp
    help: tuple[HelpRequest, ...]
    private: int
    votes: int  # that are open


def desk(session: Session, camp: Camp) -> Desk:
    """The state of a camp, for those who run it. Single people are shown: the hosts know them by name."""
    lines = queries.console(session, camp)
    seats = [seat for seat in queries.seats_of(session, camp) if seat.ended_at is None and not seat.is_facilitator]
    here = _present(session, camp)
    quiet = {seat.id for line in lines for seat in line.quiet}
    asked = session_queries.open_help(session, camp)
    votes = {row.board_id: row for row in session_queries.open_rounds(session, camp)}
    cast = session_queries.ballots_cast(session, votes.values())
    pace, private = _pace(session, camp), _private(session, camp)
    groups = []
    for line in lines:
        vote = votes.get(line.board.id)
        groups.append(
            GroupNow(
                line=line,
                pace=pace[line.board.id],
                private=private[line.board.id],
                families=_families((seat for seat in seats if seat.group_id == line.group.id), here, quiet),
                help=tuple(one for one in asked if one.board_id == line.board.id),
                vote=vote,
                voted=cast.get(vote.id, 0) if vote is not None else 0,
                could=len(session_queries.voters_of(session, line.board)) if vote is not None else 0,
            )
        )
    whole = _families(seats, here, quiet)
    return Desk(tuple(groups), whole, tuple(asked), sum(private.values()), len(votes))


def _families(seats: Iterable[Seat], here: set[int], quiet: set[int]) -> tuple[Family, ...]:
    of: dict[str, list[Seat]] = {}
    for seat in seats:
        of.setdefault(seat.helix, []).append(seat)
    return tuple(
        Family(helix, len(found), sum(s.id in here for s in found), sum(s.id in quiet for s in found))
        for helix, found in sorted(of.items(), key=lambda pair: (not pair[0], pair[0]))
    )


def _present(session: Session, camp: Camp) -> set[int]:
    """Keys of the seats that have a board of this camp open."""
    rows = (
        select(Presence.seat_id)
        .join(Board, Presence.board_id == Board.id)
        .join(WorkingGroup)
        .where(WorkingGroup.camp_id == camp.id, Presence.seen_at > clock.now() - queries.PRESENT_FOR)
    )
    return {seat for seat in session.scalars(rows) if seat is not None}


def _pace(session: Session, camp: Camp) -> Counter[int]:
    counted = (
        select(Operation.board_id, func.count())
        .join(Board, Operation.board_id == Board.id)
        .join(WorkingGroup)
        .join(Seat, Operation.seat_id == Seat.id)
        .where(WorkingGroup.camp_id == camp.id, ~Seat.is_facilitator, Operation.at > clock.now() - PACE)
        .group_by(Operation.board_id)
    )
    return Counter({row[0]: row[1] for row in session.execute(counted)})


def _private(session: Session, camp: Camp) -> Counter[int]:
    counted = (
        select(Card.board_id, func.count())
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup)
        .where(WorkingGroup.camp_id == camp.id, Card.is_private, Card.is_removed.is_(False))
        .group_by(Card.board_id)
    )
    return Counter({row[0]: row[1] for row in session.execute(counted)})
