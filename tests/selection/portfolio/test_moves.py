"""Moves on the long list: split, made transversal, taken back; parents stay, and what rests on a move protects it."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import audit, provenance
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.evidence import evidence_of
from cocreate.selection.models import SelectionMove
from cocreate.selection.portfolio.commands import set_kind, split_candidate, take_back
from cocreate.selection.portfolio.queries import moves_of
from cocreate.selection.portfolio.rules import Part
from cocreate.selection.rules import CandidateKind
from tests.factories.camp import FACILITATOR, make_camp, make_card
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_scoring, make_shortlist

WHY = {"en": "Two subjects", "fr": "Deux sujets"}
PARTS = (Part({"en": "Roofs"}, sub_domains=(0,)), Part({"en": "Walls"}, {"en": "Outside"}, (1, 7)))


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def titles(session: Session, process: Process) -> list[str]:
    return [sid.title["en"] for sid in queries.candidates(session, process)]


def only_move(session: Session, process: Process) -> SelectionMove:
    (move,) = moves_of(session, process)
    return move


def test_the_parts_of_a_split_take_the_place_of_the_candidate_and_rest_on_what_it_rested_on(
    session: Session, process: Process
) -> None:
    make_candidates(session, process, "First")
    card = make_card(session, make_camp(session, process).groups[0].board, "Green roofs")
    sid = commands.promote_card(session, FACILITATOR, process, card)
    sid.sub_domains = [{"en": "Green"}, {"en": "Clay"}]
    make_candidates(session, process, "Last")
    roofs, walls = split_candidate(session, SYSTEM, process, sid, PARTS, reason=WHY, public_id="abcdefghijkl")
    again = split_candidate(session, SYSTEM, process, sid, PARTS, reason=WHY, public_id="abcdefghijkl")
    assert again == [roofs, walls]
    assert titles(session, process) == ["First", "Roofs", "Walls", "Last"]
    assert (roofs.sub_domains, walls.sub_domains) == ([{"en": "Green"}], [{"en": "Clay"}])
    found = evidence_of(session, process, [roofs, walls])
    assert all(each.cards[0].card.id == card.id and each.split_from == [sid] for each in found.values())
    assert provenance.walk_back(session, walls.ref).of_type("card") == (card.public_id,)
    with pytest.raises(Conflict, match="merged"):
        commands.restore_candidate(session, SYSTEM, process, sid)


@pytest.mark.parametrize(
    ("parts", "reason", "code"),
    [
        (PARTS[:1], WHY, "split_needs_two"),
        (PARTS, {"en": " "}, "needs_reason"),
        (PARTS, {"en": "x" * 1001}, "too_long"),
    ],
)
def test_a_split_needs_two_parts_and_a_reason(
    session: Session, process: Process, parts: list[Part], reason: dict[str, str], code: str
) -> None:
    (sid,) = make_candidates(session, process, "One")
    with pytest.raises(Invalid, match=code):
        split_candidate(session, SYSTEM, process, sid, parts, reason=reason)
    assert titles(session, process) == ["One"]


def test_a_split_taken_back_gives_the_candidate_back_and_leaves_the_move_in_the_record(
    session: Session, process: Process
) -> None:
    (sid,) = make_candidates(session, process, "One")
    roofs, _walls = split_candidate(session, SYSTEM, process, sid, PARTS, reason=WHY)
    move = only_move(session, process)
    for _ in range(2):
        take_back(session, SYSTEM, process, move)
    assert titles(session, process) == ["One"]
    assert move.undone_at is not None
    assert move.said == WHY
    assert provenance.origins(session, roofs.ref) == []
    with pytest.raises(Conflict, match="undone_stays"):
        commands.restore_candidate(session, SYSTEM, process, roofs)


def test_a_merge_and_an_exclusion_are_moves_and_can_be_taken_back(session: Session, process: Process) -> None:
    a, b, c = make_candidates(session, process, "A", "B", "C")
    merged = commands.merge_candidates(session, SYSTEM, process, [a, b], title={"en": "AB"}, reason="Alike")
    commands.withdraw_candidate(session, SYSTEM, process, c, reason="Elsewhere")
    merge, exclusion = moves_of(session, process)
    assert (merge.sources, merge.targets, merge.said) == ([a.public_id, b.public_id], [merged.public_id], "Alike")
    take_back(session, SYSTEM, process, exclusion)
    take_back(session, SYSTEM, process, merge)
    assert titles(session, process) == ["A", "B", "C"]
    assert c.withdrawal_reason == ""
    again = commands.merge_candidates(session, SYSTEM, process, [a, b], title={"en": "Again"})
    assert evidence_of(session, process, [again])[again.id].merged_from == [a, b]


def test_bringing_a_candidate_back_takes_its_exclusion_back(session: Session, process: Process) -> None:
    sid, *_ = make_candidates(session, process)
    commands.withdraw_candidate(session, SYSTEM, process, sid, reason="Elsewhere")
    commands.restore_candidate(session, SYSTEM, process, sid)
    assert only_move(session, process).undone_at is not None


def test_a_move_on_which_another_rests_stays(session: Session, process: Process) -> None:
    a, b, c = make_candidates(session, process, "A", "B", "C")
    merged = commands.merge_candidates(session, SYSTEM, process, [a, b], title={"en": "AB"})
    commands.merge_candidates(session, SYSTEM, process, [merged, c], title={"en": "ABC"})
    first, second = moves_of(session, process)
    with pytest.raises(Conflict, match="built_upon"):
        take_back(session, SYSTEM, process, first)
    take_back(session, SYSTEM, process, second)
    take_back(session, SYSTEM, process, first)
    assert titles(session, process) == ["A", "B", "C"]


def test_a_merge_behind_which_cards_were_put_since_stays(session: Session, process: Process) -> None:
    merged = commands.merge_candidates(
        session, SYSTEM, process, make_candidates(session, process, "A", "B"), title={"en": "AB"}
    )
    card = make_card(session, make_camp(session, process).groups[0].board, "Late idea")
    commands.promote_card(session, FACILITATOR, process, card, into=merged)
    with pytest.raises(Conflict, match="cards_since"):
        take_back(session, SYSTEM, process, only_move(session, process))
    assert titles(session, process) == ["AB"]


def test_a_candidate_becomes_transversal_with_a_reason_and_a_domain_again(session: Session, process: Process) -> None:
    sid, *_ = make_candidates(session, process)
    with pytest.raises(Invalid, match="needs_reason"):
        set_kind(session, SYSTEM, process, sid, CandidateKind.LEVER, reason={})
    for _ in range(2):
        set_kind(session, SYSTEM, process, sid, CandidateKind.LEVER, reason=WHY)
    assert sid.kind == "lever"
    take_back(session, SYSTEM, process, only_move(session, process))
    assert sid.kind == "sid"


def test_nothing_comes_onto_the_list_while_members_score_and_somebody_may_leave_it(
    session: Session, process: Process
) -> None:
    sids = make_candidates(session, process)
    commands.withdraw_candidate(session, SYSTEM, process, sids[-1], reason="Elsewhere")
    make_scoring(session, process)
    for put in (
        lambda: commands.add_candidate(session, SYSTEM, process, title={"en": "Late"}),
        lambda: commands.restore_candidate(session, SYSTEM, process, sids[-1]),
        lambda: commands.merge_candidates(session, SYSTEM, process, sids[:2], title={"en": "Both"}),
        lambda: split_candidate(session, SYSTEM, process, sids[0], PARTS, reason=WHY),
    ):
        with pytest.raises(Closed, match="being_scored"):
            put()
    commands.withdraw_candidate(session, SYSTEM, process, sids[0], reason="Elsewhere too")
    assert len(queries.candidates(session, process)) == len(sids) - 2


def test_no_move_of_the_list_is_made_or_taken_back_once_a_shortlist_was_proposed(
    session: Session, process: Process
) -> None:
    sids = make_candidates(session, process)
    commands.withdraw_candidate(session, SYSTEM, process, sids[-1], reason="Elsewhere")
    make_shortlist(session, process)
    with pytest.raises(Closed, match="long_list"):
        take_back(session, SYSTEM, process, only_move(session, process))
    with pytest.raises(Closed, match="long_list"):
        split_candidate(session, SYSTEM, process, sids[0], PARTS, reason=WHY)


def test_every_move_is_in_the_trail_without_its_words(session: Session, process: Process) -> None:
    sid, other, *_ = make_candidates(session, process)
    split_candidate(session, SYSTEM, process, sid, PARTS, reason=WHY)
    set_kind(session, SYSTEM, process, other, CandidateKind.LEVER, reason=WHY)
    take_back(session, SYSTEM, process, moves_of(session, process)[-1])
    session.commit()
    rows = session.scalars(select(audit.AuditEntry).where(audit.AuditEntry.verb.like("selection:%"))).all()
    assert [row.verb for row in rows][-3:] == [
        "selection:candidate:split",
        "selection:candidate:turn",
        "selection:move:undo",
    ]
    assert "Two subjects" not in str([row.details for row in rows])
