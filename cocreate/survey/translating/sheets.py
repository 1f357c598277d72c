"""A workbook for translating in a spreadsheet: a line a text, a column a language."""

import io
from collections.abc import Sequence

from cocreate.core.grids import read_grid
from cocreate.errors import Invalid
from cocreate.settings import LANGUAGES
from cocreate.survey.translating.units import Unit
from cocreate.survey.wording import Wording

HEADINGS = ("name", "part")  # before the languages; they stay as they are
SOURCE = "translated from"  # the heading that tells the source language: "nl (translated from)"


def write(wordings: Sequence[Wording], source: str, languages: Sequence[str] = LANGUAGES) -> bytes:
    """A file with every text in every language; the source language stands first."""
    order = [source, *(code for code in languages if code != source)]
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    import xlsxwriter

    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet("Texts")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 1, 24, wrapped)
        sheet.set_column(2, len(order) + 1, 50, wrapped)
        headings = [*HEADINGS, f"{source} ({SOURCE})", *order[1:]]
        for column, heading in enumerate(headings):
            sheet.write_string(0, column, heading, bold)
        for line, wording in enumerate(wordings, start=1):
            texts = [wording.text.get(code, "") for code in order]
            for column, text in enumerate([wording.name, wording.part, *texts]):
                sheet.write_string(line, column, text, wrapped)
    return content.getvalue()


def read(content: bytes) -> tuple[str, list[Unit]]:
    """The source language and the texts of a workbook (or of a table of text with the same headings), or Invalid."""
    grid = read_grid(content)
    headings = [heading.strip().lower() for heading in grid.headings]
    columns = {heading[:2]: place for place, heading in enumerate(headings) if heading[:2] in LANGUAGES}
    source = next((heading[:2] for heading in headings if heading[2:].strip() == f"({SOURCE})"), "")
    if headings[:1] != ["name"] or source not in columns or len(columns) < 2:
        raise Invalid("survey.translation.no_table")
    found = []
    for row in grid.rows:
        original = row.cells[columns[source]]
        found += [
            Unit(row.cells[0], original, row.cells[place], code) for code, place in columns.items() if code != source
        ]
    return source, found
