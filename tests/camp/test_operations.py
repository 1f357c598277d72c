"""A card's way into the database."""

import random
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp import card_queries, commands, snapshots
from cocreate.camp.models import Board, Card, Operation
from cocreate.camp.rules import BoardState
from cocreate.core import audit, provenance
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import Conflict, DomainError, Invalid, NotAllowed
from cocreate.process.rules import PhaseKind
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat, make_theme, op_id
from tests.factories.process import close_phase, make_process


@pytest.fixture
def board(session: Session) -> Board:
    """An open board, the first of its camp."""
    return make_camp(session).groups[0].board


@pytest.fixture
def ada(session: Session, board: Board) -> Actor:
    """A guest of the board's group."""
    return guest(make_seat(session, board.group.camp, "Ada")[0])


@pytest.fixture
def ben(session: Session, board: Board) -> Actor:
    """Another guest of the same group."""
    return guest(make_seat(session, board.group.camp, "Ben")[0])


def test_the_same_operation_sent_twice_is_done_once_and_answered_alike(
    session: Session, board: Board, ada: Actor
) -> None:
    asked = rules.parse(
        {"op_id": op_id(), "kind": "add_card", "card": public_id(), "zone": "market", "text": "Heat pumps", "rank": 1}
    )
    first = commands.apply_operation(session, ada, board, asked)
    commands.lock_board(session, FACILITATOR, board)  # an answer that got lost is given again even when locked
    again = commands.apply_operation(session, ada, board, asked)
    assert (again.number, again.change) == (first.number, first.change)
    assert (first.is_new, again.is_new) == (True, False)
    assert session.scalar(select(func.count()).select_from(Card)) == 1


def test_an_operation_id_of_somebody_else_is_refused(session: Session, board: Board, ada: Actor, ben: Actor) -> None:
    asked = rules.parse(
        {"op_id": op_id(), "kind": "add_card", "card": public_id(), "zone": "market", "text": "Heat pumps", "rank": 1}
    )
    commands.apply_operation(session, ada, board, asked)
    with pytest.raises(Conflict, match="taken"):
        commands.apply_operation(session, ben, board, asked)


def test_numbers_have_no_gaps_although_some_operations_are_refused(session: Session, board: Board, ada: Actor) -> None:
    session.commit()
    for zone in ("market", "nowhere", "strengths", "candidates", "nowhere"):
        try:
            do(session, ada, board, "add_card", card=public_id(), zone=zone, text="A card", rank=1)
            session.commit()
        except Invalid:
            session.rollback()
    numbers = list(
        session.scalars(select(Operation.number).where(Operation.board_id == board.id).order_by(Operation.number))
    )
    assert numbers == [1, 2, 3, 4]  # opening the board was the first
    assert board.number == 4


def random_payload(chance: random.Random, state: rules.State, themes: list[str]) -> dict[str, Any]:
    """Some operation that people might send next."""
    cards = [card for card in state["cards"].values() if not card["is_removed"]]
    gone = [card for card in state["cards"].values() if card["is_removed"]]
    zone = chance.choice(["market", "strengths", "candidates"])
    if not cards or chance.random() < 0.25:
        cited = chance.sample(themes, chance.randint(0, 2))
        rank = chance.choice([1.0, 2.0, chance.uniform(-9, 9)])
        return {
            "kind": "add_card",
            "card": f"{chance.getrandbits(46):012x}",
            "zone": zone,
            "text": "New",
            "rank": rank,
            "themes": cited,
        }
    card = chance.choice(cards)
    if gone and chance.random() < 0.2:
        return {"kind": "restore_card", "card": chance.choice(gone)["id"]}
    return chance.choice(
        [
            {"kind": "edit_card", "card": card["id"], "text": card["text"] + " more", "was": card["text"]},
            {"kind": "edit_card", "card": card["id"], "text": "Else", "was": "Something old"},
            {
                "kind": "move_card",
                "card": card["id"],
                "zone": zone,
                "rank": chance.choice([1.0, chance.uniform(-9, 9)]),
            },
            {"kind": "remove_card", "card": card["id"]},
            {"kind": "vote", "card": card["id"]},
            {"kind": "unvote", "card": card["id"]},
            {"kind": "cite_theme", "card": card["id"], "theme": chance.choice(themes)},
            {"kind": "uncite_theme", "card": card["id"], "theme": chance.choice(themes)},
        ]
    )


def live_part(snapshot: dict[str, Any]) -> dict[str, Any]:
    """What the reducer keeps of a snapshot."""
    return {key: snapshot[key] for key in rules.empty_state()}


def test_the_old_board_and_the_change_make_the_new_board_for_every_operation(
    session: Session, board: Board, ada: Actor, ben: Actor
) -> None:
    chance = random.Random(2021)
    process = board.group.camp.process
    themes = [make_theme(session, process, f"Theme {n}").public_id for n in range(3)]
    state = live_part(snapshots.board_snapshot(session, board))
    seen, respaced = set(), 0
    for _ in range(150):
        payload = random_payload(chance, state, themes)
        try:
            done = do(session, chance.choice([ada, ben]), board, **payload)
        except Conflict as refused:
            assert refused.code in ("camp.vote.none_left", "camp.card.changed_meanwhile")
            continue
        seen.add(payload["kind"])
        respaced += "ranks" in done.change
        state = rules.advance(state, done.number, rules.seen_change(done.change))
        assert state == live_part(snapshots.board_snapshot(session, board))
    assert len(seen) == 9
    assert respaced, "the seed should make cards come too close at least once"


def test_two_people_who_edit_the_same_card_both_keep_their_words(
    session: Session, board: Board, ada: Actor, ben: Actor
) -> None:
    card = make_card(session, board, "Shared workshops")
    do(
        session,
        ada,
        board,
        "edit_card",
        card=card.public_id,
        was="Shared workshops",
        text="Shared workshops in each district",
    )
    late = do(
        session, ben, board, "edit_card", card=card.public_id, was="Shared workshops", text="Ten shared workshops"
    )
    assert (late.change["outcome"], card.text) == ("merged", "Ten shared workshops in each district")
    third = do(session, ada, board, "edit_card", card=card.public_id, was="Shared workshops", text="Open kitchens")
    assert third.change["outcome"] == "both"
    assert card.text == "Ten shared workshops in each district\n\nOpen kitchens"
    fourth = do(session, ben, board, "edit_card", card=card.public_id, was=card.text, text="Ten shared workshops")
    assert (fourth.change["outcome"], fourth.change["revision"]) == ("replaced", 5)


def test_votes_run_out_on_the_server_and_come_back_with_a_removed_card(
    session: Session, board: Board, ada: Actor
) -> None:
    board.group.camp.votes_per_seat = 2
    cards = [make_card(session, board) for _ in range(3)]
    do(session, ada, board, "vote", card=cards[0].public_id)
    twice = do(session, ada, board, "vote", card=cards[0].public_id)
    assert twice.change["votes"] == 1
    do(session, ada, board, "vote", card=cards[1].public_id)
    with pytest.raises(Conflict, match="none_left"):
        do(session, ada, board, "vote", card=cards[2].public_id)
    do(session, FACILITATOR, board, "remove_card", card=cards[0].public_id)
    do(session, ada, board, "vote", card=cards[2].public_id)
    mine = rules.own(snapshots.board_state(session, board), ada.ref)
    assert set(mine["votes"]) == {card.public_id for card in cards}


def test_votes_count_over_all_boards_of_a_camp(session: Session, board: Board) -> None:
    camp = board.group.camp
    camp.votes_per_seat = 1
    roaming, _ = make_seat(session, camp)
    roaming.group = None
    other = camp.groups[1].board
    do(session, guest(roaming), board, "vote", card=make_card(session, board).public_id)
    with pytest.raises(Conflict, match="none_left"):
        do(session, guest(roaming), other, "vote", card=make_card(session, other).public_id)


def test_a_facilitator_without_a_seat_works_on_cards_but_cannot_vote(session: Session, board: Board) -> None:
    card = make_card(session, board, actor=FACILITATOR)
    assert card.author_id is None
    with pytest.raises(NotAllowed, match="needs_seat"):
        do(session, FACILITATOR, board, "vote", card=card.public_id)


def test_a_board_takes_what_its_state_and_phase_allow(session: Session) -> None:
    process = make_process(session)
    camp = make_camp(session, process, boards="preparing")
    board = camp.groups[0].board
    actor = guest(make_seat(session, camp)[0])
    add = {"kind": "add_card", "zone": "market", "text": "A card", "rank": 1}

    def refusal(who: Actor) -> str:
        try:
            do(session, who, board, card=public_id(), **add)
        except DomainError as refused:
            return refused.code
        return "done"

    assert (refusal(actor), refusal(FACILITATOR)) == ("camp.board.not_open_yet", "done")
    commands.open_board(session, FACILITATOR, board)
    assert refusal(actor) == "done"
    commands.lock_board(session, FACILITATOR, board)
    assert (refusal(actor), refusal(FACILITATOR)) == ("camp.board.locked", "camp.board.locked")
    commands.close_board(session, FACILITATOR, board)
    assert refusal(actor) == "camp.board.closed"
    commands.open_board(session, FACILITATOR, board)
    close_phase(session, process, PhaseKind.CAMP)
    assert refusal(actor) == "phase_closed"


def test_a_card_that_cites_a_theme_can_be_walked_back_to_it(session: Session, board: Board, ada: Actor) -> None:
    theme = make_theme(session, board.group.camp.process)
    card = make_card(session, board, actor=ada, themes=(theme.public_id,))
    assert provenance.walk_back(session, card.ref).of_type("theme") == (theme.public_id,)
    do(session, ada, board, "uncite_theme", card=card.public_id, theme=theme.public_id)
    assert provenance.walk_back(session, card.ref).of_type("theme") == ()
    theme.state = "rejected"
    session.flush()
    with pytest.raises(Invalid, match="theme"):
        do(session, ada, board, "cite_theme", card=card.public_id, theme=theme.public_id)


def test_a_theme_of_another_process_cannot_be_cited(session: Session, board: Board, ada: Actor) -> None:
    foreign = make_theme(session, make_process(session))
    with pytest.raises(Invalid, match="theme"):
        make_card(session, board, actor=ada, themes=(foreign.public_id,))


def test_promoting_a_card_twice_is_one_change_even_on_a_closed_board(session: Session, board: Board) -> None:
    card = make_card(session, board)
    commands.close_board(session, FACILITATOR, board)
    before = board.number
    commands.mark_promoted(session, SYSTEM, card)
    commands.mark_promoted(session, SYSTEM, card)
    assert card.is_promoted
    assert board.number == before + 1


def test_the_audit_of_a_board_names_every_change_and_none_of_the_words(
    session: Session, board: Board, ada: Actor
) -> None:
    card = make_card(session, board, "Confidential wording", actor=ada)
    do(session, ada, board, "vote", card=card.public_id)
    lines = session.scalars(
        select(audit.AuditEntry)
        .where(audit.AuditEntry.chain == f"board:{board.public_id}")
        .order_by(audit.AuditEntry.number)
    ).all()
    assert [line.verb for line in lines] == ["camp:board:open", "camp:card:add", "camp:vote:cast"]
    assert lines[1].actor == ada.ref
    assert "Confidential" not in str([line.details for line in lines])
    assert audit.verify(session).is_intact


def test_a_snapshot_names_people_and_themes_and_counts_votes(session: Session, board: Board, ada: Actor) -> None:
    theme = make_theme(session, board.group.camp.process, "Repair cafés")
    card = make_card(session, board, actor=ada, themes=(theme.public_id,))
    do(session, ada, board, "vote", card=card.public_id)
    shown = snapshots.board_snapshot(session, board)
    assert shown["people"] == {ada.ref: "Ada"}
    assert shown["themes"][theme.public_id]["en"] == "Repair cafés"
    assert list(shown["zones"]) == ["market", "strengths", "candidates"]
    assert (shown["state"], shown["cards"][card.public_id]["votes"]) == (BoardState.OPEN, 1)
    lines = card_queries.cards_of_camp(session, board.group.camp)
    assert [(line.author.name if line.author else "", line.votes) for line in lines] == [("Ada", 1)]
