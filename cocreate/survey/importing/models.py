"""Files that organisers bring, and their reads: kept until they are taken in, then only what became of them."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload, undefer

from cocreate.core.db import Base, HasPublicId
from cocreate.core.jobs import Job
from cocreate.process.models import Process
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


def find_import(session: Session, process: Process, public_id: str) -> ImportFile | None:
    """The file of an address, with its content and the consultation it is for."""
    return session.scalar(
        select(ImportFile)
        .where(ImportFile.process_id == process.id, ImportFile.public_id == public_id)
        .options(
            undefer(ImportFile.content),
            joinedload(ImportFile.job),
            joinedload(ImportFile.consultation).selectinload(Consultation.questions),
        )
    )


def imports_of(session: Session, process: Process) -> list[ImportFile]:
    """The last files of a process, newest first."""
    return list(
        session.scalars(
            select(ImportFile)
            .where(ImportFile.process_id == process.id)
            .order_by(ImportFile.id.desc())
            .limit(100)
            .options(selectinload(ImportFile.consultation), joinedload(ImportFile.job))
        )
    )


def files_beside(session: Session, consultation: Consultation, row: ImportFile) -> list[ImportFile]:
    """What came into a consultation after a file, out of the same archive."""
    later = (ImportFile.consultation_id == consultation.id, ImportFile.id > row.id)
    return list(session.scalars(select(ImportFile).where(*later).order_by(ImportFile.id)))


def same_file(session: Session, process: Process, row: ImportFile) -> ImportFile | None:
    """The same file, taken in before."""
    return session.scalar(
        select(ImportFile)
        .where(
            ImportFile.process_id == process.id,
            ImportFile.digest == row.digest,
            ImportFile.is_done.is_(True),
            ImportFile.id != row.id,
        )
        .order_by(ImportFile.id.desc())
        .limit(1)
        .options(joinedload(ImportFile.consultation))
    )
