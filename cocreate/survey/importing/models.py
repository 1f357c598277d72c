"""The table of files that organisers bring: kept until they are taken in, then only what became of them."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from cocreate.core.db import Base, HasPublicId
from cocreate.core.jobs import Job
from cocreate.survey.models import Consultation


class ImportFile(HasPublicId, Base):
    """One file with a questionnaire or answers from elsewhere. Once it is taken in, its content is erased."""

    __tablename__ = "import_file"
    ref_type = "import_file"
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id", ondelete="CASCADE"), index=True)
    # Whose answers they are, or what was made of it:
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id", ondelete="SET NULL"))
    adds_answers: Mapped[bool] = mapped_column(default=False)  # to a consultation that was there before
    name: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(24))  # importing.formats.Format
    digest: Mapped[str] = mapped_column(String(64), index=True)  # SHA-256 of the content
    size: Mapped[int]  # bytes
    day: Mapped[date]
    title: Mapped[str] = mapped_column(String(300))  # of the consultation to be made
    language: Mapped[str] = mapped_column(String(2))  # of what stands in it
    wishes: Mapped[dict[str, str]] = mapped_column(default=dict)  # number of a column -> what somebody wants of it
    helix: Mapped[dict[str, str]] = mapped_column(default=dict)  # word of the helix column -> category
    is_done: Mapped[bool] = mapped_column(default=False)
    report: Mapped[dict[str, Any]] = mapped_column(default=dict)  # counts, and notes on what was not taken over
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    consultation: Mapped[Consultation | None] = relationship()
    job: Mapped[Job | None] = relationship()
