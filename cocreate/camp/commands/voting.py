"""Rounds of votes are opened and closed by those who run a camp; what came of each is kept with it."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import session_queries, snapshots
from cocreate.camp.board import State, hosting, is_standing, is_under
from cocreate.camp.commands import journal
from cocreate.camp.commands.operations import change_board
from cocreate.camp.models import Board, Camp, Seat
from cocreate.camp.models_session import Ballot, VotingRound
from cocreate.camp.rounds import RoundSpec, Vote, count
from cocreate.camp.rules import BoardState, RoundKind
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict


def open_rounds(session: Session, actor: Actor, boards: Iterable[Board], spec: RoundSpec) -> list[VotingRound]:
    """Let people vote on the cards that the boards hold now. Boards that have no such card, or vote already, are passed
    over; Conflict where that leaves none."""
    batch = public_id()
    opened = [_open(session, actor, board, spec, batch) for board in sorted(boards, key=lambda board: board.id)]
    found = [one for one in opened if one is not None]
    if not found:
        raise Conflict("camp.round.none_opened")
    return found


def _open(session: Session, actor: Actor, board: Board, spec: RoundSpec, batch: str) -> VotingRound | None:
    journal.lock(session, board)
    state = snapshots.board_state(session, board)
    cards = _voted_on(state, spec)
    if board.state == BoardState.CLOSED or state["round"] is not None or not cards:
        return None
    last = session.scalar(select(func.max(VotingRound.position)).where(VotingRound.board_id == board.id)) or 0
    row = VotingRound(
        public_id=public_id(),
        board_id=board.id,
        batch=batch,
        position=last + 1,
        cards=cards,
        opened_at=clock.now(),
        **spec.packed(),
    )
    session.add(row)
    session.flush()
    change = hosting.open_round(
        state,
        id=row.public_id,
        kind=row.kind,
        question=row.question,
        cards=cards,
        votes_each=row.votes_each,
        most_per_card=row.most_per_card,
        is_hidden=row.is_hidden,
    )
    change_board(session, actor, board, change, verb="camp:round:open", op_id=f"round-{row.public_id}")
    return row


def _voted_on(state: State, spec: RoundSpec) -> list[str]:
    """The cards in sight that the round is about, in the order of zones and ranks; what lies under another is part of
    it."""
    cards = [
        card
        for card in state["cards"].values()
        if is_standing(card)
        and not is_under(state, card)
        and not card["is_private"]
        and spec.covers(card["zone"], card["kind"])
    ]
    place = {key: zone["position"] for key, zone in state["zones"].items()}
    return [card["id"] for card in sorted(cards, key=lambda card: (place[card["zone"]], card["rank"], card["id"]))]


def close_round(session: Session, actor: Actor, row: VotingRound) -> None:
    """End a vote: its result is counted, kept, and told to everybody. Closed already: nothing happens."""
    board = row.board
    journal.lock(session, board)
    session.refresh(row, ["closed_at"])
    if row.closed_at is not None:
        return
    state = snapshots.board_state(session, board)
    change = hosting.close_round(state, _result(session, row))
    change_board(session, actor, board, change, verb="camp:round:close", op_id=f"close-{row.public_id}")


def close_rounds(session: Session, actor: Actor, camp: Camp) -> None:
    """End every vote that is open in a camp."""
    for row in session_queries.open_rounds(session, camp):
        close_round(session, actor, row)


def _result(session: Session, row: VotingRound) -> dict[str, object]:
    """What the ballots say; whoever could have voted is the board's group, and those who did without being of it."""
    cast = session.execute(
        select(Ballot.choices, Seat.helix, Seat.id)
        .join(Seat, Ballot.seat_id == Seat.id)
        .where(Ballot.round_id == row.id)
        .order_by(Ballot.id)
    ).all()
    votes = [Vote(choices, helix) for choices, helix, _seat in cast]
    could = {*session_queries.voters_of(session, row.board), *(seat for choices, _helix, seat in cast if choices)}
    minimum = row.board.group.camp.process.minimum_cell
    return count(RoundKind(row.kind), row.cards, votes, could=len(could), minimum=minimum)
