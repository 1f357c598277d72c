"""Queues to test with: the statements of a read consultation, set against challenges that some of them speak of."""

from sqlalchemy.orm import Session

from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.survey.models import Consultation
from cocreate.themes.matching import commands, queries
from cocreate.themes.matching.models import Statement
from cocreate.themes.matching.queries import Places, places_of
from tests.factories.process import make_process
from tests.factories.themes import answered_consultation


def matched_consultation(session: Session, process: Process | None = None) -> Consultation:
    """Eighteen statements about buses, trees and doctors, read by the machine (jobs run inline)."""
    chosen = process or make_process(session, challenges=("Public transport", "Green streets", "Family doctors"))
    consultation = answered_consultation(session, chosen)
    commands.start_reading(session, SYSTEM, chosen, consultation)
    session.commit()
    db.session.expire_all()
    return consultation


def waiting(session: Session, consultation: Consultation) -> list[Statement]:
    """All statements in the order of the queue."""
    return queries.statements_of(session, consultation)


def places(session: Session, consultation: Consultation) -> Places:
    """Where they may belong."""
    return places_of(session, consultation.process)
