"""Files: documents that organisers offer, and what respondents hand in, stored at once so that a mistake loses none."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update
from sqlalchemy.orm import Session, undefer

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.ids import random_key
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.survey import filetypes, receipts
from cocreate.survey.kinds import kind_of
from cocreate.survey.kinds.files import MOST_FILES, Files, files_of, most_files, most_megabytes, types_of
from cocreate.survey.models import Consultation, Document, Question, Upload
from cocreate.survey.rules import AnswerSheet, Problem

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
    for known in documents_with_content(session, consultation):
        if (known.name, known.content) == (file.name, file.content):
            return known
    if number_of_documents(session, consultation) >= MOST_DOCUMENTS:
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


KEPT_FOR = timedelta(days=1)  # a file whose sheet is never sent


class FileSent(Protocol):
    """A file of a form."""

    @property
    def filename(self) -> str | None: ...
    def read(self, size: int, /) -> bytes: ...


def take_in(
    session: Session,
    actor: Actor,
    consultation: Consultation,
    files: Mapping[str, Sequence[FileSent]],
    typed: Mapping[str, str],
    secret: str,
) -> tuple[dict[str, str], list[Problem]]:
    """Store the files of a form; the page then carries their ids instead, and what was refused is said at its place.

    `secret` is the form's own (`receipts.read_form_token`): only the same form can use the files later.
    """
    found, problems = dict(typed), []
    stored = 0
    for question in consultation.active_questions:
        kind = kind_of(question)
        if not isinstance(kind, Files):
            continue
        _erase_dropped(session, consultation, kind, question, typed, secret)
        kept = kind.taken(question, typed)
        for sent in files.get(kind.field(question, "new"), ()):
            if not sent.filename:
                continue  # a browser sends an empty part for a field without a file
            try:
                upload = _taken(session, consultation, question, sent, secret, room=most_files(question) - len(kept))
            except Invalid as refused:
                problems.append(Problem(question.key, kind.field(question), refused.code, refused.params))
                continue
            kept[upload.id] = upload.name
            stored += 1
        found = {name: text for name, text in found.items() if not _carries(kind, question, name)}
        found |= kind.carried(question, kept)
    if stored:
        process = consultation.process.public_id
        verb = "survey:file:hand_in"
        audit.record(session, actor, verb, consultation.ref, process=process, anonymous=True, files=stored)
        erase_forgotten(session)
    return found, problems


def missing_files(
    session: Session, consultation: Consultation, sheet: AnswerSheet, secret: str, submission_id: str = ""
) -> list[Problem]:
    """What is wrong with the files of a sheet: all must have come with this form, or be on the sheet already."""
    found: list[Problem] = []
    for question in _asking_for_files(consultation):
        named = [file for answer in sheet.answers if answer.question == question.key for file in files_of(answer)]
        known = _usable(session, consultation, question, secret, submission_id)
        for key, name in named:
            if known.get(key) != name:
                field = kind_of(question).field(question)
                found.append(Problem(question.key, field, "survey.file.gone", {"name": name}))
    return found


def attach(session: Session, consultation: Consultation, sheet: AnswerSheet, secret: str, submission_id: str) -> None:
    """Give the files of a sheet to it, and erase those that its form or its earlier version left over."""
    if not _asking_for_files(consultation):
        return
    named = {
        key
        for question in _asking_for_files(consultation)
        for answer in sheet.answers
        if answer.question == question.key
        for key, _name in files_of(answer)
    }
    mine = _of_form(consultation, secret) | (Upload.submission_id == submission_id)
    values = {"submission_id": submission_id, "day": clock.today()}
    session.execute(update(Upload).where(mine, Upload.id.in_(named)).values(values))
    session.execute(delete(Upload).where(mine, Upload.id.not_in(named)))


def keep_until(session: Session, consultation: Consultation, secret: str, day: date) -> None:
    """The form was saved for later: its files wait as long as it does."""
    session.execute(update(Upload).where(_of_form(consultation, secret)).values(day=day))


def forget(session: Session, consultation: Consultation, secret: str) -> None:
    """Erase the files of a form that becomes no sheet."""
    session.execute(delete(Upload).where(_of_form(consultation, secret)))


@jobs.hourly
def erase_forgotten(session: Session, today: date | None = None) -> None:
    """Erase the files of sheets that were never sent, once their day and the next are over."""
    limit = (today or clock.today()) - KEPT_FOR
    session.execute(delete(Upload).where(Upload.submission_id.is_(None), Upload.day < limit))


def _asking_for_files(consultation: Consultation) -> list[Question]:
    return [question for question in consultation.active_questions if isinstance(kind_of(question), Files)]


def _of_form(consultation: Consultation, secret: str) -> ColumnElement[bool]:
    """The files that came with a form and belong to no sheet yet."""
    is_of_form = (Upload.consultation_id == consultation.id) & (Upload.form_hash == receipts.form_hash(secret))
    return is_of_form & Upload.submission_id.is_(None)


def _usable(
    session: Session, consultation: Consultation, question: Question, secret: str, submission_id: str
) -> dict[str, str]:
    """Id -> name of the files that a sheet may name in its answer to a question."""
    mine = _of_form(consultation, secret)
    if submission_id:
        mine = mine | (Upload.submission_id == submission_id)
    rows = session.execute(select(Upload.id, Upload.name).where(Upload.question == question.key, mine))
    return {row.id: row.name for row in rows}


def _taken(
    session: Session, consultation: Consultation, question: Question, sent: FileSent, secret: str, *, room: int
) -> Upload:
    """One file, stored; or Invalid."""
    pending = select(func.count()).where(_of_form(consultation, secret), Upload.question == question.key)
    if room <= 0 or (session.scalar(pending) or 0) >= MOST_FILES:
        raise Invalid("survey.file.too_many", limit=most_files(question))
    megabytes = most_megabytes(question)
    content = sent.read(megabytes * filetypes.MEGABYTE + 1)
    file = filetypes.taken(sent.filename or "", content, types_of(question), megabytes)
    upload = Upload(
        id=random_key(),
        consultation_id=consultation.id,
        question=question.key,
        form_hash=receipts.form_hash(secret),
        name=file.name,
        media_type=file.media_type,
        size=len(content),
        day=clock.today(),
        content=content,
    )
    session.add(upload)
    session.flush()
    return upload


def _erase_dropped(
    session: Session,
    consultation: Consultation,
    kind: Files,
    question: Question,
    typed: Mapping[str, str],
    secret: str,
) -> None:
    """Erase what somebody took out again; a file of a sheet that was sent stays until the sheet is sent anew."""
    start = kind.field(question, "drop", "")
    dropped = [name.removeprefix(start) for name in typed if name.startswith(start) and typed[name]]
    if dropped:
        session.execute(delete(Upload).where(_of_form(consultation, secret), Upload.id.in_(dropped[:MOST_FILES])))


def _carries(kind: Files, question: Question, field: str) -> bool:
    """Whether a field of the page names a file, or takes one out."""
    return field.startswith((kind.field(question, "file", ""), kind.field(question, "drop", "")))
