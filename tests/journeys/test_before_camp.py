"""Before a camp, in real browsers: registering on a phone, forming groups, arriving, waiting, and the board at last."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import commands
from cocreate.camp import queries as camp_queries
from cocreate.camp.before import preparing, queries, registering, templating
from cocreate.camp.before.rules import Details
from cocreate.camp.models import Camp
from cocreate.camp.rules import BoardState
from cocreate.core.db import db, transaction
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways, unfold
from tests.factories.accounts import make_member
from tests.factories.camp import make_camp, make_card, make_theme
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
PHONE = {"width": 375, "height": 740, "has_touch": True}


class Desk(Site):
    """A running server with a camp in preparation, and a look into its outbox."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            process = make_process(session)
            make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
            camp = make_camp(session, process, boards="preparing")
            self.show = f"/en/p/{process.public_id}/camps/{camp.public_id}/"
            self.manage = f"/en/p/{process.public_id}/manage/camps/{camp.public_id}/"
            self.process, self.camp = process.public_id, camp.public_id

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction beside the server."""
        with self.app.app_context():
            try:
                with transaction() as session:
                    yield session
            finally:
                db.session.remove()

    def enter(self, *names: str) -> None:
        """Organisers enter people by hand."""
        with self.session() as session:
            camp = self.find(session)
            for name in names:
                details = Details(name, f"{name.lower()}@example.org", helix="business")
                registering.enter(session, SYSTEM, camp, details)

    def find(self, session: Session) -> Camp:
        """The camp."""
        process = session.scalars(select(Process).where(Process.public_id == self.process)).one()
        camp = camp_queries.find_camp(session, process, self.camp)
        assert camp is not None
        return camp

    def link_of(self, address: str) -> str:
        """The personal link in somebody's latest letter."""
        with self.session() as session:
            wanted = select(OutgoingMail).where(OutgoingMail.recipient == address).order_by(OutgoingMail.id.desc())
            found = re.search(r"https?://[^/]+(/\w\w/seat/\w+)", session.scalars(wanted).first().text)  # type: ignore[union-attr]
        assert found
        return found[1]


@pytest.fixture
def desk(live_servers: LiveServerFactory, tmp_path: Any) -> Iterator[Desk]:
    server = live_servers(tmp_path, COCREATE_JOBS="inline")
    made = Desk(server)
    server.start()
    yield made
    server.stop()
    with made.app.app_context():
        db.engine.dispose()


def sign_in(page: Page) -> None:
    """As an organiser."""
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("olga@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


def assert_fine(visitor: Visitor) -> None:
    assert not scrolls_sideways(visitor.page)
    assert accessibility_violations(visitor.page) == []


def confirm(page: Page, label: str, yes: str) -> None:
    """Press a button that asks first."""
    unfold(page.locator("summary", has_text=label))
    page.get_by_role("button", name=yes, exact=True).last.click()


def test_from_registering_on_a_phone_to_the_board(desk: Desk, visitors: VisitorFactory) -> None:
    olga = visitors(desk.server.url)
    sign_in(olga.page)
    prepare(desk, olga)
    ada = visitors(desk.server.url, **PHONE)
    ada.forgive("422")  # the form that was sent with nothing in it
    register(desk, ada)
    desk.enter("Ben", "Chloé", "Dora", "Emil", "Farah")
    form_groups(desk, olga)
    olga.page.goto(desk.manage + "registrations")
    confirm(olga.page, "Send personal links", "Send")
    expect(olga.page.get_by_text("6 letters are written.")).to_be_visible()

    ada.page.goto(desk.link_of("ada@example.org"))
    ada.page.get_by_role("button", name="Sit down as Ada").click()
    expect(ada.page.get_by_role("heading", name="Welcome, Ada")).to_be_visible()
    expect(ada.page.get_by_text("We know that you are here.")).to_be_visible()
    assert_fine(ada)
    ben = visitors(desk.server.url, script=False, **PHONE)
    ben.page.goto(desk.link_of("ben@example.org"))
    ben.page.get_by_role("button", name="Sit down as Ben").click()
    with ben.page.expect_navigation():
        ben.page.get_by_role("link", name="Look whether it is open").click()
    expect(ben.page).to_have_url(re.compile("/waiting$"))  # not open yet

    check_in(desk, olga)
    olga.page.goto(desk.manage)
    olga.page.get_by_role("button", name="Open all", exact=True).click()
    ada.page.wait_for_url(re.compile("/boards/"), timeout=30_000)
    expect(ada.page.locator("[data-connection]")).to_have_attribute("data-status", "online")
    ben.page.get_by_role("link", name="Look whether it is open").click()
    expect(ben.page).to_have_url(re.compile("/boards/"))  # the link does what the page does by itself with script
    for visitor in (olga, ada, ben):
        visitor.assert_untroubled()


def prepare(desk: Desk, olga: Visitor) -> None:
    """A template, and the page for registering is opened."""
    olga.page.goto(desk.manage + "prepare")
    assert_fine(olga)
    olga.page.get_by_label("Brussels Innovation Camp").check()
    olga.page.get_by_role("button", name="Apply the template").click()
    expect(olga.page.get_by_text("The boards and the plan are as in the template.")).to_be_visible()
    olga.page.goto(desk.manage + "registrations")
    olga.page.get_by_role("button", name="Open the registration").click()
    expect(olga.page.get_by_role("button", name="Close the registration")).to_be_visible()
    assert_fine(olga)


def register(desk: Desk, ada: Visitor) -> None:
    """On a phone: what is missing is said, then it is sent."""
    page = ada.page
    page.goto(desk.show)
    page.get_by_role("link", name="Register").click()
    page.get_by_role("button", name="Register").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("Research").check()
    page.get_by_label("Which topic would you like most?").select_option(label="Mobility")
    assert_fine(ada)
    page.get_by_label("I agree that the organisers keep this for the camp.").check()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("Your registration has arrived.")).to_be_visible()
    assert_fine(ada)


def form_groups(desk: Desk, olga: Visitor) -> None:
    """Accept everybody, have groups proposed, move somebody, accept."""
    page = olga.page
    page.goto(desk.manage + "registrations")
    page.get_by_role("button", name="Accept all who wait").click()
    expect(page.get_by_text("6 registrations are accepted.")).to_be_visible()
    page.get_by_role("link", name="Form the groups").click()
    page.get_by_role("button", name="Propose", exact=True).click()
    expect(page.get_by_role("heading", name="How balanced it is")).to_be_visible()
    assert_fine(olga)
    mobility = page.locator(".grouping__group").filter(has=page.get_by_role("heading", name=re.compile("Mobility")))
    expect(mobility).to_contain_text("Ada")
    climate = page.locator(".grouping__group").filter(has=page.get_by_role("heading", name=re.compile("Climate")))
    climate.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    mobility.get_by_role("button", name=re.compile("Move the ticked people here")).click()
    expect(mobility.get_by_role("listitem")).to_have_count(3)
    expect(mobility).to_contain_text("moved by hand")
    confirm(page, "Accept these groups", "Accept")
    expect(page.get_by_text("6 people have a group.")).to_be_visible()


def check_in(desk: Desk, olga: Visitor) -> None:
    """Who sat down is here; somebody else is found by name; tags and the screen at the door can be looked at."""
    page = olga.page
    page.goto(desk.manage + "check-in")
    expect(page.get_by_text("2 of 6 are here")).to_be_visible()
    assert_fine(olga)
    page.get_by_label("Find a name").fill("chlo")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Is here").click()
    expect(page.get_by_text("3 of 6 are here")).to_be_visible()
    page.goto(desk.manage + "name-tags")
    expect(page.locator(".name-tag svg").first).to_be_visible()
    assert_fine(olga)
    page.goto(desk.manage + "entrance")
    expect(page.locator(".qr")).to_be_visible()
    assert_fine(olga)


def test_the_sheet_stands_beside_the_board_and_a_rotation_takes_people_along(
    desk: Desk, visitors: VisitorFactory
) -> None:
    with desk.session() as session:
        camp = desk.find(session)
        _seat, token = commands.issue_seat(session, SYSTEM, camp, name="Ada", group=camp.groups[0])
        first, second = (group.board.public_id for group in camp.groups[:2])
        commands.steer_all_boards(session, SYSTEM, camp, BoardState.OPEN)
        preparing.set_video_links(session, SYSTEM, camp, {camp.groups[0].public_id: "https://meet.example.org/a"})
    ada = visitors(desk.server.url, **PHONE)
    ada.page.goto(f"/en/seat/{token}")
    ada.page.get_by_role("button", name="Sit down as Ada").click()
    ada.page.wait_for_url(re.compile(first))
    expect(ada.page.locator("[data-connection]")).to_have_attribute("data-status", "online")
    unfold(ada.page.locator("summary", has_text="Information sheet"))
    expect(ada.page.locator(".sheet").get_by_role("heading", name="Climate")).to_be_visible()
    link = ada.page.locator(".page-head").get_by_role("link", name="Video meeting (opens beside this page)")
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert_fine(ada)
    olga = visitors(desk.server.url)
    sign_in(olga.page)
    olga.page.goto(desk.manage + "prepare")
    confirm(olga.page, "Everybody to the next board", "Go on")
    expect(olga.page.get_by_text("Everybody sits at the other board now.")).to_be_visible()
    ada.page.reload()
    ada.page.wait_for_url(re.compile(second))
    for visitor in (olga, ada):
        visitor.assert_untroubled()


def test_zones_are_changed_on_a_phone_without_script_and_whoever_has_the_board_open_sees_it(
    desk: Desk, visitors: VisitorFactory
) -> None:
    with desk.session() as session:
        camp = desk.find(session)
        _seat, token = commands.issue_seat(session, SYSTEM, camp, name="Ada", group=camp.groups[0])
        commands.steer_all_boards(session, SYSTEM, camp, BoardState.OPEN)
        make_card(session, camp.groups[0].board, "Already here", zone="strengths")
    ada = visitors(desk.server.url)
    ada.page.goto(f"/en/seat/{token}")
    ada.page.get_by_role("button", name="Sit down as Ada").click()
    expect(ada.page.locator("[data-connection]")).to_have_attribute("data-status", "online")
    ada.page.locator("section[data-zone=strengths]").get_by_role("textbox").fill("Half a thought")
    ada.page.locator("section[data-zone=market]").get_by_role("textbox").fill("Another half")

    olga = visitors(desk.server.url, script=False, **PHONE)
    olga.forgive("409")  # the zone that stays
    page = olga.page
    sign_in(page)
    page.goto(desk.manage + "prepare")
    page.get_by_role("link", name=re.compile("^Zones ?: Climate")).click()
    page.get_by_role("button", name=re.compile("Take out ?: Strengths and advantages")).click()
    expect(page.get_by_role("link", name=re.compile("it holds cards"))).to_be_visible()
    page.get_by_label("English").nth(0).fill("Demand")
    page.get_by_role("button", name="Add a zone").click()
    expect(page.locator(".zone-form")).to_have_count(4)
    added = page.locator("#zone-4")
    added.get_by_label("English").first.fill("Next steps")
    added.get_by_label("Several columns, each with a heading").check()
    for column, heading in enumerate(("Now", "Later"), start=2):
        added.get_by_label("English").nth(column).fill(heading)
    page.get_by_role("button", name=re.compile("Move up ?: Zone 4")).click()
    expect(page.get_by_role("button", name=re.compile("Move up ?: Next steps"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#zone-2 legend").first).to_have_text("2. Next steps")
    page.get_by_role("button", name=re.compile("Take out ?: Demand")).click()
    expect(page.locator(".zone-form")).to_have_count(3)
    page.get_by_role("button", name="Save the zones").last.click()
    expect(page.get_by_text("The zones are saved.")).to_be_visible()

    zones = ada.page.locator("[data-zones] > section")
    expect(zones.locator("h2 [data-name]")).to_have_text(
        ["Next steps", "Strengths and advantages", "Elements of innovation domains"]
    )
    expect(zones.nth(0).get_by_role("heading", level=3)).to_have_text(["Now", "Later"])
    expect(zones.nth(1).get_by_role("textbox")).to_have_value("Half a thought")
    expect(ada.page.locator("[data-notices]")).to_contain_text("Another half")
    zones.nth(1).get_by_role("button", name="Add", exact=True).click()
    expect(zones.nth(1).locator("li[data-card]")).to_have_count(2)
    assert_fine(ada)
    for visitor in (olga, ada):
        visitor.assert_untroubled()


def test_the_other_pages_of_preparing_are_in_order_on_a_desk_and_on_a_phone(
    desk: Desk, visitors: VisitorFactory
) -> None:
    desk.enter("Ada")
    with desk.session() as session:
        camp = desk.find(session)
        (made,) = queries.registrations_of(session, camp)
        seat = registering.accept(session, SYSTEM, made)
        own = f"/en/registration/{registering.own_token(made)}"
        board = camp.groups[0].board.public_id
        make_theme(session, camp.process, "Repair cafés", challenge_id=camp.groups[0].challenge_id)
        make_card(session, camp.groups[0].board, "What we found")
        preparing.add_plenary(session, SYSTEM, camp)
        templating.begin_rehearsal(session, SYSTEM, camp)
        conditions = f"{desk.manage}grouping/seats/{seat.public_id}"
    base = desk.manage.split("/camps/")[0]
    pages = [conditions, f"{desk.manage}plenary", f"{base}/boards/{board}/prefill", f"{desk.manage}prepare", own]
    pages += [f"{base}/boards/{board}/zones", f"{desk.manage}prepare/zones"]
    pages += [f"{base.removesuffix('/manage')}/boards/{board}/sheet", f"{desk.manage}grouping/", desk.manage]
    olga = visitors(desk.server.url)
    sign_in(olga.page)
    for page in pages:
        answer = olga.page.goto(page)
        assert answer and answer.status == 200, page
        assert_fine(olga)
        olga.page.set_viewport_size({"width": 375, "height": 740})
        assert not scrolls_sideways(olga.page), page
        olga.page.set_viewport_size({"width": 1280, "height": 900})
    olga.page.goto(own)
    confirm(olga.page, "Take my registration back", "Erase it")
    expect(olga.page.get_by_text("Nothing of what you told us is kept.")).to_be_visible()
    olga.assert_untroubled()
