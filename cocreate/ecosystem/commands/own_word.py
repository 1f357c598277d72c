"""What an actor says about its own entry, and what organisers make of it."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.core import audit, events
from cocreate.core.permissions import Actor
from cocreate.ecosystem.commands.actors import ActorTold, change_actor, remove_actor
from cocreate.ecosystem.commands.taking_in import told_of
from cocreate.ecosystem.events import ChangeAsked
from cocreate.ecosystem.models import ActorChange, EcosystemActor
from cocreate.ecosystem.own_links import write_letter
from cocreate.ecosystem.queries import family_of
from cocreate.ecosystem.rules import ActorType, Agreement, ChangeKind, Spot, SuggestionState
from cocreate.errors import Invalid, NotFound
from cocreate.process.models import Process

# What an actor can correct: its names and what is said of it, not how the register sorts it.
TEXTS = ("name", "description", "type", "website", "municipality", "trl_from", "trl_to", "tags")


def ask_actor(session: Session, actor: Actor, process: Process, row: EcosystemActor, *, language: str) -> None:
    """Send an actor its own link; the links before work no longer."""
    if not row.contact:
        raise Invalid("ecosystem.no_contact")
    row.link_number += 1
    if row.agreement == Agreement.NOT_ASKED:
        row.agreement, row.agreement_at = Agreement.ASKED.value, clock.now()
    session.flush()
    write_letter(session, process, row, language)
    audit.record(session, actor, "ecosystem:actor:ask", row.ref, process=process.public_id)


def say_agreement(session: Session, actor: Actor, process: Process, row: EcosystemActor, *, agrees: bool) -> None:
    """The actor's own word: it holds at once, nobody reviews it, and for all entries that were joined with it."""
    said = Agreement.AGREED if agrees else Agreement.REFUSED
    others = [one for one in family_of(session, row) if one.agreement != said]
    for one in others:
        one.agreement, one.agreement_at = said.value, clock.now()
        session.flush()
        audit.record(session, actor, "ecosystem:actor:agree", one.ref, process=process.public_id, agrees=agrees)


def ask_for_change(
    session: Session, actor: Actor, process: Process, row: EcosystemActor, told: ActorTold, *, message: str
) -> ActorChange:
    """Corrections by the actor itself; an earlier request that still waits is replaced."""
    content = differences(row, told)
    if not content and not message.strip():
        raise Invalid("ecosystem.nothing_new")
    return _ask(session, actor, process, row, ChangeKind.CORRECT, content, message)


def ask_for_removal(
    session: Session, actor: Actor, process: Process, row: EcosystemActor, *, message: str = ""
) -> ActorChange:
    """The entry shall go, with all that were joined with it. From now on it is not shown; an organiser erases it."""
    say_agreement(session, actor, process, row, agrees=False)
    return _ask(session, actor, process, row, ChangeKind.REMOVE, {}, message)


def accept_change(session: Session, actor: Actor, process: Process, change: ActorChange) -> None:
    """Do what the actor asked for."""
    row = change.actor
    if change.state != SuggestionState.WAITING:
        return
    change.state, change.decided_at = SuggestionState.ACCEPTED.value, clock.now()
    session.flush()
    audit.record(session, actor, "ecosystem:change:accept", change.ref, process=process.public_id, kind=change.kind)
    if change.kind == ChangeKind.REMOVE:
        for one in reversed(family_of(session, row)):  # the joined ones first: none is to stand for itself again
            remove_actor(session, actor, process, one)
    else:
        change_actor(session, actor, process, row, _corrected(row, change.content), version=row.version)


def decline_change(session: Session, actor: Actor, process: Process, change: ActorChange, *, reason: str) -> None:
    """Leave the entry as it is; the actor reads why behind its link."""
    if not reason.strip():
        raise Invalid("ecosystem.reason")
    if change.state != SuggestionState.WAITING:
        return
    change.state, change.decided_at = SuggestionState.DECLINED.value, clock.now()
    change.reason = reason.strip()[:500]
    session.flush()
    audit.record(session, actor, "ecosystem:change:decline", change.ref, process=process.public_id, kind=change.kind)


def differences(row: EcosystemActor, told: ActorTold) -> dict[str, Any]:
    """Field -> what it shall be, of those that differ."""
    wanted = _values(told)
    return {name: wanted[name] for name, now in _values(told_of(row)).items() if wanted[name] != now}


def values_of(row: EcosystemActor) -> dict[str, Any]:
    """Field -> what it is now, of those that an actor can correct."""
    return _values(told_of(row))


def changes_of(session: Session, process: Process, *, waiting: bool = True) -> list[ActorChange]:
    """What actors asked for and nobody decided, the oldest first; or what was decided, the latest first."""
    query = (
        select(ActorChange)
        .join(EcosystemActor, ActorChange.actor_id == EcosystemActor.id)
        .where(EcosystemActor.process_id == process.id)
        .options(joinedload(ActorChange.actor))
    )
    is_waiting = ActorChange.state == SuggestionState.WAITING.value
    if waiting:
        return list(session.scalars(query.where(is_waiting).order_by(ActorChange.id)))
    return list(session.scalars(query.where(~is_waiting).order_by(ActorChange.id.desc()).limit(50)))


def changes_by(session: Session, row: EcosystemActor) -> list[ActorChange]:
    """What one actor asked for, the latest first."""
    query = select(ActorChange).where(ActorChange.actor_id == row.id).order_by(ActorChange.id.desc())
    return list(session.scalars(query.limit(20)))


def find_change(session: Session, process: Process, public_id: str) -> ActorChange:
    """The request of an address, of this process only."""
    found = session.scalar(
        select(ActorChange)
        .join(EcosystemActor, ActorChange.actor_id == EcosystemActor.id)
        .where(EcosystemActor.process_id == process.id, ActorChange.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def _ask(
    session: Session,
    actor: Actor,
    process: Process,
    row: EcosystemActor,
    kind: ChangeKind,
    content: dict[str, Any],
    message: str,
) -> ActorChange:
    waiting = select(ActorChange).where(
        ActorChange.actor_id == row.id, ActorChange.state == SuggestionState.WAITING.value
    )
    change = session.scalar(waiting)
    if change is None:
        change = ActorChange(actor=row, state=SuggestionState.WAITING.value)
        session.add(change)
    change.kind, change.content, change.message = kind.value, content, message.strip()[:2000]
    change.made_at = clock.now()
    session.flush()
    audit.record(session, actor, "ecosystem:change:ask", change.ref, process=process.public_id, kind=kind.value)
    events.announce(session, ChangeAsked(process.public_id, change.public_id))
    return change


def _values(told: ActorTold) -> dict[str, Any]:
    said = {name: getattr(told, name) for name in TEXTS}
    said |= {"type": told.type.value, "tags": list(told.tags)}
    return said | {
        "latitude": told.spot.latitude if told.spot else None,
        "longitude": told.spot.longitude if told.spot else None,
    }


def _corrected(row: EcosystemActor, content: dict[str, Any]) -> ActorTold:
    wanted = values_of(row) | content
    latitude, longitude = wanted.pop("latitude"), wanted.pop("longitude")
    spot = Spot(latitude, longitude) if latitude is not None and longitude is not None else None
    return replace(
        told_of(row), **{**wanted, "type": ActorType(wanted["type"]), "tags": tuple(wanted["tags"])}, spot=spot
    )
