"""The analysis: the machine reads the answers as it reads any consultation's, and the analyst accepts what is large."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor
from cocreate.demo.sheets import challenge_of
from cocreate.demo.story import DemoContent
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.process.queries import challenges_of
from cocreate.survey.models import Answer, Consultation
from cocreate.themes import commands, queries
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.queries import Places
from cocreate.themes.rules import Belonging

SEED = 2021
SUBSAMPLES = 12  # quick: a newcomer waits for it
CLEAR = 0.4  # of a theme's answers speak of one topic
TRANSVERSAL = ("education", "digital", "culture", "employment", "justice")  # the plan's transversal additions
SMALLEST_ACCEPTED = 15  # answers; smaller themes are left for the newcomer to judge


def read_answers(
    analyst: Actor, process_id: int, consultation_id: int, progress: Callable[[float], None]
) -> AnalysisRun:
    """Have the job itself done, here and now, telling how far it is."""
    # As the worker's start: the job is queued by its command and begins once that commits.
    started_before = current_app.extensions["cocreate_start_job"]
    current_app.extensions["cocreate_start_job"] = lambda job_id: None
    try:
        with transaction() as session:
            process, consultation = session.get_one(Process, process_id), session.get_one(Consultation, consultation_id)
            run = commands.start_run(session, analyst, process, consultation, seed=SEED, subsamples=SUBSAMPLES)
            run_id, job_id = run.id, run.job_id
    finally:
        current_app.extensions["cocreate_start_job"] = started_before
    assert job_id is not None
    jobs.run(job_id, watch=progress)
    db.session.rollback()
    return db.session.get_one(AnalysisRun, run_id, populate_existing=True)


def accept_larger_themes(
    session: Session,
    analyst: Actor,
    process: Process,
    run: AnalysisRun,
    challenges: Mapping[str, Challenge],
    content: DemoContent,
) -> list[Theme]:
    """Accept them as an analyst would who reads the answers beside the machine's suggestion; none is renamed, and the
    small ones stay a proposal."""
    places = queries.places_of(challenges_of(session, process))
    large = [
        t for _q, themes in queries.themes_by_question(session, run) for t in themes if t.size >= SMALLEST_ACCEPTED
    ]
    topics = topics_of_themes(session, large, content)
    for theme in large:
        belongs_to, place = _sort(theme, places, topics[theme.public_id], challenges)
        commands.accept_theme(
            session, analyst, process, theme, belongs_to=belongs_to, place=place, version=theme.version
        )
    return large


def _sort(
    theme: Theme, places: Places, topics: Counter[str], challenges: Mapping[str, Challenge]
) -> tuple[Belonging | None, Challenge | SubChallenge | None]:
    """Where a theme belongs: what most answers speak of decides between the machine's suggestions, as in the plan's own
    sorting into transversal additions and dimensions of the challenges."""
    near = [places.find(match["id"]) for match in theme.suggestion.get("near") or []]
    topic, count = topics.most_common(1)[0] if topics else ("", 0)
    if count < CLEAR * theme.size:  # of many things at once: the machine's word stands
        first = None if theme.suggestion.get("is_new", True) or not near else near[0]
        return (Belonging.NEW if first is None else None), first
    if topic in TRANSVERSAL:
        return Belonging.TRANSVERSAL, None
    wanted = challenges[challenge_of(topic)]
    fitting = [place for place in near if place is not None and _challenge_id(place) == wanted.id]
    return None, next((place for place in fitting if isinstance(place, SubChallenge)), wanted)


def _challenge_id(place: Challenge | SubChallenge) -> int:
    return place.challenge_id if isinstance(place, SubChallenge) else place.id


def topics_of_themes(session: Session, themes: list[Theme], content: DemoContent) -> Mapping[str, Counter[str]]:
    """Theme (public id) -> topics of the borrowed sentences in it, so that cards can cite what they rest on."""
    topic_of = {voice.text: voice.topic for voice in content.voices}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    rows = session.execute(
        select(Theme.public_id, Answer.text)
        .join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .where(Theme.id.in_([theme.id for theme in themes]), ThemeAnswer.is_main)
    )
    for public_id, text in rows:
        if topic := topic_of.get(text.strip()):
            found[public_id][topic] += 1
    return found
