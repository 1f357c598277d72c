"""Open data of one process: every file as CSV and as JSON, described so that machines and people can read them.

CSV is opened with spreadsheets, so no cell can be taken for a formula; JSON holds the very same rows as they are.
"""

import csv
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from cocreate import __version__
from cocreate.core.cells import safe_cell
from cocreate.ops.export import asked, chosen, found, framed
from cocreate.ops.export.table import Column, Row, Table
from cocreate.ops.problem import CannotContinue
from cocreate.process.models import Process

LICENCE_MISSING = "The publisher of this process has not stated a licence for these files."


def export_process(session: Session, process: Process, folder: Path, *, licence: str, now: datetime) -> list[Table]:
    """Write everything into a new folder, at once or not at all; returns the tables without their rows."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotContinue(f"{folder} is there already and not empty. Choose another folder.")
    if not folder.parent.is_dir():
        raise CannotContinue(f"The folder {folder.parent} does not exist.")
    work = Path(tempfile.mkdtemp(prefix=".cocreate-", dir=folder.parent))
    try:
        written, known = [], set[str]()
        for part in (framed.tables, asked.tables, found.tables, chosen.tables):
            for table in part(session, process):
                known |= _write(table, work)
                written.append(replace(table, rows=()))
        last = found.chain(session, process, known)
        _write(last, work)
        written.append(replace(last, rows=()))
        _describe(process, written, work, licence, now)
        work.chmod(0o755)
        if folder.exists():
            folder.rmdir()
        work.rename(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return written


def _write(table: Table, folder: Path) -> set[str]:
    """A table as CSV and as JSON in one go; returns the ids in it."""
    known: set[str] = set()
    names = [column.name for column in table.columns]
    with (
        (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as sheet,
        (folder / f"{table.name}.json").open("w", encoding="utf-8") as plain,
    ):
        lines = csv.writer(sheet)
        lines.writerow(names)
        plain.write("[")
        for place, row in enumerate(table.rows):
            lines.writerow([_cell(row[name]) for name in names])
            plain.write(",\n" if place else "\n")
            json.dump({name: row[name] for name in names}, plain, ensure_ascii=False)
            if "id" in row:
                known.add(row["id"])
        plain.write("\n]\n")
    return known


def _cell(value: Any) -> str:
    """A value as a spreadsheet gets it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)  # a number may be negative; only people's words can be formulas
    return safe_cell(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _describe(process: Process, tables: list[Table], folder: Path, licence: str, now: datetime) -> None:
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": f"cocreate-{process.public_id}",
        "title": _title(process),
        "created": now.isoformat(timespec="seconds"),
        "sources": [{"title": f"cocreate {__version__}"}],
        **({"licenses": [{"name": licence}]} if licence else {}),
        "resources": [_resource(table) for table in tables],
    }
    text = json.dumps(package, indent=1, ensure_ascii=False)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")
    (folder / "README.md").write_text("\n".join(_readme(process, tables, licence, now)) + "\n", encoding="utf-8")


def _resource(table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [{"name": c.name, "type": c.type, "description": c.description} for c in table.columns],
            "missingValues": [""],
        },
    }


def _readme(process: Process, tables: list[Table], licence: str, now: datetime) -> Iterator[str]:
    yield f"# {_title(process)}: open data"
    yield ""
    yield f"Written on {now:%Y-%m-%d} by cocreate {__version__}. Every table is there as CSV (UTF-8, comma) and JSON."
    yield "An apostrophe before a cell of the CSV that begins with =, +, - or @ keeps spreadsheets from running it."
    yield "Identifiers are the same in every file, and in the addresses of the public record."
    yield f"Counts of groups below {process.minimum_cell} are hidden, and so is what would give them away."
    yield ""
    yield "## Licence"
    yield f"These files are offered under {licence}." if licence else LICENCE_MISSING
    if process.is_demo:
        yield "This is a demonstration. Free answers are borrowed from other consultations: each row of `answers` names"
        yield "its source and its own licence in the columns `borrowed_…`, and that licence holds for the row."
    for table in tables:
        yield ""
        yield f"## {table.name}"
        yield f"{table.title}. {table.description}"
        yield ""
        yield "| column | type | meaning |"
        yield "|---|---|---|"
        for column in table.columns:
            yield f"| {column.name} | {column.type} | {column.description} |"


def _title(process: Process) -> str:
    title = process.title.get("en") or next(iter(process.title.values()), "Process")
    return " ".join(title.split())


__all__ = ["Column", "Row", "Table", "export_process"]
