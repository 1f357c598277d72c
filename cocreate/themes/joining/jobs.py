"""The placing itself, beside the server: the encoder reads what it has not read yet."""

from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cocreate.analysis.progress import PartOf, Progress
from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.themes import queries
from cocreate.themes.asking.storing import requests_in, store_requests
from cocreate.themes.jobs import owners_of
from cocreate.themes.joining import commands
from cocreate.themes.joining.commands import Joining
from cocreate.themes.joining.queries import PlacedText, late_answers, placed_texts
from cocreate.themes.meanwhile import still_there
from cocreate.themes.models import AnalysisRun
from cocreate.themes.queries import FreeText
from cocreate.themes.vectors import load_vectors, store_vectors

if TYPE_CHECKING:  # loaded by the worker alone, when it computes
    from cocreate.analysis.text.vectors import TextEncoder

MOST = 4_000  # answers, evenly drawn, that tell what the themes are about
NEAR = 0.5  # of how near a statement must be to count for a theme beside its main one


@jobs.job(commands.JOB)
def join(context: jobs.JobContext, run_id: int) -> None:
    """Place the answers that came after a reading."""
    from cocreate.analysis.text.vectors import best_encoder

    with context.reading() as session:
        run = session.get(AnalysisRun, run_id)
        if run is None:
            raise NotFound()
        late, placed = late_answers(session, run), placed_texts(session, run)
        texts = queries.free_texts(session, run.consultation)
        vectors, consultation_id = load_vectors(session, run.consultation_id), run.consultation_id
        process_id = run.consultation.process_id
    joinings = place(late, placed, best_encoder(vectors), PartOf(context, 0.0, 0.9))
    spoken = {joining.answer_id: joining.language for joining in joinings}
    asked = requests_in((text.id, text.text, text.language or spoken.get(text.id, "")) for text in late)
    db.session.rollback()
    with transaction() as session:
        here = {text.id: text for text in still_there(session, texts)}
        store_vectors(session, consultation_id, vectors, owners_of(list(here.values()), spoken))
        store_requests(session, {key: found for key, found in asked.items() if key in here})
        run, process = session.get_one(AnalysisRun, run_id), session.get_one(Process, process_id)
        joinings = [joining for joining in joinings if joining.answer_id in here]
        commands.store_joined(session, context.actor, process, run, joinings)


def place(
    late: list[FreeText], placed: list[PlacedText], encoder: "TextEncoder | None", progress: Progress
) -> list[Joining]:
    """Where each late answer belongs, by the themes as people left them; touches no database but for the progress."""
    by_question: dict[int, list[FreeText]] = defaultdict(list)
    for text in late:
        by_question[text.question_id].append(text)
    found = []
    for number, (question_id, texts) in enumerate(sorted(by_question.items())):
        members = [text for text in placed if text.question_id == question_id]
        part = PartOf(progress, number / len(by_question), (number + 1) / len(by_question))
        found += _place(texts, members, encoder, part)
    return found


def _place(
    late: list[FreeText], placed: list[PlacedText], encoder: "TextEncoder | None", progress: Progress
) -> list[Joining]:
    from cocreate.analysis.report import TextInput
    from cocreate.analysis.text.placing import freeze, place_new
    from cocreate.analysis.text.unplaced import Unplaced

    if not placed:
        return []
    kept = evenly(placed, MOST)
    placement = freeze(
        [text.text for text in kept],
        [text.language for text in kept],
        [str(text.theme_id) for text in kept],
        [(text.x, text.y) for text in kept],
        encoder,
    )
    texts = [TextInput(text.id, text.text, text.language or None) for text in late]
    told = place_new(texts, placement, encoder=encoder, progress=progress)
    reasons = {key: reason.value for key, reason in told.unplaced.items()}
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for theme, members in told.members.items():
        for member in members:
            if member.is_main and member.strength < NEAR * placement.floors[theme]:
                reasons[member.answer_id] = Unplaced.OTHER.value  # what is new waits for the next reading
            x, y = told.positions[member.answer_id]
            rows[member.answer_id].append({"theme_id": int(theme), **asdict(member), "x": x, "y": y})
    return [
        Joining(
            text.id, [] if text.id in reasons else rows[text.id], reasons.get(text.id), told.languages.get(text.id, "")
        )
        for text in late
    ]


def evenly(placed: list[PlacedText], most: int) -> list[PlacedText]:
    """At most so many of them, from all themes alike."""
    return placed[:: -(-len(placed) // most)]
