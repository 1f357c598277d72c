"""The selection: cards become candidates, participants rank them, the committee scores and decides with reasons."""

import random
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import User
from cocreate.analysis.choice.criteria import Verdict
from cocreate.camp.models import Camp, Card, Seat
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.demo.content import largest_remainder
from cocreate.demo.load import scoring, weighing
from cocreate.demo.load.camping import cards_of
from cocreate.demo.story import CampCard, Candidate, DemoContent
from cocreate.process.models import Process
from cocreate.selection import commands
from cocreate.selection.grounds.defaults import EVIDENCE, RUBRICS
from cocreate.selection.models import RankingRound, Shortlist, Sid
from cocreate.selection.rankings.terms import Terms
from cocreate.selection.rules import CandidateKind, Choice, CriterionSpec, Order

MOST_CARDS = 3  # from which one candidate is made
# A quarter for each of the four families, citizens and associations sharing one; shown as a check of the rankings.
SHARES = {"business": 25, "research": 25, "public_sector": 25, "civil_society": 10, "citizen": 15}
# Topics by which an element on a board speaks of a candidate.
TOPICS: Mapping[str, tuple[str, ...]] = {
    "ll-buildings": ("housing", "climate", "biodiversity"),
    "ll-energy": ("energy",),
    "ll-circular": ("waste", "economy"),
    "ll-flows": ("mobility",),
    "ll-public-space": ("public_space", "inclusion"),
    "ll-food": ("food",),
    "ll-health": ("health",),
    "ll-social": ("inclusion",),
    "lever-digital": ("digital",),
    "lever-governance": ("governance",),
    "lever-knowledge": ("education",),
}


def list_candidates(
    session: Session, facilitator: Actor, process: Process, camp: Camp, content: DemoContent
) -> dict[str, Sid]:
    """The long list: every candidate comes from at least one card; what the plan does not name is marked so."""
    free = _elements(session, camp, content)
    sids = {told.key: _candidate(session, facilitator, process, told, content) for told in content.long_list}
    # Whoever finds fewest cards chooses first, so that nobody is left without one.
    for told in sorted(content.long_list, key=lambda c: (len(_cards_for(c, free)), c.key)):
        chosen = _cards_for(told, free)[:MOST_CARDS]
        for card, _said in chosen:
            commands.promote_card(session, facilitator, process, card, into=sids[told.key])
        free = [pair for pair in free if pair not in chosen]
    return sids


def _candidate(session: Session, actor: Actor, process: Process, told: Candidate, content: DemoContent) -> Sid:
    into = [sid for sid in content.sids if sid.key in told.became] if not told.reconstructed else []
    return commands.add_candidate(
        session,
        actor,
        process,
        title=told.title.as_dict(),
        description=told.description.as_dict(),
        sub_domains=[part.as_dict() for adopted in into for part in adopted.sub_domains],
        kind=CandidateKind(told.kind),
        is_reconstructed=told.reconstructed,
    )


def _elements(session: Session, camp: Camp, content: DemoContent) -> list[tuple[Card, CampCard]]:
    """The cards of the third zone that rest on a theme, with what the story says of them."""
    said = {card.text: card for card in content.camp.cards if card.zone == "elements"}
    return [(card, said[card.text]) for card in cards_of(session, camp) if card.text in said and card.sources]


def _cards_for(told: Candidate, free: Sequence[tuple[Card, CampCard]]) -> list[tuple[Card, CampCard]]:
    wanted = TOPICS[told.key]
    near = [pair for pair in free if set(pair[1].topics) & set(wanted) and pair[1].group in told.challenges]
    near = near or [pair for pair in free if set(pair[1].topics) & set(wanted)]
    order = {group: place for place, group in enumerate(told.challenges)}
    return sorted(near, key=lambda pair: order.get(pair[1].group, len(order)))


def rank(
    session: Session, organiser: Actor, process: Process, camp: Camp, sids: Mapping[str, Sid], content: DemoContent
) -> RankingRound:
    """All sixty rank the candidates on the three dimensions, each after the story's profile and their own mind."""
    round_ = commands.create_round(session, organiser, process, camp, terms=Terms(targets=SHARES))
    commands.open_round(session, organiser, process, round_, seed=content.scoring.seed)
    draw = random.Random(content.scoring.seed)
    seats = list(session.scalars(select(Seat).where(Seat.camp_id == camp.id).order_by(Seat.id)))
    ballots = [(seat, name, _order(name, sids, content, draw)) for seat in seats for name in round_.dimensions]
    commands.cast_ballots(session, SYSTEM, process, round_, ballots)
    commands.close_round(session, organiser, process, round_)
    return round_


def _order(dimension: str, sids: Mapping[str, Sid], content: DemoContent, draw: random.Random) -> Order:
    profiles, spread = content.scoring.profiles, content.scoring.spread
    seen = {key: draw.gauss(profiles[key].dimensions[dimension], spread) for key in sids}
    ordered = sorted(seen, key=lambda key: -seen[key])
    kept = ordered if draw.random() < 0.7 else ordered[:5]  # some name only those that they care for
    return [[sids[key].public_id] for key in kept]


def score(
    session: Session,
    organiser: Actor,
    process: Process,
    sids: Mapping[str, Sid],
    committee: Sequence[User],
    content: DemoContent,
) -> Shortlist:
    """What the members say that the criteria weigh, then every member's marks, then the machine's proposal."""
    told = _criteria(content)
    criteria = commands.start_criteria(session, organiser, process, told, shortlist_size=len(content.sids))
    weights = content.scoring.weights
    whole = dict(zip(weights, largest_remainder(100, list(weights.values())), strict=True))
    weighing.weigh(session, organiser, process, criteria, committee, whole, content.scoring.seed)
    return scoring.score(session, organiser, process, criteria, sids, committee, content)


def _criteria(content: DemoContent) -> list[CriterionSpec]:
    """The criteria of the story, equal to begin with, with what each mark means and the evidence expected."""
    equal = largest_remainder(100, [1] * len(content.criteria))
    return [
        CriterionSpec(
            key=told.key,
            title=told.title.as_dict(),
            weight=weight,
            description=told.description.as_dict(),
            questions=tuple(question.as_dict() for question in told.questions),
            rubric=RUBRICS[told.key],
            evidence_expected=EVIDENCE[told.key],
        )
        for told, weight in zip(content.criteria, equal, strict=True)
    ]


def fill_in(
    session: Session,
    member: Actor,
    process: Process,
    shortlist: Shortlist,
    sids: Mapping[str, Sid],
    content: DemoContent,
) -> None:
    """Five domains and a transversal one are kept; every difference from the proposal has its reason."""
    reasons = {reason.candidate: reason for reason in content.scoring.reasons}
    adopted = {sid.key: sid for sid in content.sids}
    kept = {told.became[0]: told.key for told in content.long_list if not told.reconstructed}
    places = {key: place for place, key in enumerate(adopted, start=1)}
    choices = []
    for told in content.long_list:
        is_kept = not told.reconstructed
        reason = reasons.get(told.key)
        choices.append(
            Choice(
                sid=sids[told.key].public_id,
                is_kept=is_kept,
                position=places[told.became[0]] if is_kept else 0,
                reason=reason.reason.as_dict() if reason else {},
                final_title=adopted[told.became[0]].title.as_dict() if is_kept else {},
                is_transversal=is_kept and adopted[told.became[0]].transversal,
                taken_up_in=() if is_kept else tuple(sids[kept[key]].public_id for key in told.became),
            )
        )
    commands.save_draft(session, member, process, shortlist, choices, version=shortlist.version)


def differences(shortlist: Shortlist, sids: Mapping[str, Sid], content: DemoContent) -> set[str]:
    """Keys of the candidates on which the story's committee leaves the machine's proposal."""
    proposed = {key for key, sid in sids.items() if shortlist.proposal["verdicts"][sid.public_id] == Verdict.IN}
    return proposed ^ {told.key for told in content.long_list if not told.reconstructed}
