"""The table of names from a language model: what was asked of which model for one reading, and what can be used."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.core.jobs import Job
from cocreate.themes.models import AnalysisRun


class NameAsking(HasPublicId, Base):
    """One time that a language model was asked for names of a reading's themes. The latest finished one is shown."""

    __tablename__ = "name_asking"
    ref_type = "name_asking"
    run_id: Mapped[int] = mapped_column(ForeignKey("analysis_run.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    model: Mapped[str] = mapped_column(String(200))
    host: Mapped[str] = mapped_column(String(300))  # where the quotes went
    prompt_version: Mapped[str] = mapped_column(String(12), default="")
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    asked: Mapped[int] = mapped_column(default=0)  # themes
    sent: Mapped[int] = mapped_column(default=0)  # quotes
    names: Mapped[dict[str, Any]] = mapped_column(default=dict)  # public id of a theme -> {language: name}
    warnings: Mapped[dict[str, int]] = mapped_column(default=dict)  # code -> themes
    run: Mapped[AnalysisRun] = relationship()
    job: Mapped[Job | None] = relationship(lazy="joined")
