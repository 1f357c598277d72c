"""Published information sheets and open data: what was made for readers and for machines, version by version."""

from typing import Any

from flask import g, url_for
from marshmallow import fields

from cocreate.api.v1.fields import PageWanted, Shape, page_of, paged
from cocreate.api.v1.operations import operation, resource
from cocreate.core.db import db
from cocreate.errors import NotFound
from cocreate.information import queries as sheet_queries
from cocreate.information.models import SheetVersion
from cocreate.information.quoting import resolved
from cocreate.public.models import DataRelease
from cocreate.public.open_data import commands as data_queries
from cocreate.web.language import current_language

part = resource("records", "Sheets and open data", "What was published of a process, version by version.")


class SheetTold(Shape):
    """The newest published version of the information sheet of a challenge."""

    id = fields.String(required=True)
    challenge = fields.String(required=True)
    number = fields.Integer(required=True, metadata={"description": "Of the version; it never changes."})
    published_at = fields.AwareDateTime(required=True)


class BlockTold(Shape):
    """One block of a sheet, in one of its five parts."""

    part = fields.String(required=True)
    key = fields.String(required=True)
    title = fields.String(required=True)
    paragraphs = fields.List(fields.String(), required=True)


class SheetTextTold(SheetTold):
    """An information sheet in the language asked for; its tables, pictures and quotes are on its page."""

    language = fields.String(required=True)
    title = fields.String(required=True)
    blocks = fields.List(fields.Nested(BlockTold), required=True)


class DataTableTold(Shape):
    """One table of a release."""

    name = fields.String(required=True)
    rows = fields.Integer(required=True)


class DataFileTold(Shape):
    """One file of a release; `hash` is its SHA-256."""

    name = fields.String(required=True)
    size = fields.Integer(required=True)
    hash = fields.String(required=True)
    address = fields.String(required=True)


class ReleaseTold(Shape):
    """One version of the open data of a process. One that was withdrawn has no files any more."""

    id = fields.String(required=True)
    number = fields.Integer(required=True)
    licence = fields.String(required=True)
    hash = fields.String(required=True)
    made_at = fields.AwareDateTime(required=True)
    is_withdrawn = fields.Boolean(required=True)
    tables = fields.List(fields.Nested(DataTableTold), required=True)
    files = fields.List(fields.Nested(DataFileTold), required=True)


def _sheet_told(row: SheetVersion) -> dict[str, Any]:
    sheet = row.sheet
    known = {"number": row.number, "published_at": row.published_at}
    return {"id": sheet.public_id, "challenge": sheet.challenge.public_id, **known}


def _release_told(row: DataRelease) -> dict[str, Any]:
    own = ("number", "licence", "hash", "made_at", "is_withdrawn")
    return {
        "id": row.public_id,
        **{name: getattr(row, name) for name in own},
        "tables": [{"name": table["name"], "rows": table["rows"]} for table in row.tables],
        "files": [_file_told(row, file) for file in row.files],
    }


def _file_told(row: DataRelease, file: Any) -> dict[str, Any]:
    address = url_for("open_data.file", release_number=row.number, data_file=file.name, _external=True)
    return {"name": file.name, "size": file.size, "hash": file.hash, "address": address}


@operation(part, "/sheets", "information:sheet:view", answers=paged(SheetTold), wants=PageWanted)
def sheets(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the published information sheets.

    In the order of the challenges.
    """
    return page_of(map(_sheet_told, sheet_queries.published_sheets(db.session(), g.process)), wanted)


@operation(part, "/sheets/<information_sheet_id>", "information:sheet:view", answers=SheetTextTold)
def sheet(information_sheet_id: str) -> dict[str, Any]:
    """Show an information sheet.

    Its newest published version, in the language asked for.
    """
    session, language = db.session(), current_language()
    found = sheet_queries.published(session, sheet_queries.find_sheet(session, g.process, information_sheet_id))
    if not found:
        raise NotFound()
    content = resolved(session, found[0].content[language])
    blocks = [
        {
            **{name: block[name] for name in ("part", "key", "title")},
            "paragraphs": [paragraph["text"] for paragraph in block["paragraphs"]],
        }
        for block in content["blocks"]
    ]
    return {**_sheet_told(found[0]), "language": language, "title": content["title"]["text"], "blocks": blocks}


@operation(part, "/data-releases", "public:data:view", answers=paged(ReleaseTold), wants=PageWanted)
def releases(wanted: dict[str, Any]) -> dict[str, Any]:
    """List the releases of open data.

    Newest first, each with its files at addresses that never change.
    """
    return page_of(map(_release_told, data_queries.releases_of(db.session(), g.process)), wanted)
