"""An earlier version of a card's words is put back: an edit like any other, so that nothing is lost."""

from sqlalchemy.orm import Session

from cocreate.camp import history
from cocreate.camp.board import EditCard
from cocreate.camp.commands.operations import Acknowledgement, apply_operation
from cocreate.camp.models import Card
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import NotFound


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
