"""An administrator gives an organisation its look, on a phone and at a desk, by light and in the dark."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from cocreate.accounts.rules import MemberRole
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_colleague
from tests.factories.process import make_organisation, make_process
from tests.live import LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
WIDTH = "async (image) => { await image.decode(); return image.naturalWidth; }"


@pytest.fixture(scope="module")
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(live_servers(Path(tmp_path_factory.mktemp("organisations"))))
    with site.session() as session:
        organisation = make_organisation(session)
        make_process(session, organisation=organisation)
        runner = {"email": "runa@example.org", "name": "Runa", "password": PASSWORD}
        make_colleague(session, organisation, MemberRole.ADMINISTRATOR, **runner)
        make_colleague(session, organisation, email="cleo@example.org", name="Cleo")
    site.server.start()
    return site


@pytest.mark.parametrize(("width", "scheme"), [(375, "light"), (1280, "dark")])
def test_a_look_is_chosen_and_seen(
    site: Site, visitors: VisitorFactory, tmp_path: Path, width: int, scheme: str
) -> None:
    runa = visitors(site.server.url, width=width, color_scheme=scheme)
    page = runa.page
    page.goto("/en/account/sign-in?next=/en/o/testland/")
    page.get_by_label("E-mail address").fill("runa@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    parts = page.get_by_role("navigation", name="Parts of this organisation")
    for here, name in (("Processes", "People"), ("People", "Name and look")):
        expect(parts.get_by_role("link", name=here)).to_have_attribute("aria-current", "page")
        assert not accessibility_violations(page)
        assert not scrolls_sideways(page)
        page.screenshot(path=tmp_path / f"before-{name}.png", full_page=True)
        parts.get_by_role("link", name=name).click()
    picture = BytesIO()
    Image.new("RGB", (300, 100), (29, 95, 167)).save(picture, "PNG")
    page.locator("#picture").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    page.get_by_label("Colour of links and buttons").fill("#ffee55")
    page.get_by_label("Contact").fill("hello@example.org")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("cannot be read well")
    expect(page.get_by_label("Contact")).to_have_value("hello@example.org")
    page.get_by_label("Colour of links and buttons").fill("#a3195b")
    page.locator("#picture").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": picture.getvalue()})
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert not accessibility_violations(page)
    assert not scrolls_sideways(page)
    page.screenshot(path=tmp_path / "look.png", full_page=True)
    parts.get_by_role("link", name="Processes").click()
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name="Region 2030").click()
    assert page.locator(".masthead .brand__logo").evaluate(WIDTH) > 0
    action = page.evaluate("() => getComputedStyle(document.documentElement).getPropertyValue('--action').trim()")
    assert action == "#a3195b" if scheme == "light" else action != "#7fd4be"
    assert not accessibility_violations(page)
    assert not scrolls_sideways(page)
    page.screenshot(path=tmp_path / "process.png", full_page=True)
    runa.forgive("422")
    runa.assert_untroubled()
