"""Reads of the record, and of the three orders that a decision is held against."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.evidence import evidence_of
from cocreate.selection.models import Shortlist, Sid
from cocreate.selection.record.models import DecisionRecord
from cocreate.selection.record.rules import (
    Order,
    RecordState,
    as_choice,
    camp_order,
    committee_order,
    respondents_order,
)
from cocreate.selection.room.queries import MotionOutcome, motions_of, outcome_of
from cocreate.selection.room.rules import MotionKind
from cocreate.selection.rules import Choice
from cocreate.survey import queries as survey_queries
from cocreate.survey.kinds import kind_of
from cocreate.survey.kinds.base import RankingSummary
from cocreate.survey.rules import QuestionKind

WHOLE = (selectinload(DecisionRecord.signatures), selectinload(DecisionRecord.chair))


def records_of(session: Session, shortlist: Shortlist) -> list[DecisionRecord]:
    """All records of a selection, the first one first."""
    rows = select(DecisionRecord).where(DecisionRecord.shortlist_id == shortlist.id).order_by(DecisionRecord.number)
    return list(session.scalars(rows.options(*WHOLE)))


def published_records(session: Session, shortlist: Shortlist) -> list[DecisionRecord]:
    """Those that everybody may read; the last one holds."""
    return [row for row in records_of(session, shortlist) if row.state == RecordState.PUBLISHED]


def open_record(session: Session, shortlist: Shortlist) -> DecisionRecord | None:
    """The record that is being prepared or signed; there is one at most."""
    return next((row for row in records_of(session, shortlist) if row.state != RecordState.PUBLISHED), None)


def is_drawn_up_since(session: Session, process: Process, since: datetime) -> bool:
    """Whether a decision was drawn up for signing, or taken, after that moment."""
    mine = select(Shortlist.id).outerjoin(DecisionRecord).where(Shortlist.process_id == process.id)
    later = (DecisionRecord.drawn_up_at >= since) | (Shortlist.decided_at >= since)
    return session.scalar(mine.where(later).limit(1)) is not None


def find_published(session: Session, process: Process, public_id: str) -> DecisionRecord | None:
    """A published record of this process."""
    mine = Shortlist.process_id == process.id, DecisionRecord.public_id == public_id
    rows = select(DecisionRecord).join(Shortlist).where(*mine, DecisionRecord.published_at.is_not(None))
    return session.scalar(rows.options(*WHOLE))


def find_anywhere(session: Session, public_id: str) -> DecisionRecord | None:
    """A published record of any process, for the command line."""
    rows = select(DecisionRecord).where(DecisionRecord.public_id == public_id, DecisionRecord.published_at.is_not(None))
    return session.scalar(rows.options(*WHOLE))


def draft_of(session: Session, shortlist: Shortlist) -> list[Choice]:
    """What the committee has on its sheet: of an amendment that is open, else of the first decision."""
    record = open_record(session, shortlist)
    if record is not None and record.choices:
        return [as_choice(said) for said in record.choices]
    return [
        Choice(
            sid=row.sid.public_id,
            is_kept=row.is_kept,
            position=row.position,
            reason=row.reason,
            final_title=row.final_title,
            is_transversal=row.is_transversal,
            taken_up_in=tuple(row.taken_up_in),
            note=row.note,
        )
        for row in queries.decisions_of(session, shortlist)
    ]


def carried_motions(session: Session, process: Process) -> list[MotionOutcome]:
    """Motions of the committee's meetings that were carried, the last first; a show of hands binds nobody."""
    closed = (outcome_of(session, motion) for motion in reversed(motions_of(session, process)))
    return [told for told in closed if told is not None and told.is_carried and told.kind != MotionKind.HANDS]


@dataclass(frozen=True)
class Respondents:
    """How the respondents of a consultation ranked the challenges, and which candidates serve these."""

    answered: int = 0
    shares: Mapping[str, float] = field(default_factory=dict)  # challenge → share of comparisons won
    links: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # candidate → challenge → strength


def respondents_of(session: Session, process: Process, sids: Sequence[Sid]) -> Respondents:
    """From the last consultation with public results that asked for an order of the challenges, if enough gave one."""
    for consultation in survey_queries.consultations_of(session, process):
        if not consultation.has_public_results:
            continue
        for question in consultation.active_questions:
            if question.kind != QuestionKind.RANK_CHALLENGES:
                continue
            ground = survey_queries.ground_for(session, consultation)
            rows = survey_queries.counted(session, consultation).rows.get(question.id, [])
            summary = kind_of(question).summarise(question, rows, ground)
            assert isinstance(summary, RankingSummary)
            answered = round(summary.answered)
            if answered >= process.minimum_cell and summary.sums is not None:
                return Respondents(answered, _shares(summary), _served(session, process, sids))
    return Respondents()


def _shares(summary: RankingSummary) -> dict[str, float]:
    from cocreate.analysis.choice.counting import borda_shares  # SciPy behind it is heavy, and most pages never rank

    assert summary.sums is not None
    shares = borda_shares(summary.sums)
    return {
        str(item): round(float(share), 6)
        for item, share in zip(summary.sums.items, shares, strict=True)
        if not math.isnan(share)  # nobody compared it
    }


def _served(session: Session, process: Process, sids: Sequence[Sid]) -> dict[str, dict[str, float]]:
    """How many cards behind each candidate came from the working group of which challenge."""
    found: dict[str, dict[str, float]] = {}
    evidence = evidence_of(session, process, sids)
    for sid in sids:
        served = found.setdefault(sid.public_id, {})
        for line in evidence[sid.id].cards:
            if line.group.challenge is not None:
                key = line.group.challenge.public_id
                served[key] = served.get(key, 0.0) + 1.0
    return found


@dataclass(frozen=True)
class ThreeOrders:
    """The orders that there are, and what they were made from."""

    orders: tuple[Order, ...]
    respondents: Respondents
    size: int  # how many places the shortlist has

    @property
    def asked(self) -> tuple[Order, ...]:
        """Those of others than the committee."""
        return tuple(order for order in self.orders if order.key != "committee")


def three_orders(session: Session, process: Process, shortlist: Shortlist) -> ThreeOrders:
    """Respondents', the camp's and the committee's order; one that nobody gave is not there."""
    told = shortlist.proposal
    sids = [line.sid for line in queries.score_table(session, process)]
    latest = queries.latest_results(session, process)
    respondents = respondents_of(session, process, sids)
    orders = (
        respondents_order(respondents.answered, respondents.shares, respondents.links),
        camp_order(latest[1] if latest is not None else {}),
        committee_order(told),
    )
    live = {sid.public_id for sid in sids}
    shown = tuple(
        Order(order.key, order.base, {key: score for key, score in order.scores.items() if key in live})
        for order in orders
    )
    return ThreeOrders(tuple(order for order in shown if order.places), respondents, told["size"])
