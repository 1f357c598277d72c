"""Writing a process into a file: as it is at one moment, in memory for a few rows at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from cocreate import __version__
from cocreate.accounts.models import User
from cocreate.core import audit
from cocreate.core.db import reading_session
from cocreate.core.jobs import Job, JobState
from cocreate.ops.moving import cells, hashing, package
from cocreate.ops.moving.package import Manifest
from cocreate.ops.moving.rows import Rows
from cocreate.ops.moving.tables import whole_map
from cocreate.ops.problem import CannotContinue

Progress = Callable[[str], None]


@contextmanager
def moment(engine: Engine) -> Iterator[Session]:
    """A session that sees one moment only, whatever is stored while it reads."""
    if engine.dialect.name == "sqlite":
        session = reading_session(engine)
    else:
        session = Session(engine.connect().execution_options(isolation_level="REPEATABLE READ"))
    try:
        yield session
    finally:
        session.rollback()
        session.connection().close()
        session.close()


def export_whole(
    session: Session,
    process: Any,
    target: Path,
    *,
    revision: str,
    now: datetime,
    progress: Progress = lambda name: None,
) -> Manifest:
    """Write a process with all that belongs to it. The session should see one moment only (`moment` gives such a one).

    Refuses while tasks of the process are under way, and where its audit trail does not hold.
    """
    refuse_unplaced()
    _refuse_tasks(session, process)
    refuse_broken_trail(session, process)
    rows = Rows(session, process)
    tables: dict[str, hashing.Told] = {}
    with package.writing(target) as file:
        for place in rows.tables():
            progress(place.name)
            digest = hashing.Digest()
            file.lines(package.entry_of(place.name), _hashed(rows.of(place), digest))
            tables[place.name] = hashing.Told(digest.rows, digest.text)
        file.lines(package.PEOPLE, _people(session, rows))
        manifest = Manifest(
            process=process.public_id,
            title=dict(process.title),
            organisation={
                "short_name": process.organisation.short_name,
                "title": dict(process.organisation.title),
            },
            version=__version__,
            revision=revision,
            made_at=now.isoformat(timespec="seconds"),
            hash=hashing.whole(tables),
            tables=tables,
            files=dict(file.files),
            stays=rows.staying(),
        )
        file.close(manifest)
    return manifest


def refuse_unplaced() -> None:
    """A table that nobody placed would be left behind in silence."""
    if lost := whole_map().lost:
        raise CannotContinue(f"Nobody said whether these tables move with a process: {', '.join(lost)}.")


def refuse_broken_trail(session: Session, process: Any) -> int:
    """Every line of the process's audit trail must be as it was written; returns how many there are."""
    chains = whole_map().mine("audit_chain", process)
    found = audit.verify(session, session.scalars(select(audit.AuditChain.name).where(chains)).all())
    if not found.is_intact:
        where = ", ".join(f"{chain} from line {line}" for chain, line in found.broken)
        raise CannotContinue(f"The audit trail does not hold ({where}), so nobody could vouch for it elsewhere.")
    return found.lines


def _refuse_tasks(session: Session, process: Any) -> None:
    waits = [state.value for state in JobState if not state.is_over]
    kinds = session.scalars(select(Job.kind).where(Job.process_id == process.id, Job.state.in_(waits)).distinct()).all()
    if kinds:
        raise CannotContinue(f"Tasks of this process are under way ({', '.join(kinds)}). Wait for them, or stop them.")


def _hashed(rows: Iterator[dict[str, cells.Plain]], digest: hashing.Digest) -> Iterator[str]:
    for row in rows:
        digest.add(row)
        yield cells.as_line(row)


def _people(session: Session, rows: Rows) -> Iterator[str]:
    """In the order of their accounts, so that they stand in the same order elsewhere."""
    for number in sorted(rows.accounts):
        user = session.get_one(User, number)
        told = {"email": user.email, "name": user.name, "language": user.language, "public_id": user.public_id}
        yield cells.as_line(told)
