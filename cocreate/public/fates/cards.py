"""The cards of a process's camps as contributions: which of them somebody wrote, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.commands.moderating import Moderated
from cocreate.camp.models import Camp, Card, CardReference, CardSource, Seat
from cocreate.camp.models_session import Moderation
from cocreate.camp.rules import ReferenceKind
from cocreate.process.models import Process
from cocreate.public.fates.graph import Graph, cards_of
from cocreate.public.fates.models import FateDecision, FateMark
from cocreate.public.fates.rules import Fate, Mark, fate_of_card


@dataclass(frozen=True)
class CardFate:
    """A card that somebody wrote, the group of the helix that its author is of, and its fate."""

    card: Card
    helix: str
    fate: Fate


def card_fates(session: Session, process: Process, graph: Graph) -> list[CardFate]:
    """All of them. What was made of cards (merged, split, copied to the plenary) is no contribution of its own."""
    prepared, marks, helix = _prepared(session, process), marks_on_cards(session, process), _helix(session, process)
    hidden = _moderated(session, process)
    return [
        CardFate(card, helix.get(card.author_id or 0, ""), _fate(card, graph, marks, card.public_id in hidden))
        for card in graph.cards.values()
        if is_contribution(card, prepared)
    ]


def is_contribution(card: Card, prepared: set[int]) -> bool:
    """Whether somebody wrote it, rather than that it was made of others or laid out before the camp."""
    return not card.parents and card.id not in prepared


def _prepared(session: Session, process: Process) -> set[int]:
    """Themes and assets that organisers put on the boards: nobody's cards that rest on something."""
    nobody = (Card.author_id.is_(None), Card.author_group == "")
    mine = cards_of(process).with_only_columns(Card.id).order_by(None).where(*nobody)
    of_themes = select(CardSource.card_id).where(CardSource.card_id.in_(mine))
    of_assets = select(CardReference.card_id).where(
        CardReference.card_id.in_(mine), CardReference.kind == ReferenceKind.ASSET.value
    )
    return {*session.scalars(of_themes), *session.scalars(of_assets)}


def marks_on_cards(session: Session, process: Process) -> dict[int, Mark]:
    """Card -> what people decided about it."""
    rows = session.execute(
        select(FateMark.card_id, FateDecision.act, FateDecision.reason)
        .join(FateDecision, FateMark.decision_id == FateDecision.id)
        .where(FateDecision.process_id == process.id, FateMark.card_id.is_not(None))
    )
    return {row.card_id: Mark(row.act, row.reason) for row in rows}


def _helix(session: Session, process: Process) -> dict[int, str]:
    authors = cards_of(process).with_only_columns(Card.author_id).order_by(None)
    rows = session.execute(select(Seat.id, Seat.helix).where(Seat.id.in_(authors)))
    return {row.id: row.helix for row in rows}


def _moderated(session: Session, process: Process) -> set[str]:
    """Public ids of cards that those who run a camp hid, and did not give back."""
    standing = (Moderation.kind == Moderated.CARD.value, Moderation.undone_at.is_(None))
    mine = select(Moderation.subject).join(Camp, Moderation.camp_id == Camp.id)
    return set(session.scalars(mine.where(Camp.process_id == process.id, *standing)))


def _fate(card: Card, graph: Graph, marks: Mapping[int, Mark], is_moderated: bool) -> Fate:
    own = [card, *_copies(card, graph)]
    return fate_of_card(
        is_moderated=is_moderated,
        is_promoted=any(each.is_promoted for each in own),
        went_on=any(each.went_into for each in own),
        is_removed=card.is_removed,
        mark=marks.get(card.id),
    )


def _copies(card: Card, graph: Graph) -> list[Card]:
    """The same card on another board, such as the plenary's."""
    made = [graph.cards[ref] for ref in graph.later.get(card.ref, ()) if ref in graph.cards]
    return [each for each in made if each.parents == [card.public_id] and each.public_id not in card.went_into]
