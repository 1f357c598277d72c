"""Consultations with statements to vote on, and two camps that do."""

import random

from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.models import Consultation
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ConsultationState, QuestionKind, ResultsRule
from cocreate.themes import opinions
from cocreate.themes.models import OpinionReading
from tests.factories.survey import make_consultation

VOTES = ("agree", "pass", "disagree")
STATEMENTS = ("trees", "buses", "parking", "cars", "lanes", "tolls", "shops", "quiet")
# What the second camp turns around; on trees and buses all agree.
DISPUTED = STATEMENTS[2:]
ROWS = [{"key": key, "label": {"en": f"More {key}, please", "nl": f"Meer {key}"}} for key in STATEMENTS]
STATEMENT_QUESTION = QuestionDraft(
    "statements",
    QuestionKind.MATRIX,
    {"en": "Do you agree?", "nl": "Bent u het eens?"},
    options={"rows": ROWS, "columns": [{"key": key, "label": {"en": key}} for key in VOTES]},
)
HELIX = QuestionDraft("helix", QuestionKind.HELIX, {"en": "Who are you?"})


def voted_consultation(
    session: Session, process: Process | None = None, *, sizes: tuple[int, int] = (24, 16), seed: int = 4
) -> Consultation:
    """A closed consultation on which two camps voted; citizens in the first, companies in the second."""
    made = make_consultation(
        session,
        process,
        state=ConsultationState.DRAFT,
        questions=(STATEMENT_QUESTION, HELIX),
        title={"en": "Statements"},
    )
    made.results_rule = ResultsRule.AFTER_CLOSE.value
    open_consultation(session, SYSTEM, made)
    chance = random.Random(seed)
    sheets = [sheet(camp, chance) for camp, size in enumerate(sizes) for _ in range(size)]
    import_submissions(session, SYSTEM, made, sheets)
    close_consultation(session, SYSTEM, made)
    return made


def sheet(camp: int, chance: random.Random) -> AnswerSheet:
    """Somebody of a camp, who skips some statements and sometimes passes."""
    cells = {}
    for key in STATEMENTS:
        if chance.random() < 0.1:
            continue
        vote = "disagree" if camp and key in DISPUTED else "agree"
        cells[key] = [vote if chance.random() < 0.9 else "pass"]
    helix = "business" if camp else "citizen"
    answers = (AnswerGiven("statements", {"cells": cells}), AnswerGiven("helix", {"choice": helix}))
    return AnswerSheet("nl" if camp else "en", answers)


def read_votes(session: Session, consultation: Consultation) -> OpinionReading:
    """The groups that the machine finds (jobs run inline)."""
    question = opinions.opinion_questions(session, consultation)[0]
    opinions.start_reading(session, SYSTEM, consultation.process, question, seed=1)
    session.commit()
    db.session.expire_all()
    return opinions.finished_readings(session, consultation)[question.id]
