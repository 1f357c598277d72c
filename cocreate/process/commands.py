"""Writes of a process: create it, date its phases, frame its challenges, publish it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Membership, Organisation
from cocreate.accounts.organisations.commands import check_may_create_in
from cocreate.core import audit, events, stages
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor, Role
from cocreate.errors import Conflict, Invalid, NotFound
from cocreate.process.events import ProcessHidden, ProcessPublished
from cocreate.process.models import Asset, Challenge, Phase, Process, SubChallenge
from cocreate.process.rules import ChallengeState, PhaseKind
from cocreate.process.validations import has_settled
from cocreate.process.versions import keep_version

Part = SubChallenge | Asset


@dataclass(frozen=True)
class PhaseDates:
    """One phase as an organiser plans it."""

    kind: PhaseKind
    title: Translated
    starts_at: datetime
    ends_at: datetime
    summary: Translated | None = None


def create_process(
    session: Session,
    actor: Actor,
    *,
    organisation: Organisation,
    title: Translated,
    summary: Translated,
    region: str,
    phases: Iterable[PhaseDates],
    minimum_cell: int = 5,
    form_token: str = "",
    is_demo: bool = False,
    needs_validation: bool = False,
) -> Process:
    """A new process of an organisation, hidden until published. Whoever makes it with an account becomes its owner.

    The same `form_token` again (a double click, a page sent twice) gives the process already made.
    """
    if form_token:
        known = session.scalar(select(Process).where(Process.form_token == form_token))
        if known is not None:
            return known
    check_may_create_in(session, actor, organisation)
    process = Process(
        organisation=organisation,
        title=title,
        summary=summary,
        region=region,
        minimum_cell=minimum_cell,
        created_at=clock.now(),
        is_demo=is_demo,
        needs_validation=needs_validation,
        form_token=form_token or None,
    )
    _add(session, actor, process)
    plan_phases(session, actor, process, phases)
    if actor.user_id is not None:
        session.add(Membership(user_id=actor.user_id, process_id=process.id, role=Role.OWNER.value, since=clock.now()))
    session.flush()
    return process


def _add(session: Session, actor: Actor, process: Process) -> None:
    session.add(process)
    session.flush()
    told: dict[str, Any] = {"process": process.public_id, "organisation": process.organisation.public_id}
    audit.record(session, actor, "process:process:create", process.ref, **told)


def describe_process(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    title: Translated,
    summary: Translated,
    region: str,
    minimum_cell: int,
    version: int,
) -> None:
    """Change the process's own texts and its smallest published group."""
    if process.version != version:
        raise Conflict("changed_meanwhile")
    if not 1 <= minimum_cell <= 50:
        raise Invalid("process.minimum_cell.range")
    if minimum_cell < process.minimum_cell and any(
        stage.has_promised_cell(session, process) for stage in stages.announced()
    ):
        raise Invalid("process.minimum_cell.promised")
    process.title, process.summary, process.region, process.minimum_cell = title, summary, region, minimum_cell
    audit.record(
        session, actor, "process:process:describe", process.ref, process=process.public_id, minimum_cell=minimum_cell
    )
    session.flush()


def publish_process(session: Session, actor: Actor, process: Process, *, is_public: bool) -> None:
    """Show the process to everybody, or hide it."""
    if process.is_public == is_public:
        return
    process.is_public = is_public
    verb = "process:process:publish" if is_public else "process:process:hide"
    audit.record(session, actor, verb, process.ref, process=process.public_id)
    events.announce(session, (ProcessPublished if is_public else ProcessHidden)(process.public_id))
    session.flush()


def plan_phases(session: Session, actor: Actor, process: Process, dates: Iterable[PhaseDates]) -> list[Phase]:
    """Set the phases: one of each kind, in the order given; each ends after it starts."""
    present = {phase.kind: phase for phase in process.phases}
    planned = []
    for position, wanted in enumerate(dates, start=1):
        if wanted.ends_at <= wanted.starts_at:
            raise Invalid("process.phase.order", kind=wanted.kind.value)
        phase = present.pop(wanted.kind.value, None)
        if phase is None:
            phase = Phase(process_id=process.id, kind=wanted.kind.value)
            process.phases.append(phase)
        phase.title, phase.summary, phase.position = wanted.title, wanted.summary or {}, position
        phase.starts_at, phase.ends_at = wanted.starts_at, wanted.ends_at
        planned.append(phase)
    for dropped in present.values():
        process.phases.remove(dropped)
        session.delete(dropped)
    session.flush()
    audit.record(
        session,
        actor,
        "process:phases:plan",
        process.ref,
        process=process.public_id,
        phases=[[p.kind, p.starts_at.isoformat(), p.ends_at.isoformat()] for p in planned],
    )
    return planned


def add_challenge(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    title: Translated,
    description: Translated,
    form_token: str = "",
    state: ChallengeState = ChallengeState.LISTED,
) -> Challenge:
    """A challenge at the end of the list; the same form sent twice adds it once.

    Where the committee has validated challenges already, it is a draft until that is done: people may be asked about
    the list at this very moment.
    """
    siblings = list(session.scalars(select(Challenge).where(Challenge.process_id == process.id)))
    known = _sent_before(siblings, form_token)
    if known is not None:
        return known
    if process.needs_validation and has_settled(session, process):
        state = ChallengeState.DRAFT
    challenge = Challenge(
        process_id=process.id,
        title=title,
        description=description,
        position=_next(siblings),
        form_token=form_token or None,
        state=state.value,
    )
    session.add(challenge)
    session.flush()
    audit.record(session, actor, "process:challenge:add", challenge.ref, process=process.public_id, state=state.value)
    keep_version(session, actor, challenge)
    return challenge


def describe_challenge(
    session: Session,
    actor: Actor,
    process: Process,
    challenge: Challenge,
    *,
    title: Translated,
    description: Translated,
    version: int,
) -> None:
    """Change a challenge's texts."""
    if challenge.version != version:
        raise Conflict("changed_meanwhile")
    challenge.title, challenge.description = title, description
    audit.record(session, actor, "process:challenge:describe", challenge.ref, process=process.public_id)
    keep_version(session, actor, challenge)


def remove_challenge(session: Session, actor: Actor, process: Process, challenge: Challenge) -> None:
    """Take a challenge off the list, as long as nobody was asked about it."""
    is_listed = challenge.state == ChallengeState.LISTED
    if is_listed and any(p.kind == PhaseKind.CONSULTATION and p.starts_at <= clock.now() for p in process.phases):
        raise Conflict("process.challenge.consulted")
    session.delete(challenge)
    audit.record(session, actor, "process:challenge:remove", challenge.ref, process=process.public_id)
    session.flush()


def move_challenge(session: Session, actor: Actor, process: Process, challenge: Challenge, *, up: bool) -> None:
    """Swap a challenge with its neighbour."""
    rows = list(
        session.scalars(
            select(Challenge)
            .where(Challenge.process_id == process.id, Challenge.state == challenge.state)
            .order_by(Challenge.position)
        )
    )
    place = rows.index(challenge)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    rows[place].position, rows[other].position = rows[other].position, rows[place].position
    audit.record(session, actor, "process:challenge:move", challenge.ref, process=process.public_id, up=up)
    session.flush()


def add_part(
    session: Session,
    actor: Actor,
    process: Process,
    challenge: Challenge,
    kind: type[SubChallenge] | type[Asset],
    *,
    title: Translated,
    description: Translated | None = None,
    form_token: str = "",
) -> Part:
    """A sub-challenge or an asset at the end of a challenge's list; the same form sent twice adds it once."""
    siblings: list[Any] = list(session.scalars(select(kind).where(kind.challenge_id == challenge.id)))
    known = _sent_before(siblings, form_token)
    if known is not None:
        return known  # type: ignore[no-any-return]
    part = kind(
        challenge_id=challenge.id,
        title=title,
        description=description or {},
        position=_next(siblings),
        form_token=form_token or None,
    )
    session.add(part)
    session.flush()
    audit.record(session, actor, f"process:{part.ref_type}:add", part.ref, process=process.public_id)
    keep_version(session, actor, challenge)
    return part


def describe_part(
    session: Session, actor: Actor, process: Process, part: Part, *, title: Translated, description: Translated
) -> None:
    """Change a sub-challenge's or asset's texts."""
    part.title, part.description = title, description
    audit.record(session, actor, f"process:{part.ref_type}:describe", part.ref, process=process.public_id)
    keep_version(session, actor, part.challenge)


def remove_part(session: Session, actor: Actor, process: Process, part: Part) -> None:
    """Take a sub-challenge or asset off its challenge's list."""
    challenge = part.challenge
    session.delete(part)
    audit.record(session, actor, f"process:{part.ref_type}:remove", part.ref, process=process.public_id)
    keep_version(session, actor, challenge)


def find_challenge(session: Session, process: Process, public_id: str) -> Challenge:
    """The challenge of an address, of this process only."""
    found = session.scalar(
        select(Challenge).where(Challenge.process_id == process.id, Challenge.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found


def find_part(session: Session, challenge: Challenge, kind: type[Any], public_id: str) -> Any:
    """The sub-challenge or asset of an address, of this challenge only."""
    found = session.scalar(select(kind).where(kind.challenge_id == challenge.id, kind.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def _next(siblings: list[Any]) -> int:
    return max((s.position for s in siblings), default=0) + 1


def _sent_before(siblings: list[Any], form_token: str) -> Any:
    return next((s for s in siblings if form_token and s.form_token == form_token), None)
