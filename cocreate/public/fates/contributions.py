"""The texts of consultations, grouped by all that decides their fate: a handful of groups, however many answers.

The database groups; what a group's fate is, `rules` says. So the sums are the same sentence as a single answer's page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, and_, case, cast, func, literal, select
from sqlalchemy.orm import Session

from cocreate.camp.commands.moderating import Moderated
from cocreate.camp.models import Camp, Card, CardReference, CardSource, Seat
from cocreate.camp.models_session import Moderation
from cocreate.camp.rules import ReferenceKind
from cocreate.process.models import Process
from cocreate.public.fates.graph import Graph, cards_of
from cocreate.public.fates.rules import Fate, Mark, fate_of_answer, fate_of_card
from cocreate.public.models import FateDecision, FateMark
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.personal.moderating import is_moderated
from cocreate.themes.matching.models import Statement
from cocreate.themes.models import AnalysisRun, CampaignCopy, Theme, ThemeAnswer, UnplacedAnswer
from cocreate.themes.rules import ThemeState

PLACE = 1 << 40  # above all numbers of themes: the place of a theme among those of an answer stands before its number


@dataclass(frozen=True)
class Group:
    """Answers that all have the same fate, and how many they are."""

    question_id: int
    helix: str
    is_left_out: bool
    is_moderated: bool
    theme_id: int | None  # the theme that decides: an accepted one before one left aside, one left aside before others
    origin_id: int | None  # a theme of this answer that people merged into another
    elder_id: int | None  # its theme in a reading before
    is_copy: bool  # its campaign counts once
    is_sorted: bool  # a person set a statement of it with a challenge
    unplaced: str
    mark: Mark | None
    count: int


@dataclass(frozen=True)
class ThemeStand:
    """As much of a theme as decides the fate of its answers."""

    state: str
    is_answered: bool = False
    root: int | None = None  # of a merged theme, or of one of an earlier reading: what it became in the end


Stands = Mapping[int, ThemeStand]


def groups_of(session: Session, process: Process) -> list[Group]:
    """All texts of the process's consultations."""
    facts = _facts(process)
    counted = facts.add_columns(func.count().label("number")).group_by(*facts.selected_columns)
    return [_group(row, row.number) for row in session.execute(counted)]


def facts_of(session: Session, process: Process, answers: Sequence[str]) -> dict[str, Group]:
    """The same of a few texts, each a group of its own."""
    facts = _facts(process, answers).add_columns(Answer.id.label("answer"))
    return {row.answer: _group(row, 1) for row in session.execute(facts)}


def _group(row: Any, count: int) -> Group:
    return Group(
        question_id=row.question_id,
        helix=row.helix,
        is_left_out=bool(row.is_left_out),
        is_moderated=bool(row.is_moderated),
        theme_id=row.code % PLACE if row.code is not None else None,
        origin_id=row.origin,
        elder_id=row.elder,
        is_copy=bool(row.is_copy),
        is_sorted=bool(row.is_sorted),
        unplaced=row.unplaced or "",
        mark=Mark(row.act, row.reason) if row.act else None,
        count=count,
    )


def themes_behind(group: Group, stands: Stands) -> list[int]:
    """The theme of a group's answers, and the themes with these answers that became it: what rests on them, too."""
    if group.theme_id is None or group.theme_id not in stands:
        return []
    grown = [key for key in (group.origin_id, group.elder_id) if key is not None and key in stands]
    return [group.theme_id, *(key for key in grown if stands[key].root == group.theme_id)]


def fate_of(group: Group, stands: Stands) -> Fate:
    """The fate of every answer in a group."""
    behind = themes_behind(group, stands)
    return fate_of_answer(
        is_left_out=group.is_left_out,
        is_moderated=group.is_moderated,
        theme=stands[behind[0]].state if behind else "",
        is_merged=group.is_copy or (bool(behind) and group.origin_id in behind[1:]),
        is_sorted=group.is_sorted,
        is_theme_answered=any(stands[key].is_answered for key in behind),
        mark=group.mark,
    )


def contributions(process: Process) -> Select[Any]:
    """Keys of all texts that people wrote in the consultations of a process."""
    return (
        select(Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .join(Consultation, Submission.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, Answer.has_text)
    )


def _facts(process: Process, only: Sequence[str] | None = None) -> Select[Any]:
    homes, placed = homes_of(process, only), unplaced_of(process, only)
    copies, decided = _copies(process, only), sorted_of(process, only)
    texts = contributions(process)
    return (
        (texts if only is None else texts.where(Answer.id.in_(only)))
        .outerjoin(homes, homes.c.answer_id == Answer.id)
        .outerjoin(copies, copies.c.answer_id == Answer.id)
        .outerjoin(decided, decided.c.answer_id == Answer.id)
        .outerjoin(placed, placed.c.answer_id == Answer.id)
        .outerjoin(FateMark, FateMark.answer_id == Answer.id)
        .outerjoin(FateDecision, FateMark.decision_id == FateDecision.id)
        .with_only_columns(
            Answer.question_id,
            Submission.helix,
            (Submission.left_out != "").label("is_left_out"),
            is_moderated(Answer.id).label("is_moderated"),
            homes.c.code,
            homes.c.origin,
            homes.c.elder,
            copies.c.answer_id.is_not(None).label("is_copy"),
            decided.c.answer_id.is_not(None).label("is_sorted"),
            placed.c.reason.label("unplaced"),
            FateDecision.act,
            FateDecision.reason,
            maintain_column_froms=True,
        )
    )


def homes_of(process: Process, only: Sequence[str] | None = None) -> FromClause:
    """Answer -> the theme that decides its fate, as place and number in one, and two themes that may have become it."""
    is_main, is_now = ThemeAnswer.is_main, AnalysisRun.is_current
    place: ColumnElement[int] = case(
        (Theme.state == ThemeState.ACCEPTED, case((is_main, 0), else_=1)),
        (Theme.state == ThemeState.REJECTED, case((is_main, 2), else_=4)),
        (Theme.state == ThemeState.PROPOSED, case((is_main, 3), else_=5)),
    )
    code = cast(place, BigInteger) * literal(PLACE, BigInteger) + Theme.id
    merged = and_(is_now, Theme.state == ThemeState.MERGED)
    rows = (
        select(
            ThemeAnswer.answer_id,
            func.min(case((is_now, code))).label("code"),
            func.max(case((merged, Theme.id))).label("origin"),
            func.max(case((~is_now, Theme.id))).label("elder"),
        )
        .join(Theme, ThemeAnswer.theme_id == Theme.id)
        .join(AnalysisRun, Theme.run_id == AnalysisRun.id)
        .join(Consultation, AnalysisRun.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, *_among(ThemeAnswer.answer_id, only))
    )
    return rows.group_by(ThemeAnswer.answer_id).subquery("homes")


def current_runs(process: Process) -> Select[Any]:
    """The readings whose themes are shown."""
    mine = select(AnalysisRun.id).join(Consultation, AnalysisRun.consultation_id == Consultation.id)
    return mine.where(Consultation.process_id == process.id, AnalysisRun.is_current)


def sorted_of(process: Process, only: Sequence[str] | None = None) -> FromClause:
    """Answers of which a person set a statement with a challenge, or said that it is new."""
    mine = select(Statement.answer_id).join(Consultation, Statement.consultation_id == Consultation.id)
    ours = (Consultation.process_id == process.id, Statement.verdict != "", *_among(Statement.answer_id, only))
    return mine.where(*ours).distinct().subquery("sorted")


def unplaced_of(process: Process, only: Sequence[str] | None = None) -> FromClause:
    """Answers that the current readings left in no theme, and why."""
    ours = (UnplacedAnswer.run_id.in_(current_runs(process)), *_among(UnplacedAnswer.answer_id, only))
    return select(UnplacedAnswer.answer_id, UnplacedAnswer.reason).where(*ours).subquery("unplaced")


def _copies(process: Process, only: Sequence[str] | None) -> FromClause:
    ours = (CampaignCopy.run_id.in_(current_runs(process)), *_among(CampaignCopy.answer_id, only))
    return select(CampaignCopy.answer_id).where(*ours).distinct().subquery("copies")


def _among(column: Any, only: Sequence[str] | None) -> tuple[ColumnElement[bool], ...]:
    return () if only is None else (column.in_(only),)


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
    own = [card, *_other_copies(card, graph)]
    return fate_of_card(
        is_moderated=is_moderated,
        is_promoted=any(each.is_promoted for each in own),
        went_on=any(each.went_into for each in own),
        is_removed=card.is_removed,
        mark=marks.get(card.id),
    )


def _other_copies(card: Card, graph: Graph) -> list[Card]:
    """The same card on another board, such as the plenary's."""
    made = [graph.cards[ref] for ref in graph.later.get(card.ref, ()) if ref in graph.cards]
    return [each for each in made if each.parents == [card.public_id] and each.public_id not in card.went_into]
