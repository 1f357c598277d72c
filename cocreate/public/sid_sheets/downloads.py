"""Sheets to take away: of one domain, or of all adopted ones with their architecture."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Response, g

from cocreate.accounts.organisations.letterhead import brand_of
from cocreate.core.db import db
from cocreate.core.documents import docx_of, html_of, pdf_of
from cocreate.core.documents.blocks import Document
from cocreate.errors import NotFound
from cocreate.public import queries
from cocreate.public.routes import pages
from cocreate.public.sid_sheets.document import booklet_of, document_of
from cocreate.public.sid_sheets.material import material_of, materials_of
from cocreate.selection.portfolio.architecture import architecture_of
from cocreate.web.access import requires
from cocreate.web.language import current_language
from cocreate.web.security import limiter

FORMATS: dict[str, tuple[Callable[[Document], str | bytes], str]] = {
    "html": (html_of, "text/html"),
    "pdf": (pdf_of, "application/pdf"),
    "docx": (docx_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
FORMAT = "any(html, pdf, docx)"
SHEETS = limiter.shared_limit("60 per minute", scope="public:sheets")  # each takes a moment of the server


@pages.get(f"/sids/<sid_id>/sheet.<{FORMAT}:sheet_format>")
@requires("public:sid:view")
@SHEETS
def sheet(sid_id: str, sheet_format: str) -> Response:
    """The sheet of one domain, in the language of the address."""
    session = db.session()
    material = material_of(session, g.process, queries.find_sid(session, g.process, sid_id))
    return _sent(document_of(material, g.process.title, current_language()), sheet_format, f"sid-{sid_id}")


@pages.get(f"/sids/sheets.<{FORMAT}:sheet_format>")
@requires("public:sid:view")
@SHEETS
def sheets(sheet_format: str) -> Any:
    """All adopted domains with their architecture, once the decision is published."""
    session = db.session()
    architecture = architecture_of(session, g.process)
    if not architecture.is_decided or not architecture.domains:
        raise NotFound()
    materials = materials_of(session, g.process, [domain.sid for domain in architecture.domains])
    document = booklet_of(materials, architecture, g.process.title, current_language(), on_paper=sheet_format != "html")
    return _sent(document, sheet_format, f"sids-{g.process.public_id}")


def _sent(document: Document, sheet_format: str, name: str) -> Response:
    write, media_type = FORMATS[sheet_format]
    branded = replace(document, brand=brand_of(g.process.organisation))
    response = Response(write(branded), mimetype=media_type)
    filename = f"{name}-{current_language()}.{sheet_format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response
