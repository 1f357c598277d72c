"""What is found of the ecosystem: its actors, and the projects that people proposed."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from cocreate.ecosystem.models import AssetPlace, EcosystemActor, EcosystemStrength, ProjectMember, ProposedProject
from cocreate.ecosystem.queries import projects_of
from cocreate.ecosystem.register import Line, register
from cocreate.process.models import Asset, Challenge, Process
from cocreate.search.rules import Document, Kind, together
from cocreate.search.sources.source import Refs, Source
from cocreate.survey.models import Answer, AnswerFlag, Submission


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
    """Proposed projects as everybody sees them, with the names of their actors."""
    for line in projects_of(session, None, process=process):
        row = line.project
        if refs is None or row.public_id in refs:
            names = [member.actor.name for member in line.members]
            yield Document(row.public_id, row.title, together(row.description, *names), anchor=row.public_id)


ACTOR = {EcosystemActor: (), EcosystemStrength: (), AssetPlace: (), Asset: ("title",), Challenge: ("state",)}
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
        {
            ProposedProject: (),
            ProjectMember: (),
            EcosystemActor: (),
            AnswerFlag: (),
            Submission: ("left_out", "may_quote"),
            Answer: ("text",),
        },
        ignores_new=frozenset({Submission, Answer}),
    ),
)
