"""Who is found: people of the directory for those who keep it, and experts who agreed to be found by everybody."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation
from cocreate.directory.models import Consent, Person
from cocreate.directory.rules import Purpose
from cocreate.search.rules import Document, Kind
from cocreate.search.sources.source import Refs, Source, some


def people(session: Session, organisation: Organisation, refs: Refs) -> Iterator[Document]:
    """All whom the organisation knows, without addresses, telephone numbers and notes."""
    for row in _known(session, organisation, refs):
        yield _told(row, place=row.public_id)


def experts(session: Session, organisation: Organisation, refs: Refs) -> Iterator[Document]:
    """Those who agreed to be found, with what they agreed to show; the list of experts is asked for them by name."""
    for row in _known(session, organisation, refs):
        if row.agrees_to(Purpose.EXPERT):
            yield _told(row, place=row.name[:40], anchor=f"expert-{row.public_id}")


def _known(session: Session, organisation: Organisation, refs: Refs) -> Iterator[Person]:
    mine = select(Person).where(Person.organisation_id == organisation.id)
    return iter(session.scalars(some(mine, Person.public_id, refs)))


def _told(row: Person, *, place: str, anchor: str = "") -> Document:
    known = ", ".join(part for part in (row.function, row.works_for, *row.skills) if part)
    return Document(row.public_id, {"": row.name}, {"": known}, place=place, anchor=anchor)


SHOWN = ("name", "works_for", "function", "skills")
SOURCES = (
    Source(
        "person",
        Kind.PERSON,
        "directory:people:edit",
        "directory.show",
        people,
        {Person: SHOWN},
        "directory_person_id",
        of_organisation=True,
    ),
    Source(
        "expert",
        Kind.PERSON,
        "directory:experts:view",
        "directory_public.experts",
        experts,
        {Person: SHOWN, Consent: ()},
        "search",
        of_organisation=True,
    ),
)
