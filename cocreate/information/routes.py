"""Information sheets for readers: the list, every version at its own address, on paper, and in two pages."""

from flask import Blueprint, Response, g, render_template, url_for
from markupsafe import Markup

from cocreate.accounts.organisations.queries import brand_of
from cocreate.core.db import db
from cocreate.core.documents import Document, body_of
from cocreate.errors import NotFound
from cocreate.information import queries
from cocreate.information.document import document_of, reader_of, state_of
from cocreate.information.models import InformationSheet, SheetVersion
from cocreate.information.quoting import resolved
from cocreate.process.papers import FORMAT, sent
from cocreate.web.access import may, requires
from cocreate.web.language import current_language
from cocreate.web.security import limiter

pages = Blueprint("information", __name__)

PAPERS = limiter.shared_limit("60 per minute", scope="information:papers")  # each takes a moment of the server
VERSION = "/p/<process_id>/sheets/<information_sheet_id>/versions/<int:sheet_number>"


@pages.get("/p/<process_id>/sheets")
@requires("information:sheet:view")
def index() -> str:
    """The published sheets, a challenge each."""
    return render_template("information/index.html", rows=queries.published_sheets(db.session(), g.process))


@pages.get("/p/<process_id>/sheets/<information_sheet_id>")
@requires("information:sheet:view")
def newest(information_sheet_id: str) -> str:
    """The newest published version."""
    session = db.session()
    sheet = queries.find_sheet(session, g.process, information_sheet_id)
    found = queries.published(session, sheet)
    if not found:
        raise NotFound()
    return _page(sheet, found[0])


@pages.get(VERSION)
@requires("information:sheet:view")
def version(information_sheet_id: str, sheet_number: int) -> str:
    """One version, at an address that never changes."""
    return _page(*_seen(information_sheet_id, sheet_number))


@pages.get(f"{VERSION}/sheet.<{FORMAT}:sheet_format>")
@requires("information:sheet:view")
@PAPERS
def on_paper(information_sheet_id: str, sheet_number: int, sheet_format: str) -> Response:
    """The same to print and to take along, in the language of the address."""
    sheet, row = _seen(information_sheet_id, sheet_number)
    document = _document(row, on_paper=sheet_format != "html")
    return sent(document, sheet_format, f"sheet-{sheet.public_id}-{row.number}")


@pages.get(f"{VERSION}/reader")
@requires("information:sheet:view")
def reader(information_sheet_id: str, sheet_number: int) -> str:
    """What one needs to know before a camp, in two pages."""
    sheet, row = _seen(information_sheet_id, sheet_number)
    document = reader_document(row)
    return render_template(
        "information/reader.html", sheet=sheet, version=row, document=document, body=Markup(body_of(document))
    )


@pages.get(f"{VERSION}/reader.<{FORMAT}:sheet_format>")
@requires("information:sheet:view")
@PAPERS
def reader_on_paper(information_sheet_id: str, sheet_number: int, sheet_format: str) -> Response:
    """The two pages to print and to take along."""
    sheet, row = _seen(information_sheet_id, sheet_number)
    return sent(reader_document(row), sheet_format, f"reader-{sheet.public_id}-{row.number}")


def reader_document(row: SheetVersion) -> Document:
    """A version in two pages, in the language at hand."""
    language = current_language()
    content = resolved(db.session(), row.content[language])
    brand = brand_of(row.sheet.challenge.process.organisation)
    return reader_of(content, language, _state(row), f"{row.public_id}/{row.published_at}", brand)


def _seen(information_sheet_id: str, number: int) -> tuple[InformationSheet, SheetVersion]:
    session = db.session()
    sheet = queries.find_sheet(session, g.process, information_sheet_id)
    row = queries.find_version(session, sheet, number)
    if row.published_at is None and not may("information:draft:view"):
        raise NotFound()
    return sheet, row


def _state(row: SheetVersion) -> str:
    return state_of(row.number, row.published_at)


def _document(row: SheetVersion, *, on_paper: bool) -> Document:
    language = current_language()
    content = resolved(db.session(), row.content[language])
    return document_of(content, language, _state(row), on_paper=on_paper)


def _page(sheet: InformationSheet, row: SheetVersion) -> str:
    document = _document(row, on_paper=False)
    versions = queries.published(db.session(), sheet)
    permanent = url_for(
        "information.version", information_sheet_id=sheet.public_id, sheet_number=row.number, _external=True
    )
    return render_template(
        "information/show.html",
        sheet=sheet,
        version=row,
        versions=versions,
        document=document,
        title_lang=row.content[current_language()]["title"]["lang"],
        body=Markup(body_of(document)),
        permanent=permanent,
    )
