"""Somebody who has never seen the software sets up an organisation and a process, invites ten people, and opens.

Every click and every letter is counted, to say how long it takes: five seconds a click, three letters a second.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from cocreate.core.mail import OutgoingMail
from cocreate.process.models import Process
from cocreate.survey.models import Consultation
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_user
from tests.live import LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
CHALLENGES = ("Climate and energy", "Getting around", "Health and food", "Work for everybody")
PEOPLE = [f"colleague{number}@example.org" for number in range(1, 11)]
SECONDS_A_CLICK, LETTERS_A_SECOND = 5, 3


@dataclass
class Newcomer:
    """Does what a person does, and counts."""

    visitor: Visitor
    clicks: int = 0
    letters: int = 0

    @property
    def page(self) -> Page:
        return self.visitor.page

    @property
    def minutes(self) -> float:
        return (self.clicks * SECONDS_A_CLICK + self.letters / LETTERS_A_SECOND) / 60

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press(self, role: str, name: str) -> None:
        """A link or button in the page itself."""
        self.click(self.page.get_by_role("main").get_by_role(role, name=name))  # type: ignore[arg-type]

    def type(self, label: str, text: str) -> None:
        """Into a field: one click to get there."""
        self.click(self.page.get_by_role("main").get_by_label(label).first)
        self.page.keyboard.insert_text(text)
        self.letters += len(text)

    def paste(self, label: str, text: str) -> None:
        """From elsewhere: a click and two keys."""
        self.click(self.page.get_by_role("main").get_by_label(label))
        self.page.keyboard.insert_text(text)
        self.clicks += 1

    def look(self) -> None:
        """What every page owes its visitor."""
        assert not accessibility_violations(self.page)
        assert not scrolls_sideways(self.page)
        self.visitor.assert_untroubled()


@pytest.fixture(scope="module")
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An empty installation, as in production: whoever runs something needs an authenticator app."""
    folder = Path(tmp_path_factory.mktemp("newcomer"))
    site = Site(live_servers(folder, COCREATE_TWO_FACTOR_REQUIRED="yes"))
    with site.session() as session:
        make_user(session, email="nele@example.org", name="Nele", password=PASSWORD)
    site.server.start()
    return site


def sign_in(nele: Newcomer) -> None:
    nele.page.goto("/en/account/sign-in")
    nele.type("E-mail address", "nele@example.org")
    nele.type("Password", PASSWORD)
    nele.press("button", "Sign in")


def set_up_organisation(nele: Newcomer) -> None:
    """The button for a process leads there first; then the app is asked for, since Nele runs something now."""
    nele.press("link", "Create a process")
    expect(nele.page.get_by_text("Set yours up first")).to_be_visible()
    nele.look()
    nele.type("English", "Agency for Innovation")
    nele.press("button", "Set up the organisation")
    nele.press("button", "I have the app")
    app = TOTP(key=nele.page.locator("code.key").inner_text().replace("-", ""))
    nele.type("Code from the app", app.generate().token)
    nele.press("button", "Connect")
    nele.press("button", "Make recovery codes")
    nele.press("link", "I have kept them")


def make_process(nele: Newcomer) -> None:
    nele.press("link", "Create a process")
    expect(nele.page.get_by_text("Agency for Innovation").first).to_be_visible()
    nele.look()
    form = nele.page.get_by_role("group", name="Title")
    nele.click(form.get_by_label("English"))
    nele.page.keyboard.insert_text("Innovation strategy 2028-2034")
    about = "Help us choose where our region puts its money for research and innovation."
    nele.click(nele.page.get_by_role("group", name="What it is about").get_by_label("English"))
    nele.page.keyboard.insert_text(about)
    nele.letters += len("Innovation strategy 2028-2034") + len(about)
    expect(nele.page.get_by_label("The committee validates challenges")).to_be_checked()
    nele.press("button", "Create the process")
    expect(nele.page.get_by_role("heading", name="Before you open")).to_be_visible()
    nele.look()


def back_to_the_list(nele: Newcomer) -> None:
    nele.click(nele.page.get_by_role("navigation", name="Manage").get_by_role("link", name="Before you open"))


def write_challenges(nele: Newcomer) -> None:
    nele.press("link", "Write the challenges")
    for number, title in enumerate(CHALLENGES):
        if number:
            manage = nele.page.get_by_role("navigation", name="Manage")
            nele.click(manage.get_by_role("link", name="Challenges", exact=True))
        nele.click(nele.page.get_by_role("group", name="Title").get_by_label("English"))
        nele.page.keyboard.insert_text(title)
        nele.letters += len(title)
        with nele.page.expect_navigation():
            nele.press("button", "Add the challenge")
    back_to_the_list(nele)


def make_an_exception(nele: Newcomer) -> None:
    """There is no committee yet: that is said, with a reason that everybody reads."""
    nele.press("link", "Let the committee validate them")
    reason = "The committee meets for the first time in May."
    nele.click(nele.page.get_by_role("group", name="Reason").get_by_label("English"))
    nele.page.keyboard.insert_text(reason)
    nele.letters += len(reason)
    nele.press("button", "Record the exception")
    expect(nele.page.get_by_text("The exception is recorded.")).to_be_visible()
    nele.look()
    back_to_the_list(nele)


def invite_ten(nele: Newcomer) -> None:
    nele.press("link", "Invite your colleagues")
    nele.paste("E-mail addresses", "\n".join(PEOPLE))
    nele.press("button", "Send the invitations")
    expect(nele.page.get_by_text("10 invitations are on their way")).to_be_visible()
    nele.look()
    back_to_the_list(nele)


def publish_and_open(nele: Newcomer) -> None:
    nele.press("link", "Publish the process")
    with nele.page.expect_navigation():
        nele.press("button", "Publish the process")
    back_to_the_list(nele)
    expect(nele.page.get_by_text("Everything is ready")).to_be_visible()
    nele.look()
    nele.click(nele.page.get_by_role("main").get_by_role("link", name="Open the consultation").first)
    nele.click(nele.page.locator("summary", has_text="Open for answers"))
    nele.click(nele.page.get_by_role("button", name="Open for answers", exact=True))


@pytest.mark.parametrize("width", [1280])
def test_a_newcomer_is_ready_in_fifteen_minutes_without_a_manual(
    site: Site, visitors: VisitorFactory, width: int
) -> None:
    nele = Newcomer(visitors(site.server.url, width=width))
    sign_in(nele)
    set_up_organisation(nele)
    make_process(nele)
    write_challenges(nele)
    make_an_exception(nele)
    invite_ten(nele)
    publish_and_open(nele)
    expect(nele.page.get_by_text("The consultation is open.")).to_be_visible()
    with site.session() as session:
        process = session.scalars(select(Process)).one()
        assert process.organisation.short_name == "agency-for-innovation" and process.is_public
        assert len(process.challenges) == len(CHALLENGES)
        assert session.scalars(select(Consultation)).one().opened_at is not None
        assert {mail.recipient for mail in session.scalars(select(OutgoingMail))} == set(PEOPLE)
    print(f"{nele.clicks} clicks, {nele.letters} letters: {nele.minutes:.1f} minutes")
    assert nele.minutes < 15
