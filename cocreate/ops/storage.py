"""The database seen from outside: a consistent copy of it while it is in use, and one put in its place."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from cocreate.ops.problem import CannotContinue

SQLITE, POSTGRESQL = "sqlite", "postgresql"
LEFTOVERS = ("-wal", "-shm")  # files that SQLite keeps beside its own


def kind_of(url: str) -> str:
    """Which database it is."""
    return SQLITE if url.startswith("sqlite") else POSTGRESQL


def sqlite_file(url: str) -> Path:
    """Where an SQLite database lies."""
    return Path(make_url(url).database or "")


def part_name(kind: str) -> str:
    """The database's name inside a backup."""
    return "database.sqlite" if kind == SQLITE else "database.pgdump"


def copy_database(url: str, target: Path) -> None:
    """A consistent copy, taken while others read and write."""
    (_copy_sqlite if kind_of(url) == SQLITE else _dump_postgresql)(url, target)


def _copy_sqlite(url: str, target: Path) -> None:
    """By SQLite's own backup: copying the file would miss what is still in the write-ahead log."""
    path = sqlite_file(url)
    if not path.exists():
        raise CannotContinue(f"There is no database at {path}. Run: cocreate init")
    source = sqlite3.connect(path, timeout=30)
    with closing(source), closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        found = copy.execute("PRAGMA quick_check").fetchone()[0]
    if found != "ok":
        raise CannotContinue(f"The database is damaged ({found}). Restore the last good backup.")


def _dump_postgresql(url: str, target: Path) -> None:
    _run_client("pg_dump", url, ["--format=custom", "--no-owner", "--no-privileges", f"--file={target}"])


def refuse_in_use(url: str) -> None:
    """Say plainly that a server or worker still has the SQLite database open."""
    if kind_of(url) != SQLITE or not sqlite_file(url).exists():
        return
    with closing(sqlite3.connect(sqlite_file(url), timeout=1)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")  # only possible for whoever is alone
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            raise CannotContinue("The database is in use. Stop the server and the worker first.") from error
        except sqlite3.DatabaseError:
            return  # not a database any more: that is why somebody restores


def put_database(url: str, copy: Path) -> None:
    """Put a copy in the database's place; what was there has been set aside by the caller."""
    if kind_of(url) == SQLITE:
        path = sqlite_file(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(copy, path)
        return
    # All or nothing, so that a failure leaves the database as it was.
    options = ["--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _run_client("pg_restore", url, [*options, str(copy)])


def _run_client(program: str, url: str, options: list[str]) -> None:
    """PostgreSQL's own tools; the password goes through the environment, where other users cannot read it."""
    found = shutil.which(program)
    if found is None:
        raise CannotContinue(f"{program} is not installed. On Debian and Ubuntu: apt install postgresql-client")
    address = make_url(url)
    done = subprocess.run(
        [found, *_connection(address, program), *options],
        env={**os.environ, **({"PGPASSWORD": str(address.password)} if address.password else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CannotContinue(
            f"{program} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else '?'}"
        )


def _connection(address: URL, program: str) -> list[str]:
    """Where to connect. A query such as `?host=/run/postgresql` goes before the address's own host."""
    query = {key: str(value) for key, value in address.query.items()}
    values = {
        "--host": query.get("host") or address.host,
        "--port": query.get("port") or address.port,
        "--username": address.username,
        "--dbname": address.database,
    }
    return [f"{option}={value}" for option, value in values.items() if value]
