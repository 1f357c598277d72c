"""Searching: rows that fit and that this reader may see, the best first, as they are now.

A row names the permission of its page. Whether somebody has it depends on the process, its state and the hour, so no
row says who may see it, and nothing has to be written again when a role is given or a process is hidden: it is asked
anew at every question, with the one permission table.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Float, Integer, Select, and_, false, or_, select, text
from sqlalchemy.orm import Session

from cocreate.core.permissions import OUTSIDERS, Actor, is_allowed
from cocreate.process.models import Process
from cocreate.process.queries import is_open_to_all, processes_of
from cocreate.search.asking import Term, alike, for_postgres, for_sqlite, terms_of, with_alike
from cocreate.search.models import SearchDocument as Row
from cocreate.search.rules import MOST_FOUND, PAGE, Document, Wanted
from cocreate.search.sources import SOURCES
from cocreate.search.still import Candidate, still_so

NAMES = frozenset(source.permission for source in SOURCES.values())


@dataclass(frozen=True)
class Inside:
    """A process in which somebody is more than a visitor, and what they may see there."""

    process: Process
    names: frozenset[str]


@dataclass(frozen=True)
class Reader:
    """Whoever asks: what they may see in every public process, and in those where they are somebody."""

    everywhere: frozenset[str]
    inside: tuple[Inside, ...] = ()
    here: Process | None = None  # the process of the address

    def process_for(self, session: Session, organisation_id: int | None, permission: str) -> Process | None:
        """A process of an organisation beneath which this person may open what the organisation keeps."""
        mine = [one.process for one in self.inside if permission in one.names]
        if self.here is not None and self.here.is_public and permission in self.everywhere:
            mine.append(self.here)
        fitting = sorted(
            (one for one in mine if one.organisation_id == organisation_id), key=lambda one: one != self.here
        )
        if fitting or permission not in self.everywhere:
            return next(iter(fitting), None)
        public = select(Process).where(is_open_to_all(), Process.organisation_id == organisation_id)
        return session.scalars(public.order_by(Process.id.desc()).limit(1)).first()

    def may_see(self) -> ColumnElement[bool]:
        """The condition for rows of the index."""
        public = select(Process.id).where(is_open_to_all())
        holders = select(Process.organisation_id).where(is_open_to_all())
        told = or_(Row.process_id.in_(public), Row.organisation_id.in_(holders))
        open_to_all = and_(told, Row.permission.in_(self.everywhere)) if self.everywhere else false()
        return or_(open_to_all, *(self._within(one) for one in self.inside))

    @staticmethod
    def _within(one: Inside) -> ColumnElement[bool]:
        here = or_(Row.process_id == one.process.id, Row.organisation_id == one.process.organisation_id)
        return and_(here, Row.permission.in_(one.names))


def reader_of(session: Session, actor_in: Callable[[Any], Actor], here: Process | None = None) -> Reader:
    """From what somebody is in a process (None: anywhere). `here` counts even for a guest without an account."""
    anywhere = actor_in(None)
    mine = processes_of(session, anywhere.user_id) if anywhere.user_id is not None else []
    if here is not None and here.id not in {process.id for process in mine}:
        mine = [here, *mine]
    found = (_inside(process, actor_in(process)) for process in mine)
    everywhere = frozenset(name for name in NAMES if is_allowed(anywhere, name))
    return Reader(everywhere, tuple(one for one in found if one is not None), here)


def _inside(process: Process, actor: Actor) -> Inside | None:
    if not actor.roles - OUTSIDERS:
        return None
    names = frozenset(name for name in NAMES if is_allowed(actor, name, process.open_phases()))
    return Inside(process, names)


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
