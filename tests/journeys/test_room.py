"""A meeting of the committee in four browsers at once: the chair and three members, one of them without script."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Role
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways, unfold
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.factories.selection import make_candidates
from tests.live import LiveServer, LiveServerFactory

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
MEMBERS = ("carla", "ada", "ben", "dov")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the server holds: addresses that the tests open."""
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> LiveServer:
    """A process with candidates, an organiser and four members of the committee."""
    server = live_servers(Path(tmp_path_factory.mktemp("room")), COCREATE_TWO_FACTOR_REQUIRED="no")
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            make_candidates(session, process, "Healthy food", "Shared mobility")
            for name in ("olga", *MEMBERS):
                role = Role.ORGANISER if name == "olga" else Role.COMMITTEE_MEMBER
                make_member(session, process, role, email=f"{name}@example.org", name=name.title(), password=PASSWORD)
            told["room"] = f"/en/p/{process.public_id}/selection/room"
        db.session.remove()
        db.engine.dispose()
    return server.start()


@pytest.fixture
def enter(server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]) -> Any:
    """Somebody signs in and goes to the room, or to an address in it."""

    def come(name: str, address: str = "", **options: Any) -> Visitor:
        visitor = visitors(server.url, **options)
        visitor.page.goto("/en/account/sign-in")
        visitor.page.get_by_label("E-mail address").fill(f"{name}@example.org")
        visitor.page.get_by_label("Password").fill(PASSWORD)
        visitor.page.get_by_role("button", name="Sign in", exact=True).click()
        expect(visitor.page.get_by_role("heading", name="Sign in")).to_have_count(0)
        visitor.page.goto(address or told["room"])
        return visitor

    return come


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def assert_fine(*people: Visitor) -> None:
    """What every page owes its visitor."""
    for visitor in people:
        assert not accessibility_violations(visitor.page)
        assert not scrolls_sideways(visitor.page)
        visitor.assert_untroubled()


def prepare(olga: Visitor) -> str:
    """The organiser prepares a meeting with its agenda; returns its address."""
    page = olga.page
    page.get_by_role("link", name="Prepare a meeting").click()
    page.get_by_label("English").fill("The shortlist")
    page.get_by_label("Chair").select_option(label="Carla")
    page.get_by_label("Quorum").fill("3")
    assert_fine(olga)
    press(page, "Save")
    for title in ("Welcome", "Healthy food"):
        page.get_by_role("link", name="Add a point").click()
        page.get_by_label("English").fill(title)
        if title == "Healthy food":
            page.get_by_label("Healthy food").check()
        assert_fine(olga)
        press(page, "Save")
    expect(page.locator("#agenda")).to_contain_text("20 minutes in all")
    assert_fine(olga)
    return page.url.split("#")[0]


def test_a_meeting_is_held_by_a_chair_and_three_members_at_once(enter: Any) -> None:
    address = prepare(enter("olga"))
    carla = enter("carla", address)
    press(carla.page, "Open the meeting")
    ada, ben = enter("ada", address, width=375, height=700), enter("ben", address)
    dov = enter("dov", address, width=375, script=False)
    followers = (carla.page, ada.page, ben.page)
    for page in followers:
        expect(page.locator("[data-line]")).to_have_text("Live: this page follows the meeting.")

    # They arrive, and the others see it without loading the page again.
    for visitor in (carla, ada, ben, dov):
        press(visitor.page, "I am here")
    for page in followers:
        expect(page.locator("#here")).to_contain_text("4 of 4 present · quorum of 3 met")

    # A point begins; hands go up; the floor is given.
    press(carla.page, "Start: Healthy food")
    expect(ada.page.locator("#now")).to_contain_text("Time left:")
    press(ben.page, "Raise my hand")
    press(dov.page, "Raise my hand")
    expect(carla.page.locator("#floor li")).to_have_text(["Ben", "Dov"])
    press(carla.page, "Next speaker")
    expect(ada.page.locator("#floor .room-now")).to_have_text("Ben")
    expect(ada.page.get_by_role("status").filter(has_text="Speaking: Ben")).to_have_count(1)
    assert_fine(carla, ada, ben)

    # Ben puts a motion by keyboard; what Ada is writing meanwhile stays when the motion opens.
    page = ben.page
    page.get_by_role("link", name="Put a motion").focus()
    page.keyboard.press("Enter")
    page.get_by_label("English").first.fill("Keep healthy food as a domain")
    page.get_by_label("Consent").check()
    page.get_by_label("Votes stay hidden until it closes").check()
    assert_fine(ben)
    page.get_by_role("button", name="Put this motion").press("Enter")
    press(carla.page, "Open the vote")
    motion = ada.page.locator(".room-motion").first
    motion.get_by_label("I agree").check()
    motion.get_by_label("Reason").fill("It serves two challenges")

    # Votes come in, hidden; Dov blocks, first without the reason that this needs.
    for name, member in (("I agree", carla), ("I agree", ben)):
        member.page.get_by_label(name).check()
        press(member.page, "Vote")
    dov.page.reload()
    dov.page.get_by_label("I block it").check()
    press(dov.page, "Vote")
    expect(dov.page.get_by_role("main")).to_contain_text("please give a reason")
    expect(dov.page.get_by_label("I block it")).to_be_checked()
    dov.page.get_by_label("Reason").fill("Nobody has asked the farmers")
    press(dov.page, "Vote")
    expect(ada.page.locator("#motions")).to_contain_text("3 of 4 members present have answered.")
    expect(motion.get_by_label("I agree")).to_be_checked()
    expect(motion.get_by_label("Reason")).to_have_value("It serves two challenges")
    for each in followers:
        expect(each.locator("#motions")).not_to_contain_text("farmers")
    press(ada.page, "Vote")
    expect(carla.page.locator("#motions")).to_contain_text("4 of 4 members present have answered.")
    assert_fine(carla, ada, ben)
    press(carla.page, "Close and count")
    for each in followers:
        expect(each.locator("#motions")).to_contain_text("Not carried")
        expect(each.locator("#motions")).to_contain_text("Nobody has asked the farmers")
    assert_fine(carla, ada, ben)

    # The end: everybody reads the same, and nobody can speak or vote any more.
    unfold(carla.page.locator("summary", has_text="Close the meeting"))
    press(carla.page, "Close the meeting")
    expect(carla.page.locator(".page-head")).to_contain_text("Over")
    dov.page.reload()
    expect(dov.page.get_by_role("button", name="Raise my hand")).to_have_count(0)
    expect(dov.page.get_by_role("row", name="I block it")).to_contain_text("Dov")


def test_a_dossier_is_discussed_by_two_members(enter: Any) -> None:
    ada, ben = enter("ada", width=375, height=700), enter("ben", script=False)
    for visitor in (ada, ben):
        visitor.page.get_by_role("link", name="Shared mobility").click()
    ada.page.get_by_label("Write about: Shared mobility").fill("Too wide?")
    assert_fine(ada)
    press(ada.page, "Post")
    expect(ada.page.locator(".room-post").filter(has_text="Too wide?")).to_be_visible()
    ben.page.reload()
    post = ben.page.locator(".room-post").filter(has_text="Too wide?")
    unfold(post.locator("summary"))
    post.get_by_label("Your answer").fill("Only without logistics")
    post.get_by_role("button", name="Post").click()
    expect(ben.page.locator(".room-post--answer")).to_contain_text("Only without logistics")
    ada.page.reload()
    expect(ada.page.locator(".room-post--answer")).to_contain_text("Only without logistics")
    assert_fine(ada)
    ada.page.get_by_role("link", name="Wordings, change, moderate").first.click()
    ada.page.get_by_role("textbox", name="Your words").fill("Too wide without logistics?")
    assert_fine(ada)
    press(ada.page, "Save")
    expect(ada.page.locator(".room-post").first).to_contain_text("changed")
