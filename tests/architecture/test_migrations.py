"""A database that was migrated is the database that the models describe, and every step can be taken back."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, Table, create_engine, event, inspect, select
from sqlalchemy.pool import NullPool

import cocreate.app  # noqa: F401  every stage's tables
from cocreate.core import migrate
from cocreate.core.db import Base
from cocreate.core.ids import digest
from cocreate.information.figures import place_key
from cocreate.search.storage import BESIDE, GRAM_INDEX, SIGHT_INDEX

MOMENT = datetime(2026, 11, 2, 12, 0)


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


def test_figures_of_sheets_name_their_territory_where_it_is_clear_which_was_meant(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite"
    migrate.upgrade(f"sqlite:///{path}", "0047")
    plain = sqlite3.connect(path)  # as such it does not ask what these rows belong to
    plain.executescript(
        """
        INSERT INTO evidence (id, public_id, process_id, kind, title, summary, source, url, tags, unit, created_at,
            version)
        VALUES (1, 'many', 1, 'indicator', '{}', '{}', '', '', '[]', '', '2026-01-01', 1),
            (2, 'one', 1, 'indicator', '{}', '{}', '', '', '[]', '', '2026-01-01', 1);
        INSERT INTO evidence_series (evidence_id, territory, numbers, position)
        VALUES (1, 'Flanders', '{"2016": 1, "2017": 44}', 1), (1, 'Brussels', '{"2017": 3.7}', 2),
            (2, 'Brussels', '{"2017": 9}', 1);
        INSERT INTO sheet_text (public_id, sheet_id, language, block, slot, text, figures, written_at)
        VALUES ('a', 1, 'en', 'about', 'after',
            '[[indicator.many.1]] [[indicator.many.2]] [[region.one.1]] [[links]]',
            '{"indicator.many.1": {"value": 3.7}, "indicator.many.2": {"value": 5},
              "region.one.1": {"value": 8}, "links": {"value": 1}}', '2026-01-01');
        """
    )
    migrate.upgrade(f"sqlite:///{path}")
    text, kept = plain.execute("SELECT text, figures FROM sheet_text").fetchone()
    plain.close()
    brussels = place_key("Brussels")
    assert text == f"[[indicator.many.{brussels}]] [[indicator.many.2]] [[region.one.{brussels}]] [[links]]"
    assert set(json.loads(kept)) == {*re.findall(r"\[\[(.+?)\]\]", text)}


def test_projects_that_say_what_their_answer_says_stay_shown_and_others_wait(tmp_path: Path) -> None:
    path = tmp_path / "one.sqlite"
    migrate.upgrade(f"sqlite:///{path}", "0047")
    plain = sqlite3.connect(path)
    plain.executescript(
        """
        INSERT INTO answer (id, submission_id, question_id, item, text, has_text, text_language, attribution)
        VALUES ('same', 's', 1, '', 'Roofs for all. Share the tiles.', 1, 'en', '{}'),
            ('other', 's', 2, '', 'Never mind', 1, 'en', '{}');
        INSERT INTO proposed_project (public_id, process_id, answer_id, title, description, attribution, created_at)
        VALUES ('a', 1, 'same', '{}', '{"en": "Share the tiles."}', '{}', '2026-01-01'),
            ('b', 1, 'other', '{}', '{"en": "My name"}', '{}', '2026-01-01');
        """
    )
    migrate.upgrade(f"sqlite:///{path}")
    kept = dict(plain.execute("SELECT public_id, text_hash FROM proposed_project"))
    plain.close()
    assert kept == {"a": digest("Roofs for all. Share the tiles."), "b": ""}


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


def add_row(connection: Connection, table: Table, **values: Any) -> Any:
    """A row in which every column that must be filled holds something; the key that it got."""
    fillings = {int: 0, bool: False, str: "", dict: {}, bytes: b"", date: date(2026, 11, 2), datetime: MOMENT}
    needed = (c for c in table.columns if not c.nullable and not c.primary_key and c.server_default is None)
    filled = {column.name: fillings.get(column.type.python_type, "") for column in needed}
    return connection.execute(table.insert().values(**{**filled, **values})).inserted_primary_key[0]


def test_answers_that_came_after_an_erasing_are_to_be_erased_again_and_a_draft_never_was(url: str) -> None:
    migrate.upgrade(url, "0047")
    tables, engine = MetaData(), create_engine(url, poolclass=NullPool)
    tables.reflect(engine, only=["process", "consultation", "submission"])
    consultations, states = tables.tables["consultation"], ("draft", "open", "closed", "closed")
    with engine.begin() as connection:
        process = add_row(connection, tables.tables["process"], public_id="p")
        *_, answered, done = [
            add_row(connection, consultations, public_id=str(n), process_id=process, state=state, erased_at=MOMENT)
            for n, state in enumerate(states)
        ]
        add_row(connection, tables.tables["submission"], id="a", consultation_id=answered)
    migrate.upgrade(url, "0048")
    with engine.begin() as connection:
        still = select(consultations.c.id).where(consultations.c.erased_at.is_not(None))
        assert connection.execute(still).scalars().all() == [done]


def test_cards_that_were_hidden_before_there_was_a_word_for_it_are_known_by_the_moderation(url: str) -> None:
    migrate.upgrade(url, "0047")
    engine = create_engine(url, poolclass=NullPool)
    event.listen(engine, "connect", lambda opened, _: opened.cursor().execute(ALONE[engine.dialect.name]))
    with engine.begin() as connection:
        tell(connection, "card", public_id="hidden", is_removed=True)
        tell(connection, "card", public_id="broughtback", is_removed=False)
        tell(connection, "card", public_id="takenoff", is_removed=True)
        tell(connection, "card", public_id="givenback", is_removed=True)
        for public_id in ("hidden", "broughtback"):
            tell(connection, "moderation", public_id=f"m{public_id}", kind="card", subject=public_id, undone_at=None)
        tell(connection, "moderation", public_id="mgivenback", kind="card", subject="givenback", undone_at=LONG_AGO)
    migrate.upgrade(url)
    with engine.begin() as connection:
        hidden = connection.exec_driver_sql("SELECT public_id FROM card WHERE is_hidden").scalars().all()
        standing = connection.exec_driver_sql("SELECT subject FROM moderation WHERE undone_at IS NULL").scalars().all()
    assert (hidden, standing) == (["hidden"], ["hidden"])


def tell(connection: Any, table: str, **values: Any) -> None:
    """A row as the tables are at this step; what must not be empty and is not told is nothing of its kind."""
    known = Table(table, MetaData(), autoload_with=connection)
    needed = [column for column in known.columns if not (column.nullable or column.primary_key)]
    nothing = {column.name: NOTHING.get(column.type.python_type, LONG_AGO) for column in needed}
    connection.execute(known.insert().values({**nothing, **values}))


# Rows may stand alone: a card without a camp and a board around it.
ALONE = {"sqlite": "PRAGMA foreign_keys = OFF", "postgresql": "SET session_replication_role = replica"}
LONG_AGO = datetime(2021, 10, 5, tzinfo=UTC)
NOTHING: dict[type, Any] = {str: "", int: 0, float: 0.0, bool: False, object: []}
