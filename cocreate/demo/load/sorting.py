"""The queue of statements: the machine says where each belongs, and an analyst has decided about the first of them."""

from collections.abc import Mapping

from flask import current_app
from sqlalchemy.orm import Session

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor
from cocreate.demo.load.reading import TRANSVERSAL
from cocreate.demo.sheets import CHALLENGE_OF_TOPIC
from cocreate.demo.story import DemoContent
from cocreate.process.models import Challenge, Process
from cocreate.survey.models import Consultation
from cocreate.themes.matching import commands, queries
from cocreate.themes.matching.models import Statement
from cocreate.themes.matching.queries import Places, places_of
from cocreate.themes.matching.rules import Choice, Verdict

DECIDED = 60  # statements; the rest waits for the newcomer
MISSING = ("public_space", "biodiversity", "housing", "safety")  # the plan's new dimensions of its challenges


def read_statements(analyst: Actor, process_id: int, consultation_id: int) -> None:
    """Have the job itself done, here and now."""
    started_before = current_app.extensions["cocreate_start_job"]
    current_app.extensions["cocreate_start_job"] = lambda job_id: None
    try:
        with transaction() as session:
            process, consultation = session.get_one(Process, process_id), session.get_one(Consultation, consultation_id)
            job_id = commands.start_reading(session, analyst, process, consultation).job_id
    finally:
        current_app.extensions["cocreate_start_job"] = started_before
    assert job_id is not None
    jobs.run(job_id)
    db.session.rollback()


def sort_statements(
    session: Session,
    analyst: Actor,
    process: Process,
    consultation: Consultation,
    challenges: Mapping[str, Challenge],
    content: DemoContent,
) -> int:
    """Decide as an analyst would who knows what each sentence is about; returns how many were decided."""
    places = places_of(session, process)
    topic_of = {voice.text: voice.topic for voice in content.voices}
    known = [s for s in queries.statements_of(session, consultation) if s.answer.text.strip() in topic_of][:DECIDED]
    for statement in known:
        choice = _choice(statement, topic_of[statement.answer.text.strip()], challenges, places)
        commands.decide(session, analyst, process, statement, choice, places, version=statement.version)
    return len(known)


def _choice(statement: Statement, topic: str, challenges: Mapping[str, Challenge], places: Places) -> Choice:
    if topic in TRANSVERSAL:
        return Choice(Verdict.TRANSVERSAL)
    if topic not in CHALLENGE_OF_TOPIC:
        return Choice(Verdict.NEW)
    wanted = challenges[CHALLENGE_OF_TOPIC[topic]].public_id
    if topic in MISSING:
        return Choice(Verdict.COMPLETES, wanted)
    found = (places.find(near["id"]) for near in statement.near)
    fitting = [place.id for place in found if place and place.challenge and place.challenge.public_id == wanted]
    return Choice(Verdict.BELONGS, fitting[0] if fitting else wanted)
