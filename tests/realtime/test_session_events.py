"""What drives a session, as browsers meet it: the plan, messages, "come here", help, pointers."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import commands, queries
from cocreate.camp.models import Board, Card
from cocreate.camp.models_session import CampMessage, HelpRequest
from cocreate.camp.realtime_session import SessionNamespace
from cocreate.camp.rules import StepKind
from cocreate.core.ids import public_id
from cocreate.core.permissions import TABLE
from cocreate.selection.commands import rankings
from tests.factories.camp import FACILITATOR, guest, make_camp, make_card, make_plan, make_seat
from tests.factories.selection import make_candidates

Browse = Callable[..., Any]


@pytest.fixture
def board(session: Session) -> Board:
    """An open board of a camp with a plan."""
    camp = make_camp(session)
    make_plan(session, camp, StepKind.READ, StepKind.DISCUSS)
    session.commit()
    return camp.groups[0].board


@pytest.fixture
def arrive(session: Session, browse: Browse) -> Browse:
    """Somebody with a seat opens a board."""

    def come(board: Board, name: str, **options: Any) -> Any:
        token = make_seat(session, board.group.camp, name, **{"group": board.group, **options})[1]
        session.commit()
        browser = browse(board, token)
        assert browser.join()["ok"]
        return browser

    return come


def test_every_event_of_a_session_names_a_permission() -> None:
    own = [getattr(SessionNamespace, name) for name in vars(SessionNamespace) if name.startswith("on_")]
    assert len(own) == 5
    assert {handler.permission for handler in own} <= set(TABLE)


def test_whoever_comes_late_learns_where_the_session_stands_and_then_hears_of_each_step(
    session: Session, board: Board, arrive: Browse
) -> None:
    make_card(session, board)
    commands.go_on(session, FACILITATOR, board.group.camp)
    commands.send_message(session, FACILITATOR, board.group.camp, "Welcome")
    session.commit()
    ada = arrive(board, "Ada")
    told = ada.ask("plan")
    assert (told["plan"]["kind"], told["plan"]["position"], told["plan"]["of"]) == ("read", 1, 2)
    assert [message["text"] for message in told["messages"]] == ["Welcome"]
    assert told["summary"]["cards"] == 1
    assert [step["kind"] for step in told["summary"]["steps"]] == ["read"]
    commands.go_on(session, FACILITATOR, board.group.camp)
    session.rollback()
    assert ada.heard("plan") == [], "what is rolled back is told to nobody"
    commands.go_on(session, FACILITATOR, board.group.camp)
    session.commit()
    (heard,) = ada.heard("plan")
    assert (heard["kind"], heard["left"]) == ("discuss", None)
    assert heard["ends_at"] > heard["server_time"]


def test_a_message_to_one_group_stays_in_that_group(session: Session, board: Board, arrive: Browse) -> None:
    host = arrive(board, "Fatima", is_facilitator=True)
    ada, ben = arrive(board, "Ada"), arrive(board.group.camp.groups[1].board, "Ben")
    for browser in (host, ada, ben):
        browser.ask("plan")
    assert host.ask("message", text="To all", to="")["ok"]
    assert host.ask("message", text="To one", to=board.public_id)["ok"]
    assert [message["text"] for message in ada.heard("message")] == ["To all", "To one"]
    assert [message["text"] for message in ben.heard("message")] == ["To all"]
    assert [message["text"] for message in ben.ask("plan")["messages"]] == ["To all"]
    assert ada.ask("message", text="I am the host")["error"] == "not_allowed"
    for text in (" ", "x" * 1001, "\ud800"):
        assert not host.ask("message", text=text)["ok"]
    assert host.ask("message", text="Elsewhere", to="nosuchboard1")["error"] == "not_found"
    assert session.scalar(select(func.count()).select_from(CampMessage)) == 2


def test_a_request_for_help_reaches_the_hosts_only_and_waits_once(
    session: Session, board: Board, arrive: Browse
) -> None:
    host, ada, ben = arrive(board, "Fatima", is_facilitator=True), arrive(board, "Ada"), arrive(board, "Ben")
    for browser in (host, ada, ben):
        browser.ask("plan")
    first = ada.ask("help", text="What is a candidate?")
    assert ada.ask("help", text="Please come")["help"] == first["help"]
    assert [asked["text"] for asked in host.heard("help")] == ["What is a candidate?", "Please come"]
    assert ben.heard("help") == []
    assert ben.ask("help", done=first["help"])["error"] == "not_allowed"
    assert [asked["name"] for asked in host.ask("plan")["help"]] == ["Ada"]
    assert ben.ask("plan")["help"] == []
    ada.heard("help")
    assert host.ask("help", done=first["help"])["ok"]
    assert [asked["done"] for asked in ada.heard("help")] == [True]
    assert host.ask("help", text="I have a seat too")["ok"]
    assert session.scalar(select(func.count()).select_from(HelpRequest)) == 2


def test_boards_hear_that_a_ranking_of_the_long_list_opened_and_closed(
    session: Session, board: Board, arrive: Browse
) -> None:
    camp = board.group.camp
    ada, ben = arrive(board, "Ada"), arrive(camp.groups[1].board, "Ben")
    ada.ask("plan")
    make_candidates(session, camp.process, "Repair hubs", "Shared mobility")
    session.commit()
    round_ = rankings.rank_long_list(session, FACILITATOR, camp.process, camp)
    session.rollback()
    assert ada.heard("calls") == [], "what is rolled back is told to nobody"
    round_ = rankings.rank_long_list(session, FACILITATOR, camp.process, camp)
    session.commit()
    assert ada.heard("calls") == [{}] and ben.heard("calls") == [], "Ben has not asked where the session stands"
    rankings.close_round(session, FACILITATOR, camp.process, round_)
    session.commit()
    assert ada.heard("calls") == [{}]


def test_come_here_calls_the_group_or_from_the_plenary_everybody(
    session: Session, board: Board, arrive: Browse
) -> None:
    host, ada = arrive(board, "Fatima", is_facilitator=True), arrive(board, "Ada")
    ben = arrive(board.group.camp.groups[1].board, "Ben")
    for browser in (host, ada, ben):
        browser.ask("plan")
    card = make_card(session, board).public_id
    session.commit()
    assert host.ask("come", card=card)["ok"]
    assert ada.heard("come") == [{"board": board.public_id, "card": card, "zone": "", "by": "Fatima"}]
    session.rollback()
    assert host.ask("come", zone="market")["ok"]
    assert [(called["card"], called["zone"]) for called in ada.heard("come")] == [("", "market")]
    assert ben.heard("come") == []
    assert ada.ask("come", card=card)["error"] == "not_allowed"
    assert host.ask("come", card="../card")["error"] == "camp.card.unknown"
    assert host.ask("come", card=public_id())["error"] == "camp.card.unknown"
    assert host.ask("come", zone="<b>")["error"] == "camp.zone.unknown"
    assert host.ask("come", card=card, zone="market")["error"] == "camp.operation.malformed"
    session.query(Card).filter_by(public_id=card).update({"is_private": True})
    board.number += 1
    session.commit()
    assert host.ask("come", card=card)["error"] == "camp.card.unknown", "nobody else sees it"
    assert ada.heard("come") == []
    board.group.is_plenary = True
    session.commit()
    assert host.ask("come")["ok"]
    assert [called["board"] for called in ben.heard("come")] == [board.public_id]


def test_pointers_are_shown_to_the_others_of_a_board_and_not_faster_than_they_can_be_seen(
    session: Session, board: Board, arrive: Browse
) -> None:
    ada, ben = arrive(board, "Ada"), arrive(board, "Ben")
    elsewhere = arrive(board.group.camp.groups[1].board, "Chloé")
    place = {"x": 10, "y": 20.5, "zone": "market"}
    assert not ada.ask("cursor", **place)["ok"], "whoever did not ask where the session stands has no pointer"
    for browser in (ada, ben, elsewhere):
        browser.ask("plan")
    answers = [ada.ask("cursor", **place) for _ in range(30)]
    assert all(answer["ok"] for answer in answers)
    seen = ben.heard("cursor")
    assert 1 <= len(seen) < 30
    assert len(seen) == sum(not answer.get("is_late") for answer in answers), "whoever sent what was dropped knows"
    assert (seen[0]["name"], seen[0]["x"], seen[0]["zone"]) == ("Ada", 10, "market")
    assert ada.heard("cursor") == elsewhere.heard("cursor") == []
    for wrong in ({"x": 1}, {**place, "x": "1"}, {**place, "x": 1e9}, {**place, "y": True}, {**place, "zone": "<b>"}):
        assert not ada.ask("cursor", **wrong)["ok"]
    assert not ada.ask("cursor", **place, color="red")["ok"]


def test_whoever_works_by_keyboard_or_finger_tells_a_place_without_a_point(
    session: Session, board: Board, arrive: Browse
) -> None:
    ada, ben = arrive(board, "Ada"), arrive(board, "Ben")
    for browser in (ada, ben):
        browser.ask("plan")
    wrong: dict[str, Any]
    for wrong in ({"x": 1}, {"y": 1}, {"card": "<b>"}, {"card": 5}, {"card": None}, {"card": ["0123456789ab"]}):
        assert not ada.ask("cursor", zone="market", **wrong)["ok"]
    assert ada.ask("cursor", zone="market", card="0123456789ab")["ok"]
    (seen,) = ben.heard("cursor")
    assert {name: seen[name] for name in ("zone", "card", "name")} == {
        "zone": "market",
        "card": "0123456789ab",
        "name": "Ada",
    }
    assert "x" not in seen


@pytest.mark.parametrize("place", [{"card": "0123456789ab"}, {}, {"x": 1, "y": 2}])
def test_while_all_write_for_themselves_nobody_hears_where_others_are(
    session: Session, board: Board, arrive: Browse, place: dict[str, Any]
) -> None:
    camp = board.group.camp
    write, read = make_plan(session, camp, StepKind.WRITE, StepKind.READ)
    session.commit()
    ada, ben, chloe = (arrive(board, name) for name in ("Ada", "Ben", "Chloé"))  # each may point once at once
    for browser in (ada, ben, chloe):
        browser.ask("plan")
    assert ada.ask("cursor", zone="market", **place)["ok"]
    assert len(ben.heard("cursor")) == len(chloe.heard("cursor")) == 1
    commands.start_step(session, FACILITATOR, camp, write)
    session.commit()
    assert ben.ask("cursor", zone="market", **place)["ok"]
    assert ada.heard("cursor") == chloe.heard("cursor") == []
    commands.start_step(session, FACILITATOR, camp, read)
    session.commit()
    assert chloe.ask("cursor", zone="market", **place)["ok"]
    assert len(ada.heard("cursor")) == len(ben.heard("cursor")) == 1


@pytest.mark.parametrize("setting", ["is_anonymous", "shows_cursors"])
def test_no_pointer_in_a_camp_that_is_anonymous_or_shows_none(
    session: Session, board: Board, arrive: Browse, setting: str
) -> None:
    setattr(board.group.camp, setting, setting == "is_anonymous")
    session.commit()
    ada, ben = arrive(board, "Ada"), arrive(board, "Ben")
    assert [browser.ask("plan")["cursors"] for browser in (ada, ben)] == [False, False]
    assert not ada.ask("cursor", x=1, y=1, zone="market")["ok"]
    assert ben.heard("cursor") == []


@pytest.mark.parametrize("event", ["plan", "message", "come", "help"])
def test_an_event_with_parts_that_nobody_of_ours_sends_is_refused(
    session: Session, board: Board, arrive: Browse, event: str
) -> None:
    host = arrive(board, "Fatima", is_facilitator=True)
    for extra in ({"extra": 1}, {"text": 5}, {"to": ["x"]}, {"card": 5}, {"done": {}}):
        assert host.ask(event, **extra)["error"] == "camp.operation.malformed"


def test_whoever_only_reads_is_offered_no_work_and_nobody_sees_them_write(
    session: Session, board: Board, arrive: Browse
) -> None:
    ada, olga = arrive(board, "Ada"), arrive(board, "Olga", is_observer=True)
    card = make_card(session, board).public_id
    session.commit()
    may = {name: olga.join()["me"][name] for name in ("can_work", "can_vote", "is_host")}
    assert may == {"can_work": False, "can_vote": False, "is_host": False}
    assert olga.ask("typing", card=card, text="I only read")["ok"]
    assert ada.heard("typing") == []
    assert {name: ada.join()["me"][name] for name in may} == {**may, "can_work": True, "can_vote": True}


def test_whoever_is_muted_or_may_write_again_learns_at_once_what_to_offer(
    session: Session, board: Board, arrive: Browse
) -> None:
    ada, ben = arrive(board, "Ada"), arrive(board, "Ben")
    seat = next(seat for seat in queries.seats_of(session, board.group.camp) if seat.name == "Ada")
    row = commands.mute_seat(session, FACILITATOR, seat, "Ten cards a minute")
    session.commit()
    assert ada.heard("again") == [{}], "the page joins anew"
    me = ada.join()["me"]
    assert (me["can_work"], me["can_vote"]) == (False, False)
    ada.ask("typing", card="newcard00001")
    assert ben.heard("typing") == []
    commands.undo_moderation(session, FACILITATOR, row)
    session.commit()
    assert ada.heard("again") == [{}]
    me = ada.join()["me"]
    assert (me["can_work"], me["can_vote"]) == (True, True)
    commands.hide_card(session, FACILITATOR, board, make_card(session, board, actor=guest(seat)).public_id, "Unkind")
    session.commit()
    assert (ada.heard("again"), ben.heard("again")) == ([], [])


def test_whoever_is_moderated_reads_why_and_nobody_else_does(session: Session, board: Board, arrive: Browse) -> None:
    ada, ben = arrive(board, "Ada"), arrive(board, "Ben")
    for browser in (ada, ben):
        browser.ask("plan")
    seat = next(seat for seat in queries.seats_of(session, board.group.camp) if seat.name == "Ada")
    card = make_card(session, board, "Unkind", actor=guest(seat)).public_id
    row = commands.hide_card(session, FACILITATOR, board, card, "It names a person")
    session.commit()
    (told,) = ada.heard("message")
    assert told["text"] == "Your card was taken off the board: It names a person"
    assert told["about"] == {"kind": "card", "id": card, "undone": False}
    assert ben.heard("message") == []
    assert [message["id"] for message in ada.ask("plan")["messages"]] == [row.public_id]
    assert ben.ask("plan")["messages"] == []
    commands.undo_moderation(session, FACILITATOR, row)
    session.commit()
    assert [message["about"]["undone"] for message in ada.heard("message")] == [True]
