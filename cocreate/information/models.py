"""Tables of the information sheets: a sheet a challenge, own texts, versions, comments."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.accounts.models import User
from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Challenge


class InformationSheet(HasPublicId, Base):
    """The dossier of a challenge; its public id is its permanent address."""

    __tablename__ = "information_sheet"
    ref_type = "information_sheet"
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), unique=True)
    created_at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship(lazy="joined")


class SheetText(HasPublicId, Base):
    """People's own words at one place of a sheet, and the figures in them as they were when somebody wrote them."""

    __tablename__ = "sheet_text"
    __table_args__ = (UniqueConstraint("sheet_id", "language", "block", "slot"),)
    ref_type = "sheet_text"
    sheet_id: Mapped[int] = mapped_column(ForeignKey("information_sheet.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(2))
    block: Mapped[str] = mapped_column(String(40))
    slot: Mapped[str] = mapped_column(String(8))
    text: Mapped[str] = mapped_column(Text)
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)  # key -> {"value", "kind"}
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    written_at: Mapped[datetime]
    author: Mapped[User | None] = relationship()


class SheetVersion(HasPublicId, Base):
    """A sheet as it was at one time, in every language; it never changes, but it may be approved and published."""

    __tablename__ = "sheet_version"
    __table_args__ = (UniqueConstraint("sheet_id", "number"),)
    ref_type = "sheet_version"
    sheet_id: Mapped[int] = mapped_column(ForeignKey("information_sheet.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]  # language -> see composing.content_of
    kept_at: Mapped[datetime]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    sheet: Mapped[InformationSheet] = relationship(lazy="joined")
    kept_by: Mapped[User | None] = relationship(foreign_keys=[kept_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    published_by: Mapped[User | None] = relationship(foreign_keys=[published_by_id])


class SheetComment(HasPublicId, Base):
    """What somebody of the team or the committee remarked about a sheet, until it is settled."""

    __tablename__ = "sheet_comment"
    ref_type = "sheet_comment"
    sheet_id: Mapped[int] = mapped_column(ForeignKey("information_sheet.id", ondelete="CASCADE"), index=True)
    block: Mapped[str] = mapped_column(String(40), default="")  # "" is about the whole
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    author: Mapped[User | None] = relationship(foreign_keys=[author_id])
