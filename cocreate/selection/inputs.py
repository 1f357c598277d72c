"""What a proposal is computed from, and whether a stored one comes out the same to the last digit."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from cocreate.analysis.choice.criteria import Criterion, ScoreEntry
from cocreate.errors import NotFound
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.grounds.queries import crowd_of, latest_version, member_weights
from cocreate.selection.models import CriteriaSet, Shortlist
from cocreate.selection.reports import ScoringInputs, fingerprint, proposal_report
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


SHOWN_MOST = 20  # differences that a page lists
MADE_BY = "versions"  # differs when another version computes, and says nothing about the figures


@dataclass(frozen=True)
class Difference:
    """Where two reports part, and what each says there; None for nothing."""

    where: str
    stored: Any
    now: Any


@dataclass(frozen=True)
class Compared:
    """Two reports side by side, figure by figure."""

    figures: int
    same: int
    differences: tuple[Difference, ...]
    stored_hash: str
    hash_now: str
    versions_now: dict[str, str]
    seconds: float

    @property
    def is_same(self) -> bool:
        """Every figure is equal."""
        return self.figures == self.same


def compute_again(session: Session, process: Process, shortlist: Shortlist) -> Compared:
    """From the marks that are in the tables now, of the candidates of then, with the stored seed."""
    criteria_set = queries.criteria_of(session, process)
    if criteria_set is None:
        raise NotFound()
    begun = time.perf_counter()
    inputs = scoring_inputs(session, process, criteria_set, among=shortlist.proposal["candidates"])
    now = proposal_report(inputs, seed=shortlist.proposal["seed"])
    return compare(shortlist.proposal, now, time.perf_counter() - begun)


def compare(stored: Mapping[str, Any], now: Mapping[str, Any], seconds: float = 0.0) -> Compared:
    """Leaf by leaf, each as it is written in JSON. What only the newer report says is no difference."""
    first, second = (
        json.loads(json.dumps({key: value for key, value in each.items() if key != MADE_BY})) for each in (stored, now)
    )
    known, found = dict(_leaves(first)), dict(_leaves(second))
    differences = [Difference(key, value, found.get(key)) for key, value in known.items() if found.get(key) != value]
    return Compared(
        figures=len(known),
        same=len(known) - len(differences),
        differences=tuple(differences[:SHOWN_MOST]),
        stored_hash=fingerprint(first),
        hash_now=fingerprint({key: second[key] for key in first if key in second}),
        versions_now=dict(now[MADE_BY]),
        seconds=seconds,
    )


def _leaves(told: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every value with its path; an empty list or object is a value too."""
    steps = told.items() if isinstance(told, Mapping) else enumerate(told) if isinstance(told, list) else ()
    if not steps or not told:
        yield where, told
    for key, value in steps:
        yield from _leaves(value, f"{where}.{key}" if where else str(key))
