"""Reads of files that organisers brought."""

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from cocreate.process.models import Process
from cocreate.survey.importing.models import ImportFile
from cocreate.survey.models import Consultation


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
