"""A record is published, and amended by another record only; what holds is what the last one published says."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import audit, events, provenance
from cocreate.core.permissions import ORGANISERS, Actor
from cocreate.core.provenance import ProvenanceLink, Relation
from cocreate.errors import Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.commands.decisions import (
    DecisionRefused,
    check_open,
    in_order,
    keep_choices,
    lock_shortlist,
    problems_before_signing,
    store_choices,
)
from cocreate.selection.commands.records import begin_record, check_signing, freeze_sheet
from cocreate.selection.events import DecisionPublished
from cocreate.selection.models import Decision, Shortlist, Sid
from cocreate.selection.record import queries as records
from cocreate.selection.record.models import DecisionRecord
from cocreate.selection.record.rules import Motion, RecordState, as_choice, as_data, missing_signatures
from cocreate.selection.rules import REASON_LIMIT, Choice, needs_reason

NO_MOTION = Motion()


def publish(
    session: Session, actor: Actor, process: Process, shortlist: Shortlist, record: DecisionRecord
) -> list[Decision]:
    """The record is public, and its choices are the shortlist. Publishing again is nothing."""
    lock_shortlist(session, shortlist)
    session.refresh(record)
    if record.state == RecordState.PUBLISHED:
        return queries.decisions_of(session, shortlist)
    check_signing(session, record)
    is_chair = record.chair_id is not None and record.chair_id == actor.user_id
    if not (is_chair or actor.roles & ORGANISERS):
        raise NotAllowed("selection.record.chair_publishes")
    missing = missing_signatures([row.name for row in record.signatures], record.signatures_needed)
    if missing:
        raise Conflict("selection.record.signatures_missing", missing=missing)
    return _publish(session, actor, process, shortlist, record)


def _publish(
    session: Session, actor: Actor, process: Process, shortlist: Shortlist, record: DecisionRecord
) -> list[Decision]:
    choices = [as_choice(said) for said in record.choices]
    before = {row.sid.public_id: list(row.taken_up_in) for row in queries.decisions_of(session, shortlist)}
    decisions = store_choices(session, process, shortlist, choices)
    record.state, record.published_at = RecordState.PUBLISHED.value, clock.now()
    shortlist.decided_at, shortlist.decision_hash = record.published_at, record.hash
    _forget_taken_up(session, process, before, choices)
    _link(session, actor, process, decisions)
    verdicts = queries.verdicts_of(session, process, shortlist)
    audit.record(
        session,
        actor,
        "selection:record:publish",
        record.ref,
        process=process.public_id,
        number=record.number,
        kept=[choice.sid for choice in choices if choice.is_kept],
        differences=[choice.sid for choice in choices if needs_reason(verdicts[choice.sid], choice.is_kept)],
        hash=record.hash,
        signatures=len(record.signatures),
    )
    events.announce(session, DecisionPublished(process.public_id, shortlist.public_id))
    session.flush()
    return decisions


def amend(
    session: Session, actor: Actor, process: Process, shortlist: Shortlist, reason: Mapping[str, str]
) -> DecisionRecord:
    """Begin a new decision about the same shortlist; the published one holds until the new one is. One at a time."""
    lock_shortlist(session, shortlist)
    known = records.open_record(session, shortlist)
    if known is not None and shortlist.decided_at is not None:
        return known
    if shortlist.decided_at is None:
        raise Conflict("selection.record.nothing_to_amend")
    said = {code: text.strip() for code, text in reason.items() if text.strip()}
    if not said:
        raise Invalid("selection.record.needs_reason")
    if any(len(text) > REASON_LIMIT for text in said.values()):
        raise Invalid("too_long", limit=REASON_LIMIT)
    last = records.published_records(session, shortlist)[-1]
    made = begin_record(session, shortlist, last.number + 1, said, list(last.choices))
    provenance.link(
        session, actor, source=last.ref, target=made.ref, relation=Relation.AMENDED_BY, process=process.public_id
    )
    told: dict[str, Any] = {"number": made.number, "amends": last.public_id}
    audit.record(session, actor, "selection:record:amend", made.ref, process=process.public_id, **told)
    return made


def decide(
    session: Session, actor: Actor, process: Process, shortlist: Shortlist, choices: Sequence[Choice], *, version: int
) -> list[Decision]:
    """All at once, without a vote or signatures of ours: a decision that was signed elsewhere. Twice is once."""
    lock_shortlist(session, shortlist)
    published = records.published_records(session, shortlist)
    if published and published[-1].choices == [as_data(choice) for choice in in_order(choices)]:
        return queries.decisions_of(session, shortlist)
    check_open(session, shortlist, version)
    problems = problems_before_signing(session, process, shortlist, choices)
    if problems:
        raise DecisionRefused(problems)
    keep_choices(session, process, shortlist, choices)
    record = freeze_sheet(session, actor, process, shortlist, NO_MOTION, 0, None)
    return _publish(session, actor, process, shortlist, record)


def _forget_taken_up(
    session: Session, process: Process, before: Mapping[str, list[str]], choices: Sequence[Choice]
) -> None:
    """An amendment that takes a candidate up elsewhere ends the way into the old one."""
    for choice in choices:
        gone = set(before.get(choice.sid, ())) - set(choice.taken_up_in)
        session.execute(
            delete(ProvenanceLink).where(
                ProvenanceLink.process == process.public_id,
                ProvenanceLink.source_type == Sid.ref_type,
                ProvenanceLink.source_id == choice.sid,
                ProvenanceLink.target_id.in_(gone),
                ProvenanceLink.relation == Relation.MERGED_FROM.value,
            )
        )


def _link(session: Session, actor: Actor, process: Process, decisions: Sequence[Decision]) -> None:
    """Every candidate leads to its decision; one that lives on in another leads there too."""
    known = set(
        session.scalars(
            select(ProvenanceLink.target_id).where(
                ProvenanceLink.process == process.public_id, ProvenanceLink.relation == Relation.DECIDED_ON.value
            )
        )
    )
    steps = [(row.sid.ref, row.ref) for row in decisions if row.public_id not in known]
    provenance.link_many(session, actor, steps=steps, relation=Relation.DECIDED_ON, process=process.public_id)
    for decision in decisions:
        for target in decision.taken_up_in:
            provenance.link(
                session,
                actor,
                source=decision.sid.ref,
                target=(Sid.ref_type, target),
                relation=Relation.MERGED_FROM,
                process=process.public_id,
            )
