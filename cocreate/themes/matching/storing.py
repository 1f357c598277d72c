"""What the machine says of the statements is stored; where people have decided, nothing is changed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.process.models import Process
from cocreate.themes.matching.models import MatchRun, Statement
from cocreate.themes.matching.queries import Places

if TYPE_CHECKING:  # loaded by the worker alone
    from cocreate.analysis.text.matcher import Verdict as Told


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
    places: Places,
    *,
    decisions: int,
    versions: dict[str, str],
) -> None:
    """Bring the queue in line with the answers as they are now, and with what the machine says of them now."""
    known = {
        (row.answer_id, row.start): row
        for row in session.scalars(select(Statement).where(Statement.consultation_id == run.consultation_id))
    }
    cut = {piece.place: piece for piece in pieces}
    gone = [row for place, row in known.items() if place not in cut or cut[place].key != row.key]
    for row in gone:  # the person wrote other words, or withdrew them
        session.execute(delete(Statement).where(Statement.id == row.id).execution_options(synchronize_session=False))
        session.expunge(row)
        del known[row.answer_id, row.start]
    for piece, verdict in zip(pieces, told, strict=True):
        present = known.get(piece.place)
        values = _values(verdict, places)
        if present is None:
            session.add(
                Statement(
                    consultation_id=run.consultation_id,
                    answer_id=piece.answer_id,
                    start=piece.start,
                    stop=piece.stop,
                    key=piece.key,
                    turn=random.Random(f"{piece.key}{piece.start}").randrange(2**31),
                    **values,
                )
            )
        elif not present.verdict:
            for name, value in values.items():
                if getattr(present, name) != value:
                    setattr(present, name, value)
    run.statements, run.entries, run.decisions = len(pieces), len(places.all), decisions
    run.versions, run.finished_at = versions, clock.now()
    audit.record(session, actor, "themes:match:store", run.ref, process=process.public_id, statements=len(pieces))
    session.flush()


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
