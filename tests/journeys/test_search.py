"""The search by a browser: from the box on a page to the sentence, by keyboard, on a small screen, without script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM
from cocreate.public.news import commands as news
from cocreate.public.news.commands import NewsTold
from cocreate.search.following import catch_up
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.camp import make_theme
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> tuple[LiveServer, str]:
    """A server with a public process and a hidden one, and the id of the public one."""
    server = live_servers(Path(tmp_path_factory.mktemp("search")))
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            told = NewsTold({"fr": "Des vélos cargo pour les quartiers"}, {"fr": "Chaque quartier en reçoit dix."})
            news.publish_news(session, SYSTEM, process, told)
            make_theme(session, process, "Vélos and repair cafés")
            hidden = make_process(session, title="Hidden vélos", is_public=False)
            news.publish_news(session, SYSTEM, hidden, NewsTold({"en": "Secret vélos"}, {}))
            found = process.public_id
        catch_up()
        db.session.remove()
        db.engine.dispose()
    return server.start(), found


def assert_fine(visitor: Visitor) -> None:
    assert not accessibility_violations(visitor.page)
    assert not scrolls_sideways(visitor.page)
    visitor.assert_untroubled()


def test_somebody_finds_a_sentence_from_any_page_by_keyboard(
    place: tuple[LiveServer, str], visitors: VisitorFactory
) -> None:
    server, process = place
    visitor = visitors(server.url, width=1280)
    page = visitor.page
    page.goto(f"{server.url}/en/p/{process}/plan/")
    page.get_by_role("search").get_by_role("searchbox").focus()
    page.keyboard.type("velo quartier")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Search in this process")).to_be_visible()
    result = page.get_by_role("link", name="Des vélos cargo pour les quartiers")
    expect(result.locator("mark")).to_have_text(["vélos", "quartiers"])
    assert_fine(visitor)
    page.get_by_role("link", name="Search in all processes").click()
    expect(page.get_by_role("heading", level=1, name="Search", exact=True)).to_be_visible()
    expect(page.get_by_text("Hidden")).to_have_count(0)
    page.get_by_role("link", name="Des vélos cargo").press("Enter")
    expect(page.get_by_role("heading", level=1, name="Timeline and news")).to_be_visible()


def test_a_slip_and_a_filter_on_a_small_screen(place: tuple[LiveServer, str], visitors: VisitorFactory) -> None:
    server, _process = place
    visitor = visitors(server.url, width=375)
    page = visitor.page
    page.goto(f"{server.url}/en/")
    page.get_by_role("link", name="Search", exact=True).click()
    page.locator("#s-q").fill("quratier")
    page.locator(".search-form button").click()
    expect(page.get_by_role("status")).to_contain_text("comes nearest")
    expect(page.get_by_role("link", name="Des vélos cargo")).to_be_visible()
    page.locator("#s-q").fill("vélo")
    page.get_by_label("Kind").select_option(label="Themes")
    page.locator(".search-form button").click()
    expect(page.get_by_role("status")).to_contain_text("1 thing")
    assert_fine(visitor)
    page.locator("#s-q").fill("xyzzy")
    page.locator(".search-form button").click()
    expect(page.get_by_text("Nothing was found")).to_be_visible()
    assert_fine(visitor)


def test_it_works_without_script(place: tuple[LiveServer, str], visitors: VisitorFactory) -> None:
    server, process = place
    visitor = visitors(server.url, width=375, script=False)
    page = visitor.page
    page.goto(f"{server.url}/nl/p/{process}/search?q=velos")
    expect(page.locator("mark").first).to_be_visible()
    page.locator(".search-list a").first.click()
    expect(page).not_to_have_url(re.compile("/search"))
