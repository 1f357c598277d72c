"""The index brought in step with what it tells of: source by source, in one process (or organisation)."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation
from cocreate.core.db import db, reading_session, transaction
from cocreate.process.models import Process
from cocreate.search.models import SearchDocument, SearchWord
from cocreate.search.rules import LONGEST_BODY, LONGEST_TITLE, Document, in_parts, shortened
from cocreate.search.sources import Source
from cocreate.search.words import SHORTEST_BEGINNING, STEM, stem, words_of

BATCH = 500
Row = dict[str, Any]


def owners(session: Session, source: Source) -> list[Any]:
    """All processes or organisations, whichever a source tells of."""
    return list(session.scalars(select(Organisation if source.of_organisation else Process)))


def refresh(session: Session, source: Source, owner: Any) -> int:
    """Read what there is and write what differs, in the caller's transaction. Returns how many rows changed."""
    return write(session, source, owner, *differing(session, source, owner))


def refresh_apart(source: Source, owner: Any, *, anew: bool = False) -> int:
    """The same for the worker: reading keeps nobody waiting, and only what differs (or all) is written, in short
    steps."""
    reader = reading_session(db.engine)
    try:
        there = reader.get(type(owner), owner.id)
        new, gone = differing(reader, source, there, anew=anew) if there is not None else ([], [])
    finally:
        reader.close()
    for part in in_parts([*new, *gone], BATCH):
        with transaction() as session:
            rows = [one for one in part if isinstance(one, Document)]
            write(session, source, owner, rows, [one for one in part if isinstance(one, int)])
    return len(new) + len(gone)


def differing(session: Session, source: Source, owner: Any, *, anew: bool = False) -> tuple[list[Document], list[int]]:
    """Documents that the index does not know like that, and the keys of rows that stand for nothing any more."""
    mine = (SearchDocument.source == source.name, _of(source) == owner.id)
    known = {
        ref: (key, digest)
        for ref, key, digest in session.execute(
            select(SearchDocument.ref, SearchDocument.id, SearchDocument.digest).where(*mine)
        )
    }
    new: list[Document] = []
    for one in source.read(session, owner, None):
        _key, digest = known.pop(one.ref, (0, ""))
        if anew or digest != one.digest:
            new.append(one)
    return new, [key for key, _digest in known.values()]


def write(session: Session, source: Source, owner: Any, new: Sequence[Document], gone: Sequence[int]) -> int:
    """Rows in, changed and out, and the words that they bring or take along."""
    for part in in_parts(new, BATCH):
        rows = [row_of(source, owner, one) for one in part]
        of_refs = select(SearchDocument.ref, SearchDocument.id).where(
            SearchDocument.source == source.name, SearchDocument.ref.in_([one.ref for one in part])
        )
        known = {row.ref: row.id for row in session.execute(of_refs)}
        if known:
            lost = _words_in(session, list(known.values()))
            session.execute(update(SearchDocument), [{"id": known[r["ref"]], **r} for r in rows if r["ref"] in known])
            forget_words(session, lost)
        if added := [row for row in rows if row["ref"] not in known]:
            session.execute(insert(SearchDocument), added)
        know_words(session, rows)
    for keys in in_parts(gone, BATCH):
        lost = _words_in(session, keys)
        session.execute(delete(SearchDocument).where(SearchDocument.id.in_(keys)))
        forget_words(session, lost)
    return len(new) + len(gone)


def row_of(source: Source, owner: Any, one: Document) -> Row:
    """A document as a row of the index."""
    title, body = shortened(one.title, LONGEST_TITLE), shortened(one.body, LONGEST_BODY)
    holder = "organisation_id" if source.of_organisation else "process_id"
    languages = ",".join(code for code in one.languages if code)
    titles, bodies = _folded(title), _folded(body)
    return {
        "source": source.name,
        "kind": source.kind.value,
        "permission": source.permission,
        "ref": one.ref,
        "process_id": None,
        "organisation_id": None,
        holder: owner.id,
        "place": one.place,
        "anchor": one.anchor,
        "title": title,
        "body": body,
        "languages": f",{languages}," if languages else "",
        "title_words": " ".join(word for _code, word in titles),
        "body_words": " ".join(word for _code, word in bodies),
        "stems": " ".join(sorted(stems_in([*titles, *bodies]))),
        "digest": one.digest,
    }


def _folded(texts: dict[str, str]) -> list[tuple[str, str]]:
    return [(code, word) for code, said in texts.items() for word in words_of(said)]


def stems_in(words: Iterable[tuple[str, str]]) -> set[str]:
    """The stems of some words, each in its language, as the index writes them."""
    return {STEM + stem(word, code) for code, word in set(words) if code and len(word) >= SHORTEST_BEGINNING}


def know_words(session: Session, rows: Iterable[Row]) -> None:
    """Words that misspelt ones are compared with."""
    here = {word for row in rows for word in _telling(f"{row['title_words']} {row['body_words']}")}
    for part in in_parts(sorted(here), BATCH):
        known = set(session.scalars(select(SearchWord.word).where(SearchWord.word.in_(part))))
        if new := [{"word": word} for word in part if word not in known]:
            session.execute(_adding(session), new)


def _adding(session: Session) -> Any:
    """Two at the same time may bring the same word."""
    if session.get_bind().dialect.name == "sqlite":
        return insert(SearchWord).prefix_with("OR IGNORE")
    from sqlalchemy.dialects.postgresql import insert as insert_or_leave

    return insert_or_leave(SearchWord).on_conflict_do_nothing(index_elements=["word"])


def forget_words(session: Session, words: Iterable[str]) -> None:
    """Those that stand in no document any more: what was taken out is not to be found by its spelling."""
    for part in in_parts(sorted(words), BATCH):
        gone = [word for word in part if not _stands(session, word)]
        if gone:
            session.execute(delete(SearchWord).where(SearchWord.word.in_(gone)))


STANDS = {
    "sqlite": text("SELECT 1 FROM search_text WHERE search_text MATCH :word LIMIT 1"),
    "postgresql": text("SELECT 1 FROM search_text WHERE words @@ CAST(:word AS tsquery) LIMIT 1"),
}


def _stands(session: Session, word: str) -> bool:
    dialect = session.get_bind().dialect.name
    quoted = f'"{word}"' if dialect == "sqlite" else f"'{word}'"
    return session.scalar(STANDS[dialect], {"word": quoted}) is not None


def _words_in(session: Session, keys: Sequence[int]) -> set[str]:
    asked = select(SearchDocument.title_words, SearchDocument.body_words).where(SearchDocument.id.in_(keys))
    return {word for titles, bodies in session.execute(asked) for word in _telling(f"{titles} {bodies}")}


def _telling(words: str) -> Iterator[str]:
    return (word for word in words.split() if len(word) >= SHORTEST_BEGINNING and word.isalpha())


def _of(source: Source) -> Any:
    return SearchDocument.organisation_id if source.of_organisation else SearchDocument.process_id
