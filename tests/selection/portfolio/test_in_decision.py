"""Moves after scoring change the draft of the decision, keep their reason, and give back what was there before."""

import pytest
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.errors import Closed, Conflict, Invalid
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import Shortlist, Sid
from cocreate.selection.portfolio.in_decision import draft_of, move_in_draft, split_in_draft, take_back_in_draft
from cocreate.selection.portfolio.queries import moves_of
from cocreate.selection.portfolio.rules import MoveKind, Part
from cocreate.selection.portfolio.way import way_of
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_shortlist

WHY = {"en": "Better together"}


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def sids(session: Session, process: Process) -> list[Sid]:
    """Five candidates; the proposal keeps the first two."""
    return make_candidates(session, process)


@pytest.fixture
def shortlist(session: Session, process: Process, sids: list[Sid]) -> Shortlist:
    return make_shortlist(session, process)


def test_a_merge_drops_the_candidate_and_says_where_it_lives_on(
    session: Session, process: Process, sids: list[Sid], shortlist: Shortlist
) -> None:
    first, second, third, *_ = sids
    for _ in range(2):
        move_in_draft(
            session, SYSTEM, process, MoveKind.MERGE, third, reason=WHY, into=[first, second], public_id="abcdefghijkl"
        )
    draft = draft_of(session, shortlist)
    assert draft[third.public_id].taken_up_in == (first.public_id, second.public_id)
    assert not draft[third.public_id].is_kept
    assert draft[third.public_id].reason == WHY
    assert [draft[sid.public_id].is_kept for sid in sids] == [True, True, False, False, False]
    assert len(moves_of(session, process)) == 1


def test_a_candidate_lives_on_only_in_others_that_are_kept(
    session: Session, process: Process, sids: list[Sid], shortlist: Shortlist
) -> None:
    first, second, third, fourth, _ = sids
    with pytest.raises(Conflict, match="into_dropped"):
        move_in_draft(session, SYSTEM, process, MoveKind.MERGE, third, reason=WHY, into=[fourth])
    for into in ([], [third]):
        with pytest.raises(Invalid, match="choose_into"):
            move_in_draft(session, SYSTEM, process, MoveKind.MERGE, third, reason=WHY, into=into)
    move_in_draft(session, SYSTEM, process, MoveKind.MERGE, third, reason=WHY, into=[second])
    with pytest.raises(Conflict, match="others_live_in_it"):
        move_in_draft(session, SYSTEM, process, MoveKind.EXCLUDE, second, reason=WHY)
    assert draft_of(session, shortlist)[first.public_id].is_kept


def test_transversal_and_back_then_undone_gives_the_draft_of_before(
    session: Session, process: Process, sids: list[Sid], shortlist: Shortlist
) -> None:
    third = sids[2]
    before = draft_of(session, shortlist)
    with pytest.raises(Conflict, match="not_transversal"):
        move_in_draft(session, SYSTEM, process, MoveKind.THEMATIC, third, reason=WHY)
    move_in_draft(session, SYSTEM, process, MoveKind.TRANSVERSAL, third, reason=WHY)
    assert draft_of(session, shortlist)[third.public_id].is_transversal
    move_in_draft(session, SYSTEM, process, MoveKind.THEMATIC, third, reason=WHY)
    assert not draft_of(session, shortlist)[third.public_id].is_transversal
    across, back = moves_of(session, process)
    with pytest.raises(Conflict, match="built_upon"):
        take_back_in_draft(session, SYSTEM, process, across)
    take_back_in_draft(session, SYSTEM, process, back)
    take_back_in_draft(session, SYSTEM, process, across)
    assert draft_of(session, shortlist) == before


def test_a_move_needs_a_reason_a_proposal_and_a_decision_that_is_still_open(
    session: Session, process: Process, sids: list[Sid]
) -> None:
    with pytest.raises(Conflict, match="nothing_proposed"):
        move_in_draft(session, SYSTEM, process, MoveKind.EXCLUDE, sids[0], reason=WHY)
    shortlist = make_shortlist(session, process)
    with pytest.raises(Invalid, match="needs_reason"):
        move_in_draft(session, SYSTEM, process, MoveKind.EXCLUDE, sids[0], reason={"en": " "})
    move = move_in_draft(session, SYSTEM, process, MoveKind.EXCLUDE, sids[0], reason=WHY)
    choices = list(draft_of(session, shortlist).values())
    commands.decide(session, SYSTEM, process, shortlist, choices, version=shortlist.version)
    with pytest.raises(Closed, match="final"):
        move_in_draft(session, SYSTEM, process, MoveKind.TRANSVERSAL, sids[1], reason=WHY)
    with pytest.raises(Closed, match="final"):
        take_back_in_draft(session, SYSTEM, process, move)
    assert [line.sid.id for line in queries.shortlisted(session, process)] == [sids[1].id]


def test_a_split_after_scoring_puts_the_parts_on_the_list_and_can_be_taken_back(
    session: Session, process: Process, sids: list[Sid], shortlist: Shortlist
) -> None:
    before = draft_of(session, shortlist)
    parts = [Part({"en": "Roofs"}), Part({"en": "Walls"})]
    for _ in range(2):
        made = split_in_draft(session, SYSTEM, process, sids[1], parts, reason=WHY, public_id="abcdefghijkl")
    assert draft_of(session, shortlist)[sids[1].public_id].taken_up_in == tuple(sid.public_id for sid in made)
    assert [sid.title["en"] for sid in queries.candidates(session, process)][-2:] == ["Roofs", "Walls"]
    (move,) = moves_of(session, process)
    take_back_in_draft(session, SYSTEM, process, move)
    assert draft_of(session, shortlist) == before
    assert queries.candidates(session, process) == sids


def test_what_was_split_after_scoring_is_decided_on_part_by_part(
    session: Session, process: Process, sids: list[Sid], shortlist: Shortlist
) -> None:
    parts = [Part({"en": "Roofs"}), Part({"en": "Walls"})]
    roofs, walls = split_in_draft(session, SYSTEM, process, sids[1], parts, reason=WHY)
    with pytest.raises(commands.DecisionRefused) as refused:
        draft = list(draft_of(session, shortlist).values())
        commands.decide(session, SYSTEM, process, shortlist, draft, version=shortlist.version)
    assert {roofs.public_id, walls.public_id} <= set(refused.value.problems)
    for part in (roofs, walls):
        move_in_draft(session, SYSTEM, process, MoveKind.TRANSVERSAL, part, reason=WHY)
        move_in_draft(session, SYSTEM, process, MoveKind.THEMATIC, part, reason=WHY)
    draft = list(draft_of(session, shortlist).values())
    commands.decide(session, SYSTEM, process, shortlist, draft, version=shortlist.version)
    assert [line.sid.id for line in queries.shortlisted(session, process)] == [sids[0].id, roofs.id, walls.id]
    step = way_of(session, process).to_shortlist
    assert step is not None
    told = {passage.source: (passage.kind, passage.targets) for passage in step.passages}
    assert told[sids[1].public_id] == ("split", (roofs.public_id, walls.public_id))
    assert roofs.public_id not in told


def test_the_way_tells_what_became_of_every_candidate(
    session: Session, process: Process, sids: list[Sid], shortlist: Shortlist
) -> None:
    first, second, third, fourth, fifth = sids
    move_in_draft(session, SYSTEM, process, MoveKind.MERGE, third, reason=WHY, into=[first])
    move_in_draft(session, SYSTEM, process, MoveKind.TRANSVERSAL, fourth, reason=WHY)
    way = way_of(session, process)
    assert way.to_list is None
    assert way.to_shortlist is not None
    told = {passage.source: (passage.kind, passage.targets) for passage in way.to_shortlist.passages}
    assert told == {
        first.public_id: ("kept", (first.public_id,)),
        second.public_id: ("kept", (second.public_id,)),
        third.public_id: ("merge", (first.public_id,)),
        fourth.public_id: ("transversal", (fourth.public_id,)),
        fifth.public_id: ("exclude", ()),
    }
    assert {station.key: station.is_transversal for station in way.to_shortlist.after} == {
        first.public_id: False,
        second.public_id: False,
        fourth.public_id: True,
    }


def test_the_way_to_the_list_follows_moves_of_moves(session: Session, process: Process) -> None:
    a, b, c, d = make_candidates(session, process, "A", "B", "C", "D")
    merged = commands.merge_candidates(session, SYSTEM, process, [a, b], title={"en": "AB"})
    whole = commands.merge_candidates(session, SYSTEM, process, [merged, c], title={"en": "ABC"})
    commands.withdraw_candidate(session, SYSTEM, process, d, reason="Elsewhere")
    way = way_of(session, process)
    assert way.to_shortlist is None
    assert way.to_list is not None
    told = {passage.source: (passage.kind, passage.targets) for passage in way.to_list.passages}
    assert told == {
        a.public_id: ("merge", (whole.public_id,)),
        b.public_id: ("merge", (whole.public_id,)),
        c.public_id: ("merge", (whole.public_id,)),
        d.public_id: ("exclude", ()),
    }
