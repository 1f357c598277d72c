"""Files that respondents hand in: stored at once, so that a mistake elsewhere loses none; kept with a sent sheet."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.ids import random_key
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.survey import filetypes, receipts
from cocreate.survey.kinds import kind_of
from cocreate.survey.kinds.files import MOST_FILES, Files, files_of, most_files, most_megabytes, types_of
from cocreate.survey.models import Consultation, Question, Upload
from cocreate.survey.rules import AnswerSheet, Problem

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
