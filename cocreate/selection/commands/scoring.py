"""Rounds of scoring: one is opened, it closes, the machine proposes; after a discussion there may be another."""

import secrets
from collections import Counter
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.choice.confidence import confidence_checks
from cocreate.analysis.choice.crowd import with_crowd
from cocreate.core import audit, events
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.commands.criteria import lock_criteria
from cocreate.selection.events import ScoringOpened
from cocreate.selection.grounds.queries import weighing_of
from cocreate.selection.inputs import scoring_inputs
from cocreate.selection.models import CriteriaSet, Score, ScoringRound, Shortlist
from cocreate.selection.record.queries import open_record
from cocreate.selection.record.rules import RecordState
from cocreate.selection.reports import ScoringInputs, proposal_report
from cocreate.selection.rules import ROUNDS_MOST, Confidence
from cocreate.selection.sheets import queries as sheets


def facts_of(
    session: Session, process: Process, criteria_set: CriteriaSet, round_: ScoringRound, inputs: ScoringInputs
) -> dict[str, Any]:
    """Plain numbers of a round, of the marks that count; no member is named, and no candidate but by the checks."""
    live = {sid.id: sid.public_id for sid in queries.candidates(session, process)}
    seated = sheets.seated(session, process)
    apart = {key: members for key, members in sheets.conflicts(session, process).items() if key in live}
    given = [row for row in queries.scores_of(session, criteria_set, round_.number) if row.sid_id in live]
    counted = sheets.counted_scores(session, process, criteria_set, round_.number)
    said = Counter(row.confidence for row in counted if row.value is not None)
    return {
        "members": len(seated),
        "handed_in": len(sheets.handed_in(session, round_) & seated),
        "cannot_judge": sum(row.value is None and not row.is_abstained for row in counted),
        "abstained": sum(row.is_abstained for row in counted),
        "conflicts": sum(len(members) for members in apart.values()),
        "set_aside": len(given) - len(counted),
        "confidence": {level.value: said[level.value] for level in Confidence},
        "checks": _checks(criteria_set, live, counted, inputs) if said.total() > said[""] else [],
    }


def _checks(
    criteria_set: CriteriaSet, live: dict[int, str], counted: list[Score], inputs: ScoringInputs
) -> list[dict[str, Any]]:
    names = {criterion.id: criterion.key for criterion in criteria_set.judged}
    numbers = sheets.numbered([row.member_id for row in counted])
    said = {(live[row.sid_id], names[row.criterion_id], numbers[row.member_id]): row.confidence for row in counted}
    entries = inputs.entries if inputs.crowd is None else with_crowd(inputs.entries, inputs.crowd, inputs.candidates)
    found = confidence_checks(
        inputs.candidates,
        inputs.criteria,
        entries,
        [said.get((entry.candidate, entry.criterion, entry.assessor), "") for entry in entries],
        size=inputs.size,
    )
    return [asdict(check) for check in found]


def open_scoring(session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet) -> None:
    """Let the committee score. Opening again is nothing."""
    lock_criteria(session, criteria_set)
    if criteria_set.scoring_opened_at is not None:
        return
    weighing = weighing_of(session, criteria_set)
    if weighing is not None and weighing.closed_at is None:
        raise Conflict("selection.weighing.is_open")
    if len(queries.candidates(session, process)) < 2:
        raise Invalid("selection.scoring.needs_two")
    criteria_set.scoring_opened_at = clock.now()
    first = ScoringRound(criteria_set_id=criteria_set.id, number=1, opened_at=criteria_set.scoring_opened_at)
    session.add(first)
    audit.record(session, actor, "selection:scoring:open", criteria_set.ref, process=process.public_id)
    session.flush()
    events.announce(session, ScoringOpened(process.public_id, first.public_id))


def open_again(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    *,
    purpose: Translated,
    form_id: str | None = None,
) -> ScoringRound:
    """Another round, after a discussion: everybody begins with the own marks. The same form makes one round."""
    shortlist = _lock(session, process, criteria_set)
    rounds = sheets.rounds_of(session, criteria_set)
    known = next((row for row in rounds if row.public_id == form_id or row.closed_at is None), None)
    if known is not None:
        return known
    if shortlist is None or not rounds:
        raise Conflict("selection.scoring.not_open")
    check_undecided(session, shortlist)
    if not any(text.strip() for text in purpose.values()):
        raise Invalid("selection.scoring.needs_purpose")
    if len(rounds) >= ROUNDS_MOST:
        raise Invalid("selection.scoring.enough_rounds", limit=ROUNDS_MOST)
    named = {"public_id": form_id} if form_id else {}
    made = ScoringRound(
        criteria_set_id=criteria_set.id,
        number=rounds[-1].number + 1,
        purpose=purpose,
        opened_at=clock.now(),
        **named,
    )
    session.add(made)
    criteria_set.scoring_closed_at = None
    _copy_marks(session, process, criteria_set, rounds[-1].number, made.number)
    audit.record(session, actor, "selection:scoring:reopen", made.ref, process=process.public_id, number=made.number)
    session.flush()
    events.announce(session, ScoringOpened(process.public_id, made.public_id))
    return made


def _copy_marks(session: Session, process: Process, criteria_set: CriteriaSet, of: int, to: int) -> None:
    """Everybody's own marks of a round as the beginning of another, for those who still sit on the committee."""
    names = ("sid_id", "criterion_id", "member_id", "value", "is_abstained", "confidence", "reason", "evidence", "at")
    seated = sheets.seated(session, process)
    rows = [row for row in queries.scores_of(session, criteria_set, of) if row.member_id in seated]
    if rows:
        session.execute(insert(Score), [{**{name: getattr(row, name) for name in names}, "round": to} for row in rows])


def close_scoring(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, *, seed: int | None = None
) -> Shortlist:
    """End the round and store what the machine proposes, whole. Closing again gives the same proposal."""
    shortlist = _lock(session, process, criteria_set)
    round_ = sheets.current_round(session, criteria_set)
    if round_ is None:
        raise Conflict("selection.scoring.not_open")
    if round_.closed_at is not None and shortlist is not None:
        return shortlist
    made = propose(session, actor, process, criteria_set, round_, "selection:scoring:close", seed=seed)
    criteria_set.scoring_closed_at = round_.closed_at = clock.now()
    session.flush()
    return made


def propose(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    round_: ScoringRound,
    verb: str,
    *,
    seed: int | None = None,
) -> Shortlist:
    """Compute a round's proposal and make it the one that the committee decides on."""
    inputs = scoring_inputs(session, process, criteria_set, round_.number)
    if not any(entry.value is not None for entry in inputs.entries):
        raise Invalid("selection.scoring.nothing_scored")
    report = proposal_report(inputs, seed=secrets.randbelow(2**31) if seed is None else seed)
    now = clock.now()
    round_.report, round_.facts = report, facts_of(session, process, criteria_set, round_, inputs)
    shortlist = queries.shortlist_of(session, process)
    if shortlist is None:
        shortlist = Shortlist(process_id=process.id, proposal=report, proposed_at=now, decisions=[])
        session.add(shortlist)
    else:
        shortlist.proposal, shortlist.proposed_at = report, now
    session.flush()
    audit.record(
        session,
        actor,
        verb,
        shortlist.ref,
        process=process.public_id,
        number=round_.number,
        selected=report["selected"],
        seed=report["seed"],
        inputs=report["inputs_hash"],
    )
    return shortlist


def _lock(session: Session, process: Process, criteria_set: CriteriaSet) -> Shortlist | None:
    """Wait for our turn; the proposal as it is now."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    lock_criteria(session, criteria_set)
    mine = select(Shortlist).where(Shortlist.process_id == process.id)
    return session.scalar(mine.with_for_update().execution_options(populate_existing=True))


def check_undecided(session: Session, shortlist: Shortlist | None) -> None:
    """What a decision rests on stays as it was once it is drawn up to be signed, or published."""
    if shortlist is None:
        return
    if shortlist.decided_at is not None:
        raise Closed("selection.decision.final")
    record = open_record(session, shortlist)
    if record is not None and record.state == RecordState.SIGNING:
        raise Closed("selection.record.being_signed")
