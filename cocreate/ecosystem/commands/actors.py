"""Add, change and remove actors and their strengths, and give assets their place on the map."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Ref, Relation, link
from cocreate.ecosystem.models import AssetPlace, EcosystemActor, EcosystemStrength
from cocreate.ecosystem.rules import (
    HIGHEST_TRL,
    LONGEST_TAG,
    LOWEST_TRL,
    MOST_TAGS,
    PLACES,
    TYPICAL_HELIX,
    ActorType,
    Agreement,
    Part,
    Spot,
)
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.models import Asset, Challenge, Process

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
MOST_SPELLINGS = 50


@dataclass(frozen=True)
class ActorTold:
    """An actor as somebody describes it."""

    name: Translated
    type: ActorType
    helix: str = ""  # "" is the one that goes with the type
    spellings: tuple[str, ...] = ()
    description: Translated = field(default_factory=dict)
    website: str = ""
    municipality: str = ""
    spot: Spot | None = None
    trl_from: int | None = None
    trl_to: int | None = None
    tags: tuple[str, ...] = ()
    source: str = ""
    contact: str = ""


def add_actor(
    session: Session,
    actor: Actor,
    process: Process,
    told: ActorTold,
    *,
    public_id: str | None = None,
    found_in: Iterable[Ref] = (),
) -> EcosystemActor:
    """A new actor; the same form sent twice adds it once. `found_in` names the answers that led to it."""
    if public_id is not None:
        known = session.scalar(select(EcosystemActor).where(EcosystemActor.public_id == public_id))
        if known is not None:
            if known.process_id != process.id:
                raise NotFound()
            return known
    made = EcosystemActor(process_id=process.id, created_at=clock.now(), agreement=Agreement.NOT_ASKED.value)
    if public_id is not None:
        made.public_id = public_id
    _tell(made, told)
    session.add(made)
    session.flush()
    audit.record(session, actor, "ecosystem:actor:add", made.ref, process=process.public_id, type=made.type)
    for source in found_in:
        link(session, actor, source=source, target=made.ref, relation=Relation.FOUND_IN, process=process.public_id)
    return made


def change_actor(
    session: Session, actor: Actor, process: Process, row: EcosystemActor, told: ActorTold, *, version: int
) -> None:
    """Change what is told of it. A name that it had stays among its other spellings."""
    if row.version != version:
        raise Conflict("changed_meanwhile")
    before = list(row.name.values())
    _tell(row, told)
    row.spellings = _spellings([*row.spellings, *before], row.name)
    audit.record(session, actor, "ecosystem:actor:change", row.ref, process=process.public_id)
    session.flush()


def remove_actor(session: Session, actor: Actor, process: Process, row: EcosystemActor) -> None:
    """Out of the register with all that is known of it; rows that were joined into it stand for themselves again."""
    session.delete(row)
    audit.record(session, actor, "ecosystem:actor:remove", row.ref, process=process.public_id)
    session.flush()


def add_strength(
    session: Session,
    actor: Actor,
    process: Process,
    row: EcosystemActor,
    challenge: Challenge,
    part: Part,
    *,
    title: Translated | None = None,
    public_id: str | None = None,
) -> EcosystemStrength:
    """What an actor brings to a challenge; saying the same again changes nothing."""
    if part not in PLACES:
        raise Invalid("ecosystem.part")
    for one in row.strengths:
        if one.public_id == public_id or (one.challenge_id, one.part, one.title) == (challenge.id, part, title or {}):
            return one
    if public_id is not None and session.scalar(
        select(EcosystemStrength.id).where(EcosystemStrength.public_id == public_id)
    ):
        raise NotFound()  # a form of another actor
    made = EcosystemStrength(challenge_id=challenge.id, part=part.value, title=title or {})
    if public_id is not None:
        made.public_id = public_id
    row.strengths.append(made)
    session.flush()
    audit.record(session, actor, "ecosystem:strength:add", made.ref, process=process.public_id, part=part.value)
    return made


def remove_strength(
    session: Session, actor: Actor, process: Process, row: EcosystemActor, strength: EcosystemStrength
) -> None:
    """It brings this no longer."""
    row.strengths.remove(strength)
    audit.record(session, actor, "ecosystem:strength:remove", strength.ref, process=process.public_id)
    session.flush()


def place_asset(
    session: Session, actor: Actor, process: Process, asset: Asset, part: Part, owner: EcosystemActor | None = None
) -> None:
    """Give an asset its part of the map, and say whose it is."""
    place = session.scalar(select(AssetPlace).where(AssetPlace.asset_id == asset.id))
    owner_id = owner.id if owner else None
    if place is not None and (place.part, place.actor_id) == (part, owner_id):
        return
    if place is None:
        if part is Part.UNPLACED:
            return
        place = AssetPlace(asset_id=asset.id)
        session.add(place)
    place.part, place.actor_id = part.value, owner_id
    session.flush()
    audit.record(session, actor, "ecosystem:asset:place", asset.ref, process=process.public_id, part=part.value)


def mail_in(text: str) -> str:
    """The text if it is a mail address, else nothing.

    >>> mail_in("lab@example.org"), mail_in("ask at the desk")
    ('lab@example.org', '')
    """
    return text if ADDRESS.fullmatch(text) else ""


def _tell(row: EcosystemActor, told: ActorTold) -> None:
    _check(told)
    row.name, row.description = told.name, told.description
    row.type, row.helix = told.type.value, told.helix or TYPICAL_HELIX[told.type].value
    row.spellings = _spellings(told.spellings, told.name)
    row.website, row.municipality, row.source, row.contact = (
        told.website,
        told.municipality,
        told.source,
        told.contact,
    )
    row.latitude = told.spot.latitude if told.spot else None
    row.longitude = told.spot.longitude if told.spot else None
    row.trl_from, row.trl_to = told.trl_from, told.trl_to
    row.tags = list(told.tags)


def _check(told: ActorTold) -> None:
    if not any(told.name.values()):
        raise Invalid("ecosystem.name")
    if told.website and not told.website.lower().startswith(("https://", "http://")):
        raise Invalid("ecosystem.website")
    if told.spot is not None and not told.spot.is_real:
        raise Invalid("ecosystem.spot")
    levels = [level for level in (told.trl_from, told.trl_to) if level is not None]
    if any(not LOWEST_TRL <= level <= HIGHEST_TRL for level in levels) or levels != sorted(levels):
        raise Invalid("ecosystem.trl")
    if len(told.tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in told.tags):
        raise Invalid("ecosystem.tags", most=MOST_TAGS, longest=LONGEST_TAG)
    if told.contact != mail_in(told.contact):
        raise Invalid("ecosystem.contact")


def _spellings(given: Iterable[str], name: Translated) -> list[str]:
    known = set(name.values())
    kept = (" ".join(one.split())[:300] for one in given)
    return [one for one in dict.fromkeys(kept) if one and one not in known][:MOST_SPELLINGS]
