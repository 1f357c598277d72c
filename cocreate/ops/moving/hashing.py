"""The hash over all that belongs to a process: equal in two installations exactly when they hold the same."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from cocreate.ops.moving import cells
from cocreate.ops.moving.rows import Rows

RULE = "cocreate-process-1"  # goes into the hash: another rule gives another one


@dataclass
class Digest:
    """The hash of one table while its rows go by."""

    rows: int = 0
    _hash: Any = field(default_factory=hashlib.sha256)

    def add(self, row: Mapping[str, cells.Plain]) -> None:
        """The next row."""
        self._hash.update(cells.canonical(row).encode("ascii") + b"\n")
        self.rows += 1

    @property
    def text(self) -> str:
        """The hash as it is written down."""
        return str(self._hash.hexdigest())


@dataclass(frozen=True)
class Told:
    """How many rows a table has, and the hash over them."""

    rows: int
    digest: str


def whole(tables: Mapping[str, Told]) -> str:
    """One hash of all tables; one without rows does not count, so that a release with a new table changes nothing."""
    said = [RULE, *([name, told.rows, told.digest] for name, told in sorted(tables.items()) if told.rows)]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode("ascii")).hexdigest()


def told_of(rows: Iterable[Mapping[str, cells.Plain]]) -> Told:
    """A table's rows, counted and hashed."""
    digest = Digest()
    for row in rows:
        digest.add(row)
    return Told(digest.rows, digest.text)


def hash_process(session: Session, process: Any, progress: Callable[[str], None] = lambda name: None) -> str:
    """The hash of a process as it is stored here, in memory for a few rows at a time."""
    return whole(dict(_tables(Rows(session, process), progress)))


def _tables(rows: Rows, progress: Callable[[str], None]) -> Iterator[tuple[str, Told]]:
    for place in rows.tables():
        progress(place.name)
        yield place.name, told_of(rows.of(place))
