"""Reads of the matrix, named for what a screen needs."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.process.matrix.models import CellUse, MatrixCell
from cocreate.process.models import Challenge, Context, Process
from cocreate.process.queries import contexts_of
from cocreate.process.rules import ContextKind


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
