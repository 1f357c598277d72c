"""What a camp made of a theme: the information sheets that lay it on the table, and the cards that rest on it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate.camp.models import Board, Camp, Card, CardSource, WorkingGroup
from cocreate.core.provenance import Relation, origins
from cocreate.process.models import Process
from cocreate.themes.models import Theme
from cocreate.themes.rules import ThemeState


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
