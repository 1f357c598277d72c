"""The table of steps."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from cocreate.core.db import Base, HasPublicId


class StepKind(StrEnum):
    """What people do to themes."""

    RENAME = "rename"
    ACCEPT = "accept"
    REJECT = "reject"
    REOPEN = "reopen"
    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"


class ThemeStep(HasPublicId, Base):
    """One step of one person, with what it touched before and after; texts of answers are not in it."""

    __tablename__ = "theme_step"
    __table_args__ = (UniqueConstraint("run_id", "number"),)
    ref_type = "theme_step"
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"))
    number: Mapped[int]  # within the run, in the order in which they were made
    kind: Mapped[str] = mapped_column(String(12))  # StepKind
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime]
    # {"themes": {id: decision}, "answers": {id: {"rows": […], "reason": …, "found_in": […]}}}
    before: Mapped[dict[str, Any]] = mapped_column(default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made: Mapped[int | None]  # number of the theme that the step made
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))

    @property
    def touched(self) -> set[str]:
        """Numbers of the themes and keys of the answers that it changed or made."""
        return {*self.after.get("themes", {}), *self.after.get("answers", {})}
