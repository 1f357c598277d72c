"""`cocreate survey bounces`: read returned mail, and write no more to addresses that cannot be reached."""

import sys
import tempfile
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from cocreate.core.db import transaction
from cocreate.core.permissions import SYSTEM
from cocreate.process.models import Process
from cocreate.survey.inviting.contacts import mark_returned
from cocreate.survey.inviting.returned import Returned, read, remove


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
