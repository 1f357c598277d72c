"""The table of opinion groups: one reading of the votes on one question."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.core.jobs import Job
from cocreate.survey.models import Question


class OpinionReading(HasPublicId, Base):
    """Who votes alike on a question's statements, with all that is needed to repeat it. The latest one is shown."""

    __tablename__ = "opinion_reading"
    ref_type = "opinion_reading"
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    seed: Mapped[int]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    # Groups, statements and counts as `jobs.stored` makes them; nothing in it says which sheet stands where.
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_public: Mapped[bool] = mapped_column(default=False)  # people decided to show it with the results
    question: Mapped[Question] = relationship()
    job: Mapped[Job | None] = relationship()
