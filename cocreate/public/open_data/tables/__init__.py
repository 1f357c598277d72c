"""The tables of open data, in the order of the method."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from cocreate.process.models import Process
from cocreate.public.open_data.tables import asked, chosen, found, framed
from cocreate.public.open_data.tables.table import Table

PARTS = (framed.tables, asked.tables, found.tables, chosen.tables)


def tables_of(session: Session, process: Process, known: set[str]) -> Iterator[Table]:
    """Each table in its turn; the chain of evidence comes last, once `known` holds the ids of all the others."""
    for part in PARTS:
        yield from part(session, process)
    yield found.chain(session, process, known)
