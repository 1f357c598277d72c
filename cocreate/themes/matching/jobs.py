"""The reading of statements, beside the server: cut answers, set each piece against all entries, store what is said."""

import random
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Row, Select, Table, delete, or_, select, update
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.themes.changed import still_there
from cocreate.themes.matching import queries
from cocreate.themes.matching.models import MatchRun, Statement
from cocreate.themes.matching.queries import Places, places_of
from cocreate.themes.matching.rules import NEEDS_ENTRY
from cocreate.themes.queries import FreeText, free_texts
from cocreate.themes.storing import load_vectors

if TYPE_CHECKING:  # loaded by the worker alone
    from cocreate.analysis.text.matcher import Evidence
    from cocreate.analysis.text.matcher import Verdict as Told
    from cocreate.analysis.text.matching import Entry

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


REMEMBERED = 30_000  # vectors of words and statements that a worker keeps for the next reading: 30 MB
_vectors: dict[str, bytes] = {}


@jobs.job("themes:match")
def match(context: jobs.JobContext, run_id: int) -> None:
    """Set the statements of a consultation against its process's entries and store what the machine says."""
    from cocreate.analysis.text.matcher import Matcher
    from cocreate.analysis.text.vectors import best_encoder

    context.advance(0.0, "themes:reading")
    with context.reading() as session:
        run = session.get(MatchRun, run_id)
        if run is None:
            raise NotFound()
        process = session.get_one(Process, run.consultation.process_id)
        places = places_of(session, process)
        texts = free_texts(session, run.consultation)
        decided, evidence = _learnt(session, run, places)
        known = {**_vectors, **load_vectors(session, run.consultation_id)}
        entries, process_id = entries_of(places), process.id
    pieces = cut(texts)
    encoder = best_encoder(known)
    matcher = Matcher(entries, encoder=encoder, evidence=evidence).fit(
        [piece.text for piece in pieces],
        [piece.language for piece in pieces],
        [decided.get(piece.place) for piece in pieces],
        context,
    )
    _remember(known)
    db.session.rollback()
    with transaction() as session:
        process = session.get_one(Process, process_id)
        store(
            session,
            context.actor,
            process,
            session.get_one(MatchRun, run_id),
            pieces,
            matcher.verdicts_,
            {text.id for text in still_there(session, texts)},
            places_of(session, process),
            decisions=len(decided),
            versions={"encoder": encoder.name if encoder else ""},
        )


def cut(texts: list[FreeText]) -> list[Piece]:
    """The statements of all answers that say something, in a fixed order, each in its own language."""
    from cocreate.analysis.text.language import detect, spoken_in
    from cocreate.analysis.text.statements import split
    from cocreate.analysis.text.unplaced import unplaced_class
    from cocreate.analysis.text.vectors import text_key

    pieces = []
    for answer in texts:
        if unplaced_class(answer.text) is not None:
            continue
        language = answer.language or detect(answer.text, answer.interface_language or None).language
        for span in split(answer.text, language):
            said = answer.text[span.start : span.stop]
            pieces.append(Piece(answer.id, span.start, span.stop, said, text_key(said), spoken_in(said, language)))
    return pieces


def _learnt(session: Session, run: MatchRun, places: Places) -> "tuple[dict[tuple[str, int], str], Evidence]":
    """Where people say that statements belong, and how sure the machine was of its own first entry each time."""
    from cocreate.analysis.text.matcher import Evidence

    rows = [row for row in queries.statements_of(session, run.consultation) if row.verdict]
    said = {row.id: places.key_of(row.entry) if row.verdict in NEEDS_ENTRY else row.verdict for row in rows}
    decided = {(row.answer_id, row.start): said[row.id] for row in rows}
    tested = [row for row in rows if row.near]
    right = tuple(places.key_of(row.near[0]["id"]) == said[row.id] for row in tested)
    return decided, Evidence(tuple(row.raw for row in tested), right)


def entries_of(places: Places) -> "list[Entry]":
    """Everything that statements may belong to, with all that is written of it, by language."""
    from cocreate.analysis.text.matching import Entry

    found = []
    for place in places.all.values():
        told = (place.description,) if place.names else (place.title, place.description)
        languages = sorted({code for words in told for code in words})
        texts = {code: " – ".join(words[code] for words in told if words.get(code)) for code in languages}
        above = place.challenge.public_id if place.challenge else None
        parent = None if place.id == above else above
        found.append(Entry(place.id, texts, place.kind.value, parent, names=place.names))
    return found


def _remember(vectors: dict[str, bytes]) -> None:
    _vectors.update(vectors)
    for key in list(_vectors)[: max(0, len(_vectors) - REMEMBERED)]:
        del _vectors[key]
