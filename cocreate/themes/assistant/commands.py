"""Writes of names from a language model: ask for them, store what can be used, give a theme one of them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid
from cocreate.process.models import Process
from cocreate.themes.assistant import queries
from cocreate.themes.assistant.client import LanguageModel
from cocreate.themes.assistant.models import NameAsking
from cocreate.themes.commands import rename_theme
from cocreate.themes.models import AnalysisRun, Theme

JOB = "themes:assistant"


@dataclass(frozen=True)
class Named:
    """What came of an asking: names by theme and language, how often what was dropped, and what was sent."""

    names: Mapping[str, Mapping[str, str]]
    warnings: Mapping[str, int]
    asked: int
    sent: int
    prompt_version: str


def ask_for_names(
    session: Session, actor: Actor, process: Process, run: AnalysisRun, model: LanguageModel
) -> NameAsking:
    """Queue the question to the model that the person saw named. One at a time."""
    if not queries.to_send(session, run):
        raise Invalid("themes.assistant.nothing_to_send")
    latest = queries.latest_asking(session, run)
    if latest is not None and latest.job is not None and not latest.job.is_over:
        raise Conflict("themes.assistant.under_way")
    session.execute(delete(NameAsking).where(NameAsking.run_id == run.id, NameAsking.finished_at.is_(None)))
    asking = NameAsking(run_id=run.id, model=model.name, host=model.host, started_at=clock.now())
    session.add(asking)
    session.flush()
    asking.job = jobs.enqueue(session, actor, JOB, process=process, asking_id=asking.id)
    audit.record(
        session,
        actor,
        "themes:assistant:ask",
        asking.ref,
        process=process.public_id,
        model=model.name,
        host=model.host,
    )
    session.flush()
    return asking


def store_names(session: Session, actor: Actor, process: Process, asking: NameAsking, named: Named) -> None:
    """Keep what can be used, in place of what was suggested before."""
    asking.names = {theme: dict(labels) for theme, labels in named.names.items()}
    asking.warnings, asking.asked, asking.sent = dict(named.warnings), named.asked, named.sent
    asking.prompt_version, asking.finished_at = named.prompt_version, clock.now()
    session.execute(delete(NameAsking).where(NameAsking.run_id == asking.run_id, NameAsking.id < asking.id))
    audit.record(
        session,
        actor,
        "themes:assistant:store",
        asking.ref,
        process=process.public_id,
        host=asking.host,
        themes=named.asked,
        quotes=named.sent,
        names=len(named.names),
    )
    session.flush()


def use_name(session: Session, actor: Actor, process: Process, theme: Theme, *, asking_id: str, version: int) -> None:
    """A person takes the model's name for a theme: a renaming like any other, with a line that says whose words."""
    asking = queries.asking_about(session, theme)
    if asking is None or asking.public_id != asking_id:
        raise Conflict("themes.assistant.asked_again")
    labels = {**theme.labels, **asking.names[theme.public_id]}
    rename_theme(session, actor, process, theme, labels=labels, version=version)
    audit.record(
        session,
        actor,
        "themes:assistant:use",
        theme.ref,
        process=process.public_id,
        model=asking.model,
        asking=asking.public_id,
    )
    session.flush()
