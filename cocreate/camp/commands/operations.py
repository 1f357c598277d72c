"""A card's way into the database: sent twice, done once; number, card, journal and audit are one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp import policy, queries, words
from cocreate.camp.board import Change
from cocreate.camp.commands import journal
from cocreate.camp.models import Board, Card, CardSource, CardVote, Operation, Seat, Zone
from cocreate.core import provenance
from cocreate.core.permissions import Actor
from cocreate.core.provenance import ProvenanceLink, Relation
from cocreate.errors import Conflict, Invalid, NotAllowed
from cocreate.themes.models import Theme


@dataclass(frozen=True)
class Acknowledgement:
    """What the sender hears once it is committed; the same for the same operation, however often it is sent."""

    number: int
    op_id: str
    change: Change
    is_new: bool  # False: it had been done before


def apply_operation(session: Session, actor: Actor, board: Board, operation: rules.Operation) -> Acknowledgement:
    """Do one operation on a board. The caller has checked that the actor sees the board; commits, then acknowledges."""
    journal.lock(session, board)
    before = journal.done_before(session, board, operation.op_id)
    if before is not None:
        return _again(before, actor)
    policy.require_work(actor, operation.permission, board.state, board.group.camp.process.open_phases())
    change, card = _DO[type(operation)](session, actor, board, operation)
    entry = journal.write(
        session, actor, board, op_id=operation.op_id, change=change, verb=operation.verb, subject=card.ref
    )
    return Acknowledgement(entry.number, entry.op_id, entry.change, is_new=True)


def _again(before: Operation, actor: Actor) -> Acknowledgement:
    if (before.actor_kind, before.actor) != (actor.kind.value, actor.ref):
        raise Conflict("camp.operation.taken")
    return Acknowledgement(before.number, before.op_id, before.change, is_new=False)


Done = tuple[Change, Card]


def _add_card(session: Session, actor: Actor, board: Board, asked: rules.AddCard) -> Done:
    zone = _zone(session, board, asked.zone)
    if session.scalar(select(Card.id).where(Card.public_id == asked.card)) is not None:
        raise Invalid("camp.card.exists")
    card = Card(
        public_id=asked.card,
        board_id=board.id,
        zone_id=zone.id,
        text=asked.text,
        rank=asked.rank,
        revision=1,
        author_id=actor.seat_id,
        is_removed=False,
        is_promoted=False,
        created_at=clock.now(),
    )
    session.add(card)
    session.flush()
    for public_id in asked.themes:
        _cite(session, actor, board, card, _theme(session, board, public_id))
    author = session.get(Seat, actor.seat_id) if actor.seat_id is not None else None
    change: Change = {
        "kind": asked.kind,
        "card": queries.card_data(
            card, zone=zone.key, author=author.public_id if author else "", themes=list(asked.themes), votes=0
        ),
    }
    return _with_fresh_ranks(session, card, change), card


def _edit_card(session: Session, actor: Actor, board: Board, asked: rules.EditCard) -> Done:
    card = _card(session, board, asked.card)
    merged = words.merge(asked.was, card.text, asked.text)
    if len(merged.text) > rules.TEXT_LIMIT:
        raise Conflict("camp.card.changed_meanwhile")
    card.text = merged.text
    card.revision += 1
    session.flush()
    return {
        "kind": asked.kind,
        "card": card.public_id,
        "text": card.text,
        "revision": card.revision,
        "outcome": merged.outcome.value,
    }, card


def _move_card(session: Session, actor: Actor, board: Board, asked: rules.MoveCard) -> Done:
    card = _card(session, board, asked.card)
    zone = _zone(session, board, asked.zone)
    card.zone_id, card.rank = zone.id, asked.rank
    session.flush()
    change: Change = {"kind": asked.kind, "card": card.public_id, "zone": zone.key, "rank": card.rank}
    return _with_fresh_ranks(session, card, change), card


def _with_fresh_ranks(session: Session, card: Card, change: Change) -> Change:
    """Where cards have come too close to put another between them, the zone gets fresh ranks in the same change."""
    beside = list(session.scalars(select(Card).where(Card.zone_id == card.zone_id, Card.is_removed.is_(False))))
    fresh = rules.fresh_ranks({other.public_id: other.rank for other in beside}, card.public_id)
    if not fresh:
        return change
    for other in beside:
        other.rank = fresh[other.public_id]
    session.flush()
    return {**change, "ranks": fresh}


def _remove_card(session: Session, actor: Actor, board: Board, asked: rules.RemoveCard) -> Done:
    card = _card(session, board, asked.card, is_removed=None)
    card.is_removed = True
    session.flush()
    return {"kind": asked.kind, "card": card.public_id}, card


def _restore_card(session: Session, actor: Actor, board: Board, asked: rules.RestoreCard) -> Done:
    card = _card(session, board, asked.card, is_removed=None)
    card.is_removed = False
    session.flush()
    return {"kind": asked.kind, "card": card.public_id}, card


def _vote(session: Session, actor: Actor, board: Board, asked: rules.Vote) -> Done:
    card, seat = _card(session, board, asked.card), _voter(session, actor, board)
    if _vote_of(session, seat, card) is None:
        limit = board.group.camp.votes_per_seat
        if queries.votes_used(session, seat.id) >= limit:
            raise Conflict("camp.vote.none_left", limit=limit)
        session.add(CardVote(card_id=card.id, seat_id=seat.id, at=clock.now()))
        session.flush()
    return {"kind": asked.kind, "card": card.public_id, "votes": queries.votes_on(session, card)}, card


def _unvote(session: Session, actor: Actor, board: Board, asked: rules.Unvote) -> Done:
    card, seat = _card(session, board, asked.card), _voter(session, actor, board)
    vote = _vote_of(session, seat, card)
    if vote is not None:
        session.delete(vote)
        session.flush()
    return {"kind": asked.kind, "card": card.public_id, "votes": queries.votes_on(session, card)}, card


def _voter(session: Session, actor: Actor, board: Board) -> Seat:
    """The actor's seat, locked: without a group one may vote on several boards at the same moment."""
    seat = None
    if actor.seat_id is not None:
        seat = session.scalar(
            select(Seat).where(Seat.id == actor.seat_id, Seat.camp_id == board.group.camp_id).with_for_update()
        )
    if seat is None:
        raise NotAllowed("camp.vote.needs_seat")
    return seat


def _vote_of(session: Session, seat: Seat, card: Card) -> CardVote | None:
    return session.scalar(select(CardVote).where(CardVote.card_id == card.id, CardVote.seat_id == seat.id))


def _cite_theme(session: Session, actor: Actor, board: Board, asked: rules.CiteTheme) -> Done:
    card = _card(session, board, asked.card)
    _cite(session, actor, board, card, _theme(session, board, asked.theme))
    return {"kind": asked.kind, "card": card.public_id, "theme": asked.theme}, card


def _uncite_theme(session: Session, actor: Actor, board: Board, asked: rules.UnciteTheme) -> Done:
    """The source goes, from the chain of evidence too: a card must not rest on what nobody says it rests on."""
    card = _card(session, board, asked.card)
    source = session.scalar(
        select(CardSource).join(Theme).where(CardSource.card_id == card.id, Theme.public_id == asked.theme)
    )
    if source is not None:
        session.delete(source)
        session.flush()
        session.execute(
            delete(ProvenanceLink).where(
                ProvenanceLink.source_type == Theme.ref_type,
                ProvenanceLink.source_id == asked.theme,
                ProvenanceLink.target_type == Card.ref_type,
                ProvenanceLink.target_id == card.public_id,
                ProvenanceLink.relation == Relation.CITES.value,
            )
        )
    return {"kind": asked.kind, "card": card.public_id, "theme": asked.theme}, card


def _cite(session: Session, actor: Actor, board: Board, card: Card, theme: Theme) -> None:
    known = session.scalar(select(CardSource.id).where(CardSource.card_id == card.id, CardSource.theme_id == theme.id))
    if known is not None:
        return
    session.add(CardSource(card_id=card.id, theme_id=theme.id))
    session.flush()
    process = board.group.camp.process.public_id
    provenance.link(session, actor, source=theme.ref, target=card.ref, relation=Relation.CITES, process=process)


def _card(session: Session, board: Board, public_id: str, *, is_removed: bool | None = False) -> Card:
    card = session.scalar(
        select(Card)
        .where(Card.board_id == board.id, Card.public_id == public_id)
        .execution_options(populate_existing=True)
    )
    if card is None:
        raise Invalid("camp.card.unknown")
    if is_removed is not None and card.is_removed is not is_removed:
        raise Conflict("camp.card.removed")
    return card


def _zone(session: Session, board: Board, key: str) -> Zone:
    zone = session.scalar(select(Zone).where(Zone.board_id == board.id, Zone.key == key))
    if zone is None:
        raise Invalid("camp.zone.unknown")
    return zone


def _theme(session: Session, board: Board, public_id: str) -> Theme:
    theme = queries.find_citable_theme(session, board.group.camp.process, public_id)
    if theme is None:
        raise Invalid("camp.theme.unknown")
    return theme


_DO: dict[type[rules.Operation], Callable[[Session, Actor, Board, Any], Done]] = {
    rules.AddCard: _add_card,
    rules.EditCard: _edit_card,
    rules.MoveCard: _move_card,
    rules.RemoveCard: _remove_card,
    rules.RestoreCard: _restore_card,
    rules.Vote: _vote,
    rules.Unvote: _unvote,
    rules.CiteTheme: _cite_theme,
    rules.UnciteTheme: _uncite_theme,
}
