"""Tables of open data: releases with their files, which never change; one can be withdrawn, and then says why."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Process


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
