"""Tables of the validation by the steering committee."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Challenge


class ChallengeValidation(HasPublicId, Base):
    """One time that a version of a challenge lay before the committee, and what it decided, for good."""

    __tablename__ = "challenge_validation"
    ref_type = "challenge_validation"
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[str] = mapped_column(String(12))
    asked_version: Mapped[int]  # number of the version that lay before the committee
    decided_version: Mapped[int | None]  # number of the version that was decided on
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    day: Mapped[date | None] = mapped_column(Date)
    present: Mapped[int | None]
    in_favour: Mapped[int | None]
    against: Mapped[int | None]
    abstained: Mapped[int | None]
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    challenge: Mapped[Challenge] = relationship(lazy="joined")
    comments: Mapped[list["ValidationComment"]] = relationship(
        order_by="ValidationComment.id", back_populates="validation", passive_deletes=True
    )


class ValidationComment(HasPublicId, Base):
    """What somebody of the committee remarks or wants changed, and the answer."""

    __tablename__ = "validation_comment"
    ref_type = "validation_comment"
    validation_id: Mapped[int] = mapped_column(ForeignKey("challenge_validation.id", ondelete="CASCADE"), index=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    answered: Mapped[str] = mapped_column(String(12), default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    is_answered_late: Mapped[bool] = mapped_column(default=False)  # after the decision, so the committee did not know
    validation: Mapped[ChallengeValidation] = relationship(back_populates="comments")
    author: Mapped[User | None] = relationship(lazy="joined")
