"""CSV, and CSV with a script that reads it into R with labels."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO, TextIOWrapper
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from cocreate.core.cells import number_of, safe_cell
from cocreate.survey.exporting.columns import Column, Holds
from cocreate.survey.exporting.table import Rows, Table


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
