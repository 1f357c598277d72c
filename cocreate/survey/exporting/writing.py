"""Formats for programs: CSV, R, JSON, XLSX, ODS, Parquet and SPSS, written so that no row stays in memory."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from io import StringIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cocreate.core.cells import number_of, printable, safe_cell
from cocreate.survey.exporting.columns import Column, Holds
from cocreate.survey.exporting.table import Cell, Row, Rows, Table, code_book


def csv_lines(table: Table, rows: Rows) -> Iterator[str]:
    """The table piece by piece, for a download that begins at once."""
    yield "\ufeff" + _line([safe_cell(heading) for heading in table.headings])
    for batch in rows:
        yield "".join(_line(_cells(table.columns, table.texts(row))) for row in batch)


def write_csv(table: Table, rows: Rows, target: IO[bytes]) -> None:
    """CSV in UTF-8 with a mark that spreadsheets recognise."""
    for piece in csv_lines(table, rows):
        target.write(piece.encode())


def _cells(columns: Iterable[Column], texts: Iterable[str]) -> list[str]:
    """A number may be negative; only people's words can be formulas."""
    return [
        text if column.holds is Holds.NUMBER and number_of(text) is not None else safe_cell(text)
        for column, text in zip(columns, texts, strict=True)
    ]


def _line(cells: list[str]) -> str:
    text = StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()


def write_r(table: Table, rows: Rows, target: IO[bytes]) -> None:
    """A zip with `answers.csv` (codes) and `read.R`, which makes factors, numbers and labels of it."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        with (
            archive.open("answers.csv", "w", force_zip64=True) as file,
            TextIOWrapper(file, "utf-8", newline="") as out,
        ):
            out.write(_line([column.name for column in table.columns]))
            for batch in rows:
                out.write("".join(_line(_cells(table.columns, row.cells)) for row in batch))
        archive.writestr("read.R", "\n".join(r_script(table)) + "\n")


def r_script(table: Table) -> Iterator[str]:
    """The lines of a script in base R that gives a data frame `answers`."""
    yield "# Reads answers.csv, which lies beside this script, into the data frame `answers`. In the folder of both:"
    yield '#   source("read.R"); str(answers)'
    yield "# It needs nothing but R. A row is a sheet. NA: not answered, or not asked (`unasked` says which)."
    yield "# Sheets with something in `left_out` are not in the published results: subset(answers, is.na(left_out))"
    yield "answers <- read.csv("
    yield '  "answers.csv", fileEncoding = "UTF-8", colClasses = "character", na.strings = "", check.names = FALSE'
    yield ")"
    yield "# An apostrophe keeps spreadsheets from taking a text for a formula; R needs none."
    yield 'answers[] <- lapply(answers, function(column) sub("^\'(?= *[-=+@\\t\\r\\n\\uff1d\\uff0b\\uff0d\\uff20])", '
    yield '  "", column, perl = TRUE))'
    for column in table.columns:
        name = _r(column.name)
        if column.codes and column.holds is Holds.TEXT:
            codes, labels = ", ".join(map(_r, column.codes)), ", ".join(map(_r, _distinct(column.codes)))
            yield f"answers[[{name}]] <- factor(answers[[{name}]], levels = c({codes}), labels = c({labels}))"
        elif column.holds is Holds.NUMBER:
            yield f"answers[[{name}]] <- suppressWarnings(as.numeric(answers[[{name}]]))"
            known = [f"{_r(label)} = {code}" for code, label in column.codes.items() if label and _is_number(code)]
            if known:
                yield f'attr(answers[[{name}]], "labels") <- c({", ".join(known)})'
        elif column.holds is Holds.DAY:
            yield f"answers[[{name}]] <- as.Date(answers[[{name}]])"
        yield f'attr(answers[[{name}]], "label") <- {_r(column.title)}'


def _is_number(code: str) -> bool:
    return number_of(code) is not None


def _distinct(codes: Mapping[str, str]) -> list[str]:
    """Labels of which no two are equal: R would make one level of them."""
    seen: dict[str, int] = {}
    found = []
    for code, label in codes.items():
        seen[label] = seen.get(label, 0) + 1
        found.append(label if label and seen[label] == 1 else f"{label} ({code})".strip())
    return found


def _r(text: str) -> str:
    """A string of R: JSON writes signs outside ASCII as it does, but those beyond sixteen bits in halves."""
    return "".join(
        f"\\U{ord(character):08x}" if ord(character) > 0xFFFF else json.dumps(character)[1:-1] for character in text
    ).join('""')


def write_json(table: Table, rows: Rows, target: IO[bytes]) -> None:
    """An array with an object per sheet."""
    target.write(b"[")
    for place, text in enumerate(_objects(table, rows)):
        target.write((",\n" if place else "\n").encode() + text)
    target.write(b"\n]\n")


def write_json_lines(table: Table, rows: Rows, target: IO[bytes]) -> None:
    """An object per sheet and line."""
    for text in _objects(table, rows):
        target.write(text + b"\n")


def _objects(table: Table, rows: Rows) -> Iterator[bytes]:
    for batch in rows:
        for row in batch:
            yield json.dumps(_object(table, row), ensure_ascii=False).encode()


def _object(table: Table, row: Row) -> dict[str, object]:
    return dict(zip(table.headings, table.typed(row), strict=True))


XLSX_ROWS = 1_048_576  # of one sheet, for every program that opens them
LONGEST_CELL = 32_767  # characters
CUT = " […]"


def write_xlsx(table: Table, rows: Rows, target: IO[bytes], most_rows: int = XLSX_ROWS) -> None:
    """The answers, on as many sheets as they need, and a sheet that explains the columns."""
    from xlsxwriter import Workbook

    with Workbook(target, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True})
        sheet, line, number = None, most_rows, 0
        for batch in rows:
            for row in batch:
                if line >= most_rows:
                    number += 1
                    sheet, line = _new_sheet(book, f"Answers {number}" if number > 1 else "Answers", table, bold), 1
                _write_row(sheet, line, table.typed(row))
                line += 1
        if sheet is None:
            _new_sheet(book, "Answers", table, bold)
        _explain(book, table, bold)


def _new_sheet(book: Any, name: str, table: Table, bold: Any) -> Any:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(table.headings):
        sheet.write_string(0, place, printable(heading)[:LONGEST_CELL], bold)
    return sheet


def _explain(book: Any, table: Table, bold: Any) -> None:
    sheet = book.add_worksheet("Columns")
    for place, heading in enumerate(("column", "title", "code", "label")):
        sheet.write_string(0, place, heading, bold)
    for line, cells in enumerate(code_book(table), start=1):
        _write_row(sheet, line, list(cells))


def _write_row(sheet: Any, line: int, cells: list[Cell]) -> None:
    for place, cell in enumerate(cells):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):  # write_string: a text is never a formula or a link
            sheet.write_string(line, place, _fitting(printable(cell)))
        else:
            sheet.write_number(line, place, cell)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_ROWS = 1_048_576  # of one table
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest manifest:version="1.3"'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS_TYPE}"/>'
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


def write_ods(table: Table, rows: Rows, target: IO[bytes], most_rows: int = ODS_ROWS) -> None:
    """The answers, in as many tables as they need, and a table that explains the columns."""
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("mimetype"), ODS_TYPE, ZIP_STORED)  # first and not packed, as the format asks
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
        lines = "".join(
            f"<text:p>{_ods_line(line)}</text:p>" for line in printable(cell).replace("\r", "\n").split("\n")
        )
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
        f"<text:p>{cell!r}</text:p></table:table-cell>"
    )


def _ods_line(text: str) -> str:
    """Several blanks would become one: the format counts them."""
    return _BLANKS.sub(
        lambda found: "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>', escape(text)
    )


ROW_GROUP = 10_000  # rows of Parquet that are in memory together
SPSS_PART = 20_000  # rows of one SPSS file, which is made in memory; more become several files


def is_installed(*modules: str) -> bool:
    """Whether the libraries are there."""
    return all(find_spec(module) is not None for module in modules)


def write_parquet(table: Table, rows: Rows, target: IO[bytes]) -> None:
    """Numbers as doubles, all else as text; titles and labels travel in the fields' metadata."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    schema = pa.schema([_field(pa, column) for column in table.columns])
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for group in _in_groups(rows, ROW_GROUP):
            codes = zip(*(row.cells for row in group), strict=True)
            texts = zip(*(table.texts(row) for row in group), strict=True)
            arrays = [
                pa.array([_value(c, cell) for cell in (numbers if c.holds is Holds.NUMBER else words)], field.type)
                for c, numbers, words, field in zip(table.columns, codes, texts, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _field(pa: Any, column: Column) -> Any:
    labels = {f"label:{code}": label for code, label in column.codes.items()}
    kind = pa.float64() if column.holds is Holds.NUMBER else pa.string()
    return pa.field(column.name, kind, metadata={"title": column.title, **labels})


def _value(column: Column, text: str) -> str | float | None:
    if column.holds is Holds.NUMBER:
        number = number_of(text)
        return None if number is None else float(number)
    return text or None


def _in_groups(rows: Rows, size: int) -> Iterator[list[Row]]:
    one_by_one = (row for batch in rows for row in batch)
    while group := list(islice(one_by_one, size)):
        yield group


def write_sav(table: Table, rows: Rows, target: IO[bytes], size: int = SPSS_PART) -> None:
    """One SPSS file; of more sheets than fit in memory, a zip of several that `ADD FILES` puts together."""
    numbering = Numbering(table)
    with TemporaryDirectory() as folder:
        if table.total <= size:
            group = [row for batch in rows for row in batch]
            target.write(_sav(table, group, numbering, Path(folder)).read_bytes())
            return
        with ZipFile(target, "w", ZIP_DEFLATED) as archive:
            for number, group in enumerate(_in_groups(rows, size), start=1):
                archive.write(_sav(table, group, numbering, Path(folder)), f"answers-{number}.sav")


class Numbering:
    """The numbers that stand for codes: SPSS labels numbers best. The same in every part of an export."""

    def __init__(self, table: Table) -> None:
        self.names = variable_names(table.columns)
        self.known: dict[int, dict[str, int]] = {
            place: {code: _own_number(column, code, number) for number, code in enumerate(column.codes, start=1)}
            for place, column in enumerate(table.columns)
            if column.codes and column.holds is Holds.TEXT
        }

    def of(self, place: int, code: str) -> int:
        """The number of a code; one that nobody knew of gets the next."""
        return self.known[place].setdefault(code, max(self.known[place].values(), default=0) + 1)


def _own_number(column: Column, code: str, number: int) -> int:
    """Codes that are numbers already keep them, if all are."""
    return int(code) if all(each.isascii() and each.isdigit() for each in column.codes) else number


def variable_names(columns: tuple[Column, ...]) -> list[str]:
    """Names that SPSS takes: a letter first, no two alike whatever their capitals, at most 64 bytes."""
    found: list[str] = []
    taken: set[str] = set()
    for column in columns:
        plain = "".join(c if (c.isascii() and c.isalnum()) or c in "_." else "_" for c in column.name)
        plain = (plain if plain[:1].isalpha() else f"q_{plain}")[:58].rstrip("._") or "q"
        name, number = plain, 1
        while name.lower() in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name.lower())
        found.append(name)
    return found


def _sav(table: Table, group: list[Row], numbering: Numbering, folder: Path) -> Path:
    import polars
    import pyreadstat

    columns: dict[str, Any] = {}
    for place, (column, name) in enumerate(zip(table.columns, numbering.names, strict=True)):
        texts = [row.cells[place] for row in group]
        if place in numbering.known:
            numbers = [numbering.of(place, text) if text else None for text in texts]
            columns[name] = polars.Series(name, numbers, dtype=polars.Float64)
        elif column.holds is Holds.NUMBER:
            columns[name] = polars.Series(name, [_value(column, text) for text in texts], dtype=polars.Float64)
        else:
            columns[name] = polars.Series(name, texts, dtype=polars.String)
    path = folder / "answers.sav"
    pyreadstat.write_sav(
        polars.DataFrame(columns),
        str(path),
        column_labels={n: c.title[:120] for n, c in zip(numbering.names, table.columns, strict=True)},
        variable_value_labels=_value_labels(table, numbering),
        variable_measure={n: _measure(c) for n, c in zip(numbering.names, table.columns, strict=True)},
        row_compress=True,
    )
    return path


def _value_labels(table: Table, numbering: Numbering) -> dict[str, dict[int | float, str]]:
    found: dict[str, dict[int | float, str]] = {}
    for place, (column, name) in enumerate(zip(table.columns, numbering.names, strict=True)):
        if place in numbering.known:
            found[name] = {n: (column.codes.get(code) or code)[:100] for code, n in numbering.known[place].items()}
        elif column.holds is Holds.NUMBER and column.codes:
            numbers = {number_of(code): label for code, label in column.codes.items()}
            found[name] = {float(n): label[:100] for n, label in numbers.items() if n is not None and label}
    return {name: labels for name, labels in found.items() if labels}


def _measure(column: Column) -> str:
    return "scale" if column.holds is Holds.NUMBER else "nominal"
