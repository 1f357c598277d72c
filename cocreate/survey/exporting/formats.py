"""The formats of an export: each takes a table, its rows as they come, and a file to write them into."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from cocreate.errors import Invalid
from cocreate.survey.exporting import reading, writing
from cocreate.survey.exporting.table import Rows, Table

ZIP = "application/zip"


@dataclass(frozen=True)
class Format:
    """One format: its name, how its files are called, and what writes them."""

    name: str
    label: Any  # lazy string
    suffix: str
    media_type: str
    write: Callable[[Table, Rows, IO[bytes]], None]
    at_once: int  # most sheets that a page makes itself; more are a task beside the server
    parts_above: int | None = None  # sheets above which it is a zip of several files
    needs: tuple[str, ...] = ()  # libraries of the optional part "statistics"

    @property
    def is_installed(self) -> bool:
        """Whether what it needs is there."""
        return writing.is_installed(*self.needs)

    def file_name(self, table: Table) -> str:
        """How the file is called."""
        is_in_parts = self.parts_above is not None and table.total > self.parts_above
        return f"{table.name}-{self.name}.zip" if is_in_parts else f"{table.name}.{self.suffix}"

    def media_type_of(self, table: Table) -> str:
        """What kind of file it is."""
        return ZIP if self.file_name(table).endswith(".zip") else self.media_type


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    each.name: each
    for each in (
        Format("csv", _l("CSV: for any spreadsheet or program"), "csv", "text/csv", writing.write_csv, 5_000),
        Format("xlsx", _l("XLSX: for Excel and others"), "xlsx", _XLSX, writing.write_xlsx, 1_000),
        Format("ods", _l("ODS: for LibreOffice"), "ods", writing.ODS_TYPE, writing.write_ods, 2_000),
        Format("json", _l("JSON: for programs"), "json", "application/json", writing.write_json, 5_000),
        Format(
            "jsonl",
            _l("JSON lines: for programs, a line per sheet"),
            "jsonl",
            "application/jsonl",
            writing.write_json_lines,
            5_000,
        ),
        Format(
            "parquet",
            _l("Parquet: for data tools"),
            "parquet",
            "application/vnd.apache.parquet",
            writing.write_parquet,
            5_000,
            needs=("pyarrow",),
        ),
        Format(
            "sav",
            _l("SPSS, with labels"),
            "sav",
            "application/x-spss-sav",
            writing.write_sav,
            1_000,
            parts_above=writing.SPSS_PART,
            needs=("polars", "pyreadstat"),
        ),
        Format("r", _l("R: CSV with a script that sets labels"), "zip", ZIP, writing.write_r, 5_000),
        Format(
            "pdf",
            _l("PDF: all answers in one document"),
            "pdf",
            "application/pdf",
            reading.write_pdf,
            20,
            parts_above=reading.PDF_PART,
        ),
        Format("pdfs", _l("PDF: a document per sheet"), "zip", ZIP, reading.write_pdf_each, 20),
        Format("html", _l("A page to read and print"), "html", "text/html", reading.write_html, 2_000),
    )
}
FILES = "files"  # what people handed in; not a table


def format_named(name: str) -> Format:
    """The format, or Invalid: also when the optional part that it needs is not installed."""
    found = FORMATS.get(name)
    if found is None:
        raise Invalid("survey.export.unknown_format")
    if not found.is_installed:
        raise Invalid("survey.export.not_installed")
    return found


def file_format(session: Session) -> Format:
    """The zip of uploads, which reads files from the database while it writes."""
    return Format(
        FILES,
        _l("Zip of the files that people handed in"),
        "zip",
        ZIP,
        lambda table, rows, target: reading.write_files(session, table, rows, target),
        0,
    )
