"""Tables of moderation: cases with their reports, decisions with their reasons, appeals, and an organisation's list."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId


class ModerationReason(HasPublicId, Base):
    """A reason that an organisation wrote, or rewrote, for its list; what it did not touch stays as we propose it."""

    __tablename__ = "moderation_reason"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)
    ref_type = "moderation_reason"
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(40))
    title: Mapped[dict[str, str]]
    help: Mapped[dict[str, str]] = mapped_column(default=dict)
    is_listed: Mapped[bool] = mapped_column(default=True)  # False: no longer given, and still told where it was
    position: Mapped[int] = mapped_column(default=0)


class ModerationCase(HasPublicId, Base):
    """One contribution that somebody reported or took up, and how it stands."""

    __tablename__ = "moderation_case"
    __table_args__ = (
        UniqueConstraint("process_id", "kind", "subject"),
        Index("ix_moderation_case_waiting", "process_id", "is_waiting"),
    )
    ref_type = "moderation_case"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))  # rules.Kind
    subject: Mapped[str] = mapped_column(String(40))  # public id, or an answer's key
    standing: Mapped[str] = mapped_column(String(8), default="shown")  # rules.Standing
    is_waiting: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[datetime]  # or opened again, by a new report
    version: Mapped[int] = mapped_column(default=1)
    reports: Mapped[list["ModerationReport"]] = relationship(
        order_by="ModerationReport.id", back_populates="case", passive_deletes=True
    )
    decisions: Mapped[list["ModerationDecision"]] = relationship(
        order_by="ModerationDecision.id", back_populates="case", passive_deletes=True
    )

    __mapper_args__ = {"version_id_col": version}


class ModerationReport(HasPublicId, Base):
    """That somebody thinks that something should not be published."""

    __tablename__ = "moderation_report"
    ref_type = "moderation_report"
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(40))  # key of the list
    note: Mapped[str] = mapped_column(Text, default="")
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    case: Mapped[ModerationCase] = relationship(back_populates="reports")


class ModerationDecision(HasPublicId, Base):
    """What was decided about one contribution, and why; taken back, it stays and says when."""

    __tablename__ = "moderation_decision"
    ref_type = "moderation_decision"
    case_id: Mapped[int] = mapped_column(ForeignKey("moderation_case.id", ondelete="CASCADE"), index=True)
    batch: Mapped[str] = mapped_column(String(16), index=True)  # decided with one press of a button
    verdict: Mapped[str] = mapped_column(String(8))  # rules.Verdict
    reason: Mapped[str] = mapped_column(String(40), default="")  # key of the list, of what is hidden or edited
    reason_title: Mapped[dict[str, str]] = mapped_column(default=dict)  # as it read then, if the organisation wrote it
    note: Mapped[str] = mapped_column(Text, default="")  # for whoever wrote the contribution
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what has to be put back; no words of people
    hash_before: Mapped[str] = mapped_column(String(64), default="")  # of the words, when it was decided
    hash_after: Mapped[str] = mapped_column(String(64), default="")
    waited: Mapped[int] = mapped_column(default=0)  # seconds since the case was opened
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    case: Mapped[ModerationCase] = relationship(back_populates="decisions")
    appeal: Mapped["ModerationAppeal | None"] = relationship(back_populates="decision", passive_deletes=True)


class ModerationAppeal(HasPublicId, Base):
    """Whoever wrote something asks that somebody else looks again; once for a decision."""

    __tablename__ = "moderation_appeal"
    ref_type = "moderation_appeal"
    decision_id: Mapped[int] = mapped_column(ForeignKey("moderation_decision.id", ondelete="CASCADE"), unique=True)
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(8), default="")  # rules.Outcome
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    answered_at: Mapped[datetime | None]
    decision: Mapped[ModerationDecision] = relationship(back_populates="appeal")


class ModerationLearning(HasPublicId, Base):
    """What a program learnt from decisions when somebody asked it, and how right it would have been."""

    __tablename__ = "moderation_learning"
    ref_type = "moderation_learning"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    hidden: Mapped[int]  # decisions that it learnt from, by what they were
    kept: Mapped[int]
    precision: Mapped[float | None]  # analysis.text.unwanted
    recall: Mapped[float]
    seed: Mapped[int]
    made_at: Mapped[datetime]


class ModerationSuggestion(Base):
    """How alike a contribution is to what was hidden: a hint for people, and never a decision."""

    __tablename__ = "moderation_suggestion"
    __table_args__ = (UniqueConstraint("learning_id", "kind", "subject"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    learning_id: Mapped[int] = mapped_column(ForeignKey("moderation_learning.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(40))
    score: Mapped[float]  # 0 to 1
