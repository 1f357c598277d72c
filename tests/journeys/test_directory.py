"""Somebody registers on a phone, is accepted and seated; the person's own page; all pages of the directory fit."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cocreate.core.permissions import SYSTEM, Role
from cocreate.demo.load.directory import fill_directory
from cocreate.directory import letters
from cocreate.directory.models import Group, Person, Request
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}


class Agency(Site):
    """A process with the directory of the demonstration, and an organiser."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            process = make_process(session)
            make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
            members = [
                make_member(session, process, Role.COMMITTEE_MEMBER, email=f"member{n}@example.org", name=f"Member {n}")
                for n in range(5)
            ]
            fill_directory(session, SYSTEM, process, members)
            self.panel = session.scalars(select(Group.public_id).order_by(Group.id.desc())).first()
            self.base = f"/en/p/{process.public_id}"

    def request_link(self) -> str:
        """The address in the letter to whoever registered last."""
        with self.session() as session:
            newest = session.scalars(select(Request).order_by(Request.id.desc())).first()
            assert newest is not None
            return f"/en/take-part/{letters.request_token(newest)}"

    def own_link(self, name: str) -> str:
        """The address in the letter to somebody of the directory."""
        with self.session() as session:
            person = session.scalars(select(Person).where(Person.name == name)).one()
            return f"/en/profile/{letters.own_token(person)}"


@pytest.fixture
def agency(live_servers: LiveServerFactory, tmp_path: Path) -> Iterator[Agency]:
    server = live_servers(tmp_path, COCREATE_TWO_FACTOR_REQUIRED="no")
    site = Agency(server)
    server.start()
    yield site


def is_fit(page: Page) -> None:
    """Neither sideways nor out of reach, on a phone and at a desk."""
    before = page.viewport_size
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not scrolls_sideways(page), page.url
        assert accessibility_violations(page) == [], page.url
    page.set_viewport_size(before)  # type: ignore[arg-type]


def register(page: Page, agency: Agency) -> None:
    """Fill in the form, forget the consent, mend it, and confirm the address."""
    page.goto(f"{agency.base}/take-part")
    page.get_by_label("Your name").fill("Nora New")
    page.get_by_label("Your e-mail address").fill("nora@example.org")
    page.get_by_label("Business").check()
    page.get_by_role("button", name="Register").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Without your agreement to be kept in the directory")
    expect(page.get_by_label("Your name")).to_have_value("Nora New")
    is_fit(page)
    page.get_by_label("may keep what I told here in its directory").check()
    page.get_by_label("It may write to me").check()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    page.goto(agency.request_link())
    is_fit(page)
    page.get_by_role("button", name="Yes, confirm").click()
    expect(page.get_by_text("Your address is confirmed.")).to_be_visible()


def sign_in(visitors: VisitorFactory, agency: Agency) -> Visitor:
    """The organiser."""
    olga = visitors(agency.server.url, width=1280)
    olga.page.goto("/en/account/sign-in")
    olga.page.get_by_label("E-mail address").fill("olga@example.org")
    olga.page.get_by_label("Password").fill(PASSWORD)
    olga.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(olga.page.get_by_role("heading", name="Sign in")).to_have_count(0)
    return olga


def test_from_a_phone_into_a_panel(visitors: VisitorFactory, agency: Agency) -> None:
    nora = visitors(agency.server.url, width=375)
    nora.forgive("422")
    register(nora.page, agency)

    olga = sign_in(visitors, agency)
    page = olga.page
    page.goto(f"{agency.base}/manage/participants/")
    is_fit(page)
    page.get_by_role("button", name=re.compile("Accept.*Nora New")).click()
    expect(page.get_by_text("Nora New takes part now")).to_be_visible()

    page.goto(f"{agency.base}/manage/groups/{agency.panel}")
    business = page.get_by_role("table", name="Groups of the helix").get_by_role("row", name="Business")
    expect(business).to_contain_text("0")
    page.get_by_label("Person").select_option(label="Nora New")
    page.get_by_role("button", name="Seat", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("table", name="Terms").get_by_role("row", name="Nora New")).to_contain_text("runs")
    expect(business).to_contain_text("1")
    is_fit(page)

    page = nora.page
    page.goto(agency.own_link("Nora New"))
    expect(page.get_by_text("Panel of experts: Member")).to_be_visible()
    is_fit(page)
    page.get_by_role("link", name="Help to see whether all have equal chances").click()
    expect(page.get_by_role("group", name="Age")).to_be_visible()
    is_fit(page)
    page.get_by_role("group", name="Age").get_by_label("40 to 54").check()
    page.get_by_role("button", name="Send without my name").click()
    expect(page.get_by_text("Nobody can say which of the sheets is yours.")).to_be_visible()
    page.get_by_label("may keep what I told here in its directory").uncheck()
    page.get_by_role("button", name="Save what I agree to").click()
    expect(page.get_by_role("heading", name="Be kept no longer?")).to_be_visible()
    expect(page.get_by_text("All that the directory keeps is erased")).to_be_visible()
    is_fit(page)
    page.get_by_role("button", name="Take the consent back").click()
    expect(page.get_by_text("Kept in the directory").first).to_contain_text("taken back on")
    expect(page.get_by_text("All that the directory keeps is erased")).to_be_visible()
    is_fit(page)
    page.get_by_text("Erase all of it").click()
    page.get_by_role("button", name="Erase it").click()
    expect(page.get_by_text("Everything that the directory kept of you is erased.")).to_be_visible()
    nora.assert_untroubled()
    olga.assert_untroubled()


def test_every_page_of_the_directory_fits(visitors: VisitorFactory, agency: Agency) -> None:
    olga = sign_in(visitors, agency)
    page = olga.page
    for place in ("manage/directory/", "manage/directory/new", "manage/directory/import", "manage/groups/", "experts"):
        page.goto(f"{agency.base}/{place}")
        is_fit(page)
    page.goto(f"{agency.base}/equality")
    is_fit(page)
    page.goto(f"{agency.base}/manage/directory/?search=ecology")
    page.get_by_role("table", name="People").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Consents")).to_be_visible()
    is_fit(page)
    olga.assert_untroubled()
