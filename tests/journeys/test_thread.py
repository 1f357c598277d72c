"""The whole method in one sitting, by hand: from a challenge to a public shortlist, and back to a single answer.

An organiser, a participant on a phone, two participants and a facilitator at one board, two committee members and a
passer-by, each in a browser window of their own; once on SQLite with one server, once on PostgreSQL with Valkey and two
servers, between which the windows are shared out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways, unfold
from tests.factories.themes import SAID
from tests.journeys.test_selection import criteria_of
from tests.live import LiveServer, LiveServerFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(600)]
PHONE = {"width": 375, "height": 740, "has_touch": True}
OWN_WORDS = "More buses in the evening, please: 🚌 and شكرا"
COMMITTEE = ("Marc", "Mia")


@dataclass
class Hall:
    """One or more servers on one database, and the windows that people opened on them."""

    servers: list[LiveServer]
    visitors: VisitorFactory
    opened: list[Visitor] = field(default_factory=list)
    base: str = ""  # /en/p/… of the process
    home: str = ""  # where the links in mails and copy fields lead

    def arrive(self, **screen: Any) -> Visitor:
        """Somebody opens a browser; the next one meets the next server."""
        server = self.servers[len(self.opened) % len(self.servers)]
        visitor = self.visitors(server.url, **screen)
        self.opened.append(visitor)
        return visitor

    def path(self, address: str) -> str:
        """An absolute address without its host: everybody has their own server here."""
        return re.sub(r"^https?://[^/]+", "", address)


@pytest.fixture(params=["sqlite", pytest.param("two servers", marks=[pytest.mark.postgres, pytest.mark.valkey])])
def hall(
    request: pytest.FixtureRequest, tmp_path: Path, live_servers: LiveServerFactory, visitors: VisitorFactory
) -> Iterator[Hall]:
    """Freshly installed: `cocreate init`, servers and a worker."""
    settings, count = {}, 1
    if request.param == "two servers":
        settings = {
            "COCREATE_DATABASE_URL": request.getfixturevalue("postgres_url"),
            "COCREATE_REDIS_URL": request.getfixturevalue("valkey_url"),
            "COCREATE_JOBS": "worker",
        }
        count = 2
    servers = [live_servers(tmp_path, **settings) for _ in range(count)]
    servers[0].command("init")
    for server in servers:
        server.start()
    servers[0].start_worker()
    yield Hall(servers, visitors)
    for server in servers:
        server.stop()


def test_the_whole_method_in_one_sitting(hall: Hall) -> None:
    olga = sign_in_as_organiser(hall)
    create_a_process(hall, olga)
    invite_the_committee(hall, olga)
    validate_the_challenges(hall, olga)
    consultation = open_a_consultation(hall, olga)
    receipt = answer_on_a_phone(hall, consultation)
    many_more_answers(hall, consultation)
    close_the_consultation(hall, olga)
    theme = read_the_answers(hall, olga)
    work_at_a_board(hall, olga, theme)
    rank_the_candidates(hall, olga)
    score_and_decide(hall, olga)
    read_the_record(hall, consultation, receipt, theme)
    for visitor in hall.opened:
        visitor.assert_untroubled()


# The steps, in the method's order.


def sign_in_as_organiser(hall: Hall) -> Visitor:
    """The person who runs the server makes the first account; its link signs Olga in."""
    printed = hall.servers[0].command("user", "create", "olga@example.org", "--name", "Olga", "--administrator")
    link = re.search(r"https?://\S+", printed)
    assert link, printed
    olga = hall.arrive(height=1000)
    olga.page.goto(hall.path(link[0]))
    olga.page.get_by_role("main").get_by_role("button").click()
    expect(olga.page.get_by_role("heading", name="My account")).to_be_visible()
    return olga


def create_a_process(hall: Hall, olga: Visitor) -> None:
    page = olga.page
    page.get_by_role("link", name="Create a process").click()
    page.locator("#title-en").fill("Agency of the region")
    press(page, "Set up the organisation")
    follow(page, "New process")
    page.locator("#title-en").fill("Region 2030")
    page.locator("#title-nl").fill("Regio 2030")
    page.locator("#summary-en").fill("What should innovation do for the region?")
    press(page, "Create the process")
    found = re.search(r"/en/p/[0-9a-z]+", page.url)
    assert found
    hall.base = found[0]
    page.goto(f"{hall.base}/manage/phases")
    now = datetime.now(ZoneInfo("Europe/Brussels"))
    for name in page.locator("input[type=datetime-local]").all():
        days = -1 if str(name.get_attribute("id")).endswith("starts_at") else 30
        name.fill((now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M"))
    press(page, "Save")
    for title, part in (("Mobility", "Getting home at night"), ("Health", "Care near everybody")):
        page.goto(f"{hall.base}/manage/challenges")
        page.locator("#title-en").fill(title)
        press(page, "Add the challenge")
        follow(page, "Add a sub-challenge")
        page.locator("#title-en").fill(part)
        press(page, "Save")
        expect(page.get_by_role("link", name=part)).to_be_visible()
    page.goto(f"{hall.base}/manage/")
    press(page, "Publish the process")
    expect(page.get_by_text("This process is public.")).to_be_visible()
    assert_fine(olga)


def invite_the_committee(hall: Hall, olga: Visitor) -> None:
    for name in COMMITTEE:
        olga.page.goto(f"{hall.base}/manage/people")
        olga.page.get_by_label("E-mail address").fill(f"{name.lower()}@example.org")
        olga.page.get_by_role("radio", name="Committee member").check()
        press(olga.page, "Send the invitations")
        expect(olga.page.get_by_text("is on its way")).to_be_visible()


def validate_the_challenges(hall: Hall, olga: Visitor) -> None:
    """The committee has agreed to one challenge in its meeting; people may be asked about the other all the same."""
    page = olga.page
    page.goto(f"{hall.base}/manage/validation")
    page.get_by_role("link", name="Mobility").click()
    press(page, "Lay it before the committee")
    page.get_by_label("Day of the meeting").fill("2026-01-15")
    page.get_by_label("Members present").fill("3")
    page.get_by_label("In favour").fill("3")
    press(page, "Record the decision")
    page.goto(f"{hall.base}/manage/validation")
    page.locator("#reason-en").fill("It is discussed in the next meeting")
    press(page, "Record the exception")
    expect(page.get_by_role("heading", name="Not validated yet")).to_have_count(0)
    assert_fine(olga)


def open_a_consultation(hall: Hall, olga: Visitor) -> str:
    """Its address, as people get it."""
    page = olga.page
    page.goto(f"{hall.base}/manage/consultations/")
    page.get_by_role("link", name="Which challenges should innovation take on?").click()
    confirm(page, "Open for answers")
    address = page.get_by_label("Address to give to people").input_value()
    assert_fine(olga)
    return hall.path(address)


def answer_on_a_phone(hall: Hall, consultation: str) -> str:
    """Paula answers everything, without an account; she keeps her receipt code."""
    paula = hall.arrive(**PHONE)
    page = paula.page
    page.goto(consultation)
    page.get_by_role("button", name="Add: Health").tap()
    page.get_by_role("button", name="Add: Mobility").tap()
    page.get_by_label("Partly").check()
    page.get_by_label("Which challenge, or which part").fill(OWN_WORDS)
    page.locator("textarea").filter(has_not_text="🚌").nth(2).fill("The night tram")
    page.get_by_label("Title of the project").fill("Buses on demand")
    for number, actor in enumerate(("Taxi drivers", "The city"), start=1):
        page.locator(f"#q-project-actor-{number}-name").fill(actor)
    page.get_by_label("As a citizen").check()
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="Send my answers").last.tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your answers have arrived")
    assert_fine(paula)
    return page.get_by_label("Your receipt code").input_value()


def many_more_answers(hall: Hall, consultation: str) -> None:
    """Neighbours answer in four languages, one after another on the same device."""
    neighbour = hall.arrive(**PHONE)
    page = neighbour.page
    for text in [text for texts in SAID.values() for text in texts]:
        page.goto(f"{consultation}?another=1")
        page.get_by_label("Which challenge, or which part").fill(text)
        page.get_by_label("As a citizen").check()
        page.get_by_role("button", name="Send my answers").last.tap()
        expect(page.locator("#receipt-code")).to_be_visible()


def close_the_consultation(hall: Hall, olga: Visitor) -> None:
    page = olga.page
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("19")
    confirm(page, "Close the consultation")
    assert_fine(olga)


def read_the_answers(hall: Hall, olga: Visitor) -> str:
    """The machine proposes themes; Olga renames, merges, accepts and rejects. Returns an accepted theme's name."""
    page = olga.page
    page.goto(f"{hall.base}/manage/themes/")
    board = page.url
    press(page, "Start the analysis")
    expect(page.locator(".theme").first).to_be_visible(timeout=90_000)
    assert_fine(olga)
    expect(page.locator(".theme__name a").nth(2)).to_be_attached()  # buses, trees and doctors

    buses = page.locator(".theme").filter(has_text=re.compile("bus", re.I)).first.locator(".theme__name a")
    buses.click()
    page.locator("#labels-en").fill("Buses until late")
    press(page, "Save the name")
    expect(page.get_by_role("heading", level=1)).to_have_text("Buses until late")
    page.get_by_label("It belongs to").select_option(label="Getting home at night")
    press(page, "Accept")
    expect(page.get_by_role("main")).to_contain_text("Accepted")
    assert_fine(olga)

    page.goto(board)
    others = page.locator(".theme").filter(has_not_text="Buses until late")
    for number in range(2):
        others.nth(number).get_by_role("checkbox").check()
    page.get_by_role("button", name="Merge the chosen themes").first.click()
    page.locator("#labels-en").fill("Trees and doctors nearby")
    press(page, "Merge")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trees and doctors nearby")
    page.get_by_label("Reason").fill("Two subjects in one")
    press(page, "Reject")
    expect(page.get_by_role("main")).to_contain_text("Rejected")
    return "Buses until late"


def work_at_a_board(hall: Hall, olga: Visitor, theme: str) -> None:
    """A facilitator and two participants on one board, live; the best card becomes a candidate."""
    page = olga.page
    page.goto(f"{hall.base}/manage/camps/new")
    page.locator("#title-en").fill("Innovation Camp")
    press(page, "Create the camp")
    console = page.url
    press(page, "Let people in by code")
    press(page, "Open all")
    code = page.locator(".camp-code").inner_text()
    ada, ben = (take_a_seat(hall, code, name) for name in ("Ada", "Ben"))
    page.get_by_role("link", name="Mobility", exact=True).first.click()
    is_live(page)

    write(ada.page, "market", "Night buses on demand 🚌")
    for other in (ben.page, page):
        expect(card(other, "Night buses on demand")).to_be_visible()
    write(ben.page, "strengths", "قوة: drivers know the streets")
    choose(ben.page, "Night buses", "Edit")
    ben.page.get_by_label("Text of the card").fill("Night buses on demand 🚌 in every district")
    ben.page.get_by_role("button", name="Save").click()
    expect(card(ada.page, "in every district")).to_be_visible()
    choose(ada.page, "Night buses", "Cite themes")
    ada.page.get_by_label(re.compile(theme)).check()
    ada.page.get_by_role("button", name="Done").click()
    choose(ada.page, "Night buses", "Move to “Elements of innovation domains”")
    expect(zone(ben.page, "candidates").locator("li[data-card]")).to_contain_text("Night buses")
    for person in (ada.page, ben.page):
        card(person, "Night buses").get_by_role("button", name="Vote for this card").click()
    expect(card(page, "Night buses").locator("[data-votes-count]")).to_have_text("2")
    assert_fine(ada)

    page.get_by_role("button", name="Lock", exact=True).click()
    expect(ben.page.locator("[data-state-badge]")).to_have_text("locked")
    page.goto(console)
    confirm(page, "Close all")
    expect(ada.page.locator("[data-state-badge]")).to_have_text("closed")

    page.get_by_role("link", name=re.compile("All cards.*Mobility")).click()
    line = page.get_by_role("listitem").filter(has_text="Night buses")
    line.last.get_by_role("link", name=re.compile("candidate", re.I)).click()
    press(page, "Make it a candidate")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Night buses on demand")
    for title in ("Care at home", "Green streets"):
        page.goto(f"{hall.base}/manage/long-list/new")
        page.locator("#title-en").fill(title)
        press(page, re.compile("^(Add|Save)"))
    page.goto(f"{hall.base}/manage/long-list")
    expect(page.locator(".long-list__item")).to_have_count(3)
    assert_fine(olga)


def take_a_seat(hall: Hall, code: str, name: str) -> Visitor:
    """By the code that was read aloud, without an account."""
    visitor = hall.arrive()
    page = visitor.page
    page.goto("/en/join")
    page.get_by_label("Code").fill(code)
    press(page, "Continue")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Citizen").check()
    page.get_by_label("Mobility").check()
    press(page, "Take a seat")
    is_live(page)
    return visitor


def rank_the_candidates(hall: Hall, olga: Visitor) -> None:
    """Ada and Ben rank on the three dimensions."""
    page = olga.page
    page.goto(f"{hall.base}/manage/rankings")
    press(page, "Prepare")
    confirm(page, "Open the ranking")
    address = str(page.get_by_role("link", name="To the ranking").get_attribute("href"))
    for visitor in [visitor for visitor in hall.opened if "/boards/" in visitor.page.url]:
        visitor.page.goto(hall.path(address))
        for dimension in ("impact", "innovation", "prosperity"):
            group = visitor.page.locator(f"#order-{dimension}")
            for title in ("Night buses on demand", "Green streets", "Care at home"):
                group.get_by_role("button", name=re.compile(f"^Add: {title}")).click()
        assert_fine(visitor)
        press(visitor.page, "Send my ranking")
        expect(visitor.page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(f"{hall.base}/manage/rankings")
    confirm(page, "Close and count")
    assert_fine(olga)


def score_and_decide(hall: Hall, olga: Visitor) -> None:
    """Weights first, then scores, then the proposal, the decision with a reason for what differs, and its record."""
    page = olga.page
    page.goto(f"{hall.base}/manage/criteria")
    press(page, "Start from the four criteria")
    page.get_by_label("Link with the societal challenges").fill("40")
    page.get_by_label("Current and future market potential").fill("10")
    page.get_by_label(re.compile("shortlist", re.I)).first.fill("1")
    press(page, "Save the weights")
    press(page, "Open scoring")
    for name in COMMITTEE:
        score_as(hall, olga, name)
    page.goto(f"{hall.base}/manage/criteria")
    confirm(page, "Close scoring")
    expect(page.get_by_role("row", name="Night buses").first).to_contain_text("Proposed")
    page.get_by_role("link", name="Decide").click()
    second = page.get_by_role("region", name="Green streets")
    second.get_by_label("Keep").check()
    second.get_by_label("Place on the shortlist").fill("2")
    olga.forgive("422")
    press(page, "Go on to the record")
    expect(page.get_by_role("alert")).to_contain_text("please write why")
    second = page.get_by_role("region", name="Green streets")
    second.get_by_label("Reason", exact=True).fill("Every street needs shade 🌳")
    press(page, "Go on to the record")
    page.get_by_label("What the committee voted on").fill("To keep both domains")
    for label, number in (("Members present", "3"), ("Votes for", "3"), ("Votes against", "0"), ("Abstentions", "0")):
        page.get_by_label(label).fill(number)
    page.get_by_label("Signatures that the record needs").fill("0")
    press(page, "Draw up the record")
    page.get_by_label("This is the committee’s decision").check()
    press(page, "Publish the decision")
    expect(page.get_by_role("heading", name="The shortlist", exact=True)).to_be_visible()


def score_as(hall: Hall, olga: Visitor, name: str) -> None:
    """A member accepts the invitation and scores every candidate on the four criteria."""
    olga.page.goto("/en/admin/outbox")
    olga.page.get_by_role("row", name=f"{name.lower()}@example.org").get_by_role("link").first.click()
    link = str(olga.page.locator(".letter a").first.get_attribute("href"))
    member = hall.arrive(**PHONE)
    page = member.page
    page.goto(hall.path(link))
    page.get_by_label("Your name").fill(name)
    press(page, "Accept the invitation")
    page.goto(f"{hall.base}/selection/scores")
    follow(page, "Begin")
    for _ in range(3):
        title = page.get_by_role("heading", level=1).inner_text()
        mark = 4 if "Night buses" in title else 2
        for criterion in criteria_of(page):
            criterion.locator(f"input[value='{mark}']").check()
        with page.expect_navigation():
            page.locator("main button[type=submit]").first.click()
        expect(page.get_by_role("main")).to_contain_text("Your marks are saved")
    expect(page.locator(".progress__value")).to_have_text("12 / 12")
    assert_fine(member)


def read_the_record(hall: Hall, consultation: str, receipt: str, theme: str) -> None:
    """A passer-by walks back from a shortlisted domain to an answer; Paula walks forward from hers."""
    reader = hall.arrive(width=375)
    page = reader.page
    page.goto(hall.base)
    for words in ("Who took part", "What was said", "What was decided", theme, "Green streets"):
        expect(page.get_by_role("main")).to_contain_text(words)
    assert_fine(reader)
    page.get_by_role("link", name=re.compile("Night buses on demand")).first.click()
    expect(page.get_by_role("main")).to_contain_text("On the shortlist")
    expect(page.get_by_role("main")).to_contain_text("in every district")
    unfold(page.locator("summary").filter(has_text=theme))
    assert_fine(reader)
    page.get_by_role("link", name="The whole theme with all its answers").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile("bus", re.I))

    paula = next(visitor for visitor in hall.opened if visitor.page.url.endswith("/thanks"))
    paula.page.goto(f"{hall.base}/consultations/{consultation.rsplit('/', 1)[1]}/receipt")
    paula.page.get_by_label("Receipt code").fill(receipt)
    press(paula.page, "Show my answers")
    expect(paula.page.get_by_role("main")).to_contain_text(OWN_WORDS)
    outcome = paula.page.locator("section", has=paula.page.get_by_role("heading", name="What became of your answer"))
    expect(outcome).to_contain_text(theme)
    expect(outcome).to_contain_text("Night buses on demand")


# What hands do.


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button that leads to a page, and wait for it: leaving earlier would take the sending back."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=name, exact=isinstance(name, str)).first.click()


def follow(page: Page, name: str) -> None:
    """Go where a link leads, and wait for it: the page before may have fields of the same name."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).click()


def confirm(page: Page, name: str) -> None:
    """A button that asks first."""
    unfold(page.locator("summary", has_text=name).first)
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name=name).click()


def assert_fine(visitor: Visitor) -> None:
    """What every page owes its visitor."""
    assert not accessibility_violations(visitor.page)
    assert not scrolls_sideways(visitor.page)


def is_live(page: Page) -> None:
    expect(page.locator("[data-connection]")).to_have_attribute("data-status", "online")


def zone(page: Page, key: str) -> Locator:
    return page.locator(f"section[data-zone={key}]")


def card(page: Page, text: str) -> Locator:
    return page.locator("li[data-card]").filter(has_text=text)


def write(page: Page, key: str, text: str) -> None:
    zone(page, key).get_by_role("textbox").fill(text)
    zone(page, key).get_by_role("button", name="Add", exact=True).click()


def choose(page: Page, text: str, action: str) -> None:
    """Choose from a card's menu."""
    card(page, text).get_by_role("button", name="Actions for").click()
    page.locator(".board-menu").get_by_role("button", name=action).click()
