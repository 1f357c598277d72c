"""Signing in with an account elsewhere, in a browser, on a phone and without script; then the link is removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_user
from tests.live import LiveServerFactory
from tests.provider import TestProvider
from tests.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provider() -> Iterator[TestProvider]:
    running = TestProvider(person={"sub": "ada-1", "email": "ada@example.org", "email_verified": True})
    yield running
    running.stop()


@pytest.fixture(scope="module")
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, provider: TestProvider) -> Site:
    told = {
        "COCREATE_OIDC_ISSUERS": provider.issuer,
        "COCREATE_OIDC_NAMES": "City account",
        "COCREATE_OIDC_CLIENTS": provider.client_id,
        "COCREATE_OIDC_SECRETS": provider.secret,
    }
    site = Site(live_servers(Path(tmp_path_factory.mktemp("oidc")), **told))
    with site.session() as session:
        make_user(session, email="ada@example.org", name="Ada")
    site.server.start()
    return site


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_ada_signs_in_with_the_city_and_removes_the_link(
    site: Site, visitors: VisitorFactory, provider: TestProvider, script: bool
) -> None:
    ada = visitors(site.server.url, width=375, script=script)
    page, times = ada.page, len(provider.asked)
    page.goto("/en/account/sign-in?next=/en/organisations")
    if script:
        assert not accessibility_violations(page)
        assert not scrolls_sideways(page)
    page.get_by_role("link", name="Sign in with City account").click()
    expect(page.get_by_role("heading", name="Organisations", exact=True)).to_be_visible()
    assert len(provider.asked) == times + 1
    page.goto("/en/account/")
    expect(page.get_by_text(provider.issuer).first).to_be_visible()
    if script:
        assert not accessibility_violations(page)
        assert not scrolls_sideways(page)
    page.get_by_role("button", name="Remove the link").click()
    expect(page.get_by_text("The link is removed")).to_be_visible()
