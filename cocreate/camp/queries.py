"""Reads of camps, boards, cards and seats, named for what a screen needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, true
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.camp.models import (
    Board,
    Camp,
    Card,
    CardSource,
    CardVote,
    Operation,
    Presence,
    Seat,
    WorkingGroup,
    Zone,
)
from cocreate.camp.rules import BoardState, tidy_code
from cocreate.core.ids import digest
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.survey.models import Consultation
from cocreate.themes.models import AnalysisRun, Theme

SECRET_KINDS = ("vote", "unvote")  # everybody sees how many, nobody who
PRESENT_FOR = timedelta(seconds=60)  # after a connection's last sign of life
ANY_CAMP = select(Camp.id).where(Camp.process_id == bindparam("process_id")).limit(1)  # every page of a process asks


def camps_of(session: Session, process: Process) -> list[Camp]:
    """The camps of a process, latest first."""
    return list(session.scalars(select(Camp).where(Camp.process_id == process.id).order_by(Camp.id.desc())))


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
    """A card of this process."""
    return session.scalar(
        select(Card)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup)
        .join(Camp)
        .where(Card.public_id == public_id, Camp.process_id == process.id)
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
    return session.scalar(
        select(Seat)
        .join(Camp)
        .where(Seat.token_hash.in_(hashes), Seat.ended_at.is_(None), Camp.process_id == process.id)
        .order_by(Seat.taken_at.desc(), Seat.id.desc())
        .limit(1)
    )


def current_seat(session: Session, actor: Actor, camp: Camp) -> Seat | None:
    """The actor's seat in this camp, read afresh, unless it was ended."""
    if actor.seat_id is None:
        return None
    return session.scalar(
        select(Seat)
        .where(Seat.id == actor.seat_id, Seat.camp_id == camp.id, Seat.ended_at.is_(None))
        .options(joinedload(Seat.group).joinedload(WorkingGroup.board))
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


def votes_used(session: Session, seat_id: int) -> int:
    """Votes of a seat on cards that stand on a board; a removed card gives its votes back."""
    return (
        session.scalar(
            select(func.count())
            .select_from(CardVote)
            .join(Card)
            .where(CardVote.seat_id == seat_id, Card.is_removed.is_(False))
        )
        or 0
    )


def voted_cards(session: Session, seat: Seat | None, board: Board, *, live_only: bool = False) -> list[str]:
    """Public ids of the cards of a board that a seat voted for."""
    if seat is None:
        return []
    return list(
        session.scalars(
            select(Card.public_id)
            .join(CardVote, CardVote.card_id == Card.id)
            .where(Card.board_id == board.id, CardVote.seat_id == seat.id)
            .where(Card.is_removed.is_(False) if live_only else true())
            .order_by(Card.id)
        )
    )


def votes_on(session: Session, card: Card) -> int:
    """How many seats voted for a card."""
    return session.scalar(select(func.count()).select_from(CardVote).where(CardVote.card_id == card.id)) or 0


def board_snapshot(session: Session, board: Board) -> dict[str, Any]:
    """A board as browsers keep it: what `camp.board.apply` works on, and the names and titles to show with it.

    `number` is read first: whatever is committed while we read comes to the browser again as a change.
    """
    number, state = session.execute(select(Board.number, Board.state).where(Board.id == board.id)).one()
    zones = list(session.scalars(select(Zone).where(Zone.board_id == board.id).order_by(Zone.position)))
    keys = {zone.id: zone.key for zone in zones}
    cards = list(session.scalars(select(Card).where(Card.board_id == board.id).order_by(Card.id)))
    themes = themes_of_cards(session, board)
    votes = dict(
        session.execute(
            select(CardVote.card_id, func.count())
            .join(Card)
            .where(Card.board_id == board.id)
            .group_by(CardVote.card_id)
        ).all()
    )
    people = authors_of(session, board)
    return {
        "board": board.public_id,
        "number": number,
        "state": state,
        "zones": [{"key": zone.key, "title": zone.title, "help": zone.help} for zone in zones],
        "cards": {
            card.public_id: card_data(
                card,
                zone=keys[card.zone_id],
                author=people[card.author_id].public_id if card.author_id in people else "",
                themes=[theme.public_id for theme in themes.get(card.id, [])],
                votes=votes.get(card.id, 0),
            )
            for card in cards
        },
        "people": {seat.public_id: seat.name for seat in people.values()},
        "themes": {theme.public_id: theme.title for found in themes.values() for theme in found},
    }


def card_data(card: Card, *, zone: str, author: str, themes: list[str], votes: int) -> dict[str, Any]:
    """A card as browsers keep it."""
    return {
        "id": card.public_id,
        "zone": zone,
        "text": card.text,
        "rank": card.rank,
        "revision": card.revision,
        "author": author,
        "themes": themes,
        "votes": votes,
        "is_removed": card.is_removed,
        "is_promoted": card.is_promoted,
    }


def themes_of_cards(session: Session, board: Board) -> dict[int, list[Theme]]:
    """The themes that each card of a board cites, in the order of citing."""
    found: dict[int, list[Theme]] = {}
    rows = session.execute(
        select(CardSource.card_id, Theme)
        .join(Theme, CardSource.theme_id == Theme.id)
        .join(Card, CardSource.card_id == Card.id)
        .where(Card.board_id == board.id)
        .order_by(CardSource.id)
    )
    for card_id, theme in rows:
        found.setdefault(card_id, []).append(theme)
    return found


def authors_of(session: Session, board: Board) -> dict[int, Seat]:
    """Those who added a card to a board, by key."""
    written = select(Card.author_id).where(Card.board_id == board.id)
    return {seat.id: seat for seat in session.scalars(select(Seat).where(Seat.id.in_(written)))}


def changes_since(session: Session, board: Board, number: int, *, limit: int) -> list[Operation]:
    """The operations after a number, in order."""
    return list(
        session.scalars(
            select(Operation)
            .where(Operation.board_id == board.id, Operation.number > number)
            .order_by(Operation.number)
            .limit(limit)
        )
    )


def messages_since(session: Session, board: Board, number: int, *, limit: int) -> list[dict[str, Any]]:
    """The operations after a number as browsers got them, with the names beside them; votes without a name."""
    found = changes_since(session, board, number, limit=limit)
    seats = {seat.id: seat for seat in session.scalars(select(Seat).where(Seat.id.in_({o.seat_id for o in found})))}
    refs = {operation.actor for operation in found if operation.seat_id is None}
    users = {user.public_id: user.name for user in session.scalars(select(User).where(User.public_id.in_(refs)))}

    def by(operation: Operation) -> dict[str, str]:
        if operation.kind in SECRET_KINDS:
            return {"ref": "", "name": ""}
        if operation.seat_id in seats:
            return {"ref": seats[operation.seat_id].public_id, "name": seats[operation.seat_id].name}
        return {"ref": operation.actor, "name": users.get(operation.actor, "")}

    return [{"number": entry.number, "op_id": entry.op_id, "change": entry.change, "by": by(entry)} for entry in found]


def journaled(session: Session, board: Board, op_ids: Iterable[str]) -> list[Operation]:
    """Which of these operations are done."""
    wanted = list(op_ids)
    if not wanted:
        return []
    return list(session.scalars(select(Operation).where(Operation.board_id == board.id, Operation.op_id.in_(wanted))))


@dataclass(frozen=True)
class CardLine:
    """A card in a list: of the camp, of the public record, for promoting."""

    card: Card
    zone: Zone
    group: WorkingGroup
    author: Seat | None
    author_group: WorkingGroup | None
    votes: int
    themes: tuple[Theme, ...]


def cards_of_camp(session: Session, camp: Camp, *, with_removed: bool = False) -> list[CardLine]:
    """All cards of a camp by group, zone and rank."""
    return _card_lines(session, WorkingGroup.camp_id == camp.id, with_removed)


def cards_of_board(session: Session, board: Board, *, with_removed: bool = False) -> list[CardLine]:
    """All cards of a board by zone and rank."""
    return _card_lines(session, Card.board_id == board.id, with_removed)


def _card_lines(session: Session, which: Any, with_removed: bool) -> list[CardLine]:
    votes = select(CardVote.card_id, func.count().label("votes")).group_by(CardVote.card_id).subquery()
    author_group = aliased(WorkingGroup)
    rows = session.execute(
        select(Card, Zone, WorkingGroup, Seat, author_group, func.coalesce(votes.c.votes, 0))
        .join(Zone, Card.zone_id == Zone.id)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .outerjoin(Seat, Card.author_id == Seat.id)
        .outerjoin(author_group, Seat.group_id == author_group.id)
        .outerjoin(votes, votes.c.card_id == Card.id)
        .where(which, *([] if with_removed else [Card.is_removed.is_(False)]))
        .order_by(WorkingGroup.position, WorkingGroup.id, Zone.position, Card.rank, Card.public_id)
    ).all()
    cited: dict[int, list[Theme]] = {}
    sources = (
        select(CardSource.card_id, Theme)
        .join(Theme, CardSource.theme_id == Theme.id)
        .join(Card, CardSource.card_id == Card.id)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .where(which)
        .order_by(CardSource.id)
    )
    for card_id, theme in session.execute(sources):
        cited.setdefault(card_id, []).append(theme)
    return [
        CardLine(card, zone, group, author, of, count, tuple(cited.get(card.id, ())))
        for card, zone, group, author, of, count in rows
    ]


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
    live = Card.is_removed.is_(False)
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
    rows = session.execute(
        select(Presence.board_id, Presence.ref, Presence.name)
        .where(Presence.board_id.in_(list(boards)), Presence.seen_at > clock.now() - PRESENT_FOR)
        .order_by(Presence.board_id, func.lower(Presence.name), Presence.ref)
    )
    found: dict[int, dict[str, str]] = {}
    for board, ref, name in rows:
        found.setdefault(board, {})[ref] = name
    return found


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
