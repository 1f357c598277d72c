"""Reads of what a card can rest on beside themes: assets, answers that may be quoted, files."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import queries
from cocreate.camp.models import Board, Camp, Card, Seat, WorkingGroup
from cocreate.camp.models_cards import CardFile
from cocreate.process.models import Asset, Challenge, Process
from cocreate.process.rules import ChallengeState
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.personal.gate import PublicAnswer, public_answers
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.queries import quotes_of

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
