"""An organiser lets a program in and has another server told: with the keyboard, on a desk and on a telephone."""

import json
import re
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cocreate.core.permissions import Role
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
PHONE, DESK = {"width": 375, "height": 740}, {"width": 1280, "height": 900}


class Region(Site):
    """A process with an organiser."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            process = make_process(session)
            make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
            self.process = process.public_id


@pytest.fixture
def region(live_servers: LiveServerFactory, tmp_path: Path) -> Iterator[Region]:
    server = live_servers(tmp_path, COCREATE_TWO_FACTOR_REQUIRED="no", COCREATE_WEBHOOKS_PRIVATE="yes")
    site = Region(server)
    server.start()
    yield site


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server of somebody else's, with what it was told."""
    told: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/", told
    server.shutdown()
    server.server_close()
    thread.join()


def enter(visitors: VisitorFactory, region: Region) -> Visitor:
    visitor = visitors(region.server.url)
    page = visitor.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("olga@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    return visitor


def assert_readable(page: Page) -> None:
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        assert not scrolls_sideways(page), page.url
    assert accessibility_violations(page) == []


def test_a_token_made_in_the_account_lets_a_program_add_a_challenge(visitors: VisitorFactory, region: Region) -> None:
    visitor = enter(visitors, region)
    page = visitor.page
    page.goto("/en/account/")
    page.get_by_role("link", name="See and make tokens").click()
    expect(page.get_by_label("Which program is it for?")).to_be_visible()
    assert_readable(page)
    page.get_by_label("Which program is it for?").fill("Data portal")
    page.get_by_label("Create processes").press("Space")
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_label("Your password").press("Enter")
    expect(page.get_by_role("heading", name="Your new token")).to_be_visible()
    assert_readable(page)
    token = page.get_by_label("Token for Data portal").input_value()
    assert re.fullmatch(r"cocreate_[0-9a-f]{48}", token)
    asked = urllib.request.Request(
        f"{region.server.url}/api/v1/processes/{region.process}/challenges",
        data=json.dumps({"title": {"en": "Cleaner air"}}).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 201
    page.goto(f"/en/p/{region.process}/challenges")
    expect(page.get_by_role("heading", name="Cleaner air")).to_be_visible()
    page.goto("/en/account/tokens/")
    assert token not in page.content()
    page.get_by_role("link", name="How programs use this installation").click()
    expect(page.get_by_role("heading", name="For programs")).to_be_visible()
    assert_readable(page)
    visitor.assert_untroubled()


def test_a_webhook_is_added_tried_and_seen_in_its_log(
    visitors: VisitorFactory, region: Region, receiver: tuple[str, list[dict[str, Any]]]
) -> None:
    address, told = receiver
    region.server.start_worker()
    visitor = enter(visitors, region)
    page = visitor.page
    page.goto(f"/en/p/{region.process}/manage/webhooks/")
    assert_readable(page)
    page.get_by_label("Address of the server").fill(address)
    page.get_by_role("button", name="Add the webhook").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Address of the server")).to_have_value(address)
    visitor.forgive("422")
    page.get_by_label("The committee’s decision was published").press("Space")
    page.get_by_role("button", name="Add the webhook").click()
    expect(page.get_by_role("heading", name="Webhook", exact=True)).to_be_visible()
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("The test is on its way")).to_be_visible()
    for _ in range(60):
        if page.get_by_text("delivered", exact=True).count():
            break
        page.wait_for_timeout(500)
        page.reload()
    expect(page.get_by_text("delivered", exact=True)).to_be_visible()
    assert_readable(page)
    assert [one["kind"] for one in told] == ["test"]
    visitor.assert_untroubled()
