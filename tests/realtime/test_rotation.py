"""Groups go on to the next board: whoever was moved is called there, and hears nothing more of the old one."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp.commands import running
from cocreate.camp.models import Seat
from tests.factories.camp import FACILITATOR, make_camp, make_card, make_seat

Browse = Callable[..., Any]


def test_whoever_is_moved_is_called_and_cut_off_from_the_old_board(session: Session, browse: Browse) -> None:
    camp = make_camp(session)
    old, new = camp.groups[0].board, camp.groups[1].board
    ada, host = make_seat(session, camp, "Ada")[1], make_seat(session, camp, "Table host")[1]
    for seat in session.scalars(select(Seat).where(Seat.name == "Table host")):
        seat.attributes = {"stays": True}
    session.commit()
    moved, stayed = (browse(old, token) for token in (ada, host))
    assert moved.join()["ok"] and stayed.join()["ok"]
    make_card(session, old, "Before")
    session.commit()
    assert len(moved.heard("changes")) == len(stayed.heard("changes")) == 1
    running.rotate(session, FACILITATOR, camp)
    session.commit()
    (call,) = moved.heard("come")
    assert (call["board"], call["card"]) == (new.public_id, "")
    assert stayed.heard("come") == []
    make_card(session, old, "Not for those who left")
    session.commit()
    assert len(stayed.heard("changes")) == 1
    assert moved.heard("changes") == []
    assert moved.do("add_card", card="newcard00001", zone="market", text="Too late", rank=1.0)["error"] == "not_found"
    moved.board = new.public_id
    assert moved.join()["ok"]
