"""Whoever runs the installation finds somebody, and announces and ends maintenance; boards keep what is written."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cocreate import clock
from cocreate.administration import commands
from cocreate.administration.commands import Told
from cocreate.camp.models import Operation
from cocreate.core.installation import Maintenance
from cocreate.core.permissions import SYSTEM
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways, unfold
from tests.factories.accounts import make_administrator, make_user
from tests.hall import Hall, all_saved, card, sit_down, write
from tests.live import LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
PAGES = (
    "What needs attention",
    "People",
    "Organisations",
    "Tasks",
    "Mails",
    "Audit trail",
    "Storage and backups",
    "Health",
    "Maintenance",
    "Settings",
)


@pytest.fixture(scope="module")
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(live_servers(Path(tmp_path_factory.mktemp("administration"))))
    with site.session() as session:
        make_administrator(session, email="ada@example.org", name="Ada", password=PASSWORD)
        make_user(session, email="berta@example.org", name="Berta Bos", password=PASSWORD)
    site.server.start()
    return site


def come_in(page: Page, email: str) -> None:
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


def go_to(page: Page, name: str) -> None:
    side = page.get_by_role("navigation", name="Administration")
    link = side.get_by_role("link", name=name, exact=True, include_hidden=True)
    expect(link).to_be_attached()  # on a phone it may be folded away
    if not link.is_visible():
        unfold(side.locator("summary"))
    link.click()
    expect(link).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (1280, "dark")])
def test_every_page_is_reached_and_in_order(
    site: Site, visitors: VisitorFactory, tmp_path: Path, width: int, scheme: str
) -> None:
    page = visitors(site.server.url, width=width, color_scheme=scheme).page
    come_in(page, "ada@example.org")
    page.locator(".menu__button").click()
    page.get_by_role("link", name="Administration").click()
    for name in PAGES:
        go_to(page, name)
        assert not accessibility_violations(page), name
        assert not scrolls_sideways(page), name
        page.screenshot(path=tmp_path / f"{width}-{name}.png", full_page=True)


def test_somebody_is_found_and_made_administrator_with_a_password(site: Site, visitors: VisitorFactory) -> None:
    page = visitors(site.server.url).page
    come_in(page, "ada@example.org")
    page.goto("/en/admin/users")
    page.get_by_label("Name or address").fill("bos")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="berta@example.org").click()
    page.get_by_role("link", name="Make administrator of the installation").click()
    page.get_by_label("Your password").fill("guess")
    page.get_by_role("button", name="Make administrator").click()
    expect(page.get_by_role("alert")).to_contain_text("nothing was changed")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Make administrator").click()
    expect(page.get_by_text("Done.")).to_be_visible()
    expect(page.get_by_role("link", name="Take away the administration")).to_be_visible()


def test_what_is_typed_during_maintenance_is_sent_when_it_is_over(site: Site, visitors: VisitorFactory) -> None:
    ada, berta = visitors(site.server.url).page, visitors(site.server.url)
    come_in(ada, "ada@example.org")
    come_in(berta.page, "berta@example.org")
    berta.page.goto("/en/account/")
    ada.goto("/en/admin/maintenance")
    ada.get_by_label("English").fill("A larger disk")
    ada.get_by_label("Shown from (Brussels time)").fill("2020-01-01T00:00")
    ada.get_by_label("Until (Brussels time)").fill("2199-01-01T00:00")
    ada.get_by_label("Nothing can be saved in a part of this time").check()
    ada.get_by_role("button", name="Announce it").click()
    expect(ada.locator(".maintenance-banner")).to_contain_text("A larger disk")
    berta.forgive("/account/")
    berta.page.get_by_label("Name").fill("Berta van den Bos")
    berta.page.wait_for_timeout(2500)  # until this server, too, has read of it
    berta.page.get_by_role("button", name="Save").click()
    expect(berta.page.get_by_role("heading", name="Nothing can be saved now")).to_be_visible()
    assert not accessibility_violations(berta.page)
    ada.get_by_role("group").get_by_text("End it now").first.click()
    ada.get_by_role("button", name="End it").click()
    expect(ada.get_by_text("no page shows it any more")).to_be_visible()
    berta.page.wait_for_timeout(2500)
    berta.page.get_by_role("button", name="Send again").click()
    expect(berta.page.get_by_text("Saved.")).to_be_visible()
    expect(berta.page.get_by_label("Name")).to_have_value("Berta van den Bos")


def test_a_board_keeps_what_is_written_during_maintenance_and_sends_it_afterwards(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish(cards=1)
    ada = sit_down(visitors, place, "Ada")
    now = clock.now()
    with place.hall.session() as session:
        told = Told({"en": "A larger disk"}, now, now + timedelta(hours=1), now)
        row = commands.announce(session, SYSTEM, told).public_id
    ada.page.wait_for_timeout(2500)  # until the server has read of it
    write(ada.page, "market", "Written during maintenance")
    expect(ada.page.locator('[data-key="held"]')).to_contain_text("being maintained")
    expect(card(ada.page, "Written during maintenance")).to_be_visible()
    with place.hall.session() as session:
        assert "Written during maintenance" not in str([one.change for one in session.scalars(select(Operation))])
        commands.end(session, SYSTEM, session.scalars(select(Maintenance).where(Maintenance.public_id == row)).one())
    expect(ada.page.locator('[data-key="held"]')).to_have_count(0)
    all_saved(ada.page)
    with place.hall.session() as session:
        told = [str(one.change) for one in session.scalars(select(Operation))]
    assert sum("Written during maintenance" in one for one in told) == 1
