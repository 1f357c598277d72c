"""A search as pages and programs ask it: who asks, what for, and where each thing that was found stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.search.audience import Reader, reader_of
from cocreate.search.queries import Found, Hit, search
from cocreate.search.rules import LONGEST_QUESTION, PAGE, Kind, Wanted
from cocreate.search.snippets import Piece, Snippet, marked, snippet
from cocreate.search.sources import SOURCES
from cocreate.settings import LANGUAGES
from cocreate.web.access import find_actor
from cocreate.web.forms import clean
from cocreate.web.language import current_language, language_of, translate


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
