"""Thousands of malformed, oversized, replayed and forged events change nothing, break nothing and stop nobody."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import realtime, snapshots
from cocreate.camp.allowance import Allowance
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
