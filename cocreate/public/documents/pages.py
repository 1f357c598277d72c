"""Documents for everybody: what the organisers offer and what the stages published, each version at its address."""

from typing import Any

from flask import Blueprint, Response, g, render_template

from cocreate.core import stages
from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.public.documents import commands
from cocreate.survey.filing import sent
from cocreate.web.access import requires

pages = Blueprint("record_documents", __name__, url_prefix="/p/<process_id>")


@pages.get("/documents/")
@requires("public:record:view")
def index() -> str:
    """All of them."""
    session = db.session()
    published = [one for stage in stages.announced() for one in stage.published_documents(session, g.process)]
    published.sort(key=lambda one: one.at, reverse=True)
    offered = commands.documents_of(session, g.process)
    return render_template("public/documents/index.html", published=published, offered=offered)


@pages.get("/documents/<record_document_id>/")
@requires("public:record:view")
def document(record_document_id: str) -> str:
    """One document with its versions."""
    row = commands.find_document(db.session(), g.process, record_document_id)
    return render_template("public/documents/document.html", document=row)


@pages.get("/documents/<record_document_id>/<int:document_number>")
@requires("public:record:view")
def file(record_document_id: str, document_number: int) -> Response:
    """The file of one version, to be saved."""
    row = commands.find_document(db.session(), g.process, record_document_id)
    version = commands.find_version(row, document_number)
    if version.withdrawn_at is not None:
        raise NotFound()
    answer = sent(version.content, version.name, version.media_type, is_shown=False)
    answer.set_etag(version.hash)
    return answer


def published_by_organisers(session: Any, process: Any) -> list[stages.PublishedDocument]:
    """Every version of every document, for the timeline."""
    return [
        stages.PublishedDocument(
            row.title,
            "record_documents.document",
            version.published_at,
            {"record_document_id": row.public_id, "_anchor": f"version-{version.number}"},
        )
        for row in commands.documents_of(session, process)
        for version in row.versions
        if version.withdrawn_at is None
    ]
