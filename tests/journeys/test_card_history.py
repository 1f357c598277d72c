"""The history of a card in a real browser: two people's words, one version put back, on a phone and on a desk."""

import pytest
from playwright.sync_api import expect

from cocreate.camp import queries
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.camp import do, guest, make_card
from tests.hall import Hall, card, sit_down

pytestmark = pytest.mark.browser


def test_a_version_that_was_overwritten_is_put_back_and_everybody_has_it_at_once(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish()
    with hall.session() as session:
        board = queries.find_board(session, place.board_id)
        assert board is not None
        ada, ben = (
            guest(next(seat for seat in queries.seats_of(session, board.group.camp) if seat.name == name))
            for name in ("Ada", "Ben")
        )
        made = make_card(session, board, "Shared workshops in each district", actor=ada)
        edit = {"was": "Shared workshops in each district", "text": "Something else altogether", "title": "New"}
        do(session, ben, board, "edit_card", card=made.public_id, **edit)
        do(session, ben, board, "tag_card", card=made.public_id, tag="repair")
        key = made.public_id
    watcher = sit_down(visitors, place, "Fatima")
    reader = sit_down(visitors, place, "Ben", width=375)
    for width in (375, 1280):
        reader.page.set_viewport_size({"width": width, "height": 800})
        reader.page.goto(f"/en/p/{place.process}/cards/{key}/history")
        expect(reader.page.get_by_role("heading", level=1)).to_have_text("History of a card")
        assert not accessibility_violations(reader.page)
        assert not scrolls_sideways(reader.page)
    events = reader.page.locator(".card-history > li")
    expect(events).to_have_count(3)
    expect(events.nth(2)).to_contain_text("Ada")
    reader.page.keyboard.press("Tab")
    events.nth(2).get_by_role("button", name="Put this version back").press("Enter")
    expect(events).to_have_count(4)
    expect(events.nth(0)).to_contain_text("as it is now")
    expect(card(watcher.page, "Shared workshops in each district")).to_be_visible()
    reader.assert_untroubled()
    watcher.assert_untroubled()
