"""Tables of the matching matrix."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Challenge, Context, ContextPoint


class MatrixCell(HasPublicId, Base):
    """A megatrend and a regional priority that have to do with each other: how much, and why."""

    __tablename__ = "matrix_cell"
    __table_args__ = (UniqueConstraint("megatrend_id", "priority_id"),)
    ref_type = "matrix_cell"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    megatrend_id: Mapped[int] = mapped_column(ForeignKey("context.id", ondelete="CASCADE"))
    priority_id: Mapped[int] = mapped_column(ForeignKey("context_point.id", ondelete="CASCADE"))
    strength: Mapped[int]  # 1 to 3
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    version: Mapped[int] = mapped_column(default=1)
    megatrend: Mapped[Context] = relationship(lazy="joined")
    priority: Mapped[ContextPoint] = relationship(lazy="joined")
    challenges: Mapped[list[Challenge]] = relationship(secondary="cell_use", lazy="selectin", viewonly=True)

    __mapper_args__ = {"version_id_col": version}


class CellUse(Base):
    """A challenge that came from a cell."""

    __tablename__ = "cell_use"
    __table_args__ = (UniqueConstraint("cell_id", "challenge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("matrix_cell.id", ondelete="CASCADE"))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
