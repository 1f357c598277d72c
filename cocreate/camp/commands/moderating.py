"""Those who run a camp keep order: they hide a card or a comment, mute or remove a seat, each with a reason that the
person concerned reads, each to be undone; and they lock what should stay as it is."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp import snapshots
from cocreate.camp.board import hosting
from cocreate.camp.commands import journal
from cocreate.camp.commands.around import around, by
from cocreate.camp.commands.operations import change_board
from cocreate.camp.commands.seats import end_seat, reopen_seat
from cocreate.camp.models import Board, Camp, Card, CardComment, Seat
from cocreate.camp.models_session import Moderation
from cocreate.core import audit, events
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid, NotFound

REASON_LIMIT = 500  # characters


class Moderated(StrEnum):
    """What a step of moderation is about."""

    CARD = "card"
    COMMENT = "comment"
    MUTE = "mute"
    SEAT = "seat"


@dataclass(frozen=True)
class SeatModerated:
    """Something of a person was hidden or given back; told to that person only."""

    seat: str
    row: Moderation


def hide_card(session: Session, actor: Actor, board: Board, card: str, reason: str) -> Moderation:
    """Take a card out of everybody's sight, for a reason; also where it was taken off, or the board is closed."""
    said = _reason(reason)
    journal.lock(session, board)
    if (before := _standing(session, Moderated.CARD, card)) is not None:
        return before
    change = hosting.hide_card(snapshots.board_state(session, board), card)
    row = session.scalars(select(Card).where(Card.public_id == card)).one()
    was_removed = row.is_removed
    change_board(session, actor, board, change, verb="camp:card:hide", op_id=f"host-{public_id()}")
    done = _keep(session, actor, Moderated.CARD, board.group.camp, card, said, board=board, seat_id=row.author_id)
    done.was_removed = was_removed
    return done


def hide_comment(session: Session, actor: Actor, board: Board, comment: str, reason: str) -> Moderation:
    """Take a comment's words from everybody's sight, for a reason."""
    said = _reason(reason)
    row = _comment(session, board, comment)
    journal.lock(session, board)
    if (before := _standing(session, Moderated.COMMENT, comment)) is not None:
        return before
    card = session.get_one(Card, row.card_id).public_id
    _operate(session, actor, board, kind="remove_comment", card=card, comment=comment)
    return _keep(session, actor, Moderated.COMMENT, board.group.camp, comment, said, board=board, seat_id=row.author_id)


def mute_seat(session: Session, actor: Actor, seat: Seat, reason: str) -> Moderation:
    """Somebody reads on but writes nothing, until it is undone."""
    said = _reason(reason)
    if (before := _standing(session, Moderated.MUTE, seat.public_id)) is not None:
        return before
    seat.muted_at = seat.muted_at or clock.now()
    session.flush()
    return _keep(session, actor, Moderated.MUTE, seat.camp, seat.public_id, said, seat_id=seat.id)


def remove_seat(session: Session, actor: Actor, seat: Seat, reason: str) -> Moderation:
    """Somebody leaves the camp at once; what was written stays."""
    said = _reason(reason)
    if (before := _standing(session, Moderated.SEAT, seat.public_id)) is not None:
        return before
    end_seat(session, actor, seat)
    return _keep(session, actor, Moderated.SEAT, seat.camp, seat.public_id, said, seat_id=seat.id)


def _standing(session: Session, kind: Moderated, subject: str) -> Moderation | None:
    """The step that holds already, for whoever presses twice."""
    rows = select(Moderation).where(
        Moderation.kind == kind.value, Moderation.subject == subject, Moderation.undone_at.is_(None)
    )
    return session.scalar(rows.order_by(Moderation.id.desc()).limit(1))


def undo_moderation(session: Session, actor: Actor, row: Moderation) -> None:
    """Give back what was taken. Undone already: nothing happens."""
    if row.undone_at is not None:
        return
    _UNDO[Moderated(row.kind)](session, actor, row)
    row.undone_at = clock.now()
    session.flush()
    _tell(session, actor, f"camp:{row.kind}:give_back", row)


def _give_card_back(session: Session, actor: Actor, row: Moderation) -> None:
    assert row.board is not None
    journal.lock(session, row.board)
    card = snapshots.hidden_card(session, row.board, row.subject)
    change = hosting.show_card(snapshots.board_state(session, row.board), card, is_removed=row.was_removed)
    change_board(session, actor, row.board, change, verb="camp:card:show", op_id=f"host-{public_id()}")


def _give_comment_back(session: Session, actor: Actor, row: Moderation) -> None:
    assert row.board is not None
    comment = _comment(session, row.board, row.subject)
    card = session.get_one(Card, comment.card_id).public_id
    journal.lock(session, row.board)
    change = hosting.restore_comment(snapshots.board_state(session, row.board), card, comment.public_id, comment.text)
    op_id = f"comment-{public_id()}"
    change_board(session, actor, row.board, change, verb="camp:comment:restore", op_id=op_id)


def _unmute(session: Session, actor: Actor, row: Moderation) -> None:
    if row.seat is not None:
        row.seat.muted_at = None


def _let_in(session: Session, actor: Actor, row: Moderation) -> None:
    if row.seat is not None:
        reopen_seat(session, actor, row.seat)


_UNDO = {
    Moderated.CARD: _give_card_back,
    Moderated.COMMENT: _give_comment_back,
    Moderated.MUTE: _unmute,
    Moderated.SEAT: _let_in,
}


def lock_card(session: Session, actor: Actor, board: Board, card: str, *, is_locked: bool) -> None:
    """Keep a card as it is, or free it; the same again is nothing."""
    journal.lock(session, board)
    if session.scalar(select(Card.is_locked).where(Card.board_id == board.id, Card.public_id == card)) == is_locked:
        return
    _operate(session, actor, board, kind="lock_card" if is_locked else "unlock_card", card=card)


def lock_zone(session: Session, actor: Actor, board: Board, zone: str, *, is_locked: bool) -> None:
    """Keep what is in a zone as it is, or free it; the same again is nothing."""
    journal.lock(session, board)
    state = snapshots.board_state(session, board)
    if zone in state["zones"] and state["zones"][zone]["is_locked"] == is_locked:
        return
    change = hosting.lock_zone(state, zone, is_locked=is_locked)
    verb = "camp:zone:lock" if is_locked else "camp:zone:unlock"
    change_board(session, actor, board, change, verb=verb, op_id=f"zone-{public_id()}")


def lock_prepared(session: Session, actor: Actor, board: Board) -> int:
    """Keep every card as it is that those who run the camp put on the board; returns how many that are."""
    cards = session.scalars(
        select(Card.public_id).where(
            Card.board_id == board.id,
            Card.author_id.is_(None),
            Card.is_removed.is_(False),
            Card.is_private.is_(False),
            Card.is_locked.is_(False),
        )
    ).all()
    for card in cards:
        lock_card(session, actor, board, card, is_locked=True)
    return len(cards)


def _operate(session: Session, actor: Actor, board: Board, **asked: Any) -> None:
    """An operation of a host, whatever the state of the board: what offends can be hidden on a closed one too."""
    journal.lock(session, board)
    operation = rules.parse({"op_id": f"host-{public_id()}", **asked})
    who = by(session, actor, board)
    state = {**snapshots.board_state(session, board), "state": "open"}
    change = rules.decide(state, operation, who, around(session, board, operation, who))
    change_board(session, actor, board, change, verb=operation.verb, op_id=operation.op_id)


def _comment(session: Session, board: Board, public_id: str) -> CardComment:
    found = session.scalar(
        select(CardComment)
        .join(Card, CardComment.card_id == Card.id)
        .where(Card.board_id == board.id, CardComment.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def _reason(text: str) -> str:
    said = text.replace("\x00", "").strip()
    if not said:
        raise Invalid("camp.moderation.needs_reason")
    if len(said) > REASON_LIMIT:
        raise Invalid("too_long", limit=REASON_LIMIT)
    return said


def _keep(
    session: Session,
    actor: Actor,
    kind: Moderated,
    camp: Camp,
    subject: str,
    reason: str,
    *,
    board: Board | None = None,
    seat_id: int | None,
) -> Moderation:
    row = Moderation(
        camp_id=camp.id,
        board_id=board.id if board is not None else None,
        seat_id=seat_id,
        kind=kind.value,
        subject=subject,
        reason=reason,
        sender=journal.who(session, actor)["name"],
        at=clock.now(),
    )
    session.add(row)
    session.flush()
    _tell(session, actor, f"camp:{kind.value}:moderate", row)
    return row


def _tell(session: Session, actor: Actor, verb: str, row: Moderation) -> None:
    audit.record(session, actor, verb, row.ref, process=row.camp.process.public_id, about=row.subject)
    if row.seat is not None:
        events.announce(session, SeatModerated(row.seat.public_id, row))
