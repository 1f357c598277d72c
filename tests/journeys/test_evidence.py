"""From evidence to a draft challenge: an organiser pastes a table, fills a cell by keyboard and drafts."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cocreate import clock
from cocreate.core.permissions import SYSTEM, Role
from cocreate.demo.content import load_content
from cocreate.demo.load import evidence, framing, matching
from cocreate.demo.load.people import demo_organisation
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}
TABLE = "indicator;territory;unit;2016;2017\nR&D intensity;Brussels;%;1.9;2.04\nR&D intensity;EU-27;%;2.1;2.14\n"


class Agency(Site):
    """The reference's first phase: challenges, library and matrix, with an organiser."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        content = load_content()
        with self.session() as session:
            process, challenges = framing.frame(session, SYSTEM, demo_organisation(session), content, clock.now())
            evidence.fill_library(session, SYSTEM, process, challenges)
            matching.fill_matrix(session, SYSTEM, process, challenges, content)
            matching.join_and_tag(session, SYSTEM, process, challenges)
            for role, name in ((Role.ORGANISER, "olga"), (Role.COMMITTEE_MEMBER, "mia")):
                email = f"{name}@example.org"
                make_member(session, process, role, email=email, name=name.title(), password=PASSWORD)
            self.mobility = challenges["mobility"].public_id
            self.base = f"/en/p/{process.public_id}"


@pytest.fixture
def agency(live_servers: LiveServerFactory, tmp_path: Path) -> Iterator[Agency]:
    server = live_servers(tmp_path, COCREATE_TWO_FACTOR_REQUIRED="no")
    site = Agency(server)
    server.start()
    yield site


def enter(visitors: VisitorFactory, agency: Agency, name: str = "olga", width: int = 1280) -> Visitor:
    """Somebody of the team, signed in."""
    visitor = visitors(agency.server.url, width=width)
    page = visitor.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    return visitor


def is_fit(page: Page) -> None:
    """Neither sideways nor out of reach, on a phone and at a desk."""
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not scrolls_sideways(page)
        assert accessibility_violations(page) == []


def test_evidence_and_the_matrix_lead_to_a_draft_challenge(visitors: VisitorFactory, agency: Agency) -> None:
    olga = enter(visitors, agency)
    page = olga.page
    page.goto(f"{agency.base}/manage/evidence/table")
    page.get_by_label("Or paste the table here").fill(TABLE)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("table", name="Indicators in the table")).to_contain_text("Brussels, EU-27")
    is_fit(page)
    page.get_by_role("button", name="Take these in").click()
    expect(page.get_by_text("4 values are taken in")).to_be_visible()
    expect(page.get_by_role("img", name="EU-27: from 2.1 in 2016 to 2.14 in 2017")).to_be_visible()
    is_fit(page)

    page.goto(f"{agency.base}/manage/matrix")
    is_fit(page)
    cell = page.get_by_role("table", name="Social transition").get_by_role("row", name="Climate and environment")
    cell.get_by_role("link").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Accessible housing and green space")
    is_fit(page)
    page.get_by_label("Strongly").press("Space")
    page.get_by_label("English").fill("Trees cool the streets of those who have no garden.")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Save").press("Enter")
    page.get_by_label("Climate and environment × Accessible housing").press("Space")
    page.get_by_role("group", name="Title of the draft").get_by_label("English").fill("A green city for everyone")
    page.get_by_role("button", name="Note it").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A green city for everyone")
    olga.assert_untroubled()

    visitor = visitors(agency.server.url, width=375)
    visitor.page.goto(f"{agency.base}/challenges")
    expect(visitor.page.get_by_text("A green city for everyone")).to_have_count(0)
    for path in ("challenges/matrix", "evidence"):
        visitor.page.goto(f"{agency.base}/{path}")
        is_fit(visitor.page)
    visitor.assert_untroubled()


def test_the_committee_validates_a_challenge_and_everybody_reads_how(visitors: VisitorFactory, agency: Agency) -> None:
    olga, mia = enter(visitors, agency), enter(visitors, agency, "mia", width=375)
    room = f"{agency.base}/manage/validation/{agency.mobility}"
    olga.page.goto(room)
    olga.page.get_by_role("button", name="Lay it before the committee").click()
    expect(olga.page.get_by_text("lies before the committee")).to_be_visible()

    mia.page.goto(room)
    is_fit(mia.page)
    mia.page.get_by_label("A proposed change").press("Space")
    mia.page.get_by_label("Your words").fill("Name road safety")
    mia.page.get_by_role("button", name="Send").press("Enter")
    expect(mia.page.get_by_text("Name road safety")).to_be_visible()
    expect(mia.page.get_by_role("heading", name="Record the decision")).to_have_count(0)

    page = olga.page
    page.goto(f"{agency.base}/manage/challenges/{agency.mobility}")
    page.get_by_role("group", name="Description").get_by_label("English").fill("Moving cleanly and safely.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Versions").click()
    expect(page.locator("ins").first).to_be_visible()
    is_fit(page)
    page.goto(room)
    expect(page.get_by_text("It was changed since: version 2")).to_be_visible()
    page.get_by_text("Answer this remark").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Answer").click()
    page.get_by_label("Day of the meeting").fill("2020-09-01")
    for label, number in (("Members present", "9"), ("In favour", "8"), ("Abstained", "1")):
        page.get_by_label(label).fill(number)
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("9 members present, 8 in favour")).to_be_visible()
    is_fit(page)
    for visitor in (olga, mia):
        visitor.assert_untroubled()

    visitor = visitors(agency.server.url, width=375)
    visitor.page.goto(f"{agency.base}/challenges/{agency.mobility}")
    expect(visitor.page.get_by_text("9 members present, 8 in favour")).to_be_visible()
    expect(visitor.page.get_by_text("Name road safety")).to_have_count(0)
    is_fit(visitor.page)
    visitor.assert_untroubled()
