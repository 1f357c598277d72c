"""Versions of the record. None of them ever changes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base


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
