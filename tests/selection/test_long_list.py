"""The long list: how cards become candidates, and candidates one another."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp.models import Operation
from cocreate.camp.rules import BoardState
from cocreate.core import audit, provenance
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import commands, evidence, queries
from tests.factories.camp import FACILITATOR, do, make_camp, make_card, make_theme
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_shortlist


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def test_a_promoted_card_is_the_origin_of_its_candidate_and_every_board_hears_of_it(
    session: Session, process: Process
) -> None:
    board = make_camp(session, process).groups[0].board
    theme = make_theme(session, process)
    card = make_card(session, board, "Repair hubs", themes=(theme.public_id,))
    sid = commands.promote_card(session, FACILITATOR, process, card, title={"fr": "Ateliers partagés"})
    again = commands.promote_card(session, FACILITATOR, process, card, title={"fr": "Autre chose"})
    assert again.id == sid.id
    assert sid.title == {"fr": "Ateliers partagés"}
    assert card.is_promoted
    assert session.scalar(select(func.count()).where(Operation.kind == "promote")) == 1
    walk = provenance.walk_back(session, sid.ref)
    assert walk.of_type("card") == (card.public_id,)
    assert walk.of_type("theme") == (theme.public_id,)
    found = evidence.evidence_of(session, process, [sid])[sid.id]
    assert [(line.card.public_id, line.themes[0].public_id) for line in found.cards] == [
        (card.public_id, theme.public_id)
    ]


def test_several_cards_can_stand_behind_one_candidate(session: Session, process: Process) -> None:
    board = make_camp(session, process).groups[0].board
    first, second = make_card(session, board, "Repair"), make_card(session, board, "Reuse")
    sid = commands.promote_card(session, FACILITATOR, process, first)
    assert commands.promote_card(session, FACILITATOR, process, second, into=sid).id == sid.id
    assert len(evidence.evidence_of(session, process, [sid])[sid.id].cards) == 2
    assert len(queries.candidates(session, process)) == 1


def test_a_card_that_was_taken_off_the_board_is_not_promoted(session: Session, process: Process) -> None:
    board = make_camp(session, process).groups[0].board
    card = make_card(session, board)
    do(session, FACILITATOR, board, "remove_card", card=card.public_id)
    with pytest.raises(Conflict, match="removed"):
        commands.promote_card(session, FACILITATOR, process, card)


def test_a_card_of_a_closed_board_can_still_be_promoted(session: Session, process: Process) -> None:
    camp = make_camp(session, process)
    card = make_card(session, camp.groups[0].board)
    from cocreate.camp import commands as camp_commands

    camp_commands.steer_all_boards(session, SYSTEM, camp, BoardState.CLOSED)
    assert commands.promote_card(session, FACILITATOR, process, card).title["en"] == card.text


def test_merged_candidates_leave_the_list_and_stay_as_origins_with_their_cards(
    session: Session, process: Process
) -> None:
    board = make_camp(session, process).groups[0].board
    card = make_card(session, board, "Urban farms")
    food = commands.promote_card(session, FACILITATOR, process, card)
    other = make_candidates(session, process, "Short chains")[0]
    merged = commands.merge_candidates(
        session, SYSTEM, process, [food, other], title={"en": "Food"}, reason="The same chain", form_token="once"
    )
    assert (
        commands.merge_candidates(session, SYSTEM, process, [food, other], title={"en": "Food"}, form_token="once").id
        == merged.id
    )
    assert [sid.public_id for sid in queries.candidates(session, process)] == [merged.public_id]
    found = evidence.evidence_of(session, process, [merged])[merged.id]
    assert {sid.public_id for sid in found.merged_from} == {food.public_id, other.public_id}
    assert [line.card.public_id for line in found.cards] == [card.public_id]
    assert {step.reason for step in provenance.origins(session, merged.ref)} == {"The same chain"}
    with pytest.raises(Conflict, match="merged"):
        commands.restore_candidate(session, SYSTEM, process, food)
    with pytest.raises(Conflict, match="withdrawn"):
        commands.merge_candidates(session, SYSTEM, process, [food, merged], title={"en": "Again"})


def test_a_candidate_is_withdrawn_with_a_reason_and_can_come_back(session: Session, process: Process) -> None:
    sid = make_candidates(session, process)[0]
    with pytest.raises(Invalid, match="needs_reason"):
        commands.withdraw_candidate(session, SYSTEM, process, sid, reason="  ")
    with pytest.raises(Invalid, match="too_long"):
        commands.withdraw_candidate(session, SYSTEM, process, sid, reason="x" * 1_000_000)
    commands.withdraw_candidate(session, SYSTEM, process, sid, reason="Outside the region’s powers 🏛️ خارج")
    assert sid not in queries.candidates(session, process)
    assert queries.candidate(session, process, sid.public_id) is sid
    commands.restore_candidate(session, SYSTEM, process, sid)
    assert sid in queries.candidates(session, process)


def test_a_description_typed_on_an_old_page_does_not_overwrite_a_newer_one(session: Session, process: Process) -> None:
    sid = make_candidates(session, process)[0]
    old = sid.version
    words = {"title": {"de": "Kreislauf"}, "description": {}, "sub_domains": []}
    commands.describe_candidate(session, SYSTEM, process, sid, **words, version=old)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        commands.describe_candidate(session, SYSTEM, process, sid, **words, version=old)
    assert sid.title == {"de": "Kreislauf"}


def test_the_same_form_sent_twice_adds_one_candidate(session: Session, process: Process) -> None:
    for _ in range(2):
        commands.add_candidate(session, SYSTEM, process, title={"en": "Circular city"}, form_token="click")
    assert len(queries.candidates(session, process)) == 1


def test_the_list_is_fixed_once_a_shortlist_was_proposed_from_it(session: Session, process: Process) -> None:
    make_shortlist(session, process)
    with pytest.raises(Closed, match="long_list"):
        make_candidates(session, process, "Too late")


def test_the_trail_says_what_happened_to_the_list_and_holds(session: Session, process: Process) -> None:
    first, second, *_ = make_candidates(session, process)
    commands.move_candidate(session, SYSTEM, process, second, up=True)
    assert queries.candidates(session, process)[0] is second
    commands.merge_candidates(session, SYSTEM, process, [first, second], title={"en": "Both"})
    session.commit()
    verbs = session.scalars(select(audit.AuditEntry.verb).where(audit.AuditEntry.verb.like("selection:%"))).all()
    assert verbs[-2:] == ["selection:candidate:move", "selection:candidate:merge"]
    assert audit.verify(session).is_intact
