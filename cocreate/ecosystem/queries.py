"""Reads of the ecosystem map, named for what a screen needs. Joined rows appear as the one they were joined into."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from cocreate.core.db import Translated
from cocreate.core.ids import digest
from cocreate.core.provenance import Ref
from cocreate.ecosystem.models import AssetPlace, EcosystemActor, EcosystemStrength, ProjectMember, ProposedProject
from cocreate.ecosystem.rules import PLACES, Part
from cocreate.errors import NotFound
from cocreate.process.models import Asset, Challenge, Process
from cocreate.survey.personal.gate import PublicAnswer, quotable_answers

NOBODY_ELSE = EcosystemActor.joined_into_id.is_(None)


@dataclass(frozen=True)
class AssetLine:
    """One strength on the map of a challenge: an asset of its list, or what an actor brings."""

    ref: Ref  # of the asset or the strength
    title: Translated  # empty: the actor itself is the strength
    description: Translated
    actors: tuple[EcosystemActor, ...]
    part: Part


@dataclass(frozen=True)
class ActorHere:
    """An actor that serves a challenge, in which parts of the map, and with what."""

    actor: EcosystemActor
    parts: tuple[Part, ...]
    strengths: tuple[Translated, ...]


@dataclass(frozen=True)
class MemberLine:
    """An actor of a proposed project, and as what."""

    actor: EcosystemActor
    role: Translated


@dataclass(frozen=True)
class ProjectLine:
    """A proposed project with the actors to involve."""

    project: ProposedProject
    members: tuple[MemberLine, ...]


def assets_by_part(session: Session, challenge: Challenge, *, public_only: bool = True) -> dict[Part, list[AssetLine]]:
    """The map of a challenge: its assets and what actors bring to it, under the part where each lies.

    Every part is there, also an empty one; assets that nobody gave a place are under UNPLACED. An actor that
    everybody may not see is left out unless `public_only` is False.
    """
    found: dict[Part, list[AssetLine]] = {part: [] for part in Part}
    strengths = _strengths_of(session, challenge, public_only)
    for asset, place, owner in _placed_assets(session, challenge, public_only):
        part = Part(place.part) if place else Part.UNPLACED
        owners = (owner,) if owner is not None else ()
        found[part].append(AssetLine(asset.ref, asset.title, asset.description, owners, part))
    for strength, actor in strengths:
        part = Part(strength.part)
        found[part].append(AssetLine(strength.ref, strength.title, {}, (actor,), part))
    return found


def actors_of(session: Session, challenge: Challenge, *, public_only: bool = True) -> list[ActorHere]:
    """The actors that serve a challenge, by strengths of their own or assets that belong to them, by name."""
    by_actor: dict[int, tuple[EcosystemActor, list[AssetLine]]] = {}
    by_part = assets_by_part(session, challenge, public_only=public_only)
    for line in (line for part in PLACES for line in by_part[part]):
        for actor in line.actors:
            by_actor.setdefault(actor.id, (actor, []))[1].append(line)
    lines = [
        ActorHere(
            actor,
            tuple(part for part in PLACES if any(one.part is part for one in some)),
            tuple(one.title for one in some if one.title),
        )
        for actor, some in by_actor.values()
    ]
    return sorted(lines, key=lambda line: sorting_name(line.actor))


def projects_of(
    session: Session, challenge: Challenge | None, *, process: Process | None = None, public_only: bool = True
) -> list[ProjectLine]:
    """The projects proposed for a challenge with their actors; without a challenge, those of the whole process."""
    query = select(ProposedProject).order_by(ProposedProject.id)
    query = query.options(selectinload(ProposedProject.actors).selectinload(ProjectMember.actor))
    if challenge is not None:
        query = query.where(ProposedProject.challenge_id == challenge.id)
    elif process is not None:
        query = query.where(ProposedProject.process_id == process.id)
    rows = list(session.scalars(query))
    if public_only:
        rows = shown_projects(session, rows)
    shown = shown_as(session, [member.actor for row in rows for member in row.actors], public_only=public_only)
    return [ProjectLine(row, _members(row, shown)) for row in rows]


def shown_projects(session: Session, rows: Sequence[ProposedProject]) -> list[ProposedProject]:
    """Those that everybody may read: whoever proposed them may still be quoted, and says what they said then."""
    said = quotable_answers(session, [row.answer_id for row in rows if row.answer_id is not None])
    return [row for row in rows if row.answer_id is None or _still_says(row, said.get(row.answer_id))]


def hidden_projects(session: Session, process: Process) -> list[ProposedProject]:
    """The others of a process, which only the team sees."""
    mine = select(ProposedProject).where(ProposedProject.process_id == process.id).order_by(ProposedProject.id)
    rows = list(session.scalars(mine))
    shown = {row.id for row in shown_projects(session, rows)}
    return [row for row in rows if row.id not in shown]


def _still_says(project: ProposedProject, answer: PublicAnswer | None) -> bool:
    return answer is not None and project.text_hash == digest(answer.text)


def _members(project: ProposedProject, shown: Mapping[int, EcosystemActor]) -> tuple[MemberLine, ...]:
    found: dict[int, MemberLine] = {}
    for member in project.actors:
        actor = shown.get(member.actor_id)
        if actor is not None:
            found.setdefault(actor.id, MemberLine(actor, member.role))
    return tuple(found.values())


def _strengths_of(
    session: Session, challenge: Challenge, public_only: bool
) -> list[tuple[EcosystemStrength, EcosystemActor]]:
    query = (
        select(EcosystemStrength, EcosystemActor)
        .join(EcosystemActor, EcosystemStrength.actor_id == EcosystemActor.id)
        .where(EcosystemStrength.challenge_id == challenge.id)
        .order_by(EcosystemStrength.id)
    )
    rows = [(strength, actor) for strength, actor in session.execute(query)]
    shown = shown_as(session, [actor for _strength, actor in rows], public_only=public_only)
    return [(strength, shown[actor.id]) for strength, actor in rows if actor.id in shown]


def _placed_assets(
    session: Session, challenge: Challenge, public_only: bool
) -> list[tuple[Asset, AssetPlace | None, EcosystemActor | None]]:
    query = (
        select(Asset, AssetPlace, EcosystemActor)
        .outerjoin(AssetPlace, AssetPlace.asset_id == Asset.id)
        .outerjoin(EcosystemActor, EcosystemActor.id == AssetPlace.actor_id)
        .where(Asset.challenge_id == challenge.id)
        .order_by(Asset.position)
    )
    rows = list(session.execute(query))
    shown = shown_as(session, [owner for *_rest, owner in rows if owner is not None], public_only=public_only)
    return [(asset, place, shown.get(owner.id) if owner else None) for asset, place, owner in rows]


def roots_of(session: Session, actors: Iterable[EcosystemActor]) -> dict[int, EcosystemActor]:
    """Number of a row -> the row that stands for it: itself, or the one it was joined into."""
    rows = {actor.id: actor for actor in actors}
    wanted = {actor.joined_into_id for actor in rows.values() if actor.joined_into_id is not None}
    query = select(EcosystemActor).where(EcosystemActor.id.in_(wanted - rows.keys()))
    known = rows | ({row.id: row for row in session.scalars(query)} if wanted - rows.keys() else {})
    return {number: known[row.joined_into_id or number] for number, row in rows.items()}


def shown_as(
    session: Session, actors: Iterable[EcosystemActor], *, public_only: bool = True
) -> dict[int, EcosystemActor]:
    """The same of those that everybody may see, as far as each of them agrees to it; of all, unless `public_only`."""
    rows = list(actors)
    roots = roots_of(session, rows)
    if not public_only:
        return roots
    return {row.id: roots[row.id] for row in rows if roots[row.id].is_public and row.may_be_told}


def family_of(session: Session, actor: EcosystemActor) -> list[EcosystemActor]:
    """All rows of the organisation that a row stands for, the one that is shown first."""
    root = roots_of(session, [actor])[actor.id]
    joined = select(EcosystemActor).where(EcosystemActor.joined_into_id == root.id).order_by(EcosystemActor.id)
    return [root, *session.scalars(joined)]


def all_actors(session: Session, process: Process, *, public_only: bool = False) -> list[EcosystemActor]:
    """The actors of a process by name, each organisation once, with their strengths and those of joined rows."""
    query = (
        select(EcosystemActor)
        .where(EcosystemActor.process_id == process.id, NOBODY_ELSE)
        .options(selectinload(EcosystemActor.strengths).selectinload(EcosystemStrength.challenge))
    )
    rows = [row for row in session.scalars(query) if row.is_public or not public_only]
    return sorted(rows, key=sorting_name)


def families(session: Session, process: Process) -> dict[int, list[EcosystemActor]]:
    """Number of a row -> the rows that were joined into it, with their strengths."""
    query = (
        select(EcosystemActor)
        .where(EcosystemActor.process_id == process.id, EcosystemActor.joined_into_id.is_not(None))
        .order_by(EcosystemActor.id)
        .options(selectinload(EcosystemActor.strengths).selectinload(EcosystemStrength.challenge))
    )
    found: dict[int, list[EcosystemActor]] = {}
    for row in session.scalars(query):
        found.setdefault(row.joined_into_id or 0, []).append(row)
    return found


def register_names(session: Session, process: Process) -> tuple[dict[int, EcosystemActor], dict[int, list[str]]]:
    """Number of a row -> the row, and every way in which it and the rows joined into it are written."""
    rows = {row.id: row for row in all_actors(session, process)}
    joined = families(session, process)
    return rows, {
        number: [name for each in (row, *joined.get(number, ())) for name in each.names] for number, row in rows.items()
    }


def owned_assets(session: Session, process: Process) -> dict[int, list[AssetPlace]]:
    """Number of a row -> the assets that belong to it and have a place on the map."""
    query = (
        select(AssetPlace)
        .join(EcosystemActor, AssetPlace.actor_id == EcosystemActor.id)
        .where(EcosystemActor.process_id == process.id, AssetPlace.part != Part.UNPLACED.value)
        .options(joinedload(AssetPlace.asset).joinedload(Asset.challenge))
        .order_by(AssetPlace.id)
    )
    found: dict[int, list[AssetPlace]] = {}
    for place in session.scalars(query):
        found.setdefault(place.actor_id or 0, []).append(place)
    return found


def find_actor(session: Session, process: Process, public_id: str) -> EcosystemActor:
    """The actor of an address, of this process only."""
    found = session.scalar(
        select(EcosystemActor).where(EcosystemActor.process_id == process.id, EcosystemActor.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def find_project(session: Session, process: Process, public_id: str) -> ProposedProject:
    """The project of an address, of this process only."""
    found = session.scalar(
        select(ProposedProject).where(ProposedProject.process_id == process.id, ProposedProject.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def projects_with(session: Session, actor: EcosystemActor) -> list[ProposedProject]:
    """The proposed projects that name an actor, or a row that was joined into it."""
    family = [row.id for row in family_of(session, actor) if row.may_be_told]
    query = select(ProposedProject).where(
        ProposedProject.id.in_(select(ProjectMember.project_id).where(ProjectMember.actor_id.in_(family)))
    )
    return shown_projects(session, session.scalars(query.order_by(ProposedProject.id)).all())


def sorting_name(actor: EcosystemActor) -> str:
    """What lists are sorted by."""
    return next(iter(actor.name.values()), "").casefold()
