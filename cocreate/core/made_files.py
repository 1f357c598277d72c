"""Files that tasks make beside the server: kept for a day in the data folder under the task's id, and erased."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO

from flask import current_app

from cocreate import clock
from cocreate.core.jobs import Job, JobContext

KEPT_FOR = timedelta(days=1)
_PARTIAL = ".part"


def folder() -> Path:
    """Where the files lie, readable by the server's own account only."""
    found: Path = current_app.extensions["cocreate_settings"].data_dir / "exports"
    found.mkdir(mode=0o700, parents=True, exist_ok=True)
    return found


def erase_old() -> int:
    """Erase every file that has lain for its time, and what a broken task left; returns how many."""
    limit, erased = (clock.now() - KEPT_FOR).timestamp(), 0
    for path in folder().iterdir():
        if path.is_file() and path.stat().st_mtime < limit:
            path.unlink(missing_ok=True)
            erased += 1
    return erased


def kept_file(made: Job) -> Path | None:
    """The file that a task made, while it is there: `<id of the task>~<name for the download>`."""
    limit = (clock.now() - KEPT_FOR).timestamp()
    found = (path for path in folder().glob(f"{made.public_id}~*") if not path.name.endswith(_PARTIAL))
    return next((path for path in found if path.stat().st_mtime >= limit), None)


def name_of(path: Path) -> str:
    """The name under which a kept file is downloaded."""
    return path.name.partition("~")[2]


class Making:
    """A file being written: give it its name before the end."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.name = target, ""


@contextmanager
def making(context: JobContext) -> Iterator[Making]:
    """Write a task's file under a name for the time being, so that nobody downloads half of it."""
    erase_old()
    with context.reading() as session:
        job = session.get_one(Job, context.job_id).public_id
    partial = folder() / f"{job}{_PARTIAL}"
    try:
        with partial.open("wb") as target:
            made = Making(target)
            yield made
        partial.rename(folder() / f"{job}~{made.name}")
    finally:
        partial.unlink(missing_ok=True)
