"""The addresses for programs, announced to the application; and what happens in a process, put on its way to webhooks.

Not told: that somebody answered. With its moment it would say in an anonymous consultation when a sheet came in, which
nothing else does.
"""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate.api import messages as messages
from cocreate.api import policy as policy
from cocreate.api import webhooks
from cocreate.api.pages import pages as docs
from cocreate.api.rules import Kind
from cocreate.api.token_pages import pages as tokens
from cocreate.api.webhook_pages import pages as webhook_pages
from cocreate.core import events, jobs
from cocreate.core.db import transaction
from cocreate.core.permissions import SYSTEM
from cocreate.core.stages import NavItem, Stage
from cocreate.process.events import ProcessHidden, ProcessPublished
from cocreate.process.models import Process
from cocreate.process.queries import find_process
from cocreate.selection.events import CandidateAdded, DecisionPublished, RoundClosed, RoundOpened
from cocreate.survey.events import ConsultationClosed, ConsultationOpened
from cocreate.survey.models import Consultation

KINDS: dict[type, Kind] = {
    ProcessPublished: Kind.PROCESS_PUBLISHED,
    ProcessHidden: Kind.PROCESS_HIDDEN,
    ConsultationOpened: Kind.CONSULTATION_OPENED,
    ConsultationClosed: Kind.CONSULTATION_CLOSED,
    CandidateAdded: Kind.CANDIDATE_ADDED,
    RoundOpened: Kind.RANKING_OPENED,
    RoundClosed: Kind.RANKING_CLOSED,
    DecisionPublished: Kind.DECISION_PUBLISHED,
}
SUBJECTS = {CandidateAdded: "sid", RoundOpened: "round", RoundClosed: "round", DecisionPublished: "shortlist"}


def tell_webhooks(happened: Any) -> None:
    """In a session of its own, since the one that announced it has just been committed."""
    with current_app.app_context(), transaction() as session:
        process, subject = _about(session, happened)
        kind = KINDS[type(happened)]
        waiting = webhooks.listening(session, process.id, kind) if process is not None else []
        for webhook in waiting:
            assert process is not None
            webhooks.tell(session, webhook, process, kind, subject)
        if waiting:
            jobs.enqueue(session, SYSTEM, webhooks.JOB, process=process)


def _about(session: Session, happened: Any) -> tuple[Process | None, tuple[str, str]]:
    """In which process it happened, and to what: type and public id."""
    if isinstance(happened, (ConsultationOpened, ConsultationClosed)):
        wanted = select(Consultation).where(Consultation.id == happened.consultation_id)
        row = session.scalar(wanted.options(joinedload(Consultation.process)))
        return (row.process, row.ref) if row is not None else (None, ("", ""))
    process = find_process(session, happened.process)
    name = SUBJECTS.get(type(happened))
    return process, (name, getattr(happened, name)) if name else ("process", happened.process)


for _kind in KINDS:
    events.on(_kind)(tell_webhooks)


def manage_navigation(session: Any, process: Any) -> list[NavItem]:
    """For the people who run it."""
    return [NavItem(_l("Webhooks"), "api_webhooks.index", "api:webhooks:view")]


STAGE = Stage(name="api", blueprints=(docs, tokens, webhook_pages), manage_navigation=manage_navigation)
