"""Searching: rows that fit and that this reader may see, the best first, as they are now."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Float, Integer, Select, or_, select, text
from sqlalchemy.orm import Session

from cocreate.process.models import Process
from cocreate.search.alike import alike
from cocreate.search.asking import (
    Term,
    for_postgres,
    for_sqlite,
    terms_of,
    with_alike,
)
from cocreate.search.audience import Reader
from cocreate.search.models import SearchDocument as Row
from cocreate.search.rules import MOST_FOUND, PAGE, Document, Wanted
from cocreate.search.sources import SOURCES
from cocreate.search.still import Candidate, still_so

BROAD = 2000  # texts with the words: from here on they are not all weighed


@dataclass(frozen=True)
class Statements:
    """How a database is asked for texts with words (`:asked`), in its own language."""

    weighed: str  # title before text before stem: 8, 2 and 1 parts of the weight
    in_titles: str  # weighed, titles alone
    as_they_come: str
    how_many: str  # at most


SQLITE = Statements(
    "SELECT rowid AS id, bm25(search_text, 8.0, 2.0, 1.0) AS score FROM search_text WHERE search_text MATCH :asked",
    "SELECT rowid AS id, bm25(search_text, 8.0, 2.0, 1.0) AS score FROM search_text"
    " WHERE search_text MATCH 'title_words : (' || :asked || ')'",
    "SELECT rowid AS id, 0 AS score FROM search_text WHERE search_text MATCH :asked",
    "SELECT count(*) FROM (SELECT 1 FROM search_text WHERE search_text MATCH :asked LIMIT :most)",
)
POSTGRES = Statements(
    "SELECT document_id AS id, -ts_rank('{0, 0.125, 0.25, 1}', words, query) AS score"
    " FROM search_text, to_tsquery('simple', :asked) AS query WHERE words @@ query",
    "SELECT document_id AS id, -ts_rank(titles, query) AS score"
    " FROM search_text, to_tsquery('simple', :asked) AS query WHERE titles @@ query",
    "SELECT document_id AS id, 0 AS score FROM search_text WHERE words @@ to_tsquery('simple', :asked)",
    "SELECT count(*) FROM (SELECT 1 FROM search_text WHERE words @@ to_tsquery('simple', :asked) LIMIT :most) AS some_",
)


@dataclass(frozen=True)
class Hit:
    """One thing that was found, with its words as they are now."""

    row: Row
    told: Document


@dataclass(frozen=True)
class Found:
    """A page of what was found. Numbers count only what this reader may see."""

    terms: tuple[Term, ...] = ()
    hits: tuple[Hit, ...] = ()
    total: int = 0
    is_more: bool = False  # more than anybody counts
    is_near: bool = False  # nothing had the words as they were written: words written alike, or only some of them
    kinds: dict[str, int] = field(default_factory=dict)
    processes: tuple[Process, ...] = ()  # in which something was found


def search(session: Session, reader: Reader, wanted: Wanted, page: int = 1, size: int = PAGE) -> Found:
    """Everything with all the words; where there is none, with words written alike; else with some of the words."""
    terms = terms_of(wanted.words)
    if not terms:
        return Found()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET LOCAL jit = off"))  # compiling these statements takes longer than answering them
    found, is_near = _candidates(session, reader, wanted, terms), False
    if not found:
        is_near = True
        guessed = with_alike(terms, {term.word: alike(session, term.word) for term in terms if term.word})
        found = _candidates(session, reader, wanted, guessed) if guessed != terms else []
        if not found and len(terms) > 1:
            found = _candidates(session, reader, wanted, guessed, any_of=True)
        terms = guessed
    shown = found[:MOST_FOUND]
    return Found(
        terms=terms,
        hits=_hits(session, shown[(page - 1) * size : page * size]),
        total=len(shown),
        is_more=len(found) > MOST_FOUND,
        is_near=is_near and bool(found),
        kinds=dict(Counter(one.kind for one in shown)),
        processes=_processes(session, shown),
    )


def _candidates(
    session: Session, reader: Reader, wanted: Wanted, terms: Sequence[Term], *, any_of: bool = False
) -> list[Candidate]:
    """At most one more than anybody reads; each thing once, as the reader sees most of it."""
    rows = _rows(session, reader, wanted, terms, any_of=any_of)
    once: dict[tuple[str, str], Candidate] = {}
    for one in rows:
        if one.thing not in once or SOURCES[one.source].permission not in reader.everywhere:
            once[one.thing] = one
    return still_so(session, list(once.values()), terms, any_of=any_of)


def _rows(session: Session, reader: Reader, wanted: Wanted, terms: Sequence[Term], *, any_of: bool) -> list[Candidate]:
    """The best first. Of words that stand nearly everywhere those in titles are the best, and the others as they come:
    weighing tens of thousands of texts takes longer than anybody waits."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    said, ask = (for_sqlite, SQLITE) if is_sqlite else (for_postgres, POSTGRES)
    asked = said(terms, any_of=any_of)

    def found(statement: str, words: str) -> list[Candidate]:
        return [Candidate(*row) for row in session.execute(_asked(reader, wanted, statement, words))]

    if (session.scalar(text(ask.how_many), {"asked": asked, "most": BROAD}) or 0) < BROAD:
        return found(ask.weighed, asked)
    first = found(ask.in_titles, said(terms))
    if len(first) > MOST_FOUND:
        return first
    known = {one.id for one in first}
    has_estimate = is_sqlite or not (any_of or len(terms) == 1)  # of all the words together it is low enough
    with nullcontext() if has_estimate else _by_index(session):
        others = [one for one in found(ask.as_they_come, asked) if one.id not in known]
    return [*first, *others][: MOST_FOUND + 1]


@contextmanager
def _by_index(session: Session) -> Iterator[None]:
    """Have PostgreSQL take texts from the index of words. It believes words with any ending to stand in twice as many
    texts as they do, and would rather read the words of every text, which takes ten times as long."""
    session.execute(text("SET LOCAL enable_seqscan = off"))
    yield
    session.execute(text("SET LOCAL enable_seqscan TO DEFAULT"))


def _asked(reader: Reader, wanted: Wanted, statement: str, asked: str) -> Select[Any]:
    hits = text(statement).bindparams(asked=asked).columns(id=Integer, score=Float).cte("hits")
    # Left to itself PostgreSQL goes through all documents, and reads the words of each.
    hits = hits.prefix_with("MATERIALIZED", dialect="postgresql")
    columns = (Row.id, Row.source, Row.kind, Row.ref, Row.process_id, Row.organisation_id)
    query: Any = select(*columns).join(hits, Row.id == hits.c.id).where(reader.may_see())
    filtered: Select[Any] = _filtered(query, wanted)
    ordered = filtered if " 0 AS score" in statement else filtered.order_by(hits.c.score, Row.id.desc())
    return ordered.limit(MOST_FOUND + 1)


def _filtered(query: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.kind:
        query = query.where(Row.kind == wanted.kind)
    if wanted.language:
        query = query.where(or_(Row.languages.like(f"%,{wanted.language},%"), Row.languages == ""))
    if wanted.process:
        here = select(Process.id).where(Process.public_id == wanted.process)
        of_it = select(Process.organisation_id).where(Process.public_id == wanted.process)
        query = query.where(or_(Row.process_id.in_(here), Row.organisation_id.in_(of_it)))
    return query


def _hits(session: Session, shown: Sequence[Candidate]) -> tuple[Hit, ...]:
    rows = {row.id: row for row in session.scalars(select(Row).where(Row.id.in_([one.id for one in shown])))}
    return tuple(Hit(rows[one.id], one.fresh or _as_kept(rows[one.id])) for one in shown if one.id in rows)


def _as_kept(row: Row) -> Document:
    return Document(row.ref, row.title, row.body, row.place, row.anchor)


def _processes(session: Session, shown: Sequence[Candidate]) -> tuple[Process, ...]:
    keys = {one.process_id for one in shown if one.process_id is not None}
    return tuple(session.scalars(select(Process).where(Process.id.in_(keys)).order_by(Process.id.desc())).unique())
