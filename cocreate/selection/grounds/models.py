"""Tables of the grounds: kept versions of the criteria, and what the members say that the criteria weigh."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base, HasPublicId


class CriteriaVersion(HasPublicId, Base):
    """The criteria with their words and weights as they were from one moment on; never changed."""

    __tablename__ = "criteria_version"
    __table_args__ = (UniqueConstraint("criteria_set_id", "number"),)
    ref_type = "criteria_version"
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id", ondelete="CASCADE"))
    number: Mapped[int]  # 1 for the first
    at: Mapped[datetime]
    said: Mapped[dict[str, Any]]  # versions.snapshot
    hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of `said`


class Weighing(HasPublicId, Base):
    """The committee says what the criteria weigh, each member alone and unseen until it is closed."""

    __tablename__ = "weighing"
    __table_args__ = (UniqueConstraint("criteria_set_id", "number"),)
    ref_type = "weighing"
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id", ondelete="CASCADE"))
    number: Mapped[int]  # the one with the highest counts
    method: Mapped[str] = mapped_column(String(8))  # rules.WeighMethod: direct | points | swing
    keys: Mapped[list[str]]  # of the criteria, fixed at the opening
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(8), default="")  # rules.Outcome: pooled | other, once decided
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)  # why other weights than the members'


class MemberWeighing(Base):
    """One member's weights; sending again replaces them while the weighing is open."""

    __tablename__ = "member_weighing"
    __table_args__ = (UniqueConstraint("weighing_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    weighing_id: Mapped[int] = mapped_column(ForeignKey("weighing.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    given: Mapped[dict[str, Any]]  # criterion key -> [weight, lowest, highest that the member could live with]
    at: Mapped[datetime]
