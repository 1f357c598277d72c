"""Cards in lists: of a camp or a board, for the record, for exports and for promoting."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from cocreate.camp.models import Board, Camp, Card, CardSource, CardVote, Seat, WorkingGroup, Zone
from cocreate.themes.models import Theme


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
        .where(which, and_(Card.is_private.is_(False), Card.is_hidden.is_(False)) if with_removed else Card.in_sight())
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
