"""The live board as browsers meet it: joining, operations, refusals, who is there."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import commands, queries
from cocreate.camp.models import Board, Card, Operation, Presence
from cocreate.camp.realtime import BoardNamespace
from cocreate.camp.rounds import RoundSpec
from cocreate.core.ids import public_id
from cocreate.core.permissions import TABLE
from cocreate.process.rules import PhaseKind
from tests.factories.camp import FACILITATOR, make_camp, make_card, make_seat, make_theme, op_id
from tests.factories.process import close_phase

Browse = Callable[..., Any]


@pytest.fixture
def board(session: Session) -> Board:
    """An open board, the first of its camp."""
    made = make_camp(session).groups[0].board
    session.commit()
    return made


@pytest.fixture
def ada(session: Session, board: Board, browse: Browse) -> Any:
    """Somebody of the board's group, with the board open."""
    token = make_seat(session, board.group.camp, "Ada")[1]
    session.commit()
    browser = browse(board, token)
    assert browser.join()["ok"]
    return browser


@pytest.fixture
def ben(session: Session, board: Board, browse: Browse) -> Any:
    """Somebody else of the same group."""
    token = make_seat(session, board.group.camp, "Ben")[1]
    session.commit()
    browser = browse(board, token)
    assert browser.join()["ok"]
    return browser


def test_every_event_names_a_permission_of_the_table() -> None:
    handlers = [getattr(BoardNamespace, name) for name in vars(BoardNamespace) if name.startswith("on_")]
    assert len(handlers) == 6
    assert {handler.permission for handler in handlers} <= set(TABLE)


def test_a_card_reaches_the_others_with_its_number_once_it_is_committed(
    session: Session, board: Board, ada: Any, ben: Any
) -> None:
    ben.heard("changes")
    answer = ada.do("add_card", card=public_id(), zone="market", text="Heat from data centres", rank=1)
    assert answer["ok"]
    session.expire_all()
    assert session.scalar(select(Operation.number).order_by(Operation.number.desc()).limit(1)) == answer["number"]
    (change,) = ben.heard("changes")
    assert (change["number"], change["change"]) == (answer["number"], answer["change"])
    assert change["by"]["name"] == "Ada"
    assert len(ada.heard("changes")) == 1, "the sender hears it too"


def test_a_browser_that_was_away_hears_what_it_missed_and_which_of_its_own_were_done(ada: Any, ben: Any) -> None:
    since = ada.ask("missed", since=0)["missed"][-1]["number"]
    done, never = op_id(), op_id()
    card = {"kind": "add_card", "card": public_id(), "zone": "market", "text": "While away", "rank": 1}
    number = ada.ask("op", op={"op_id": done, **card})["number"]
    ben.do("vote", card=card["card"])
    back = ada.join(since=since, pending=[done, never])
    assert [message["number"] for message in back["missed"]] == [number, number + 1]
    assert [message["by"]["name"] for message in back["missed"]] == ["Ada", ""], "nobody learns who voted"
    assert back["done"] == {done: number}
    assert "snapshot" not in back


def test_a_newcomer_gets_the_whole_board_and_so_does_one_with_an_impossible_number(ada: Any, ben: Any) -> None:
    ada.do("add_card", card=public_id(), zone="market", text="A card", rank=1)
    for since in (None, 10**9, -1, 10**30):
        assert len(ben.ask("missed", since=since)["snapshot"]["cards"]) == 1


def test_a_refusal_is_an_acknowledgement_in_the_persons_language(
    session: Session, board: Board, browse: Browse
) -> None:
    token = make_seat(session, board.group.camp)[1]
    commands.lock_board(session, FACILITATOR, board)
    session.commit()
    browser = browse(board, token, language="nl")
    browser.join()
    answer = browser.do("add_card", card=public_id(), zone="market", text="Too late", rank=1)
    assert (answer["ok"], answer["error"]) == (False, "camp.board.locked")
    assert answer["message"]
    assert session.scalar(select(func.count()).select_from(Card)) == 0


def test_locking_on_the_console_reaches_the_open_boards(session: Session, board: Board, ada: Any) -> None:
    ada.heard("changes")
    commands.lock_board(session, FACILITATOR, board)
    session.commit()
    assert [message["change"] for message in ada.heard("changes")] == [{"kind": "board_state", "state": "locked"}]
    commands.open_board(session, FACILITATOR, board)
    session.rollback()
    assert ada.heard("changes") == [], "what is rolled back is told to nobody"


def test_a_page_of_another_site_cannot_open_the_socket(
    app: Flask, session: Session, board: Board, browse: Browse
) -> None:
    token = make_seat(session, board.group.camp)[1]
    session.commit()
    browser = browse(board, token)
    for auth in (None, {}, {"csrf": "forged"}, {"csrf": ["x"]}, "text"):
        socket = app.extensions["socketio"].test_client(
            app, namespace="/board", auth=auth, flask_test_client=browser.http
        )
        assert not socket.is_connected("/board")


def test_a_board_of_another_group_stays_unknown_and_a_visitor_sees_none(
    session: Session, board: Board, ada: Any, browse: Browse
) -> None:
    other = board.group.camp.groups[1].board
    make_card(session, other, "Not for Ada")
    session.commit()
    ada.board = other.public_id
    for answer in (ada.join(), ada.ask("missed", since=None), ada.do("vote", card=public_id())):
        assert (answer["ok"], answer["error"]) == (False, "not_found")
    stranger = browse(board, None)
    assert stranger.join()["error"] == "not_allowed"
    ada.heard("changes")
    make_card(session, other, "Still not for Ada")
    session.commit()
    assert ada.heard("changes") == []


def test_an_ended_seat_is_told_and_shut_out_at_once(session: Session, board: Board, ada: Any, ben: Any) -> None:
    seat = next(seat for seat in queries.seats_of(session, board.group.camp) if seat.name == "Ada")
    commands.end_seat(session, FACILITATOR, seat)
    session.commit()
    assert len(ada.heard("ended")) == 1
    if ada.socket.is_connected("/board"):  # the disconnection runs beside us
        assert not ada.do("add_card", card=public_id(), zone="market", text="Still here?", rank=1)["ok"]
    assert ben.do("add_card", card=public_id(), zone="market", text="Still here.", rank=1)["ok"]


def test_the_phase_is_checked_at_every_event(session: Session, board: Board, ada: Any) -> None:
    close_phase(session, board.group.camp.process, PhaseKind.CAMP)
    session.commit()
    answer = ada.do("add_card", card=public_id(), zone="market", text="Too late", rank=1)
    assert answer["error"] == "phase_closed"


def test_presence_tells_what_is_new_and_forgets_who_left(session: Session, ada: Any, ben: Any) -> None:
    joined = [person["name"] for news in ada.heard("presence") for person in news["joined"]]
    assert joined == ["Ada", "Ben"]
    again = ben.join()
    assert {person["name"] for person in again["presence"]["people"]} == {"Ada", "Ben"}
    ben.socket.disconnect(namespace="/board")
    (news,) = ada.heard("presence")
    assert (news["count"], news["joined"], len(news["left"])) == (1, [], 1)
    session.rollback()
    assert list(session.scalars(select(Presence.name))) == ["Ada"]


def test_own_votes_reach_the_persons_other_window_only(
    session: Session, board: Board, browse: Browse, ben: Any
) -> None:
    token = make_seat(session, board.group.camp, "Ada")[1]
    card = make_card(session, board).public_id
    session.commit()
    one, two = browse(board, token), browse(board, token)
    for browser in (one, two):
        browser.join()
    ben.heard("changes")
    one.do("vote", card=card)
    assert two.heard("mine")[0]["votes"] == {"limit": 5, "elsewhere": 0, "cards": [card]}
    (change,) = ben.heard("changes")
    assert change["by"] == {"ref": "", "name": ""}
    assert ben.heard("mine") == []


def test_a_ballot_reaches_the_persons_other_window_also_from_the_page_without_script(
    session: Session, board: Board, browse: Browse, ben: Any
) -> None:
    token = make_seat(session, board.group.camp, "Ada")[1]
    cards = [make_card(session, board).public_id for _ in range(2)]
    (vote,) = commands.open_rounds(session, FACILITATOR, [board], RoundSpec(votes_each=3, most_per_card=2))
    round_id = vote.public_id
    page = f"/en/p/{board.group.camp.process.public_id}/boards/{board.public_id}/session"
    session.commit()
    one, two = browse(board, token), browse(board, token)
    for browser in (one, two):
        assert browser.join()["me"]["ballot"] == {"round": round_id, "choices": {}}
    session.rollback()
    assert one.do("cast_ballot", round=round_id, choices={cards[0]: 1})["ok"]
    assert two.heard("mine")[0]["ballot"] == {"round": round_id, "choices": {cards[0]: 1}}
    form = {"round": round_id, f"choice-{cards[1]}": "2"}
    assert one.http.submit(page, form, to=f"{page}/vote").status_code == 303
    assert two.heard("mine")[0]["ballot"] == {"round": round_id, "choices": {cards[1]: 2}}
    assert ben.heard("mine") == []


def test_typing_is_told_to_the_others_and_stored_nowhere(session: Session, ada: Any, ben: Any) -> None:
    before = session.scalar(select(func.count()).select_from(Operation))
    card = public_id()
    ada.ask("typing", card=card)
    assert [(news["name"], news["card"]) for news in ben.heard("typing")] == [("Ada", card)]
    assert ada.heard("typing") == []
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Operation)) == before


def test_words_are_told_while_they_are_written_but_never_those_of_a_private_card(
    session: Session, board: Board, ada: Any, ben: Any
) -> None:
    card = make_card(session, board).public_id
    session.commit()
    ada.ask("typing", card=card, text="Half a thou")
    assert [news["text"] for news in ben.heard("typing")] == ["Half a thou"]
    assert not ada.ask("typing", card=card, text="x" * 2001)["ok"]
    ada.ask("typing", card=public_id(), text="Of a card that nobody knows")
    session.query(Card).filter_by(public_id=card).update({"is_private": True})
    session.commit()
    ada.ask("typing", card=card, text="For me only")
    assert [news["text"] for news in ben.heard("typing")] == ["", ""]


def test_rubbish_is_refused_without_a_trace(session: Session, board: Board, ada: Any) -> None:
    before = session.scalar(select(func.count()).select_from(Operation))
    socket, send = ada.socket, {"namespace": "/board", "callback": True}
    rubbish: list[Any] = [None, [], "x", 7, {}, {"board": 7}, {"board": ada.board}, {"board": ada.board, "op": []}]
    rubbish += [{"board": ada.board, "op": {"kind": "vote"}, "extra": 1}, {"board": "x" * 90_000, "op": {}}]
    for payload in rubbish:
        answer = socket.emit("op", payload, **send)
        assert (answer["ok"], answer["error"]) in ((False, "camp.operation.malformed"), (False, "not_found")), payload
    assert socket.emit("join", {"board": ada.board, "since": True}, **send)["error"] == "camp.operation.malformed"
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Operation)) == before


def test_a_flood_is_slowed_down_and_asked_to_try_again(ada: Any) -> None:
    answers = [ada.ask("typing", card=public_id()) for _ in range(90)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert refused
    assert all(answer["error"] == "camp.operation.too_fast" and answer["retry"] for answer in refused)
    assert all(answer["ok"] for answer in answers[:50])


def test_a_theme_cited_live_comes_with_its_title_in_the_next_snapshot(session: Session, board: Board, ada: Any) -> None:
    theme = make_theme(session, board.group.camp.process, "Repair cafés")
    card = make_card(session, board)
    session.commit()
    assert ada.do("cite_theme", card=card.public_id, theme=theme.public_id)["ok"]
    assert ada.join()["snapshot"]["themes"][theme.public_id]["en"] == "Repair cafés"
