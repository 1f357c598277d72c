"""What happened on a board: the journal as somebody may see it, the board as of any moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, cast, select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.camp.board import State, advance, empty_state, is_secret, new_card, no_secrets, seen_change
from cocreate.camp.models import Board, Card, Operation, Seat
from cocreate.camp.snapshots import zones_of

NOBODY = {"ref": "", "name": ""}


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


def messages_since(session: Session, board: Board, number: int, *, limit: int, seat: str = "") -> list[dict[str, Any]]:
    """The operations after a number as a seat's browser got them, with the names beside them."""
    found = changes_since(session, board, number, limit=limit)
    is_anonymous = board.group.camp.is_anonymous
    names, hidden = names_beside(session, found), hidden_now(session, board)
    messages = []
    for entry in found:
        seen = seen_change(entry.change, seat, is_anonymous=is_anonymous, hidden=hidden)
        by = seen_by(entry.change, seen, names[entry.id], is_anonymous=is_anonymous)
        messages.append({"number": entry.number, "op_id": entry.op_id, "change": seen, "by": by})
    return messages


def hidden_now(session: Session, board: Board) -> frozenset[str]:
    """The cards that those who run the camp hid: what they said before is not told any more either."""
    return frozenset(session.scalars(select(Card.public_id).where(Card.board_id == board.id, Card.is_hidden)))


def seen_by(change: dict[str, Any], seen: dict[str, Any], by: dict[str, str], *, is_anonymous: bool) -> dict[str, str]:
    """Who did it, as far as others may know: not of votes, not of what they do not see, nor in an anonymous camp."""
    return NOBODY if is_anonymous or is_secret(change) or seen["kind"] == "unseen" else by


def names_beside(session: Session, found: Iterable[Operation]) -> dict[int, dict[str, str]]:
    """The ref and name of whoever made each of these operations, by its key."""
    entries = list(found)
    seats = {seat.id: seat for seat in session.scalars(select(Seat).where(Seat.id.in_({o.seat_id for o in entries})))}
    refs = {operation.actor for operation in entries if operation.seat_id is None}
    users = {user.public_id: user.name for user in session.scalars(select(User).where(User.public_id.in_(refs)))}
    return {
        entry.id: {"ref": seats[entry.seat_id].public_id, "name": seats[entry.seat_id].name}
        if entry.seat_id in seats
        else {"ref": entry.actor, "name": users.get(entry.actor, "")}
        for entry in entries
    }


def journaled(session: Session, board: Board, op_ids: Iterable[str]) -> list[Operation]:
    """Which of these operations are done."""
    wanted = list(op_ids)
    if not wanted:
        return []
    return list(session.scalars(select(Operation).where(Operation.board_id == board.id, Operation.op_id.in_(wanted))))


def state_at(session: Session, board: Board, moment: int | datetime) -> State:
    """The whole state of a board after the operation with a number, or at a moment, replayed from the journal.

    The zones that it was made with are those that the first change of zones found, else those that it has.
    """
    up_to = Operation.number <= moment if isinstance(moment, int) else Operation.at <= moment
    rows = select(Operation.number, Operation.change).where(Operation.board_id == board.id)
    state = {**empty_state(), "zones": _first_zones(session, board), "secret": no_secrets()}
    for number, change in session.execute(rows.where(up_to).order_by(Operation.number)):
        state = advance(state, number, _completed(change))
    return state


def _first_zones(session: Session, board: Board) -> dict[str, Any]:
    about_zones = select(Operation.change).where(
        Operation.board_id == board.id, Operation.kind.in_(("set_zones", "lock_zone"))
    )
    zones = zones_of(session, board)
    for change in reversed(session.scalars(about_zones.order_by(Operation.number)).all()):
        if change["kind"] == "set_zones":
            zones = change["was"]
        else:
            zones = {**zones, change["zone"]: {**zones[change["zone"]], "is_locked": change["was"]}}
    return zones


def _completed(change: dict[str, Any]) -> dict[str, Any]:
    """A line of the journal as changes are now; lines of before cards had titles and places say less."""
    if change["kind"] == "add_card":
        return {**change, "card": new_card(**change["card"])}
    if "made" in change:
        return {**change, "made": [new_card(**card) for card in change["made"]]}
    if change["kind"] == "reveal":
        return {**change, "cards": {key: new_card(**card) for key, card in change["cards"].items()}}
    if change["kind"] in ("vote", "unvote") and "secret" not in change:
        return {**change, "secret": {"seat": ""}}
    return {**_BEFORE.get(change["kind"], {}), **change}


_BEFORE: dict[str, dict[str, Any]] = {
    "edit_card": {"title": ""},
    "move_card": {"column": "", "x": None, "y": None},
    "restore_card": {"parents_votes": 0},
}


@dataclass(frozen=True)
class CardEvent:
    """One thing that happened to a card."""

    number: int
    at: datetime
    kind: str
    by: dict[str, str]  # {"ref": …, "name": …}; empty where nobody is told
    words: tuple[str, str] | None  # title and text from then on, where it changed them


def card_history(session: Session, card: Card, seat: str = "") -> list[CardEvent]:
    """What happened to a card, as far as a seat may know, the first thing first."""
    board, public_id = card.board, card.public_id
    named = select(Operation).where(
        Operation.board_id == board.id, cast(Operation.change, String).contains(public_id, autoescape=True)
    )
    found = [entry for entry in session.scalars(named.order_by(Operation.number)) if _concerns(entry.change, public_id)]
    names, is_anonymous = names_beside(session, found), board.group.camp.is_anonymous
    events = []
    for entry in found:
        seen = seen_change(_completed(entry.change), seat, is_anonymous=is_anonymous)
        if seen["kind"] != "unseen":
            by = seen_by(entry.change, seen, names[entry.id], is_anonymous=is_anonymous)
            events.append(CardEvent(entry.number, entry.at, entry.kind, by, _words(seen, public_id)))
    return events


def _concerns(change: dict[str, Any], card: str) -> bool:
    """Whether it is about the card, rather than one that only gave it another rank or a vote on many."""
    about = change.get("card")
    made = [part for each in change.get("made", ()) for part in (each["id"], *each["parents"])]
    link = change.get("link")
    ends = [link["source"], link["target"]] if isinstance(link, dict) else []
    whole = about["id"] if isinstance(about, dict) else about
    return card in (whole, change.get("onto"), *made, *ends, *(change.get("cards") or ()))


def _words(change: dict[str, Any], card: str) -> tuple[str, str] | None:
    if change["kind"] == "edit_card":
        return change["title"], change["text"]
    wholes = [change["card"]] if isinstance(change.get("card"), dict) else [*change.get("made", ())]
    wholes += [*change["cards"].values()] if change["kind"] == "reveal" else []
    return next(((whole["title"], whole["text"]) for whole in wholes if whole["id"] == card), None)
