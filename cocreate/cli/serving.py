"""`cocreate init | serve | worker`: make the database, serve, do long tasks."""

import os
import sys

import click

from cocreate.cli.application import application, refuse_old_database
from cocreate.settings import Settings


@click.command()
def init() -> None:
    """Create the database, or bring it up to date."""
    upgrade_database(Settings.from_environment())
    click.echo("The database is ready.")


def upgrade_database(settings: Settings) -> None:
    """Run the migrations that are missing."""
    from cocreate.core.migrate import UnknownTables, upgrade

    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        upgrade(settings.sqlalchemy_url)
    except UnknownTables as error:
        raise click.ClickException(str(error)) from error


@click.command()
@click.option("--host", default=None, help="Address to listen on (COCREATE_HOST).")
@click.option("--port", type=int, default=None, help="Port to listen on (COCREATE_PORT).")
def serve(host: str | None, port: int | None) -> None:
    """Start the server, and a worker beside it."""
    chosen = {"COCREATE_HOST": host, "COCREATE_PORT": str(port) if port else None}
    serve_with({name: value for name, value in chosen.items() if value})


def serve_with(environ: dict[str, str]) -> None:
    """Serve with some settings changed, until told to stop."""
    from cocreate.supervisor import serve as supervise

    settings = Settings.from_environment({**os.environ, **environ})
    refuse_taken_port(settings)
    with application(settings):
        refuse_old_database(settings)
    sys.exit(supervise(settings, environ))


@click.command()
def worker() -> None:
    """Do long tasks (when COCREATE_JOBS=worker)."""
    from cocreate.worker import main as work

    work()


def refuse_taken_port(settings: Settings) -> None:
    """Say plainly that something else listens there."""
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise click.ClickException(
                f"Port {settings.port} is taken by another program. Choose another: --port {settings.port + 1}"
            ) from error
