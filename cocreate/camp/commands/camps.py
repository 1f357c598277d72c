"""A camp is prepared: a group with a board for each challenge, and a code to join with."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp.board import hosting
from cocreate.camp.commands import journal
from cocreate.camp.commands.journal import BoardChanged
from cocreate.camp.commands.operations import change_board
from cocreate.camp.models import Board, Camp, Card, Seat, WorkingGroup, Zone
from cocreate.camp.rules import CODE_GROUPS, CODE_SIZE, DEFAULT_ZONES, BoardState
from cocreate.core import audit
from cocreate.core.ids import digest, public_id, readable_code
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict
from cocreate.process.models import Challenge, Process
from cocreate.process.queries import challenges_of


def create_camp(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    title: dict[str, str],
    introduction: dict[str, str] | None = None,
    votes_per_seat: int = 5,
    starts_at: datetime | None = None,
    is_anonymous: bool = False,
    shows_cursors: bool = True,
    with_groups: bool = True,
    form_id: str | None = None,
) -> Camp:
    """Create a camp, by default with a working group and its board for every challenge of the process.

    `form_id` is the public id that the form carried: the same form sent twice makes one camp.
    """
    if form_id is not None:
        known = session.scalar(select(Camp).where(Camp.public_id == form_id, Camp.process_id == process.id))
        if known is not None:
            return known
    camp = Camp(
        public_id=form_id or public_id(),
        process=process,
        title=title,
        introduction=introduction or {},
        votes_per_seat=votes_per_seat,
        starts_at=starts_at,
        is_anonymous=is_anonymous,
        shows_cursors=shows_cursors,
        groups=[],
    )
    _give_code(session, camp)
    session.add(camp)
    session.flush()
    audit.record(session, actor, "camp:camp:create", camp.ref, process=process.public_id)
    if with_groups:
        for challenge in challenges_of(session, process):
            add_group(session, actor, camp, title=challenge.title, challenge=challenge)
    return camp


def _give_code(session: Session, camp: Camp) -> None:
    code = readable_code(CODE_GROUPS, CODE_SIZE)
    while session.scalar(select(Camp.id).where(Camp.join_code_hash == digest(code))) is not None:
        code = readable_code(CODE_GROUPS, CODE_SIZE)
    camp.join_code, camp.join_code_hash = code, digest(code)


def edit_camp(
    session: Session,
    actor: Actor,
    camp: Camp,
    *,
    title: dict[str, str],
    introduction: dict[str, str],
    votes_per_seat: int,
    starts_at: datetime | None,
    is_anonymous: bool | None = None,
    shows_cursors: bool = True,
) -> None:
    """Change what a camp says about itself, how many votes a seat has, and, before the first seat, whether it is
    anonymous (None: as it is)."""
    if is_anonymous is not None and is_anonymous != camp.is_anonymous:
        if session.scalar(select(Seat.id).where(Seat.camp_id == camp.id).limit(1)) is not None:
            raise Conflict("camp.anonymity.fixed")
        camp.is_anonymous = is_anonymous
    camp.shows_cursors = shows_cursors
    camp.title, camp.introduction = title, introduction
    camp.votes_per_seat, camp.starts_at = votes_per_seat, starts_at
    session.flush()
    audit.record(session, actor, "camp:camp:edit", camp.ref, process=camp.process.public_id, votes=votes_per_seat)


def renew_join_code(session: Session, actor: Actor, camp: Camp) -> str:
    """Make a new code; the old one opens nothing any more. Seats already taken stay."""
    _give_code(session, camp)
    session.flush()
    audit.record(session, actor, "camp:code:renew", camp.ref, process=camp.process.public_id)
    return camp.join_code


def admit_people(session: Session, actor: Actor, camp: Camp, *, is_open: bool) -> None:
    """Open or shut the door for people who join by code; personal links always work."""
    if camp.is_open == is_open:
        return
    camp.is_open = is_open
    session.flush()
    verb = "camp:door:open" if is_open else "camp:door:shut"
    audit.record(session, actor, verb, camp.ref, process=camp.process.public_id)


def add_group(
    session: Session,
    actor: Actor,
    camp: Camp,
    *,
    title: dict[str, str],
    challenge: Challenge | None = None,
    form_id: str | None = None,
) -> WorkingGroup:
    """Add a working group with a board of its own, in three zones; the same form sent twice adds one."""
    for known in camp.groups:
        if form_id is not None and known.public_id == form_id:
            return known
    last = session.scalar(select(func.max(WorkingGroup.position)).where(WorkingGroup.camp_id == camp.id))
    group = WorkingGroup(
        public_id=form_id or public_id(),
        camp=camp,
        challenge=challenge,
        title=title,
        position=0 if last is None else last + 1,
    )
    group.board = Board(
        zones=[
            Zone(key=spec.key, title=spec.title, help=spec.help, position=position)
            for position, spec in enumerate(DEFAULT_ZONES)
        ]
    )
    session.add(group)
    session.flush()
    process = camp.process.public_id
    audit.record(session, actor, "camp:group:add", group.ref, process=process, board=group.board.public_id)
    return group


def rename_group(session: Session, actor: Actor, group: WorkingGroup, *, title: dict[str, str]) -> None:
    """Give a group another title."""
    group.title = title
    session.flush()
    audit.record(session, actor, "camp:group:rename", group.ref, process=group.camp.process.public_id)


def remove_group(session: Session, actor: Actor, group: WorkingGroup) -> None:
    """Remove a group that has not begun; a board with cards is never thrown away."""
    if session.scalar(select(Card.id).where(Card.board_id == group.board.id).limit(1)) is not None:
        raise Conflict("camp.group.has_cards")
    audit.record(session, actor, "camp:group:remove", group.ref, process=group.camp.process.public_id)
    camp = group.camp
    for zone in list(group.board.zones):
        session.delete(zone)
    session.flush()
    session.delete(group.board)
    session.flush()
    camp.groups.remove(group)
    session.delete(group)
    session.flush()


VERBS = {
    BoardState.OPEN: "camp:board:open",
    BoardState.LOCKED: "camp:board:lock",
    BoardState.CLOSED: "camp:board:close",
    BoardState.PREPARING: "camp:board:prepare",
}


def set_board_state(session: Session, actor: Actor, board: Board, state: BoardState) -> None:
    """Open, lock or close a board; every browser that shows it follows at once. The same again is nothing."""
    journal.lock(session, board)
    if board.state == state:
        return
    change = hosting.board_state(state)
    change_board(session, actor, board, change, verb=VERBS[state], op_id=f"state-{public_id()}")


def open_board(session: Session, actor: Actor, board: Board) -> None:
    """Let the group write."""
    set_board_state(session, actor, board, BoardState.OPEN)


def lock_board(session: Session, actor: Actor, board: Board) -> None:
    """Everybody reads, nobody writes, until it is opened again."""
    set_board_state(session, actor, board, BoardState.LOCKED)


def close_board(session: Session, actor: Actor, board: Board) -> None:
    """End the work; the cards belong to the record."""
    set_board_state(session, actor, board, BoardState.CLOSED)


def steer_all_boards(session: Session, actor: Actor, camp: Camp, state: BoardState) -> None:
    """The same for every board of a camp, always in one order, so that two facilitators never block each other."""
    for group in sorted(camp.groups, key=lambda group: group.board.id):
        set_board_state(session, actor, group.board, state)


def mark_promoted(session: Session, actor: Actor, card: Card) -> None:
    """Say on the board that a card became a candidate SID; called by whatever creates the candidate. Once is enough."""
    board = card.board
    journal.lock(session, board)
    if card.is_promoted:
        return
    change = hosting.promote(card.public_id)
    change_board(session, actor, board, change, verb="camp:card:promote", op_id=f"promote-{card.public_id}")


__all__ = [
    "BoardChanged",
    "close_board",
    "lock_board",
    "mark_promoted",
    "open_board",
    "set_board_state",
    "steer_all_boards",
]
