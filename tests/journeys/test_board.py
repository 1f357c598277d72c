"""The page of a board in real browsers: two views of the same thing, zoom, search, a focus that stays where it was."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.hall import Hall, all_saved, card, choose, is_live, place_of, sit_down, write, zone

pytestmark = pytest.mark.browser


def is_shown_as(page: Page, view: str) -> None:
    expect(page.locator("#board")).to_have_attribute("data-view", view)


def is_focused_in(page: Page, text: str) -> None:
    """The focus is on a card, or on something of it."""
    expect(page.locator("[data-card]:focus-within [data-text]").first).to_have_text(text)


def test_board_and_list_are_two_views_of_the_same_cards(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=9)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    is_shown_as(page, "board")
    texts = page.locator("li[data-card] [data-text]")
    expect(texts).to_have_count(9)
    before = texts.all_text_contents()
    assert accessibility_violations(page) == []
    page.get_by_role("button", name="List", exact=True).click()
    is_shown_as(page, "list")
    expect(texts).to_have_text(before)
    assert accessibility_violations(page) == []
    page.reload()
    is_live(page)
    is_shown_as(page, "list")  # the choice is remembered
    ada.assert_untroubled()


def test_a_phone_begins_with_the_list_and_can_look_over_the_board(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=9)
    ada = sit_down(visitors, place, "Ada", width=375, height=740, has_touch=True)
    page = ada.page
    is_shown_as(page, "list")
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="Board", exact=True).click()
    expect(zone(page, "strengths")).to_be_visible()
    assert not scrolls_sideways(page)
    assert accessibility_violations(page) == []
    ada.assert_untroubled()


def test_the_board_is_zoomed_fitted_and_dragged_while_it_is_small(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=12)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    page.get_by_role("button", name="The whole board").click()
    expect(zone(page, "candidates")).to_be_in_viewport(ratio=0.9)
    expect(page.locator("[data-said]")).to_have_text(re.compile(r"^Zoom: \d+ percent$"))
    level = page.locator("[data-zoom-level]").inner_text()
    assert level != "100%"
    expect(page.locator("[data-said]")).to_have_text(f"Zoom: {level.rstrip('%')} percent")
    start = place_of(card(page, "Prepared card 0"))
    target = place_of(zone(page, "candidates").locator("li[data-card]").last)
    page.mouse.move(start["x"] + 15, start["y"] + 15)
    page.mouse.down()
    page.mouse.move(target["x"] + target["width"] * 0.9, target["y"] + target["height"] / 2, steps=8)
    page.mouse.up()
    expect(zone(page, "candidates").locator("[data-text]").last).to_have_text("Prepared card 0")
    all_saved(page)
    page.get_by_role("button", name=re.compile("^100|%")).first.click()
    page.keyboard.press("1")
    expect(page.locator("[data-zoom-level]")).to_have_text("100%")
    ada.assert_untroubled()


def test_at_first_sight_all_zones_are_there_and_names_are_whole(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=12)
    page = sit_down(visitors, place, "Ada", width=1280, height=800).page
    name = card(page, "Prepared card 0").locator("[data-author]")
    expect(name).to_have_text("Chloé")
    for key in ("market", "strengths", "candidates"):
        box = place_of(zone(page, key))
        assert 0 <= box["x"] < box["x"] + box["width"] <= 1280
    assert int(page.locator("[data-zoom-level]").inner_text().rstrip("%")) >= 70
    assert name.evaluate("name => name.scrollWidth <= name.clientWidth"), "the name is cut off"


def test_a_click_never_moves_a_card(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=6)
    page = sit_down(visitors, place, "Ada").page
    number = place.stored()["number"]
    box = place_of(card(page, "Prepared card 3"))
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 23, box["y"] + 22)
    page.mouse.up()
    write(page, "market", "Written after the click")
    expect(card(page, "Written after the click")).to_be_visible()
    all_saved(page)
    assert place.stored()["number"] == number + 1, "the card that was written, and no move before it"


def test_cards_are_found_by_words_and_votes_and_the_count_is_said(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=9)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    write(page, "market", "Ateliers partagés près du canal")
    page.get_by_label("Search the cards").fill("CANAL partages")
    expect(page.locator("li[data-card]:visible")).to_have_count(1)
    expect(page.locator("[data-found]")).to_have_text("1 of 10 cards shown")
    page.get_by_role("button", name="Show all").click()
    expect(page.locator("li[data-card]:visible")).to_have_count(10)
    card(page, "Prepared card 4").get_by_role("button", name="Vote for this card").click()
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("Votes, at least").fill("1")
    expect(page.locator("li[data-card]:visible")).to_have_text([re.compile("Prepared card 4")])
    assert accessibility_violations(page) == []
    ada.assert_untroubled()


def test_what_others_do_never_takes_the_focus_away(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=9)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page = ada.page
    card(page, "Prepared card 4").locator("[data-more]").focus()
    choose(ben.page, "Prepared card 4", "Move to “Market")
    expect(zone(page, "market").locator("li[data-card]")).to_have_count(4)
    is_focused_in(page, "Prepared card 4")  # it went along with the card
    choose(ben.page, "Prepared card 4", "Take off the board")
    expect(zone(page, "market").locator("li[data-card]")).to_have_count(3)
    is_focused_in(page, "Prepared card 0")  # the card below took it over


def test_words_are_not_lost_when_somebody_takes_the_card_away(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    choose(ada.page, "Prepared card 1", "Edit")
    ada.page.get_by_label("Text of the card").fill("Long thought about")
    choose(ben.page, "Prepared card 1", "Take off the board")
    expect(ada.page.locator("[data-notices]")).to_contain_text("Long thought about")


def test_several_cards_are_chosen_and_dragged_together(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=9)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    page.get_by_role("button", name="Select cards").click()
    page.get_by_label("Select: Prepared card 0").check()
    card(page, "Prepared card 3").click(modifiers=["Shift"], position={"x": 60, "y": 20})
    expect(page.locator("[data-selected-count]")).to_have_text("2 selected")
    start = place_of(card(page, "Prepared card 0").locator("[data-grip]"))
    target = place_of(card(page, "Prepared card 1"))
    page.mouse.move(start["x"] + 9, start["y"] + 9)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + 20, steps=6)
    page.mouse.up()
    expect(zone(page, "strengths").locator("[data-text]")).to_have_text(
        [f"Prepared card {number}" for number in (0, 3, 1, 4, 7)]
    )
    page.get_by_role("group", name="Selected cards").get_by_role("button", name="Take off the board").click()
    expect(page.locator("li[data-card]")).to_have_count(7)
    all_saved(page)
    ada.assert_untroubled()


def test_a_rubber_band_chooses_the_cards_that_it_touches(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=9)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    first, last = (place_of(card(page, f"Prepared card {number}")) for number in (0, 3))
    page.keyboard.down("Shift")
    page.mouse.move(first["x"] - 8, first["y"] - 6)
    page.mouse.down()
    page.mouse.move(last["x"] + 30, last["y"] + 30, steps=5)
    page.mouse.up()
    page.keyboard.up("Shift")
    expect(page.locator("[data-selected-count]")).to_have_text("2 selected")
    ada.assert_untroubled()


def test_shortcuts_work_on_the_board_and_can_be_turned_off(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    page = sit_down(visitors, place, "Ada").page
    card(page, "Prepared card 0").locator("[data-more]").focus()
    page.keyboard.press("v")
    is_shown_as(page, "list")
    page.keyboard.press("j")
    is_focused_in(page, "Prepared card 1")
    page.keyboard.press("?")
    page.get_by_label("Use the keys of a single letter").uncheck()
    assert accessibility_violations(page) == []
    page.keyboard.press("Escape")
    card(page, "Prepared card 0").locator("[data-more]").focus()
    page.keyboard.press("v")
    page.keyboard.press("Control+k")
    expect(page.locator(":focus")).to_have_attribute("type", "search")
    is_shown_as(page, "list")
