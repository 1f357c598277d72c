"""What the public reads of the scoring: its rounds, what moved between them, and conflicts of interest as settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.orm import Session

from cocreate.process.models import Process
from cocreate.selection.models import CriteriaSet
from cocreate.selection.sheets import queries as sheets
from cocreate.selection.sheets.compare import Moved, moved
from cocreate.selection.sheets.models import ConflictOfInterest, ScoringRound
from cocreate.selection.sheets.rules import ConflictRule


@dataclass(frozen=True)
class ToldScoring:
    """Rounds that are closed; steps between them; conflicts, if the record is to say whose they were."""

    rounds: Sequence[ScoringRound]
    steps: Sequence[tuple[ScoringRound, ScoringRound, list[Moved]]]
    conflicts: Sequence[ConflictOfInterest]


def told_scoring(session: Session, process: Process, criteria_set: CriteriaSet) -> ToldScoring:
    """For the page of a published decision."""
    closed = sheets.rounds_closed(session, criteria_set)
    says_names = criteria_set.conflict_rule == ConflictRule.NAMES
    return ToldScoring(
        rounds=closed,
        steps=[(before, after, moved(before.report, after.report)) for before, after in pairwise(closed)],
        conflicts=sheets.conflicts_listed(session, process) if says_names else [],
    )
