"""A running server with a camp, and what people do on its boards in a browser.

place = hall.furnish(cards=3)
ada = sit_down(visitors, place, "Ada")
write(ada.page, "market", "Shared workshops")
"""

import re
from typing import Any

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect
from sqlalchemy import select

from cocreate.camp import snapshots
from cocreate.camp.models import Board
from tests.browser import Visitor, VisitorFactory
from tests.factories.camp import guest, make_camp, make_card, make_seat, make_theme
from tests.live import LiveServerFactory
from tests.site import Site


class Hall(Site):
    """A running server with a camp, and a door to its database."""

    def __init__(self, server: Any) -> None:
        super().__init__(server)
        self.url = server.url

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
    return page.locator("li[data-card]").filter(has=page.locator("[data-text], [data-title]").filter(has_text=text))


def place_of(target: Locator) -> FloatRect:
    """Where something stands in the window, once it stands still."""
    expect(target).to_be_visible()
    target.element_handle().wait_for_element_state("stable")
    box = target.bounding_box()
    assert box
    return box


def write(page: Page, key: str, text: str) -> None:
    """Write a card as people do."""
    field = zone(page, key).get_by_role("textbox")
    field.fill(text)
    zone(page, key).get_by_role("button", name="Add", exact=True).click()


def choose(page: Page, text: str, action: str) -> None:
    """Choose from a card's menu."""
    card(page, text).get_by_role("button", name="Actions for").click()
    page.locator(".board-menu").get_by_role("button", name=action).click()


def open_card(page: Page, text: str) -> None:
    """Open the dialog of a card."""
    card(page, text).get_by_role("button", name=re.compile("^Open:")).click()
    expect(page.locator("[data-detail]")).to_be_visible()
