"""Versions of the public record: what it said on a day, numbered, fingerprinted and readable for ever."""

import json
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.disclosure import HIDDEN
from cocreate.core import audit
from cocreate.core.jobs import hourly
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of, public_processes
from cocreate.public import queries
from cocreate.public.documents.commands import documents_of
from cocreate.public.models import RecordEdition
from cocreate.public.open_data.commands import latest_release
from cocreate.themes import publishing

FORMAT = "cocreate record 1"


def facts_of(session: Session, process: Process) -> dict[str, Any]:
    """Everything that the record says, with hidden cells hidden; nobody's words but the organisers'."""
    data, themes = latest_release(session, process), publishing.public_themes(session, process)
    told = publishing.told_of(session, themes)
    return {
        "format": FORMAT,
        "process": {
            "id": process.public_id,
            "title": process.title,
            "summary": process.summary,
            "region": process.region,
            "minimum_cell": process.minimum_cell,
        },
        "phases": [
            {"kind": p.kind, "title": p.title, "starts_at": p.starts_at.isoformat(), "ends_at": p.ends_at.isoformat()}
            for p in process.phases
        ],
        "challenges": [{"id": row.public_id, "title": row.title} for row in challenges_of(session, process)],
        "consultations": [_part(part, process.minimum_cell) for part in queries.who_took_part(session, process)],
        "camps": [
            {"title": one.camp.title, "groups": one.groups, "seats": one.seats, "cards": one.cards}
            for one in queries.camp_figures(session, process)
        ],
        "themes": [
            {"id": theme.public_id, "title": theme.title, "answers": _shown(told[theme.id].size)} for theme in themes
        ],
        **_decided(session, process),
        "documents": [
            {"title": row.title, "version": row.newest.number, "hash": row.newest.hash}
            for row in documents_of(session, process)
        ],
        "data": {"version": data.number, "hash": data.hash} if data is not None else None,
    }


def _part(part: queries.Part, minimum: int) -> dict[str, Any]:
    return {
        "id": part.consultation.public_id,
        "title": part.consultation.title,
        "answers": part.total if part.total == 0 or part.total >= minimum else str(HIDDEN),
        "by_helix": {key: _shown(value) for key, value in part.by_helix.cells.items()},
        "by_language": {key: _shown(value) for key, value in part.by_language.cells.items()},
    }


def _shown(value: Any) -> int | str:
    return value if isinstance(value, int) else str(HIDDEN)


def _decided(session: Session, process: Process) -> dict[str, Any]:
    shortlist = queries.published_shortlist(session, process)
    if shortlist is None or shortlist.decided_at is None:
        return {"decided_at": None, "decisions": []}
    return {
        "decided_at": shortlist.decided_at.isoformat(),
        "decisions": [
            {
                "id": row.sid.public_id,
                "title": row.final_title or row.sid.title,
                "is_kept": row.is_kept,
                "reason": row.reason,
            }
            for row in queries.decisions_of(session, shortlist)
        ],
    }


def written(content: Mapping[str, Any]) -> str:
    """The one way in which such data is written as a file.

    >>> written({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sealed(content: Mapping[str, Any]) -> str:
    """The SHA-256 of that file."""
    return sha256(written(content).encode()).hexdigest()


BY_ITSELF = timedelta(hours=23)  # since the last version


def editions_of(session: Session, process: Process) -> list[RecordEdition]:
    """Newest first."""
    mine = select(RecordEdition).where(RecordEdition.process_id == process.id)
    return list(session.scalars(mine.order_by(RecordEdition.number.desc())))


def latest_edition(session: Session, process: Process) -> RecordEdition | None:
    """The newest."""
    mine = select(RecordEdition).where(RecordEdition.process_id == process.id)
    return session.scalar(mine.order_by(RecordEdition.number.desc()).limit(1))


def find_edition(session: Session, process: Process, number: int) -> RecordEdition:
    """The one of an address, of this process only."""
    mine = select(RecordEdition).where(RecordEdition.process_id == process.id)
    found = session.scalar(mine.where(RecordEdition.number == number))
    if found is None:
        raise NotFound()
    return found


def keep_edition(session: Session, actor: Actor, process: Process) -> RecordEdition:
    """Keep what the record says now; when it says the same as the newest version, that one."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    content, last = facts_of(session, process), latest_edition(session, process)
    found = sealed(content)
    if last is not None and last.hash == found:
        return last
    number = last.number + 1 if last is not None else 1
    made = RecordEdition(process_id=process.id, number=number, content=content, hash=found, made_at=clock.now())
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "public:edition:keep", process.ref, process=process.public_id, number=number, hash=found
    )
    return made


@hourly
def keep_editions(session: Session) -> None:
    """A version a day of every public process whose record changed."""
    limit = clock.now() - BY_ITSELF
    for process in public_processes(session):
        last = latest_edition(session, process)
        if last is None or last.made_at < limit:
            keep_edition(session, SYSTEM, process)
