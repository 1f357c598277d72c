"""Whom the population consists of, as organisers tell it with a source."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base


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
