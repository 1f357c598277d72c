"""What is kept of a round when it closes, beside its proposal: sheets, marks withheld, and how sure members were."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from cocreate.analysis.choice.confidence import confidence_checks
from cocreate.analysis.choice.crowd import with_crowd
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.models import CriteriaSet, Score
from cocreate.selection.reports import ScoringInputs
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.models import ScoringRound
from cocreate.selection.sheets.rules import Confidence


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
