"""A browser without a connection for ten minutes comes back: what was done lands in order, or is offered back."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cocreate.camp import queries
from cocreate.camp.commands import running
from cocreate.camp.models import Board, Operation
from tests.browser import VisitorFactory, accessibility_violations
from tests.factories.camp import FACILITATOR
from tests.hall import Hall, Place, all_saved, card, choose, is_live, sit_down, write, zone

pytestmark = pytest.mark.browser


def change_words(page: Page, before: str, after: str) -> None:
    """Change a card's text in its place."""
    choose(page, before, "Edit")
    page.get_by_label("Text of the card").fill(after)
    page.get_by_role("button", name="Save", exact=True).click()


def done_on(place: Place) -> list[tuple[str, str]]:
    """The kinds of all operations, in the order of their numbers, with what they say."""
    with place.hall.session() as session:
        rows = session.scalars(
            select(Operation).join(Board).where(Board.public_id == place.board_id).order_by(Operation.number)
        )
        return [(row.kind, str(row.change.get("text") or row.change.get("card"))) for row in rows]


def test_after_ten_minutes_without_a_connection_work_lands_in_order_or_is_offered_back(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish(cards=3)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    for pattern in ("ERR_INTERNET_DISCONNECTED", "WebSocket connection"):
        ada.forgive(pattern)
    page = ada.page
    page.clock.install()
    page.reload()
    is_live(page)
    before = len(done_on(place))
    ada.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(page.locator("[data-connection-text]")).to_contain_text("No connection")
    choose(ben.page, "Prepared card 1", "Take off the board")
    change_words(ben.page, "Prepared card 0", "Prepared card 0 in Brussels")
    all_saved(ben.page)
    write(page, "market", "Written in the tunnel")
    change_words(page, "Prepared card 0", "Well prepared card 0")
    change_words(page, "Prepared card 1", "Improved in vain")
    choose(page, "Written in the tunnel", "Move to “Strengths")
    page.clock.fast_forward("10:00")
    expect(page.locator("[data-connection-text]")).to_contain_text("4 changes on the way")
    ada.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    is_live(page)
    all_saved(page)
    returned = page.locator("[data-returned]")
    expect(returned).to_have_count(1)
    expect(returned).to_contain_text("Not saved: ")
    expect(returned).to_contain_text("Somebody took this card off the board.")
    expect(returned.locator("q")).to_have_text("Improved in vain")
    expect(returned.get_by_role("button", name="Try again")).to_be_visible()
    assert accessibility_violations(page) == []
    here, there = "Well prepared card 0 in Brussels", "Written in the tunnel"
    for each in (page, ben.page):
        expect(card(each, here)).to_be_visible()
        expect(zone(each, "strengths").locator("li[data-card]").filter(has_text=there)).to_be_visible()
    own = [kind for kind, _ in done_on(place)[before + 2 :]]
    assert own == ["add_card", "edit_card", "move_card"], "in the order in which they were done, and each once"
    page.reload()
    is_live(page)
    expect(returned.locator("q")).to_have_text("Improved in vain")
    returned.get_by_role("button", name="Let it go").click()
    expect(returned).to_have_count(0)
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_work_on_a_board_that_one_was_moved_away_from_is_taken_up_on_the_next(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish(cards=3)
    ada = sit_down(visitors, place, "Ada")
    for pattern in ("ERR_INTERNET_DISCONNECTED", "WebSocket connection"):
        ada.forgive(pattern)
    page = ada.page
    ada.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    write(page, "market", "Written while the groups went on")
    card(page, "Prepared card 0").locator("[data-vote]").click()
    zone(page, "strengths").get_by_role("textbox").fill("Half a thou")
    with hall.session() as session:
        board = queries.find_board(session, place.board_id)
        assert board is not None
        camp = board.group.camp
        next_board = camp.groups[1].board.public_id
        running.rotate(session, FACILITATOR, camp)
    ada.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    returned = page.locator("[data-returned]")
    expect(returned).to_have_count(2)
    expect(returned.first.locator("q")).to_have_text("Written while the groups went on")
    page.reload()
    page.wait_for_url(f"**/{next_board}/")
    is_live(page)
    expect(returned).to_have_count(3)
    expect(returned.first).to_contain_text("on a board that you have left since")
    expect(returned.nth(1).get_by_role("button")).to_have_text(["Let it go"])
    assert accessibility_violations(page) == []
    returned.first.get_by_role("button", name="Add it here as a new card").click()
    expect(zone(page, "market").locator("li[data-card]")).to_contain_text(["Written while the groups went on"])
    returned.filter(has_text="Half a thou").get_by_role("button", name="Add it here as a new card").click()
    expect(card(page, "Half a thou")).to_be_visible()
    returned.get_by_role("button", name="Let it go").click()
    all_saved(page)
    page.reload()
    is_live(page)
    expect(returned).to_have_count(0)
    place.board_id = next_board
    assert place.texts() == ["Half a thou", "Written while the groups went on"]
    ada.assert_untroubled()
