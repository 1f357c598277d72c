"""What the committee has on its sheet: kept as a draft, and checked before it becomes a record."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cocreate.analysis.choice.criteria import Verdict
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.models import Decision, Shortlist, Sid
from cocreate.selection.record import queries as records
from cocreate.selection.record.rules import RecordState, as_data, lacking_reasons
from cocreate.selection.rules import Choice, problems_of


class DecisionRefused(Invalid):
    """The decision is not complete; `problems` has a code per candidate, "" for the whole."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("selection.decision.incomplete")
        self.problems = dict(problems)


def save_draft(
    session: Session, actor: Actor, process: Process, shortlist: Shortlist, choices: Sequence[Choice], *, version: int
) -> None:
    """Keep what the committee has so far, complete or not; nobody else sees it."""
    lock_shortlist(session, shortlist)
    check_open(session, shortlist, version)
    keep_choices(session, process, shortlist, choices)
    audit.record(session, actor, "selection:decision:draft", shortlist.ref, process=process.public_id)
    session.flush()


def problems_before_signing(
    session: Session, process: Process, shortlist: Shortlist, choices: Sequence[Choice]
) -> dict[str, str]:
    """What a decision still lacks: a code per candidate, "" for the whole. Every difference asks for its reason."""
    found = problems_of(choices, queries.verdicts_of(session, process, shortlist))
    three = records.three_orders(session, process, shortlist)
    return {**lacking_reasons(choices, three.asked, three.size), **found}


def lock_shortlist(session: Session, shortlist: Shortlist) -> None:
    """Wait for our turn and see what is true now."""
    rows = select(Shortlist).where(Shortlist.id == shortlist.id).with_for_update()
    session.scalars(rows.execution_options(populate_existing=True)).one()  # fetched, as else nothing is populated


def check_open(session: Session, shortlist: Shortlist, version: int) -> None:
    """Refuse once a record was drawn up or published, unless an amendment is being prepared; and an old page."""
    record = records.open_record(session, shortlist)
    if record is not None and record.state == RecordState.SIGNING:
        raise Closed("selection.record.being_signed")
    if shortlist.decided_at is not None and record is None:
        raise Closed("selection.decision.final")
    if shortlist.version != version:
        raise Conflict("changed_meanwhile")


def keep_choices(session: Session, process: Process, shortlist: Shortlist, choices: Sequence[Choice]) -> None:
    """Where drafts are kept: of the first decision as rows, of an amendment beside the decision that still holds."""
    if {choice.sid for choice in choices} - set(queries.verdicts_of(session, process, shortlist)):
        raise DecisionRefused({"": "selection.decision.unknown_candidate"})
    amendment = records.open_record(session, shortlist)
    if amendment is None:
        store_choices(session, process, shortlist, choices)
    else:
        amendment.choices = [as_data(choice) for choice in choices]
        shortlist.version += 1
        session.flush()


def in_order(choices: Sequence[Choice]) -> list[Choice]:
    """Kept candidates first; those without a place stand behind the others, in the order of the sheet."""
    kept = sorted(
        (choice for choice in choices if choice.is_kept), key=lambda choice: choice.position or len(choices) + 1
    )
    dropped = [choice for choice in choices if not choice.is_kept]
    return [
        *(replace(choice, position=place) for place, choice in enumerate(kept, start=1)),
        *(replace(choice, position=0, is_transversal=False) for choice in dropped),
    ]


def store_choices(
    session: Session, process: Process, shortlist: Shortlist, choices: Sequence[Choice]
) -> list[Decision]:
    """The choices as rows; a candidate keeps its row, to which the chain of evidence may lead already."""
    verdicts = queries.verdicts_of(session, process, shortlist)
    sids = {sid.public_id: sid for sid in session.scalars(select(Sid).where(Sid.public_id.in_(list(verdicts))))}
    known = {row.sid_id: row for row in queries.decisions_of(session, shortlist)}
    decisions = []
    for choice in choices:
        row = known.pop(sids[choice.sid].id, None)
        if row is None:
            row = Decision(shortlist_id=shortlist.id, sid=sids[choice.sid])
            session.add(row)
        row.is_kept, row.was_proposed = choice.is_kept, verdicts[choice.sid] == Verdict.IN
        row.reason, row.final_title = choice.reason, choice.final_title
        row.is_transversal, row.taken_up_in = choice.is_transversal, list(choice.taken_up_in)
        row.position, row.note = choice.position, choice.note
        decisions.append(row)
    session.execute(delete(Decision).where(Decision.id.in_([row.id for row in known.values()])))
    shortlist.version += 1  # drafts are rows of their own: without this two people would overwrite each other
    session.flush()
    return decisions
