"""What a proposal is computed from: the committee's marks on the criteria, with numbers in the place of names."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from cocreate.analysis.choice.criteria import Criterion, ScoreEntry
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.grounds.queries import crowd_of, latest_version, member_weights
from cocreate.selection.models import CriteriaSet
from cocreate.selection.reports import ScoringInputs
from cocreate.selection.sheets.queries import counted_scores, numbered


def scoring_inputs(
    session: Session,
    process: Process,
    criteria_set: CriteriaSet,
    round_number: int | None = None,
    among: Sequence[str] | None = None,
) -> ScoringInputs:
    """Everything that counts in a round (by default the one closed last), in an order that says nothing about when or
    by whom it was given. `among` names the candidates, also those that are not on the list any more; by default all
    that are.

    Assessors are numbered: what is stored is published, and says nothing about who gave which mark. A criterion that
    participants' rankings mark is marked by nobody else. Raises Conflict while their ranking is open.
    """
    crowd = crowd_of(session, criteria_set)
    version = latest_version(session, criteria_set)
    known = {sid.public_id: sid for sid in queries.candidates(session, process, with_withdrawn=among is not None)}
    sids = list(known.values()) if among is None else [known[name] for name in among if name in known]
    keys = {sid.id: sid.public_id for sid in sids}
    names = {criterion.id: criterion.key for criterion in criteria_set.judged}
    scores = counted_scores(session, process, criteria_set, round_number, sids)
    members = numbered([row.member_id for row in scores])
    entries = [
        ScoreEntry(keys[row.sid_id], names[row.criterion_id], members[row.member_id], row.value) for row in scores
    ]
    return ScoringInputs(
        candidates=tuple(keys.values()),
        criteria=tuple(Criterion(criterion.key, criterion.weight) for criterion in criteria_set.criteria),
        entries=tuple(sorted(entries, key=lambda entry: (entry.candidate, entry.criterion, entry.assessor))),
        size=criteria_set.shortlist_size,
        members=tuple(member_weights(session, criteria_set)),
        crowd=crowd and replace(crowd, ballots=tuple(sorted(crowd.ballots, key=str))),
        criteria_number=version.number if version is not None else 0,
        criteria_hash=version.hash if version is not None else "",
    )
