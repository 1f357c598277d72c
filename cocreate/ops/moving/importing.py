"""Taking a process in from a file, in the caller's transaction: all of it, checked by its hash, or nothing."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import uuid4

import sqlalchemy
from sqlalchemy import Column, LargeBinary, TableClause, bindparam, func, insert, select, text, update
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import User
from cocreate.accounts.rules import normal_email
from cocreate.core import audit
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.ops.moving import cells, hashing
from cocreate.ops.moving.exporting import Progress, refuse_broken_trail, refuse_unplaced
from cocreate.ops.moving.package import Package, Person
from cocreate.ops.moving.pointers import ACTORS, POINTERS
from cocreate.ops.moving.rows import AT_ONCE, AT_ONCE_WITH_FILES, is_told
from cocreate.ops.moving.tables import KNOWN_BY, Place, target_of, whole_map
from cocreate.ops.problem import CannotContinue
from cocreate.process.models import Process
from cocreate.process.queries import find_process


@dataclass
class Report:
    """What an import did, or would do."""

    rows: int = 0
    known: list[str] = field(default_factory=list)  # addresses that had an account here
    brought: list[str] = field(default_factory=list)  # addresses that got one, switched off
    renamed: dict[str, str] = field(default_factory=dict)  # id of an account there -> its id here
    trail: int = 0  # lines of the audit trail, checked one by one


def import_whole(
    session: Session, actor: Actor, package: Package, *, revision: str, progress: Progress = lambda name: None
) -> tuple[Process, Report]:
    """Take a process in. Whatever is wrong raises CannotContinue, and the caller's transaction goes back."""
    told = package.manifest
    refuse_unplaced()
    _refuse_others(session, package, revision)
    report = Report()
    people = _take_people(session, package.people(), report)
    taking = _Taking(session, people)
    for place in whole_map().places.values():
        progress(place.name)
        taking.table(place, package, told.tables[place.name].rows if place.name in told.tables else 0)
    session.expire_all()
    process = find_process(session, told.process)
    if process is None or hashing.hash_process(session, process) != told.hash:
        raise CannotContinue("What was taken in is not what the file says: their hashes differ. Nothing was kept.")
    report.rows, report.trail = taking.rows, refuse_broken_trail(session, process)
    audit.record(
        session,
        actor,
        "ops:process:import",
        process.ref,
        hash=told.hash,
        rows=report.rows,
        brought=len(report.brought),
        renamed=report.renamed,
        made_at=told.made_at,
    )
    return process, report


def _refuse_others(session: Session, package: Package, revision: str) -> None:
    told = package.manifest
    if told.revision != revision:
        raise CannotContinue(
            f"The file comes from tables {told.revision} (cocreate {told.version}), and here they are {revision}. "
            "Bring both installations to the same version first."
        )
    if unknown := [name for name in told.tables if name not in whole_map().places]:
        raise CannotContinue(f"The file has tables that are unknown here: {', '.join(unknown)}.")
    if hashing.whole(told.tables) != told.hash:
        raise CannotContinue("The file's list of tables does not fit its hash: somebody changed it.")
    if find_process(session, told.process) is not None:
        raise CannotContinue(f"The process {told.process} is here already. A process can be in an installation once.")


def _take_people(session: Session, people: Iterator[Person], report: Report) -> dict[str, int]:
    """By address: the account that is here, or one that is made, switched off and without a password."""
    found: dict[str, int] = {}
    for person in people:
        user = session.scalar(select(User).where(func.lower(User.email) == normal_email(person.email)))
        if user is None:
            user = _bring(session, person)
            report.brought.append(person.email)
        else:
            report.known.append(person.email)
        if user.public_id != person.public_id:
            report.renamed[person.public_id] = user.public_id
        found[person.email] = user.id
    return found


def _bring(session: Session, person: Person) -> User:
    is_taken = session.scalar(select(User.public_id).where(User.public_id == person.public_id)) is not None
    user = User(
        public_id=public_id() if is_taken else person.public_id,
        email=person.email,
        name=person.name,
        language=person.language,
        active=False,
        fs_uniquifier=uuid4().hex,
        create_datetime=clock.now(),
    )
    session.add(user)
    session.flush()
    return user


class _Taking:
    """Rows on their way in: places become the numbers that this installation gives them."""

    def __init__(self, session: Session, people: Mapping[str, int]) -> None:
        self.session, self.people, self.rows = session, people, 0
        self._numbers: dict[str, Sequence[int]] = {}
        self._refs: dict[str, str] = {}

    def table(self, place: Place, package: Package, size: int) -> None:
        """All rows of a table; what a row says of another one of its own table is filled in at the end."""
        self._numbers[place.name] = self._reserve(place, size)
        later: list[dict[str, Any]] = []
        digest = hashing.Digest()
        rows = self._read(place, package.rows(place.name), digest, later)
        has_files = any(isinstance(column.type, LargeBinary) for column in place.table.columns)
        columns = [column for column in place.table.columns if is_told(place, column) or column is place.number]
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
        where = (column.table.name, column.name)
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
        try:
            return self.people[value] if table in KNOWN_BY else self._numbers[table][value]
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
