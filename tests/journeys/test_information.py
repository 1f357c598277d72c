"""An information sheet from the first word to the reader: an analyst writes, the data changes, everybody reads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cocreate import clock
from cocreate.core.permissions import SYSTEM, Role
from cocreate.demo.content import load_content
from cocreate.demo.load import evidence, framing, matching
from cocreate.demo.load.people import demo_organisation
from cocreate.process.commands import add_part
from cocreate.process.models import Challenge, Process, SubChallenge
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site
from tests.whole.crawling import SETTLE, widest

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}


class Agency(Site):
    """The reference's first phase, with an organiser."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        content = load_content()
        with self.session() as session:
            process, challenges = framing.frame(session, SYSTEM, demo_organisation(session), content, clock.now())
            evidence.fill_library(session, SYSTEM, process, challenges)
            matching.fill_matrix(session, SYSTEM, process, challenges, content)
            matching.join_and_tag(session, SYSTEM, process, challenges)
            make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
            self.health = challenges["health"].id
            self.process = process.id
            self.base = f"/en/p/{process.public_id}"

    def one_more_dimension(self) -> None:
        """Somebody adds a sub-challenge in the meantime."""
        with self.session() as session:
            process, row = session.get_one(Process, self.process), session.get_one(Challenge, self.health)
            add_part(session, SYSTEM, process, row, SubChallenge, title={"en": "Loneliness"}, description={})


@pytest.fixture
def agency(live_servers: LiveServerFactory, tmp_path: Path) -> Iterator[Agency]:
    server = live_servers(tmp_path, COCREATE_TWO_FACTOR_REQUIRED="no")
    site = Agency(server)
    server.start()
    yield site


def enter(visitors: VisitorFactory, agency: Agency) -> Visitor:
    """The organiser, signed in."""
    visitor = visitors(agency.server.url, width=1280)
    page = visitor.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("olga@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    return visitor


def is_fit(page: Page) -> None:
    """Neither sideways nor out of reach, on a phone and at a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.evaluate(SETTLE)
        assert not scrolls_sideways(page), widest(page)
        assert accessibility_violations(page) == []


def test_words_stay_linked_to_figures_and_a_version_becomes_public(visitors: VisitorFactory, agency: Agency) -> None:
    olga = enter(visitors, agency)
    page = olga.page
    page.goto(agency.base + "/manage/sheets")
    is_fit(page)
    page.get_by_role("link", name="Health and well-being", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Health and well-being")
    is_fit(page)
    page.get_by_role("link", name=re.compile("Write on top.*Sub-challenges")).click()
    page.get_by_role("link", name="Start from these words").click()
    instead = page.get_by_label("Own words instead of the program’s sentences")
    expect(instead).to_have_value(re.compile(re.escape("[[sub_challenges]]")))
    instead.fill("In short: [[sub_challenges]] dimensions.")
    is_fit(page)
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.")).to_be_visible()
    counted = page.get_by_text("dimensions.").inner_text()
    agency.one_more_dimension()
    page.reload()
    expect(page.get_by_role("heading", name="1 figure changed since you wrote this")).to_be_visible()
    expect(page.get_by_text(counted)).to_be_visible()
    is_fit(page)
    page.get_by_role("button", name="Take the new figure").click()
    expect(page.get_by_text(counted)).to_have_count(0)
    for step in ("Keep a version", "Approve", "Publish"):
        with page.expect_navigation():
            page.get_by_role("button", name=step, exact=True).click()
    with page.expect_navigation():
        page.get_by_role("link", name="Version 1").click()
    address = page.url
    olga.assert_untroubled()

    reader = visitors(agency.server.url, width=375)
    reader.page.goto(agency.base + "/sheets")
    is_fit(reader.page)
    reader.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    reader.page.get_by_role("link", name="Health and well-being", exact=True).click()
    expect(reader.page.get_by_text("Loneliness")).to_be_visible()
    is_fit(reader.page)
    reader.page.get_by_role("link", name="In two pages").click()
    expect(reader.page.get_by_text("Key figures")).to_be_visible()
    is_fit(reader.page)
    reader.page.goto(address)
    expect(reader.page.get_by_role("heading", name="Refer to this version")).to_be_visible()
    reader.assert_untroubled()
