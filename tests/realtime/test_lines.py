"""The lines of people's browsers: how many, and what becomes of them when somebody is moved."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from cocreate.camp import commands
from cocreate.camp.lines import MOST_LINES, OpenLines
from tests.factories.camp import FACILITATOR, make_camp, make_card, make_seat

Browse = Callable[..., Any]


def test_the_oldest_line_of_a_person_goes_first_and_nobody_else_s() -> None:
    lines = OpenLines()
    assert [lines.take("ada", f"a{number}") for number in range(MOST_LINES)] == [[]] * MOST_LINES
    assert lines.take("ben", "b0") == []
    assert lines.take("ada", "new") == ["a0"]
    lines.release("a0")
    assert lines.take("ada", "new") == [], "joining again is no further line"
    lines.release("a1")
    assert lines.take("ada", "newer") == []
    assert lines.take("ben", "newer") == [], "a line belongs to whoever uses it now"
    assert lines.take("ada", "newest") == []


def test_whoever_opens_too_many_windows_loses_the_oldest_and_is_told(session: Session, browse: Browse) -> None:
    camp = make_camp(session)
    board = camp.groups[0].board
    (_, ada), (_, ben) = make_seat(session, camp, "Ada"), make_seat(session, camp, "Ben")
    session.commit()
    windows = [browse(board, ada) for _ in range(MOST_LINES)]
    for window in (other := browse(board, ben), *windows):
        assert window.join()["ok"]
    assert not any(window.heard("crowded") for window in (other, *windows))
    newest = browse(board, ada)
    assert newest.join()["ok"]
    assert [len(window.heard("crowded")) for window in (other, *windows, newest)] == [0, 1, *[0] * MOST_LINES]
    make_card(session, board, "After that")
    session.commit()
    assert [len(window.heard("changes")) for window in (other, windows[1], newest)] == [1, 1, 1]


def test_whoever_is_moved_joins_anew_and_hears_nothing_until_then(session: Session, browse: Browse) -> None:
    camp = make_camp(session)
    old, new = camp.groups[0].board, camp.groups[1].board.public_id
    (seat, ada), (_, ben) = make_seat(session, camp, "Ada"), make_seat(session, camp, "Ben")
    session.commit()
    moved, stayed = browse(old, ada), browse(old, ben)
    assert moved.join()["ok"] and stayed.join()["ok"]
    commands.seat_in_group(session, FACILITATOR, seat, camp.groups[1])
    session.commit()
    assert (len(moved.heard("again")), len(stayed.heard("again"))) == (1, 0)
    make_card(session, old, "Not for those who left")
    session.commit()
    assert (len(moved.heard("changes")), len(stayed.heard("changes"))) == (0, 1)
    assert moved.join()["error"] == "not_found"
    moved.board = new
    assert moved.join()["ok"]
