"""JSON: one array, or a line per sheet; numbers are numbers, and texts are as they were typed."""

import json
from collections.abc import Iterator
from typing import IO

from cocreate.survey.exporting.table import Row, Rows, Table


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
