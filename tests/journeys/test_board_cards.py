"""What people do with cards in real browsers: undo, stacks, merges, links, comments; a phone by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.hall import Hall, Place, all_saved, card, choose, is_live, open_card, place_of, sit_down, write, zone

pytestmark = pytest.mark.browser


def standing(place: Place) -> list[str]:
    """The words of the cards in sight, sorted."""
    cards = place.stored()["cards"].values()
    return sorted(found["text"] for found in cards if not found["is_removed"] and not found["went_into"])


def select(page: Page, *names: str) -> None:
    page.get_by_role("button", name="Select cards").click()
    for name in names:
        page.get_by_label(f"Select: {name}").check()


def test_one_s_own_work_is_undone_and_done_again_and_nobody_else_s(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page = ada.page
    choose(page, "Prepared card 0", "Move to “Strengths")
    all_saved(page)
    write(ben.page, "market", "From Ben")
    expect(card(page, "From Ben")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("[data-said]")).to_have_text("Undone: the move")
    expect(zone(ben.page, "market")).to_contain_text("Prepared card 0")
    expect(page.get_by_role("button", name="Undo")).to_have_attribute("aria-disabled", "true")
    card(page, "From Ben").locator("[data-more]").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-said]")).to_have_text("There is nothing of yours to undo.")
    expect(card(page, "From Ben")).to_be_visible()
    card(page, "From Ben").locator("[data-more]").focus()
    page.keyboard.press("Control+Shift+z")
    expect(zone(ben.page, "strengths")).to_contain_text("Prepared card 0")
    write(page, "market", "A thought too much")
    card(page, "From Ben").locator("[data-more]").focus()
    page.keyboard.press("Control+z")
    expect(card(page, "A thought too much")).to_have_count(0)
    all_saved(page)
    assert "A thought too much" not in standing(place)
    ada.assert_untroubled()


def test_cards_are_stacked_spread_out_and_taken_apart(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=9)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page = ada.page
    select(page, "Prepared card 0", "Prepared card 3", "Prepared card 4")
    page.get_by_role("group", name="Selected cards").get_by_role("button", name="Stack").click()
    expect(page.locator("[data-said]")).to_have_text("A stack of 3 cards")
    for person in (page, ben.page):
        expect(zone(person, "market").locator("[data-fold]:visible")).to_have_text("Stack of 3 cards")
        expect(zone(person, "market").locator("[data-text]").filter(has_text="Prepared card 3")).to_have_count(0)
    ben.page.get_by_role("button", name="Stack of 3 cards").click()
    expect(zone(ben.page, "market").locator("[data-text]").filter(has_text="Prepared card 3")).to_be_visible()
    assert accessibility_violations(ben.page) == []
    inner = zone(ben.page, "market").locator("[data-under] li").filter(has_text="Prepared card 4")
    inner.get_by_role("button", name="Actions for").click()
    ben.page.locator(".board-menu").get_by_role("button", name="Take it out of its stack").click()
    expect(zone(page, "market").locator("[data-fold]:visible")).to_have_text("Stack of 2 cards")
    all_saved(ben.page)
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_a_merge_keeps_its_parents_and_a_split_makes_cards_of_lines(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=6)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page = ada.page
    select(page, "Prepared card 0", "Prepared card 3")
    page.get_by_role("group", name="Selected cards").get_by_role("button", name="Merge").click()
    expect(page.get_by_label("Text of the new card")).to_have_value("Prepared card 0\n\nPrepared card 3")
    assert accessibility_violations(page) == []
    page.get_by_label("Title of the new card").fill("Both")
    page.get_by_label("Text of the new card").fill("Put together")
    page.locator("[data-merge]").get_by_role("button", name="Merge").click()
    expect(card(ben.page, "Put together")).to_be_visible()
    expect(ben.page.locator("li[data-card]")).to_have_count(5)
    open_card(ben.page, "Put together")
    expect(ben.page.locator("[data-parents] li")).to_have_text(["Prepared card 0", "Prepared card 3"])
    ben.page.get_by_text("Split into several cards").click()
    ben.page.get_by_label("One new card a line").fill("One half\n\nOther half")
    ben.page.get_by_role("button", name="Split", exact=True).click()
    expect(ben.page.locator("[data-detail]")).to_be_hidden()
    expect(card(page, "Other half")).to_be_visible()
    all_saved(ben.page)
    assert standing(place) == sorted(
        ["One half", "Other half", *(f"Prepared card {number}" for number in (1, 2, 4, 5))]
    )
    ben.page.get_by_role("button", name="Undo").click()
    expect(card(page, "Put together")).to_be_visible()
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_a_card_gets_a_type_tags_sources_links_comments_and_reactions(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=6)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page = ada.page
    open_card(page, "Prepared card 0")
    dialog = page.locator("[data-detail]")
    dialog.get_by_label("What it says").select_option("need")
    dialog.get_by_label("Colour").select_option("question")
    dialog.get_by_label("New tag").fill("#canal")
    dialog.get_by_role("button", name="Tag", exact=True).click()
    dialog.get_by_text("Add the address of a page").click()
    dialog.get_by_label("Address").fill("nowhere")
    dialog.get_by_role("button", name="Add", exact=True).click()
    expect(dialog.locator("[data-reference-none]")).to_contain_text("Write the address of a page")
    dialog.get_by_label("Address").fill("example.org/report")
    dialog.get_by_label("What it is").last.fill("The report")
    dialog.get_by_role("button", name="Add", exact=True).click()
    dialog.get_by_label("This card").select_option("contradicts")
    dialog.get_by_label("Other card").select_option(label="Prepared card 1")
    dialog.get_by_role("button", name="Link", exact=True).click()
    expect(dialog.locator("[data-ties]")).to_contain_text("contradicts Prepared card 1")
    dialog.get_by_label("Your comment").fill("Is this so?")
    dialog.get_by_role("button", name="Comment", exact=True).click()
    dialog.get_by_role("button", name="I like it: 0").click()
    expect(dialog.get_by_role("button", name="I like it: 1")).to_have_attribute("aria-pressed", "true")
    assert accessibility_violations(page) == []
    page.keyboard.press("Escape")
    all_saved(page)
    expect(page.locator("[data-open]:focus")).to_be_visible()  # back where it came from

    theirs = card(ben.page, "Prepared card 0")
    for words in ("Need", "open question", "#canal"):
        expect(theirs).to_contain_text(words)
    expect(ben.page.locator(".board-line text")).to_have_text("contradicts")
    ben.page.get_by_role("button", name="List", exact=True).click()
    expect(card(ben.page, "Prepared card 1")).to_contain_text("is contradicted by Prepared card 0")
    open_card(ben.page, "Prepared card 0")
    expect(ben.page.locator("[data-comments]")).to_contain_text("Is this so?")
    expect(ben.page.get_by_role("link", name="The report")).to_have_attribute("href", "https://example.org/report")
    ben.page.locator("[data-detail]").get_by_role("button", name="Take the tag away: canal").click()
    expect(card(page, "Prepared card 0")).not_to_contain_text("#canal")
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_two_people_edit_the_same_words_and_both_versions_stay(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=1)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    open_card(ada.page, "Prepared card 0")
    ada.page.get_by_role("button", name="Edit", exact=True).click()
    ada.page.get_by_label("Text of the card").fill("Prepared by Ada")
    expect(card(ben.page, "Prepared card 0").locator("[data-doing]")).to_have_text("Ada is writing… Prepared by Ada")
    choose(ben.page, "Prepared card 0", "Edit")
    ben.page.get_by_label("Text of the card").fill("Prepared by Ben")
    ben.page.get_by_role("button", name="Save").click()
    expect(ada.page.locator("[data-meanwhile]")).to_contain_text("Prepared by Ben")
    ada.page.get_by_role("button", name="Save").click()
    for person in (ada.page, ben.page):
        expect(person.locator("li[data-card] [data-text]")).to_contain_text(["Prepared by Ben"])
        expect(person.locator("li[data-card] [data-text]")).to_contain_text(["Prepared by Ada"])
    expect(ada.page.locator("[data-notices]")).to_contain_text("both versions are on the card now")


def test_half_written_words_in_the_dialog_of_a_card_outlive_stray_clicks_closing_and_a_reload(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish(cards=2)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page, dialog = ada.page, ada.page.locator("[data-detail]")
    open_card(page, "Prepared card 0")
    page.get_by_role("button", name="Edit", exact=True).click()
    page.get_by_label("Text of the card").fill("Half changed")
    page.get_by_label("Your comment").fill("Half said")
    page.get_by_text("Split into several cards").click()
    page.get_by_label("One new card a line").fill("Half split")
    box = place_of(dialog)
    page.mouse.click(box["x"] + 4, box["y"] + 60)
    field = place_of(page.get_by_label("Your comment"))
    page.mouse.move(field["x"] + 20, field["y"] + 10)
    page.mouse.down()
    page.mouse.move(2, field["y"] + 10, steps=3)
    page.mouse.up()
    expect(dialog).to_be_visible()
    page.mouse.click(2, 2)
    expect(dialog).to_be_hidden()
    page.reload()
    is_live(page)
    open_card(page, "Prepared card 0")
    expect(page.get_by_label("Text of the card")).to_have_value("Half changed")
    expect(page.get_by_label("Your comment")).to_have_value("Half said")
    expect(page.get_by_label("One new card a line")).to_have_value("Half split")
    assert accessibility_violations(page) == []
    page.get_by_role("button", name="Cancel", exact=True).click()
    page.get_by_role("button", name="Comment", exact=True).click()
    page.keyboard.press("Escape")
    open_card(page, "Prepared card 1")
    expect(page.get_by_label("Your comment")).to_have_value("")
    expect(page.get_by_label("One new card a line")).to_be_hidden()
    page.keyboard.press("Escape")
    open_card(page, "Prepared card 0")
    expect(page.get_by_label("Text of the card")).to_have_count(0)
    expect(page.get_by_label("Your comment")).to_have_value("")
    choose(ben.page, "Prepared card 0", "Take off the board")
    expect(dialog).to_be_hidden()
    expect(page.locator("[data-notices] q")).to_have_text("Half split")
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_a_card_brought_back_is_announced_and_takes_the_focus(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    choose(page, "Prepared card 1", "Take off the board")
    page.get_by_text("Taken off the board (1)").click()
    page.get_by_role("button", name="Bring back: Prepared card 1").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_have_text("The card is back on the board.")
    expect(card(page, "Prepared card 1").locator("[data-more]")).to_be_focused()
    all_saved(page)
    open_card(page, "Prepared card 1")
    page.get_by_label("New tag").fill("canal")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_have_text("Tagged: canal")
    page.get_by_role("button", name="Take the tag away: canal").click()
    expect(page.locator("[data-said]")).to_have_text("Tag taken away: canal")
    ada.assert_untroubled()


def test_a_locked_card_is_voted_for_and_commented_on_but_not_changed(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=2)
    fatima, ada = (sit_down(visitors, place, name) for name in ("Fatima", "Ada"))
    page = ada.page
    open_card(fatima.page, "Prepared card 0")
    fatima.page.get_by_role("button", name="Lock this card").click()
    expect(fatima.page.locator("[data-said]")).to_have_text("The card is locked.")
    locked = card(page, "Prepared card 0")
    expect(locked.locator("[data-locked]")).to_be_visible()
    expect(locked.locator("[data-grip]")).to_be_hidden()
    locked.locator("[data-vote]").click()
    expect(locked.locator("[data-votes-count]")).to_have_text("1")
    open_card(page, "Prepared card 0")
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_hidden()
    page.get_by_label("Your comment").fill("Well said")
    page.get_by_role("button", name="Comment", exact=True).click()
    page.get_by_role("button", name="I like it: 0").click()
    expect(fatima.page.locator("[data-comments]")).to_contain_text("Well said")
    expect(fatima.page.get_by_role("button", name="I like it: 1")).to_be_visible()
    page.keyboard.press("Escape")
    all_saved(page)
    expect(page.locator("[data-returned]")).to_have_count(0)
    for visitor in (fatima, ada):
        visitor.assert_untroubled()


GONE_ON_AT_ONCE = """async () => {
  const dialog = document.querySelector("[data-detail]");
  const closed = new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
  dialog.close();
  const next = document.activeElement.closest("[data-card]").querySelector("[data-vote]");
  next.focus();
  await closed;
  return document.activeElement === next;
}"""


def press_until(page: Page, key: str, matches: str) -> None:
    """Press a key until the focus is on what one looks for."""
    for _ in range(120):
        if page.evaluate("what => document.activeElement.matches(what)", matches):
            return
        page.keyboard.press(key)
    raise AssertionError(f"no {key} leads to {matches}")


def test_on_a_phone_everything_is_done_by_keyboard_alone(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=6)
    ada = sit_down(visitors, place, "Ada", width=375, height=740)
    page = ada.page
    press_until(page, "Tab", "[data-zone=market] textarea")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Control+Enter")
    press_until(page, "Tab", "[data-grip]")
    page.keyboard.press("ArrowRight")
    expect(zone(page, "strengths")).to_be_visible()
    expect(page.locator("[data-said]")).to_have_text("Strengths and advantages, place 1 of 3")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-detail]")).to_be_visible()
    press_until(page, "Tab", "[data-tag-input]")
    page.keyboard.type("key")
    page.keyboard.press("Enter")
    press_until(page, "Tab", "[data-comment-text]")
    page.keyboard.type("Said by key")
    page.keyboard.press("Control+Enter")
    press_until(page, "Tab", "[data-link-target]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-ties] li")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("[data-detail]")).to_be_hidden()
    expect(page.locator("[data-open]:focus")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-votes]")).to_have_text("Your votes: 4 of 5 left")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-said]")).to_have_text("Undone: the vote")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-detail]")).to_be_visible()
    assert page.evaluate(GONE_ON_AT_ONCE), (
        "whoever has gone on when the dialog tells that it is closed is not taken back"
    )
    assert not scrolls_sideways(page)
    assert accessibility_violations(page) == []
    all_saved(page)
    stored = next(found for found in place.stored()["cards"].values() if found["text"] == "By keyboard")
    assert (stored["zone"], stored["tags"], stored["votes"]) == ("strengths", ["key"], 0)
    assert [comment["text"] for comment in stored["comments"]] == ["Said by key"]
    ada.assert_untroubled()


def test_work_on_cards_done_offline_lands_in_order(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    for pattern in ("ERR_INTERNET_DISCONNECTED", "WebSocket connection"):
        ada.forgive(pattern)
    page = ada.page
    ada.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('offline'))")
    write(page, "market", "Written in the tunnel")
    choose(page, "Written in the tunnel", "Move to “Strengths")
    open_card(page, "Written in the tunnel")
    page.get_by_label("New tag").fill("tunnel")
    page.get_by_role("button", name="Tag", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-connection-text]")).to_contain_text("3 changes on the way")
    second = ada.context.new_page()
    ada.context.set_offline(False)
    second.goto(place.board)
    expect(
        zone(ben.page, "strengths").locator("li[data-card]").filter(has_text="Written in the tunnel")
    ).to_contain_text("#tunnel")
    for each in (page, second):
        all_saved(each)
    expect(card(ben.page, "Written in the tunnel")).to_have_count(1)
    assert standing(place).count("Written in the tunnel") == 1
