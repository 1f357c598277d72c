"""A tour of every kind of question: a small process of its own, open to be answered, with made-up closed answers."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.audit import AuditEntry
from cocreate.core.db import transaction
from cocreate.core.paths import PACKAGE
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.demo.load.people import demo_organisation
from cocreate.process import commands as processes
from cocreate.process.commands import PhaseDates
from cocreate.process.models import Asset, Process, SubChallenge
from cocreate.process.rules import HelixCategory, PhaseKind
from cocreate.survey import queries
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.consultations import create_from_draft
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.files import draft_of
from cocreate.survey.kinds import Ground, QuestionLike
from cocreate.survey.kinds.choices import choices_of
from cocreate.survey.models import Consultation
from cocreate.survey.rules import AnswerGiven, AnswerSheet, QuestionKind
from cocreate.themes import opinions
from cocreate.themes.models import OpinionReading
from cocreate.themes.rules import votes_by_column

LOADED = "demo:gallery:load"
PEOPLE = 80  # enough for every group of the helix to be shown
SEED = 2027
WEIGHTS = {
    HelixCategory.CITIZEN: 30,
    HelixCategory.RESEARCH: 20,
    HelixCategory.BUSINESS: 15,
    HelixCategory.PUBLIC_SECTOR: 15,
    HelixCategory.CIVIL_SOCIETY: 12,
    HelixCategory.OTHER: 8,
}
TITLE = {
    "en": "Every kind of question",
    "nl": "Alle soorten vragen",
    "fr": "Tous les types de questions",
    "de": "Alle Arten von Fragen",
}
SUMMARY = {
    "en": "A demonstration of questionnaires. The answers in it are made up by a program.",
    "nl": "Een demonstratie van vragenlijsten. De antwoorden erin zijn door een programma verzonnen.",
    "fr": "Une démonstration de questionnaires. Les réponses y sont inventées par un programme.",
    "de": "Eine Vorführung von Fragebögen. Die Antworten darin hat ein Programm erfunden.",
}
PHASE = {"en": "Consultation", "nl": "Raadpleging", "fr": "Consultation", "de": "Konsultation"}
# Three challenges in the words of everyday life: title, one part, one strength.
CHALLENGES = (
    (
        {"en": "Mobility", "nl": "Mobiliteit", "fr": "Mobilité", "de": "Mobilität"},
        {
            "en": "Safe ways to school",
            "nl": "Veilig naar school",
            "fr": "Des trajets sûrs vers l’école",
            "de": "Sichere Schulwege",
        },
        {
            "en": "A dense tram network",
            "nl": "Een dicht tramnet",
            "fr": "Un réseau de tram dense",
            "de": "Ein dichtes Straßenbahnnetz",
        },
    ),
    (
        {"en": "Health", "nl": "Gezondheid", "fr": "Santé", "de": "Gesundheit"},
        {
            "en": "Care close to home",
            "nl": "Zorg dicht bij huis",
            "fr": "Des soins près de chez soi",
            "de": "Pflege in der Nähe",
        },
        {
            "en": "Teaching hospitals",
            "nl": "Universitaire ziekenhuizen",
            "fr": "Des hôpitaux universitaires",
            "de": "Universitätskliniken",
        },
    ),
    (
        {"en": "Climate", "nl": "Klimaat", "fr": "Climat", "de": "Klima"},
        {
            "en": "Cool streets in summer",
            "nl": "Koele straten in de zomer",
            "fr": "Des rues fraîches en été",
            "de": "Kühle Straßen im Sommer",
        },
        {
            "en": "Builders who renovate",
            "nl": "Bouwers die renoveren",
            "fr": "Des entreprises qui rénovent",
            "de": "Betriebe, die sanieren",
        },
    ),
)
Value = dict[str, Any] | None


def load_gallery() -> Consultation:
    """The tour, loaded now unless it is there already. Needs an application context."""
    with transaction() as session:
        known = find_gallery(session)
        if known is not None:
            return known
        process = _frame(session)
        text = (PACKAGE / "demo" / "data" / "gallery.json").read_text(encoding="utf-8")
        made = create_from_draft(session, SYSTEM, process, draft_of(text))
        open_consultation(session, SYSTEM, made)
        ground = queries.ground_of(session, process)
        rng = random.Random(SEED)
        sheets = [_sheet(made, ground, rng) for _ in range(PEOPLE)]
        import_submissions(session, SYSTEM, made, sheets)
        audit.record(session, SYSTEM, LOADED, made.ref, process=process.public_id)
    _read_votes(made.id)
    return made


def _read_votes(consultation_id: int) -> None:
    """Have the machine look for opinion groups, and show them with the results."""
    started_before = current_app.extensions["cocreate_start_job"]
    current_app.extensions["cocreate_start_job"] = lambda job_id: None  # done here and now, not by a worker
    try:
        with transaction() as session:
            made = session.get_one(Consultation, consultation_id)
            question = opinions.opinion_questions(session, made)[0]
            reading = opinions.start_reading(session, SYSTEM, made.process, question, seed=SEED)
            reading_id, job_id = reading.id, reading.job_id
    finally:
        current_app.extensions["cocreate_start_job"] = started_before
    assert job_id is not None
    jobs.run(job_id)
    with transaction() as session:
        found = session.get_one(OpinionReading, reading_id, populate_existing=True)
        opinions.show_reading(session, SYSTEM, found.question.consultation.process, found, is_public=True)


def find_gallery(session: Session) -> Consultation | None:
    """The tour's consultation, if it is there."""
    loaded = select(AuditEntry.process).where(AuditEntry.verb == LOADED)
    asked = select(Consultation).join(Process).where(Process.public_id.in_(loaded)).order_by(Consultation.id)
    return session.scalars(asked).first()


def _frame(session: Session, actor: Actor = SYSTEM) -> Process:
    now = clock.now()
    phase = PhaseDates(PhaseKind.CONSULTATION, PHASE, now - timedelta(days=30), now + timedelta(days=60))
    process = processes.create_process(
        session,
        actor,
        organisation=demo_organisation(session),
        title=TITLE,
        summary=SUMMARY,
        region="",
        phases=[phase],
        is_demo=True,
    )
    for title, part, strength in CHALLENGES:
        challenge = processes.add_challenge(session, actor, process, title=title, description={})
        processes.add_part(session, actor, process, challenge, SubChallenge, title=part)
        processes.add_part(session, actor, process, challenge, Asset, title=strength)
    processes.publish_process(session, actor, process, is_public=True)
    return process


def _sheet(consultation: Consultation, ground: Ground, rng: random.Random) -> AnswerSheet:
    """One made-up person: most closed questions answered, no words of their own."""
    language = rng.choices(["fr", "nl", "en", "de"], [40, 30, 20, 10])[0]
    day = clock.today() - timedelta(days=rng.randrange(28))
    answers: list[AnswerGiven] = []
    for question in consultation.active_questions:
        make = MADE_UP.get(QuestionKind(question.kind))
        if make is None or (not question.is_required and rng.random() < 0.15):
            continue
        if question.condition and not _rides_a_bicycle(answers):
            continue
        answers.append(AnswerGiven(question.key, make(question, ground, rng)))
    return AnswerSheet(language=language, answers=tuple(answers), day=day)


def _rides_a_bicycle(answers: Sequence[AnswerGiven]) -> bool:
    """The only condition in the tour."""
    return any((answer.value or {}).get("choice") == "bike" for answer in answers)


def _keys(question: QuestionLike, ground: Ground) -> list[str]:
    return [key for key in choices_of(question, ground) if key not in ("other", "nothing")]


def _some(keys: Sequence[str], rng: random.Random, most: int) -> list[str]:
    return rng.sample(list(keys), rng.randint(1, min(most, len(keys))))


def _one(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    keys = _keys(question, ground)
    return {"choice": rng.choices(keys, range(len(keys), 0, -1))[0]}


def _several(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    keys = _keys(question, ground)
    chosen = set(_some(keys, rng, int(question.options.get("max") or 4)))
    return {"choices": [key for key in keys if key in chosen]}


def _scale(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    return {"no_opinion": True} if rng.random() < 0.1 else {"number": rng.choices([1, 2, 3, 4, 5], [1, 2, 4, 4, 2])[0]}


def _matrix(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    columns = [column["key"] for column in question.options["columns"]]
    if votes_by_column(question.kind, question.options):
        return _votes([row["key"] for row in question.options["rows"]], rng)
    return {"cells": {row["key"]: [rng.choice(columns)] for row in question.options["rows"]}}


def _votes(statements: Sequence[str], rng: random.Random) -> Value:
    """Two camps that agree on the first two statements and part on the others, so that there is something to find."""
    is_second = rng.random() < 0.4
    cells = {}
    for place, key in enumerate(statements):
        turned = is_second and place > 1
        way = "agree" if (place % 2 == 0 or place < 2) is not turned else "disagree"
        if rng.random() < 0.92:  # the others skip it
            cells[key] = [way if rng.random() < 0.82 else rng.choice(["pass", "agree", "disagree"])]
    return {"cells": cells}


def _order(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    keys = _keys(question, ground)
    return {"order": _some(keys, rng, int(question.options.get("top") or 4)), "shown": keys}


def _points(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    first, second = sorted(10 * rng.randint(0, 10) for _ in range(2))
    keys = _keys(question, ground)
    return {"points": dict(zip(keys, (first, second - first, 100 - second), strict=True))}


def _number(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    return {"number": 5 * rng.randint(1, 18)}


def _date(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    return {"date": f"{rng.randint(1980, 2025)}-0{rng.randint(1, 9)}-15"}


def _place(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    return {"lat": round(50.85 + rng.uniform(-0.03, 0.03), 5), "lon": round(4.36 + rng.uniform(-0.04, 0.04), 5)}


def _helix(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    return {"choice": rng.choices([category.value for category in WEIGHTS], list(WEIGHTS.values()))[0]}


def _consent(question: QuestionLike, ground: Ground, rng: random.Random) -> Value:
    return {"given": True}


MADE_UP: Mapping[QuestionKind, Callable[[QuestionLike, Ground, random.Random], Value]] = {
    QuestionKind.SINGLE_CHOICE: _one,
    QuestionKind.MULTIPLE_CHOICE: _several,
    QuestionKind.SCALE: _scale,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.RANKING: _order,
    QuestionKind.RANK_CHALLENGES: _order,
    QuestionKind.POINTS: _points,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.MAP_POINT: _place,
    QuestionKind.HELIX: _helix,
    QuestionKind.CONSENT: _consent,
}
