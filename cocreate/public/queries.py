"""Reads for the public record, and the walk back along the chain of evidence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from cocreate.analysis.disclosure import HIDDEN, SafeList, suppress
from cocreate.camp.models import Board, Camp, Card, CardVote, Seat, WorkingGroup
from cocreate.core import provenance
from cocreate.core.provenance import Relation
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.selection.models import Decision, Shortlist, Sid
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.personal.gate import PublicAnswer, public_answers
from cocreate.survey.queries import Participation, participation, published_consultations
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.publishing import is_public, may_be_public, told_of
from cocreate.themes.rules import ThemeState


@dataclass(frozen=True)
class Part:
    """Who took part in one consultation, safe to publish. While helpers enter what came by post there are no groups:
    each letter would show in which of them its sender is.
    """

    consultation: Consultation
    total: int
    by_helix: SafeList[str]
    by_language: SafeList[str]
    has_groups: bool = True


NO_GROUPS: SafeList[str] = SafeList({}, HIDDEN)


def who_took_part(session: Session, process: Process) -> list[Part]:
    """The sheets of each consultation by group and language; small groups are hidden."""
    found = []
    for consultation in published_consultations(session, process):
        counted: Participation = participation(session, consultation)
        if consultation.awaits_late and not consultation.is_taking_answers:
            found.append(Part(consultation, counted.total, NO_GROUPS, NO_GROUPS, has_groups=False))
            continue
        by_helix = suppress({key: n for key, n in counted.by_helix.items() if key}, process.minimum_cell)
        by_language = suppress(dict(counted.by_language), process.minimum_cell)
        found.append(Part(consultation, counted.total, by_helix, by_language))
    return found


@dataclass(frozen=True)
class CampFigures:
    """What a camp amounted to."""

    camp: Camp
    groups: int
    seats: int
    cards: int


def camp_figures(session: Session, process: Process) -> list[CampFigures]:
    """Working groups and their cards in sight, and taken seats of each camp; the plenary repeats what groups found."""
    found = []
    for camp in session.scalars(
        select(Camp).where(Camp.process_id == process.id, Camp.is_rehearsal.is_(False)).order_by(Camp.id)
    ):
        is_ours = (WorkingGroup.camp_id == camp.id, WorkingGroup.is_plenary.is_(False))
        groups = select(func.count()).where(*is_ours)
        seats = select(func.count()).where(Seat.camp_id == camp.id, Seat.taken_at.is_not(None))
        cards = (
            select(func.count(Card.id))
            .join(Board, Card.board_id == Board.id)
            .join(WorkingGroup, Board.group_id == WorkingGroup.id)
            .where(*is_ours, Card.in_sight())
        )
        numbers = [session.scalar(query) or 0 for query in (groups, seats, cards)]
        found.append(CampFigures(camp, *numbers))
    return found


def standing_sids(session: Session, process: Process) -> list[Sid]:
    """The candidates that were not withdrawn, in order."""
    mine = (Sid.process_id == process.id, Sid.is_withdrawn.is_(False))
    return list(session.scalars(select(Sid).where(*mine).order_by(Sid.position, Sid.id)))


def find_sid(session: Session, process: Process, public_id: str) -> Sid:
    """The domain of an address, of this process only."""
    found = session.scalar(select(Sid).where(Sid.process_id == process.id, Sid.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def published_shortlist(session: Session, process: Process) -> Shortlist | None:
    """The committee's decision, once it is public."""
    mine = Shortlist.process_id == process.id
    return session.scalar(select(Shortlist).where(mine, Shortlist.decided_at.is_not(None)))


def decisions_of(session: Session, shortlist: Shortlist) -> list[Decision]:
    """Kept domains in their order, then the others."""
    mine = Decision.shortlist_id == shortlist.id
    return list(
        session.scalars(select(Decision).where(mine).order_by(Decision.is_kept.desc(), Decision.position, Decision.id))
    )


def public_answer(session: Session, process: Process, answer_id: str) -> PublicAnswer:
    """An answer that may be read by everybody: one in an accepted theme that they may see, and that may be quoted.

    It comes as everybody may read it.
    """
    found = session.scalar(
        select(Answer)
        .join(Submission, Answer.submission_id == Submission.id)
        .join(Consultation, Submission.consultation_id == Consultation.id)
        .join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
        .where(
            Consultation.process_id == process.id,
            Answer.id == answer_id,
            Submission.may_quote,
            Theme.state == ThemeState.ACCEPTED,
            AnalysisRun.is_current,
            is_public(),
        )
        .limit(1)
    )
    shown = public_answers(session, [found]) if found is not None else {}
    if answer_id not in shown:
        raise NotFound()
    return shown[answer_id]


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
