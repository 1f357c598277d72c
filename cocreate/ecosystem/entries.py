"""Proposed projects and actors as entries that statements of answers may belong to."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate.core.db import Translated
from cocreate.core.stages import MatchEntry
from cocreate.ecosystem.models import EcosystemActor, ProposedProject
from cocreate.ecosystem.queries import all_actors, families, shown_projects
from cocreate.process.models import Process
from cocreate.themes.matching.rules import EntryKind


def match_entries(session: Session, process: Process) -> list[MatchEntry]:
    """The projects in the order in which they came, then the actors by name, each organisation once."""
    joined = families(session, process)
    actors = [_actor(row, joined.get(row.id, ())) for row in all_actors(session, process)]
    return [*_projects(session, process), *actors]


def _projects(session: Session, process: Process) -> list[MatchEntry]:
    query = (
        select(ProposedProject)
        .where(ProposedProject.process_id == process.id)
        .options(joinedload(ProposedProject.challenge))
        .order_by(ProposedProject.id)
    )
    rows = list(session.scalars(query))
    shown = {row.id for row in shown_projects(session, rows)}
    return [
        MatchEntry(
            EntryKind.PROJECT,
            row.public_id,
            row.title,
            row.description,
            challenge=row.challenge,
            is_public=row.id in shown,
        )
        for row in rows
    ]


def _actor(row: EcosystemActor, joined: Sequence[EcosystemActor]) -> MatchEntry:
    """Of no challenge, since it may serve several: what it brings to them is among its words."""
    family = (row, *joined)
    return MatchEntry(
        EntryKind.ACTOR,
        row.public_id,
        row.name,
        _words(family),
        list(dict.fromkeys(name for each in family for name in each.names)),
        also=[one.public_id for one in joined],
        is_public=row.is_public,
    )


def _words(family: Sequence[EcosystemActor]) -> Translated:
    """What is written of an organisation beside its name: descriptions and strengths, by language."""
    texts = [text for row in family for text in (row.description, *(strength.title for strength in row.strengths))]
    said: dict[str, dict[str, None]] = {}  # each text once, in order
    for code, words in (pair for text in texts for pair in text.items() if pair[1]):
        said.setdefault(code, {})[words] = None
    return {code: " – ".join(some) for code, some in said.items()}
