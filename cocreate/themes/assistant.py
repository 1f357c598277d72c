"""Names for themes from a large language model that an installation may name: off by default, a suggestion only."""

import json
import logging
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Actor
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.models import Process
from cocreate.settings import LANGUAGES, Settings
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes import queries as theme_queries
from cocreate.themes.commands import rename_theme
from cocreate.themes.models import AnalysisRun, NameAsking, Theme
from cocreate.themes.rules import ThemeState

if TYPE_CHECKING:
    from cocreate.analysis.assistant import Message

log = logging.getLogger(__name__)
SECONDS = 40.0  # for all attempts at one question: a job must give a sign of life within 90
LARGEST = 64 * 1024  # bytes of an answer
ATTEMPTS = 2
PASSING = {429, 500, 502, 503, 504}  # what may be gone when asked again


@dataclass(frozen=True)
class LanguageModel:
    """Where a model is and what it is called."""

    url: str
    name: str
    key: str = field(default="", repr=False)

    @property
    def host(self) -> str:
        """The host that quotes go to, as people are told."""
        return urlsplit(self.url).netloc

    def complete(self, messages: "Sequence[Message]") -> str:
        """What the model answers, or NoAnswer. Asks once more where the fault may have passed."""
        from cocreate.analysis.assistant import NoAnswer  # brings lists of words: loaded once it is needed

        body = json.dumps({"model": self.name, "messages": list(messages), "stream": False}).encode()
        deadline = time.monotonic() + SECONDS
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return _content(self._send(body, deadline))
            except HTTPError as error:
                error.close()
                fault, may_pass = str(error.code), error.code in PASSING
            except TimeoutError:
                fault, may_pass = "timeout", False
            except (OSError, HTTPException) as error:
                # The kind only: messages of these can hold headers, and so the key.
                timed_out = isinstance(getattr(error, "reason", None), TimeoutError)
                fault, may_pass = type(error).__name__, not timed_out
            except ValueError:
                fault, may_pass = "unreadable", False
            log.warning("assistant_no_answer", extra={"host": self.host, "fault": fault, "attempt": attempt})
            if not may_pass or time.monotonic() >= deadline:
                break
        raise NoAnswer

    def _send(self, body: bytes, deadline: float) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = Request(self.url.rstrip("/") + "/chat/completions", data=body, headers=headers, method="POST")
        with build_opener(_NoRedirect).open(request, timeout=max(0.1, deadline - time.monotonic())) as response:
            read = bytearray()
            while chunk := response.read1(16 * 1024):
                read += chunk
                if time.monotonic() > deadline:
                    raise TimeoutError  # a socket's own limit starts anew with every byte
                if len(read) > LARGEST:
                    raise ValueError
            return bytes(read)


class _NoRedirect(HTTPRedirectHandler):
    """Whoever installed the platform named one host; quotes and key go to no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No new request: the redirection counts as a refusal."""
        return None


def configured(settings: Settings) -> LanguageModel | None:
    """The model of this installation, if it names one."""
    if not settings.assistant_url:
        return None
    return LanguageModel(settings.assistant_url, settings.assistant_model, settings.assistant_key)


def _content(answer: bytes) -> str:
    try:
        content = json.loads(answer)["choices"][0]["message"]["content"]
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError from error
    if not isinstance(content, str):
        raise ValueError
    return content


MOST_THEMES = 60  # asked about at once, the largest first
MOST_QUOTES = 12  # of each


def to_send(session: Session, run: AnalysisRun) -> dict[str, list[PublicAnswer]]:
    """Public id of a theme -> its quotes, as everybody may read them; of themes that nobody named or rejected.

    Only of writers who agreed to be quoted and without an open question of personal data (`queries.quotes_of`), and
    of no theme with fewer answers than may be shown.
    """
    standing = [theme for _question, themes in theme_queries.themes_by_question(session, run) for theme in themes]
    minimum = run.consultation.process.minimum_cell
    open_ones = [t for t in standing if not t.labels and t.state != ThemeState.REJECTED and t.size >= minimum]
    largest = sorted(open_ones, key=lambda theme: (-theme.size, theme.id))[:MOST_THEMES]
    quotes = theme_queries.quotes_of(session, largest, most=MOST_QUOTES)
    return {theme.public_id: quotes[theme.id] for theme in largest if quotes[theme.id]}


def latest_asking(session: Session, run: AnalysisRun, *, is_finished: bool = False) -> NameAsking | None:
    """The last time that a model was asked about a reading; or the last time that it answered."""
    rows = select(NameAsking).where(NameAsking.run_id == run.id).order_by(NameAsking.id.desc()).limit(1)
    return session.scalar(rows.where(NameAsking.finished_at.is_not(None)) if is_finished else rows)


def asking_about(session: Session, theme: Theme) -> NameAsking | None:
    """The asking that brought a name for a theme."""
    found = latest_asking(session, theme.run, is_finished=True)
    return found if found is not None and found.names.get(theme.public_id) else None


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
    if not to_send(session, run):
        raise Invalid("themes.assistant.nothing_to_send")
    latest = latest_asking(session, run)
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
    asking = asking_about(session, theme)
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


PATIENCE = 2  # questions in a row without an answer, before we stop asking


@jobs.job(JOB)
def ask_names(context: jobs.JobContext, asking_id: int) -> None:
    """Ask the model for a name of each theme, and store those that can be used."""
    with context.reading() as session:
        asking = session.get(NameAsking, asking_id)
        if asking is None:
            raise NotFound()
        model = configured(current_app.extensions["cocreate_settings"])
        if model is None or (model.name, model.host) != (asking.model, asking.host):
            raise Invalid("themes.assistant.changed")  # a person agreed to another address
        process_id, material = asking.run.consultation.process_id, to_send(session, asking.run)
    named = ask(model, material, context)
    if named.warnings and not named.names:
        raise Invalid("themes.assistant.nothing_usable")
    db.session.rollback()
    with transaction() as session:
        asking, process = session.get_one(NameAsking, asking_id), session.get_one(Process, process_id)
        store_names(session, context.actor, process, asking, named)


def ask(model: LanguageModel, material: dict[str, list[PublicAnswer]], context: jobs.JobContext) -> Named:
    """What the model says of each theme; touches no database but for the progress."""
    from cocreate.analysis.assistant import NO_ANSWER, PROMPT_VERSION, PromptedAssistant, Quote, sendable

    assistant = PromptedAssistant(model.complete)
    names, warnings, sent, asked, silent = {}, Counter[str](), 0, 0, 0
    for number, (theme, answers) in enumerate(material.items()):
        context.advance(number / len(material), "themes:asking")
        quotes = [Quote(answer.text, answer.text_language) for answer in answers]
        suggestion = assistant.name_theme(quotes, LANGUAGES)
        asked, sent = asked + 1, sent + len(sendable(quotes))
        warnings.update(suggestion.warnings)
        if suggestion.labels:
            names[theme] = suggestion.labels
        silent = silent + 1 if NO_ANSWER in suggestion.warnings else 0
        if silent == PATIENCE:
            break
    return Named(names, warnings, asked, sent, PROMPT_VERSION)
