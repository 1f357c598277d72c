"""`cocreate survey import`: a questionnaire, or answers, from a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM
from cocreate.errors import DomainError
from cocreate.process.models import Process
from cocreate.settings import LANGUAGES
from cocreate.survey import queries
from cocreate.survey.importing import commands
from cocreate.survey.importing.formats import Format
from cocreate.survey.importing.queries import files_beside
from cocreate.survey.models import Consultation, ImportFile
from cocreate.web.messages import say

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("file", type=FILE)
@click.option("--process", "process_id", required=True, help="Public id of the process, as in its address.")
@click.option("--answers", type=FILE, help="A table of answers to the questionnaire in FILE, taken in with it.")
@click.option("--consultation", "consultation_id", default="", help="Add the answers in FILE to this consultation.")
@click.option("--format", "format_", type=click.Choice([each.value for each in Format]), help="Else it is recognised.")
@click.option("--title", default="", help="Of the new consultation that a table makes; else the file's name.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of a table.")
@with_appcontext
def import_(
    file: Path,
    process_id: str,
    answers: Path | None,
    consultation_id: str,
    format_: str | None,
    title: str,
    language: str,
) -> None:
    """Make a consultation of FILE: our own JSON, a file of LimeSurvey (.lss, .lsq, .lsa), or a table of answers.

    Whatever could not be taken over as it was is listed.
    """
    with _refusals():
        made = take_in(file, process_id, consultation_id, format_, title, language)
        if answers is not None:
            take_in(answers, process_id, made, None, title, language)
    click.echo(f"The consultation is {made}.")


def take_in(file: Path, process_id: str, consultation_id: str, format_: str | None, title: str, language: str) -> str:
    """Take in one file here and now; returns the public id of its consultation."""
    started_before = current_app.extensions["cocreate_start_job"]
    current_app.extensions["cocreate_start_job"] = lambda job_id: None  # done below, in front of the terminal
    try:
        with transaction() as session:
            process = _process(session, process_id)
            row = commands.receive(
                session,
                SYSTEM,
                process,
                name=file.name,
                content=file.read_bytes(),
                language=language,
                consultation=_consultation(session, process, consultation_id) if consultation_id else None,
                as_format=Format(format_) if format_ else None,
            )
            row.title = title or row.title
            made = commands.begin(session, SYSTEM, process, row)
            begun = [row, *files_beside(session, made, row)]  # an archive brings answers along
            import_ids, job_ids = [each.id for each in begun], [each.job_id for each in begun if each.job_id]
    finally:
        current_app.extensions["cocreate_start_job"] = started_before
    for job_id in job_ids:
        with tqdm(total=100, unit="%", leave=False) as bar:
            jobs.run(job_id, watch=partial(_show, bar))
    db.session.rollback()
    for import_id in import_ids:
        _tell(db.session.get_one(ImportFile, import_id))
    return made.public_id


def _show(bar: Any, share: float) -> None:
    bar.update(round(share * 100) - bar.n)


def _tell(row: ImportFile) -> None:
    if not row.is_done:
        raise click.ClickException(say(row.job.error or "job.failed") if row.job else say("job.failed"))
    counts = ", ".join(f"{name}: {count}" for name, count in row.report["counts"].items())
    click.echo(f"{row.name} ({row.format}): {counts}")
    for each in row.report["notes"]:
        click.echo(f"  {each['where']}: {say(each['code'], **each['params'])}")
    if row.report["more_notes"]:
        click.echo(f"  … {row.report['more_notes']} more")


def _process(session: Session, public_id: str) -> Process:
    found = session.scalar(select(Process).where(Process.public_id == public_id))
    if found is None:
        raise click.ClickException("Name the process with --process and its public id.")
    return found


def _consultation(session: Session, process: Process, public_id: str) -> Consultation:
    found = queries.find_consultation(session, process, public_id)
    if found is None:
        raise click.ClickException(f"There is no consultation {public_id} in this process.")
    return found


@contextmanager
def _refusals() -> Iterator[None]:
    """A refusal is a sentence, not a stack of calls."""
    try:
        yield
    except DomainError as refused:
        raise click.ClickException(say(refused)) from refused
