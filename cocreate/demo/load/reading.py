"""The analysis: the machine reads the answers as it reads any consultation's, and the analyst accepts what is large."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor
from cocreate.demo.story import DemoContent
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.survey.models import Answer, Consultation
from cocreate.themes import commands, queries
from cocreate.themes.models import AnalysisRun, Theme, ThemeAnswer
from cocreate.themes.rules import Belonging

SEED = 2021
SUBSAMPLES = 12  # quick: a newcomer waits for it
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


def accept_larger_themes(session: Session, analyst: Actor, process: Process, run: AnalysisRun) -> list[Theme]:
    """Accept them where the machine suggests that they belong; none is renamed, the rest stays a proposal."""
    places = queries.places_of(challenges_of(session, process))
    accepted = []
    for _question, themes in queries.themes_by_question(session, run):
        for theme in themes:
            if theme.size < SMALLEST_ACCEPTED:
                continue
            near = theme.suggestion.get("near") or []
            place = None if theme.suggestion.get("is_new", True) or not near else places.find(near[0]["id"])
            commands.accept_theme(
                session,
                analyst,
                process,
                theme,
                belongs_to=Belonging.NEW if place is None else None,
                place=place,
                version=theme.version,
            )
            accepted.append(theme)
    return accepted


def topics_of_themes(session: Session, themes: list[Theme], content: DemoContent) -> Mapping[str, Counter[str]]:
    """Theme (public id) -> topics of the borrowed sentences in it, so that cards can cite what they rest on."""
    topic_of = {voice.text: voice.topic for voice in content.voices}
    found: dict[str, Counter[str]] = defaultdict(Counter)
    rows = session.execute(
        select(Theme.public_id, Answer.text)
        .join(ThemeAnswer, ThemeAnswer.theme_id == Theme.id)
        .join(Answer, ThemeAnswer.answer_id == Answer.id)
        .where(Theme.id.in_([theme.id for theme in themes]))
    )
    for public_id, text in rows:
        if topic := topic_of.get(text.strip()):
            found[public_id][topic] += 1
    return found
