"""Reads of cards: in lists, what they can rest on, where they came from, and what was made of a theme."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from cocreate.camp import queries
from cocreate.camp.models import Board, Camp, Card, CardFile, CardSource, CardVote, Seat, WorkingGroup, Zone
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rules import RoundKind
from cocreate.core.provenance import Relation, origins
from cocreate.process.models import Asset, Challenge, Process
from cocreate.process.rules import ChallengeState
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.personal.gate import PublicAnswer, public_answers
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.queries import quotes_of
from cocreate.themes.rules import ThemeState

MOST_THEMES, MOST_QUOTES = 30, 3


def assets(session: Session, process: Process) -> list[Asset]:
    """The strengths that the challenges of a process name."""
    listed = (Challenge.process_id == process.id, Challenge.state == ChallengeState.LISTED.value)
    named = select(Asset).join(Challenge, Asset.challenge_id == Challenge.id).where(*listed)
    return list(session.scalars(named.order_by(Challenge.position, Asset.position, Asset.id)))


def find_asset(session: Session, process: Process, public_id: str) -> Asset | None:
    """An asset of this process."""
    named = select(Asset).join(Challenge, Asset.challenge_id == Challenge.id)
    return session.scalar(named.where(Challenge.process_id == process.id, Asset.public_id == public_id))


def quotes(session: Session, process: Process, group: WorkingGroup) -> list[tuple[Theme, PublicAnswer]]:
    """The answers that show the accepted themes best; the themes of the group's challenge first."""
    themes = queries.citable_themes(session, process, group)[:MOST_THEMES]
    found = quotes_of(session, themes, most=MOST_QUOTES)
    return [(theme, answer) for theme in themes for answer in found[theme.id]]


def find_quotable(session: Session, process: Process, answer_id: str) -> PublicAnswer | None:
    """An answer in an accepted theme of this process whose writer agreed to be quoted, as everybody may read it."""
    found = session.scalar(
        select(Answer)
        .join(Submission, Answer.submission_id == Submission.id)
        .join(Consultation, Submission.consultation_id == Consultation.id)
        .join(ThemeAnswer, ThemeAnswer.answer_id == Answer.id)
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
        .where(Consultation.process_id == process.id, Answer.id == answer_id, AnalysisRun.is_current)
        .where(Theme.state == "accepted", Submission.may_quote, Submission.left_out == "")
        .limit(1)
    )
    return public_answers(session, [found]).get(answer_id) if found is not None else None


def find_file_of(session: Session, process: Process, public_id: str) -> CardFile | None:
    """A file on a board of this process."""
    return session.scalar(
        select(CardFile)
        .join(Board, CardFile.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .join(Camp, WorkingGroup.camp_id == Camp.id)
        .where(CardFile.public_id == public_id, Camp.process_id == process.id)
    )


def sees_file(session: Session, file: CardFile, seat: Seat | None, *, is_host: bool) -> bool:
    """Whether somebody who sees the board sees this file.

    On a private card its author does, on a hidden one those who run the camp, on none who brought it.
    """
    card = session.get(Card, file.card_id) if file.card_id is not None else None
    if card is None:
        return (file.seat_id is None and is_host) or (seat is not None and file.seat_id == seat.id)
    if card.is_hidden:
        return is_host
    return not card.is_private or (seat is not None and card.author_id == seat.id)


COUNTED = (RoundKind.DOTS, RoundKind.APPROVAL)  # a place, or a level of agreement, is no number of votes
Votes = dict[str, dict[str, str | int]]


def votes_of_origins(session: Session, plenary: Board) -> Votes:
    """By origin: its group, and the votes of the last round there that asked for it and is closed.

    Dots are not people: both are told, and how many voted. As in the result, these totals of a room are always shown,
    and nothing is told of families of the helix, which could be too small. Nothing of a round that is still open, and
    nothing of a card that its group does not see, or no longer.
    """
    origins = _origins(session, plenary)
    if not origins:
        return {}
    closed = (
        select(VotingRound.cards, VotingRound.kind, VotingRound.results, WorkingGroup.public_id)
        .join(Board, VotingRound.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .where(WorkingGroup.camp_id == plenary.group.camp_id, Board.id != plenary.id)
        .where(VotingRound.closed_at.is_not(None), VotingRound.kind.in_([kind.value for kind in COUNTED]))
        .order_by(VotingRound.position, VotingRound.id)
    )
    found: Votes = {}
    for cards, kind, results, group in session.execute(closed):
        for card in origins.intersection(cards):
            found[card] = {"group": group, "kind": kind, **_counted(results, card)}
    return found


def _counted(results: dict[str, Any], card: str) -> dict[str, int]:
    """The votes for a card, how many people they are of, and of how many who voted at all."""
    row = results["cards"][card]
    return {"votes": row["total"], "people": row["people"], "voted": results["base"]["voted"]}


def _origins(session: Session, plenary: Board) -> set[str]:
    """The cards of groups that cards of the plenary's board were copied from, as far as they are in sight there."""
    named = session.scalars(select(Card.parents).where(Card.board_id == plenary.id, Card.is_private.is_(False)))
    parents = {parent for some in named for parent in some}
    shown = (
        select(Card.public_id)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .where(WorkingGroup.camp_id == plenary.group.camp_id, Board.id != plenary.id)
        .where(Card.in_sight(), Card.is_hidden.is_(False), Card.public_id.in_(parents))
    )
    return set(session.scalars(shown))


def cards_citing(session: Session, process: Process, theme: Theme) -> list[Card]:
    """The cards in sight that rest on a theme, or on the theme that it was in an earlier reading, with their boards."""
    return list(
        session.scalars(
            select(Card)
            .join(CardSource, CardSource.card_id == Card.id)
            .join(Board, Card.board_id == Board.id)
            .join(WorkingGroup, Board.group_id == WorkingGroup.id)
            .join(Camp, WorkingGroup.camp_id == Camp.id)
            .where(Camp.process_id == process.id, CardSource.theme_id.in_(_lives(session, theme)), Card.in_sight())
            .order_by(WorkingGroup.position, Card.rank, Card.public_id)
            .options(joinedload(Card.board).joinedload(Board.group))
        ).unique()
    )


def _lives(session: Session, theme: Theme) -> list[int]:
    """The theme, and what it was called in the readings before."""
    ids, refs = [theme.id], [theme.ref]
    while refs:
        steps = [step for step in origins(session, *refs) if step.relation == Relation.COPIED_FROM]
        found = session.scalars(select(Theme).where(Theme.public_id.in_([step.source_id for step in steps])))
        before = [each for each in found if each.id not in ids]
        ids, refs = ids + [each.id for each in before], [each.ref for each in before]
    return ids


def sheets_with(session: Session, process: Process, theme: Theme) -> list[Board]:
    """The boards whose information sheet tells of a theme: those of its challenge's groups, once it is accepted."""
    if theme.state != ThemeState.ACCEPTED or theme.challenge_id is None:
        return []
    return list(
        session.scalars(
            select(Board)
            .join(WorkingGroup, Board.group_id == WorkingGroup.id)
            .join(Camp, WorkingGroup.camp_id == Camp.id)
            .where(Camp.process_id == process.id, WorkingGroup.challenge_id == theme.challenge_id)
            .where(Camp.is_rehearsal.is_(False))
            .order_by(WorkingGroup.position, Board.id)
            .options(joinedload(Board.group))
        )
    )


def uses_of_theme(session: Any, process: Any, theme: Any) -> tuple[str, dict[str, Any]] | None:
    """For the page of a theme: nothing, until there is something."""
    cards, sheets = cards_citing(session, process, theme), sheets_with(session, process, theme)
    return ("camp/uses_of_theme.html", {"cards": cards, "sheets": sheets}) if cards or sheets else None


@dataclass(frozen=True)
class CardLine:
    """A card in a list: of the camp, of the public record, for promoting."""

    card: Card
    zone: Zone
    group: WorkingGroup
    author: Seat | None
    author_group: WorkingGroup | None
    votes: int
    themes: tuple[Theme, ...]


def cards_of_camp(session: Session, camp: Camp, *, with_removed: bool = False) -> list[CardLine]:
    """All cards of a camp by group, zone and rank."""
    return _card_lines(session, WorkingGroup.camp_id == camp.id, with_removed)


def cards_of_board(session: Session, board: Board, *, with_removed: bool = False) -> list[CardLine]:
    """All cards of a board by zone and rank."""
    return _card_lines(session, Card.board_id == board.id, with_removed)


def _card_lines(session: Session, which: Any, with_removed: bool) -> list[CardLine]:
    votes = select(CardVote.card_id, func.count().label("votes")).group_by(CardVote.card_id).subquery()
    author_group = aliased(WorkingGroup)
    rows = session.execute(
        select(Card, Zone, WorkingGroup, Seat, author_group, func.coalesce(votes.c.votes, 0))
        .join(Zone, Card.zone_id == Zone.id)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .outerjoin(Seat, Card.author_id == Seat.id)
        .outerjoin(author_group, Seat.group_id == author_group.id)
        .outerjoin(votes, votes.c.card_id == Card.id)
        .where(which, and_(Card.is_private.is_(False), Card.is_hidden.is_(False)) if with_removed else Card.in_sight())
        .order_by(WorkingGroup.position, WorkingGroup.id, Zone.position, Card.rank, Card.public_id)
    ).all()
    cited: dict[int, list[Theme]] = {}
    sources = (
        select(CardSource.card_id, Theme)
        .join(Theme, CardSource.theme_id == Theme.id)
        .join(Card, CardSource.card_id == Card.id)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .where(which)
        .order_by(CardSource.id)
    )
    for card_id, theme in session.execute(sources):
        cited.setdefault(card_id, []).append(theme)
    return [
        CardLine(card, zone, group, author, of, count, tuple(cited.get(card.id, ())))
        for card, zone, group, author, of, count in rows
    ]
