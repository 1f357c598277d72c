"""The asking itself, beside the server: theme by theme, so that nobody's page waits for a model."""

from collections import Counter

from flask import current_app

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.errors import Invalid, NotFound
from cocreate.process.models import Process
from cocreate.settings import LANGUAGES
from cocreate.survey.personal.gate import PublicAnswer
from cocreate.themes.assistant import client, commands, queries
from cocreate.themes.assistant.commands import Named
from cocreate.themes.assistant.models import NameAsking

PATIENCE = 2  # questions in a row without an answer, before we stop asking


@jobs.job(commands.JOB)
def ask_names(context: jobs.JobContext, asking_id: int) -> None:
    """Ask the model for a name of each theme, and store those that can be used."""
    with context.reading() as session:
        asking = session.get(NameAsking, asking_id)
        if asking is None:
            raise NotFound()
        model = client.configured(current_app.extensions["cocreate_settings"])
        if model is None or (model.name, model.host) != (asking.model, asking.host):
            raise Invalid("themes.assistant.changed")  # a person agreed to another address
        process_id, material = asking.run.consultation.process_id, queries.to_send(session, asking.run)
    named = ask(model, material, context)
    if named.warnings and not named.names:
        raise Invalid("themes.assistant.nothing_usable")
    db.session.rollback()
    with transaction() as session:
        asking, process = session.get_one(NameAsking, asking_id), session.get_one(Process, process_id)
        commands.store_names(session, context.actor, process, asking, named)


def ask(model: client.LanguageModel, material: dict[str, list[PublicAnswer]], context: jobs.JobContext) -> Named:
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
