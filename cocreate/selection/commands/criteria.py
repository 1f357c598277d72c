"""The criteria and their weights: set before anybody scores, frozen by the first score."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import queries
from cocreate.selection.defaults import DEFAULT_CRITERIA, SHORTLIST_SIZE
from cocreate.selection.models import CriteriaSet, Criterion
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
    _check({spec.key: spec.weight for spec in criteria}, shortlist_size)
    made = CriteriaSet(
        process_id=process.id,
        shortlist_size=shortlist_size,
        criteria=[
            Criterion(
                key=spec.key,
                title=spec.title,
                description=spec.description,
                questions=list(spec.questions),
                weight=spec.weight,
                position=position,
            )
            for position, spec in enumerate(criteria, start=1)
        ],
    )
    session.add(made)
    session.flush()
    audit.record(
        session, actor, "selection:criteria:start", made.ref, process=process.public_id, weights=_weights(made)
    )
    return made


def set_weights(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    *,
    weights: Mapping[str, int],
    shortlist_size: int,
    version: int,
) -> None:
    """Set the weight of every criterion (by key) and the size of the shortlist."""
    lock_criteria(session, criteria_set)
    _check_editable(criteria_set, version)
    if set(weights) != {criterion.key for criterion in criteria_set.criteria}:
        raise Invalid("selection.criteria.weights_missing")
    _check(weights, shortlist_size)
    for criterion in criteria_set.criteria:
        criterion.weight = weights[criterion.key]
    criteria_set.shortlist_size = shortlist_size
    criteria_set.version += 1  # a change of a criterion alone would not count as a change of the set
    audit.record(
        session,
        actor,
        "selection:criteria:weigh",
        criteria_set.ref,
        process=process.public_id,
        weights=dict(weights),
        shortlist_size=shortlist_size,
    )
    session.flush()


def edit_criterion(
    session: Session,
    actor: Actor,
    process: Process,
    criteria_set: CriteriaSet,
    criterion: Criterion,
    *,
    title: Translated,
    description: Translated,
    version: int,
) -> None:
    """Change a criterion's words."""
    lock_criteria(session, criteria_set)
    _check_editable(criteria_set, version)
    if not any(text.strip() for text in title.values()):
        raise Invalid("selection.criteria.needs_title")
    criterion.title, criterion.description = title, description
    criteria_set.version += 1
    audit.record(session, actor, "selection:criteria:describe", criterion.ref, process=process.public_id)
    session.flush()


def lock_criteria(session: Session, criteria_set: CriteriaSet) -> None:
    """Wait for our turn: no weight is changed while a first score comes in, no score given while scoring closes."""
    mine = select(CriteriaSet).where(CriteriaSet.id == criteria_set.id)
    rows = mine.with_for_update().options(selectinload(CriteriaSet.criteria))
    session.scalars(rows.execution_options(populate_existing=True)).one()  # fetched, as else nothing is populated


def _check_editable(criteria_set: CriteriaSet, version: int) -> None:
    if criteria_set.frozen_at is not None:
        raise Closed("selection.criteria.frozen")
    if criteria_set.version != version:
        raise Conflict("changed_meanwhile")


def _check(weights: Mapping[str, int], shortlist_size: int) -> None:
    if any(weight < 0 for weight in weights.values()) or sum(weights.values()) != ALL_WEIGHTS:
        raise Invalid("selection.criteria.weights_sum", total=sum(weights.values()))
    if not 1 <= shortlist_size <= SHORTLIST_MOST:
        raise Invalid("selection.criteria.size", limit=SHORTLIST_MOST)


def _weights(criteria_set: CriteriaSet) -> dict[str, int]:
    return {criterion.key: criterion.weight for criterion in criteria_set.criteria}
