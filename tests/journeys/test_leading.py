"""A session in real browsers: a host leads two people from private writing to the result of a vote."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from cocreate.camp import commands, queries
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import RoundKind, StepKind
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.camp import FACILITATOR, make_plan
from tests.hall import Hall, Place, all_saved, card, sit_down, write

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("PICTURES", "")  # a folder for screenshots


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)


def plan(place: Place, *kinds: StepKind, **options: object) -> None:
    """Give the camp a plan."""
    with place.hall.session() as session:
        board = queries.find_board(session, place.board_id)
        assert board is not None
        make_plan(session, board.group.camp, *kinds, help={"en": "Do what the step says"}, **options)


def console(visitor: Visitor, place: Place) -> Page:
    visitor.page.goto(f"/en/p/{place.process}/manage/camps/{place.camp}/")
    return visitor.page


def test_a_host_leads_from_private_writing_over_the_reveal_to_the_result_of_a_vote(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish()
    plan(place, StepKind.WRITE, StepKind.REVEAL, StepKind.VOTE, settings=RoundSpec(votes_each=2).packed())
    ada, ben, fatima = (sit_down(visitors, place, name) for name in ("Ada", "Ben", "Fatima"))
    host, a, b = console(fatima, place), ada.page, ben.page
    host.get_by_role("button", name="Start the first step").click()
    for person in (a, b):
        expect(person.locator("[data-step-title]")).to_have_text("Step to write")
        expect(person.locator("[data-clock]")).to_contain_text(":")
    write(a, "market", "Written alone")
    write(b, "market", "Mine as well")
    for person in (a, b):
        all_saved(person)
    expect(card(b, "Written alone")).to_have_count(0)

    host.get_by_role("button", name="Next step").click()
    expect(card(b, "Written alone")).to_be_visible()
    expect(card(a, "Mine as well")).to_be_visible()
    picture(a, "board-with-session")

    host.get_by_role("button", name="Next step").click()
    for person, mine in ((a, "Written alone"), (b, "Written alone")):
        expect(person.locator("[data-step-title]")).to_have_text("Step to vote")
        person.get_by_role("link", name="Session", exact=True).click()
        person.get_by_label(mine).fill("1")
        picture(person, "vote")
        assert accessibility_violations(person) == []
        person.get_by_role("button", name="Vote", exact=True).click()
        expect(person.get_by_text("Your vote is in")).to_be_visible()
    host.reload()
    expect(host.get_by_text("2 of 4 have voted")).to_be_visible()
    picture(host, "console")
    assert accessibility_violations(host) == []

    host.get_by_role("button", name="End the session").first.click()
    expect(host.get_by_text("The session has ended; no step is running.")).to_be_visible()
    a.reload()
    a.get_by_role("link", name="The whole result").click()
    expect(a.get_by_role("row", name=re.compile("Written alone"))).to_contain_text("2")
    picture(a, "result")
    assert accessibility_violations(a) == []
    for visitor in (ada, ben, fatima):
        visitor.assert_untroubled()


def test_a_message_and_a_request_for_help_cross_the_room_at_once(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    ada, fatima = sit_down(visitors, place, "Ada"), sit_down(visitors, place, "Fatima")
    ada.page.get_by_text("Ask for help", exact=True).click()
    ada.page.get_by_role("button", name="Call a facilitator").click()
    expect(ada.page.locator("[data-help-waiting]")).to_be_visible()
    host = console(fatima, place)
    expect(host.locator("[data-live=help]")).to_contain_text("Ada")
    host.get_by_label("Text").fill("Ten minutes left")
    host.get_by_role("button", name="Send").click()
    expect(ada.page.get_by_text("Fatima: Ten minutes left").first).to_be_visible()
    host.get_by_role("button", name="Somebody came").click()
    expect(host.get_by_text("Nobody waits for help.")).to_be_visible()
    expect(ada.page.locator("[data-help-waiting]")).to_be_hidden()


def test_the_console_follows_without_taking_what_a_host_is_writing(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish()
    plan(place, StepKind.DISCUSS, StepKind.BREAK)
    ada, fatima = sit_down(visitors, place, "Ada"), sit_down(visitors, place, "Fatima")
    host = console(fatima, place)
    host.get_by_label("Text").fill("Half a sentence")
    with hall.session() as session:
        board = queries.find_board(session, place.board_id)
        assert board is not None
        commands.go_on(session, FACILITATOR, board.group.camp)
    write(ada.page, "market", "A first card")
    expect(host.locator("[data-live=session]")).to_contain_text("Step to discuss", timeout=12_000)
    expect(host.locator("[data-live^=figures]").first).to_contain_text("1", timeout=12_000)
    expect(host.get_by_label("Text")).to_have_value("Half a sentence")
    pause = host.get_by_role("button", name="Pause")
    pause.focus()
    host.keyboard.press("Enter")
    expect(host.get_by_text("Paused, left:")).to_be_visible()
    expect(ada.page.locator("[data-clock]")).to_contain_text("aused")


def test_a_session_is_led_and_joined_by_phone_and_without_script(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=4)
    plan(place, StepKind.VOTE, StepKind.BREAK, settings=RoundSpec(RoundKind.RANKING, votes_each=3).packed())
    fatima = visitors(hall.url, width=375, height=740, script=False)
    ada = visitors(hall.url, width=375, height=740, script=False)
    for visitor, name in ((fatima, "Fatima"), (ada, "Ada")):
        visitor.page.goto(f"/en/seat/{place.tokens[name]}")
        visitor.page.get_by_role("button", name=f"Sit down as {name}").click()
        visitor.page.wait_for_url(re.compile("/boards/|/camps/"))
    host = console(fatima, place)
    host.get_by_role("button", name="Start the first step").click()
    expect(host.get_by_text("Step 1 of 2")).to_be_visible()
    assert not scrolls_sideways(host)
    picture(host, "console-phone")
    page = ada.page
    page.get_by_role("link", name="Session", exact=True).click()
    page.get_by_label("Prepared card 2").select_option("1")
    page.get_by_label("Prepared card 0").select_option("2")
    expect(page.get_by_role("button", name="Vote", exact=True)).to_be_visible()
    picture(page, "vote-phone")
    assert not scrolls_sideways(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Vote", exact=True).click()
    expect(page.get_by_label("Prepared card 2")).to_have_value("1")
    host.get_by_role("button", name="Next step").click()
    expect(host.get_by_text("Step 2 of 2")).to_be_visible()
    page.reload()
    expect(page.get_by_role("listitem").filter(has_text="Prepared card 2")).to_be_visible()
    for rest in ("plan", "votes", "order", "guide"):
        host.goto(f"/en/p/{place.process}/manage/camps/{place.camp}/{rest}")
        expect(host.get_by_role("heading", level=1)).to_be_visible()
        picture(host, f"{rest}-phone")
        assert not scrolls_sideways(host), rest


def test_the_pages_of_a_session_are_in_order_for_assistive_technology(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=2)
    plan(place, StepKind.READ, StepKind.WRITE)
    fatima = sit_down(visitors, place, "Fatima")
    assert accessibility_violations(fatima.page) == []
    for rest in ("plan", "votes", "order", "guide"):
        fatima.page.goto(f"/en/p/{place.process}/manage/camps/{place.camp}/{rest}")
        assert accessibility_violations(fatima.page) == [], rest
        picture(fatima.page, rest)
    fatima.assert_untroubled()
