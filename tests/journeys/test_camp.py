"""A camp in real browsers: a facilitator and two participants on a board; a phone, a keyboard, a tunnel, no script."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from cocreate.camp import queries
from cocreate.camp.models import Card
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.camp import FACILITATOR
from tests.hall import Hall, all_saved, card, choose, is_live, place_of, sit_down, write, zone

pytestmark = pytest.mark.browser


def test_three_people_work_on_one_board_and_the_facilitator_locks_it(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(votes_per_seat=2)
    fatima, ada, ben = (sit_down(visitors, place, name) for name in ("Fatima", "Ada", "Ben"))
    a, b = ada.page, ben.page
    expect(a.locator("[data-people-count]")).to_have_text("3 here")

    write(a, "market", "Shared workshops")
    expect(card(b, "Shared workshops")).to_contain_text("Ada")
    write(b, "strengths", "<img src=x onerror=alert(1)> مرحبا 🛠")
    expect(card(a, "مرحبا")).to_contain_text("<img src=x")

    # Both change the same card at once: Ben began before Ada saved.
    choose(b, "Shared workshops", "Edit")
    b.get_by_label("Text of the card").fill("Ten shared workshops")
    choose(a, "Shared workshops", "Edit")
    a.get_by_label("Text of the card").fill("Shared workshops in each district")
    a.get_by_role("button", name="Save").click()
    expect(b.locator("[data-meanwhile]")).to_contain_text("Shared workshops in each district")
    b.get_by_role("button", name="Save").click()
    expect(card(a, "Ten shared workshops in each district")).to_be_visible()

    choose(a, "Ten shared", "Move to “Elements of innovation domains”")
    expect(zone(b, "candidates").locator("li[data-card]")).to_contain_text("Ten shared")

    choose(b, "Ten shared", "Cite themes")
    b.get_by_label("Search in what people said").fill("cafes")
    expect(b.locator("[data-theme-list] li")).to_have_count(1)
    b.get_by_label(re.compile("Repair cafés")).check()
    b.get_by_role("button", name="Done").click()
    expect(card(a, "Ten shared").locator(".tag")).to_have_text("Repair cafés")

    for person in (a, b):
        card(person, "Ten shared").get_by_role("button", name="Vote for this card").click()
        expect(person.locator("[data-votes]")).to_have_text("Your votes: 1 of 2 left")
    expect(card(a, "Ten shared").locator("[data-votes-count]")).to_have_text("2")
    for person in (a, b):
        all_saved(person)

    fatima.page.get_by_role("button", name="Lock", exact=True).click()
    for person in (a, b):
        expect(person.locator("[data-state-badge]")).to_have_text("locked")
        expect(zone(person, "market").get_by_role("textbox")).to_be_hidden()
        expect(person.locator("[data-grip]:visible")).to_have_count(0)
        card(person, "Ten shared").get_by_role("button", name="Actions for").click()
        expect(person.locator(".board-menu").get_by_role("button", name="Edit")).to_have_count(0)
        person.keyboard.press("Escape")
    fatima.page.get_by_role("button", name="Open", exact=True).click()
    expect(zone(a, "market").get_by_role("textbox")).to_be_visible()

    stored = place.stored()
    (voted,) = [found for found in stored["cards"].values() if found["votes"] == 2]
    assert (voted["text"], voted["zone"]) == ("Ten shared workshops in each district", "candidates")
    assert [stored["themes"][theme]["en"] for theme in voted["themes"]] == ["Repair cafés"]
    for visitor in (fatima, ada, ben):
        visitor.assert_untroubled()
    assert accessibility_violations(a) == []
    assert accessibility_violations(fatima.page) == []


def test_work_done_in_a_tunnel_is_kept_over_a_reload_and_arrives_once(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish()
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    for pattern in ("ERR_INTERNET_DISCONNECTED", "WebSocket connection"):
        ada.forgive(pattern)
    ada.context.set_offline(True)
    ada.page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(ada.page.locator("[data-connection]")).to_have_attribute("data-status", "offline")
    write(ada.page, "market", "Written in the tunnel")
    expect(card(ada.page, "Written in the tunnel")).to_contain_text("on the way")
    expect(ada.page.locator("[data-connection-text]")).to_contain_text("1 change on the way")
    zone(ada.page, "market").get_by_role("textbox").fill("Half a thou")
    assert place.texts() == []
    ada.context.set_offline(False)
    ada.page.reload()
    is_live(ada.page)
    all_saved(ada.page)
    expect(card(ben.page, "Written in the tunnel")).to_have_count(1)
    expect(card(ada.page, "Written in the tunnel")).to_have_count(1)
    expect(zone(ada.page, "market").get_by_role("textbox")).to_have_value("Half a thou")
    assert place.texts() == ["Written in the tunnel"]
    ada.page.reload()
    is_live(ada.page)
    all_saved(ada.page)
    assert place.texts() == ["Written in the tunnel"]


def test_work_that_comes_too_late_is_given_back_with_the_reason(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish()
    ada = sit_down(visitors, place, "Ada")
    for pattern in ("ERR_INTERNET_DISCONNECTED", "WebSocket connection"):
        ada.forgive(pattern)
    ada.context.set_offline(True)
    ada.page.evaluate("window.dispatchEvent(new Event('offline'))")
    expect(ada.page.locator("[data-connection]")).to_have_attribute("data-status", "offline")
    write(ada.page, "market", "Too late")
    expect(card(ada.page, "Too late")).to_contain_text("on the way")
    fatima = sit_down(visitors, place, "Fatima")
    fatima.page.get_by_role("button", name="Lock", exact=True).click()
    expect(fatima.page.locator("[data-state-badge]")).to_have_text("locked")
    ada.context.set_offline(False)
    ada.page.reload()
    notice = ada.page.get_by_role("alert")
    expect(notice).to_contain_text("The facilitator has locked this board.")
    expect(notice).to_contain_text("Too late")
    fatima.page.get_by_role("button", name="Open", exact=True).click()
    expect(ada.page.locator("[data-state-badge]")).to_have_text("open")
    notice.get_by_role("button", name="Try again").click()
    expect(card(ada.page, "Too late")).to_be_visible()
    all_saved(ada.page)
    assert place.texts() == ["Too late"]


def test_a_card_is_written_moved_and_voted_for_by_keyboard_alone(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    page = sit_down(visitors, place, "Ada").page
    field = zone(page, "market").get_by_role("textbox")
    for _ in range(40):
        if field.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Control+Enter")
    expect(card(page, "By keyboard")).to_be_visible()
    page.keyboard.press("Tab")  # past the button "Add", which is there while the field has the focus
    while not page.evaluate("document.activeElement.matches('[data-grip]')"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-said]")).to_have_text("Market potential and demand, place 2 of 2")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-said]")).to_have_text("Strengths and advantages, place 1 of 2")
    expect(page.locator("[data-grip]:focus")).to_have_count(1)  # the focus stays on what was moved
    page.keyboard.press("Tab")
    expect(page.locator("[data-open]:focus")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-votes]")).to_have_text("Your votes: 4 of 5 left")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".board-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".board-menu")).to_have_count(0)
    expect(page.locator("[data-more]:focus")).to_have_count(1)
    all_saved(page)
    stored = next(found for found in place.stored()["cards"].values() if found["text"] == "By keyboard")
    assert (stored["zone"], stored["votes"]) == ("strengths", 1)


def test_a_phone_joins_by_code_and_sees_one_zone_at_a_time(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=30)
    visitor = visitors(hall.url, width=375, height=740, locale="nl-BE", color_scheme="dark", has_touch=True)
    page = visitor.page
    page.goto("/en/join")
    page.get_by_label("Code").fill(place.code.lower())
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill("Dora")
    page.get_by_label("Citizen").check()
    page.get_by_label("Climate").check()
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="Take a seat").click()
    is_live(page)
    expect(page).to_have_url(hall.url + place.board)
    expect(zone(page, "market")).to_be_visible()
    expect(zone(page, "strengths")).to_be_hidden()
    page.get_by_role("button", name=re.compile("Strengths")).click()
    expect(zone(page, "strengths").locator("li[data-card]")).to_have_count(10)
    write(page, "strengths", "From my phone")
    expect(zone(page, "strengths").locator("li[data-card]").first).to_contain_text("From my phone")
    all_saved(page)
    assert not scrolls_sideways(page)
    assert accessibility_violations(page) == []
    visitor.assert_untroubled()
    with hall.session() as session:
        stored = session.scalars(select(Card).where(Card.text == "From my phone")).one()
        assert stored.author_id is not None


def test_a_card_is_dragged_to_another_zone(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=6)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    target = place_of(card(ada.page, "Prepared card 4"))
    start = place_of(card(ada.page, "Prepared card 0").locator("[data-grip]"))
    ada.page.mouse.move(start["x"] + 10, start["y"] + 10)
    ada.page.mouse.down()
    ada.page.mouse.move(target["x"] + target["width"] - 40, target["y"] + target["height"] * 0.75, steps=8)
    expect(ada.page.locator(".board-mark")).to_be_visible()
    ada.page.mouse.up()
    expect(zone(ben.page, "strengths").locator("[data-text]")).to_have_text(
        ["Prepared card 1", "Prepared card 4", "Prepared card 0"]
    )
    ada.assert_untroubled()


def test_without_script_the_board_can_be_read(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    visitor = visitors(hall.url, script=False)
    visitor.page.goto(f"/en/seat/{place.tokens['Ada']}")
    visitor.page.get_by_role("button", name="Sit down as Ada").click()
    expect(zone(visitor.page, "market")).to_contain_text("Prepared card 0")
    expect(visitor.page.get_by_text("Working on it live needs script")).to_be_visible()


def test_the_facilitator_steers_from_the_console(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=2)
    ada = sit_down(visitors, place, "Ada")
    fatima = sit_down(visitors, place, "Fatima")
    page = fatima.page
    page.goto(f"/en/p/{place.process}/manage/camps/{place.camp}/")
    expect(page.locator(".console__group").first).to_contain_text("Ada")
    page.get_by_role("button", name="Lock all").click()
    expect(ada.page.locator("[data-state-badge]")).to_have_text("locked")
    assert accessibility_violations(page) == []
    page.get_by_role("link", name="Seats and personal links").click()
    page.get_by_label("Names, one a line").fill("Emil; citizen; 2\nGeert; business")
    page.get_by_role("button", name="Make the links").click()
    expect(page.get_by_role("row", name=re.compile("Emil"))).to_contain_text("/en/seat/")
    assert accessibility_violations(page) == []
    with hall.session() as session:
        found = queries.find_board(session, place.board_id)
        assert found is not None
        seat = next(seat for seat in queries.seats_of(session, found.group.camp) if seat.name == "Ada")
        from cocreate.camp import commands

        commands.end_seat(session, FACILITATOR, seat)
    ada.page.reload()
    expect(ada.page.get_by_text("You need a seat to see this board.")).to_be_visible()
