"""Tables of what comes before a camp: who registered, and proposals of groups with what people made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.camp.models import Camp, Seat
from cocreate.core.db import Base, HasPublicId


class Registration(HasPublicId, Base):
    """Somebody who wants to take part. Erased some weeks after the camp; the seat stays, without what was told here."""

    __tablename__ = "camp_registration"
    __table_args__ = (UniqueConstraint("camp_id", "email"),)
    ref_type = "camp_registration"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(254))  # lower case; None: entered by hand without one
    language: Mapped[str] = mapped_column(String(2), default="en")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    helix: Mapped[str] = mapped_column(String(16), default="")
    gender: Mapped[str] = mapped_column(String(12), default="")  # rules.Gender, voluntary
    wishes: Mapped[list[str]] = mapped_column(default=list)  # public ids of groups, best first
    note: Mapped[str] = mapped_column(String(500), default="")  # what the organisers should know
    state: Mapped[str] = mapped_column(String(12), default="waiting")  # rules.RegistrationState
    seat_id: Mapped[int | None] = mapped_column(ForeignKey("seat.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    camp: Mapped[Camp] = relationship()
    seat: Mapped[Seat | None] = relationship()


class GroupingProposal(HasPublicId, Base):
    """Who the machine would put where, and apart from it what people made of that, until and after they accept it."""

    __tablename__ = "camp_grouping"
    ref_type = "camp_grouping"
    camp_id: Mapped[int] = mapped_column(ForeignKey("camp.id", ondelete="CASCADE"), index=True)
    seed: Mapped[int]
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)  # weights, rounds, versions: enough to make it again
    proposed: Mapped[dict[str, str]] = mapped_column(default=dict)  # public ids: seat -> group; never changed
    changed: Mapped[dict[str, str]] = mapped_column(default=dict)  # the same, with what people moved
    objective: Mapped[float]  # of what was proposed
    made_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    camp: Mapped[Camp] = relationship()

    __mapper_args__ = {"version_id_col": version}
