"""The placing itself, beside the server: the encoder reads what it has not read yet."""

from collections import defaultdict
from typing import TYPE_CHECKING

from cocreate.analysis.progress import PartOf, Progress
from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import Invalid, NotFound
from cocreate.process.models import Process
from cocreate.themes import queries
from cocreate.themes.jobs import owners_of
from cocreate.themes.joining import commands
from cocreate.themes.joining.commands import Joining
from cocreate.themes.joining.queries import late_answers, placed_texts
from cocreate.themes.models import AnalysisRun
from cocreate.themes.queries import FreeText
from cocreate.themes.vectors import load_vectors, store_vectors

if TYPE_CHECKING:  # loaded by the worker alone, when it computes
    from cocreate.analysis.text.vectors import TextEncoder


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
    encoder = best_encoder(vectors)
    if encoder is None:
        raise Invalid("themes.join.no_encoder")
    joinings = place(late, placed, encoder, PartOf(context, 0.0, 0.9))
    db.session.rollback()
    with transaction() as session:
        store_vectors(session, consultation_id, vectors, owners_of(texts))
        run, process = session.get_one(AnalysisRun, run_id), session.get_one(Process, process_id)
        commands.store_joined(session, context.actor, process, run, joinings)


def place(
    late: list[FreeText], placed: list[tuple[int, int, str, str]], encoder: "TextEncoder", progress: Progress
) -> list[Joining]:
    """Where each late answer belongs; touches no database but for the progress."""
    from cocreate.analysis.text.joining import SpokenText, place_new
    from cocreate.analysis.text.language import UNDETERMINED, detect
    from cocreate.analysis.text.unplaced import Unplaced, unplaced_class

    found, wanted = [], defaultdict(list)
    for text in late:
        language = text.language or detect(text.text, text.interface_language).language or UNDETERMINED
        if (reason := unplaced_class(text.text)) is not None:
            found.append(Joining(text.id, None, 0.0, reason.value, language))
        else:
            wanted[text.question_id].append((text, language))
    for number, (question_id, rows) in enumerate(sorted(wanted.items())):
        themes: dict[str, list[SpokenText]] = defaultdict(list)
        for question, theme, said, spoken in placed:
            if question == question_id:
                themes[str(theme)].append(SpokenText(said, spoken))
        texts = [SpokenText(text.text, language) for text, language in rows]
        part = PartOf(progress, number / len(wanted), (number + 1) / len(wanted))
        for (text, language), homed in zip(rows, place_new(texts, themes, encoder, part), strict=True):
            theme_id, strength = (int(homed[0]), homed[1]) if homed else (None, 0.0)
            found.append(Joining(text.id, theme_id, strength, "" if homed else Unplaced.OTHER.value, language))
    return found
