"""A database that was migrated is the database that the models describe, and one that was not can be, or is refused."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click.testing import CliRunner
from sqlalchemy import Connection, MetaData, Table, create_engine, func, inspect, select, text
from sqlalchemy.pool import NullPool

import cocreate.app  # noqa: F401  every stage's tables
from cocreate.cli import cli
from cocreate.core import migrate
from cocreate.core.db import Base
from cocreate.core.migrate import Standing, UnknownTables
from cocreate.search.storage import BESIDE, GRAM_INDEX, SIGHT_INDEX
from tests.services import free_port

MOMENT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
FIRST = "0052"  # which took the place of all before


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    yield f"sqlite:///{tmp_path}/one.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def with_connection(url: str, look: Callable[[Connection], Any]) -> Any:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        return look(connection)


def differences(url: str) -> list[Any]:
    """What the next automatic migration would hold."""

    def look(connection: Connection) -> list[Any]:
        opts = {"compare_type": True, "include_object": is_described}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))

    return list(with_connection(url, look))


def is_described(thing: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    """Whether a model tells of it: what finds words is each database's own."""
    own = (*BESIDE, GRAM_INDEX, SIGHT_INDEX)
    return not (reflected and kind in ("table", "index") and str(name).startswith(own))


def whole_of(connection: Connection) -> dict[str, Any]:
    """All that the database has, by name: tables with their keys and checks, indexes, triggers and what finds words.

    Without the order of columns, and without the defaults that no model tells of.
    """
    found: dict[str, Any] = {}
    looking = inspect(connection)
    for name in looking.get_table_names():
        if name == "alembic_version":
            continue
        model = Base.metadata.tables.get(name)
        for column in looking.get_columns(name):
            told = model is None or model.columns[column["name"]].server_default is not None
            default = column["default"] if told else None
            found[f"{name}.{column['name']}"] = (str(column["type"]), column["nullable"], default)
        for kind in ("foreign_keys", "unique_constraints", "check_constraints"):
            for each in getattr(looking, f"get_{kind}")(name):
                found[f"{kind} {name} {each['name']}"] = {key: str(value) for key, value in each.items()}
        found[f"key {name}"] = looking.get_pk_constraint(name)
        found[f"options {name}"] = looking.get_table_options(name)
    rows = connection.execute(text(BESIDE_TABLES[connection.dialect.name]))
    return found | {name: re.sub(r"\s+", " ", said) for name, said in rows}


# What reflection does not tell of.
BESIDE_TABLES = {
    "sqlite": "SELECT type || name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    " OR sql LIKE 'CREATE VIRTUAL%'",
    "postgresql": "SELECT 'index' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    " AND tablename != 'alembic_version' UNION SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE NOT tgisinternal UNION SELECT proname, prosrc FROM pg_proc WHERE proname = 'search_document_told'"
    " UNION SELECT 'extension', extname FROM pg_extension WHERE extname = 'pg_trgm'",
}


def test_a_migrated_database_is_the_one_that_the_models_make(url: str) -> None:
    migrate.upgrade(url)
    migrated = with_connection(url, whole_of)
    assert len(migrated) > 1000
    assert differences(url) == []
    migrate.downgrade(url, "base")
    assert set(with_connection(url, lambda connection: inspect(connection).get_table_names())) <= {"alembic_version"}
    with_connection(url, Base.metadata.create_all)
    made = with_connection(url, whole_of)
    assert {name: (migrated.get(name), made.get(name)) for name in {*migrated, *made}} == {
        name: (told, told) for name, told in made.items()
    }


def test_every_single_step_can_be_taken_back(url: str) -> None:
    steps = [step.revision for step in ScriptDirectory.from_config(migrate.config(url)).walk_revisions()]
    assert steps[-1] == FIRST
    for step in reversed(steps):
        migrate.upgrade(url, step)
        migrate.downgrade(url, "-1")
        migrate.upgrade(url, step)


def test_the_steps_form_one_line() -> None:
    assert len(ScriptDirectory.from_config(migrate.config("sqlite://")).get_heads()) == 1


def test_rows_from_before_the_first_step_are_kept_by_all_steps_since(url: str) -> None:
    migrate.upgrade(url, FIRST)
    with_connection(url, fill)
    before = with_connection(url, rows_of)
    assert len(before) > 170 and set(before.values()) == {1}
    migrate.upgrade(url)
    assert standing_of(url) is Standing.CURRENT
    assert with_connection(url, rows_of).items() >= before.items()


def fill(connection: Connection) -> None:
    """A row in each table as it is now. All numbers are 1 and all words x, so that each refers to the others' rows."""
    for table in described(connection):
        needed = [column for column in table.columns if not column.nullable or column.name in ONE_OF_SEVERAL]
        row = {column.name: FILLINGS.get(column.type.python_type, MOMENT) for column in needed}
        connection.execute(table.insert().values(row))


def rows_of(connection: Connection) -> dict[str, int]:
    """How many each table has."""
    counts = {table.name: select(func.count()).select_from(table) for table in described(connection)}
    return {name: connection.execute(count).scalar_one() for name, count in counts.items()}


def described(connection: Connection) -> list[Table]:
    """The tables that are there now, without what finds words."""
    tables = MetaData()
    tables.reflect(connection, only=lambda name, _: not name.startswith((*BESIDE, "alembic")))
    return tables.sorted_tables


# A row needs one of them and another that may be empty.
ONE_OF_SEVERAL = ("user_id", "answer_id")
FILLINGS: dict[type, Any] = {int: 1, float: 1.0, bool: True, str: "x", bytes: b"x", object: {}, date: MOMENT.date()}


def standing_of(url: str) -> Standing:
    return migrate.standing(url, migrate.current_revision(create_engine(url, poolclass=NullPool)))


@pytest.mark.parametrize(("revision", "sentence"), [("0051", "older than the first migration"), ("0999", "newer")])
def test_tables_that_this_version_cannot_bring_up_to_date_are_left_alone_with_a_sentence(
    url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, revision: str, sentence: str
) -> None:
    migrate.upgrade(url)
    number = text("UPDATE alembic_version SET version_num = :revision").bindparams(revision=revision)
    with_connection(url, lambda connection: connection.execute(number))
    before = with_connection(url, whole_of)
    with pytest.raises(UnknownTables, match=sentence):
        migrate.upgrade(url)
    monkeypatch.setenv("COCREATE_DATABASE_URL", url)
    monkeypatch.setenv("COCREATE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COCREATE_PORT", str(free_port()))
    for command in ("init", "serve"):
        done = CliRunner().invoke(cli, [command])
        assert done.exit_code == 1 and sentence in done.output and "Traceback" not in done.output
    assert f"({revision})" in CliRunner().invoke(cli, ["doctor"]).output
    assert with_connection(url, whole_of) == before
