"""Opinion groups in a real browser: an analyst has votes read, looks by keyboard, and everybody sees what was decided."""

import pytest
from playwright.sync_api import expect

from cocreate.core.permissions import Role
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.opinions import voted_consultation
from tests.factories.process import make_process
from tests.live import LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Site:
    server = live_servers(tmp_path_factory.mktemp("opinions"))
    site = Site(server)
    server.start()
    return site
