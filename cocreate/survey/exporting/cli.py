"""`cocreate survey export`: answers as a file, from the command line."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from tqdm import tqdm
from werkzeug.datastructures import MultiDict

from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM
from cocreate.errors import DomainError
from cocreate.process.rules import HelixCategory
from cocreate.settings import LANGUAGES
from cocreate.survey.cuts import Chosen
from cocreate.survey.exporting.asking import Filters, Headings, Values, Wish
from cocreate.survey.exporting.commands import record
from cocreate.survey.exporting.formats import FILES, FORMATS
from cocreate.survey.exporting.making import chosen_format, write_export
from cocreate.survey.models import Consultation
from cocreate.survey.results.filters import filter_questions, read_chosen
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
