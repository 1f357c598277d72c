"""Documents that organisers offer, with every version that there was."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId


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
