"""The ecosystem by a browser: a table comes in, twins are joined, everybody sees the pictures, an actor answers."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.ecosystem.commands import own_word
from cocreate.ecosystem.own_links import own_token
from cocreate.process.models import Process
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
TABLE = """name,type,municipality,strengths,contact
Vrije Universiteit Brussel,research_group,Ixelles,Climate: research: Models of heat,
VUB,research_group,Etterbeek,Mobility,
Repair Works nv,company,Ixelles,Climate: industry | Health: market,desk@example.org
Canal Boats,company,Bruxelles,Mobility: industry,
Nobody,spaceship,,,
"""


@pytest.fixture(scope="module")
def place(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> tuple[LiveServer, str, str]:
    """A server, the public id of its process, and the link of an actor that was asked."""
    server = live_servers(Path(tmp_path_factory.mktemp("ecosystem")))
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process: Process = make_process(session)
            make_member(session, process, Role.ORGANISER, email="organiser@example.org", password=PASSWORD)
            row = make_actor(session, process, "Asked Works", contact="asked@example.org")
            own_word.ask_actor(session, SYSTEM, process, row, language="en")
            found = process.public_id, own_token(row)
        db.session.remove()
        db.engine.dispose()
    return server.start(), *found


def assert_fine(visitor: Visitor) -> None:
    assert not accessibility_violations(visitor.page)
    assert not scrolls_sideways(visitor.page)
    visitor.assert_untroubled()


def test_a_table_becomes_a_register_with_a_map_and_a_network(
    place: tuple[LiveServer, str, str], visitors: VisitorFactory
) -> None:
    server, process, _token = place
    organiser = visitors(server.url)
    page = organiser.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("organiser@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    page.goto(f"/en/p/{process}/manage/ecosystem")
    assert_fine(organiser)
    page.get_by_role("link", name="Bring a table of actors").click()
    page.get_by_label("Or paste the table here").fill(TABLE)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("has a type that is none of the seven")).to_be_visible()
    assert_fine(organiser)
    page.get_by_role("button", name="Take these in").click()
    expect(page.get_by_text("4 new actors")).to_be_visible()

    page.get_by_role("link", name="The same organisation twice").click()
    join = page.get_by_role("button", name="One, as “Vrije Universiteit Brussel”")
    expect(join).to_be_visible()
    assert_fine(organiser)
    join.click()
    expect(page.get_by_text("Joined. You can take it back below.")).to_be_visible()
    expect(page.get_by_role("button", name="Part them again")).to_be_visible()

    for width, script in ((375, True), (1280, False)):
        visitor = visitors(server.url, width=width, script=script)
        page = visitor.page
        page.goto(f"/en/p/{process}/ecosystem")
        expect(page.get_by_role("heading", name="Vrije Universiteit Brussel")).to_be_visible()
        expect(page.get_by_role("heading", name="VUB")).to_have_count(0)
        page.get_by_label("Search for").fill("models HEAT")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.get_by_text("1 of 4 actors")).to_be_visible()
        page.get_by_role("link", name="Show all").click()
        views = page.get_by_role("navigation", name="Views of the ecosystem")
        views.get_by_role("link", name="Map").click()
        expect(page.get_by_role("img", name="Map of 3 actors")).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name="Canal Boats")).to_be_visible()
        if script:
            assert_fine(visitor)
        views.get_by_role("link", name="Network").click()
        expect(page.get_by_role("img", name="3 actors and 3 challenges")).to_be_visible()
        if script:
            assert_fine(visitor)
        page.get_by_role("link", name="Repair Works nv").click()
        expect(page.get_by_text("middle of the municipality")).to_be_visible()
        if script:
            assert_fine(visitor)


def test_an_actor_corrects_its_entry_on_a_telephone(
    place: tuple[LiveServer, str, str], visitors: VisitorFactory
) -> None:
    server, process, token = place
    visitor = visitors(server.url, width=375)
    page = visitor.page
    page.goto(f"/en/p/{process}/ecosystem/own/{token}")
    assert_fine(visitor)
    page.get_by_role("button", name="Yes, it may be shown").click()
    expect(page.get_by_text("Thank you for agreeing.")).to_be_visible()
    page.get_by_label("Municipality").fill("Jette")
    page.get_by_role("button", name="Send the corrections").click()
    expect(page.get_by_text("Your corrections wait for an organiser.")).to_be_visible()
    assert_fine(visitor)
