"""The portfolio in a browser: links confirmed, candidates moved by keyboard and on a phone, the way seen by all."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.selection import commands
from cocreate.selection.portfolio.in_decision import draft_of
from cocreate.selection.queries import shortlist_of
from cocreate.settings import Settings
from tests.browser import VisitorFactory, scrolls_sideways, unfold
from tests.factories.accounts import make_member
from tests.factories.camp import make_camp, make_card
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_shortlist
from tests.live import LiveServer, LiveServerFactory
from tests.walking import PASSWORD, assert_fine, press_until, sign_in_as

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the server holds."""
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> LiveServer:
    """A long list of five, one of them from a card; an organiser and a committee member."""
    server = live_servers(Path(tmp_path_factory.mktemp("portfolio")), COCREATE_TWO_FACTOR_REQUIRED="no")
    with create_app(Settings.from_environment(server.environment)).app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            card = make_card(session, make_camp(session, process).groups[0].board, "Green roofs")
            title = {"en": "Green buildings"}
            sid = commands.promote_card(session, SYSTEM, process, card, title=title)
            sid.sub_domains = [{"en": "Roofs"}, {"en": "Walls"}]
            make_candidates(session, process, "Healthy food", "Shared mobility", "Urban farms", "Digital services")
            for role, name in ((Role.ORGANISER, "olga"), (Role.COMMITTEE_MEMBER, "marc")):
                make_member(session, process, role, email=f"{name}@example.org", name=name.title(), password=PASSWORD)
            told["base"], told["process"] = f"/en/p/{process.public_id}", process.id
        db.session.remove()
        db.engine.dispose()
    return server.start()


def propose_and_publish(server: LiveServer, told: dict[str, Any], *, publishes: bool) -> None:
    """The committee scores, or publishes its draft."""
    with create_app(Settings.from_environment(server.environment)).app_context():
        with transaction() as session:
            process = session.get_one(Process, told["process"])
            shortlist = shortlist_of(session, process)
            if shortlist is None:
                make_shortlist(session, process, size=3)
            elif publishes:
                draft = list(draft_of(session, shortlist).values())
                commands.decide(session, SYSTEM, process, shortlist, draft, version=shortlist.version)
        db.session.remove()
        db.engine.dispose()


def test_from_links_to_the_architecture(server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]) -> None:
    base = told["base"]
    olga = visitors(server.url, width=375)
    sign_in_as(olga, "olga")
    page = olga.page

    # The suggestion stands in the form with its reason; she confirms it, and the coverage says what is missing.
    page.goto(f"{base}/manage/portfolio")
    assert_fine(olga)
    page.get_by_role("link", name=re.compile("Change or confirm.*Green buildings")).click()
    climate = page.get_by_role("region", name="Climate")
    expect(climate.get_by_role("radio", name="3 – strongly")).to_be_checked()
    expect(climate.get_by_label("Reason")).to_have_value(
        "1 of 1 card and 0 of 0 themes behind it belong to this challenge."
    )
    assert_fine(olga)
    page.get_by_role("button", name="Confirm these links").click()
    expect(page.get_by_role("listitem").filter(has_text="Green buildings").filter(has_text="Confirmed")).to_have_count(
        1
    )

    # She splits a candidate with the keyboard alone, and takes the move back.
    page.goto(f"{base}/manage/long-list")
    page.get_by_role("link", name="Green buildings").first.click()
    page.get_by_role("link", name="Split it").click()
    expect(page.get_by_role("button", name="Split", exact=True)).to_be_visible()
    assert_fine(olga)
    for number, title in ((1, "Green roofs of all"), (2, "Green walls")):
        box = page.locator(f"#title-{number}-en")
        press_until(olga, box)
        page.keyboard.type(title)
    press_until(olga, page.locator("#reason-en"))
    page.keyboard.type("Two trades")
    press_until(olga, page.get_by_role("button", name="Split", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Green walls")).to_be_visible()
    assert_fine(olga)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("heading", name="Green buildings")).to_be_visible()
    expect(page.locator("#moves ~ ol")).to_contain_text("Taken back")

    # After scoring a member without script lets one take up another, and makes one transversal.
    propose_and_publish(server, told, publishes=False)
    marc = visitors(server.url, width=375, script=False)
    sign_in_as(marc, "marc")
    marc.page.goto(f"{base}/manage/shortlist/moves")
    marc.page.get_by_role("link", name=re.compile("Let others take it up.*Urban farms")).click()
    marc.page.get_by_role("group", name="Reason").get_by_label("English").fill("The same soil")
    marc.page.get_by_role("button", name="Let others take it up").click()
    expect(marc.page.get_by_role("alert")).to_contain_text("Choose at least one other candidate")
    marc.page.get_by_label("Healthy food").check()
    marc.page.get_by_role("button", name="Let others take it up").click()
    marc.page.get_by_role("link", name=re.compile("Make it transversal.*Digital services")).click()
    marc.page.get_by_role("group", name="Reason").get_by_label("English").fill("It serves all")
    marc.page.get_by_role("button", name="Make it transversal").click()
    expect(marc.page.get_by_role("listitem").filter(has_text="Digital services").first).to_contain_text(
        "Kept as transversal"
    )
    assert not scrolls_sideways(marc.page)

    # Everybody follows the way and sees the architecture, and takes a sheet away.
    propose_and_publish(server, told, publishes=True)
    public = visitors(server.url, width=375)
    public.page.goto(f"{base}/selection/way")
    expect(public.page.get_by_role("main")).to_contain_text("3 thematic domains and 1 transversal domain")
    unfold(public.page.locator("summary", has_text="The same as a table"))
    expect(public.page.get_by_role("row", name="Urban farms")).to_contain_text("Taken up in others")
    assert_fine(public)
    public.page.goto(f"{base}/selection/architecture")
    expect(public.page.get_by_role("list", name="Transversal domains")).to_contain_text("Digital services")
    assert_fine(public)
    public.page.get_by_role("link", name="Healthy food").click()
    expect(public.page.get_by_role("heading", name="Candidates that live on in it")).to_be_visible()
    assert_fine(public)
    with public.page.expect_download() as taken:
        public.page.get_by_role("link", name="This sheet as PDF").click()
    assert taken.value.path().read_bytes().startswith(b"%PDF")
