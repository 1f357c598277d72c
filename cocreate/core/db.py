"""The database: typed models, and transactions that behave alike on SQLite and PostgreSQL."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, MetaData, String, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.types import TypeDecorator

from cocreate.core.ids import public_id

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone, on a database that may forget it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(postgresql.JSONB(), "postgresql")
Translated = dict[str, str]  # language code -> text


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        dict[str, Any]: Json,
        dict[str, str]: Json,
        dict[str, int]: Json,
        list[str]: Json,
        list[Any]: Json,
    }


class HasPublicId:
    """A row that appears in an address and in the chain of evidence, as `ref`."""

    ref_type: ClassVar[str]
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(16), unique=True, default=public_id)

    @property
    def ref(self) -> tuple[str, str]:
        """Its place in the chain of evidence: (type, public id)."""
        return (self.ref_type, self.public_id)


# For tables whose rows must not tell when they were written: SQLite's hidden row numbers would, after all; without them
# rows lie by their random key.
NO_ORDER = {"sqlite_with_rowid": False}

# Our models inherit from Base; Flask-SQLAlchemy brings engines and a session per request, on the same metadata.
db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})

# SQLite: a transaction that reads first and writes later can fail with SQLITE_BUSY however long the timeout, so whoever
# may write begins IMMEDIATE. Only pages that do nothing but read say so through `reading()`.
_begin: ContextVar[str] = ContextVar("sqlite_begin", default="IMMEDIATE")

# Under gevent a greenlet waiting inside SQLite for the write lock would stop the very greenlet that holds it; this lock
# (gevent's own once patched) makes it wait outside. Between processes SQLite's busy timeout does the same.
_writer = threading.Lock()
WRITER_PATIENCE = 30.0  # seconds


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun in here only read, and take no write lock on SQLite."""
    token = _begin.set("DEFERRED")
    try:
        yield
    finally:
        _begin.reset(token)


def begin_reading() -> None:
    """The same for the rest of this context (a web request that only reads)."""
    _begin.set("DEFERRED")


def tables(session: Session) -> Connection:
    """For statements about tables alone: the session's connection, once what waits in the session is written.

    A session looks at each statement for what it means for its objects, which costs as much as the statement.
    """
    session.flush()
    return session.connection()


def begin_writing() -> None:
    """Back to the default for the rest of this context."""
    _begin.set("IMMEDIATE")


def reading_session(engine: Engine) -> Session:
    """A session that sees everything as it is now, whatever is stored while it reads. Close it."""
    session = Session(engine)
    with reading():
        session.connection()
    return session


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=15000")
    cursor.execute("PRAGMA synchronous=FULL")  # an acknowledged card survives a power cut
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    mode = _begin.get()
    if mode == "IMMEDIATE":
        if not _writer.acquire(timeout=WRITER_PATIENCE):
            raise TimeoutError("another transaction of this process has kept the database for too long")
        connection.info["holds_writer"] = True
    try:
        connection.exec_driver_sql(f"BEGIN {mode}")
    except BaseException:
        _release_writer(connection)
        raise


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def _release_writer(connection: Connection) -> None:
    if connection.info.pop("holds_writer", False):
        _writer.release()


@contextmanager
def transaction() -> Iterator[Session]:
    """One transaction for a route, handler, job or command line: commits at the end, rolls back on any error."""
    session = db.session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
