"""The matching matrix: where megatrends meet regional priorities, challenges are found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.core import audit, provenance
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import ProvenanceLink, Relation
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.commands import add_challenge
from cocreate.process.models import CellUse, Challenge, Context, ContextPoint, MatrixCell, Process
from cocreate.process.queries import contexts_of
from cocreate.process.rules import ChallengeState, ContextKind


@dataclass(frozen=True)
class Matrix:
    """Megatrends down, priorities across under their transitions, and the cells that say something."""

    megatrends: list[Context]
    transitions: list[Context]
    cells: dict[tuple[int, int], MatrixCell]  # (megatrend, priority) -> cell

    @property
    def size(self) -> int:
        """How many cells there could be."""
        return len(self.megatrends) * sum(len(row.points) for row in self.transitions)

    @property
    def ordered(self) -> list[MatrixCell]:
        """The cells as they are read, from left to right and down."""
        return [
            cell
            for megatrend in self.megatrends
            for transition in self.transitions
            for point in transition.points
            if (cell := self.cells.get((megatrend.id, point.id)))
        ]

    @property
    def unused(self) -> list[MatrixCell]:
        """Cells that no challenge came from."""
        return [cell for cell in self.ordered if not cell.challenges]

    def behind(self, challenge: Challenge) -> list[MatrixCell]:
        """The cells that a challenge came from."""
        return [cell for cell in self.ordered if challenge in cell.challenges]


def matrix_of(session: Session, process: Process) -> Matrix:
    """The whole matrix of a process."""
    found = contexts_of(session, process)
    cells = session.scalars(select(MatrixCell).where(MatrixCell.process_id == process.id)).unique()
    return Matrix(
        megatrends=found.get(ContextKind.MEGATREND, []),
        transitions=found.get(ContextKind.TRANSITION, []),
        cells={(cell.megatrend_id, cell.priority_id): cell for cell in cells},
    )


def cells_behind(session: Session, challenge: Challenge) -> list[MatrixCell]:
    """The cells that a challenge came from, the strongest first."""
    mine = select(MatrixCell).join(CellUse).where(CellUse.challenge_id == challenge.id)
    return list(session.scalars(mine.order_by(MatrixCell.strength.desc(), MatrixCell.id)).unique())


STRONGEST = 3


def fill_cell(
    session: Session,
    actor: Actor,
    process: Process,
    megatrend: Context,
    priority: ContextPoint,
    *,
    strength: int,
    reason: Translated,
    version: int = 0,
) -> MatrixCell | None:
    """Say how much a megatrend has to do with a priority, and why; strength 0 empties the cell."""
    _check_sides(process, megatrend, priority)
    cell = find_meeting(session, megatrend, priority)
    if (cell.version if cell else 0) != version:
        raise Conflict("changed_meanwhile")
    if strength == 0:
        _empty(session, actor, process, cell)
        return None
    if not 0 < strength <= STRONGEST:
        raise Invalid("matrix.strength", most=STRONGEST)
    if not reason:
        raise Invalid("matrix.reason")
    if cell is None:
        cell = MatrixCell(process_id=process.id, megatrend=megatrend, priority=priority, strength=0)
        session.add(cell)
    cell.strength, cell.reason = strength, reason
    session.flush()
    audit.record(session, actor, "process:matrix:fill", cell.ref, process=process.public_id, strength=strength)
    return cell


def _empty(session: Session, actor: Actor, process: Process, cell: MatrixCell | None) -> None:
    if cell is None:
        return
    if session.scalar(select(CellUse.id).where(CellUse.cell_id == cell.id).limit(1)):
        raise Conflict("matrix.used")
    session.delete(cell)
    audit.record(session, actor, "process:matrix:empty", cell.ref, process=process.public_id)
    session.flush()


def draft_challenge(
    session: Session,
    actor: Actor,
    process: Process,
    cells: Sequence[MatrixCell],
    *,
    title: Translated,
    description: Translated,
    form_token: str = "",
) -> Challenge:
    """A draft challenge from cells; nobody but insiders sees it until it is validated. The same form makes it once."""
    if not cells:
        raise Invalid("matrix.no_cells")
    draft = add_challenge(
        session,
        actor,
        process,
        title=title,
        description=description,
        form_token=form_token,
        state=ChallengeState.DRAFT,
    )
    use_cells(session, actor, process, draft, cells)
    return draft


def use_cells(
    session: Session, actor: Actor, process: Process, challenge: Challenge, cells: Iterable[MatrixCell]
) -> None:
    """Write down that a challenge came from these cells, too."""
    known = set(session.scalars(select(CellUse.cell_id).where(CellUse.challenge_id == challenge.id)))
    for cell in cells:
        if cell.id in known:
            continue
        session.add(CellUse(cell_id=cell.id, challenge_id=challenge.id))
        provenance.link(
            session,
            actor,
            source=cell.ref,
            target=challenge.ref,
            relation=Relation.PROMOTED_FROM,
            process=process.public_id,
        )
        audit.record(
            session, actor, "process:matrix:use", cell.ref, process=process.public_id, challenge=challenge.public_id
        )
    session.flush()
    session.expire_all()


def release_cell(session: Session, actor: Actor, process: Process, challenge: Challenge, cell: MatrixCell) -> None:
    """Take it back that a challenge came from a cell; the audit trail keeps that it was said."""
    session.execute(delete(CellUse).where(CellUse.cell_id == cell.id, CellUse.challenge_id == challenge.id))
    session.execute(
        delete(ProvenanceLink).where(
            ProvenanceLink.source_type == cell.ref_type,
            ProvenanceLink.source_id == cell.public_id,
            ProvenanceLink.target_type == challenge.ref_type,
            ProvenanceLink.target_id == challenge.public_id,
        )
    )
    audit.record(
        session, actor, "process:matrix:release", cell.ref, process=process.public_id, challenge=challenge.public_id
    )
    session.flush()
    session.expire_all()


def find_meeting(session: Session, megatrend: Context, priority: ContextPoint) -> MatrixCell | None:
    """The cell in which the two meet, if it is filled."""
    return session.scalar(
        select(MatrixCell).where(MatrixCell.megatrend_id == megatrend.id, MatrixCell.priority_id == priority.id)
    )


def find_cells(session: Session, process: Process, public_ids: Iterable[str]) -> list[MatrixCell]:
    """The cells that a form names, of this process only."""
    mine = select(MatrixCell).where(MatrixCell.process_id == process.id, MatrixCell.public_id.in_(list(public_ids)))
    return list(session.scalars(mine.order_by(MatrixCell.id)).unique())


def _check_sides(process: Process, megatrend: Context, priority: ContextPoint) -> None:
    if megatrend.process_id != process.id or megatrend.kind != ContextKind.MEGATREND:
        raise NotFound()
    if priority.id in {point.id for point in megatrend.points}:
        raise NotFound()
