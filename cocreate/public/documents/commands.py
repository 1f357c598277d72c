"""Writes of documents: offer one, offer a newer version, withdraw a version."""

from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid, NotFound
from cocreate.process.models import Process
from cocreate.public.models import DocumentVersion, RecordDocument
from cocreate.survey import filetypes

MEGABYTES = 20
MOST = 200  # documents of a process


def documents_of(session: Session, process: Process) -> list[RecordDocument]:
    """The newest first, with their versions and without the content."""
    mine = select(RecordDocument).where(RecordDocument.process_id == process.id)
    return list(session.scalars(mine.order_by(RecordDocument.id.desc())))


def find_document(session: Session, process: Process, public_id: str) -> RecordDocument:
    """The one of an address, of this process only."""
    mine = select(RecordDocument).where(RecordDocument.process_id == process.id)
    found = session.scalar(mine.where(RecordDocument.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def find_version(document: RecordDocument, number: int) -> DocumentVersion:
    """One of its versions."""
    found = next((row for row in document.versions if row.number == number), None)
    if found is None:
        raise NotFound()
    return found


def offer_document(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    title: Translated,
    name: str,
    content: bytes,
    public_id: str | None = None,
) -> RecordDocument:
    """A document with its first version; the same form sent twice offers it once."""
    if public_id is not None:
        known = session.scalar(select(RecordDocument).where(RecordDocument.public_id == public_id))
        if known is not None:
            if known.process_id != process.id:
                raise NotFound()
            return known
    file = filetypes.taken(name, content, tuple(filetypes.KNOWN), MEGABYTES)
    count = session.scalar(select(func.count()).where(RecordDocument.process_id == process.id)) or 0
    if count >= MOST:
        raise Invalid("public.document.too_many", limit=MOST)
    made = RecordDocument(process_id=process.id, title=title or {"en": file.name}, created_at=clock.now())
    if public_id is not None:
        made.public_id = public_id
    made.versions = [_version(file, 1, {})]
    session.add(made)
    session.flush()
    audit.record(session, actor, "public:document:offer", made.ref, process=process.public_id, hash=made.newest.hash)
    return made


def renew_document(
    session: Session,
    actor: Actor,
    process: Process,
    document: RecordDocument,
    *,
    name: str,
    content: bytes,
    changes: Translated,
) -> DocumentVersion:
    """A newer version; the same file as the newest again is no version."""
    session.execute(select(RecordDocument.id).where(RecordDocument.id == document.id).with_for_update())
    session.refresh(document, ["versions"])
    file = filetypes.taken(name, content, tuple(filetypes.KNOWN), MEGABYTES)
    made = _version(file, document.newest.number + 1, changes)
    if (document.newest.hash, document.newest.withdrawn_at) == (made.hash, None):
        return document.newest
    document.versions.insert(0, made)
    session.flush()
    audit.record(
        session,
        actor,
        "public:document:renew",
        document.ref,
        process=process.public_id,
        number=made.number,
        hash=made.hash,
    )
    return made


def withdraw_version(
    session: Session, actor: Actor, process: Process, document: RecordDocument, version: DocumentVersion
) -> None:
    """Erase the file of a version; that there was one, and its fingerprint, stay."""
    if version.withdrawn_at is not None:
        return
    version.withdrawn_at, version.content = clock.now(), b""
    audit.record(
        session, actor, "public:document:withdraw", document.ref, process=process.public_id, number=version.number
    )
    session.flush()


def _version(file: filetypes.FileTaken, number: int, changes: Translated) -> DocumentVersion:
    return DocumentVersion(
        number=number,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        hash=sha256(file.content).hexdigest(),
        changes=changes,
        published_at=clock.now(),
        content=file.content,
    )
