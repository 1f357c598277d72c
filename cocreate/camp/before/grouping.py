"""Working groups from seats: the machine proposes, people move and accept; both are kept apart."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.lottery.grouping import (
    Balance,
    Group,
    Grouping,
    Impossible,
    Person,
    Weights,
    check_possible,
    evaluate,
    form_groups,
)
from cocreate.analysis.progress import SILENT, Progress
from cocreate.camp import commands
from cocreate.camp.before import queries
from cocreate.camp.models import Camp, GroupingProposal, Seat, WorkingGroup
from cocreate.core import audit, provenance
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Conflict, Invalid

ATTRIBUTES = ("helix", "gender", "language")
HIGHEST_SEED = 999_999


@dataclass(frozen=True)
class Wish:
    """What an organiser asks of a proposal: how much each part counts, 0 to 5, and the seed of the lots."""

    helix: int = 2
    gender: int = 1
    language: int = 1
    wishes: int = 2
    seed: int | None = None

    @property
    def weights(self) -> Weights:
        """The same for the search."""
        return Weights({name: float(getattr(self, name)) for name in ATTRIBUTES}, float(self.wishes))


def person_of(seat: Seat) -> Person:
    """What the search knows of a seat; no name."""
    told = seat.attributes
    return Person(
        key=seat.public_id,
        attributes={"helix": seat.helix, "gender": told.get("gender", ""), "language": told.get("language", "")},
        wishes=tuple(told.get("wishes", ())),
        apart=frozenset(told.get("apart", ())),
        pin=told.get("pin", ""),
    )


@dataclass(frozen=True)
class Round:
    """Who is to be placed, and where: plain values, so that nobody's database waits while the search runs."""

    people: tuple[Person, ...]
    places: tuple[Group, ...]


def round_of(seats: Sequence[Seat], groups: Sequence[WorkingGroup]) -> Round:
    """What a search looks at; Invalid, with the reason, where no groups can be made of it."""
    found = Round(tuple(person_of(seat) for seat in seats), tuple(Group(group.public_id) for group in groups))
    if not found.people:
        raise Invalid("camp.grouping.nobody")
    try:
        check_possible(found.people, found.places)
    except Impossible as problem:
        raise Invalid(f"camp.grouping.{problem.code}") from None
    return found


def search(given: Round, wish: Wish, progress: Progress = SILENT) -> Grouping:
    """The proposal itself; reads nothing and writes nothing, as it may take some seconds."""
    seed = drawn_number() if wish.seed is None else wish.seed
    return form_groups(given.people, given.places, weights=wish.weights, random_state=seed, progress=progress)


def drawn_number() -> int:
    """The number of a draw, by lot."""
    return secrets.randbelow(HIGHEST_SEED + 1)


def keep(
    session: Session, actor: Actor, camp: Camp, found: Grouping, *, form_id: str | None = None
) -> GroupingProposal:
    """Store a proposal; nobody sits anywhere else for it. The same form sent twice makes one."""
    known = queries.find_proposal(session, camp, form_id) if form_id is not None else None
    if known is not None:
        return known
    made = GroupingProposal(
        public_id=form_id or public_id(),
        camp=camp,
        seed=found.seed,
        settings={
            "weights": {**found.weights.attributes, "wishes": found.weights.wishes},
            "rounds": found.rounds,
            "method": found.method,
            "versions": dict(found.versions),
            "warnings": list(found.warnings),
        },
        proposed=dict(found.assignment),
        changed=dict(found.assignment),
        objective=found.balance.objective,
        made_at=clock.now(),
    )
    session.add(made)
    session.flush()
    _note(session, actor, "camp:grouping:propose", made, seed=found.seed, people=len(found.assignment))
    return made


def move(session: Session, actor: Actor, proposal: GroupingProposal, seats: Sequence[str], group: str) -> None:
    """Put people in another group of the proposal; "" takes them out of every group."""
    _require_open(proposal)
    known = {one.public_id for one in queries.working_groups(session, proposal.camp)}
    here = {seat.public_id for seat in queries.seats_to_group(session, proposal.camp)}
    if group and group not in known:
        raise Invalid("camp.group.unknown")
    if not seats or not here.issuperset(seats):
        raise Invalid("camp.grouping.nobody_chosen")
    proposal.changed = {**proposal.changed, **dict.fromkeys(seats, group)}
    session.flush()
    _note(session, actor, "camp:grouping:move", proposal, people=len(seats), group=group)


def set_conditions(
    session: Session,
    actor: Actor,
    camp: Camp,
    seat: Seat,
    *,
    pin: str,
    apart: Sequence[str],
    wishes: Sequence[str],
    stays: bool = False,
) -> None:
    """Say in which group somebody must sit, with whom not, and what they wish; counts for the next proposal."""
    groups = {group.public_id for group in queries.working_groups(session, camp)}
    others = {one.public_id for one in queries.seats_to_group(session, camp)} - {seat.public_id}
    if pin and pin not in groups:
        raise Invalid("camp.group.unknown")
    seat.attributes = {
        **seat.attributes,
        "pin": pin,
        "apart": sorted(others & set(apart)),
        "wishes": [wish for wish in dict.fromkeys(wishes) if wish in groups],
        "stays": stays,
    }
    session.flush()
    process = camp.process.public_id
    audit.record(session, actor, "camp:seat:conditions", seat.ref, process=process, pin=pin, apart=len(apart))


def accept(session: Session, actor: Actor, proposal: GroupingProposal) -> int:
    """People sit where the proposal, with all that was moved by hand, says; tells how many."""
    _require_open(proposal)
    groups = {group.public_id: group for group in queries.working_groups(session, proposal.camp)}
    seats = [seat for seat in queries.seats_to_group(session, proposal.camp) if proposal.changed.get(seat.public_id)]
    placed = [seat for seat in seats if proposal.changed[seat.public_id] in groups]
    for seat in placed:
        group = groups[proposal.changed[seat.public_id]]
        if seat.group_id != group.id:
            commands.seat_in_group(session, actor, seat, group)
    proposal.accepted_at = clock.now()
    session.flush()
    process = proposal.camp.process.public_id
    steps = [(proposal.ref, seat.ref) for seat in placed]
    provenance.link_many(session, actor, steps=steps, relation=Relation.PLACED_BY, process=process)
    moved = len(moved_by_hand(proposal))
    _note(session, actor, "camp:grouping:accept", proposal, people=len(placed), moved=moved)
    return len(placed)


def moved_by_hand(proposal: GroupingProposal) -> frozenset[str]:
    """The seats that people put elsewhere than proposed."""
    return frozenset(seat for seat, group in proposal.changed.items() if proposal.proposed.get(seat, "") != group)


@dataclass(frozen=True)
class Look:
    """A proposal as the screen shows it."""

    balance: Balance  # as it is now
    machine: Balance  # as it was proposed
    members: Mapping[str, Sequence[Seat]]  # group, or "" for nobody's: seats by name
    moved: frozenset[str]

    @property
    def names(self) -> Mapping[str, str]:
        """Seat to name, for the conditions that are broken."""
        return {seat.public_id: seat.name for seats in self.members.values() for seat in seats}


def look_at(proposal: GroupingProposal, seats: Sequence[Seat], groups: Sequence[WorkingGroup]) -> Look:
    """Who would sit where, and how balanced that is."""
    people, places = [person_of(seat) for seat in seats], [Group(group.public_id) for group in groups]
    told = {key: value for key, value in proposal.settings["weights"].items() if key != "wishes"}
    weights = Weights(told, proposal.settings["weights"]["wishes"])
    keys = [group.public_id for group in groups]
    changed, proposed = (_known(one, keys) for one in (proposal.changed, proposal.proposed))
    members: dict[str, list[Seat]] = {key: [] for key in (*keys, "")}
    for seat in seats:
        members[changed.get(seat.public_id, "")].append(seat)
    return Look(
        balance=evaluate(people, places, changed, weights=weights),
        machine=evaluate(people, places, proposed, weights=weights),
        members=members,
        moved=moved_by_hand(proposal),
    )


def _known(assignment: Mapping[str, str], groups: Sequence[str]) -> dict[str, str]:
    """Without groups that were removed meanwhile."""
    return {seat: group for seat, group in assignment.items() if group in groups}


def _require_open(proposal: GroupingProposal) -> None:
    if proposal.accepted_at is not None:
        raise Conflict("camp.grouping.accepted")


def _note(session: Session, actor: Actor, verb: str, proposal: GroupingProposal, **details: Any) -> None:
    audit.record(session, actor, verb, proposal.ref, process=proposal.camp.process.public_id, **details)
