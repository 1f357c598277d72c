"""The two walks along the chain of evidence: back from a domain to answers, forward from answers to decisions."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.camp.models import Board, Card, CardVote, WorkingGroup
from cocreate.core import provenance
from cocreate.core.provenance import Ref, Relation
from cocreate.plan.models import Action
from cocreate.selection.models import Decision, Shortlist, Sid
from cocreate.themes.models import Theme

Row = TypeVar("Row", Theme, Sid, Action)


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
    answers: int


def trail_of_sid(session: Session, sid: Sid) -> SidTrail:
    """Walk back from a domain. Cards are ordered by votes; themes by size."""
    walk = provenance.walk_back(session, sid.ref)
    cards = _cards(session, walk.of_type("card"))
    themes = _by_public_id(session, Theme, walk.of_type("theme"))
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
    return SidTrail(tuple(trails), tuple(origins.values()), len(walk.of_type("answer")))


@dataclass(frozen=True)
class Outcome:
    """One theme that an answer became part of, and what came of that theme."""

    theme: Theme
    cards: tuple[Card, ...] = ()
    sids: tuple[Sid, ...] = ()
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Fate:
    """What became of one answer, as far as the process has come."""

    outcomes: tuple[Outcome, ...] = ()
    decisions: dict[int, Decision] = field(default_factory=dict)  # by sid.id, once the decision is published


def fates(session: Session, answer_ids: Sequence[str]) -> dict[str, Fate]:
    """Walk forward from answers: theme → card → domain → decision and action."""
    walk = provenance.walk_forward(session, *[("answer", key) for key in answer_ids])
    next_steps: dict[Ref, list[Ref]] = defaultdict(list)
    for step in walk.links:
        next_steps[step.source].append(step.target)
    themes = _by_public_id(session, Theme, walk.of_type("theme"))
    cards = _cards(session, walk.of_type("card"))
    sids = _by_public_id(session, Sid, walk.of_type("sid"))
    actions = _by_public_id(session, Action, walk.of_type("action"))
    decisions = published_decisions(session, sids.values())
    found = {}
    for key in answer_ids:
        outcomes = []
        for theme_id in _standing(("answer", key), next_steps, themes):
            reached = _reach(("theme", theme_id), next_steps)
            outcomes.append(
                Outcome(
                    themes[theme_id],
                    tuple(cards[r[1]] for r in reached if r[0] == "card" and r[1] in cards),
                    tuple(
                        sids[r[1]] for r in reached if r[0] == "sid" and r[1] in sids and not sids[r[1]].is_withdrawn
                    ),
                    tuple(actions[r[1]] for r in reached if r[0] == "action" and r[1] in actions),
                )
            )
        found[key] = Fate(tuple(outcomes), decisions)
    return found


def published_decisions(session: Session, sids: Iterable[Sid]) -> dict[int, Decision]:
    """Decisions on these domains that are public, by sid.id."""
    ids = [sid.id for sid in sids]
    rows = session.scalars(
        select(Decision).join(Shortlist).where(Decision.sid_id.in_(ids), Shortlist.decided_at.is_not(None))
    )
    return {decision.sid_id: decision for decision in rows}


def _standing(start: Ref, next_steps: dict[Ref, list[Ref]], themes: dict[str, Theme]) -> list[str]:
    """Themes reached from an answer, each replaced by what it was merged into or carried over to, if anything."""
    last = []
    for ref in _reach(start, next_steps):
        is_last = not any(target[0] == "theme" for target in next_steps.get(ref, ()))
        if ref[0] == "theme" and ref[1] in themes and is_last:
            last.append(ref[1])
    return last


def _reach(start: Ref, next_steps: dict[Ref, list[Ref]]) -> list[Ref]:
    seen: dict[Ref, None] = {}
    frontier = [start]
    while frontier:
        for target in next_steps.get(frontier.pop(0), ()):
            if target not in seen:
                seen[target] = None
                frontier.append(target)
    return list(seen)


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
