"""ODS for public bodies: a zip whose table is written piece by piece, so that no row stays in memory."""

import re
from collections.abc import Iterable
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cocreate.core.cells import printable
from cocreate.survey.exporting.table import Cell, Rows, Table, code_book

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MOST_ROWS = 1_048_576  # of one table
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3"'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
_START = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
_END = "</office:spreadsheet></office:body></office:document-content>"
_BLANKS = re.compile(r"^ | {2,}| $|\t")


def write_ods(table: Table, rows: Rows, target: IO[bytes], most_rows: int = MOST_ROWS) -> None:
    """The answers, in as many tables as they need, and a table that explains the columns."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("mimetype"), MEDIA_TYPE, ZIP_STORED)  # first and not packed, as the format asks
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
        with archive.open("content.xml", "w", force_zip64=True) as content:
            content.write((_START + _opened("Answers", table.headings)).encode())
            line, number = 1, 1
            for batch in rows:
                for row in batch:
                    if line >= most_rows:
                        number, line = number + 1, 1
                        content.write(("</table:table>" + _opened(f"Answers {number}", table.headings)).encode())
                    content.write(_row(table.typed(row)).encode())
                    line += 1
            content.write(("</table:table>" + _opened("Columns", ("column", "title", "code", "label"))).encode())
            for cells in code_book(table):
                content.write(_row(cells).encode())
            content.write(("</table:table>" + _END).encode())


def _opened(name: str, headings: Iterable[str]) -> str:
    return f"<table:table table:name={quoteattr(name)}>" + _row(headings)


def _row(cells: Iterable[Cell]) -> str:
    return f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{_line(line)}</text:p>" for line in printable(cell).replace("\r", "\n").split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
        f"<text:p>{cell!r}</text:p></table:table-cell>"
    )


def _line(text: str) -> str:
    """Several blanks would become one: the format counts them."""
    return _BLANKS.sub(
        lambda found: "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>', escape(text)
    )
