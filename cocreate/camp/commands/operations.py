"""An operation's way into the database: sent twice, done once; number, rows, journal and audit are one transaction."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp import history, policy, snapshots
from cocreate.camp.board import Change, EditCard
from cocreate.camp.commands import journal
from cocreate.camp.commands.around import around, by
from cocreate.camp.commands.storing import store
from cocreate.camp.models import Board, Card, Operation
from cocreate.core import events
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, NotFound


@dataclass(frozen=True)
class Acknowledgement:
    """What the sender hears once it is committed; the same for the same operation, however often it is sent.

    `change` is whole; what leaves the server goes through `sight.seen_change`.
    """

    number: int
    op_id: str
    change: Change
    is_new: bool  # False: it had been done before


@dataclass(frozen=True)
class OwnVotesChanged:
    """A seat voted, on cards or in the round; told to that seat's browsers only."""

    seat: str
    board: str
    votes: dict[str, Any]
    ballot: dict[str, Any]


def apply_operation(session: Session, actor: Actor, board: Board, operation: rules.Operation) -> Acknowledgement:
    """Do one operation on a board. The caller has checked that the actor sees the board; commits, then acknowledges."""
    journal.lock(session, board)
    before = journal.done_before(session, board, operation.op_id)
    if before is not None:
        return _again(before, actor)
    policy.require_work(actor, operation.permission, board.state, board.group.camp.process.open_phases())
    who = by(session, actor, board)
    facts = around(session, board, operation, who)
    state = snapshots.board_state(session, board)
    change = rules.decide(state, operation, who, facts)
    store(session, actor, board, change)
    entry = journal.write(
        session, actor, board, op_id=operation.op_id, change=change, verb=operation.verb, subject=subject(board, change)
    )
    if rules.is_secret(change):
        tell_own_votes(session, board, rules.advance(state, entry.number, change), who, facts)
    return Acknowledgement(entry.number, entry.op_id, entry.change, is_new=True)


def tell_own_votes(session: Session, board: Board, after: rules.State, who: rules.By, facts: rules.Around) -> None:
    """After a vote or ballot: all windows of the same person show it, so that none sends an older one over it."""
    votes: dict[str, Any] = {"limit": facts.votes_per_seat, "elsewhere": facts.votes_elsewhere}
    votes["cards"] = rules.own_votes(after, who.seat)
    ballot = rules.own_ballot(after, who.seat)
    events.announce(session, OwnVotesChanged(who.seat, board.public_id, votes, ballot))


def subject(board: Board, change: Change) -> tuple[str, str]:
    """What the audit trail says that a change was about: its card, else the board."""
    card = change.get("card") or (change["made"][0] if "made" in change else None)
    if card is None:
        return board.ref
    return (Card.ref_type, card["id"] if isinstance(card, dict) else card)


def change_board(session: Session, actor: Actor, board: Board, change: Change, *, verb: str, op_id: str) -> Operation:
    """Write a change that somebody who runs the camp makes (`board.hosting`); the caller holds the board's lock."""
    store(session, actor, board, change)
    return journal.write(session, actor, board, op_id=op_id, change=change, verb=verb, subject=subject(board, change))


def _again(before: Operation, actor: Actor) -> Acknowledgement:
    if (before.actor_kind, before.actor) != (actor.kind.value, actor.ref):
        raise Conflict("camp.operation.taken")
    return Acknowledgement(before.number, before.op_id, before.change, is_new=False)


def restore_version(session: Session, actor: Actor, card: Card, number: int, seat: str = "") -> Acknowledgement:
    """Give a card the title and text that it had after an operation; the caller has checked that the actor sees it."""
    told = next((event for event in history.card_history(session, card, seat) if event.number == number), None)
    if told is None or told.words is None:
        raise NotFound()
    title, text = told.words
    asked = EditCard(
        op_id=f"restore-{public_id()}",
        card=card.public_id,
        text=text,
        was=card.text,
        title=title,
        title_was=card.title,
    )
    return apply_operation(session, actor, card.board, asked)
