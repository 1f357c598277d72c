"""What is told on the plenary's board of the cards that its cards were copied from: their group, and its votes."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.models import Board, Card, WorkingGroup
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rules import RoundKind

COUNTED = (RoundKind.DOTS, RoundKind.APPROVAL)  # a place, or a level of agreement, is no number of votes
Votes = dict[str, dict[str, str | int]]


def votes_of_origins(session: Session, plenary: Board) -> Votes:
    """By origin: its group, and the votes of the last round there that asked for it and is closed.

    Dots are not people: both are told, and how many voted. As in the result, these totals of a room are always shown,
    and nothing is told of families of the helix, which could be too small. Nothing of a round that is still open, and
    nothing of a card that its group does not see, or no longer.
    """
    origins = _origins(session, plenary)
    if not origins:
        return {}
    closed = (
        select(VotingRound.cards, VotingRound.kind, VotingRound.results, WorkingGroup.public_id)
        .join(Board, VotingRound.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .where(WorkingGroup.camp_id == plenary.group.camp_id, Board.id != plenary.id)
        .where(VotingRound.closed_at.is_not(None), VotingRound.kind.in_([kind.value for kind in COUNTED]))
        .order_by(VotingRound.position, VotingRound.id)
    )
    found: Votes = {}
    for cards, kind, results, group in session.execute(closed):
        for card in origins.intersection(cards):
            found[card] = {"group": group, "kind": kind, **_counted(results, card)}
    return found


def _counted(results: dict[str, Any], card: str) -> dict[str, int]:
    """The votes for a card, how many people they are of, and of how many who voted at all."""
    row = results["cards"][card]
    return {"votes": row["total"], "people": row["people"], "voted": results["base"]["voted"]}


def _origins(session: Session, plenary: Board) -> set[str]:
    """The cards of groups that cards of the plenary's board were copied from, as far as they are in sight there."""
    named = session.scalars(select(Card.parents).where(Card.board_id == plenary.id, Card.is_private.is_(False)))
    parents = {parent for some in named for parent in some}
    shown = (
        select(Card.public_id)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .where(WorkingGroup.camp_id == plenary.group.camp_id, Board.id != plenary.id)
        .where(Card.in_sight(), Card.is_hidden.is_(False), Card.public_id.in_(parents))
    )
    return set(session.scalars(shown))
