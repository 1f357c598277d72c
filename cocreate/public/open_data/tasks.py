"""A release is made beside the server: all tables of a large process take a minute."""

import tempfile
from datetime import datetime
from pathlib import Path

from cocreate import clock
from cocreate.core.db import transaction
from cocreate.core.jobs import JobContext, job
from cocreate.process.models import Process
from cocreate.public.open_data import commands, queries
from cocreate.public.open_data.package import Told, write_package
from cocreate.web.language import address


def told_of(process: Process, number: int, licence: str, at: datetime) -> Told:
    """What a release says of itself."""
    url = address("open_data.release", language="en", process_id=process.public_id, release_number=number)
    return Told(licence, at, str(number), url)


@job(queries.JOB)
def make_release(context: JobContext, process_id: int, licence: str, form_id: str = "") -> None:
    """Write, then keep. The form that asked is kept with the task, so that a second click finds it."""
    with tempfile.TemporaryDirectory(prefix="cocreate-data-") as name:
        folder = Path(name)
        with context.reading() as session:
            process = session.get_one(Process, process_id)
            number = commands.next_number(session, process)
            at = clock.now()  # once the reading stands: whatever is closed in it was closed before
            written = write_package(session, process, folder, told_of(process, number, licence, at))
        context.advance(0.8)
        with transaction() as session:
            process = session.get_one(Process, process_id)
            commands.store_release(
                session, context.actor, process, folder, written, number=number, licence=licence, at=at
            )
