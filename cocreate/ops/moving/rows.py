"""The rows of a process, table by table, without the numbers that another installation would give otherwise.

Rows come in the order of their keys; a reference to a numbered row becomes its place among the rows of its table, and
one to an account becomes its address. So both installations tell the same rows in the same words, and the hash over
them is the same.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, Row, String, collate, func, select
from sqlalchemy.orm import Session

from cocreate.ops.moving import cells
from cocreate.ops.moving.pointers import ACTORS, POINTERS
from cocreate.ops.moving.tables import GIVEN, KNOWN_BY, STAYS, Place, target_of, whole_map
from cocreate.ops.problem import CannotContinue

AT_ONCE = 500  # rows in memory
AT_ONCE_WITH_FILES = 8


class Rows:
    """Everything of one process, as the database holds it at this moment; remembers the accounts it came across."""

    def __init__(self, session: Session, process: Any) -> None:
        self.session, self.process, self.map = session, process, whole_map()
        self.accounts: dict[int, str] = {}  # number -> address
        self._numbers: dict[str, array[int]] = {}
        self._refs: dict[str, str | None] = {}  # id of an account in addresses -> its address

    def tables(self) -> Iterator[Place]:
        """All tables, each after those that it leads to."""
        return iter(self.map.places.values())

    def of(self, place: Place) -> Iterator[dict[str, cells.Plain]]:
        """The rows of a table."""
        writers = [(column, self._writer(column)) for column in place.table.columns if is_told(place, column)]
        # Of JSON that may be empty, whether it is: an empty cell and the word `null` are read as the same.
        blank = [column for column, _ in writers if column.nullable and cells.is_json(column)]
        wanted = select(*(column for column, _ in writers), *(column.is_(None) for column in blank))
        wanted = wanted.where(self.map.mine(place.name, self.process)).order_by(*self._order(place))
        actors = [(kind, name) for table, kind, name in ACTORS if table == place.name]
        for row in self._read(wanted, place):
            told = {column.name: _written(row[at], write) for at, (column, write) in enumerate(writers)}
            for at, column in enumerate(blank, start=len(writers)):
                if row[at]:
                    del told[column.name]
            for kind, name in actors:
                if told[kind] == "user":
                    told[name] = self._actor(told[name])
            yield told

    def count(self, place: Place) -> int:
        """How many rows of a table belong to the process."""
        mine = self.map.mine(place.name, self.process)
        return self.session.scalar(select(func.count()).select_from(place.table).where(mine)) or 0

    def staying(self) -> dict[str, int]:
        """How many rows stay behind, by table, where a column tells that they belong to the process."""
        found: dict[str, int] = {}
        for name in STAYS:
            table = self.map.places["process"].table.metadata.tables[name]
            known = [c for c in table.columns if c.foreign_keys and target_of(c).table.name in self.map.places]
            if known:
                mine = self.map.leads(min(known, key=lambda c: bool(c.nullable)), self.process)
                found[name] = self.session.scalar(select(func.count()).select_from(table).where(mine)) or 0
        return {name: count for name, count in found.items() if count}

    def _read(self, wanted: Any, place: Place) -> Iterator[Row[Any]]:
        has_files = any(isinstance(column.type, LargeBinary) for column in place.table.columns)
        some = AT_ONCE_WITH_FILES if has_files else AT_ONCE
        return iter(self.session.execute(wanted, execution_options={"yield_per": some}))

    def _order(self, place: Place) -> Sequence[ColumnElement[Any]]:
        bytewise = "C" if self.session.get_bind().dialect.name == "postgresql" else "BINARY"
        keys = place.table.primary_key.columns
        return [collate(key, bytewise) if isinstance(key.type, String) else key for key in keys]

    def _writer(self, column: Column[Any]) -> Callable[[Any], Any] | None:
        table = column.table.name
        if (table, column.name) in POINTERS:
            turned = POINTERS[table, column.name]
            return lambda value: turned(value, self._turn)
        if not column.foreign_keys:
            return cells.writer(column)
        target = target_of(column).table.name
        if target in KNOWN_BY or self.map.places[target].number is not None:
            return lambda value: self._firm(column, target, value)
        return None

    def _firm(self, column: Column[Any], target: str, value: int) -> int | str:
        turned = self._turn(target, value)
        if isinstance(turned, int) and turned < 0:
            raise CannotContinue(
                f"A row of {column.table.name} leads to a row of {target} that belongs to another process "
                f"({column.name} = {value}). Remove the link first."
            )
        return turned

    def _turn(self, table: str, value: Any) -> Any:
        """Its place from 1 on, or its address; negative for what is not there any more, which no key can meet again."""
        if table in KNOWN_BY:
            return self._address(value) or -abs(value)
        numbers = self._all_numbers(table)
        place = bisect_left(numbers, value)
        return place + 1 if place < len(numbers) and numbers[place] == value else -abs(value)

    def _all_numbers(self, table: str) -> "array[int]":
        if table not in self._numbers:
            number = self.map.places[table].number
            assert number is not None  # only rows with a number are counted
            mine = select(number).where(self.map.mine(table, self.process)).order_by(number)
            self._numbers[table] = array("q", self.session.scalars(mine))
        return self._numbers[table]

    def _address(self, number: int) -> str | None:
        if number not in self.accounts:
            users = self.map.places["process"].table.metadata.tables["user"]
            found = self.session.scalar(select(users.c.email).where(users.c.id == number))
            if found is None:
                return None
            self.accounts[number] = found
        return self.accounts[number]

    def _actor(self, ref: str) -> cells.Plain:
        """An account that acted, by its address; or the id that it had, where there is no account any more."""
        if ref not in self._refs:
            users = self.map.places["process"].table.metadata.tables["user"]
            found = self.session.scalar(select(users.c.id).where(users.c.public_id == ref))
            self._refs[ref] = self._address(found) if found is not None else None
        address = self._refs[ref]
        return ref if address is None else {"account": address}


def is_told(place: Place, column: Column[Any]) -> bool:
    """Whether a column's values belong to the process: neither a number given here, nor what leads to what stays."""
    if place.number is column or (place.name, column.name) in GIVEN:
        return False
    return not column.foreign_keys or target_of(column).table.name not in STAYS


def _written(value: Any, write: Callable[[Any], Any] | None) -> cells.Plain:
    return value if value is None or write is None else write(value)
