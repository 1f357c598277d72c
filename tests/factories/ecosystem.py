"""Actors of an ecosystem, and answers that name some, to test with."""

from typing import Any

from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Actor
from cocreate.ecosystem import commands
from cocreate.ecosystem.commands import ActorTold
from cocreate.ecosystem.models import EcosystemActor
from cocreate.ecosystem.rules import ActorType
from cocreate.process.models import Process
from cocreate.survey.commands.answering import submit_answers
from cocreate.survey.models import Consultation
from cocreate.survey.rules import AnswerGiven, AnswerSheet


def make_actor(
    session: Session, process: Process, name: str, kind: ActorType = ActorType.COMPANY, **told: Any
) -> EcosystemActor:
    """An actor with an English name."""
    return commands.add_actor(session, SYSTEM, process, ActorTold(name={"en": name}, type=kind, **told))


def propose(
    session: Session,
    consultation: Consultation,
    title: str,
    *actors: str,
    description: str = "",
    form: str = "",
    **sheet: Any,
) -> None:
    """Somebody proposes a project with actors to involve."""
    value = {"title": title, "actors": [{"name": name, "type": "business"} for name in actors]}
    text = "\n\n".join(part for part in (title, description) if part)
    answer = AnswerGiven("project", value, text, text_language="en")
    told = AnswerSheet(language="en", answers=(answer, AnswerGiven("helix", {"choice": "citizen"})), **sheet)
    submit_answers(session, Actor(), consultation, told, form or f"{title}{actors}")
