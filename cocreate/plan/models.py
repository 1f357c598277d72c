"""Tables of the action plan: axes, actions, the actors to mobilise, the SIDs an action serves."""

from sqlalchemy import Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.selection.models import Sid

action_sid = Table(
    "action_sid",
    Base.metadata,
    Column("action_id", ForeignKey("action.id", ondelete="CASCADE"), primary_key=True),
    Column("sid_id", ForeignKey("sid.id", ondelete="CASCADE"), primary_key=True),
)


class Axis(HasPublicId, Base):
    """A line of the action plan."""

    __tablename__ = "axis"
    ref_type = "axis"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(8))
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    position: Mapped[int]
    actions: Mapped[list["Action"]] = relationship(order_by="Action.position", back_populates="axis")


class Action(HasPublicId, Base):
    """One action, with the actors it needs."""

    __tablename__ = "action"
    ref_type = "action"
    axis_id: Mapped[int] = mapped_column(ForeignKey("axis.id", ondelete="CASCADE"), index=True)
    number: Mapped[str] = mapped_column(String(12))
    title: Mapped[dict[str, str]]
    description: Mapped[dict[str, str]] = mapped_column(default=dict)
    actors: Mapped[list[str]] = mapped_column(default=list)
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    axis: Mapped[Axis] = relationship(back_populates="actions")
    sids: Mapped[list[Sid]] = relationship(secondary=action_sid)

    __mapper_args__ = {"version_id_col": version}
