"""`cocreate survey`: bring questionnaires, answers and returned mail in, and take answers out."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm
from werkzeug.datastructures import MultiDict

from cocreate.core import jobs
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM
from cocreate.errors import DomainError
from cocreate.process.models import Process
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES
from cocreate.survey import queries
from cocreate.survey.cuts import Chosen
from cocreate.survey.exporting.asking import Filters, Headings, Values, Wish
from cocreate.survey.exporting.commands import chosen_format, record, write_export
from cocreate.survey.exporting.formats import FILES, FORMATS
from cocreate.survey.importing import commands
from cocreate.survey.importing.formats import Format
from cocreate.survey.importing.models import ImportFile, files_beside
from cocreate.survey.inviting.contacts import mark_returned
from cocreate.survey.inviting.returned import Returned, read, remove
from cocreate.survey.models import Consultation
from cocreate.survey.results.show import filter_questions, read_chosen
from cocreate.web.messages import say


@click.command("export")
@click.argument("slug")
@click.option("--format", "name", type=click.Choice([*FORMATS, FILES]), default="csv", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="File to write.")
@click.option("--labels", is_flag=True, help="Labels and whole questions instead of codes.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of the labels.")
@click.option("--contacts", is_flag=True, help="Also who gave the answers, where the consultation is not anonymous.")
@click.option(
    "--helix", multiple=True, type=click.Choice([each.value for each in HelixCategory]), help="Only these groups."
)
@click.option("--spoken", multiple=True, type=click.Choice(LANGUAGES), help="Only sheets in these languages.")
@click.option("--answer", "answers", multiple=True, metavar="KEY=CHOICE", help="Only who answered so; as codes.")
@with_appcontext
def export(
    slug: str,
    name: str,
    out: Path,
    labels: bool,
    language: str,
    contacts: bool,
    helix: tuple[str, ...],
    spoken: tuple[str, ...],
    answers: tuple[str, ...],
) -> None:
    """Write the answers of the consultation SLUG (its identifier, as in its address) into a file.

    An option that is given several times lets each of its values through; different ones must hold together.
    """
    wish = Wish(
        format=name,
        language=language,
        values=Values.LABELS if labels else Values.CODES,
        headings=Headings.QUESTIONS if labels else Headings.CODES,
        with_contacts=contacts,
        filters=Filters(languages=spoken, helix=helix),
    )
    try:
        with transaction() as session:
            consultation = session.scalar(select(Consultation).where(Consultation.public_id == slug))
            if consultation is None:
                raise click.ClickException(f"There is no consultation {slug}. Its identifier is part of its address.")
            wish = replace(wish, filters=replace(wish.filters, chosen=_chosen(consultation, answers)))
            chosen_format(session, wish)
            record(session, SYSTEM, consultation, wish)
    except DomainError as refused:
        raise click.ClickException(say(refused)) from refused
    sheets = _write(consultation.id, wish, out)
    click.echo(f"{sheets} sheets of answers are in {out}.")


def _chosen(consultation: Consultation, answers: Sequence[str]) -> tuple[Chosen, ...]:
    """The conditions on answers; raises where a question or a choice is not there."""
    pairs = [answer.partition("=")[::2] for answer in answers]
    chosen = read_chosen(consultation, MultiDict([(f"q-{key}", choice) for key, choice in pairs]))
    if sum(len(each.keys) for each in chosen) < len(set(pairs)):
        known = [f"{each.question.key}={key}" for each in filter_questions(consultation) for key in each.options]
        raise click.ClickException(f"Answers to choose by: {', '.join(known) or 'none'}.")
    return chosen


def _write(consultation_id: int, wish: Wish, out: Path) -> int:
    """All of it or nothing: the file gets its name when it is complete."""
    partial = out.with_name(out.name + ".part")
    try:
        with partial.open("wb") as target, tqdm(total=100, unit="%", leave=False) as bar:
            made = write_export(
                db.engine, consultation_id, wish, target, lambda share: bar.update(round(share * 100) - bar.n) and None
            )
        partial.replace(out)
    except OSError as problem:
        raise click.ClickException(f"{out} cannot be written: {problem.strerror}") from problem
    finally:
        partial.unlink(missing_ok=True)
    return made.sheets


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


@click.command()
@click.argument("mail", type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--process", "process_id", default="", help="Public id; else the contacts of every process.")
@click.option("--remove", "removes", is_flag=True, help="Take the reports out of MAIL once they are read.")
@with_appcontext
def bounces(mail: Path, process_id: str, removes: bool) -> None:
    """Read MAIL: a folder (Maildir), a file of many mails (mbox), one mail, or - for what comes in.

    Whoever a report says cannot be reached for good is marked, and written to no more until their address is changed.
    """
    is_input = str(mail) == "-"
    found = _from_input() if is_input else read(mail)
    with transaction() as session:
        process = session.scalar(select(Process).where(Process.public_id == process_id)) if process_id else None
        if process_id and process is None:
            raise click.ClickException("Name the process with --process and its public id.")
        marked = mark_returned(session, SYSTEM, found.addresses, process)
    if removes and not is_input:
        remove(mail, found.reports)
    click.echo(f"Mails read: {found.mails}. Reports: {len(found.reports)}. Contacts marked: {marked}.")


def _from_input() -> Returned:
    with tempfile.NamedTemporaryFile() as file:
        file.write(sys.stdin.buffer.read())
        file.flush()
        return read(Path(file.name))


@click.group()
def survey() -> None:
    """Consultations: bring questionnaires, answers and returned mail in, and take answers out."""


survey.add_command(import_)
survey.add_command(export)
survey.add_command(bounces)
