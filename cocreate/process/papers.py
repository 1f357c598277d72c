"""A document of a process to print or to take along: as a page, PDF or DOCX, in the organisation's name."""

from collections.abc import Callable
from dataclasses import replace

from flask import Response, g

from cocreate.accounts.organisations.queries import brand_of
from cocreate.core.documents import Document, docx_of, html_of, pdf_of
from cocreate.web.language import current_language

FORMATS: dict[str, tuple[Callable[[Document], str | bytes], str]] = {
    "html": (html_of, "text/html"),
    "pdf": (pdf_of, "application/pdf"),
    "docx": (docx_of, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}
FORMAT = "any(html, pdf, docx)"


def sent(document: Document, paper: str, name: str) -> Response:
    """A document as a file in one of the formats, its name with the language of the page."""
    write, media_type = FORMATS[paper]
    filename = f"{name}-{current_language()}.{paper}"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(
        write(replace(document, brand=brand_of(g.process.organisation))), mimetype=media_type, headers=headers
    )
