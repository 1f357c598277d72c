"""XLSX, row by row: xlsxwriter keeps one row in memory and the rest in a temporary file."""

from typing import IO, Any

from cocreate.core.cells import printable
from cocreate.survey.exporting.table import Cell, Rows, Table, code_book

MOST_ROWS = 1_048_576  # of one sheet, for every program that opens them
LONGEST_CELL = 32_767  # characters
CUT = " […]"


def write_xlsx(table: Table, rows: Rows, target: IO[bytes], most_rows: int = MOST_ROWS) -> None:
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
