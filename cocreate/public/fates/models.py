"""Tables of what people decide about contributions, and of who wants to be told that there is news."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import NO_ORDER, Base, HasPublicId
from cocreate.core.ids import random_key


class FateDecision(HasPublicId, Base):
    """One reply to, or one setting aside of, some contributions; taken back, the row stays and says when."""

    __tablename__ = "fate_decision"
    ref_type = "fate_decision"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(12))  # rules.Act
    reason: Mapped[str] = mapped_column(String(16), default="")  # rules.Reason, of what is set aside
    words: Mapped[dict[str, str]] = mapped_column(default=dict)  # the reply, or a note to the reason: for everybody
    size: Mapped[int]  # contributions or themes that it was made about
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    decided_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class FateMark(Base):
    """That a decision is about one answer, one card or one theme, each of which at most one decision is about."""

    __tablename__ = "fate_mark"
    __table_args__ = (
        CheckConstraint(
            "(answer_id IS NOT NULL AND card_id IS NULL AND theme_id IS NULL)"
            " OR (answer_id IS NULL AND card_id IS NOT NULL AND theme_id IS NULL)"
            " OR (answer_id IS NULL AND card_id IS NULL AND theme_id IS NOT NULL)",
            name="one_subject",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("fate_decision.id", ondelete="CASCADE"), index=True)
    answer_id: Mapped[str | None] = mapped_column(ForeignKey("answer.id", ondelete="CASCADE"), unique=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("card.id", ondelete="CASCADE"), unique=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("theme.id", ondelete="CASCADE"), unique=True)


class FateWatch(Base):
    """An address to which one mail goes when there is news: kept apart from all answers, erased with that mail.

    No hour and no order, as for answers, so that nobody can tell whose sheet came with which address.
    """

    __tablename__ = "fate_watch"
    __table_args__ = (UniqueConstraint("process_id", "email"), NO_ORDER)
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=random_key)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))  # lower case
    language: Mapped[str] = mapped_column(String(2))
    last_day: Mapped[date]  # erased after it, news or not
