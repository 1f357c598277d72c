"""The reading of statements, beside the server: cut answers, set each piece against all entries, store what is said."""

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.themes.matching import queries, storing
from cocreate.themes.matching.models import MatchRun
from cocreate.themes.matching.queries import Places, places_of
from cocreate.themes.matching.rules import NEEDS_ENTRY
from cocreate.themes.matching.storing import Piece
from cocreate.themes.meanwhile import still_there
from cocreate.themes.queries import FreeText, free_texts
from cocreate.themes.vectors import load_vectors

if TYPE_CHECKING:  # loaded by the worker alone, when it computes; the server starts without scikit-learn
    from cocreate.analysis.text.matcher import Evidence
    from cocreate.analysis.text.matching import Entry

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
        storing.store(
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
