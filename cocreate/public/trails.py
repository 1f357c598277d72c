"""The walk back along the chain of evidence: from a domain to its cards, their themes and the answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.analysis.disclosure import HIDDEN
from cocreate.camp.models import Board, Card, CardVote, WorkingGroup
from cocreate.core import provenance
from cocreate.core.provenance import Relation
from cocreate.selection.models import Decision, Shortlist, Sid
from cocreate.themes.models import Theme
from cocreate.themes.publishing import may_be_public, told_of

Row = TypeVar("Row", Theme, Sid)


@dataclass(frozen=True)
class CardTrail:
    """A card behind a domain, with the themes that it cites."""

    card: Card
    group: WorkingGroup
    votes: int
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class SidTrail:
    """All that a domain came from, and how many answers stand at the beginning."""

    cards: tuple[CardTrail, ...]
    origins: tuple[Sid, ...]  # candidates that were merged or split into it
    answers: int | None  # where the number would tell how many stand in a theme too small for it


def trail_of_sid(session: Session, sid: Sid) -> SidTrail:
    """Walk back from a domain. Cards are ordered by votes; themes by size."""
    walk = provenance.walk_back(session, sid.ref)
    cards = _cards(session, walk.of_type("card"))
    known = _by_public_id(session, Theme, walk.of_type("theme"))
    themes = {key: theme for key, theme in known.items() if may_be_public(theme.run.consultation)}
    cited = defaultdict(list)
    for step in walk.links:
        if step.relation == Relation.CITES and step.source_id in themes:
            cited[step.target_id].append(themes[step.source_id])
    votes = _votes(session, cards.values())
    trails = [
        CardTrail(
            card,
            card.board.group,
            votes.get(card.id, 0),
            tuple(sorted(cited[key], key=lambda theme: (-theme.size, theme.id))),
        )
        for key, card in cards.items()
    ]
    trails.sort(key=lambda trail: (-trail.votes, trail.card.id))
    origins = _by_public_id(session, Sid, walk.of_type("sid"))
    return SidTrail(tuple(trails), tuple(origins.values()), _answers(session, walk, known.values()))


def _answers(session: Session, walk: provenance.Walk, themes: Iterable[Theme]) -> int | None:
    is_small = any(told.size is HIDDEN for told in told_of(session, themes).values())
    return None if is_small else len(walk.of_type("answer"))


def published_decisions(session: Session, sids: Iterable[Sid]) -> dict[int, Decision]:
    """Decisions on these domains that are public, by sid.id."""
    ids = [sid.id for sid in sids]
    rows = session.scalars(
        select(Decision).join(Shortlist).where(Decision.sid_id.in_(ids), Shortlist.decided_at.is_not(None))
    )
    return {decision.sid_id: decision for decision in rows}


def _cards(session: Session, public_ids: Sequence[str]) -> dict[str, Card]:
    rows = session.scalars(
        select(Card)
        .where(Card.public_id.in_(public_ids), Card.is_removed.is_(False))
        .options(joinedload(Card.zone), joinedload(Card.board).joinedload(Board.group))
        .order_by(Card.id)
    )
    return {card.public_id: card for card in rows.unique()}


def _votes(session: Session, cards: Iterable[Card]) -> dict[int, int]:
    ids = [card.id for card in cards]
    rows = session.execute(
        select(CardVote.card_id, func.count()).where(CardVote.card_id.in_(ids)).group_by(CardVote.card_id)
    )
    return {row[0]: row[1] for row in rows}


def _by_public_id(session: Session, table: type[Row], public_ids: Sequence[str]) -> dict[str, Row]:
    rows = session.scalars(select(table).where(table.public_id.in_(public_ids)).order_by(table.id))
    return {row.public_id: row for row in rows}
