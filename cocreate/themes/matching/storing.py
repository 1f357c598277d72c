"""What the machine says of the statements is stored; where people have decided, nothing is changed."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Row, Select, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.themes.matching.models import MatchRun, Statement
from cocreate.themes.matching.queries import Places

if TYPE_CHECKING:  # loaded by the worker alone
    from cocreate.analysis.text.matcher import Verdict as Told

_table = cast(Table, Statement.__table__)


@dataclass(frozen=True)
class Piece:
    """A statement as it was cut from an answer."""

    answer_id: str
    start: int
    stop: int
    text: str
    key: str
    language: str

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands."""
        return (self.answer_id, self.start)


def store(
    session: Session,
    actor: Actor,
    process: Process,
    run: MatchRun,
    pieces: Sequence[Piece],
    told: "Sequence[Told]",
    here: Collection[str],
    places: Places,
    *,
    decisions: int,
    versions: dict[str, str],
) -> None:
    """Bring the queue in line with the answers as they are now, and with what the machine says of them now.

    `here` are the answers that still say what was read. Of others nothing new is kept; the next reading sees them.
    """
    known = {(row.answer_id, row.start): row for row in session.execute(_stored(run))}
    cut = {piece.place: piece for piece in pieces}
    gone = [place for place, row in known.items() if place not in cut or cut[place].key != row.key]
    for place in gone:  # the person wrote other words, or withdrew them
        session.execute(delete(_table).where(_table.c.id == known.pop(place).id))
    said = [(piece, _values(verdict, places)) for piece, verdict in zip(pieces, told, strict=True)]
    said = [(piece, values) for piece, values in said if piece.answer_id in here]
    session.add_all(_new(run, piece, values) for piece, values in said if piece.place not in known)
    now = [(known[piece.place], values) for piece, values in said if piece.place in known]
    say_again(session, {row.id: values for row, values in now if not row.verdict and _differs(row, values)})
    run.statements, run.entries, run.decisions = len(said), len(places.all), decisions
    run.versions, run.finished_at = versions, clock.now()
    audit.record(session, actor, "themes:match:store", run.ref, process=process.public_id, statements=len(said))
    session.flush()


def _stored(run: MatchRun) -> Select[Any]:
    """The statements there are, as rows: nobody's decision is to be overwritten by what an object remembers."""
    return select(_table).where(_table.c.consultation_id == run.consultation_id)


def _new(run: MatchRun, piece: Piece, values: dict[str, Any]) -> Statement:
    return Statement(
        consultation_id=run.consultation_id,
        answer_id=piece.answer_id,
        start=piece.start,
        stop=piece.stop,
        key=piece.key,
        turn=random.Random(f"{piece.key}{piece.start}").randrange(2**31),
        **values,
    )


def _differs(row: Row[Any], values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def say_again(session: Session, found: dict[int, dict[str, Any]]) -> None:
    """Let statements say what the machine says now; not those that somebody has on the screen or decided meanwhile."""
    is_free = or_(_table.c.held_until.is_(None), _table.c.held_until <= clock.now())
    for key in sorted(found):
        mine = update(_table).where(_table.c.id == key, _table.c.verdict == "", is_free)
        session.execute(mine.values(version=_table.c.version + 1, **found[key]))


def _values(told: "Told", places: Places) -> dict[str, Any]:
    near = [
        {"kind": place.kind.value, "id": match.entry_id, "score": round(match.score, 3)}
        for match in told.matches
        if (place := places.find(match.entry_id)) is not None
    ]
    return {
        "machine_verdict": told.kind.value,
        "machine_entry": told.entry_id or "",
        "near": near,
        "words": list(told.words),
        "confidence": told.confidence,
        "raw": told.raw,
        "novelty": told.novelty,
    }
