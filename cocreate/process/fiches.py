"""The fiche of a challenge: what it says, what it rests on, and what it hangs together with."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, selectinload

from cocreate.core import audit
from cocreate.core.db import Translated
from cocreate.core.permissions import Actor
from cocreate.errors import Invalid
from cocreate.process.evidence.queries import is_public
from cocreate.process.evidence.rules import TAGS
from cocreate.process.matrix import cells_behind
from cocreate.process.models import Challenge, ChallengeLink, Evidence, EvidenceUse, MatrixCell, Process
from cocreate.process.rules import ChallengeState
from cocreate.process.versions import keep_version


def rest_on(
    session: Session, actor: Actor, process: Process, challenge: Challenge, evidence: Evidence, *, reason: Translated
) -> EvidenceUse:
    """Say that a challenge rests on a piece of evidence; said again, the reason is replaced."""
    mine = EvidenceUse.challenge_id == challenge.id
    use = session.scalar(select(EvidenceUse).where(mine, EvidenceUse.evidence_id == evidence.id))
    if use is None:
        use = EvidenceUse(challenge_id=challenge.id, evidence=evidence)
        session.add(use)
    use.reason = reason
    session.flush()
    audit.record(
        session,
        actor,
        "process:challenge:rest",
        challenge.ref,
        process=process.public_id,
        evidence=evidence.public_id,
    )
    keep_version(session, actor, challenge)
    return use


def rest_no_more(session: Session, actor: Actor, process: Process, challenge: Challenge, evidence: Evidence) -> None:
    """Take a piece of evidence off a challenge; it stays in the library."""
    session.execute(
        delete(EvidenceUse).where(EvidenceUse.challenge_id == challenge.id, EvidenceUse.evidence_id == evidence.id)
    )
    audit.record(
        session,
        actor,
        "process:challenge:rest_no_more",
        challenge.ref,
        process=process.public_id,
        evidence=evidence.public_id,
    )
    keep_version(session, actor, challenge)


def link_challenges(
    session: Session, actor: Actor, process: Process, challenge: Challenge, other: Challenge, *, reason: Translated
) -> ChallengeLink:
    """Say that two challenges hang together, and why; said again, the reason is replaced."""
    if challenge.id == other.id:
        raise Invalid("fiche.link.itself")
    if not reason:
        raise Invalid("fiche.link.reason")
    first, second = sorted((challenge, other), key=lambda row: row.id)
    link = session.scalar(
        select(ChallengeLink).where(ChallengeLink.one_id == first.id, ChallengeLink.other_id == second.id)
    )
    if link is None:
        link = ChallengeLink(one=first, other=second)
        session.add(link)
    link.reason = reason
    session.flush()
    audit.record(session, actor, "process:challenge:link", link.ref, process=process.public_id)
    for row in (first, second):
        keep_version(session, actor, row)
    return link


def unlink_challenges(session: Session, actor: Actor, process: Process, challenge: Challenge, public_id: str) -> None:
    """Take a link of a challenge away; one that is gone already is no mistake."""
    for link in links_of(session, challenge):
        if link.public_id == public_id:
            session.delete(link)
            audit.record(session, actor, "process:challenge:unlink", link.ref, process=process.public_id)
            session.flush()
            for row in (link.one, link.other):
                keep_version(session, actor, row)


def tag_challenge(session: Session, actor: Actor, process: Process, challenge: Challenge, tags: Iterable[str]) -> None:
    """Say which goals and policies a challenge is about."""
    wanted = set(tags)
    challenge.tags = [tag for tag in TAGS if tag in wanted]
    audit.record(session, actor, "process:challenge:tag", challenge.ref, process=process.public_id)
    keep_version(session, actor, challenge)


def links_of(session: Session, challenge: Challenge) -> list[ChallengeLink]:
    """The links of a challenge, on whichever side it stands."""
    here = (ChallengeLink.one_id == challenge.id) | (ChallengeLink.other_id == challenge.id)
    return list(session.scalars(select(ChallengeLink).where(here).order_by(ChallengeLink.id)))


@dataclass(frozen=True)
class LinkTold:
    """A challenge that hangs together with another, and why."""

    public_id: str
    other: Challenge
    reason: Translated


@dataclass(frozen=True)
class Fiche:
    """All about one challenge."""

    challenge: Challenge
    uses: list[EvidenceUse]
    links: list[LinkTold]
    cells: list[MatrixCell]


def fiche_of(session: Session, challenge: Challenge, *, is_inside: bool) -> Fiche:
    """The fiche as insiders see it, or without what is not public yet."""
    mine = select(EvidenceUse).where(EvidenceUse.challenge_id == challenge.id).order_by(EvidenceUse.id)
    whole = selectinload(EvidenceUse.evidence)
    uses = session.scalars(
        mine.options(whole.selectinload(Evidence.series), whole.selectinload(Evidence.interview))
    ).all()
    links = [
        LinkTold(link.public_id, link.other if link.one_id == challenge.id else link.one, link.reason)
        for link in links_of(session, challenge)
    ]
    return Fiche(
        challenge=challenge,
        uses=[use for use in uses if is_inside or is_public(use.evidence)],
        links=[link for link in links if is_inside or link.other.state == ChallengeState.LISTED],
        cells=cells_behind(session, challenge),
    )
