"""Tables of the fiche: evidence of a challenge, links between challenges, versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.process.evidence.models import Evidence
from cocreate.process.models import Challenge


class EvidenceUse(Base):
    """A piece of evidence on which a challenge rests, and what it shows."""

    __tablename__ = "evidence_use"
    __table_args__ = (UniqueConstraint("evidence_id", "challenge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id", ondelete="CASCADE"))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    evidence: Mapped[Evidence] = relationship(lazy="joined")


class ChallengeLink(HasPublicId, Base):
    """Two challenges that hang together, and why; the one made earlier stands first."""

    __tablename__ = "challenge_link"
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)
    ref_type = "challenge_link"
    one_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"))
    other_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    reason: Mapped[dict[str, str]]
    one: Mapped[Challenge] = relationship(foreign_keys=[one_id], lazy="joined")
    other: Mapped[Challenge] = relationship(foreign_keys=[other_id], lazy="joined")


class ChallengeVersion(Base):
    """What a challenge said at one time. A fixed version is one that somebody was asked about; it never changes."""

    __tablename__ = "challenge_version"
    __table_args__ = (UniqueConstraint("challenge_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    is_fixed: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any]]
