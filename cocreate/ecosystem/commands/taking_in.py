"""Take in the actors of a table: new ones, and more about those that are there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from cocreate.analysis.names import name_key
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.ecosystem.commands.actors import ActorTold, add_actor, add_strength, change_actor
from cocreate.ecosystem.models import EcosystemActor
from cocreate.ecosystem.queries import register_names
from cocreate.ecosystem.reading import ActorFound
from cocreate.ecosystem.rules import ActorType
from cocreate.process.models import Process


@dataclass(frozen=True)
class TakenIn:
    """How many actors came new, and how many were there already."""

    new: int
    known: int


def take_in(session: Session, actor: Actor, process: Process, found: Iterable[ActorFound]) -> TakenIn:
    """Store the actors of a table. One that is there under the same name keeps what it says and gets what it lacks."""
    present = by_key(session, process)
    challenges = {row.public_id: row for row in process.challenges}
    new = known = 0
    for one in found:
        keys = [key for text in (*one.told.name.values(), *one.told.spellings) if (key := name_key(text))]
        row = next((present[key] for key in keys if key in present), None)
        if row is None:
            row = add_actor(session, actor, process, one.told)
            new += 1
        else:
            change_actor(session, actor, process, row, with_more(row, one.told), version=row.version)
            known += 1
        present |= dict.fromkeys(keys, row)
        for strength in one.strengths:
            if strength.challenge in challenges:
                challenge = challenges[strength.challenge]
                add_strength(session, actor, process, row, challenge, strength.part, title=strength.title)
    audit.record(
        session, actor, "ecosystem:actors:import", process.ref, process=process.public_id, new=new, known=known
    )
    return TakenIn(new, known)


def by_key(session: Session, process: Process) -> dict[str, EcosystemActor]:
    """Every way in which an actor of the register is written, as a key -> the actor."""
    rows, names = register_names(session, process)
    return {key: rows[number] for number, texts in names.items() for text in texts if (key := name_key(text))}


def told_of(row: EcosystemActor) -> ActorTold:
    """An actor as it is described now."""
    return ActorTold(
        name=row.name,
        type=ActorType(row.type),
        helix=row.helix,
        spellings=tuple(row.spellings),
        description=row.description,
        website=row.website,
        municipality=row.municipality,
        spot=row.spot,
        trl_from=row.trl_from,
        trl_to=row.trl_to,
        tags=tuple(row.tags),
        source=row.source,
        contact=row.contact,
    )


def with_more(row: EcosystemActor, told: ActorTold) -> ActorTold:
    """What is known of an actor, with what somebody tells of where it says nothing yet."""
    known = told_of(row)
    added = [*told.name.values(), *told.spellings]
    return replace(
        known,
        name={**told.name, **known.name},
        spellings=(*known.spellings, *added),
        description={**told.description, **known.description},
        tags=tuple(dict.fromkeys([*known.tags, *told.tags])),
        spot=known.spot or told.spot,
        **{
            field: getattr(known, field) or getattr(told, field)
            for field in ("website", "municipality", "trl_from", "trl_to", "source", "contact")
        },
    )
