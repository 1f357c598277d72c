"""A table from anywhere: text with separators, or a workbook of a spreadsheet, as lines of cells."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from cocreate.errors import Invalid

SEPARATORS = (";", ",", "\t", "|")
MOST_UNPACKED = 300_000_000  # bytes of a workbook; a bomb has far more
MOST_COLUMNS = 2000
LONGEST_CELL = 1_000_000


@dataclass(frozen=True)
class Row:
    """A line of the table: its number as an editor or spreadsheet shows it, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table with its headings; `how` says how it was read: an encoding and a separator, or a sheet."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    how: str

    def column(self, index: int) -> list[str]:
        """The cells of a column that hold something."""
        return [row.cells[index] for row in self.rows if row.cells[index]]


def read_grid(content: bytes) -> Grid:
    """The first sheet or the whole text, or Invalid with what is wrong."""
    if not content.strip():
        raise Invalid("file.table.empty_file")
    is_zip, is_old = content.startswith(b"PK\x03\x04"), content.startswith(b"\xd0\xcf\x11\xe0")
    lines, how = _from_workbook(content, is_zip) if is_zip or is_old else _from_text(content)
    filled = [(number, cells) for number, cells in lines if any(cells)]
    if not filled:
        raise Invalid("file.table.empty_file")
    headings = list(filled[0][1])
    while headings and not headings[-1]:
        headings.pop()
    width = max(len(headings), 1)
    if width > MOST_COLUMNS:
        raise Invalid("file.table.too_wide", limit=MOST_COLUMNS)
    for number, cells in filled[1:]:
        if any(cells[width:]):
            raise Invalid("file.table.long_line", line=number, found=len(cells), expected=width)
    if len(filled) == 1:
        raise Invalid("file.table.only_headings")
    rows = tuple(Row(number, tuple([*cells, *[""] * width][:width])) for number, cells in filled[1:])
    return Grid(tuple(headings), rows, how)


def _from_text(content: bytes) -> tuple[list[tuple[int, list[str]]], str]:
    text, encoding = decode(content)
    if sum(text[:5000].count(sign) for sign in map(chr, range(1, 9))) > 5:
        raise Invalid("file.table.no_table")
    separator = guess_separator(text)
    return list(_records(text, separator)), f"{encoding}, {'tab' if separator == chr(9) else separator}"


def decode(content: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: a mark at the start decides, else UTF-8 if it is, else that of Windows.

    >>> decode("é".encode("cp1252"))
    ('é', 'cp1252')
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace").replace("\x00", ""), encoding
    try:
        return content.decode("utf-8").replace("\x00", ""), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace").replace("\x00", ""), "cp1252"


def guess_separator(text: str) -> str:
    """The sign that cuts the first lines into the most columns, equally many on each.

    >>> guess_separator("a;b;c\\n1,5;2,5;3\\n")
    ';'
    """
    best, most = ",", (0.0, 0)
    for separator in SEPARATORS:
        widths = []
        try:
            for _, cells in zip(range(30), csv.reader(io.StringIO(text[:400_000]), delimiter=separator), strict=False):
                if any(cells):
                    widths.append(len(cells))
        except csv.Error:
            continue
        if widths and widths[0] > 1:
            steady = sum(width == widths[0] for width in widths) / len(widths)
            if (steady, widths[0]) > most:
                best, most = separator, (steady, widths[0])
    return best


def _records(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Invalid("file.table.broken_line", line=line) from error


def _from_workbook(content: bytes, is_zip: bool) -> tuple[list[tuple[int, list[str]]], str]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if is_zip:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED:
                    raise Invalid("file.table.bomb")
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(any(cell != "" for cell in row) for row in rows):
                return [(number, list(map(cell_text, row))) for number, row in enumerate(rows, start=1)], name
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise Invalid("file.table.broken_workbook") from error
    raise Invalid("file.table.empty_file")


def cell_text(value: Any) -> str:
    """A cell as a person would type it.

    >>> cell_text(5.0), cell_text(True), cell_text(datetime(2020, 6, 14))
    ('5', '1', '2020-06-14')
    """
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).replace("\x00", "").strip()
