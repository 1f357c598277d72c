"""The selection in a browser: a guest ranks without script, a member scores by keyboard, the committee decides."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from cocreate.app import create_app
from cocreate.camp.models import Camp
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.selection import commands, queries
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, unfold
from tests.factories.accounts import make_member
from tests.factories.camp import make_camp, make_card, make_seat, make_theme
from tests.factories.process import make_process
from tests.factories.selection import make_candidates
from tests.live import LiveServer, LiveServerFactory
from tests.walking import PASSWORD, assert_fine, press_until, sign_in_as

pytestmark = pytest.mark.browser
TITLES = ("Healthy food", "Shared mobility", "Digital services")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the server holds: addresses that the tests open."""
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> LiveServer:
    """A process after its camp: a card to promote, three candidates, a guest, an organiser, two committee members."""
    server = live_servers(Path(tmp_path_factory.mktemp("selection")), COCREATE_TWO_FACTOR_REQUIRED="no")
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            camp: Camp = make_camp(session, process)
            theme = make_theme(session, process, "Repair cafés")
            card = make_card(session, camp.groups[0].board, "Repair hubs in every district", themes=(theme.public_id,))
            make_candidates(session, process, *TITLES)
            for role, name in (
                (Role.ORGANISER, "olga"),
                (Role.COMMITTEE_MEMBER, "marc"),
                (Role.COMMITTEE_MEMBER, "mia"),
            ):
                make_member(session, process, role, email=f"{name}@example.org", name=name.title(), password=PASSWORD)
            told["seat"] = make_seat(session, camp, "Rosa", helix="citizen")[1]
            told["base"], told["card"] = f"/en/p/{process.public_id}", card.public_id
            told["process"] = process.id
            commands.start_criteria(session, SYSTEM, process, shortlist_size=2)
        db.session.remove()
        db.engine.dispose()
    return server.start()


def criteria_of(page: Page) -> list[Locator]:
    """The four of a page for scoring, once all of it is there."""
    criteria = page.locator(".criterion")
    expect(criteria).to_have_count(4)
    return criteria.all()


def score_by_keyboard(visitor: Visitor, mark: str) -> None:
    """Give every criterion of the page the same mark and save, with the keyboard alone."""
    page = visitor.page
    for group in criteria_of(page):
        first = group.get_by_role("radio").first
        press_until(visitor, first)
        page.keyboard.press(" ")
        for _ in range(4 - int(mark)):
            page.keyboard.press("ArrowDown")
        expect(group.locator(f"input[type=radio][value='{mark}']")).to_be_checked()
    press_until(visitor, page.locator("main button[type=submit]").first)
    page.keyboard.press("Enter")


def test_from_a_card_to_a_published_shortlist(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    base = told["base"]
    olga = visitors(server.url)
    sign_in_as(olga, "olga")
    page = olga.page

    # A card becomes a candidate.
    page.goto(f"{base}/manage/long-list/promote?card={told['card']}")
    expect(page.get_by_role("main")).to_contain_text("Repair cafés")
    assert_fine(olga)
    page.get_by_role("button", name="Make it a candidate").click()
    expect(page.get_by_role("heading", name="Repair hubs in every district")).to_be_visible()
    page.goto(f"{base}/manage/long-list")
    expect(page.get_by_role("listitem").filter(has_text="Repair hubs")).to_contain_text("1 card, 1 theme")
    assert_fine(olga)

    # A ranking is prepared and opened; a guest ranks without script, then again with it.
    page.goto(f"{base}/manage/rankings")
    with page.expect_navigation():  # else the page is examined while it goes away
        page.get_by_role("button", name="Prepare").click()
    assert_fine(olga)
    unfold(page.locator("summary", has_text="Open the ranking"))
    page.get_by_role("button", name="Open the ranking").click()
    expect(page.get_by_role("link", name="To the ranking")).to_be_visible()
    address = str(page.get_by_role("link", name="To the ranking").get_attribute("href"))
    rosa = visitors(server.url, width=375, script=False)
    rosa.page.goto(f"/en/seat/{told['seat']}")
    with rosa.page.expect_navigation():
        rosa.page.locator("main form button[type=submit]").first.click()
    rosa.page.goto(address)
    for number, title in enumerate(("Digital services", "Healthy food"), start=1):
        rosa.page.locator("#order-impact").get_by_label(title).select_option(str(number))
    rosa.page.get_by_role("button", name="Send my ranking").click()
    expect(rosa.page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(rosa.page.get_by_role("main").get_by_role("listitem").first).to_contain_text("Digital services")

    # Scoring is opened; Marc scores on a phone by keyboard, Mia only begins.
    page.goto(f"{base}/manage/criteria")
    page.get_by_label("Link with the societal challenges").fill("40")
    page.get_by_label("Current and future market potential").fill("10")
    for button in ("Save the weights", "Open scoring"):
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
    assert_fine(olga)
    marc = visitors(server.url, width=375, height=700)
    sign_in_as(marc, "marc")
    marc.page.goto(f"{base}/selection/scores")
    assert_fine(marc)
    marc.page.get_by_role("link", name="Begin").click()
    for title, mark in zip((*TITLES, "Repair hubs"), "4321", strict=True):
        expect(marc.page.get_by_role("heading", level=1)).to_contain_text(title)
        assert_fine(marc)
        score_by_keyboard(marc, mark)
        expect(marc.page.get_by_role("main")).to_contain_text("Your marks are saved")
    expect(marc.page.locator(".progress__value")).to_have_text("16 / 16")
    press_until(marc, marc.page.get_by_role("button", name="Hand in my sheet"))
    marc.page.keyboard.press("Enter")
    expect(marc.page.get_by_role("button", name="Take my sheet back")).to_be_visible()
    mia = visitors(server.url, width=375)
    sign_in_as(mia, "mia")
    mia.page.goto(f"{base}/selection/scores")
    expect(mia.page.locator(".progress__value")).to_have_text("0 / 16")  # nothing of Marc's marks

    # Organisers see how far members are, close, and get a proposal.
    page.reload()
    expect(page.get_by_role("row", name="Marc")).to_contain_text("16 of 16")
    unfold(page.locator("summary", has_text="Close scoring"))
    expect(page.get_by_text("1 member has not handed in the sheet.")).to_be_visible()
    page.get_by_role("button", name="Close scoring").click()
    expect(page.get_by_role("heading", name="Shortlist", exact=True)).to_be_visible()
    expect(page.get_by_role("row", name="Healthy food").first).to_contain_text("Proposed")
    assert_fine(olga)

    # The committee keeps a third one: first without the reason, which is refused, then with it.
    olga.forgive("422")
    page.get_by_role("link", name="Decide").click()
    expect(page.get_by_role("button", name="Go on to the record")).to_be_visible()
    assert_fine(olga)
    repair = page.get_by_role("region", name="Repair hubs in every district")
    repair.get_by_label("Keep").check()
    repair.get_by_label("Place on the shortlist").fill("3")
    page.get_by_role("button", name="Go on to the record").click()
    expect(page.get_by_role("alert")).to_contain_text("please write why")
    expect(page).to_have_title(re.compile("^Error:"))
    repair = page.get_by_role("region", name="Repair hubs in every district")
    expect(repair.get_by_label("Keep")).to_be_checked()
    repair.get_by_label("Reason", exact=True).fill("Nothing else stands as near to the districts 🌱.")
    page.get_by_role("button", name="Go on to the record").click()

    # The vote is written down; Marc signs on his phone with the keyboard, after giving his password once more.
    expect(page.get_by_role("heading", name="Draw up the record")).to_be_visible()
    assert_fine(olga)
    page.get_by_label("What the committee voted on").fill("To keep three domains")
    for label, number in (("Members present", "2"), ("Votes for", "2"), ("Votes against", "0"), ("Abstentions", "0")):
        page.get_by_label(label).fill(number)
    page.get_by_label("Signatures that the record needs").fill("1")
    page.get_by_role("button", name="Draw up the record").click()
    expect(page.get_by_text("1 more signature is needed")).to_be_visible()
    assert_fine(olga)
    marc.page.goto(f"{base}/manage/shortlist/record")
    assert_fine(marc)
    marc.page.goto(f"{base}/manage/shortlist/orders")
    expect(marc.page.get_by_role("row", name="Repair hubs")).to_contain_text("Kept")
    assert_fine(marc)
    marc.page.goto(f"{base}/manage/shortlist/record")
    press_until(marc, marc.page.get_by_label("Your password"))
    marc.page.keyboard.type(PASSWORD)
    marc.page.keyboard.press("Enter")
    expect(marc.page.get_by_text("You have signed this record.")).to_be_visible()
    page.reload()
    page.get_by_label("This is the committee’s decision").check()
    page.get_by_role("button", name="Publish the decision").click()
    expect(page.get_by_role("heading", name="The shortlist", exact=True)).to_be_visible()

    # Everybody reads it, with the reason, on a phone.
    public = visitors(server.url, width=375)
    public.page.goto(f"{base}/selection/")
    expect(public.page.get_by_role("heading", name="The shortlist", exact=True)).to_be_visible()
    expect(public.page.get_by_role("main")).to_contain_text("Nothing else stands as near to the districts 🌱.")
    expect(public.page.get_by_role("main")).to_contain_text("kept against the proposal")
    assert_fine(public)
    public.page.get_by_role("link", name="Record 1").click()
    expect(public.page.get_by_role("main")).to_contain_text("To keep three domains")
    expect(public.page.get_by_role("row", name="Marc")).to_contain_text("with a password")
    assert_fine(public)
    public.page.get_by_role("link", name="Method statement").click()
    expect(public.page.get_by_role("heading", name="How the committee scored")).to_be_visible()
    assert_fine(public)
    assert_stored(server, told)


def assert_stored(server: LiveServer, told: dict[str, Any]) -> None:
    """What the tables say in the end."""
    from cocreate.process.models import Process

    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        process = db.session.get_one(Process, told["process"])
        kept = [line.sid.title["en"] for line in queries.shortlisted(db.session(), process)]
        db.session.remove()
        db.engine.dispose()
    assert kept == ["Healthy food", "Shared mobility", "Repair hubs in every district"]
