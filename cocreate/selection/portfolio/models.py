"""Tables of the portfolio: how strongly a candidate serves a challenge, and the moves that shaped the list."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.process.models import Challenge
from cocreate.selection.models import Sid


class SidChallenge(Base):
    """How strongly a candidate serves a challenge, as a person confirmed it; 0 says that it does not."""

    __tablename__ = "sid_challenge"
    __table_args__ = (UniqueConstraint("sid_id", "challenge_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    sid_id: Mapped[int] = mapped_column(ForeignKey("sid.id", ondelete="CASCADE"))
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id", ondelete="CASCADE"), index=True)
    strength: Mapped[int]  # rules.STRENGTHS
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)
    at: Mapped[datetime]
    challenge: Mapped[Challenge] = relationship()
    sid: Mapped[Sid] = relationship()


class SelectionMove(HasPublicId, Base):
    """A candidate was excluded, merged, split or made transversal, with a reason; taking it back leaves the row."""

    __tablename__ = "selection_move"
    ref_type = "selection_move"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(12))  # rules.MoveKind
    is_in_decision: Mapped[bool] = mapped_column(default=False)  # made in the draft of the decision, after scoring
    sources: Mapped[list[str]] = mapped_column(default=list)  # public ids of the candidates that were moved
    targets: Mapped[list[str]] = mapped_column(default=list)  # public ids of those that they became or went into
    reason: Mapped[dict[str, str]] = mapped_column(default=dict)  # by language; "und" where nobody said which
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)  # in the decision: the sources' choices until then
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    @property
    def said(self) -> dict[str, str] | str:
        """The reason as a page shows it: in its languages, or as it was written."""
        return self.reason.get("und") or self.reason

    @property
    def is_into_others(self) -> bool:
        """Whether its targets are candidates that were there before, rather than what the move made."""
        return self.is_in_decision and self.kind == "merge"
