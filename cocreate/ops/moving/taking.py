"""Rows on their way into an installation, table by table."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import sqlalchemy
from sqlalchemy import Column, LargeBinary, TableClause, bindparam, func, insert, select, text, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.ops.moving import cells, hashing
from cocreate.ops.moving.package import Package
from cocreate.ops.moving.pointers import ACTORS, POINTERS
from cocreate.ops.moving.rows import AT_ONCE, AT_ONCE_WITH_FILES, is_told
from cocreate.ops.moving.tables import KNOWN_BY, Place, target_of, whole_map
from cocreate.ops.problem import CannotContinue


class Taking:
    """Rows on their way in: places become the numbers that this installation gives them."""

    def __init__(self, session: Session, people: Mapping[str, int], given: Mapping[tuple[str, str], int]) -> None:
        self.session, self.people, self.given, self.rows = session, people, given, 0
        self._numbers: dict[str, Sequence[int]] = {}
        self._refs: dict[str, str] = {}

    def table(self, place: Place, package: Package, size: int) -> None:
        """All rows of a table; what a row says of another one of its own table is filled in at the end."""
        self._numbers[place.name] = self._reserve(place, size)
        later: list[dict[str, Any]] = []
        digest = hashing.Digest()
        rows = self._read(place, package.rows(place.name), digest, later)
        has_files = any(isinstance(column.type, LargeBinary) for column in place.table.columns)
        columns = [c for c in place.table.columns if is_told(place, c) or c is place.number or _key(c) in self.given]
        target = insert(_target(columns))
        with _sentences(place.name):
            while some := list(islice(rows, AT_ONCE_WITH_FILES if has_files else AT_ONCE)):
                self._refuse_known(place, some)
                self.session.connection().execute(target, some)
            self._fill_in(place, later)
        if digest.rows != size or (size and digest.text != package.manifest.tables[place.name].digest):
            raise CannotContinue(f"The rows of {place.name} are not those that the file names. Export once more.")
        self.rows += size

    def _read(
        self, place: Place, rows: Iterator[dict[str, Any]], digest: hashing.Digest, later: list[dict[str, Any]]
    ) -> Iterator[dict[str, Any]]:
        told = [column for column in place.table.columns if is_told(place, column)]
        readers = [(column, self._reader(column)) for column in told]
        own = [c.name for c in told if c.foreign_keys and target_of(c).table is place.table]
        actors = [name for table, _, name in ACTORS if table == place.name]
        for at, row in enumerate(rows):
            digest.add(row)
            if unknown := row.keys() - {column.name for column in told}:
                raise CannotContinue(f"{place.name} has columns that are unknown here: {', '.join(sorted(unknown))}.")
            for name in actors:
                if isinstance(row[name], dict):
                    row[name] = self._actor(row[name]["account"])
            made = {column.name: _value(column, row, read) for column, read in readers}
            made |= {name: value for (table, name), value in self.given.items() if table == place.name}
            if place.number is not None:
                made[place.number.name] = self._number(place, at)
            if any(made[name] is not None for name in own):
                later.append({"its_key": made[next(iter(place.table.primary_key)).name]} | {n: made[n] for n in own})
                made.update(dict.fromkeys(own))
            yield made

    def _number(self, place: Place, at: int) -> int:
        if at >= len(self._numbers[place.name]):
            raise CannotContinue(f"{place.name} has more rows than the file says. Export once more.")
        return self._numbers[place.name][at]

    def _reader(self, column: Column[Any]) -> Callable[[Any], Any] | None:
        where = _key(column)
        if where in POINTERS:
            return lambda value: POINTERS[where](value, self._turn)
        if not column.foreign_keys:
            return cells.reader(column)
        target = target_of(column).table.name
        if target in KNOWN_BY or whole_map().places[target].number is not None:
            return lambda value: self._turn(target, value)
        return None

    def _turn(self, table: str, value: Any) -> Any:
        """The number here of what a row leads to; one that led nowhere still does."""
        if isinstance(value, int) and value < 0:
            return value
        if value == 0:
            raise CannotContinue(f"A row leads to row 0 of {table}; they begin at 1. Export once more.")
        try:
            return self.people[value] if table in KNOWN_BY else self._numbers[table][value - 1]
        except (KeyError, IndexError, TypeError) as error:
            raise CannotContinue(
                f"A row leads to a row of {table} that is not in the file. Export once more."
            ) from error

    def _actor(self, address: str) -> str:
        if address not in self._refs:
            self._refs[address] = self.session.get_one(User, self._turn("user", address)).public_id
        return self._refs[address]

    def _reserve(self, place: Place, size: int) -> Sequence[int]:
        """Numbers for so many rows, in rising order, that nobody else gets."""
        if place.number is None or not size:
            return ()
        if self.session.get_bind().dialect.name == "postgresql":
            wanted = text("SELECT nextval(pg_get_serial_sequence(:name, :column)) FROM generate_series(1, :size)")
            given = {"name": f'"{place.name}"', "column": place.number.name, "size": size}
            return sorted(self.session.scalars(wanted, given))
        last = self.session.scalar(select(func.max(place.number))) or 0  # nobody else writes meanwhile
        return range(last + 1, last + 1 + size)

    def _refuse_known(self, place: Place, rows: Collection[Mapping[str, Any]]) -> None:
        """Ids in addresses, and keys that are no numbers, must be new here."""
        keys = list(place.table.primary_key.columns)
        alone = keys[0] if len(keys) == 1 and place.number is None and not keys[0].foreign_keys else None
        for column in filter(lambda one: one is not None, (place.table.c.get("public_id"), alone)):
            assert column is not None  # filtered
            mine = [row[column.name] for row in rows]
            if known := self.session.scalar(select(column).where(column.in_(mine)).limit(1)):
                raise CannotContinue(
                    f"{known} of {place.name} is here already: a part of this process has been brought here before."
                )

    def _fill_in(self, place: Place, later: Collection[Mapping[str, Any]]) -> None:
        if not later:
            return
        key = next(iter(place.table.primary_key))
        names = [name for name in next(iter(later)) if name != "its_key"]
        filled = (
            update(place.table).where(key == bindparam("its_key")).values({n: bindparam(f"its_{n}") for n in names})
        )
        given = [{"its_key": row["its_key"]} | {f"its_{name}": row[name] for name in names} for row in later]
        self.session.connection().execute(filled, given)


def _key(column: Column[Any]) -> tuple[str, str]:
    return (column.table.name, column.name)


def _target(columns: Sequence[Column[Any]]) -> TableClause:
    """The table as rows are put into it: an empty cell that could hold JSON stays empty."""
    types = [(one.name, cells.STRICT if cells.is_json(one) else one.type) for one in columns]
    return sqlalchemy.table(columns[0].table.name, *(sqlalchemy.column(name, type_) for name, type_ in types))


def _value(column: Column[Any], row: Mapping[str, Any], read: Callable[[Any], Any] | None) -> Any:
    if column.name not in row:
        return None  # an empty cell that could hold JSON
    value = row[column.name]
    if value is None:
        return cells.NULL if cells.is_json(column) else None
    return value if read is None else read(value)


@contextmanager
def _sentences(table: str) -> Iterator[None]:
    """What a database refuses, as a sentence."""
    try:
        yield
    except StatementError as error:
        why = str(error.orig or error).strip().splitlines()[0]
        raise CannotContinue(f"The database does not take a row of {table}: {why}") from error
