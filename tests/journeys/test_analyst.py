"""An analyst in a real browser: from raw answers to accepted themes, and from them to cards of a camp."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cocreate.core.db import db
from cocreate.core.permissions import Role
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.camp import make_camp
from tests.factories.process import make_process
from tests.factories.themes import SAID, answered_consultation
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
PASSWORD = "correct horse battery"


class Room(Site):
    """A running server with answers that nobody has read yet, an organiser, and a camp that begins soon."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            process = make_process(session)
            make_member(session, process, Role.ORGANISER, email="ada@example.org", password=PASSWORD)
            consultation = answered_consultation(session, process)
            group = make_camp(session, process).groups[0]
            self.board = f"/en/p/{process.public_id}/manage/themes/of/{consultation.public_id}"
            self.prefill = f"/en/p/{process.public_id}/manage/boards/{group.board.public_id}/prefill"
            assert group.challenge is not None
            self.challenge = group.challenge.public_id


@pytest.fixture
def room(live_servers: LiveServerFactory, tmp_path: Path) -> Iterator[Room]:
    server = live_servers(tmp_path, COCREATE_JOBS="inline")
    made = Room(server)
    server.start()
    yield made
    server.stop()
    with made.app.app_context():
        db.engine.dispose()


def sign_in(page: Page) -> None:
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


def in_order(page: Page) -> None:
    """Nothing that a screen reader or a narrow screen would stumble over."""
    assert accessibility_violations(page) == [] and not scrolls_sideways(page), page.url


def choose_families(page: Page, key: str) -> None:
    slider = page.get_by_label("Families: fewer or more")
    slider.press(key)
    expect(page.get_by_text("The page shows what you chose.")).to_be_attached()


def look_at_the_map(page: Page, room: Room) -> None:
    page.goto(f"{room.board}/map")
    picture = page.get_by_role("application")
    expect(page.get_by_text("18 answers in sight, enlarged 1.0 times")).to_be_visible()
    picture.focus()
    page.keyboard.press("n")
    expect(page.get_by_text("Theme 1", exact=True)).to_be_visible()
    page.keyboard.press("+")
    expect(page.get_by_text("enlarged 3.0 times")).to_be_visible()
    page.keyboard.press("0")
    expect(page.get_by_text("enlarged 1.0 times")).to_be_visible()
    in_order(page)


def search(page: Page, room: Room) -> None:
    page.goto(f"{room.board}/search")
    page.get_by_label("Search for").fill("huisartsen")
    page.get_by_label("Search for").press("Enter")
    expect(page.get_by_role("heading", name="1 answer has these words")).to_be_visible()
    page.get_by_label("Search for").fill("not enough general practitioners")
    page.get_by_role("button", name="Find what means the same").press("Enter")
    expect(page.get_by_role("heading", name="the nearest in meaning first")).to_be_visible()
    of_doctors = re.compile("|".join(map(re.escape, SAID["doctors"])))
    expect(page.locator(".found__item").first).to_contain_text(of_doctors)
    in_order(page)


def accept_the_largest(page: Page, room: Room) -> str:
    """Accept it for the group's challenge, by keyboard, under a name of our own; returns its address."""
    page.goto(f"{room.board}?families=12")
    page.locator(".theme__name a").first.press("Enter")
    page.get_by_role("group", name="Name").get_by_label("English").fill("What people ask for most")
    page.get_by_role("button", name="Save the name").press("Enter")
    expect(page.get_by_role("heading", name="What people ask for most", level=1)).to_be_visible()
    address = page.url
    page.get_by_label("It belongs to").select_option(room.challenge)
    page.get_by_role("button", name="Accept").press("Enter")
    expect(page.get_by_text("Your decision is saved.")).to_be_visible()
    return address


@pytest.mark.parametrize("width", [375, 1280])
def test_an_analyst_goes_from_raw_answers_to_themes_on_cards(room: Room, visitors: VisitorFactory, width: int) -> None:
    ada = visitors(room.server.url, width=width)
    page = ada.page
    sign_in(page)
    page.goto(room.board)
    # All of the reading is done before the answer to this.
    page.get_by_role("button", name="Start the analysis").press("Enter", timeout=60_000)
    expect(page.get_by_text("18 of 19 answers are in a theme.")).to_be_visible(timeout=60_000)
    in_order(page)
    choose_families(page, "Home")
    expect(page.locator("details.family")).to_have_count(1)
    choose_families(page, "End")
    expect(page.locator("details.family")).to_have_count(0)
    page.get_by_role("link", name="1 no opinion").press("Enter")
    expect(page.get_by_text("no idea", exact=True)).to_be_visible()
    in_order(page)
    look_at_the_map(page, room)
    search(page, room)
    theme = accept_the_largest(page, room)
    page.goto(room.prefill)
    page.get_by_label("What people ask for most").check()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Put them on the board").press("Enter")
    expect(page.get_by_text("1 card is on the board.")).to_be_visible()
    page.goto(theme)
    rests = page.get_by_role("heading", name="Cards that rest on it")
    expect(rests).to_be_visible()
    in_order(page)
    page.locator("#ways + *, #ways ~ ul").get_by_role("link", name="What people ask for most").press("Enter")
    expect(page).to_have_url(re.compile(r"/boards/\w+/cards$"))
    expect(page.get_by_text("What people ask for most").first).to_be_visible()
    ada.assert_untroubled()


def test_two_analysts_learn_of_each_others_changes(room: Room, visitors: VisitorFactory) -> None:
    ada, ben = visitors(room.server.url, width=1280), visitors(room.server.url, width=1280)
    for visitor in (ada, ben):
        sign_in(visitor.page)
    ada.page.goto(room.board)
    ada.page.get_by_role("button", name="Start the analysis").click(timeout=60_000)
    expect(ada.page.get_by_text("18 of 19 answers are in a theme.")).to_be_visible(timeout=60_000)
    ben.page.goto(f"{room.board}?families=12")
    notice = ben.page.get_by_text("Somebody changed the themes meanwhile.")
    expect(notice).to_be_hidden()
    accept_the_largest(ada.page, room)
    expect(notice).to_be_visible(timeout=25_000)
    ben.page.get_by_role("link", name="Show how they are now").press("Enter")
    expect(ben.page.get_by_role("link", name="What people ask for most")).to_be_visible()
    for visitor in (ada, ben):
        visitor.assert_untroubled()
