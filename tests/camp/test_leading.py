"""What a step does to the boards, votes from opening to result, and moderation with its reasons: on a real database."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import commands, session_queries, snapshots
from cocreate.camp.models import Board, Camp, Card, Seat
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import RoundKind, StepKind
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import Actor
from cocreate.errors import Closed, Conflict, DomainError, Invalid, NotAllowed
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_plan, make_seat


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp with open boards and a plan of all that drives boards."""
    made = make_camp(session)
    make_plan(session, made, StepKind.READ, StepKind.WRITE, StepKind.REVEAL, StepKind.VOTE, StepKind.HARVEST)
    return made


@pytest.fixture
def board(camp: Camp) -> Board:
    """The first group's board."""
    return camp.groups[0].board


@pytest.fixture
def ada(session: Session, camp: Camp) -> Seat:
    """Somebody of the first group."""
    return make_seat(session, camp, "Ada", helix="business")[0]


def state(session: Session, board: Board) -> dict[str, Any]:
    session.expire_all()
    return snapshots.board_state(session, board)


def go_to(session: Session, camp: Camp, kind: StepKind) -> None:
    step = next(step for step in session_queries.steps_of(session, camp) if step.kind == kind)
    commands.start_step(session, FACILITATOR, camp, step)


def ballot(session: Session, seat: Seat, row: VotingRound, **choices: int) -> None:
    do(session, guest(seat), row.board, "cast_ballot", round=row.public_id, choices=choices)


def test_a_step_decides_on_every_board_what_people_may_do(
    session: Session, camp: Camp, board: Board, ada: Seat
) -> None:
    go_to(session, camp, StepKind.READ)
    with pytest.raises(Closed, match=r"camp\.step\.not_now"):
        make_card(session, board, actor=guest(ada))
    card = make_card(session, board, "The facilitator may")
    do(session, guest(ada), board, "comment", card=card.public_id, comment="commentone01", text="A remark")
    assert {state(session, group.board)["mode"]["kind"] for group in camp.groups} == {"read"}
    commands.end_plan(session, FACILITATOR, camp)
    assert state(session, board)["mode"] == {}
    make_card(session, board, actor=guest(ada))


def test_what_was_written_in_private_is_shown_by_the_reveal_and_by_nothing_else(
    session: Session, camp: Camp, board: Board, ada: Seat
) -> None:
    go_to(session, camp, StepKind.WRITE)
    card = make_card(session, board, "For myself", actor=guest(ada))
    assert state(session, board)["cards"][card.public_id]["is_private"]
    go_to(session, camp, StepKind.HARVEST)
    assert state(session, board)["cards"][card.public_id]["is_private"], "skipping the reveal reveals nothing"
    go_to(session, camp, StepKind.REVEAL)
    assert not state(session, board)["cards"][card.public_id]["is_private"]
    numbers = [group.board.number for group in camp.groups]
    commands.reveal(session, FACILITATOR, camp)
    assert [group.board.number for group in camp.groups] == numbers, "nothing private, nothing to tell"


def test_a_closed_board_is_left_alone_by_the_plan(session: Session, camp: Camp, board: Board) -> None:
    commands.close_board(session, FACILITATOR, board)
    before = board.number
    go_to(session, camp, StepKind.READ)
    assert (board.number, board.mode) == (before, {})


def test_a_vote_opens_with_its_step_and_closes_with_it(session: Session, camp: Camp, board: Board, ada: Seat) -> None:
    ben = make_seat(session, camp, "Ben", helix="research")[0]
    make_seat(session, camp, "Chloé, who does not vote")
    make_seat(session, camp, "Elsewhere", group=camp.groups[1])
    a, b = make_card(session, board, "A"), make_card(session, board, "B")
    go_to(session, camp, StepKind.VOTE)
    (row,) = session_queries.open_rounds(session, camp)
    assert row.board_id == board.id, "the other boards hold no cards"
    ballot(session, ada, row, **{a.public_id: 1})
    ballot(session, ben, row, **{a.public_id: 1, b.public_id: 1})
    opened = state(session, board)["round"]
    assert (opened["counts"], opened["voters"]) == ({}, 2), "hidden before the close"
    with pytest.raises(Invalid, match=r"camp\.round\.number"):
        ballot(session, ada, row, **{a.public_id: 1, b.public_id: 5})
    commands.go_on(session, FACILITATOR, camp)
    now = state(session, board)
    assert now["round"] is None
    results = now["rounds"][0]["results"]
    assert results["base"] == {"voted": 2, "could": 3}
    assert (results["order"][0], results["cards"][a.public_id]["total"]) == (a.public_id, 2)
    assert results["families"] == {}, "two people are not split"
    assert session_queries.open_rounds(session, camp) == []
    told = session_queries.summary(session, board)["rounds"][0]
    assert [(top["text"], top["total"]) for top in told["top"]] == [("A", 2), ("B", 1)]


def test_a_vote_is_about_chosen_zones_and_kinds_of_cards_in_sight(
    session: Session, camp: Camp, board: Board, ada: Seat
) -> None:
    wanted = make_card(session, board, "In the market", zone="market")
    make_card(session, board, "Elsewhere", zone="strengths")
    do(session, FACILITATOR, board, "remove_card", card=make_card(session, board, "Gone").public_id)
    under = make_card(session, board, "Under the first")
    do(session, FACILITATOR, board, "stack_card", card=under.public_id, onto=wanted.public_id)
    spec = RoundSpec(RoundKind.APPROVAL, {"en": "Which?"}, zones=("market",))
    (row,) = commands.open_rounds(session, FACILITATOR, [board], spec)
    assert row.cards == [wanted.public_id]
    with pytest.raises(Conflict, match="none_opened"):
        commands.open_rounds(session, FACILITATOR, [board], spec)
    commands.close_rounds(session, FACILITATOR, camp)
    commands.close_round(session, FACILITATOR, row)
    with pytest.raises(Conflict, match="none_opened"):
        commands.open_rounds(session, FACILITATOR, [board], RoundSpec(card_kinds=("lever",)))
    again = commands.open_rounds(session, FACILITATOR, [board], RoundSpec())
    assert [one.position for one in again] == [2]
    verbs = list(session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.startswith("camp:round:"))))
    assert verbs == ["camp:round:open", "camp:round:close", "camp:round:open"]


def test_a_card_is_hidden_with_a_reason_that_its_author_reads_and_given_back(
    session: Session, camp: Camp, board: Board, ada: Seat
) -> None:
    card = make_card(session, board, "Something unkind", actor=guest(ada))
    commands.close_board(session, FACILITATOR, board)
    with pytest.raises(Invalid, match="needs_reason"):
        commands.hide_card(session, FACILITATOR, board, card.public_id, "  ")
    row = commands.hide_card(session, FACILITATOR, board, card.public_id, "It names a person")
    assert state(session, board)["cards"][card.public_id]["is_removed"]
    assert [one.reason for one in session_queries.moderation_about(session, ada)] == ["It names a person"]
    for _ in range(2):
        commands.undo_moderation(session, FACILITATOR, row)
    assert not state(session, board)["cards"][card.public_id]["is_removed"]
    assert session_queries.moderation_about(session, ada) == []
    said = session.scalars(select(AuditEntry).where(AuditEntry.verb.startswith("camp:card:"))).all()
    assert {"camp:card:moderate", "camp:card:give_back"} <= {line.verb for line in said}
    assert not any("names a person" in str(line.details) for line in said)


def test_a_hidden_comment_keeps_its_words_for_whoever_gives_it_back(session: Session, board: Board, ada: Seat) -> None:
    card = make_card(session, board).public_id
    do(session, guest(ada), board, "comment", card=card, comment="commentone01", text="Unkind words")
    row = commands.hide_comment(session, FACILITATOR, board, "commentone01", "Unkind")
    (said,) = state(session, board)["cards"][card]["comments"]
    assert (said["is_removed"], said["text"]) == (True, "")
    commands.undo_moderation(session, FACILITATOR, row)
    (said,) = state(session, board)["cards"][card]["comments"]
    assert (said["is_removed"], said["text"]) == (False, "Unkind words")


def test_somebody_muted_reads_on_and_writes_nothing_until_it_is_undone(
    session: Session, board: Board, ada: Seat
) -> None:
    row = commands.mute_seat(session, FACILITATOR, ada, "Ten cards a minute")
    with pytest.raises(NotAllowed, match=r"camp\.seat\.muted"):
        make_card(session, board, actor=guest(ada))
    commands.undo_moderation(session, FACILITATOR, row)
    make_card(session, board, actor=guest(ada))


def test_a_removed_seat_comes_back_with_its_link(session: Session, camp: Camp) -> None:
    seat, token = make_seat(session, camp, "Ben")
    row = commands.remove_seat(session, FACILITATOR, seat, "Came by mistake")
    with pytest.raises(DomainError):
        commands.take_issued_seat(session, guest(seat), token)
    commands.undo_moderation(session, FACILITATOR, row)
    assert commands.take_issued_seat(session, guest(seat), token).id == seat.id


@pytest.mark.parametrize("what", ["card", "zone", "prepared"])
def test_what_is_locked_is_changed_by_hosts_only(session: Session, board: Board, ada: Seat, what: str) -> None:
    prepared = make_card(session, board, "Prepared")
    own = make_card(session, board, "Ada's own", actor=guest(ada))
    if what == "card":
        commands.lock_card(session, FACILITATOR, board, prepared.public_id, is_locked=True)
    elif what == "zone":
        commands.lock_zone(session, FACILITATOR, board, "market", is_locked=True)
    else:
        assert commands.lock_prepared(session, FACILITATOR, board) == 1
        assert commands.lock_prepared(session, FACILITATOR, board) == 0

    def edit(who: Actor, card: Card) -> None:
        do(session, who, board, "edit_card", card=card.public_id, text=f"New {card.text}", was=card.text)

    with pytest.raises(Closed, match="locked"):
        edit(guest(ada), prepared)
    edit(FACILITATOR, prepared)
    if what == "zone":
        with pytest.raises(Closed, match="locked"):
            edit(guest(ada), own)
        commands.lock_zone(session, FACILITATOR, board, "market", is_locked=False)
    edit(guest(ada), own)
