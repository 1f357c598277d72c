"""The public record in a browser: an organiser tells news and gives data away, anybody reads and takes along."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import expect

from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.commands.answering import import_submissions
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, make_sheet
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
CITED = re.compile(r"Version 1, .*/data/1/ \(SHA-256 [0-9a-f]{64}\)")


class Office(Site):
    """A process that forty people answered, with an organiser."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            process = make_process(session, title="Region 2030")
            consultation = make_consultation(session, process)
            helixes = ["citizen"] * 30 + ["business"] * 10
            sheets = [make_sheet(consultation, helix=helix, fit="yes") for helix in helixes]
            import_submissions(session, SYSTEM, consultation, sheets)
            make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
            self.base, self.figure = f"/en/p/{process.public_id}", f"helix-{consultation.public_id}"


@pytest.fixture
def office(live_servers: LiveServerFactory, tmp_path: Path) -> Iterator[Office]:
    server = live_servers(tmp_path, COCREATE_TWO_FACTOR_REQUIRED="no", COCREATE_JOBS="inline")
    site = Office(server)
    server.start()
    yield site


def enter(visitors: VisitorFactory, office: Office) -> Visitor:
    """The organiser, signed in."""
    visitor = visitors(office.server.url)
    page = visitor.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("olga@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    return visitor


@pytest.mark.timeout(300)
def test_what_an_organiser_tells_and_gives_away_anybody_reads_on_a_phone(
    office: Office, visitors: VisitorFactory
) -> None:
    page = enter(visitors, office).page
    page.goto(f"{office.base}/manage/record/news/")
    page.locator("[name=title-en]").fill("Results are here")
    page.locator("[name=body-en]").fill("Look at what forty people said.")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("It is published.")).to_be_visible()
    page.goto(f"{office.base}/manage/record/data/")
    # All of the making is done before the answer to this.
    page.get_by_role("button", name="Make a version").click(timeout=60_000)
    expect(page.get_by_text("Finished")).to_be_visible()

    reader = visitors(office.server.url, width=375)
    reader.page.goto(f"{office.base}/")
    reader.page.get_by_role("link", name="Timeline and news").first.click()
    expect(reader.page.get_by_text("Look at what forty people said.")).to_be_visible()
    assert not scrolls_sideways(reader.page) and accessibility_violations(reader.page) == []
    reader.page.get_by_role("link", name="Open data", exact=True).first.click()
    expect(reader.page.get_by_label("Citation")).to_have_value(
        re.compile(r"Version 1, .*/data/1/ \(SHA-256 [0-9a-f]{64}\)")
    )
    with reader.page.expect_download() as taken:
        reader.page.get_by_role("link", name="CSV (Challenges)").click()
    assert "Climate" in Path(taken.value.path()).read_text("utf-8")


@contextmanager
def elsewhere(body: str) -> Iterator[str]:
    """Another site with one page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/news"
    server.shutdown()
    server.server_close()


@pytest.mark.timeout(300)
def test_a_figure_stands_on_another_site_without_a_cookie(office: Office, visitors: VisitorFactory) -> None:
    visitor = visitors(office.server.url)
    page = visitor.page
    url = office.server.url + office.base
    with elsewhere(f'<iframe src="{url}/embed/{office.figure}" width="420" height="500"></iframe>') as site:
        page.goto(site)
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("heading", name="By group")).to_be_visible(timeout=15_000)
        expect(frame.get_by_role("link", name="Region 2030")).to_be_visible()
    assert visitor.context.cookies() == []
