"""`cocreate process export | import | hash`: move a whole process between installations."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from cocreate import clock
from cocreate.cli.application import application, refuse_old_database
from cocreate.settings import Settings

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group(name="process")
def process_group() -> None:
    """Move a whole process to another installation, and compare what is there."""


@process_group.command(name="export")
@click.argument("process_id", metavar="PROCESS")
@click.argument("file", type=FILE)
def export_command(process_id: str, file: Path) -> None:
    """Write a process with all that belongs to it to FILE. PROCESS is the id in its address.

    Whoever has the file has the answers, names and addresses in it: keep it as carefully as the server.
    (`cocreate export` writes open data instead, without anybody in it.)
    """
    from cocreate.core import audit
    from cocreate.core.db import db, transaction
    from cocreate.core.migrate import current_revision
    from cocreate.core.permissions import SYSTEM
    from cocreate.ops.moving.exporting import export_whole, moment
    from cocreate.ops.moving.tables import STAYS

    with application(settings := Settings.from_environment()):
        refuse_old_database(settings)
        with moment(db.engine) as session, _progress() as progress:
            process = _found(session, process_id)
            revision = current_revision(db.engine)
            manifest = export_whole(session, process, file, revision=revision, now=clock.now(), progress=progress)
            ref = process.ref
        rows = sum(told.rows for told in manifest.tables.values())
        with transaction() as session:
            audit.record(session, SYSTEM, "ops:process:export", ref, hash=manifest.hash, rows=rows)
    click.echo(f"{file} ({file.stat().st_size / 1e6:.1f} MB) holds {rows} rows of {process_id}.")
    for name, count in sorted(manifest.stays.items()):
        click.echo(f"  stays here: {count} of {name} ({STAYS[name]})")
    click.echo(f"hash {manifest.hash}")


@process_group.command(name="import")
@click.argument("file", type=FILE)
@click.option("--organisation", default="", metavar="NAME", help="Short name of the organisation that gets it.")
@click.option("--dry-run", is_flag=True, help="Try all of it, say what would happen, and keep nothing.")
def import_command(file: Path, organisation: str, dry_run: bool) -> None:
    """Take a process in from FILE: all of it, checked by its hash, or nothing.

    People are found by their address. Who has no account here gets one that is switched off and has no password.
    """
    from cocreate.core.db import db
    from cocreate.core.migrate import current_revision
    from cocreate.core.permissions import SYSTEM
    from cocreate.ops.moving.importing import import_whole
    from cocreate.ops.moving.package import reading

    with application(settings := Settings.from_environment()):
        refuse_old_database(settings)
        revision, session = current_revision(db.engine), db.session()
        try:
            with reading(file) as package, _progress() as progress:
                process, report = import_whole(
                    session, SYSTEM, package, revision=revision, organisation=organisation, progress=progress
                )
                holder = process.organisation.short_name
                title, address = process.title, f"{settings.base_url.rstrip('/')}/p/{process.public_id}"
                told = package.manifest
            if not dry_run:
                session.commit()
        finally:
            session.rollback()
    click.echo(f"{'Would take in' if dry_run else 'Took in'} “{next(iter(title.values()), '')}”: {report.rows} rows.")
    click.echo(f"  organisation: {holder}")
    click.echo(f"  audit trail: {report.trail} lines, every seal checked")
    click.echo(f"  people: {len(report.known)} had an account here, {len(report.brought)} get one that is switched off")
    for address_of in report.brought:
        click.echo(f"    {address_of}")
    for name, count in sorted(told.stays.items()):
        click.echo(f"  stayed behind: {count} of {name}")
    click.echo(f"hash {told.hash}")
    click.echo("Nothing was kept." if dry_run else f"It is at {address}")


@process_group.command(name="hash")
@click.argument("process_id", metavar="PROCESS")
def hash_command(process_id: str) -> None:
    """Print the hash over all that belongs to a process: equal in two installations when they hold the same."""
    from cocreate.core.db import db
    from cocreate.ops.moving.exporting import moment
    from cocreate.ops.moving.hashing import hash_process

    with application(settings := Settings.from_environment()):
        refuse_old_database(settings)
        with moment(db.engine) as session, _progress() as progress:
            click.echo(hash_process(session, _found(session, process_id), progress))


def _found(session: Any, process_id: str) -> Any:
    from cocreate.process.queries import find_process

    process = find_process(session, process_id)
    if process is None:
        raise click.ClickException(f"There is no process {process_id}. Its id is the part after /p/ in its address.")
    return process


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar that a table moves on; nothing where nobody looks."""
    from cocreate.ops.moving.tables import whole_map

    with tqdm(total=len(whole_map().places), bar_format="{desc:<24}{bar:30}", leave=False, disable=None) as bar:

        def progress(name: str) -> None:
            bar.set_description_str(name, refresh=False)
            bar.update(1)

        yield progress
