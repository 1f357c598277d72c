"""Tables of notices: who follows what, what somebody is told of, and how each person wishes to hear of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.core.ids import public_id
from cocreate.process.models import Process


class Follower(HasPublicId, Base):
    """An address without an account that hears of what is public in one process; erased when its person leaves."""

    __tablename__ = "follower"
    __table_args__ = (UniqueConstraint("process_id", "email"),)
    ref_type = "follower"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    frequency: Mapped[str] = mapped_column(String(8))  # rules.Frequency
    process: Mapped[Process] = relationship()
    follows: Mapped[list["Follow"]] = relationship(back_populates="follower", passive_deletes=True)


class Follow(HasPublicId, Base):
    """Somebody hears of what happens in a process, or to one thing in it. An address counts once it was confirmed."""

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("user_id", "process_id", "item_type", "item"),
        UniqueConstraint("follower_id", "item_type", "item"),
        CheckConstraint("(user_id IS NULL) <> (follower_id IS NULL)", name="one_reader"),
    )
    ref_type = "follow"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    follower_id: Mapped[int | None] = mapped_column(ForeignKey("follower.id", ondelete="CASCADE"))
    item_type: Mapped[str] = mapped_column(String(20), default="")  # rules.Item; "" is the process itself
    item: Mapped[str] = mapped_column(String(16), default="")  # its public id
    since: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    process: Mapped[Process] = relationship()
    follower: Mapped[Follower | None] = relationship(back_populates="follows")


class Notice(HasPublicId, Base):
    """Something that somebody is told of: a person with an account, or an address that follows a process."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("user_id", "key"),
        UniqueConstraint("follower_id", "key"),
        CheckConstraint("(user_id IS NULL) <> (follower_id IS NULL)", name="one_reader"),
        Index("ix_notice_user_id_read_at", "user_id", "read_at"),
    )
    ref_type = "notice"
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    follower_id: Mapped[int | None] = mapped_column(ForeignKey("follower.id", ondelete="CASCADE"))
    process_id: Mapped[int | None] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))  # core.telling.Kind
    text: Mapped[str] = mapped_column(String(500))  # as the source says it, in English
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    path: Mapped[str] = mapped_column(String(300))
    permission: Mapped[str] = mapped_column(String(60))  # that the page at this path asks for
    key: Mapped[str] = mapped_column(String(160), default=public_id)  # nobody is told twice under the same
    made_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None] = mapped_column(index=True)  # since then no mail will tell of it (again)
    mail: Mapped[str] = mapped_column(String(16), default="", server_default="")  # id of the mail that told it
    process: Mapped[Process | None] = relationship()


class NoticeWish(Base):
    """How a person wishes to hear of one kind, where that is not the usual way."""

    __tablename__ = "notice_wish"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    is_shown: Mapped[bool]
    mail: Mapped[str] = mapped_column(String(8))  # rules.Frequency


class NoticeHours(Base):
    """When the mails of a person leave, where that is not the usual hour."""

    __tablename__ = "notice_hours"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    hour: Mapped[int]
    weekday: Mapped[int]


class CalendarLink(Base):
    """How often somebody made a new secret link to the own calendar; the earlier ones have ended."""

    __tablename__ = "calendar_link"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int]
