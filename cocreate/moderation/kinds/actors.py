"""Entries of the ecosystem's register."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import Actor
from cocreate.ecosystem.models import EcosystemActor
from cocreate.ecosystem.queries import find_actor, shown_as
from cocreate.errors import NotFound
from cocreate.moderation.kinds.subject import Subject
from cocreate.moderation.rules import Kind
from cocreate.process.models import Process
from cocreate.web.language import language_of


class ActorKind:
    """Companies, groups and places that everybody sees in the register."""

    def public(self, session: Session, process: Process, key: str) -> Subject:
        """As the register shows it."""
        row = find_actor(session, process, key)
        shown = shown_as(session, [row]).get(row.id)
        if shown is None:
            raise NotFound()
        return _subject(shown)

    def find(self, session: Session, process: Process, keys: Sequence[str]) -> Mapping[str, Subject]:
        """Shown or not."""
        wanted = EcosystemActor.process_id == process.id, EcosystemActor.public_id.in_(keys)
        return {row.public_id: _subject(row) for row in session.scalars(select(EcosystemActor).where(*wanted))}

    def hide(self, session: Session, actor: Actor, process: Process, key: str, why: str) -> dict[str, Any]:
        """Out of the public register, its map and its network."""
        find_actor(session, process, key).is_hidden = True
        return {}

    def show(self, session: Session, actor: Actor, process: Process, key: str, before: Mapping[str, Any]) -> None:
        """In the register again, if it agreed to be there."""
        find_actor(session, process, key).is_hidden = False

    def mine(self, session: Session, process: Process, actor: Actor) -> list[str]:
        """None: an actor has a link of its own, and no account."""
        return []


def _subject(row: EcosystemActor) -> Subject:
    language = language_of(row.name)
    said = [row.name.get(language, ""), row.description.get(language, ""), row.website]
    values = {"actor_id": row.public_id}
    return Subject(Kind.ACTOR, row.public_id, "\n".join(filter(None, said)), language, {}, "ecosystem.actor", values)
