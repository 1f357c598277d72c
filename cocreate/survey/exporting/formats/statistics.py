"""Parquet and labelled SPSS files, for statistics programs. They need the optional part `statistics`."""

from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from cocreate.core.cells import number_of
from cocreate.survey.exporting.columns import Column, Holds
from cocreate.survey.exporting.table import Row, Rows, Table

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
