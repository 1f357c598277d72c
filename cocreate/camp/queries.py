"""Reads of camps, boards, cards and seats, named for what a screen needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from cocreate import clock
from cocreate.camp.models import (
    Board,
    Camp,
    Card,
    CardVote,
    Operation,
    Presence,
    Seat,
    WorkingGroup,
)
from cocreate.camp.rules import BoardState, tidy_code
from cocreate.core.db import Base, tables
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.survey.models import Consultation
from cocreate.themes.models import AnalysisRun, Theme

PRESENT_FOR = timedelta(seconds=60)  # after a connection's last sign of life
CAMPS = Base.metadata.tables["camp"]
ANY_CAMP = (
    select(CAMPS.c.id).where(CAMPS.c.process_id == bindparam("process_id")).limit(1)
)  # every page of a process asks


def camps_of(session: Session, process: Process, *, with_rehearsals: bool = False) -> list[Camp]:
    """The camps of a process, latest first; rehearsals count nowhere and are shown only to those who run them."""
    mine = select(Camp).where(Camp.process_id == process.id).order_by(Camp.id.desc())
    return list(session.scalars(mine if with_rehearsals else mine.where(Camp.is_rehearsal.is_(False))))


def has_camps(session: Session, process: Process) -> bool:
    """Whether there is anything to show."""
    return session.scalar(ANY_CAMP, {"process_id": process.id}) is not None


def find_camp(session: Session, process: Process, public_id: str) -> Camp | None:
    """A camp with its groups, their challenges and boards."""
    return session.scalar(
        select(Camp)
        .where(Camp.process_id == process.id, Camp.public_id == public_id)
        .options(
            selectinload(Camp.groups).joinedload(WorkingGroup.challenge),
            selectinload(Camp.groups).joinedload(WorkingGroup.board),
        )
    )


def camp_by_code(session: Session, code: str) -> Camp | None:
    """The camp that a join code, as typed, leads to."""
    return session.scalar(
        select(Camp)
        .where(Camp.join_code_hash == digest(tidy_code(code)))
        .options(selectinload(Camp.groups), joinedload(Camp.process))
    )


def find_board(session: Session, public_id: str) -> Board | None:
    """A board with its group, camp and process, wherever it is."""
    return session.scalar(
        select(Board)
        .where(Board.public_id == public_id)
        .options(
            joinedload(Board.group).joinedload(WorkingGroup.camp).joinedload(Camp.process),
            joinedload(Board.group).joinedload(WorkingGroup.challenge),
        )
    )


def find_board_of(session: Session, process: Process, public_id: str) -> Board | None:
    """A board of this process."""
    board = find_board(session, public_id)
    return board if board is not None and board.group.camp.process_id == process.id else None


def find_card_of(session: Session, process: Process, public_id: str) -> Card | None:
    """A card of this process that everybody on its board sees, or saw before it was taken off."""
    return session.scalar(
        select(Card)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup)
        .join(Camp)
        .where(Card.public_id == public_id, Camp.process_id == process.id)
        .where(Card.is_private.is_(False), Card.is_hidden.is_(False))
        .options(joinedload(Card.zone), joinedload(Card.board).joinedload(Board.group).joinedload(WorkingGroup.camp))
    )


def find_seat(session: Session, camp: Camp, public_id: str) -> Seat | None:
    """A seat of this camp."""
    return session.scalar(select(Seat).where(Seat.camp_id == camp.id, Seat.public_id == public_id))


def seat_by_token(session: Session, token: str) -> Seat | None:
    """The seat of a personal link, unless it was ended."""
    return session.scalar(
        select(Seat)
        .where(Seat.token_hash == digest(token), Seat.ended_at.is_(None))
        .options(joinedload(Seat.camp).joinedload(Camp.process), joinedload(Seat.group).joinedload(WorkingGroup.board))
    )


def seat_among(session: Session, process: Process, tokens: Iterable[str]) -> Seat | None:
    """The latest seat in this process that one of the tokens opens."""
    hashes = [digest(token) for token in tokens]
    if not hashes:
        return None
    return session.scalar(_seat_among(), {"hashes": hashes, "process": process.id})


@cache  # asked with every event of a board, and dear to put together
def _seat_among() -> Select[Seat]:
    return (
        select(Seat)
        .join(Camp)
        .where(Seat.token_hash.in_(bindparam("hashes", expanding=True)), Seat.ended_at.is_(None))
        .where(Camp.process_id == bindparam("process"))
        .order_by(Seat.taken_at.desc(), Seat.id.desc())
        .limit(1)
    )


def current_seat(session: Session, actor: Actor, camp: Camp, *, just_read: Seat | None = None) -> Seat | None:
    """The actor's seat in this camp, unless it was ended: the one that was `just_read`, else read afresh."""
    if actor.seat_id is None:
        return None
    if just_read is not None and just_read.id == actor.seat_id:
        return just_read if just_read.camp_id == camp.id else None
    return session.scalar(_current_seat(), {"seat": actor.seat_id, "camp": camp.id})


@cache
def _current_seat() -> Select[Seat]:
    return (
        select(Seat)
        .where(Seat.id == bindparam("seat"), Seat.camp_id == bindparam("camp"), Seat.ended_at.is_(None))
        .execution_options(populate_existing=True)
    )


def seats_of(session: Session, camp: Camp) -> list[Seat]:
    """All seats of a camp, those that were ended too, by group and name."""
    return list(
        session.scalars(
            select(Seat)
            .where(Seat.camp_id == camp.id)
            .outerjoin(WorkingGroup, Seat.group_id == WorkingGroup.id)
            .order_by(WorkingGroup.position, func.lower(Seat.name), Seat.id)
            .options(joinedload(Seat.group))
        )
    )


def seats_per_group(session: Session, camp: Camp) -> dict[int | None, int]:
    """How many seats each group has."""
    counted = select(Seat.group_id, func.count()).where(Seat.camp_id == camp.id, Seat.ended_at.is_(None))
    return {row[0]: row[1] for row in session.execute(counted.group_by(Seat.group_id))}


def votes_elsewhere(session: Session, seat_id: int, board_id: int) -> int:
    """Votes of a seat on cards in sight on other boards; a card taken off or gone into another gives its votes back."""
    given = tables(session).scalars(_VOTES_ELSEWHERE, {"seat": seat_id, "board": board_id})
    return sum(not went_into for went_into in given)


_cards, _votes = Card.__table__, CardVote.__table__
_VOTES_ELSEWHERE = (
    select(_cards.c.went_into)
    .select_from(_cards.join(_votes, _votes.c.card_id == _cards.c.id))
    .where(_votes.c.seat_id == bindparam("seat"), _cards.c.board_id != bindparam("board"), ~_cards.c.is_removed)
)


def citable_themes(session: Session, process: Process, group: WorkingGroup | None = None) -> list[Theme]:
    """The accepted themes of the process's consultations; those of the group's challenge first, then the largest."""
    found = session.scalars(
        select(Theme)
        .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
        .join(Consultation, AnalysisRun.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, AnalysisRun.is_current, Theme.state == "accepted")
        .order_by(Theme.size.desc(), Theme.id)
    )
    challenge = group.challenge_id if group is not None else None
    return sorted(found, key=lambda theme: challenge is None or theme.challenge_id != challenge)


def find_citable_theme(session: Session, process: Process, public_id: str) -> Theme | None:
    """An accepted theme of this process."""
    return session.scalar(
        select(Theme)
        .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
        .join(Consultation, AnalysisRun.consultation_id == Consultation.id)
        .where(
            Theme.public_id == public_id,
            Consultation.process_id == process.id,
            AnalysisRun.is_current,
            Theme.state == "accepted",
        )
    )


@dataclass(frozen=True)
class GroupLine:
    """A group in the facilitators' console."""

    group: WorkingGroup
    board: Board
    cards: int
    votes: int
    seats: int
    present: tuple[str, ...]  # names
    quiet: tuple[Seat, ...]  # took their seat, have not changed or voted for anything


def console(session: Session, camp: Camp) -> list[GroupLine]:
    """All groups of a camp at once."""
    groups = list(
        session.scalars(
            select(WorkingGroup)
            .where(WorkingGroup.camp_id == camp.id)
            .order_by(WorkingGroup.position, WorkingGroup.id)
            .options(joinedload(WorkingGroup.board), joinedload(WorkingGroup.challenge))
        )
    )
    live = Card.in_sight()
    cards = _per_board(session, select(Card.board_id, func.count()).where(live).group_by(Card.board_id))
    votes = _per_board(session, select(Card.board_id, func.count()).join(CardVote).where(live).group_by(Card.board_id))
    seats: dict[int | None, list[Seat]] = {}
    for seat in seats_of(session, camp):
        if seat.ended_at is None:
            seats.setdefault(seat.group_id, []).append(seat)
    active = set(
        session.scalars(
            select(Operation.seat_id)
            .join(Board, Operation.board_id == Board.id)
            .join(WorkingGroup)
            .where(WorkingGroup.camp_id == camp.id)
            .distinct()
        )
    )
    present = people_present(session, [group.board.id for group in groups])
    return [
        GroupLine(
            group=group,
            board=group.board,
            cards=cards.get(group.board.id, 0),
            votes=votes.get(group.board.id, 0),
            seats=len(seats.get(group.id, [])),
            present=tuple(present.get(group.board.id, {}).values()),
            quiet=tuple(s for s in seats.get(group.id, []) if s.taken_at is not None and s.id not in active),
        )
        for group in groups
    ]


def _per_board(session: Session, statement: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in session.execute(statement)}


def people_present(session: Session, boards: Iterable[int]) -> dict[int, dict[str, str]]:
    """Who has each of these boards open now: public id of the seat or user, and name; a second tab counts once."""
    found: dict[int, dict[str, str]] = {}
    asked = {"boards": list(boards), "since": clock.now() - PRESENT_FOR}
    for board, ref, name in tables(session).execute(_PRESENT, asked):
        found.setdefault(board, {})[ref] = name
    return found


_presence = Presence.__table__
_PRESENT = (
    select(_presence.c.board_id, _presence.c.ref, _presence.c.name)
    .where(_presence.c.board_id.in_(bindparam("boards", expanding=True)), _presence.c.seen_at > bindparam("since"))
    .order_by(_presence.c.board_id, func.lower(_presence.c.name), _presence.c.ref)
)


def first_present(session: Session, board: int, most: int) -> tuple[int, list[dict[str, str]]]:
    """How many people have a board open now, and the first of them by name: {"ref", "name"}."""
    rows = tables(session).execute(_FIRST, {"board": board, "since": clock.now() - PRESENT_FOR, "most": most}).all()
    return (rows[0].everybody if rows else 0), [{"ref": row.ref, "name": row.name} for row in rows]


_name = func.min(_presence.c.name)
_FIRST = (
    select(_presence.c.ref, _name.label("name"), func.count().over().label("everybody"))
    .where(_presence.c.board_id == bindparam("board"), _presence.c.seen_at > bindparam("since"))
    .group_by(_presence.c.ref)
    .order_by(func.lower(_name), _presence.c.ref)
    .limit(bindparam("most"))
)


def closed_boards(session: Session, camp: Camp) -> list[Board]:
    """The boards whose cards belong to the record."""
    return [
        group.board
        for group in session.scalars(
            select(WorkingGroup)
            .where(WorkingGroup.camp_id == camp.id)
            .order_by(WorkingGroup.position)
            .options(joinedload(WorkingGroup.board))
        )
        if group.board.state == BoardState.CLOSED
    ]
