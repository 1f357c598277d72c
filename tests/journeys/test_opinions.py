"""Opinion groups in a real browser: an analyst has votes read and decides that everybody sees the groups."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cocreate.core import jobs
from cocreate.core.permissions import Role
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.opinions import voted_consultation
from tests.factories.process import make_process
from tests.live import LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


@pytest.fixture
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Site:
    server = live_servers(tmp_path_factory.mktemp("opinions"))
    site = Site(server)
    server.start()
    return site


def sign_in(page: Page) -> None:
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


def work(site: Site) -> None:
    """What the worker does beside the server: the job that waits."""
    with site.session() as session:
        waiting = session.scalars(select(jobs.Job.id).where(jobs.Job.state == jobs.JobState.QUEUED)).one()
    with site.app.app_context():
        jobs.run(waiting)


def assert_fine(visitor: Visitor) -> None:
    for width in (375, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert accessibility_violations(visitor.page) == [] and not scrolls_sideways(visitor.page)


def test_votes_become_groups_that_everybody_may_see(site: Site, visitors: VisitorFactory) -> None:
    with site.session() as session:
        process = make_process(session)
        consultation = voted_consultation(session, process)
        make_member(session, process, Role.ANALYST, email="ana@example.org", name="Ana", password=PASSWORD)
        themes = f"/en/p/{process.public_id}/manage/themes/of/{consultation.public_id}"
        results = f"/en/p/{process.public_id}/consultations/{consultation.public_id}/results"
    ana, guest = visitors(site.server.url, width=1280), visitors(site.server.url, width=375)
    sign_in(ana.page)
    ana.page.goto(themes)
    ana.page.get_by_role("link", name="Opinion groups").press("Enter")
    ana.page.get_by_role("button", name="Read the votes").press("Enter")
    expect(ana.page.get_by_text("The votes are being read")).to_be_visible()
    work(site)
    ana.page.reload()
    expect(ana.page.get_by_role("heading", name="Group A: 24 people")).to_be_visible()
    expect(ana.page.get_by_role("img", name="People who vote alike stand close together")).to_be_visible()
    expect(ana.page.get_by_role("table", name="What group B says more than the others")).to_contain_text("disagrees")
    assert_fine(ana)
    guest.page.goto(results)
    expect(guest.page.get_by_role("heading", name="Who votes alike")).to_have_count(0)
    ana.page.get_by_role("button", name="Show with the results").press("Enter")
    expect(ana.page.get_by_text("Everybody sees these groups with the results.")).to_be_visible()
    guest.page.goto(results)
    expect(guest.page.get_by_role("heading", name="Who votes alike")).to_be_visible()
    expect(guest.page.get_by_role("table", name="At least six in ten of every group say this")).to_contain_text("trees")
    assert_fine(guest)
    ana.assert_untroubled()
    guest.assert_untroubled()
