"""Reads for the public record."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.analysis.disclosure import HIDDEN, SafeList, suppress
from cocreate.camp.models import Board, Camp, Card, Seat, WorkingGroup
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.selection.models import Decision, Shortlist, Sid
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.personal.gate import PublicAnswer, public_answers
from cocreate.survey.queries import Participation, participation, published_consultations
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.publishing import is_public
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
