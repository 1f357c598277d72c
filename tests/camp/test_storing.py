"""The tables hold exactly what applying the changes gives, whatever people do."""

import random
from collections import Counter
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import board as rules
from cocreate.camp import card_queries, commands, history, queries, snapshots
from cocreate.camp.board import hosting
from cocreate.camp.models import Board, CardFile, Operation
from cocreate.core import audit, provenance
from cocreate.core.ids import public_id
from cocreate.core.permissions import Actor
from cocreate.errors import DomainError
from cocreate.public.queries import camp_figures
from tests.camp.random_board import host_change, random_operation
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat, make_theme


@pytest.fixture
def board(session: Session) -> Board:
    """An open board with zones of each layout."""
    board = make_camp(session).groups[0].board
    zones = list(snapshots.board_state(session, board)["zones"].values())
    columns = [{"key": "now", "title": {"en": "Now"}}, {"key": "later", "title": {"en": "Later"}}]
    zones[1] |= {"layout": "columns", "columns": columns}
    zones[2] |= {"layout": "free"}
    host(session, board, hosting.set_zones(snapshots.board_state(session, board), zones))
    return board


def host(session: Session, board: Board, change: rules.Change) -> Operation:
    """Something that a facilitator does."""
    name = f"host-{public_id()}"
    return commands.change_board(session, FACILITATOR, board, change, verb="camp:board:prepare", op_id=name)


def make_upload(session: Session, board: Board) -> str:
    """A picture that waits to be put on a card."""
    file = CardFile(board_id=board.id, name="a.png", media_type="image/png", size=3, sha256="", at=clock.now())
    file.content = b"png"
    session.add(file)
    session.flush()
    return file.public_id


@pytest.mark.parametrize("seed", [1, 2027])
def test_the_state_of_the_tables_is_the_state_by_the_changes(session: Session, board: Board, seed: int) -> None:
    chance = random.Random(seed)
    camp = board.group.camp
    people: list[Actor] = [guest(make_seat(session, camp, name)[0]) for name in ("Ada", "Ben", "Chloé")]
    people.append(FACILITATOR)
    themes = [make_theme(session, camp.process, f"Theme {n}").public_id for n in range(3)]
    uploads = [make_upload(session, board) for _ in range(3)]
    state = start = snapshots.board_state(session, board)
    states = {start["number"]: start}
    done: Counter[str] = Counter()
    said: dict[str, Any] = {}
    for _ in range(260):
        try:
            if chance.random() < 0.08:
                change, number = host_change(chance, state, said), state["number"] + 1
                assert host(session, board, change).number == number
            else:
                payload = random_operation(chance, state, themes, uploads)
                payload.pop("op_id")
                told = do(session, chance.choice(people), board, payload.pop("kind"), **payload)
                change, number = told.change, told.number
        except DomainError:
            continue
        done[change["kind"]] += 1
        state = rules.advance(state, number, change)
        assert state == snapshots.board_state(session, board), change
        states[number] = state
    assert len(done) > 20
    assert history.state_at(session, board, board.number) == state
    for number in chance.sample(range(start["number"], board.number), 10):
        assert history.state_at(session, board, number) == states[number]
    assert audit.verify(session).is_intact


def test_a_merged_card_can_be_walked_back_to_its_parents_and_their_themes(session: Session, board: Board) -> None:
    theme = make_theme(session, board.group.camp.process)
    parents = [make_card(session, board, f"Part {n}", themes=(theme.public_id,)) for n in range(2)]
    ada, ben = (guest(make_seat(session, board.group.camp)[0]) for _ in range(2))
    for voter, card in ((ada, parents[0]), (ada, parents[1]), (ben, parents[1])):
        do(session, voter, board, "vote", card=card.public_id)
    merged = public_id()
    told = {"cards": [card.public_id for card in parents], "zone": "market", "rank": 1, "title": "", "text": "Both"}
    do(session, ada, board, "merge_cards", card=merged, **told)
    state = snapshots.board_state(session, board)
    card = state["cards"][merged]
    assert (card["votes"], card["parents_votes"], card["themes"]) == (0, 2, [theme.public_id])
    assert [card["id"] for card in rules.cards_in(state, "market")] == [merged]
    assert [line.card.public_id for line in card_queries.cards_of_board(session, board)] == [merged]
    assert camp_figures(session, board.group.camp.process)[0].cards == 1
    assert queries.votes_elsewhere(session, ada.seat_id or 0, 0) == 0, "the votes for its parents are given back"
    walk = provenance.walk_back(session, ("card", merged))
    assert set(walk.of_type("card")) - {merged} == {card.public_id for card in parents}
    assert walk.of_type("theme") == (theme.public_id,)
    do(session, ada, board, "remove_card", card=merged)
    back = rules.cards_in(snapshots.board_state(session, board), "market")
    assert {card["id"] for card in back} == {card.public_id for card in parents}


def test_the_parts_of_a_card_take_its_place_in_order_and_say_where_they_came_from(
    session: Session, board: Board
) -> None:
    first, last = (make_card(session, board, text, rank=rank) for text, rank in (("First", 1.0), ("Last", 1.5)))
    ids = [public_id(), public_id()]
    into = [{"card": card, "text": text} for card, text in zip(ids, ("One", "Two"), strict=True)]
    do(session, FACILITATOR, board, "split_card", card=first.public_id, into=into)
    state = snapshots.board_state(session, board)
    assert [card["text"] for card in rules.cards_in(state, "market")] == ["One", "Two", "Last"]
    assert {state["cards"][card]["parents"][0] for card in ids} == {first.public_id}
    came = select(provenance.ProvenanceLink.target_id).where(provenance.ProvenanceLink.relation == "split_from")
    assert set(session.scalars(came)) == set(ids)
    assert last.public_id in state["cards"]
