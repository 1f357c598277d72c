"""A search by meaning: the worker has the encoder, so the question waits in a row until it is answered."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.core.jobs import Job
from cocreate.survey.models import Consultation


class AnswerSearch(HasPublicId, Base):
    """What somebody looked for, and the answers nearest to it; kept for a day."""

    __tablename__ = "answer_search"
    ref_type = "answer_search"
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id", ondelete="CASCADE"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    words: Mapped[str] = mapped_column(String(300))
    found: Mapped[list[Any]] = mapped_column(default=list)  # [[answer, nearness], …], nearest first
    at: Mapped[datetime]
    consultation: Mapped[Consultation] = relationship()
    job: Mapped[Job | None] = relationship(lazy="joined")
