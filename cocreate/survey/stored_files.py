"""Reads of files: documents that a consultation offers, and files that were handed in with its sheets."""

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, undefer

from cocreate.survey.models import Consultation, Document, Upload

OFFERED = select(Document).where(Document.consultation_id == bindparam("about")).order_by(Document.id)


def documents_of(session: Session, consultation: Consultation) -> list[Document]:
    """What a consultation offers, in the order it was added, without the content."""
    return list(session.scalars(OFFERED, {"about": consultation.id}))


def documents_with_content(session: Session, consultation: Consultation) -> list[Document]:
    """The same with the content."""
    return list(session.scalars(OFFERED.options(undefer(Document.content)), {"about": consultation.id}))


def number_of_documents(session: Session, consultation: Consultation) -> int:
    """How many documents a consultation offers."""
    return session.scalar(select(func.count()).where(Document.consultation_id == consultation.id)) or 0


def find_document(session: Session, consultation: Consultation, public_id: str) -> Document | None:
    """One of them."""
    return session.scalar(
        select(Document).where(Document.consultation_id == consultation.id, Document.public_id == public_id)
    )


def uploads_of(session: Session, consultation: Consultation, *, page: int, size: int) -> list[Upload]:
    """Files of sent sheets, in the order of their random keys, which tells nothing of when they came."""
    return list(
        session.scalars(
            select(Upload)
            .where(Upload.consultation_id == consultation.id, Upload.submission_id.is_not(None))
            .order_by(Upload.id)
            .offset((page - 1) * size)
            .limit(size)
        )
    )


def number_of_uploads(session: Session, consultation: Consultation) -> int:
    """How many files came with sent sheets."""
    sent = Upload.submission_id.is_not(None)
    return session.scalar(select(func.count()).where(Upload.consultation_id == consultation.id, sent)) or 0


def find_upload(session: Session, consultation: Consultation, upload_id: str) -> Upload | None:
    """One of them; a file whose sheet was never sent is nobody's to see."""
    return session.scalar(
        select(Upload).where(
            Upload.consultation_id == consultation.id, Upload.id == upload_id, Upload.submission_id.is_not(None)
        )
    )
