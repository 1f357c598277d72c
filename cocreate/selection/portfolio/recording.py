"""The list of moves: written by whatever moves a candidate, asked by whatever wants to take one back."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.db import Translated
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.selection.models import SelectionMove, Sid
from cocreate.selection.portfolio.rules import MoveKind
from cocreate.selection.rules import REASON_LIMIT


def record_move(
    session: Session,
    process: Process,
    kind: MoveKind,
    sources: Sequence[Sid],
    targets: Sequence[Sid] = (),
    *,
    reason: Translated | str,
    is_in_decision: bool = False,
    before: Mapping[str, Any] | None = None,
    public_id: str | None = None,
) -> SelectionMove:
    """Write a move down."""
    move = SelectionMove(
        process_id=process.id,
        kind=kind.value,
        is_in_decision=is_in_decision,
        sources=[sid.public_id for sid in sources],
        targets=[sid.public_id for sid in targets],
        reason=reason if isinstance(reason, dict) else {"und": reason.strip()[:REASON_LIMIT]} if reason else {},
        before=dict(before or {}),
        at=clock.now(),
    )
    if public_id:
        move.public_id = public_id
    session.add(move)
    session.flush()
    return move


def made_before(session: Session, process: Process, public_id: str | None) -> SelectionMove | None:
    """The move that a form made when it was sent the first time."""
    if not public_id:
        return None
    mine = SelectionMove.process_id == process.id, SelectionMove.public_id == public_id
    return session.scalar(select(SelectionMove).where(*mine))


def checked_reason(reason: str) -> str:
    """A reason that can stand in the record."""
    if not reason.strip():
        raise Invalid("selection.candidate.needs_reason")
    if len(reason) > REASON_LIMIT:
        raise Invalid("too_long", limit=REASON_LIMIT)
    return reason.strip()


def checked_words(reason: Translated) -> Translated:
    """A reason in one language at least, for the record."""
    why = {code: text.strip() for code, text in reason.items() if text.strip()}
    if not why:
        raise Invalid("selection.candidate.needs_reason")
    if any(len(text) > REASON_LIMIT for text in why.values()):
        raise Invalid("too_long", limit=REASON_LIMIT)
    return why


def standing_moves(session: Session, process: Process) -> list[SelectionMove]:
    """The moves that were not taken back, oldest first."""
    rows = select(SelectionMove).where(SelectionMove.process_id == process.id, SelectionMove.undone_at.is_(None))
    return list(session.scalars(rows.order_by(SelectionMove.at, SelectionMove.id)))


def is_made_by_undone_move(session: Session, process: Process, sid: Sid) -> bool:
    """Whether a candidate was what a move made, and that move was taken back: it has no origins any more."""
    rows = select(SelectionMove).where(SelectionMove.process_id == process.id, SelectionMove.undone_at.is_not(None))
    made = {MoveKind.MERGE, MoveKind.SPLIT}
    return any(move.kind in made and sid.public_id in move.targets for move in session.scalars(rows))


def take_back_exclusion(session: Session, process: Process, sid: Sid) -> None:
    """A candidate came back: the move that took it off the list does not stand any more."""
    for move in standing_moves(session, process):
        if move.kind == MoveKind.EXCLUDE and not move.is_in_decision and move.sources == [sid.public_id]:
            move.undone_at = clock.now()
