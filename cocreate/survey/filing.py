"""Pages about files: documents that are offered, for everybody; files that were handed in, for the staff alone."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from cocreate.core.db import db, transaction
from cocreate.errors import DomainError, NotFound
from cocreate.survey import filetypes, labels
from cocreate.survey.commands import files as commands
from cocreate.survey.commands.files import documents_of, find_document, find_upload, number_of_uploads, uploads_of
from cocreate.survey.models import Consultation, Document
from cocreate.survey.routes import consultation_of_address
from cocreate.survey.rules import ConsultationState
from cocreate.web.access import current_actor, may, requires
from cocreate.web.forms import Form, TranslatedField, number_in
from cocreate.web.messages import say

files = Blueprint("survey_files", __name__, url_prefix="/p/<process_id>")
files.context_processor(labels.for_templates)

ON_A_PAGE = 100


class DocumentForm(Form):
    """A document to offer."""

    file = FileField(_l("Document"), validators=[FileRequired(_l("Please choose a file."))])
    title = TranslatedField(_l("Title"))


@dataclass(frozen=True)
class Offered:
    """A document as a page shows it."""

    public_id: str
    name: str
    title: dict[str, str]
    url: str
    is_image: bool
    kilobytes: int
    extension: str


@files.get("/consultations/<consultation_id>/documents/<document_id>")
@requires("survey:document:view")
def document(consultation_id: str, document_id: str) -> Response:
    """A document that is offered; while the questionnaire is being prepared, only to its makers."""
    consultation, found = _document(consultation_id, document_id)
    if consultation.state == ConsultationState.DRAFT and not may("survey:consultation:preview"):
        raise NotFound()
    return sent(found.content, found.name, found.media_type, is_shown=found.media_type in filetypes.IMAGES)


@files.route("/manage/consultations/<consultation_id>/documents", methods=["GET", "POST"])
@requires("survey:document:manage")
def documents(consultation_id: str) -> Any:
    """What is offered, and offering more."""
    consultation, form, problem = consultation_of_address(consultation_id), DocumentForm(), ""
    if form.validate_on_submit():
        content = form.file.data.read(filetypes.LARGEST_MEGABYTES * filetypes.MEGABYTE + 1)
        name = form.file.data.filename or ""
        try:
            with transaction() as session:
                commands.add_document(
                    session, current_actor(), consultation, name=name, content=content, title=form.title.data
                )
            flash(_("The document is offered now."), "success")
            return redirect(url_for(".documents", consultation_id=consultation_id))
        except DomainError as error:
            problem, consultation = say(error), consultation_of_address(consultation_id)
            form.file.errors = [problem]
    shown = render_template(
        "survey/manage/documents.html",
        consultation=consultation,
        form=form,
        offered=offered(consultation),
        types=", ".join(filetypes.KNOWN),
        limit=filetypes.LARGEST_MEGABYTES,
    )
    return shown, 422 if form.errors or problem else 200


@files.post("/manage/consultations/<consultation_id>/documents/<document_id>/remove")
@requires("survey:document:manage")
def remove_document(consultation_id: str, document_id: str) -> Any:
    """Offer it no longer."""
    consultation, found = _document(consultation_id, document_id)
    try:
        with transaction() as session:
            commands.remove_document(session, current_actor(), consultation, found)
        flash(_("The document is no longer offered."), "success")
    except DomainError as error:
        flash(say(error), "error")
    return redirect(url_for(".documents", consultation_id=consultation_id))


@files.get("/manage/consultations/<consultation_id>/files")
@requires("survey:file:view")
def uploads(consultation_id: str) -> str:
    """The files that were handed in."""
    consultation, session = consultation_of_address(consultation_id), db.session()
    total = number_of_uploads(session, consultation)
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(1, number_in(request.args.get("page", ""))), pages)
    return render_template(
        "survey/manage/files.html",
        consultation=consultation,
        titles={question.key: question.title for question in consultation.questions},
        uploads=uploads_of(session, consultation, page=page, size=ON_A_PAGE),
        total=total,
        page=page,
        pages=pages,
        url_for_page=lambda number: url_for(".uploads", consultation_id=consultation_id, page=number),
    )


@files.get("/manage/consultations/<consultation_id>/files/<upload_id>")
@requires("survey:file:view")
def upload(consultation_id: str, upload_id: str) -> Response:
    """One of them, to be saved and never shown by the browser: it was made by a stranger."""
    found = find_upload(db.session(), consultation_of_address(consultation_id), upload_id)
    if found is None:
        raise NotFound()
    return sent(found.content, found.name, found.media_type, is_shown=False)


@files.app_context_processor
def for_templates() -> dict[str, Any]:
    """What every page with questions calls: the documents of a consultation."""
    return {"documents_of": offered, "documents_to_read": beside_the_questions}


def offered(consultation: Consultation) -> list[Offered]:
    """The documents of a consultation, as pages show them."""
    return [
        Offered(
            public_id=document.public_id,
            name=document.name,
            title=document.title or {"en": document.name},
            url=url_for(
                "survey_files.document", consultation_id=consultation.public_id, document_id=document.public_id
            ),
            is_image=document.media_type in filetypes.IMAGES,
            kilobytes=max(1, document.size // 1024),
            extension=filetypes.extension_of(document.name).upper(),
        )
        for document in documents_of(db.session(), consultation)
    ]


def beside_the_questions(consultation: Consultation) -> list[Offered]:
    """The documents that no text between the questions shows."""
    shown = {name for question in consultation.active_questions for name in commands.shown_by(question.options)}
    return [document for document in offered(consultation) if document.public_id not in shown]


def sent(content: bytes, name: str, media_type: str, *, is_shown: bool) -> Response:
    """A file as an answer: its own type and no other, and apart from pictures never opened in the page's place."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_. ") else "_" for sign in name)
    how = "inline" if is_shown else "attachment"
    headers = {
        "Content-Disposition": f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-cache" if is_shown else "no-store",
    }
    return Response(content, mimetype=media_type, headers=headers)


def _document(consultation_id: str, document_id: str) -> tuple[Consultation, Document]:
    consultation = consultation_of_address(consultation_id)
    found = find_document(db.session(), consultation, document_id)
    if found is None:
        raise NotFound()
    return consultation, found
