"""The reading itself, beside the server: read texts, let `analysis` compute, store what it found."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from cocreate.analysis.progress import PartOf, Progress
from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import Invalid, NotFound
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.process.queries import challenges_of
from cocreate.survey.personal.commands import look_at, store_flags
from cocreate.themes import joining, queries, storing
from cocreate.themes.asking import requests_in, store_requests
from cocreate.themes.changed import only_of, still_there
from cocreate.themes.joining import Joining, PlacedText, late_answers, placed_texts
from cocreate.themes.models import AnalysisRun, AnswerSearch
from cocreate.themes.queries import FreeText
from cocreate.themes.steps.recording import recount
from cocreate.themes.storing import QuestionReading, StoredVectors, load_vectors, store_vectors

if TYPE_CHECKING:  # loaded by the worker alone, when it computes; the server starts without scikit-learn
    from cocreate.analysis.text.matching import Entry
    from cocreate.analysis.text.vectors import TextEncoder


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


MOST = 4_000  # answers, evenly drawn, that tell what the themes are about
NEAR = 0.5  # of how near a statement must be to count for a theme beside its main one


@jobs.job(joining.JOB)
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
        joining.store_joined(session, context.actor, process, run, joinings)


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


@jobs.job("themes:search")
def search(context: jobs.JobContext, search_id: int) -> None:
    """Find the answers nearest to what was asked for."""
    from cocreate.analysis.text.searching import nearest_texts
    from cocreate.analysis.text.unplaced import unplaced_class
    from cocreate.analysis.text.vectors import best_encoder

    with context.reading() as session:
        asked = session.get(AnswerSearch, search_id)
        if asked is None:
            raise NotFound()
        words, consultation_id = asked.words, asked.consultation_id
        texts = [text for text in queries.free_texts(session, asked.consultation) if not unplaced_class(text.text)]
        vectors = load_vectors(session, consultation_id)
    encoder = best_encoder(vectors)
    if encoder is None:
        raise Invalid("themes.search.no_encoder")
    said, spoken = [text.text for text in texts], [text.language for text in texts]
    near = nearest_texts(words, said, spoken, encoder, progress=PartOf(context, 0.0, 0.9))
    db.session.rollback()
    with transaction() as session:
        store_vectors(session, consultation_id, vectors, owners_of(still_there(session, texts), {}))
        session.get_one(AnswerSearch, search_id).found = [[texts[index].id, score] for index, score in near]
