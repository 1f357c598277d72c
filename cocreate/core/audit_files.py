"""The audit trail as a file: every line with its seal, oldest first, piece by piece however long it is."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.cells import safe_cell

COLUMNS = (
    "chain",
    "number",
    "at",
    "verb",
    "actor_kind",
    "actor",
    "process",
    "subject_type",
    "subject",
    "details",
    "previous_hash",
    "hash",
)
AT_ONCE = 1000  # lines in memory


def lines_of(session: Session, process: str = "") -> Iterator[AuditEntry]:
    """The lines about a process, by its public id; without one, all lines of the installation."""
    wanted = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=AT_ONCE)
    return iter(session.scalars(wanted.where(AuditEntry.process == process) if process else wanted))


def as_csv(lines: Iterable[AuditEntry]) -> Iterator[str]:
    """A table in UTF-8 with a mark that spreadsheets recognise; the details of a line are JSON in one cell."""
    yield "\ufeff" + _row(COLUMNS)
    for line in lines:
        yield _row(str(value) for value in (_values(line) | {"details": _json(line.details)}).values())


def as_json(lines: Iterable[AuditEntry]) -> Iterator[str]:
    """One array, an object for each line."""
    mark = "["
    for line in lines:
        yield f"{mark}\n{_json(_values(line))}"
        mark = ","
    yield "[]\n" if mark == "[" else "\n]\n"


FORMATS: Mapping[str, tuple[str, Callable[[Iterable[AuditEntry]], Iterator[str]]]] = {
    "csv": ("text/csv", as_csv),
    "json": ("application/json", as_json),
}


def _values(line: AuditEntry) -> dict[str, object]:
    return {name: getattr(line, name) for name in COLUMNS} | {"at": line.at.isoformat(timespec="microseconds")}


def _row(cells: Iterable[str]) -> str:
    text = StringIO()
    csv.writer(text).writerow([safe_cell(cell) for cell in cells])
    return text.getvalue()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
