"""Everybody's pages of a published record: what was decided, how it came about, and the data to compute it again."""

import json
from dataclasses import replace
from typing import Any

from flask import Response, g, render_template
from markupsafe import Markup

from cocreate.accounts.organisations.letterhead import brand_of
from cocreate.core.db import db
from cocreate.core.documents import Document, body_of, docx_of, html_of, pdf_of
from cocreate.errors import NotFound
from cocreate.selection.record import packing, views
from cocreate.selection.record import queries as records
from cocreate.selection.record.models import DecisionRecord
from cocreate.selection.record.rules import as_choice
from cocreate.selection.record.statement import statement_of
from cocreate.selection.routes import pages
from cocreate.web.access import requires
from cocreate.web.language import current_language

pages.context_processor(views.for_templates)
FORMATS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def record_of_address(record_id: str) -> DecisionRecord:
    """The published record, or NotFound."""
    found = records.find_published(db.session(), g.process, record_id)
    if found is None:
        raise NotFound()
    return found


@pages.get("/records/<record_id>")
@requires("selection:result:view")
def record(record_id: str) -> str:
    """A record at its permanent address; one that was amended says so."""
    row = record_of_address(record_id)
    every = records.published_records(db.session(), row.shortlist)
    found = views.orders_in(_file_of(row, "orders.json"))
    return render_template(
        "selection/record/public.html",
        record=row,
        snapshot=row.snapshot,
        titles=views.titles_in(row.snapshot),
        found=found,
        lines=views.order_lines(found, [as_choice(said) for said in row.snapshot["choices"]]),
        later=next((other for other in every if other.number == row.number + 1), None),
        earlier=next((other for other in every if other.number == row.number - 1), None),
    )


@pages.get("/records/<record_id>/method")
@requires("selection:result:view")
def record_method(record_id: str) -> str:
    """The method statement."""
    row = record_of_address(record_id)
    document = _statement(row)
    body = Markup(body_of(document))  # of our own making: every text in it was escaped by `core.documents`
    return render_template("selection/record/method.html", record=row, document=document, body=body)


@pages.get("/records/<record_id>/method.<any(html, pdf, docx):method_format>")
@requires("selection:result:view")
def record_method_file(record_id: str, method_format: str) -> Response:
    """The method statement as a file."""
    row = record_of_address(record_id)
    document = _statement(row)
    content: Any = {"html": html_of, "pdf": pdf_of, "docx": docx_of}[method_format](document)
    name = f"method-{row.public_id}-{current_language()}.{method_format}"
    return _file(content, name, FORMATS[method_format])


@pages.get("/records/<record_id>/data.zip")
@requires("selection:result:view")
def record_data(record_id: str) -> Response:
    """All that it rests on, to compute it again."""
    row = record_of_address(record_id)
    return _file(packing.pack(packing.files_of(row)), f"decision-{row.public_id}.zip", "application/zip")


def _statement(row: DecisionRecord) -> Document:
    written = statement_of(row.snapshot, _file_of(row, "method.json"), row.hash, current_language())
    return replace(written, brand=brand_of(g.process.organisation))


def _file_of(row: DecisionRecord, name: str) -> Any:
    return next(json.loads(file.content) for file in row.files if file.name == name)


def _file(content: bytes | str, name: str, media_type: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
