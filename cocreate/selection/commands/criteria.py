"""The criteria and their weights: set before anybody scores, frozen by the first score; every change is a version."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate import clock
from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.grounds import queries as grounds
from cocreate.selection.grounds.defaults import DEFAULT_CRITERIA, SHORTLIST_SIZE
from cocreate.selection.grounds.rules import Outcome, pooled, snapshot
from cocreate.selection.models import CriteriaSet, CriteriaVersion, Criterion
from cocreate.selection.reports import fingerprint
from cocreate.selection.rules import ALL_WEIGHTS, SHORTLIST_MOST, CriterionSpec


def start_criteria(
    session: Session,
    actor: Actor,
    process: Process,
    criteria: Sequence[CriterionSpec] = DEFAULT_CRITERIA,
    *,
    shortlist_size: int = SHORTLIST_SIZE,
) -> CriteriaSet:
    """Give a process its criteria, those of the method unless told otherwise; asking again gives the same."""
    session.execute(select(Process.id).where(Process.id == process.id).with_for_update())
    known = queries.criteria_of(session, process)
    if known is not None:
        return known
    check_weights({spec.key: spec.weight for spec in criteria}, shortlist_size)
    made = CriteriaSet(process_id=process.id, shortlist_size=shortlist_size, crowd={}, criteria=rows_of(criteria))
    session.add(made)
    session.flush()
    keep_version(session, made)
    audit.record(
        session, actor, "selection:criteria:start", made.ref, process=process.public_id, weights=weights_of(made)
    )
    return made


def rows_of(criteria: Sequence[CriterionSpec]) -> list[Criterion]:
    """Criteria to begin with, in this order."""
    return [
        Criterion(
            key=spec.key,
            title=spec.title,
            description=spec.description,
            questions=list(spec.questions),
            rubric=list(spec.rubric),
            evidence_expected=spec.evidence_expected,
            weight=spec.weight,
            position=position,
        )
        for position, spec in enumerate(criteria, start=1)
    ]


def set_weights(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    *,
    weights: Mapping[str, int],
    shortlist_size: int,
    version: int,
    reason: Translated | None = None,
) -> None:
    """Set the weight of every criterion (by key) and the size of the shortlist.

    Weights that are not those which the members gave together need a reason.
    """
    begin_change(session, criteria_set, version)
    if set(weights) != {criterion.key for criterion in criteria_set.criteria}:
        raise Invalid("selection.criteria.weights_missing")
    check_weights(weights, shortlist_size)
    _settle(session, criteria_set, weights, reason or {})
    for criterion in criteria_set.criteria:
        criterion.weight = weights[criterion.key]
    criteria_set.shortlist_size = shortlist_size
    said = {"weights": dict(weights), "shortlist_size": shortlist_size}
    end_change(session, actor, process, criteria_set, "selection:criteria:weigh", **said)


def _settle(session: Session, criteria_set: CriteriaSet, weights: Mapping[str, int], reason: Translated) -> None:
    """Write down whether the members' weights were taken over; other ones say why."""
    found = pooled(grounds.member_weights(session, criteria_set), [each.key for each in criteria_set.criteria])
    weighing = grounds.weighing_of(session, criteria_set)
    if found is None or weighing is None:
        return
    is_theirs = found == weights
    if not is_theirs and not any(text.strip() for text in reason.values()):
        raise Invalid("selection.weighing.needs_reason")
    weighing.outcome = Outcome.POOLED.value if is_theirs else Outcome.OTHER.value
    weighing.reason = {} if is_theirs else reason


def lock_criteria(session: Session, criteria_set: CriteriaSet) -> None:
    """Wait for our turn: no weight is changed while a first score comes in, no score given while scoring closes."""
    mine = select(CriteriaSet).where(CriteriaSet.id == criteria_set.id)
    rows = mine.with_for_update().options(selectinload(CriteriaSet.criteria))
    session.scalars(rows.execution_options(populate_existing=True)).one()  # fetched, as else nothing is populated


def begin_change(session: Session, criteria_set: CriteriaSet, version: int) -> None:
    """Wait for our turn, refuse when a score was given or the page is old, and keep what there is."""
    lock_criteria(session, criteria_set)
    if criteria_set.frozen_at is not None:
        raise Closed("selection.criteria.frozen")
    if criteria_set.version != version:
        raise Conflict("changed_meanwhile")
    weighing = grounds.weighing_of(session, criteria_set)
    if weighing is not None and weighing.closed_at is None:
        raise Conflict("selection.weighing.is_open")
    keep_version(session, criteria_set)


def end_change(
    session: Session, actor: Actor, process: Process, criteria_set: CriteriaSet, verb: str, **said: Any
) -> None:
    """Keep what there is now as a version, and say so in the trail."""
    criteria_set.version += 1  # a change of a criterion alone would not count as a change of the set
    session.flush()
    made = keep_version(session, criteria_set)
    audit.record(session, actor, verb, criteria_set.ref, process=process.public_id, number=made.number, **said)
    session.flush()


def keep_version(session: Session, criteria_set: CriteriaSet) -> CriteriaVersion:
    """The version that says what the criteria say now, made unless it is the latest."""
    said = snapshot(criteria_set)
    latest, seal = grounds.latest_version(session, criteria_set), fingerprint(said)
    if latest is not None and latest.hash == seal:
        return latest
    number = latest.number + 1 if latest is not None else 1
    made = CriteriaVersion(criteria_set_id=criteria_set.id, number=number, at=clock.now(), said=said, hash=seal)
    session.add(made)
    session.flush()
    return made


def check_weights(weights: Mapping[str, int], shortlist_size: int) -> None:
    """They make 100, and there is room on the shortlist."""
    if any(weight < 0 for weight in weights.values()) or sum(weights.values()) != ALL_WEIGHTS:
        raise Invalid("selection.criteria.weights_sum", total=sum(weights.values()))
    if not 1 <= shortlist_size <= SHORTLIST_MOST:
        raise Invalid("selection.criteria.size", limit=SHORTLIST_MOST)


def weights_of(criteria_set: CriteriaSet) -> dict[str, int]:
    """The weights by criterion key."""
    return {criterion.key: criterion.weight for criterion in criteria_set.criteria}
