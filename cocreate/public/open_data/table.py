"""A table of open data and the forms it is written in, row by row: CSV, JSON, and Parquet for analysts."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Protocol

from cocreate.core.cells import safe_cell
from cocreate.settings import LANGUAGES

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column, with its type in the words of Frictionless Data."""

    name: str
    description: str
    type: str = "string"  # string, integer, number, boolean, date, datetime


@dataclass(frozen=True)
class Table:
    """One file of an export."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    rows: Iterable[Row]


def number(name: str, description: str) -> Column:
    """A whole number."""
    return Column(name, description, "integer")


def share(name: str, description: str) -> Column:
    """A number with a fraction."""
    return Column(name, description, "number")


def flag(name: str, description: str) -> Column:
    """Yes or no."""
    return Column(name, description, "boolean")


def translated(name: str, description: str) -> tuple[Column, ...]:
    """A column for each language."""
    return tuple(Column(f"{name}_{language}", f"{description} ({language})") for language in LANGUAGES)


def words(name: str, text: Mapping[str, str] | None) -> dict[str, str]:
    """The cells of such columns."""
    return {f"{name}_{language}": (text or {}).get(language, "") for language in LANGUAGES}


ROW_GROUP = 20_000
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json", "parquet": "application/vnd.apache.parquet"}


class Sink(Protocol):
    """Takes rows one by one."""

    def add(self, row: Row) -> None:
        """One more row."""

    def close(self) -> None:
        """No more rows."""


def can_write_parquet() -> bool:
    """Whether the library for it is installed (`cocreate[statistics]`)."""
    return find_spec("pyarrow") is not None


def forms() -> tuple[str, ...]:
    """The forms in which tables are written here."""
    return tuple(form for form in MEDIA_TYPES if form != "parquet" or can_write_parquet())


@contextmanager
def writing(table: Table, folder: Path) -> Iterator[list[Sink]]:
    """A file a form, all closed at the end."""
    with ExitStack() as open_files:
        sheet = open_files.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
        plain = open_files.enter_context((folder / f"{table.name}.json").open("w", encoding="utf-8"))
        sinks: list[Sink] = [CsvSink(table.columns, sheet), JsonSink(table.columns, plain)]
        if can_write_parquet():
            sinks.append(ParquetSink(table.columns, folder / f"{table.name}.parquet"))
        yield sinks
        for sink in sinks:
            sink.close()


class CsvSink:
    """No cell can be taken for a formula."""

    def __init__(self, columns: Sequence[Column], target: IO[str]) -> None:
        self.names, self.lines = [column.name for column in columns], csv.writer(target)
        self.lines.writerow(self.names)

    def add(self, row: Row) -> None:
        """One more line."""
        self.lines.writerow([cell_of(row[name]) for name in self.names])

    def close(self) -> None:
        """Nothing to add: a table ends with its last line."""


class JsonSink:
    """A list of objects, one a line."""

    def __init__(self, columns: Sequence[Column], target: IO[str]) -> None:
        self.names, self.target, self.rows = [column.name for column in columns], target, 0
        target.write("[")

    def add(self, row: Row) -> None:
        """One more object."""
        self.target.write(",\n" if self.rows else "\n")
        json.dump({name: row[name] for name in self.names}, self.target, ensure_ascii=False)
        self.rows += 1

    def close(self) -> None:
        """The list ends."""
        self.target.write("\n]\n")


class ParquetSink:
    """Typed columns with their descriptions in the metadata; a value of several parts is JSON."""

    def __init__(self, columns: Sequence[Column], path: Path) -> None:
        import pyarrow
        from pyarrow import parquet

        kinds = {
            "integer": pyarrow.int64(),
            "number": pyarrow.float64(),
            "boolean": pyarrow.bool_(),
            "date": pyarrow.date32(),
            "datetime": pyarrow.timestamp("us", tz="UTC"),
        }
        self.arrow, self.columns = pyarrow, columns
        self.schema = pyarrow.schema(
            [
                pyarrow.field(c.name, kinds.get(c.type, pyarrow.string()), metadata={"description": c.description})
                for c in columns
            ]
        )
        self.writer = parquet.ParquetWriter(path, self.schema, compression="zstd")
        self.waiting: list[Row] = []

    def add(self, row: Row) -> None:
        """One more row; a group is written when it is full."""
        self.waiting.append(row)
        if len(self.waiting) >= ROW_GROUP:
            self._write()

    def close(self) -> None:
        """The last group, and the foot of the file."""
        self._write()
        self.writer.close()

    def _write(self) -> None:
        arrays = [
            self.arrow.array([typed(column, row[column.name]) for row in self.waiting], field.type)
            for column, field in zip(self.columns, self.schema, strict=True)
        ]
        self.writer.write_batch(self.arrow.record_batch(arrays, schema=self.schema))
        self.waiting.clear()


def typed(column: Column, value: Any) -> Any:
    """A value as a typed column holds it.

    >>> typed(Column("day", "", "date"), "2026-05-01"), typed(Column("value", ""), ["a"]), typed(Column("n", ""), None)
    (datetime.date(2026, 5, 1), '["a"]', None)
    """
    if value is None or (value == "" and column.type != "string"):
        return None
    if column.type == "date":
        return date.fromisoformat(value)
    if column.type == "datetime":
        return datetime.fromisoformat(value)
    if column.type == "string":
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return float(value) if column.type == "number" else value


def cell_of(value: Any) -> str:
    """A value as a spreadsheet gets it.

    >>> cell_of("=1+1"), cell_of(-2), cell_of(True), cell_of(None), cell_of({"a": 1})
    ("'=1+1", '-2', 'true', '', '{"a": 1}')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)  # a number may be negative; only people's words can be formulas
    return safe_cell(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
