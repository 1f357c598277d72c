"""Tables of the library of evidence."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId


class Evidence(HasPublicId, Base):
    """A document, an indicator or an interview on which challenges rest."""

    __tablename__ = "evidence"
    ref_type = "evidence"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[dict[str, str]]
    summary: Mapped[dict[str, str]] = mapped_column(default=dict)
    source: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(1000), default="")
    day: Mapped[date | None] = mapped_column(Date)  # of publication, or of the talk
    tags: Mapped[list[str]] = mapped_column(default=list)
    unit: Mapped[str] = mapped_column(String(80), default="")  # of an indicator
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    series: Mapped[list["EvidenceSeries"]] = relationship(
        order_by="EvidenceSeries.position", cascade="all, delete-orphan", passive_deletes=True
    )
    interview: Mapped["Interview | None"] = relationship(cascade="all, delete-orphan", passive_deletes=True)

    __mapper_args__ = {"version_id_col": version}


class EvidenceSeries(Base):
    """An indicator's values in one territory: period ("2017", "2017-Q2", "2017-05") to number."""

    __tablename__ = "evidence_series"
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"), index=True)
    territory: Mapped[str] = mapped_column(String(200))
    numbers: Mapped[dict[str, Any]]
    position: Mapped[int]


class Interview(Base):
    """Who said something, and what they agreed to. The notes are for those who prepare the challenges."""

    __tablename__ = "interview"
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"), unique=True)
    person: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    consent: Mapped[str] = mapped_column(String(16))
    notes: Mapped[str] = mapped_column(Text, default="")
    quotes: Mapped[list[str]] = mapped_column(default=list)
    language: Mapped[str] = mapped_column(String(2), default="en")  # of the quotes
