"""The committee decides: what it keeps, drops and renames, with a written reason wherever it leaves the proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.analysis.choice.criteria import Verdict
from cocreate.core import audit, events, provenance
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.events import DecisionPublished
from cocreate.selection.models import Decision, Shortlist, Sid
from cocreate.selection.reports import fingerprint
from cocreate.selection.rules import Choice, needs_reason, problems_of
from cocreate.selection.sheets import queries as sheets


class DecisionRefused(Invalid):
    """The decision is not complete; `problems` has a code per candidate, "" for the whole."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("selection.decision.incomplete")
        self.problems = dict(problems)


def save_draft(
    session: Session, actor: Actor, process: Process, shortlist: Shortlist, choices: Sequence[Choice], *, version: int
) -> None:
    """Keep what the committee has so far, complete or not; nobody else sees it."""
    _lock(session, shortlist)
    _check_open(shortlist, version)
    _store(session, shortlist, choices)
    audit.record(session, actor, "selection:decision:draft", shortlist.ref, process=process.public_id)
    session.flush()


def decide(
    session: Session, actor: Actor, process: Process, shortlist: Shortlist, choices: Sequence[Choice], *, version: int
) -> list[Decision]:
    """Publish the decision, once and for all. The very same decision sent twice is published once."""
    ordered = _in_order(choices)
    sealed = fingerprint([asdict(choice) for choice in ordered])
    _lock(session, shortlist)
    if shortlist.decided_at is not None and shortlist.decision_hash == sealed:
        return list(queries.decisions_of(session, shortlist))
    _check_open(shortlist, version)
    if sheets.open_round(session, process) is not None:
        raise Conflict("selection.decision.scoring_open")
    verdicts = shortlist.proposal["verdicts"]
    problems = problems_of(choices, verdicts)
    if problems:
        raise DecisionRefused(problems)
    decisions = _store(session, shortlist, ordered)
    shortlist.decided_at, shortlist.decision_hash = clock.now(), sealed
    _link(session, actor, process, decisions)
    audit.record(
        session,
        actor,
        "selection:decision:publish",
        shortlist.ref,
        process=process.public_id,
        kept=[choice.sid for choice in ordered if choice.is_kept],
        differences=[choice.sid for choice in ordered if needs_reason(verdicts[choice.sid], choice.is_kept)],
        hash=sealed,
    )
    events.announce(session, DecisionPublished(process.public_id, shortlist.public_id))
    session.flush()
    return decisions


def _in_order(choices: Sequence[Choice]) -> list[Choice]:
    """Kept candidates first; those without a place stand behind the others, in the order of the sheet."""
    kept = sorted(
        (choice for choice in choices if choice.is_kept), key=lambda choice: choice.position or len(choices) + 1
    )
    dropped = [choice for choice in choices if not choice.is_kept]
    return [
        *(replace(choice, position=place) for place, choice in enumerate(kept, start=1)),
        *(replace(choice, position=0, is_transversal=False) for choice in dropped),
    ]


def _lock(session: Session, shortlist: Shortlist) -> None:
    rows = select(Shortlist).where(Shortlist.id == shortlist.id).with_for_update()
    session.scalars(rows.execution_options(populate_existing=True)).one()  # fetched, as else nothing is populated


def _check_open(shortlist: Shortlist, version: int) -> None:
    if shortlist.decided_at is not None:
        raise Closed("selection.decision.final")
    if shortlist.version != version:
        raise Conflict("changed_meanwhile")


def _store(session: Session, shortlist: Shortlist, choices: Sequence[Choice]) -> list[Decision]:
    """The choices as rows, in place of what was there before."""
    verdicts = shortlist.proposal["verdicts"]
    if {choice.sid for choice in choices} - set(verdicts):
        raise DecisionRefused({"": "selection.decision.unknown_candidate"})
    session.execute(delete(Decision).where(Decision.shortlist_id == shortlist.id))
    sids = {sid.public_id: sid for sid in session.scalars(select(Sid).where(Sid.public_id.in_(list(verdicts))))}
    decisions = [
        Decision(
            shortlist_id=shortlist.id,
            sid=sids[choice.sid],
            is_kept=choice.is_kept,
            was_proposed=verdicts[choice.sid] == Verdict.IN,
            reason=choice.reason,
            final_title=choice.final_title,
            is_transversal=choice.is_transversal,
            taken_up_in=list(choice.taken_up_in),
            position=choice.position,
            note=choice.note,
        )
        for choice in choices
    ]
    session.add_all(decisions)
    shortlist.version += 1  # drafts are rows of their own: without this two people would overwrite each other
    session.flush()
    return decisions


def _link(session: Session, actor: Actor, process: Process, decisions: Sequence[Decision]) -> None:
    """Every candidate leads to its decision; one that lives on in another leads there too."""
    steps = [(decision.sid.ref, decision.ref) for decision in decisions]
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
