"""What is found of what people said: themes, the answers behind them that may be quoted, cards of closed boards."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, not_, or_, select
from sqlalchemy.orm import Session, joinedload

from cocreate.camp.models import Board, Camp, Card, WorkingGroup
from cocreate.camp.models_session import Moderation
from cocreate.camp.rules import BoardState
from cocreate.process.models import Process
from cocreate.search.rules import Document, Kind, in_parts
from cocreate.search.sources.source import Refs, Source, some
from cocreate.survey.models import Answer, AnswerFlag, Consultation, Submission
from cocreate.survey.personal.gate import IN_A_STATEMENT, is_in_sight, public_answers
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.publishing import is_public
from cocreate.themes.rules import ThemeState


def _themes(session: Session, process: Process, refs: Refs, which: ColumnElement[bool]) -> Iterator[Document]:
    query = _shown_themes(process, select(Theme)).where(which)
    for row in session.scalars(some(query, Theme.public_id, refs)):
        yield Document(row.public_id, row.title, place=row.public_id)


def _shown_themes(process: Process, query: Select[Any]) -> Select[Any]:
    return (
        query.join(AnalysisRun, Theme.run_id == AnalysisRun.id)
        .join(Consultation, AnalysisRun.consultation_id == Consultation.id)
        .where(Consultation.process_id == process.id, AnalysisRun.is_current)
    )


def themes(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Those that everybody may see."""
    return _themes(session, process, refs, and_(Theme.state == ThemeState.ACCEPTED, is_public()))


def proposed_themes(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """For the team: those that nobody has decided about yet, and accepted ones whose time has not come."""
    is_early = and_(Theme.state == ThemeState.ACCEPTED, not_(is_public()))
    return _themes(session, process, refs, or_(Theme.state == ThemeState.PROPOSED, is_early))


def answers(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Answers in accepted themes, of those who agreed to be quoted, as everybody may read them."""
    behind = select(ThemeAnswer.answer_id).join(Theme, ThemeAnswer.theme_id == Theme.id)
    behind = _shown_themes(process, behind).where(Theme.state == ThemeState.ACCEPTED, is_public())
    query = (
        select(Answer.id)
        .join(Submission, Answer.submission_id == Submission.id)
        .where(Answer.id.in_(behind), Submission.may_quote, Submission.left_out == "", is_in_sight())
    )
    keys = session.scalars(some(query, Answer.id, refs)).all()
    for part in in_parts(keys, IN_A_STATEMENT):
        yield from _answers(session, part)


def _answers(session: Session, keys: Sequence[str]) -> Iterator[Document]:
    rows = session.scalars(select(Answer).where(Answer.id.in_(keys)).execution_options(populate_existing=False))
    for one in public_answers(session, rows).values():
        yield Document(one.id, {}, {one.text_language: one.text}, place=one.id)


def cards(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Cards in sight on closed boards."""
    query = (
        select(Card)
        .join(Board, Card.board_id == Board.id)
        .join(WorkingGroup, Board.group_id == WorkingGroup.id)
        .join(Camp, WorkingGroup.camp_id == Camp.id)
        .where(Camp.process_id == process.id, Camp.is_rehearsal.is_(False))
        .where(Board.state == BoardState.CLOSED.value, Card.in_sight())
        .options(joinedload(Card.board))
    )
    for row in session.scalars(some(query, Card.public_id, refs)):
        tags = " ".join(row.tags)
        body = {"": f"{row.text} {tags}".strip()}
        place, anchor = row.board.public_id, f"card-{row.public_id}"
        yield Document(row.public_id, {"": row.title}, body, place=place, anchor=anchor)


_boards = Board.__table__
_STATE = select(_boards.c.state).where(_boards.c.id == bindparam("board"))


def is_on_closed_board(session: Session, card: Any) -> bool:
    """A card on a board at work is not in the index: its many changes are of no interest."""
    state = session.connection().scalar(_STATE, {"board": card.board_id})
    return state in (None, BoardState.CLOSED)


THEME = {
    Theme: ("labels", "machine_labels", "state", "run_id"),
    AnalysisRun: ("is_current",),
    Consultation: ("erased_at", "state", "results_rule", "late_until", "late_ended_at"),
}
SOURCES = (
    Source("theme", Kind.THEME, "themes:public:view", "themes.show", themes, THEME, "theme_id"),
    Source(
        "theme_proposed",
        Kind.THEME,
        "themes:theme:view",
        "themes_manage.theme",
        proposed_themes,
        THEME,
        "theme_id",
    ),
    Source(
        "answer",
        Kind.ANSWER,
        "public:answer:view",
        "public.answer",
        answers,
        {
            Theme: ("state", "run_id"),
            AnalysisRun: ("is_current",),
            Consultation: ("erased_at", "state", "results_rule", "late_until", "late_ended_at"),
            ThemeAnswer: (),
            AnswerFlag: (),
            Submission: ("left_out", "may_quote"),
            Answer: ("text", "text_language", "has_text"),
        },
        "answer_id",
        ignores_new=frozenset({Submission, Answer}),
        new_of_known={AnswerFlag: "answer_id"},
    ),
    Source(
        "card",
        Kind.CARD,
        "camp:record:view",
        "camp.record",
        cards,
        {Board: ("state",), Camp: ("is_rehearsal",), Card: (), Moderation: ()},
        "board_id",
        concerns={Card: is_on_closed_board},
    ),
)
