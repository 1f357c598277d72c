"""Links between candidates and challenges: the machine suggests from the origins, people confirm with a reason."""

import pytest
from sqlalchemy.orm import Session

from cocreate.camp.models import CardSource
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.process.queries import challenges_of
from cocreate.selection import commands
from cocreate.selection.models import Sid
from cocreate.selection.portfolio import queries
from cocreate.selection.portfolio.commands import LinkGiven, LinksRefused, confirm_links, links_of_sid, stamp_of
from cocreate.selection.portfolio.queries import Basis
from cocreate.selection.rules import Choice
from tests.factories.camp import FACILITATOR, make_camp, make_card, make_theme
from tests.factories.process import make_process
from tests.factories.selection import as_proposed, make_candidates, make_shortlist


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def given(process: Process, *strengths: int) -> list[LinkGiven]:
    """A strength for each challenge, with a reason where there is one."""
    keys = [challenge.public_id for challenge in process.challenges]
    return [
        LinkGiven(key, strength, {"en": "So said"} if strength else {})
        for key, strength in zip(keys, strengths, strict=True)
    ]


def test_a_suggestion_comes_from_the_groups_of_the_cards_and_the_places_of_their_themes(
    session: Session, process: Process
) -> None:
    camp = make_camp(session, process)
    climate, mobility, health = challenges_of(session, process)
    theme = make_theme(session, process, belongs_to="challenge", challenge_id=mobility.id)
    rejected = make_theme(session, process, state="rejected", belongs_to="challenge", challenge_id=health.id)
    cards = [make_card(session, camp.groups[0].board, f"Roofs {n}") for n in range(3)]
    cards.append(make_card(session, camp.groups[1].board, "Buses", themes=(theme.public_id,)))
    session.add(CardSource(card_id=cards[-1].id, theme_id=rejected.id))
    session.flush()
    session.refresh(cards[-1], ["sources"])
    sid = commands.promote_cards(session, FACILITATOR, process, cards)
    links = queries.portfolio_of(session, process).links[sid.public_id]
    found = {key: (link.strength, link.is_confirmed) for key, link in links.items()}
    # of four cards and one theme, three belong to the climate and two to mobility
    assert found == {climate.public_id: (3, False), mobility.public_id: (2, False), health.public_id: (0, False)}


def test_what_people_confirm_takes_the_place_of_the_suggestion_and_needs_a_reason(
    session: Session, process: Process
) -> None:
    sid, *_ = make_candidates(session, process)
    silent = [LinkGiven(process.challenges[0].public_id, 2, {"en": "  "})]
    with pytest.raises(LinksRefused) as refused:
        confirm_links(session, SYSTEM, process, sid, silent)
    assert refused.value.problems == {process.challenges[0].public_id: "selection.link.needs_reason"}
    confirm_links(session, SYSTEM, process, sid, given(process, 3, 0, 1))
    found = queries.portfolio_of(session, process)
    assert found.strengths(sid) == [3, 0, 1]
    assert found.is_confirmed(sid)
    assert found.coverage.covered_by == (1, 0, 1)


def test_a_strength_that_does_not_exist_and_a_foreign_challenge_are_refused(session: Session, process: Process) -> None:
    sid, *_ = make_candidates(session, process)
    other = make_process(session).challenges[0].public_id
    for wrong in (LinkGiven(process.challenges[0].public_id, 4, {"en": "Why"}), LinkGiven(other, 1, {"en": "Why"})):
        with pytest.raises(Invalid, match=r"link\.unknown"):
            confirm_links(session, SYSTEM, process, sid, [wrong])
    assert links_of_sid(session, sid) == []


def test_the_same_links_sent_twice_are_nothing_and_others_are_not_overwritten_unseen(
    session: Session, process: Process
) -> None:
    sid, *_ = make_candidates(session, process)
    seen = stamp_of(links_of_sid(session, sid))
    for _ in range(2):
        confirm_links(session, SYSTEM, process, sid, given(process, 1, 0, 0), seen=seen)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        confirm_links(session, SYSTEM, process, sid, given(process, 0, 2, 0), seen=seen)
    confirm_links(session, SYSTEM, process, sid, given(process, 0, 2, 0), seen=stamp_of(links_of_sid(session, sid)))
    assert [row.strength for row in links_of_sid(session, sid)] == [0, 2, 0]


def test_what_the_cut_loses_is_said_for_the_proposal_the_draft_and_the_decision(
    session: Session, process: Process
) -> None:
    sids = make_candidates(session, process)
    strengths = [(3, 0, 0), (2, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 0)]
    for sid, line in zip(sids, strengths, strict=True):
        confirm_links(session, SYSTEM, process, sid, given(process, *line))
    climate, mobility, health = (challenge.public_id for challenge in process.challenges)
    before = queries.portfolio_of(session, process)
    assert (before.basis, before.coverage.lost, before.coverage.uncovered) == (Basis.LIST, (), (health,))
    shortlist = make_shortlist(session, process)  # keeps the first two
    proposed = queries.portfolio_of(session, process)
    assert (proposed.basis, proposed.coverage.lost) == (Basis.PROPOSAL, (mobility,))
    assert set(proposed.coverage.uncovered) == {mobility, health}
    commands.save_draft(session, SYSTEM, process, shortlist, choices(sids, 2), version=shortlist.version)
    draft = queries.portfolio_of(session, process)
    assert (draft.basis, draft.coverage.lost, draft.coverage.only) == (
        Basis.DRAFT,
        (climate,),
        ((mobility, sids[2].public_id),),
    )
    commands.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)
    assert queries.portfolio_of(session, process).basis == Basis.DECISION
    with pytest.raises(Closed, match="final"):
        confirm_links(session, SYSTEM, process, sids[0], given(process, 1, 1, 1))


def choices(sids: list[Sid], kept: int) -> list[Choice]:
    """A draft that keeps one of them."""
    return [Choice(sid.public_id, is_kept=place == kept) for place, sid in enumerate(sids)]
