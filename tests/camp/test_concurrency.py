"""Several hands at the same moment: no vote too many, numbers without gaps, one operation done once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from cocreate.app import create_app
from cocreate.camp import board as rules
from cocreate.camp import commands, queries
from cocreate.camp.models import Board, CardVote, Operation, Seat
from cocreate.core import audit
from cocreate.core.db import db, transaction
from cocreate.errors import DomainError
from cocreate.settings import Settings
from tests.factories.camp import guest, make_camp, make_card, make_seat, op_id


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def some_app(request: pytest.FixtureRequest, settings: Settings) -> Any:
    """The application on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("app")
        return
    url = request.getfixturevalue("postgres_url")
    app = create_app(
        Settings(data_dir=settings.data_dir, secret_key="x", database_url=url, jobs="inline", testing=True)
    )
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def at_once(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """Do all of these at the same moment, each with its own connection; what each returned, or its refusal's code."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        with app.app_context():
            start.wait()
            try:
                results[place] = act()
            except DomainError as refused:
                results[place] = refused.code  # type: ignore[call-overload]

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(results)


def send(seat_id: int, board_id: int, payload: dict[str, Any]) -> Callable[[], object]:
    """Somebody sends an operation in a transaction of its own; returns its number."""

    def act() -> object:
        with transaction() as session:
            board = queries.find_board(session, session.get_one(Board, board_id).public_id)
            assert board is not None
            actor = guest(session.get_one(Seat, seat_id))
            return commands.apply_operation(session, actor, board, rules.parse(payload)).number

    return act


def test_a_seat_that_votes_everywhere_at_once_gives_no_more_votes_than_it_has(some_app: Flask) -> None:
    with some_app.app_context(), transaction() as session:
        camp = make_camp(session, votes_per_seat=2)
        seat, _ = make_seat(session, camp)
        seat.group = None
        targets = [
            (group.board.id, make_card(session, group.board).public_id) for group in camp.groups for _ in range(2)
        ]
        seat_id = seat.id
    acts = [send(seat_id, board, {"op_id": op_id(), "kind": "vote", "card": card}) for board, card in targets]
    results = at_once(some_app, *acts)
    assert results.count("camp.vote.none_left") == 4
    with some_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(CardVote)) == 2


def test_one_operation_sent_over_two_connections_is_done_once_and_numbers_have_no_gaps(some_app: Flask) -> None:
    with some_app.app_context(), transaction() as session:
        board = make_camp(session).groups[0].board
        seats = [make_seat(session, board.group.camp)[0].id for _ in range(4)]
        board_id, first = board.id, board.number
    acts = []
    for number, seat in enumerate(seats):
        payload = {"op_id": op_id(), "kind": "add_card", "card": f"card0000000{number}", "zone": "market", "text": "x"}
        acts += [send(seat, board_id, {**payload, "rank": 1.0})] * 2
    results = at_once(some_app, *acts)
    assert all(results[i] == results[i + 1] for i in range(0, len(results), 2)), "the same acknowledgement twice"
    assert sorted(set(map(int, map(str, results)))) == list(range(first + 1, first + 5))
    with some_app.app_context():
        assert db.session.scalar(select(func.count()).where(Operation.board_id == board_id)) == first + 4
        assert audit.verify(db.session()).is_intact
