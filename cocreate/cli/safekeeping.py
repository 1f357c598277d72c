"""`cocreate backup | restore | export`: keep what people said, and hand it on."""

from pathlib import Path

import click

from cocreate import clock
from cocreate.cli.application import application, refuse_old_database
from cocreate.settings import Settings

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write database, uploads and secret key to FILE (or into a folder), also while people work.

    Whoever has the file has the answers and can forge sign-ins: keep it as carefully as the server.
    """
    from cocreate.core.db import db
    from cocreate.core.migrate import current_revision
    from cocreate.ops.backup import take_backup

    settings = Settings.from_environment()
    with application(settings):
        revision = current_revision(db.engine)
    target = take_backup(settings, file, revision=revision, now=clock.now())
    click.echo(f"{target} ({target.stat().st_size / 1e6:.1f} MB) holds everything.")


@click.command()
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Replace the data that is there; it is kept aside.")
def restore(file: Path, yes: bool) -> None:
    """Put a backup in place. Stop the server and the worker first."""
    from cocreate.ops.backup import restore_backup

    settings = Settings.from_environment()
    manifest, aside = restore_backup(settings, file, overwrite=yes, now=clock.now())
    click.echo(f"Restored the backup of {manifest.made_at} (cocreate {manifest.version}).")
    if aside is not None:
        click.echo(f"The data of before is kept in {aside}")
    click.echo("Now run: cocreate init")


@click.command()
@click.argument("process_id", metavar="PROCESS")
@click.argument("folder", type=FILE)
@click.option("--licence", default="", help="Under which the files are offered, such as CC-BY-4.0.")
def export(process_id: str, folder: Path, licence: str) -> None:
    """Write a process as open data, CSV and JSON, to a new FOLDER. PROCESS is the id in its address."""
    from cocreate.core.db import db, reading
    from cocreate.ops.export import export_process
    from cocreate.process.queries import find_process

    settings = Settings.from_environment()
    with application(settings), reading():
        refuse_old_database(settings)
        session = db.session()
        process = find_process(session, process_id)
        if process is None:
            raise click.ClickException(
                f"There is no process {process_id}. Its id is the part after /p/ in its address."
            )
        tables = export_process(session, process, folder, licence=licence, now=clock.now())
    click.echo(f"{folder} holds {len(tables)} tables; README.md says what they mean.")
