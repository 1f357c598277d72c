"""What the others see of somebody who is writing in a card: that, by whom, and the words so far. Never stored."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp.models import Board, Card, Seat
from cocreate.camp.rules import BoardState


def is_silent(mode: Mapping[str, Any]) -> bool:
    """Whether all write for themselves now: nobody hears where others are or what they do."""
    return bool(mode.get("is_private"))


def is_shown(board: Board, seat: Seat | None) -> bool:
    """Whether the others see that somebody writes: not while all write for themselves, nor of whoever only reads."""
    return not is_silent(board.mode) and (seat is None or not seat.only_reads)


def typing_news(session: Session, board: Board, by: dict[str, str], card: str, text: str) -> dict[str, Any]:
    """What goes to the board's other browsers. Words only of a card that all see, while it may be changed."""
    shown = {"ref": "", "name": ""} if board.group.camp.is_anonymous else by
    return {**shown, "card": card, "text": text if text and _are_words_open(session, board, card) else ""}


def _are_words_open(session: Session, board: Board, card: str) -> bool:
    if board.state != BoardState.OPEN:
        return False
    if "edit_card" not in board.mode.get("may", ["edit_card"]):
        return False
    shared = select(Card.id).where(Card.board_id == board.id, Card.public_id == card, Card.in_sight())
    return session.scalar(shared) is not None


def read_typed(payload: dict[str, Any]) -> tuple[str, str]:
    """The card and the words so far of a message, or Invalid."""
    card, text = payload.get("card", ""), payload.get("text", "")
    if not rules.CARD_ID.fullmatch(card):
        raise rules.malformed("card")
    if len(text) > rules.TEXT_LIMIT or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise rules.malformed("text")
    return card, text
