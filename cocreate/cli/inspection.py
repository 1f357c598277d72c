"""`cocreate permissions | audit verify | audit export | about | doctor`: look, and change nothing."""

import sys
from typing import IO

import click

from cocreate import __version__
from cocreate.cli.application import application
from cocreate.settings import Settings, SettingsError


@click.command()
def permissions() -> None:
    """Print who may do what."""
    from cocreate.app import load_stages
    from cocreate.core.permissions import TABLE, Role

    load_stages()
    roles = list(Role)
    width = max(len(name) for name in TABLE)
    click.echo(" " * width + "  " + "  ".join(role.value for role in roles) + "  during")
    for name in sorted(TABLE):
        line = TABLE[name]
        marks = "  ".join(("x" if role in line.roles else "·").center(len(role.value)) for role in roles)
        click.echo(f"{name.ljust(width)}  {marks}  {line.during or 'always'}")
        click.echo(f"{' ' * width}  {line.help}")


@click.group()
def audit() -> None:
    """The audit trail."""


@audit.command()
def verify() -> None:
    """Recompute the seal of every line."""
    from cocreate.core.audit import verify as check
    from cocreate.core.db import db

    with application():
        found = check(db.session())
    click.echo(f"{found.lines} lines read.")
    for chain, number in found.broken:
        click.echo(f"Chain {chain} is broken at line {number}.")
    if not found.is_intact:
        sys.exit(1)
    click.echo("Every chain is intact.")


@audit.command()
@click.option("--process", default="", help="Public id of a process; without it, everything.")
@click.option("--format", "format_", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.option("--out", type=click.File("w", encoding="utf-8", lazy=True), default="-", help="File to write; - prints.")
def export(process: str, format_: str, out: IO[str]) -> None:
    """Write the trail as a file, oldest line first."""
    from cocreate.core import audit_files
    from cocreate.core.db import db, reading_session

    with application(), reading_session(db.engine) as session:
        for piece in audit_files.FORMATS[format_][1](audit_files.lines_of(session, process)):
            out.write(piece)


@click.command()
def about() -> None:
    """Print the licence, and whose work this stands on."""
    from cocreate.core import licences

    click.echo(f"cocreate {__version__}, {licences.SELF}\n")
    for title, credits in (
        ("Texts in the demonstration", licences.borrowed()),
        ("Texts behind the language detection", licences.model_sources()),
        ("Fonts and scripts", licences.vendored()),
        ("Libraries", licences.libraries()),
    ):
        click.echo(title)
        for credit in credits:
            changes = credit.changes["en"] if isinstance(credit.changes, dict) else credit.changes
            told = (credit.name, credit.origin, credit.licence, changes)
            click.echo("  " + " · ".join(part for part in told if part))
        click.echo()


@click.command()
def doctor() -> None:
    """Check the installation; every problem in one sentence, with its remedy."""
    from cocreate.ops import doctor as check

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise click.ClickException(f"settings: {error}") from error
    found = check.examine_surroundings(settings)
    if not check.has_problem([finding for finding in found if finding.about == "data folder"]):
        with application(settings):
            found += check.examine_database(settings)
    width = max(len(finding.about) for finding in found)
    for finding in found:
        click.echo(f"{finding.weight.value:<8} {finding.about:<{width}}  {finding.said}")
    if check.has_problem(found):
        sys.exit(1)
