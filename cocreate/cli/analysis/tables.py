"""CSV files as people have them, read with care: whatever is wrong is said with the line where it is."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

DELIMITERS = ",;\t|"
LONGEST_CELL = 100_000_000
OTHERS = ("windows-1252", "iso-8859-1")  # what older office programs write in our part of the world


@dataclass(frozen=True)
class Row:
    """One record and the line of the file on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A file with a header. `names` have their white space made plain, as headers may run over several lines."""

    file: Path
    names: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, wanted: str) -> int:
        """The place of a column, by its name or as #number; a sentence says what there is if it is not there."""
        name = " ".join(wanted.split())
        places = [i for i, known in enumerate(self.names) if known == name]
        if not places and name.startswith("#") and name[1:].isdecimal() and 1 <= int(name[1:]) <= len(self.names):
            return int(name[1:]) - 1
        if not places:
            raise click.ClickException(f"{self.file} has no column {name}. It has: {_listed(self.names)}.")
        if len(places) > 1:
            ways = " or ".join(f"#{place + 1}" for place in places)
            raise click.ClickException(f"{self.file} has {len(places)} columns {name}. Say which: {ways}.")
        return places[0]

    def ids(self, wanted: str | None) -> list[str]:
        """An id for each row: a column's, which must differ, or the number of the line."""
        if wanted is None:
            return [str(row.line) for row in self.rows]
        place = self.column(wanted)
        seen: dict[str, int] = {}
        for row in self.rows:
            key = row.cells[place].strip()
            if not key:
                raise click.ClickException(f"{self.file}, line {row.line}: the id in column {wanted} is empty.")
            if key in seen:
                raise click.ClickException(f"{self.file}, line {row.line}: the id {key} is on line {seen[key]} too.")
            seen[key] = row.line
        return list(seen)


def read_table(file: Path, encoding: str | None = None) -> Table:
    """A CSV file with a header, separated by comma, semicolon, tab or bar."""
    text = _decoded(file, encoding)
    records = _records(file, text)
    header = next(records, None)
    if header is None:
        raise click.ClickException(f"{file} is empty: the first line should name the columns.")
    names = tuple(" ".join(name.split()) for name in header.cells)
    rows = []
    for row in records:
        if len(row.cells) != len(names):
            raise click.ClickException(
                f"{file}, line {row.line}: there are {len(row.cells)} cells where the header has {len(names)}. "
                "Texts with separators or line ends need quotation marks around them."
            )
        rows.append(row)
    if not rows:
        raise click.ClickException(f"{file} has a header and nothing below it.")
    return Table(file, names, tuple(rows))


def _records(file: Path, text: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    delimiter = max(DELIMITERS, key=lambda sign: _width(text, sign))
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        start = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            reason = "a quotation mark is never closed" if "unexpected end" in str(error) else str(error)
            raise click.ClickException(f"{file}, line {start}: this is no proper CSV: {reason}.") from error
        if any(cell.strip() for cell in cells):
            yield Row(start, tuple(cells))


def _width(text: str, delimiter: str) -> int:
    """How many columns the header has with a delimiter."""
    try:
        return len(next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []))
    except csv.Error:
        return 0


def _decoded(file: Path, encoding: str | None) -> str:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from error
    has_mark = encoding is None and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in raw and not has_mark and encoding is None:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise click.ClickException(
            f"{file}, line {line}: there is a zero byte. If the file is UTF-16 without a mark, "
            "add --encoding utf-16-le; otherwise it is no CSV file."
        )
    wanted = encoding or ("utf-16" if has_mark else "utf-8-sig")
    try:
        return raw.decode(wanted)
    except LookupError as error:
        raise click.ClickException(
            f"There is no encoding {encoding}. Usual ones: utf-8, {', '.join(OTHERS)}."
        ) from error
    except UnicodeError as error:
        place = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = raw.count(b"\n", 0, place) + 1
        said = wanted.removesuffix("-sig").upper()
        hint = "" if encoding else f" If it comes from an older office program, add --encoding {OTHERS[0]}."
        raise click.ClickException(
            f"{file}, line {line}: byte {place} (0x{raw[place]:02x}) is not {said}.{hint}"
        ) from error


def _listed(names: Sequence[str]) -> str:
    short = [name if len(name) <= 60 else f"{name[:57]}…" for name in names]
    if len(short) <= 20:
        return ", ".join(short)
    return ", ".join(f"#{i} {name}" for i, name in enumerate(short, start=1))


def out_folder(path: Path) -> Path:
    """A folder to write to, made if it is missing; a sentence if that cannot be."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".cocreate-probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise click.ClickException(f"Cannot write in {path}: {error.strerror}.") from error
    return path


def write_rows(file: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A CSV file that spreadsheets open rightly, and without running what somebody wrote into a cell."""
    from cocreate.core.cells import safe_cell

    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        written = csv.writer(stream)
        written.writerow(header)
        written.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
