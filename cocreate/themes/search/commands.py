"""Asking for answers by their meaning, keeping what was found for a day, and erasing it."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.survey.models import Consultation
from cocreate.themes.search.models import AnswerSearch

LONGEST = 300
KEPT = timedelta(days=1)


def ask(session: Session, actor: Actor, consultation: Consultation, words: str) -> AnswerSearch:
    """Queue a search by meaning."""
    typed = " ".join(words.split())[:LONGEST]
    if not any(character.isalnum() for character in typed):
        raise Invalid("themes.search.no_words")
    asked = AnswerSearch(consultation_id=consultation.id, words=typed, at=clock.now())
    session.add(asked)
    session.flush()
    process = consultation.process
    asked.job = jobs.enqueue(session, actor, "themes:search", process=process, search_id=asked.id)
    audit.record(session, actor, "themes:search:start", asked.ref, process=process.public_id)
    session.flush()
    return asked


@jobs.hourly
def erase_old_searches(session: Session) -> None:
    """What somebody looked for is nobody's business a day later."""
    session.execute(delete(AnswerSearch).where(AnswerSearch.at < clock.now() - KEPT))
