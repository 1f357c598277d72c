"""The command line: everything whoever runs an installation needs."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from cocreate import __version__
from cocreate.settings import Settings, SettingsError


@contextmanager
def application(**overrides: Any) -> Iterator[Any]:
    """An application context for one command; no server, no monkey-patching."""
    from cocreate.app import create_app

    app = create_app(Settings.from_environment(**overrides))
    with app.app_context():
        yield app


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cocreate")
def cli() -> None:
    """Stakeholder co-creation and public consultation: from challenges to a public shortlist."""


@cli.command()
def init() -> None:
    """Create the database, or bring it up to date."""
    from cocreate.core.migrate import upgrade

    settings = Settings.from_environment()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrade(settings.sqlalchemy_url)
    click.echo("The database is ready.")


@cli.command()
@click.option("--host", default=None, help="Address to listen on (COCREATE_HOST).")
@click.option("--port", type=int, default=None, help="Port to listen on (COCREATE_PORT).")
def serve(host: str | None, port: int | None) -> None:
    """Start the server, and a worker beside it."""
    from cocreate.supervisor import serve as supervise

    chosen = {"COCREATE_HOST": host, "COCREATE_PORT": str(port) if port else None}
    environ = {name: value for name, value in chosen.items() if value}
    settings = Settings.from_environment({**os.environ, **environ})
    refuse_taken_port(settings)
    with application():
        refuse_old_database(settings)
    sys.exit(supervise(settings, environ))


@cli.command()
def worker() -> None:
    """Do long tasks (when COCREATE_JOBS=worker)."""
    from cocreate.worker import main as work

    work()


@cli.command()
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


@cli.group()
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


@cli.command()
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
            click.echo(f"  {credit.name} · {credit.origin} · {credit.licence}" + (f" · {credit.changes}" if credit.changes else ""))
        click.echo()


def refuse_taken_port(settings: Settings) -> None:
    """Say plainly that something else listens there."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {settings.port} is taken by another program. Choose another: cocreate serve --port {settings.port + 1}"
            ) from error


def refuse_old_database(settings: Settings) -> None:
    """Say plainly that `cocreate init` comes first."""
    from cocreate.core.db import db
    from cocreate.core.migrate import is_current

    if not is_current(db.engine, settings.sqlalchemy_url):
        raise click.ClickException("The database is missing or older than this version. Run: cocreate init")


def main() -> None:
    """Run a command; a wrong setting is a sentence, not a trace."""
    try:
        cli()
    except SettingsError as error:
        raise SystemExit(f"Error: {error}") from error


if __name__ == "__main__":
    main()
