"""What is not processed yet, in lists that an organiser can work through: texts by why they wait, and cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from cocreate.camp.models import Card
from cocreate.process.models import Process, ValidationComment
from cocreate.process.validations import unanswered_changes
from cocreate.public.fates.contributions import PLACE, contributions, homes_of, sorted_of, unplaced_of
from cocreate.public.fates.counting import Whole
from cocreate.public.fates.rules import FateKind
from cocreate.public.models import FateDecision, FateMark
from cocreate.survey.models import Answer, Submission
from cocreate.survey.personal.moderating import is_moderated
from cocreate.themes.models import Theme
from cocreate.themes.rules import ThemeState

PAGE = 25
PROPOSED_FROM = 3 * PLACE  # places of themes that nobody decided about are 3 and 5


class Why(StrEnum):
    """Why a text waits; CARDS stands for the cards of camps, PROPOSALS for changes proposed for challenges."""

    THEME = "theme"  # nobody decided about its theme
    NO_OPINION = "no_opinion"
    EMPTY = "empty"
    OTHER = "other"
    NOT_PROCESSED = "not_processed"
    UNREAD = "unread"  # no machine has read it
    CARDS = "cards"
    PROPOSALS = "proposals"


@dataclass(frozen=True)
class Waiting:
    """One page of a list, how long it is, and how long the others are."""

    why: Why
    answers: Sequence[Answer]
    cards: Sequence[Card]
    proposals: Sequence[ValidationComment]  # answered where the committee's remarks are
    pages: int
    counts: dict[Why, int]

    @property
    def total(self) -> int:
        """All in this list."""
        return self.counts.get(self.why, 0)


def waiting_page(session: Session, whole: Whole, why: Why | None, page: int) -> Waiting:
    """A page of the list that was asked for, or of the first that has something."""
    counts = waiting_counts(whole)
    chosen = why or next((each for each in Why if counts[each]), Why.THEME)
    pages = max(1, -(-counts[chosen] // PAGE))
    start = (page - 1) * PAGE
    if chosen is Why.CARDS:
        cards = [each.card for each in whole.cards if each.fate.kind is FateKind.WAITING]
        return Waiting(chosen, (), cards[start : start + PAGE], (), pages, counts)
    if chosen is Why.PROPOSALS:
        remarks = session.scalars(unanswered_changes(whole.process).limit(PAGE).offset(start)).all()
        return Waiting(chosen, (), (), remarks, pages, counts)
    ids = waiting_answers(whole, chosen).order_by(Answer.question_id, Answer.id).limit(PAGE).offset(start)
    rows = session.scalars(
        select(Answer).where(Answer.id.in_(ids.subquery().select())).options(joinedload(Answer.question))
    )
    answers = sorted(rows, key=lambda answer: (answer.question_id, answer.id))
    return Waiting(chosen, answers, (), (), pages, counts)


def waiting_counts(whole: Whole) -> dict[Why, int]:
    """How many wait, by why."""
    found = dict.fromkeys(Why, 0)
    for group, fate in whole.groups:
        if fate.kind is FateKind.WAITING:
            found[_why(group.theme_id, group.unplaced)] += group.count
    found[Why.CARDS] = sum(each.fate.kind is FateKind.WAITING for each in whole.cards)
    found[Why.PROPOSALS] = sum(number for fate, number in whole.proposals.items() if fate.kind is FateKind.WAITING)
    return found


def _why(theme_id: int | None, unplaced: str) -> Why:
    if theme_id is not None:
        return Why.THEME
    return Why(unplaced) if unplaced else Why.UNREAD


def waiting_answers(whole: Whole, why: Why) -> Select[Any]:
    """Keys of the texts in one list; the same texts whose fate `rules` calls waiting."""
    process = whole.process
    homes, decided, placed = homes_of(process), sorted_of(process), unplaced_of(process)
    answered = [key for key, stand in whole.stands.items() if stand.is_answered]
    query = (
        contributions(process)
        .outerjoin(homes, homes.c.answer_id == Answer.id)
        .outerjoin(decided, decided.c.answer_id == Answer.id)
        .outerjoin(placed, placed.c.answer_id == Answer.id)
        .outerjoin(FateMark, FateMark.answer_id == Answer.id)
        .where(Submission.left_out == "", decided.c.answer_id.is_(None), FateMark.id.is_(None))
        .where(~is_moderated(Answer.id))
    )
    if why is Why.THEME:
        proposed = _theme(homes).in_(_proposed(whole, answered))
        return query.where(homes.c.code >= PROPOSED_FROM, proposed, ~_is_answered_before(whole, homes, answered))
    nowhere = query.where(homes.c.code.is_(None))
    return nowhere.where(placed.c.reason.is_(None) if why is Why.UNREAD else placed.c.reason == why.value)


def _theme(homes: FromClause) -> ColumnElement[int]:
    return homes.c.code.op("%", return_type=BigInteger())(PLACE)


def _is_answered_before(whole: Whole, homes: FromClause, answered: Sequence[int]) -> ColumnElement[bool]:
    """Whether somebody replied to a theme with this text that became its theme."""
    roots = [(key, whole.stands[key].root) for key in answered if whole.stands[key].root is not None]
    grown = (func.coalesce(homes.c.origin, 0), func.coalesce(homes.c.elder, 0))
    return or_(false(), *(and_(_theme(homes) == root, was == key) for key, root in roots for was in grown))


def _proposed(whole: Whole, answered: Sequence[int]) -> list[int]:
    return [
        theme.id
        for theme in whole.graph.themes.values()
        if theme.state == ThemeState.PROPOSED and theme.id not in answered
    ]


@dataclass(frozen=True)
class Made:
    """A decision, and how many contributions or themes it still is about."""

    decision: FateDecision
    standing: int


def decisions_made(session: Session, process: Process, most: int = 50) -> list[Made]:
    """The latest first."""
    marks = select(FateMark.decision_id, func.count().label("number")).group_by(FateMark.decision_id).subquery()
    rows = session.execute(
        select(FateDecision, func.coalesce(marks.c.number, 0))
        .outerjoin(marks, marks.c.decision_id == FateDecision.id)
        .where(FateDecision.process_id == process.id)
        .order_by(FateDecision.id.desc())
        .limit(most)
    )
    return [Made(decision, number) for decision, number in rows]


def themes_to_answer(whole: Whole) -> list[tuple[Theme, bool]]:
    """The themes that stand, largest first, each with whether somebody replied to it."""
    return [
        (theme, whole.stands[theme.id].is_answered)
        for theme in whole.graph.themes.values()
        if theme.state != ThemeState.MERGED
    ]
