"""The reading itself, beside the server: read texts, let `analysis` compute, store what it found."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cocreate.analysis.progress import PartOf
from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import NotFound
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.process.queries import challenges_of
from cocreate.survey.personal.commands import look_at, store_flags
from cocreate.themes import queries, storing
from cocreate.themes.asking.storing import requests_in, store_requests
from cocreate.themes.meanwhile import only_of, still_there
from cocreate.themes.models import AnalysisRun
from cocreate.themes.queries import FreeText
from cocreate.themes.steps.pictures import recount
from cocreate.themes.storing import QuestionReading
from cocreate.themes.vectors import StoredVectors, load_vectors, store_vectors

if TYPE_CHECKING:  # loaded by the worker alone, when it computes; the server starts without scikit-learn
    from cocreate.analysis.text.matching import Entry


@jobs.job("themes:analyse")
def analyse(context: jobs.JobContext, run_id: int) -> None:
    """Read the free texts of a run's consultation, question by question, and store the themes."""
    context.advance(0.0, "themes:reading")
    with context.reading() as session:
        run = session.get(AnalysisRun, run_id)
        if run is None:
            raise NotFound()
        settings, seed, process_id = run.settings, run.seed, run.consultation.process_id
        vectors = load_vectors(session, run.consultation_id)
        texts = queries.free_texts(session, run.consultation)
        questions = queries.questions_by_id(session, run.consultation)
        titles = {number: tuple(question.title.values()) for number, question in questions.items()}
        entries = entries_of(challenges_of(session, session.get_one(Process, process_id)))
    readings = read(texts, titles, entries, vectors, seed=seed, settings=settings, progress=context)
    spoken = {key: language for each in readings for key, language in each.report.languages.items()}
    asked = requests_in((text.id, text.text, text.language or spoken.get(text.id, "")) for text in texts)
    looked = look_at((text.id, text.text, text.language) for text in texts)
    db.session.rollback()
    with transaction() as session:
        run = session.get_one(AnalysisRun, run_id)
        here = still_there(session, texts)
        kept = [replace(each, report=only_of(each.report, {text.id: text.helix for text in here})) for each in readings]
        store_vectors(session, run.consultation_id, vectors, owners_of(here, spoken))
        storing.store_run(session, context.actor, session.get_one(Process, process_id), run, kept)
        recount(session, queries.standing_themes(session, run))  # sheets may have been left out since they were read
        store_requests(session, {text.id: asked[text.id] for text in here})
        store_flags(session, context.actor, run.consultation, looked)


def read(
    texts: list[FreeText],
    titles: Mapping[int, tuple[str, ...]],
    entries: "list[Entry]",
    vectors: StoredVectors,
    *,
    seed: int,
    settings: dict[str, Any],
    progress: jobs.JobContext,
) -> list[QuestionReading]:
    """What the machine finds in each question's answers; touches no database but for the progress.

    `titles` are those of the questions in all languages: words that were asked with are no finding, and name no theme.
    """
    from cocreate.analysis.report import Settings, TextInput, analyse_texts
    from cocreate.analysis.text.matching import suggest_matches
    from cocreate.analysis.text.vectors import best_encoder

    encoder = best_encoder(vectors)
    by_question: dict[int, list[FreeText]] = defaultdict(list)
    for text in texts:
        by_question[text.question_id].append(text)
    readings, done = [], 0
    for question_id, rows in sorted(by_question.items()):
        share = PartOf(progress, done / len(texts), (done + len(rows)) / len(texts))
        report = analyse_texts(
            [TextInput(row.id, row.text, row.language or None, row.helix or None) for row in rows],
            seed=seed,
            settings=Settings(**settings, leave_out=titles[question_id]),
            encoder=encoder,
            progress=PartOf(share, 0.0, 0.9),
        )
        said = {row.id: row.text for row in rows}
        groups = {theme.key: [said[m.answer_id] for m in theme.members if m.is_main] for theme in report.themes}
        suggestions = suggest_matches(groups, entries, encoder=encoder, progress=PartOf(share, 0.9, 1.0))
        readings.append(QuestionReading(question_id, report, suggestions))
        done += len(rows)
    return readings


def owners_of(texts: list[FreeText], spoken: Mapping[str, str]) -> dict[str, str]:
    """Hash of a text, or of a statement in it -> the first answer that says it: whose vector it is.

    `spoken` is the language in which an answer was read where it had none: it decides where statements end.
    """
    from cocreate.analysis.text.statements import split
    from cocreate.analysis.text.vectors import text_key

    owners: dict[str, str] = {}
    for text in reversed(texts):
        parts = [text.text[part.start : part.stop] for part in split(text.text, text.language or spoken.get(text.id))]
        owners |= dict.fromkeys(map(text_key, (*parts, text.text)), text.id)
    return owners


def entries_of(challenges: list[Challenge]) -> "list[Entry]":
    """Every challenge and sub-challenge with all that is written of it, by language."""
    from cocreate.analysis.text.matching import Entry

    found = []
    for challenge in challenges:
        places: list[Challenge | SubChallenge] = [challenge, *challenge.sub_challenges]
        for place in places:
            languages = set(place.title) | set(place.description)
            texts = {
                code: " – ".join(filter(None, (place.title.get(code), place.description.get(code))))
                for code in languages
            }
            found.append(Entry(place.public_id, texts))
    return found
