"""What each database needs beside the tables to find words. Made with the tables in tests; migrations have it written
out, so whoever changes it here writes one.

SQLite: `search_text`, a full-text table over the words of `search_document`, and `search_gram`, the three-letter pieces
of `search_word`. PostgreSQL: `search_text` with two text vectors a document, its title's and everything's; an index
with all that says who may see a document; and one of three-letter pieces where the extension pg_trgm may be made.
Triggers keep them in step, also when rows go with their process.
"""

from typing import Any

from sqlalchemy import Connection, Engine, Table, event, text
from sqlalchemy.exc import SQLAlchemyError

from cocreate.search.models import SearchDocument, SearchWord

# Tables that no model describes: the names of all begin with one of these.
BESIDE = ("search_text", "search_gram")
EXTENSION, GRAM_INDEX, SIGHT_INDEX = "pg_trgm", "ix_search_word_gram", "ix_search_document_sight"

SQLITE_TEXT = (
    "CREATE VIRTUAL TABLE search_text USING fts5(title_words, body_words, stems, content='search_document',"
    " content_rowid='id', tokenize='ascii', prefix='3 4 5')",
    # What was taken out must not be left in the file.
    "INSERT INTO search_text(search_text, rank) VALUES ('secure-delete', 1)",
    "CREATE TRIGGER search_document_made AFTER INSERT ON search_document BEGIN"
    " INSERT INTO search_text(rowid, title_words, body_words, stems)"
    " VALUES (new.id, new.title_words, new.body_words, new.stems); END",
    "CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN"
    " INSERT INTO search_text(search_text, rowid, title_words, body_words, stems)"
    " VALUES ('delete', old.id, old.title_words, old.body_words, old.stems); END",
    "CREATE TRIGGER search_document_changed AFTER UPDATE OF title_words, body_words, stems ON search_document BEGIN"
    " INSERT INTO search_text(search_text, rowid, title_words, body_words, stems)"
    " VALUES ('delete', old.id, old.title_words, old.body_words, old.stems);"
    " INSERT INTO search_text(rowid, title_words, body_words, stems)"
    " VALUES (new.id, new.title_words, new.body_words, new.stems); END",
)
# The signs before and after a word make its beginning and end pieces of their own.
SQLITE_GRAM = (
    "CREATE VIRTUAL TABLE search_gram USING fts5(word, tokenize='trigram', detail='none')",
    "CREATE TRIGGER search_word_made AFTER INSERT ON search_word BEGIN"
    " INSERT INTO search_gram(rowid, word) VALUES (new.id, '^' || new.word || '$'); END",
    "INSERT INTO search_gram(search_gram, rank) VALUES ('secure-delete', 1)",
    "CREATE TRIGGER search_word_gone AFTER DELETE ON search_word BEGIN"
    " DELETE FROM search_gram WHERE rowid = old.id; END",
)
POSTGRES_TEXT = (
    "CREATE TABLE search_text (document_id integer PRIMARY KEY REFERENCES search_document(id) ON DELETE CASCADE,"
    " titles tsvector NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_text_titles ON search_text USING gin (titles)",
    "CREATE INDEX ix_search_text_words ON search_text USING gin (words)",
    # Tens of thousands of texts may have the words: who may see them is read from here, not from their rows.
    f"CREATE INDEX {SIGHT_INDEX} ON search_document (id)"
    " INCLUDE (source, kind, ref, process_id, organisation_id, permission, languages)",
    """CREATE FUNCTION search_document_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO search_text(document_id, titles, words) VALUES (new.id, to_tsvector('simple', new.title_words),
        setweight(to_tsvector('simple', new.title_words), 'A') ||
        setweight(to_tsvector('simple', new.body_words), 'B') ||
        setweight(to_tsvector('simple', new.stems), 'C'))
    ON CONFLICT (document_id) DO UPDATE SET titles = excluded.titles, words = excluded.words;
    RETURN NULL;
END $$""",
    "CREATE TRIGGER search_document_told AFTER INSERT OR UPDATE OF title_words, body_words, stems ON search_document"
    " FOR EACH ROW EXECUTE FUNCTION search_document_told()",
)
POSTGRES_GRAM = f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}"
POSTGRES_GRAM_INDEX = f"CREATE INDEX IF NOT EXISTS {GRAM_INDEX} ON search_word USING gin (word gin_trgm_ops)"
GONE = {
    "sqlite": ("DROP TABLE IF EXISTS search_text", "DROP TABLE IF EXISTS search_gram"),
    "postgresql": (
        "DROP TABLE IF EXISTS search_text",
        f"DROP INDEX IF EXISTS {SIGHT_INDEX}",
        "DROP FUNCTION IF EXISTS search_document_told() CASCADE",
    ),
}


def make_text(connection: Connection) -> None:
    """What finds words; `search_document` is there already."""
    for statement in SQLITE_TEXT if connection.dialect.name == "sqlite" else POSTGRES_TEXT:
        connection.exec_driver_sql(statement)


def make_gram(connection: Connection) -> None:
    """What finds words that are written alike; `search_word` is there already."""
    if connection.dialect.name == "sqlite":
        for statement in SQLITE_GRAM:
            connection.exec_driver_sql(statement)
        return
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(POSTGRES_GRAM)
            connection.exec_driver_sql(POSTGRES_GRAM_INDEX)
    except SQLAlchemyError:  # not everybody may make extensions; `cocreate doctor` says what that means
        return


def look_for_extension(engine: Engine) -> None:
    """Use the extension if somebody has made it since the tables were."""
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            make_gram(connection)


def take_away(connection: Connection) -> None:
    """All of it; the triggers go with their tables."""
    for statement in GONE[connection.dialect.name]:
        connection.exec_driver_sql(statement)


def has_gram(connection: Connection) -> bool:
    """Whether words that are written alike are found by their pieces."""
    if connection.dialect.name == "sqlite":
        return True
    asked = text("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = :name)")
    return bool(connection.scalar(asked, {"name": EXTENSION}))


@event.listens_for(SearchDocument.__table__, "after_create")
def _document_made(_table: Table, connection: Connection, **_others: Any) -> None:
    make_text(connection)


@event.listens_for(SearchWord.__table__, "after_create")
def _word_made(_table: Table, connection: Connection, **_others: Any) -> None:
    make_gram(connection)


@event.listens_for(SearchDocument.__table__, "before_drop")
def _document_gone(_table: Table, connection: Connection, **_others: Any) -> None:
    take_away(connection)
