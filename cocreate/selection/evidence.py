"""What a candidate rests on: the cards it came from, the themes that they cite, and how participants ranked it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp.models import Board, Card, CardSource, CardVote, WorkingGroup, Zone
from cocreate.core.provenance import Relation, origins
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.models import RankingRound, Sid
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes.models import Theme
from cocreate.themes.queries import quotes_of


@dataclass(frozen=True)
class CardEvidence:
    """A card of the camp, where it stood, its votes and the themes it cites."""

    card: Card
    zone: Zone
    group: WorkingGroup
    votes: int
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class Ranked:
    """A candidate's place in participants' rankings on one dimension."""

    dimension: str
    place: int
    of: int
    ballots: int


@dataclass
class Evidence:
    """All that a candidate rests on; what it was merged or split from counts for it too."""

    cards: list[CardEvidence] = field(default_factory=list)
    merged_from: list[Sid] = field(default_factory=list)
    split_from: list[Sid] = field(default_factory=list)
    ranked: list[Ranked] = field(default_factory=list)

    @property
    def themes(self) -> list[Theme]:
        """The themes behind the cards, each once, those cited most first."""
        cited: dict[int, tuple[int, Theme]] = {}
        for line in self.cards:
            for theme in line.themes:
                cited[theme.id] = (cited.get(theme.id, (0, theme))[0] + 1, theme)
        return [theme for _, theme in sorted(cited.values(), key=lambda pair: (-pair[0], -pair[1].size, pair[1].id))]


def evidence_of(session: Session, process: Process, sids: Sequence[Sid]) -> dict[int, Evidence]:
    """The evidence of some candidates, by key, in a handful of queries however many they are."""
    cards, parents, whole = _steps_back(session, [sid.public_id for sid in sids])
    cards = _with_parent_cards(session, cards)
    lines = cards_with_themes(session, {card for found in cards.values() for card in found})
    known = {sid.public_id: sid for sid in queries.candidates(session, process, with_withdrawn=True)}
    latest = queries.latest_results(session, process)
    found: dict[int, Evidence] = {}
    for sid in sids:
        family = _with_ancestors(sid.public_id, parents)
        wanted = dict.fromkeys(card for member in family for card in cards.get(member, ()))
        found[sid.id] = Evidence(
            cards=[lines[card] for card in wanted if card in lines],
            merged_from=[known[member] for member in family[1:] if member in known and member not in whole],
            split_from=[known[member] for member in family[1:] if member in known and member in whole],
            ranked=_ranked(sid, *latest) if latest is not None else [],
        )
    return found


def quotes_behind(session: Session, evidence: Iterable[Evidence], most: int = 2) -> dict[int, list[PublicAnswer]]:
    """The best quotes of every theme in these pieces of evidence, by the theme's key."""
    themes = {theme.id: theme for piece in evidence for theme in piece.themes}
    return quotes_of(session, list(themes.values()), most=most) if themes else {}


def _steps_back(
    session: Session, public_ids: Sequence[str]
) -> tuple[dict[str, list[str]], dict[str, list[str]], set[str]]:
    """Cards and origins behind each candidate, followed through moves of moves; and which origins were split."""
    cards: dict[str, list[str]] = {}
    parents: dict[str, list[str]] = {}
    whole: set[str] = set()
    seen, frontier = set(public_ids), list(public_ids)
    while frontier:
        steps = origins(session, *((Sid.ref_type, key) for key in frontier))
        frontier = []
        for step in steps:
            if step.relation == Relation.PROMOTED_FROM:
                cards.setdefault(step.target_id, []).append(step.source_id)
            elif step.relation in (Relation.MERGED_FROM, Relation.SPLIT_FROM) and step.source_type == Sid.ref_type:
                parents.setdefault(step.target_id, []).append(step.source_id)
                if step.relation == Relation.SPLIT_FROM:
                    whole.add(step.source_id)
                if step.source_id not in seen:
                    seen.add(step.source_id)
                    frontier.append(step.source_id)
    return cards, parents, whole


def _with_parent_cards(session: Session, cards: dict[str, list[str]]) -> dict[str, list[str]]:
    """The cards behind each candidate, and behind those the cards that they were merged, split or copied from."""
    parents: dict[str, list[str]] = {}
    seen = {card for found in cards.values() for card in found}
    frontier = sorted(seen)
    while frontier:
        steps = origins(session, *((Card.ref_type, key) for key in frontier))
        frontier = []
        for step in steps:
            if step.source_type == Card.ref_type:
                parents.setdefault(step.target_id, []).append(step.source_id)
                if step.source_id not in seen:
                    seen.add(step.source_id)
                    frontier.append(step.source_id)
    return {
        sid: list(dict.fromkeys(each for card in found for each in _with_ancestors(card, parents)))
        for sid, found in cards.items()
    }


def _with_ancestors(key: str, parents: dict[str, list[str]]) -> list[str]:
    found = [key]
    for member in found:  # grows while we walk it
        found += [parent for parent in parents.get(member, ()) if parent not in found]
    return found


def cards_with_themes(session: Session, public_ids: Iterable[str]) -> dict[str, CardEvidence]:
    """Cards by public id, with zone, group, votes and cited themes."""
    wanted = list(public_ids)
    if not wanted:
        return {}
    votes = select(CardVote.card_id, func.count().label("votes")).group_by(CardVote.card_id).subquery()
    rows = session.execute(
        select(Card, Zone, WorkingGroup, func.coalesce(votes.c.votes, 0))
        .join(Zone, Card.zone_id == Zone.id)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .outerjoin(votes, votes.c.card_id == Card.id)
        .where(Card.public_id.in_(wanted), Card.is_hidden.is_(False))
    ).all()
    cited: dict[int, list[Theme]] = {}
    sources = (
        select(CardSource.card_id, Theme)
        .join(Theme, CardSource.theme_id == Theme.id)
        .where(CardSource.card_id.in_([card.id for card, *_ in rows]))
        .order_by(CardSource.id)
    )
    for card_id, theme in session.execute(sources):
        cited.setdefault(card_id, []).append(theme)
    return {
        card.public_id: CardEvidence(card, zone, group, count, tuple(cited.get(card.id, ())))
        for card, zone, group, count in rows
    }


def _ranked(sid: Sid, round_: RankingRound, results: dict[str, Any]) -> list[Ranked]:
    return [
        Ranked(dimension, told["rows"][sid.public_id]["place"], len(told["items"]), told["ballots"])
        for dimension, told in results.items()
        if sid.public_id in told["rows"] and told["ballots"]
    ]
