"""Thousands of malformed, oversized, replayed and forged events change nothing, break nothing and stop nobody."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import queries, realtime, snapshots
from cocreate.camp.lines import Allowance
from cocreate.camp.models import Operation
from cocreate.core.ids import public_id
from tests.factories.camp import make_camp, make_seat
from tests.realtime.conftest import Browser
from tests.realtime.hostile import Hostile

EVENTS = 1500


def furnished(browser: Browser) -> tuple[list[str], list[dict[str, Any]]]:
    """Some cards of an honest person, and the operations that made them."""
    done = []
    for number in range(5):
        asked = {"op_id": f"good-{public_id()}", "kind": "add_card", "card": public_id(), "zone": "market"}
        asked |= {"text": "Good", "rank": float(number)}
        assert browser.ask("op", op=asked)["ok"]
        done.append(asked)
    return [str(asked["card"]) for asked in done], done


def test_nothing_hostile_changes_or_breaks_anything(
    session: Session, browse: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Allowance, "take", lambda self: None)  # so that every event meets the checks behind it
    camp = make_camp(session)
    board, foreign = camp.groups[0].board, camp.groups[1].board
    (_, honest), (_, bad) = make_seat(session, camp), make_seat(session, camp)
    session.commit()
    good, evil = browse(board, honest), browse(board, bad)
    good.join()
    cards, done = furnished(good)
    evil.join()
    source = Hostile(7, board.public_id, foreign.public_id, cards, done)
    before = [snapshots.board_state(session, one) for one in (board, foreign)]
    journal = session.scalar(select(func.count()).select_from(Operation))
    session.rollback()
    for _ in range(EVENTS):
        event, arguments = source.event()
        answer = evil.socket.emit(event, *arguments, namespace="/board", callback=True)
        if event != "nothing":
            assert isinstance(answer, dict), (event, arguments, answer)
            assert event != "op" or not answer["ok"], (event, arguments, answer)
            assert answer.get("error") != "broken", (event, arguments)
    session.expire_all()
    assert [snapshots.board_state(session, one) for one in (board, foreign)] == before
    assert session.scalar(select(func.count()).select_from(Operation)) == journal
    session.rollback()  # no lock of this test's own
    assert good.do("vote", card=cards[0])["ok"], "others go on"


def test_a_flood_is_refused_over_all_connections_of_a_seat(session: Session, browse: Callable[..., Browser]) -> None:
    camp = make_camp(session)
    board, (_, token) = camp.groups[0].board, make_seat(session, camp)
    session.commit()
    realtime.allowances._known.clear()
    windows = [browse(board, token) for _ in range(3)]
    answers = [window.ask("typing", card="0" * 12) for window in windows for _ in range(40)]
    refused = [answer for answer in answers if not answer["ok"]]
    assert {answer["error"] for answer in refused} == {"camp.operation.too_fast"}
    assert all(answer["retry"] for answer in refused)
    assert len(refused) > 5


@pytest.mark.parametrize("name", ["connect", "disconnect"])
def test_the_librarys_own_events_are_no_clients_to_send(
    session: Session, browse: Callable[..., Browser], name: str
) -> None:
    camp = make_camp(session)
    board, (_, token) = camp.groups[0].board, make_seat(session, camp)
    session.commit()
    browser = browse(board, token)
    assert browser.join()["ok"]
    left = _allowance_left(browser)
    for payload in ([], [{"csrf": browser.csrf, "language": "de"}], ["client disconnect"], [None, None]):
        answer = browser.socket.emit(name, *payload, namespace="/board", callback=True)
        assert answer["error"] == "camp.operation.malformed"
    assert _allowance_left(browser) <= left + 1, "no new allowance"
    session.expire_all()
    assert len(queries.people_present(session, [board.id]).get(board.id, {})) == 1, "still there"
    session.rollback()
    assert browser.socket.is_connected("/board")
    assert browser.do("add_card", card=public_id(), zone="market", text="Here", rank=1)["ok"]


def _allowance_left(browser: Browser) -> float:
    server, sid = browser.socket.socketio.server, browser.socket.eio_sid
    return float(server.environ[sid]["cocreate.allowance"].left)


@pytest.mark.parametrize("name", ["", "*", "error", "_answered", "op.__class__", "\x00", 7, None, [], {"a": 1}, True])
def test_what_is_no_event_has_no_effect(session: Session, browse: Callable[..., Browser], name: Any) -> None:
    camp = make_camp(session)
    board, (_, token) = camp.groups[0].board, make_seat(session, camp)
    session.commit()
    browser = browse(board, token)
    browser.join()
    with suppress(TypeError, ValueError):  # what the library does not even read; on a server it is logged
        assert not dict(browser.socket.emit(name, {}, namespace="/board", callback=True) or {}).get("ok")
    assert browser.do("add_card", card=public_id(), zone="market", text="Here", rank=1)["ok"]
