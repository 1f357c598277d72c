"""Documents that organisers offer beside the questions: background to read, a picture of a question."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.survey import filetypes, stored_files
from cocreate.survey.models import Consultation, Document

MOST_DOCUMENTS = 40


def add_document(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    *,
    name: str,
    content: bytes,
    title: Mapping[str, str] | None = None,
) -> Document:
    """Offer a document; without a title it goes by its name. The same content under the same name is there already."""
    file = filetypes.taken(name, content, tuple(filetypes.KNOWN))
    for known in stored_files.documents_with_content(session, consultation):
        if (known.name, known.content) == (file.name, file.content):
            return known
    if stored_files.number_of_documents(session, consultation) >= MOST_DOCUMENTS:
        raise Invalid("survey.document.too_many", limit=MOST_DOCUMENTS)
    made = Document(
        consultation_id=consultation.id,
        name=file.name,
        title=dict(title or {}),
        media_type=file.media_type,
        size=len(content),
        content=content,
    )
    session.add(made)
    session.flush()
    process = consultation.process.public_id
    audit.record(session, actor, "survey:document:add", made.ref, process=process, media_type=made.media_type)
    return made


def remove_document(session: Session, actor: Actor, consultation: Consultation, document: Document) -> None:
    """Offer it no longer; while a question shows it, it stays."""
    if any(document.public_id in shown_by(question.options) for question in consultation.questions):
        raise Conflict("survey.document.in_use")
    ref = document.ref
    session.delete(document)
    session.flush()
    audit.record(session, actor, "survey:document:remove", ref, process=consultation.process.public_id)


def shown_by(options: Mapping[str, object]) -> set[str]:
    """Public ids of the documents that a question of the kind "information" shows."""
    listed = options.get("documents")
    found = set(map(str, listed)) if isinstance(listed, list) else set()
    return found | ({str(options["image"])} if options.get("image") else set())
