"""A database that was migrated is the database that the models describe, and every step can be taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.pool import NullPool

import cocreate.app  # noqa: F401  every stage's tables
from cocreate.core import migrate
from cocreate.core.db import Base
from cocreate.search.storage import BESIDE, GRAM_INDEX, SIGHT_INDEX


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    yield f"sqlite:///{tmp_path}/one.sqlite" if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def with_connection(url: str, look: Callable[[Any, Engine], Any]) -> Any:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return look(connection, engine)


def differences(url: str) -> list[Any]:
    """What the next automatic migration would hold."""

    def look(connection: Any, engine: Engine) -> list[Any]:
        opts = {"compare_type": True, "include_object": is_described}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Base.metadata))

    return list(with_connection(url, look))


def is_described(thing: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    """Whether a model tells of it: what finds words is each database's own."""
    own = (*BESIDE, GRAM_INDEX, SIGHT_INDEX)
    return not (reflected and kind in ("table", "index") and str(name).startswith(own))


def tables(url: str) -> set[str]:
    """Those that a model tells of."""
    found = with_connection(url, lambda connection, engine: inspect(connection).get_table_names())
    return {name for name in found if not name.startswith(BESIDE)}


def test_up_down_and_up_again_end_with_the_tables_of_the_models(url: str) -> None:
    migrate.upgrade(url)
    assert differences(url) == []
    assert with_connection(url, lambda connection, engine: migrate.is_current(engine, url))
    migrate.downgrade(url, "base")
    assert set(with_connection(url, lambda connection, engine: inspect(connection).get_table_names())) <= {
        "alembic_version"
    }
    migrate.upgrade(url)
    assert differences(url) == []


def test_every_single_step_can_be_taken_back(url: str) -> None:
    steps = [step.revision for step in ScriptDirectory.from_config(migrate.config(url)).walk_revisions()]
    assert steps, "there is no migration"
    for step in reversed(steps):
        migrate.upgrade(url, step)
        migrate.downgrade(url, "-1")
        migrate.upgrade(url, step)
    assert tables(url) - {"alembic_version"} == set(Base.metadata.tables)


def test_the_steps_form_one_line() -> None:
    assert len(ScriptDirectory.from_config(migrate.config("sqlite://")).get_heads()) == 1


@pytest.mark.postgres
def test_documents_that_were_there_before_their_titles_are_found_by_them(postgres_url: str) -> None:
    migrate.upgrade(postgres_url, "0046")
    engine = create_engine(postgres_url, poolclass=NullPool)
    with engine.begin() as connection:
        for statement in (
            "ALTER TABLE search_text DROP COLUMN titles",
            f"DROP INDEX {SIGHT_INDEX}",
            "DROP TRIGGER search_document_told ON search_document",
            "INSERT INTO search_document (source, kind, ref, permission, place, anchor, title, body, languages,"
            " title_words, body_words, stems, digest) VALUES ('news', 'news', 'a', '', '', '', '{}', '{}', '',"
            " 'urban farms', 'on flat roofs', '', '')",
            "INSERT INTO search_text SELECT id, to_tsvector('simple', 'urban') FROM search_document",
        ):
            connection.exec_driver_sql(statement)
    migrate.upgrade(postgres_url)
    with engine.begin() as connection:
        asked = "SELECT titles @@ 'farms', titles @@ 'roofs', words @@ 'roofs' FROM search_text"
        assert connection.exec_driver_sql(asked).all() == [(True, False, True)]
        connection.exec_driver_sql("UPDATE search_document SET title_words = 'roofs'")
        assert connection.exec_driver_sql(asked).all() == [(False, True, True)]
