"""Open data of one process in a folder: every table in each form, described so that machines and people can read them.

The description is a Data Package of Frictionless Data, with the SHA-256 of every file.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from cocreate import __version__
from cocreate.process.models import Process
from cocreate.public.open_data import tables_asked, tables_chosen, tables_found, tables_framed
from cocreate.public.open_data.table import MEDIA_TYPES, Table, forms, writing


@dataclass(frozen=True)
class Licence:
    """A licence by its SPDX name."""

    title: str
    url: str
    asks: Any  # lazy text


_DEEDS = "https://creativecommons.org"
LICENCES = {
    "CC-BY-4.0": Licence(
        "Creative Commons Attribution 4.0 International",
        f"{_DEEDS}/licenses/by/4.0/",
        _l("Everybody may use it for anything, and says where it comes from."),
    ),
    "CC0-1.0": Licence(
        "Creative Commons Zero 1.0 Universal",
        f"{_DEEDS}/publicdomain/zero/1.0/",
        _l("Everybody may use it for anything, without any condition."),
    ),
    "CC-BY-SA-4.0": Licence(
        "Creative Commons Attribution-ShareAlike 4.0 International",
        f"{_DEEDS}/licenses/by-sa/4.0/",
        _l("As before, and whatever is made of it is given away under the same licence."),
    ),
    "ODbL-1.0": Licence(
        "Open Data Commons Open Database License 1.0",
        "https://opendatacommons.org/licenses/odbl/1-0/",
        _l("A database made of it is given away under the same licence, with its source."),
    ),
}
DEFAULT = "CC-BY-4.0"


PARTS = (tables_framed.tables, tables_asked.tables, tables_found.tables, tables_chosen.tables)


def tables_of(session: Session, process: Process, known: set[str]) -> Iterator[Table]:
    """Each table in its turn; the chain of evidence comes last, once `known` holds the ids of all the others."""
    for part in PARTS:
        yield from part(session, process)
    yield tables_found.chain(session, process, known)


LICENCE_MISSING = "The publisher of this process has not stated a licence for these files."
DESCRIPTION, README = "datapackage.json", "README.md"


@dataclass(frozen=True)
class Told:
    """What is said of the files as a whole. `version` and `url` are those of a release, if it is one."""

    licence: str
    at: datetime
    version: str = ""
    url: str = ""


@dataclass(frozen=True)
class Written:
    """A table that was written: what it is, and how many rows it has."""

    table: Table  # without its rows
    size: int


def write_package(session: Session, process: Process, folder: Path, told: Told) -> list[Written]:
    """Write everything into an empty folder; returns the tables without their rows."""
    written, known = [], set[str]()
    for table in tables_of(session, process, known):
        size = _write(table, folder, known)
        written.append(Written(Table(table.name, table.title, table.description, table.columns, ()), size))
    package = json.dumps(_package(process, written, folder, told), indent=1, ensure_ascii=False)
    (folder / DESCRIPTION).write_text(package + "\n", encoding="utf-8")
    readme = "\n".join(_readme(process, written, folder, told))
    (folder / README).write_text(readme + "\n", encoding="utf-8")
    return written


def _write(table: Table, folder: Path, known: set[str]) -> int:
    """A table in all forms in one go; notes the ids in it."""
    size = 0
    with writing(table, folder) as sinks:
        for row in table.rows:
            for sink in sinks:
                sink.add(row)
            if "id" in row:
                known.add(row["id"])
            size += 1
    return size


def hash_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        found = sha256()
        while part := file.read(1 << 20):
            found.update(part)
    return found.hexdigest()


def content_hash(folder: Path) -> str:
    """One fingerprint of all rows: what `sha256sum *.csv | sha256sum` says in this folder."""
    lines = (f"{hash_of(path)}  {path.name}\n" for path in sorted(folder.glob("*.csv")))
    return sha256("".join(lines).encode()).hexdigest()


def _package(process: Process, tables: list[Written], folder: Path, told: Told) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": f"cocreate-{process.public_id}",
        "title": title_of(process),
        **({"version": told.version} if told.version else {}),
        **({"homepage": told.url} if told.url else {}),
        "created": told.at.isoformat(timespec="seconds"),
        "sources": [{"title": f"cocreate {__version__}"}],
        **({"licenses": [_licence(told.licence)]} if told.licence else {}),
        "resources": [_resource(line.table, folder) for line in tables],
    }


def _licence(name: str) -> dict[str, str]:
    known = LICENCES.get(name)
    return {"name": name, "path": known.url, "title": known.title} if known else {"name": name}


def _resource(table: Table, folder: Path) -> dict[str, Any]:
    others = [
        {"path": f"{table.name}.{form}", "format": form, "mediatype": MEDIA_TYPES[form]}
        for form in forms()
        if form != "csv"
    ]
    path = folder / f"{table.name}.csv"
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": path.name,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{hash_of(path)}",
        "schema": {
            "fields": [{"name": c.name, "type": c.type, "description": c.description} for c in table.columns],
            "missingValues": [""],
        },
        "alternates": others,
    }


def _readme(process: Process, tables: list[Written], folder: Path, told: Told) -> Iterator[str]:
    yield f"# {title_of(process)}: open data"
    yield ""
    kinds = "CSV (UTF-8, comma), JSON and Parquet" if "parquet" in forms() else "CSV (UTF-8, comma) and JSON"
    which = f", version {told.version}," if told.version else ""
    yield f"Written{which} on {told.at:%Y-%m-%d} by cocreate {__version__}. Every table is there as {kinds}."
    yield "An apostrophe before a cell of the CSV that begins with =, +, - or @ keeps spreadsheets from running it."
    yield "Identifiers are the same in every file, and in the addresses of the public record."
    yield f"Counts of groups below {process.minimum_cell} are hidden, and so is what would give them away."
    yield f"Fingerprint of all rows, as `sha256sum *.csv | sha256sum` says: {content_hash(folder)}"
    if told.url:
        yield f"Permanent address: {told.url}"
    yield ""
    yield "## Licence"
    yield f"These files are offered under {told.licence}." if told.licence else LICENCE_MISSING
    if process.is_demo:
        yield "This is a demonstration. Free answers are borrowed from other consultations: each row of `answers` names"
        yield "its source and its own licence in the columns `borrowed_…`, and that licence holds for the row."
    for line in tables:
        yield ""
        yield f"## {line.table.name}"
        yield f"{line.table.title}. {line.table.description}"
        yield ""
        yield "| column | type | meaning |"
        yield "|---|---|---|"
        for column in line.table.columns:
            yield f"| {column.name} | {column.type} | {column.description} |"


def title_of(process: Process) -> str:
    """The title in English, or in whatever language there is, on one line."""
    title = process.title.get("en") or next(iter(process.title.values()), "Process")
    return " ".join(title.split())
