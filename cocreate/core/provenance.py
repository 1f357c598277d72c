"""The chain of evidence: answer → theme → card → SID → action, written by whatever creates one thing from another."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint, delete, select, tuple_
from sqlalchemy.orm import Mapped, Session, mapped_column

from cocreate import clock
from cocreate.core.db import Base
from cocreate.core.permissions import Actor

Ref = tuple[str, str]  # (type, public id), for example ("card", "k3v9…")


class Relation(StrEnum):
    """How the later thing came from the earlier one."""

    FOUND_IN = "found_in"  # a theme was found in an answer
    MERGED_FROM = "merged_from"
    SPLIT_FROM = "split_from"
    CITES = "cites"  # a card cites a theme
    PROMOTED_FROM = "promoted_from"  # a candidate SID was a card
    DECIDED_ON = "decided_on"  # a decision kept or dropped a SID
    SERVES = "serves"  # an action serves a SID
    COPIED_FROM = "copied_from"
    PLACED_BY = "placed_by"  # a seat got its group from a proposal
    AMENDED_BY = "amended_by"  # a decision was amended by a later one


class ProvenanceLink(Base):
    """One step of the chain: `target` came from `source`."""

    __tablename__ = "provenance_link"
    __table_args__ = (
        UniqueConstraint("source_type", "source_id", "target_type", "target_id", "relation"),
        Index("ix_provenance_link_target", "target_type", "target_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    process: Mapped[str] = mapped_column(String(16), index=True)
    source_type: Mapped[str] = mapped_column(String(24))
    source_id: Mapped[str] = mapped_column(String(40))
    target_type: Mapped[str] = mapped_column(String(24))
    target_id: Mapped[str] = mapped_column(String(40))
    relation: Mapped[str] = mapped_column(String(24))
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(40), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime]

    @property
    def source(self) -> Ref:
        """The earlier thing."""
        return (self.source_type, self.source_id)

    @property
    def target(self) -> Ref:
        """The later thing."""
        return (self.target_type, self.target_id)


def link(
    session: Session, actor: Actor, *, source: Ref, target: Ref, relation: Relation, process: str, reason: str = ""
) -> None:
    """Record that `target` came from `source`; the same step twice is recorded once."""
    known = session.scalar(
        select(ProvenanceLink.id).where(
            ProvenanceLink.source_type == source[0],
            ProvenanceLink.source_id == source[1],
            ProvenanceLink.target_type == target[0],
            ProvenanceLink.target_id == target[1],
            ProvenanceLink.relation == relation.value,
        )
    )
    if known is None:
        session.add(_step(actor, source, target, relation, process, reason))
        session.flush()


def unlink(session: Session, *, source: Ref, target: Ref, relation: Relation) -> None:
    """Take a step back that does not hold any more; the audit trail says that it once did."""
    session.execute(
        delete(ProvenanceLink).where(
            ProvenanceLink.source_type == source[0],
            ProvenanceLink.source_id == source[1],
            ProvenanceLink.target_type == target[0],
            ProvenanceLink.target_id == target[1],
            ProvenanceLink.relation == relation.value,
        )
    )


def link_many(
    session: Session, actor: Actor, *, steps: list[tuple[Ref, Ref]], relation: Relation, process: str, reason: str = ""
) -> None:
    """Record many new (source, target) steps at once; the caller knows that none is recorded yet."""
    session.add_all([_step(actor, source, target, relation, process, reason) for source, target in steps])
    session.flush()


def _step(actor: Actor, source: Ref, target: Ref, relation: Relation, process: str, reason: str) -> ProvenanceLink:
    return ProvenanceLink(
        process=process,
        source_type=source[0],
        source_id=source[1],
        target_type=target[0],
        target_id=target[1],
        relation=relation.value,
        actor_kind=actor.kind.value,
        actor=actor.ref,
        reason=reason[:500],
        at=clock.now(),
    )


def origins(session: Session, *refs: Ref) -> list[ProvenanceLink]:
    """The steps that led directly to these things."""
    key = tuple_(ProvenanceLink.target_type, ProvenanceLink.target_id)
    return list(session.scalars(select(ProvenanceLink).where(key.in_(refs)).order_by(ProvenanceLink.id)))


def outcomes(session: Session, *refs: Ref) -> list[ProvenanceLink]:
    """The steps that came directly from these things."""
    key = tuple_(ProvenanceLink.source_type, ProvenanceLink.source_id)
    return list(session.scalars(select(ProvenanceLink).where(key.in_(refs)).order_by(ProvenanceLink.id)))


@dataclass(frozen=True)
class Walk:
    """Everything reached from a start: the refs in order of distance, and the steps between them."""

    refs: tuple[Ref, ...]
    links: tuple[ProvenanceLink, ...]

    def of_type(self, ref_type: str) -> tuple[str, ...]:
        """Public ids of one type, nearest first."""
        return tuple(ref[1] for ref in self.refs if ref[0] == ref_type)


def walk_back(session: Session, *start: Ref) -> Walk:
    """From a thing to all it came from: SID → cards → themes → answers."""
    return _walk(session, start, back=True)


def walk_forward(session: Session, *start: Ref) -> Walk:
    """From a thing to all that came of it: answer → themes → cards → SIDs."""
    return _walk(session, start, back=False)


def _walk(session: Session, start: tuple[Ref, ...], *, back: bool) -> Walk:
    seen: dict[Ref, None] = {}
    steps: list[ProvenanceLink] = []
    frontier: deque[Ref] = deque(start)
    while frontier:
        # SQLite allows some 30,000 parameters in one statement; 400 pairs at a time stay far below on every database.
        batch = [frontier.popleft() for _ in range(min(400, len(frontier)))]
        for step in (origins if back else outcomes)(session, *batch):
            reached = step.source if back else step.target
            steps.append(step)
            if reached not in seen and reached not in start:
                seen[reached] = None
                frontier.append(reached)
    return Walk(tuple(seen), tuple(steps))
