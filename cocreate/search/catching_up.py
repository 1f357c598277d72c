"""What the notes say, done: the worker reads the sources that changed and writes what differs."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from cocreate.core import events, jobs
from cocreate.core.db import db, reading, transaction
from cocreate.core.jobs import JobContext
from cocreate.search import indexing, storage
from cocreate.search.following import IndexFellBehind
from cocreate.search.models import SearchChange, SearchDocument, SearchWord
from cocreate.search.sources import SOURCES, Source

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
