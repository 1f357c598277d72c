"""What is found of the ecosystem: its actors, and the projects that people proposed."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.ecosystem.models import EcosystemActor, EcosystemStrength, ProjectMember, ProposedProject
from cocreate.ecosystem.register import Line, register
from cocreate.process.models import Asset, Challenge, Process
from cocreate.search.rules import Document, Kind, together
from cocreate.search.sources.source import Refs, Source, some


def actors(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """As everybody sees them."""
    for line in register(session, process):
        if refs is None or line.actor.public_id in refs:
            yield _told(line)


def hidden_actors(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Those that only the team sees."""
    shown = {line.actor.id for line in register(session, process)}
    for line in register(session, process, public_only=False):
        if line.actor.id not in shown and (refs is None or line.actor.public_id in refs):
            yield _told(line)


def _told(line: Line) -> Document:
    actor = line.actor
    plain = " ".join([*line.names, actor.municipality, *actor.tags])
    strengths = [one.title for one in line.strengths]
    body = together(actor.description, *strengths, {"": plain})
    return Document(actor.public_id, actor.name, body, place=actor.public_id)


def projects(session: Session, process: Process, refs: Refs) -> Iterator[Document]:
    """Proposed projects, with the names of actors that everybody sees."""
    mine = select(ProposedProject).where(ProposedProject.process_id == process.id)
    loaded = mine.options(selectinload(ProposedProject.actors).selectinload(ProjectMember.actor))
    for row in session.scalars(some(loaded, ProposedProject.public_id, refs)):
        names = [member.actor.name for member in row.actors if member.actor.is_public]
        yield Document(row.public_id, row.title, together(row.description, *names), anchor=row.public_id)


ACTOR = {EcosystemActor: (), EcosystemStrength: (), Asset: ("title",), Challenge: ("state",)}
SOURCES = (
    Source("actor", Kind.ACTOR, "ecosystem:map:view", "ecosystem.actor", actors, ACTOR, "actor_id"),
    Source(
        "actor_hidden",
        Kind.ACTOR,
        "ecosystem:map:edit",
        "ecosystem_manage.actor",
        hidden_actors,
        ACTOR,
        "actor_id",
    ),
    Source(
        "project",
        Kind.PROJECT,
        "ecosystem:map:view",
        "ecosystem.projects",
        projects,
        {ProposedProject: (), ProjectMember: (), EcosystemActor: ("name", "agreement", "joined_into_id", "type")},
    ),
)
