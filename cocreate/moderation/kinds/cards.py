"""Cards of camps that everybody can read: taken off the board and put back by the camp's own moderation."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.commands.moderating import Moderated, hide_card, undo_moderation
from cocreate.camp.models import Card
from cocreate.camp.models_session import Moderation
from cocreate.core.permissions import Actor
from cocreate.errors import NotFound
from cocreate.moderation.kinds.subject import Subject
from cocreate.moderation.rules import Kind
from cocreate.process.models import Process
from cocreate.public.fates.chain import view_of
from cocreate.public.fates.graph import cards_of


class CardKind:
    """Cards that stand behind what is on the record."""

    def public(self, session: Session, process: Process, key: str) -> Subject:
        """As the chains show it."""
        if not key.isalnum():
            raise NotFound()
        view = view_of(session, process, ("card", key))
        return _subject(next(card for card in view.cards if card.public_id == key))

    def find(self, session: Session, process: Process, keys: Sequence[str]) -> Mapping[str, Subject]:
        """Whether they are on a board or were taken off."""
        rows = session.scalars(cards_of(process).where(Card.public_id.in_(keys))).unique()
        return {card.public_id: _subject(card) for card in rows}

    def hide(self, session: Session, actor: Actor, process: Process, key: str, why: str) -> dict[str, Any]:
        """Off the board; whoever has the author's seat is told there."""
        card = _one(session, process, key)
        return {"step": hide_card(session, actor, card.board, key, why).public_id}

    def show(self, session: Session, actor: Actor, process: Process, key: str, before: Mapping[str, Any]) -> None:
        """On the board again."""
        _one(session, process, key)
        standing = Moderation.kind == Moderated.CARD.value, Moderation.subject == key, Moderation.undone_at.is_(None)
        for row in session.scalars(select(Moderation).where(*standing)):
            undo_moderation(session, actor, row)

    def mine(self, session: Session, process: Process, actor: Actor) -> list[str]:
        """Those written from the seat at hand."""
        if actor.seat_id is None:
            return []
        rows = cards_of(process).where(Card.author_id == actor.seat_id)
        return [card.public_id for card in session.scalars(rows).unique()]


def _one(session: Session, process: Process, key: str) -> Card:
    found: Card | None = session.scalars(cards_of(process).where(Card.public_id == key)).unique().one_or_none()
    if found is None:
        raise NotFound()
    return found


def _subject(card: Card) -> Subject:
    text = "\n".join(filter(None, (card.title, card.text)))
    at = {"at": f"card-{card.public_id}"}
    return Subject(Kind.CARD, card.public_id, text, "", card.board.group.title, "fates.chains", at)
