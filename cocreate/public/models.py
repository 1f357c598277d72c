"""Tables of the public record: news, documents, versions, open data, the population, and what became of texts."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import NO_ORDER, Base, HasPublicId
from cocreate.core.ids import random_key
from cocreate.process.models import Process


class RecordDocument(HasPublicId, Base):
    """One document, whatever its version."""

    __tablename__ = "record_document"
    ref_type = "record_document"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    created_at: Mapped[datetime]
    versions: Mapped[list["DocumentVersion"]] = relationship(
        order_by="DocumentVersion.number.desc()", cascade="all, delete-orphan", passive_deletes=True, lazy="selectin"
    )

    @property
    def newest(self) -> "DocumentVersion":
        """The version to read."""
        return self.versions[0]


class DocumentVersion(Base):
    """One version, whose file never changes; one that was withdrawn has no content."""

    __tablename__ = "record_document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("record_document.id", ondelete="CASCADE"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))  # of the file
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]  # bytes
    hash: Mapped[str] = mapped_column(String(64))  # SHA-256
    changes: Mapped[dict[str, str]] = mapped_column(default=dict)  # what is new in it
    published_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class RecordEdition(Base):
    """What the record said when it was kept."""

    __tablename__ = "record_edition"
    __table_args__ = (UniqueConstraint("process_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))  # SHA-256 of the content, see facts.sealed
    made_at: Mapped[datetime]


@event.listens_for(RecordEdition, "before_update")
def _keep(*_: Any) -> None:
    raise RuntimeError("a version of the record never changes")


class NewsPost(HasPublicId, Base):
    """A few words for everybody who follows a process."""

    __tablename__ = "news_post"
    ref_type = "news"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    title: Mapped[dict[str, str]]
    body: Mapped[dict[str, str]] = mapped_column(default=dict)
    happens_at: Mapped[datetime | None]  # of an event
    place: Mapped[str] = mapped_column(String(200), default="")  # of an event
    published_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class DataRelease(HasPublicId, Base):
    """One numbered version of a process's open data."""

    __tablename__ = "data_release"
    __table_args__ = (UniqueConstraint("process_id", "number"),)
    ref_type = "data_release"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    licence: Mapped[str] = mapped_column(String(40))
    hash: Mapped[str] = mapped_column(String(64))  # of all rows, see package.content_hash
    tables: Mapped[list[Any]] = mapped_column(default=list)  # {name, title, description, rows}
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)  # why it was withdrawn
    process: Mapped[Process] = relationship()
    files: Mapped[list["DataFile"]] = relationship(
        order_by="DataFile.name", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def is_withdrawn(self) -> bool:
        """Whether its files are gone."""
        return self.withdrawn_at is not None


class DataFile(Base):
    """One file of a release, packed."""

    __tablename__ = "data_file"
    __table_args__ = (UniqueConstraint("release_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("data_release.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]  # bytes, unpacked
    hash: Mapped[str] = mapped_column(String(64))  # SHA-256, unpacked
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # zlib


class Population(Base):
    """Shares of the population by one attribute."""

    __tablename__ = "population"
    __table_args__ = (UniqueConstraint("process_id", "attribute"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"))
    attribute: Mapped[str] = mapped_column(String(12))  # rules.Attribute
    shares: Mapped[dict[str, Any]] = mapped_column(default=dict)  # category -> percent
    source: Mapped[str] = mapped_column(String(300))
    url: Mapped[str] = mapped_column(String(500), default="")
    year: Mapped[int | None]
    changed_at: Mapped[datetime]


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
