"""A camp in real browsers: a facilitator and two participants on a board; a phone, a keyboard, a tunnel, no script."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.camp import queries, snapshots
from cocreate.camp.models import Board, Card
from cocreate.core.db import db, transaction
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.camp import FACILITATOR, guest, make_camp, make_card, make_seat, make_theme
from tests.live import LiveServerFactory

pytestmark = pytest.mark.browser


class Hall:
    """A running server with a camp, and a door to its database."""

    def __init__(self, server: Any) -> None:
        self.url = server.url
        self.app = create_app(Settings.from_environment(server.environment))
        with self.app.app_context():
            db.create_all()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction of somebody at another desk."""
        with self.app.app_context(), transaction() as session:
            yield session

    def furnish(self, *, cards: int = 0, **options: Any) -> "Place":
        """A camp with an open board, an accepted theme and three people."""
        with self.session() as session:
            camp = make_camp(session, **options)
            board = camp.groups[0].board
            make_theme(session, camp.process, "Repair cafés", challenge_id=camp.groups[0].challenge_id)
            make_theme(session, camp.process, "More trees")
            people = {
                "Fatima": make_seat(session, camp, "Fatima", is_facilitator=True)[1],
                "Ada": make_seat(session, camp, "Ada")[1],
                "Ben": make_seat(session, camp, "Ben")[1],
            }
            author = guest(make_seat(session, camp, "Chloé")[0])
            for number in range(cards):
                zone = ("market", "strengths", "candidates")[number % 3]
                make_card(session, board, f"Prepared card {number}", actor=author, zone=zone)
            return Place(self, camp.process.public_id, camp.public_id, board.public_id, camp.join_code, people)


class Place:
    """Where the people of a test meet."""

    def __init__(self, hall: Hall, process: str, camp: str, board: str, code: str, tokens: dict[str, str]) -> None:
        self.hall, self.process, self.camp, self.code, self.tokens = hall, process, camp, code, tokens
        self.board_id = board
        self.board = f"/en/p/{process}/boards/{board}/"

    def stored(self) -> dict[str, Any]:
        """The board as the database has it."""
        with self.hall.session() as session:
            row = session.scalars(select(Board).where(Board.public_id == self.board_id)).one()
            return snapshots.board_snapshot(session, row)

    def texts(self) -> list[str]:
        """The texts of the cards on the board, sorted."""
        return sorted(card["text"] for card in self.stored()["cards"].values() if not card["is_removed"])


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory, live_servers: LiveServerFactory) -> Hall:
    """One server for all journeys; each makes a camp of its own."""
    server = live_servers(tmp_path_factory.mktemp("camp"))
    made = Hall(server)
    server.start()
    return made


def sit_down(visitors: VisitorFactory, place: Place, name: str, **options: Any) -> Visitor:
    """Open the personal link and the board."""
    visitor = visitors(place.hall.url, **options)
    visitor.page.goto(f"/en/seat/{place.tokens[name]}")
    visitor.page.get_by_role("button", name=f"Sit down as {name}").click()
    visitor.page.wait_for_url(re.compile("/boards/|/camps/"))
    if "/boards/" not in visitor.page.url:
        visitor.page.goto(place.board)
    is_live(visitor.page)
    return visitor


def is_live(page: Page) -> None:
    expect(page.locator("[data-connection]")).to_have_attribute("data-status", "online")


def all_saved(page: Page) -> None:
    expect(page.locator("[data-connection-text]")).to_have_text("Live")


def zone(page: Page, key: str) -> Locator:
    return page.locator(f"section[data-zone={key}]")


def card(page: Page, text: str) -> Locator:
    return page.locator("li[data-card]").filter(has_text=text)


def write(page: Page, key: str, text: str) -> None:
    """Write a card as people do."""
    field = zone(page, key).get_by_role("textbox")
    field.fill(text)
    zone(page, key).get_by_role("button", name="Add", exact=True).click()


def choose(page: Page, text: str, action: str) -> None:
    """Choose from a card's menu."""
    card(page, text).get_by_role("button", name="Actions for").click()
    page.locator(".board-menu").get_by_role("button", name=action).click()


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
    all_saved(b)

    fatima.page.get_by_role("button", name="Lock", exact=True).click()
    for person in (a, b):
        expect(person.locator("[data-state-badge]")).to_have_text("locked")
        expect(zone(person, "market").get_by_role("textbox")).to_be_hidden()
        expect(person.get_by_role("button", name="Actions for")).to_have_count(0)
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
    assert page.evaluate("document.activeElement.matches('[data-grip]')"), "the focus stays on what was moved"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-votes]")).to_have_text("Your votes: 4 of 5 left")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".board-menu")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".board-menu")).to_have_count(0)
    assert page.evaluate("document.activeElement.matches('[data-more]')")
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
    assert page.url.endswith(place.board)
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
    grip = card(ada.page, "Prepared card 0").locator("[data-grip]")
    target = card(ada.page, "Prepared card 4").bounding_box()
    start = grip.bounding_box()
    assert start
    assert target
    ada.page.mouse.move(start["x"] + 10, start["y"] + 10)
    ada.page.mouse.down()
    ada.page.mouse.move(target["x"] + 40, target["y"] + target["height"] * 0.75, steps=8)
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
