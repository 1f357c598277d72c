"""What changed, noticed where it is stored: every flush and every statement on a table that some source tells of.

Commands need not remember the index, and none can forget it. The note is written in the transaction of the change, so
that what is hidden or erased is no longer shown from the moment on at which that is true. The worker does what the
notes say: it reads the sources that changed and writes what differs.
"""

import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Column, Table, delete, event, func, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from cocreate.accounts.models import Organisation
from cocreate.core import events, jobs
from cocreate.core.db import db, reading, transaction
from cocreate.core.jobs import JobContext
from cocreate.process.models import Process
from cocreate.search import indexing, storage
from cocreate.search.models import SearchChange, SearchDocument, SearchWord
from cocreate.search.sources import SOURCES, Source

NOTED = "search_changes"  # in session.info: what this transaction changed
Note = tuple[str, int | None]  # source, and the key of its process or organisation; None: all of them


@dataclass(frozen=True)
class IndexFellBehind:
    """Something was stored that the index does not know yet."""


@cache
def watching() -> Mapping[type[Any], tuple[Source, ...]]:
    """Model -> the sources that look at it."""
    found: dict[type[Any], list[Source]] = defaultdict(list)
    for source in SOURCES.values():
        for model in source.watched:
            found[model].append(source)
    return {model: tuple(sources) for model, sources in found.items()}


@cache
def _by_table() -> Mapping[str, type[Any]]:
    return {model.__tablename__: model for model in watching()}


@event.listens_for(Session, "after_flush")
def _notice_rows(session: Session, _context: Any) -> None:
    for row in session.dirty:
        if type(row) in watching():
            _notice(session, row, _looking(row, _changed(row)))
    for row in session.new:
        if type(row) in watching():
            _notice(session, row, [one for one in watching()[type(row)] if _minds_new(session, one, type(row), [row])])
    for row in session.deleted:
        if type(row) in watching():
            _notice(session, row, watching()[type(row)])


def _changed(row: Any) -> set[str]:
    """Names of what is not as it was; only what was set is looked at, as this runs with every flush."""
    state = inspect(row)
    return {name for name in state.committed_state if state.attrs[name].history.has_changes()}


def _looking(row: Any, changed: set[str]) -> list[Source]:
    """The sources for which these columns of a row matter."""
    return [
        one
        for one in watching()[type(row)]
        if changed and (not one.watched[type(row)] or changed & {*one.watched[type(row)]})
    ]


def _notice(session: Session, row: Any, sources: Any) -> None:
    for source in sources:
        judge = source.concerns.get(type(row))
        if judge is None or judge(session, row):
            _note(session, (source.name, owner_of(session, row, source)))


@event.listens_for(Session, "do_orm_execute")
def _notice_statements(state: ORMExecuteState) -> None:
    """Statements say which table, not which rows: the note is about all processes.

    Models with a judge are left to the flushes: their statements come by the second while a board is at work.
    """
    if not (state.is_insert or state.is_update or state.is_delete):
        return
    model = _by_table().get(getattr(getattr(state.statement, "table", None), "name", ""))
    if model is None:
        return
    told = _columns_of(state) if state.is_update else set()
    for source in watching()[model]:
        columns = set(source.watched[model])
        ignored = model in source.concerns
        if state.is_insert and not ignored:
            ignored = not _minds_new(state.session, source, model, _rows_of(state))
        if not ignored and (not state.is_update or not columns or told & columns):
            _note(state.session, (source.name, None))


def _minds_new(session: Session, source: Source, model: type[Any], rows: list[Any]) -> bool:
    """Whether new rows matter to a source; rows that nobody can tell do."""
    if model in source.ignores_new:
        return False
    column = source.new_of_known.get(model)
    if column is None or not rows:
        return True
    refs = [row[column] if isinstance(row, dict) else getattr(row, column) for row in rows]
    known = select(SearchDocument.id).where(SearchDocument.source == source.name, SearchDocument.ref.in_(refs))
    return session.connection().execute(known.limit(1)).first() is not None


def _rows_of(state: ORMExecuteState) -> list[Any]:
    """The rows that an insert brings, where they come as parameters."""
    some: Any = state.parameters
    return [dict(row) for row in some] if isinstance(some, (list, tuple)) else [dict(some)] if some else []


def _columns_of(state: ORMExecuteState) -> set[str]:
    """What an update sets, by its values or by the parameters that come with it."""
    given = getattr(state.statement, "_values", None) or {}
    some: Any = state.parameters
    first = some[0] if isinstance(some, (list, tuple)) and some else some
    return {getattr(column, "key", str(column)) for column in given} | set(first or ())


def _note(session: Session, note: Note) -> None:
    session.info.setdefault(NOTED, set()).add(note)


def note_whole(session: Session, process: Process) -> None:
    """All of a process, where its rows came past the session."""
    for source in SOURCES.values():
        if not source.of_organisation:
            _note(session, (source.name, process.id))


@event.listens_for(Session, "before_commit")
def _store(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    noted: set[Note] = session.info.pop(NOTED, set())
    rows = [_row(*note) for note in sorted(noted, key=str) if _is_there(session, *note)]
    if rows:
        session.execute(insert(SearchChange), rows)
        events.announce(session, IndexFellBehind())


def _is_there(session: Session, name: str, owner: int | None) -> bool:
    """What belonged to a process that went in the same transaction went with it."""
    model: Any = Organisation if SOURCES[name].of_organisation else Process
    return owner is None or session.scalar(select(model.id).where(model.id == owner)) is not None


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if not previous.nested:
        session.info.pop(NOTED, None)


def _row(name: str, owner: int | None) -> dict[str, Any]:
    holder = "organisation_id" if SOURCES[name].of_organisation else "process_id"
    return {"source": name, "process_id": None, "organisation_id": None, holder: owner}


def owner_of(session: Session, row: Any, source: Source) -> int | None:
    """The process (or organisation) that a row belongs to; None where that cannot be told any more."""
    target = "organisation" if source.of_organisation else "process"
    table: Table = row.__table__
    if table.name == target:
        return None if row in session.deleted else int(row.id)
    way = _way(table, target)
    first = getattr(row, inspect(type(row)).get_property_by_column(way[0]).key)
    if first is None or len(way) == 1:
        return None if first is None else int(first)
    asked = select(way[-1]).select_from(_joined(way[1:])).where(_target(way[0]) == first)
    found = session.connection().execute(asked).scalar()
    return None if found is None else int(found)


def _joined(way: tuple[Column[Any], ...]) -> Any:
    found: Any = way[0].table
    for before, after in itertools.pairwise(way):
        found = found.join(after.table, before == _target(before))
    return found


@cache
def _way(table: Table, target: str) -> tuple[Column[Any], ...]:
    """The foreign keys that lead from a table to its process, the shortest way."""
    queue: deque[tuple[Table, tuple[Column[Any], ...]]] = deque([(table, ())])
    seen = {table.name}
    while queue:
        at, so_far = queue.popleft()
        for column in _keys(at):
            further = _target(column).table
            if further.name == target:
                return (*so_far, column)
            if further.name not in seen:
                seen.add(further.name)
                queue.append((further, (*so_far, column)))
    raise LookupError(f"no way from {table.name} to {target}")


def _keys(table: Table) -> Iterator[Column[Any]]:
    return (column for column in table.columns if column.foreign_keys and not column.nullable)


def _target(column: Column[Any]) -> Column[Any]:
    return next(iter(column.foreign_keys)).column


EVERYTHING = "*"  # the source of a note about all of them
JOB = "search:index:rebuild"


def catch_up() -> int:
    """Everything that was noted until now. Returns how many rows of the index changed."""
    with reading():
        session = db.session()
        notes = session.execute(select(SearchChange)).scalars().all()
        asked = _asked(session, notes)
        session.rollback()
    changed = sum(indexing.refresh_apart(source, owner) for source, owner in asked)
    if notes:
        with transaction() as writer:
            writer.execute(delete(SearchChange).where(SearchChange.id.in_([note.id for note in notes])))
    return changed


def _asked(session: Session, notes: Any) -> list[tuple[Source, Any]]:
    """Each source with each process once, in the order of the method."""
    found: dict[tuple[str, int], tuple[Source, Any]] = {}
    for source in SOURCES.values():
        mine = [note for note in notes if note.source in (source.name, EVERYTHING)]
        wanted = {note.organisation_id if source.of_organisation else note.process_id for note in mine}
        if wanted:
            rows = indexing.owners(session, source)
            found |= {(source.name, row.id): (source, row) for row in rows if None in wanted or row.id in wanted}
    return list(found.values())


def rebuild(progress: Callable[[float], None] = lambda _done: None) -> int:
    """Every row of the index anew, as after a change of how words are read. Returns how many there are."""
    storage.look_for_extension(db.engine)
    with reading():
        session = db.session()
        asked = [(source, owner) for source in SOURCES.values() for owner in indexing.owners(session, source)]
        session.rollback()
    for place, (source, owner) in enumerate(asked):
        progress(place / len(asked))
        indexing.refresh_apart(source, owner, anew=True)
    with transaction() as writer:
        writer.execute(delete(SearchDocument).where(SearchDocument.source.not_in(list(SOURCES))))
        indexing.forget_words(writer, writer.scalars(select(SearchWord.word)).all())
        return writer.scalar(select(func.count()).select_from(SearchDocument)) or 0


@jobs.job(JOB)
def rebuild_in_worker(context: JobContext) -> None:
    """The same beside the server."""
    rebuild(context.advance)


@jobs.minutely
def follow(_session: Session) -> None:
    """At once after a change where a worker runs, and every minute for what was missed."""
    catch_up()


@events.on(IndexFellBehind)
def _follow_soon(_happened: IndexFellBehind) -> None:
    jobs.soon(follow)
