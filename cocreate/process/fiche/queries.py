"""Reads of the fiche, named for what a screen needs."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from cocreate.core.db import Translated
from cocreate.process.evidence.models import Evidence
from cocreate.process.evidence.queries import is_public
from cocreate.process.fiche.commands import links_of
from cocreate.process.fiche.models import EvidenceUse
from cocreate.process.matrix.models import MatrixCell
from cocreate.process.matrix.queries import cells_behind
from cocreate.process.models import Challenge
from cocreate.process.rules import ChallengeState


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
