"""Tables of the score sheets: rounds of scoring, sheets handed in, conflicts of interest, private notes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.db import Base, HasPublicId
from cocreate.selection.models import Sid


class ScoringRound(HasPublicId, Base):
    """A time in which members score; a second one follows a discussion and begins with everybody's own marks."""

    __tablename__ = "scoring_round"
    __table_args__ = (UniqueConstraint("criteria_set_id", "number"),)
    ref_type = "scoring_round"
    criteria_set_id: Mapped[int] = mapped_column(ForeignKey("criteria_set.id", ondelete="CASCADE"))
    number: Mapped[int]  # from 1 on; `Score.round` is this number
    purpose: Mapped[dict[str, str]] = mapped_column(default=dict)  # why there is another round
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)  # reports.proposal_report, at closing
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)  # closing.facts_of, at closing: sheets, confidence


class ScoreSheet(Base):
    """That a member handed in a sheet in a round; empty again when the member took it back."""

    __tablename__ = "score_sheet"
    __table_args__ = (UniqueConstraint("round_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("scoring_round.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    submitted_at: Mapped[datetime | None]


class ConflictOfInterest(HasPublicId, Base):
    """A member's conflict of interest with a candidate: while it stands, the member's marks of it do not count."""

    __tablename__ = "conflict_of_interest"
    __table_args__ = (UniqueConstraint("sid_id", "member_id"),)
    ref_type = "conflict"
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # rules.ConflictKind
    words: Mapped[str] = mapped_column(String(1000), default="")
    is_own: Mapped[bool]  # declared by the member, not by an organiser
    declared_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]  # declared by mistake, and taken back
    sid: Mapped[Sid] = relationship()
    member: Mapped[User] = relationship()


class PrivateNote(Base):
    """A member's own words on a candidate and a criterion, shown to nobody else, ever."""

    __tablename__ = "private_note"
    __table_args__ = (UniqueConstraint("sid_id", "criterion_id", "member_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(String(2000))
