"""The committee weighs the criteria: organisers open it, each member answers blind, and it is closed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts.models import Membership
from cocreate.core import audit
from cocreate.core.permissions import Actor, ActorKind, Role
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection.commands.criteria import lock_criteria, set_weights
from cocreate.selection.grounds import queries, rules
from cocreate.selection.grounds.models import MemberWeighing, Weighing
from cocreate.selection.grounds.rules import WeighMethod, Wishes
from cocreate.selection.models import CriteriaSet


def open_weighing(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, method: WeighMethod
) -> Weighing:
    """Let the members say what the criteria weigh, before scoring. While one is open, asking again gives that one."""
    lock_criteria(session, criteria_set)
    known = queries.weighing_of(session, criteria_set)
    if known is not None and known.closed_at is None:
        return known
    if criteria_set.scoring_opened_at is not None:
        raise Closed("selection.weighing.scoring_open")
    if len(criteria_set.criteria) < 2:
        raise Invalid("selection.weighing.needs_two")
    made = Weighing(
        criteria_set_id=criteria_set.id,
        number=queries.next_number(session, criteria_set),
        method=method.value,
        keys=[criterion.key for criterion in criteria_set.criteria],
        opened_at=clock.now(),
        outcome="",
        reason={},
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "selection:weighing:open", made.ref, process=process.public_id, method=method.value)
    return made


def give_weights(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    member_id: int,
    wishes: Wishes,
) -> None:
    """Keep what one member says; sending again replaces it."""
    if actor.kind is not ActorKind.SYSTEM and actor.user_id != member_id:
        raise NotAllowed("selection.weighing.not_yours")
    weighing = _open_one(session, criteria_set)
    seated = select(Membership.user_id).where(
        Membership.process_id == process.id,
        Membership.role == Role.COMMITTEE_MEMBER.value,
        Membership.user_id == member_id,
    )
    if session.scalar(seated) is None:
        raise NotAllowed("selection.score.not_on_committee")
    rules.member_weights("", weighing.method, weighing.keys, wishes)  # refuses what cannot be
    mine = MemberWeighing.weighing_id == weighing.id, MemberWeighing.member_id == member_id
    row = session.scalar(select(MemberWeighing).where(*mine))
    if row is None:
        row = MemberWeighing(weighing_id=weighing.id, member_id=member_id)
        session.add(row)
    row.given = {key: [wish.weight, wish.low, wish.high] for key, wish in wishes.items()}
    row.at = clock.now()
    # That they were given, never which: organisers read this trail.
    audit.record(session, actor, "selection:weighing:give", weighing.ref, process=process.public_id)
    session.flush()


def close_weighing(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet) -> Weighing:
    """End it; from now on everybody on the committee sees what the members say together. Closing again is nothing."""
    lock_criteria(session, criteria_set)
    weighing = queries.weighing_of(session, criteria_set)
    if weighing is None:
        raise Conflict("selection.weighing.not_open")
    if weighing.closed_at is None:
        weighing.closed_at = clock.now()
        members = len(queries.who_weighed(session, weighing))
        verb = "selection:weighing:close"
        audit.record(session, actor, verb, weighing.ref, process=process.public_id, members=members)
        session.flush()
    return weighing


def adopt_weights(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, *, version: int) -> None:
    """Take over what the members say together, as whole weights that make 100."""
    found = rules.pooled(
        queries.member_weights(session, criteria_set), [criterion.key for criterion in criteria_set.criteria]
    )
    if found is None:
        raise Conflict("selection.weighing.nothing_together")
    size = criteria_set.shortlist_size
    set_weights(session, actor, process, criteria_set, weights=found, shortlist_size=size, version=version)


def _open_one(session: Session, criteria_set: CriteriaSet) -> Weighing:
    lock_criteria(session, criteria_set)
    weighing = queries.weighing_of(session, criteria_set)
    if weighing is None or weighing.closed_at is not None:
        raise Closed("selection.weighing.not_open")
    return weighing
