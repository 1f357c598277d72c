"""Join rows that stand for one organisation, part them again, and remember which are two."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from cocreate import clock
from cocreate.analysis.names import Likeness, pairs
from cocreate.core import audit
from cocreate.core.permissions import Actor
from cocreate.core.provenance import Relation, link, unlink
from cocreate.ecosystem.models import ActorJoin, DistinctActors, EcosystemActor
from cocreate.ecosystem.queries import register_names
from cocreate.errors import Invalid, NotFound
from cocreate.process.models import Process


@dataclass(frozen=True)
class Twins:
    """Two rows that may stand for one organisation, and why the machine thinks so."""

    first: EcosystemActor
    second: EcosystemActor
    likeness: Likeness


def suggested_joins(session: Session, process: Process) -> list[Twins]:
    """Pairs of rows whose names are alike, the surest first, without those that people found to be two."""
    rows, names = register_names(session, process)
    apart = {
        (one.first_id, one.second_id)
        for one in session.scalars(select(DistinctActors).where(DistinctActors.first_id.in_(rows)))
    }
    found = (pair for pair in pairs(names) if (pair.first, pair.second) not in apart)
    return [Twins(rows[pair.first], rows[pair.second], pair.likeness) for pair in found]


def join_actors(
    session: Session,
    actor: Actor,
    process: Process,
    *,
    kept: EcosystemActor,
    joined: EcosystemActor,
    reasons: Iterable[str] = (),
) -> ActorJoin | None:
    """Take two rows for one organisation. The joined one keeps all it has, and is shown as part of the kept one."""
    if joined.joined_into_id == kept.id:
        return None  # the same click twice
    if kept.id == joined.id or kept.joined_into_id is not None or joined.joined_into_id is not None:
        raise Invalid("ecosystem.join")
    followers = list(session.scalars(select(EcosystemActor).where(EcosystemActor.joined_into_id == joined.id)))
    for row in (joined, *followers):
        row.joined_into_id = kept.id
    made = ActorJoin(
        kept=kept,
        joined=joined,
        followers=[row.public_id for row in followers],
        reasons=list(reasons),
        joined_at=clock.now(),
    )
    session.add(made)
    session.flush()
    link(
        session,
        actor,
        source=joined.ref,
        target=kept.ref,
        relation=Relation.MERGED_FROM,
        process=process.public_id,
    )
    audit.record(session, actor, "ecosystem:actors:join", kept.ref, process=process.public_id, joined=joined.public_id)
    return made


def part_actors(session: Session, actor: Actor, process: Process, join: ActorJoin) -> None:
    """Take a join back: both rows stand for themselves again, with what had been joined into either before."""
    if join.undone_at is not None:
        return
    kept, joined = join.kept, join.joined
    joined.joined_into_id = None
    session.flush()
    # The kept row may have been joined into a third one since, which its followers then point to.
    stands_for_kept = kept.joined_into_id or kept.id
    mine = select(EcosystemActor).where(
        EcosystemActor.public_id.in_(join.followers), EcosystemActor.joined_into_id == stands_for_kept
    )
    for row in session.scalars(mine):
        row.joined_into_id = joined.id
    join.undone_at = clock.now()
    session.flush()
    unlink(session, source=joined.ref, target=kept.ref, relation=Relation.MERGED_FROM)
    audit.record(session, actor, "ecosystem:actors:part", kept.ref, process=process.public_id, joined=joined.public_id)


def keep_apart(session: Session, actor: Actor, process: Process, first: EcosystemActor, second: EcosystemActor) -> None:
    """These are two organisations: do not suggest to join them again."""
    low, high = sorted((first.id, second.id))
    if low == high:
        raise Invalid("ecosystem.join")
    known = select(DistinctActors).where(DistinctActors.first_id == low, DistinctActors.second_id == high)
    if session.scalar(known) is None:
        session.add(DistinctActors(first_id=low, second_id=high))
        session.flush()
        audit.record(
            session, actor, "ecosystem:actors:distinguish", first.ref, process=process.public_id, other=second.public_id
        )


def joins_of(session: Session, process: Process) -> list[ActorJoin]:
    """The joins that hold, the latest first."""
    query = (
        select(ActorJoin)
        .join(EcosystemActor, ActorJoin.kept_id == EcosystemActor.id)
        .where(EcosystemActor.process_id == process.id, ActorJoin.undone_at.is_(None))
        .options(joinedload(ActorJoin.kept), joinedload(ActorJoin.joined))
        .order_by(ActorJoin.id.desc())
    )
    return list(session.scalars(query))


def find_join(session: Session, process: Process, public_id: str) -> ActorJoin:
    """The join of an address, of this process only."""
    found = session.scalar(
        select(ActorJoin)
        .join(EcosystemActor, ActorJoin.kept_id == EcosystemActor.id)
        .where(EcosystemActor.process_id == process.id, ActorJoin.public_id == public_id)
    )
    if found is None:
        raise NotFound()
    return found
