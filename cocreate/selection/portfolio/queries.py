"""Reads of the portfolio: links, coverage, overlaps and reach as a page needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.db import Translated
from cocreate.process.models import Challenge, Process
from cocreate.process.queries import challenges_of
from cocreate.selection import queries
from cocreate.selection.evidence import Evidence, evidence_of
from cocreate.selection.models import SelectionMove, Sid, SidChallenge
from cocreate.selection.portfolio.rules import Pieces, Suggested, suggest
from cocreate.themes.rules import ThemeState
from cocreate.web.language import translate

if TYPE_CHECKING:
    from cocreate.analysis.choice.portfolio import Coverage, Overlap, Reach


Links = dict[int, dict[int, Suggested]]  # candidate → challenge (keys)


def suggested_links(evidence: Mapping[int, Evidence], challenges: Sequence[Challenge]) -> Links:
    """Suggestions by candidate: a card counts for its group's challenge, a theme for the one it was placed at."""
    return {sid_id: suggest(_by_challenge(found, challenges)) for sid_id, found in evidence.items()}


def _by_challenge(found: Evidence, challenges: Sequence[Challenge]) -> dict[int, Pieces]:
    pieces = {challenge.id: Pieces() for challenge in challenges}
    for line in found.cards:
        if line.group.challenge_id in pieces:
            pieces[line.group.challenge_id] += Pieces(cards=1)
    for theme in found.themes:
        if theme.state == ThemeState.ACCEPTED and theme.challenge_id in pieces:
            pieces[theme.challenge_id] += Pieces(themes=1)
    return pieces


class Basis(StrEnum):
    """What counts as chosen when coverage is looked at."""

    LIST = "list"  # every candidate, as nothing was proposed yet
    PROPOSAL = "proposal"
    DRAFT = "draft"
    DECISION = "decision"


@dataclass(frozen=True)
class Link:
    """How strongly a candidate serves a challenge: what a person said, else what its origins suggest."""

    strength: int
    reason: Translated
    is_confirmed: bool
    suggested: Suggested | None


@dataclass(frozen=True)
class Portfolio:
    """All candidates on the list beside all challenges; links and results go by public ids."""

    sids: list[Sid]
    challenges: list[Challenge]
    links: dict[str, dict[str, Link]]  # candidate → challenge
    evidence: dict[int, Evidence]
    basis: Basis
    chosen: list[str]
    coverage: Coverage
    overlaps: tuple[Overlap, ...]
    reaches: tuple[Reach, ...]
    lives_on: dict[str, list[Sid]]  # challenge → dropped candidates that serve it and are taken up in chosen ones

    def strengths(self, sid: Sid) -> list[int]:
        """One a challenge, in their order."""
        return [self.links[sid.public_id][challenge.public_id].strength for challenge in self.challenges]

    def is_confirmed(self, sid: Sid) -> bool:
        """Whether a person went through this candidate's links."""
        return bool(self.challenges) and all(link.is_confirmed for link in self.links[sid.public_id].values())


def confirmed_links(session: Session, process: Process) -> dict[int, dict[int, SidChallenge]]:
    """What people confirmed: candidate → challenge → link (keys)."""
    found: dict[int, dict[int, SidChallenge]] = {}
    rows = select(SidChallenge).join(Sid, SidChallenge.sid_id == Sid.id).where(Sid.process_id == process.id)
    for row in session.scalars(rows.order_by(SidChallenge.id)):
        found.setdefault(row.sid_id, {})[row.challenge_id] = row
    return found


def links_of(
    session: Session,
    process: Process,
    sids: Sequence[Sid],
    challenges: Sequence[Challenge],
    evidence: Mapping[int, Evidence],
) -> dict[str, dict[str, Link]]:
    """Every candidate with every challenge, confirmed or suggested."""
    confirmed, suggested = confirmed_links(session, process), suggested_links(evidence, challenges)
    return {
        sid.public_id: {
            challenge.public_id: _link(
                confirmed.get(sid.id, {}).get(challenge.id), suggested.get(sid.id, {}).get(challenge.id)
            )
            for challenge in challenges
        }
        for sid in sids
    }


def _link(said: SidChallenge | None, suggested: Suggested | None) -> Link:
    if said is not None:
        return Link(said.strength, said.reason, True, suggested)
    return Link(suggested.strength if suggested else 0, {}, False, suggested)


def portfolio_of(session: Session, process: Process) -> Portfolio:
    """The list as it stands, with what the mathematics says of it."""
    from cocreate.analysis.choice.portfolio import coverage, overlaps, reaches  # brings a library that takes a while

    sids, challenges = queries.candidates(session, process), challenges_of(session, process)
    evidence = evidence_of(session, process, sids)
    links = links_of(session, process, sids, challenges, evidence)
    basis, chosen = chosen_of(session, process, sids)
    strengths = {name: {key: float(link.strength) for key, link in row.items()} for name, row in links.items()}
    keys = [challenge.public_id for challenge in challenges]
    pieces = {sid.public_id: _pieces(evidence[sid.id]) for sid in sids}
    return Portfolio(
        sids=sids,
        challenges=challenges,
        links=links,
        evidence=evidence,
        basis=basis,
        chosen=chosen,
        coverage=coverage(strengths, keys, chosen),
        overlaps=overlaps(pieces, {sid.public_id: _words(sid) for sid in sids}),
        reaches=reaches(strengths, keys, pieces),
        lives_on=_lives_on(session, process, sids, links),
    )


def chosen_of(session: Session, process: Process, sids: Sequence[Sid]) -> tuple[Basis, list[str]]:
    """Which candidates count as chosen now, and by what."""
    live = {sid.id: sid.public_id for sid in sids}
    shortlist = queries.shortlist_of(session, process)
    if shortlist is None:
        return Basis.LIST, list(live.values())
    decisions = queries.decisions_of(session, shortlist)
    if decisions:
        kept = [live[row.sid_id] for row in decisions if row.is_kept and row.sid_id in live]
        return Basis.DRAFT if shortlist.decided_at is None else Basis.DECISION, kept
    return Basis.PROPOSAL, [name for name in shortlist.proposal["selected"] if name in set(live.values())]


def _lives_on(
    session: Session, process: Process, sids: Sequence[Sid], links: Mapping[str, Mapping[str, Link]]
) -> dict[str, list[Sid]]:
    """What the cut would seem to lose, but that others took up."""
    shortlist = queries.shortlist_of(session, process)
    decisions = queries.decisions_of(session, shortlist) if shortlist else []
    taken = {row.sid_id for row in decisions if not row.is_kept and row.taken_up_in}
    found: dict[str, list[Sid]] = {}
    for sid in sids:
        for challenge, link in links[sid.public_id].items():
            if sid.id in taken and link.strength:
                found.setdefault(challenge, []).append(sid)
    return found


def _pieces(found: Evidence) -> list[str]:
    """What a candidate rests on, to compare with others."""
    cards = [f"card {line.card.public_id}" for line in found.cards]
    return cards + [f"theme {theme.public_id}" for theme in found.themes]


def _words(sid: Sid) -> str:
    """Its words in one language, the same for all candidates where they have it."""
    parts = [sid.title, sid.description, *sid.sub_domains]
    return "\n".join(filter(None, (translate(part, "en") for part in parts)))


def moves_of(session: Session, process: Process) -> list[SelectionMove]:
    """Every move, in the order in which they were made, those taken back included."""
    rows = select(SelectionMove).where(SelectionMove.process_id == process.id)
    return list(session.scalars(rows.order_by(SelectionMove.at, SelectionMove.id)))


def find_move(session: Session, process: Process, public_id: str) -> SelectionMove | None:
    """A move of this process."""
    mine = SelectionMove.process_id == process.id, SelectionMove.public_id == public_id
    return session.scalar(select(SelectionMove).where(*mine))
