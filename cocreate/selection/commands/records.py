"""A decision is drawn up as a record, frozen with all that it rests on, and signed by members of the committee."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

import cocreate
from cocreate import clock
from cocreate.accounts.models import User
from cocreate.accounts.second_factor import Confirmed
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid, NotAllowed
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.commands.decisions import (
    DecisionRefused,
    check_open,
    in_order,
    lock_shortlist,
    problems_before_signing,
)
from cocreate.selection.models import Shortlist
from cocreate.selection.record import queries as records
from cocreate.selection.record.freezing import freeze
from cocreate.selection.record.models import DecisionFile, DecisionRecord, DecisionSignature
from cocreate.selection.record.rules import (
    FORMAT,
    RECORD,
    Motion,
    RecordState,
    as_data,
    check_motion,
    seal,
    written,
)
from cocreate.selection.rules import ConflictRule
from cocreate.selection.sheets import queries as sheets
from cocreate.survey import queries as survey_queries
from cocreate.survey import tallies


def draw_up(
    session: Session,
    actor: Actor,
    process: Process,
    shortlist: Shortlist,
    motion: Motion,
    *,
    version: int,
    signatures_needed: int,
    chair: User | None = None,
    opens_sheets: bool = False,
) -> DecisionRecord:
    """Freeze the sheet with all that it rests on. From now on members sign; the sheet is closed meanwhile.

    opens_sheets   whether the open data tells members' marks and weights apart, by numbers
    """
    lock_shortlist(session, shortlist)
    check_open(session, shortlist, version)
    members = len(queries.committee(session, process))
    if not 0 <= signatures_needed <= members:
        raise Invalid("selection.record.signatures_needed", members=members)
    check_motion(motion)
    return freeze_sheet(session, actor, process, shortlist, motion, signatures_needed, chair, opens_sheets=opens_sheets)


def freeze_sheet(
    session: Session,
    actor: Actor,
    process: Process,
    shortlist: Shortlist,
    motion: Motion,
    signatures_needed: int,
    chair: User | None,
    *,
    opens_sheets: bool = False,
) -> DecisionRecord:
    """Write the record and its files; refuses while members score, or the sheet lacks something."""
    if sheets.open_round(session, process) is not None:
        raise Conflict("selection.decision.scoring_open")
    for consultation in survey_queries.consultations_of(session, process):
        if consultation.has_public_results:
            tallies.fold(session, consultation)  # the order of the respondents is that of all who answered
    choices = in_order(records.draft_of(session, shortlist))
    problems = problems_before_signing(session, process, shortlist, choices)
    if problems:
        raise DecisionRefused(problems)
    published = records.published_records(session, shortlist)
    record = records.open_record(session, shortlist)
    if record is None:
        record = DecisionRecord(shortlist_id=shortlist.id, number=1, files=[], signatures=[])
        session.add(record)
    chosen = {choice.sid for choice in choices}
    titles = {sid: title for sid, title in queries.titles(session, process).items() if sid in chosen}
    three = records.three_orders(session, process, shortlist)
    files = freeze(session, process, shortlist, choices, three, opens_sheets=opens_sheets)
    at = clock.now()
    snapshot: dict[str, Any] = {
        "format": FORMAT,
        "process": {"id": process.public_id, "title": process.title},
        "number": record.number,
        "amends": {"id": published[-1].public_id, "hash": published[-1].hash} if published else None,
        "amendment_reason": record.amendment_reason or {},
        "drawn_up_at": at.isoformat(),
        "motion": {
            "text": motion.text,
            "language": motion.language,
            "kind": motion.kind,
            "counts": [[answer, count] for answer, count in motion.counts.items()],
            "present": motion.present,
            "quorum": motion.quorum,
            "source": motion.source,
            "voted_on": motion.voted_on or None,
            "aside": motion.aside,
        },
        "minority": motion.minority,
        "recusals": _recusals(session, process, chosen),
        "committee": len(queries.committee(session, process)),
        "signatures_needed": signatures_needed,
        "choices": [as_data(choice) for choice in choices],
        "titles": titles,
        "files": {name: seal(content) for name, content in files.items()},
        "program": cocreate.__version__,
    }
    text = written(snapshot)
    record.state, record.drawn_up_at, record.chair = RecordState.SIGNING.value, at, chair
    record.choices, record.signatures_needed = snapshot["choices"], signatures_needed
    record.snapshot, record.hash = snapshot, seal(text)
    record.files = [DecisionFile(name=name, content=content) for name, content in {**files, RECORD: text}.items()]
    shortlist.version += 1
    session.flush()
    told: dict[str, Any] = {"number": record.number, "hash": record.hash, "signatures": signatures_needed}
    audit.record(session, actor, "selection:record:draw_up", record.ref, process=process.public_id, **told)
    return record


def _recusals(session: Session, process: Process, sids: set[str]) -> list[dict[str, Any]]:
    """Per candidate how many members stayed out, and who, where it was settled beforehand that names are told."""
    criteria = queries.criteria_of(session, process)
    tells_names = criteria is not None and criteria.conflict_rule == ConflictRule.NAMES
    names = {member.id: member.name for member in queries.committee(session, process)}
    found = sheets.conflicts(session, process)
    return [
        {
            "candidate": sid.public_id,
            "members": len(found[sid.id]),
            "names": sorted(names.get(member, "") for member in found[sid.id]) if tells_names else [],
        }
        for sid in queries.candidates(session, process, with_withdrawn=True)
        if sid.public_id in sids and found.get(sid.id)
    ]


def sign(
    session: Session,
    actor: Actor,
    process: Process,
    shortlist: Shortlist,
    record: DecisionRecord,
    *,
    name: str,
    seen: str,
    how: Confirmed,
) -> DecisionSignature:
    """A member's name under the record whose hash they saw. Signing again is nothing."""
    lock_shortlist(session, shortlist)
    check_signing(session, record)
    if actor.user_id not in {member.id for member in queries.committee(session, process)}:
        raise NotAllowed("selection.record.not_on_committee")
    if not name.strip():
        raise Invalid("selection.record.needs_name")
    if seen != record.hash:
        raise Conflict("changed_meanwhile")
    known = next((row for row in record.signatures if row.member_id == actor.user_id), None)
    if known is not None:
        return known
    made = DecisionSignature(
        member_id=actor.user_id, name=name.strip()[:120], hash=record.hash, how=how.value, at=clock.now()
    )
    record.signatures.append(made)
    session.flush()
    told: dict[str, Any] = {"number": record.number, "hash": record.hash, "how": how.value}
    audit.record(session, actor, "selection:record:sign", record.ref, process=process.public_id, **told)
    return made


def take_back(
    session: Session, actor: Actor, process: Process, shortlist: Shortlist, record: DecisionRecord
) -> DecisionRecord | None:
    """Back to the sheet before publication: the drawn-up record goes with its signatures, the trail keeps its hash.

    Returns the draft of an amendment, if it is one.
    """
    lock_shortlist(session, shortlist)
    check_signing(session, record)
    told: dict[str, Any] = {"number": record.number, "hash": record.hash, "signatures": len(record.signatures)}
    audit.record(session, actor, "selection:record:take_back", record.ref, process=process.public_id, **told)
    number, reason, choices = record.number, record.amendment_reason, record.choices
    session.delete(record)
    shortlist.version += 1
    session.flush()
    if number == 1:
        return None
    return begin_record(session, shortlist, number, reason, choices)


def begin_record(
    session: Session, shortlist: Shortlist, number: int, reason: Mapping[str, str], choices: list[Any]
) -> DecisionRecord:
    """A record in preparation."""
    made = DecisionRecord(
        shortlist_id=shortlist.id,
        number=number,
        amendment_reason=dict(reason),
        choices=choices,
        files=[],
        signatures=[],
    )
    session.add(made)
    shortlist.version += 1
    session.flush()
    return made


def check_signing(session: Session, record: DecisionRecord) -> None:
    """Refuse unless the record is drawn up and not yet published, as it is now."""
    session.refresh(record)
    if record.state == RecordState.PUBLISHED:
        raise Closed("selection.decision.final")
    if record.state != RecordState.SIGNING:
        raise Conflict("selection.record.not_drawn_up")
