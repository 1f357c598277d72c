"""A search as pages and programs ask it: who asks, what for, where each thing that was found stands, and its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.search.asking import Term
from cocreate.search.queries import Found, Hit, Reader, reader_of, search
from cocreate.search.rules import LONGEST_QUESTION, PAGE, Kind, Texts, Wanted
from cocreate.search.sources import SOURCES
from cocreate.search.words import spans_of
from cocreate.settings import LANGUAGES
from cocreate.web.access import find_actor
from cocreate.web.forms import clean
from cocreate.web.language import current_language, language_of, translate

AROUND, LENGTH = 60, 260  # characters before the first word that fits, and of the whole


@dataclass(frozen=True)
class Piece:
    """Some characters, marked or not."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Snippet:
    """A part of a text, in the language that it is in ("": not known)."""

    pieces: tuple[Piece, ...] = ()
    language: str = ""


def snippet(texts: Texts, terms: Sequence[Term], language: str) -> Snippet:
    """From the text in a language, or from the one in which something fits; without any, its beginning."""
    order = sorted(texts, key=lambda code: (code != language, code == "", code))
    best: Snippet | None = None
    for code in order:
        marks = _marks(texts[code], terms, code)
        if marks:
            return Snippet(_cut(texts[code], marks), code)
        best = best or Snippet(_cut(texts[code], []), code)
    return best or Snippet()


def marked(text: str, terms: Sequence[Term], language: str) -> tuple[Piece, ...]:
    """A whole text with the words marked."""
    return _pieces(text, _marks(text, terms, language), 0, len(text))


def _marks(text: str, terms: Sequence[Term], language: str) -> list[tuple[int, int]]:
    spans = list(spans_of(text))
    words = [word for _start, _stop, word in spans]
    found: set[int] = set()
    for term in terms:
        if term.word:
            found |= {at for at, word in enumerate(words) if term.fits(word) or term.fits_stem(word, language)}
            continue
        size = len(term.words)
        for at in range(len(words) - size + 1):
            if tuple(words[at : at + size]) == term.words:
                found |= set(range(at, at + size))
    return [spans[at][:2] for at in sorted(found)]


def _cut(text: str, marks: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    start = max(0, marks[0][0] - AROUND) if marks else 0
    if start:
        start = text.find(" ", start, marks[0][0]) + 1 or start
    stop = min(len(text), start + LENGTH)
    if stop < len(text):
        stop = max(text.rfind(" ", start, stop), marks[0][1] if marks else 0) if " " in text[start:stop] else stop
    pieces = _pieces(text, marks, start, stop)
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if stop < len(text) else ()
    return (*before, *pieces, *after)


def _pieces(text: str, marks: Sequence[tuple[int, int]], start: int, stop: int) -> tuple[Piece, ...]:
    found: list[Piece] = []
    at = start
    for begin, end in marks:
        if begin < start or end > stop:
            continue
        found += [Piece(text[at:begin]), Piece(text[begin:end], True)]
        at = end
    return tuple(piece for piece in (*found, Piece(text[at:stop])) if piece.text)


@dataclass(frozen=True)
class Shown:
    """A thing that was found, as somebody reads it."""

    kind: Kind
    url: str
    title: tuple[Piece, ...]  # empty: it has none
    title_language: str
    snippet: Snippet
    process: Process
    ref: str

    @property
    def name(self) -> str:
        """The title in one."""
        return "".join(piece.text for piece in self.title)


def wanted_here() -> Wanted:
    """What the address asks for; what it cannot mean is left out."""
    told = request.args
    words = str(clean(told.get("q", "")[:LONGEST_QUESTION]) or "")
    kind, language = told.get("kind", ""), told.get("language", "")
    here = g.get("process")
    return Wanted(
        words=words,
        kind=kind if kind in set(Kind) else "",
        process=here.public_id if here is not None else told.get("process", "")[:16],
        language=language if language in LANGUAGES else "",
    )


def find(
    wanted: Wanted,
    page: int = 1,
    size: int = PAGE,
    *,
    actor_in: Callable[[Any], Actor] = find_actor,
    external: bool = False,
) -> tuple[Found, list[Shown]]:
    """What whoever asks now may see of it; `actor_in` says what they are in a process."""
    session = db.session()
    reader = reader_of(session, actor_in, g.get("process"))
    found = search(session, reader, wanted, page, size)
    homes = _processes(session, [hit.row.process_id for hit in found.hits if hit.row.process_id])
    shown = [_shown(session, reader, hit, found, homes, external) for hit in found.hits]
    return found, [one for one in shown if one is not None]


def _processes(session: Session, keys: list[int]) -> dict[int, Process]:
    return {row.id: row for row in session.scalars(select(Process).where(Process.id.in_(keys))).unique()}


def _shown(
    session: Session, reader: Reader, hit: Hit, found: Found, homes: dict[int, Process], external: bool
) -> Shown | None:
    source, told, language = SOURCES[hit.row.source], hit.told, current_language()
    home = homes.get(hit.row.process_id or 0) or reader.process_for(session, hit.row.organisation_id, source.permission)
    if home is None:
        return None
    values = {source.parameter: told.place} if source.parameter else {}
    url = url_for(source.endpoint, process_id=home.public_id, _anchor=told.anchor or None, _external=external, **values)
    title_language = language_of(told.title, language) if any(told.title.values()) else ""
    title = translate(told.title, language) or told.title.get("", "")
    return Shown(
        kind=source.kind,
        url=url,
        title=marked(title, found.terms, title_language) if title else (),
        title_language="" if told.title.get("") else title_language,
        snippet=snippet({code: text for code, text in told.body.items() if text}, found.terms, language),
        process=home,
        ref=told.ref,
    )
