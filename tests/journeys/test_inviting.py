"""From a list of contacts to a reminder: an organiser invites two people, one answers on a phone, one is reminded."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.db import db, transaction
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import Role
from cocreate.survey.inviting.models import Invitation
from cocreate.survey.models import Submission
from cocreate.survey.rules import Access
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways, unfold
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.factories.survey import make_consultation
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
PHONE = {"width": 375, "height": 740}


class Office(Site):
    """A running server with a worker, one open consultation for invited people, and a look into its outbox."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            process = make_process(session)
            make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
            consultation = make_consultation(session, process)
            consultation.access, consultation.needs_proof_of_work = Access.LINK.value, True
            self.base = f"/en/p/{process.public_id}"
            self.manage = f"{self.base}/manage/consultations/{consultation.public_id}"

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A transaction beside the server."""
        with self.app.app_context():
            try:
                with transaction() as session:
                    yield session
            finally:
                db.session.remove()

    def mails(self) -> list[tuple[str, str]]:
        """To whom was written, and what, in that order."""
        with self.session() as session:
            return [(mail.recipient, mail.text) for mail in session.scalars(select(OutgoingMail).order_by("id"))]


@pytest.fixture
def office(live_servers: LiveServerFactory, tmp_path: Any) -> Iterator[Office]:
    server = live_servers(tmp_path)
    office = Office(server)
    server.start()
    server.start_worker()
    yield office
    server.stop()
    with office.app.app_context():
        db.engine.dispose()


def assert_fine(visitor: Visitor) -> None:
    """What every page owes its visitor, on the desk and on a phone."""
    page = visitor.page
    assert not accessibility_violations(page)
    wide = page.viewport_size
    for size in (PHONE, wide):
        page.set_viewport_size(size)
        assert not scrolls_sideways(page), f"{page.url} at {size}"
    visitor.assert_untroubled()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def sign_in(visitor: Visitor) -> None:
    visitor.page.goto("/en/account/sign-in")
    visitor.page.get_by_label("E-mail address").fill("olga@example.org")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    press(visitor.page, "Sign in")
    expect(visitor.page.get_by_role("heading", name="Sign in")).to_have_count(0)


def send(olga: Visitor, office: Office, begin: str) -> None:
    """Begin a mail, look at it, and send it to everybody it is for."""
    page = olga.page
    page.goto(f"{office.manage}/invitations/")
    press(page, begin)
    expect(page.get_by_text("How it looks")).to_be_visible()
    assert_fine(olga)
    unfold(page.locator("summary", has_text="Send to all of them"))
    page.get_by_role("button", name="Send to all of them").last.click()
    expect(page.locator(".badge", has_text=re.compile("^Sent$"))).to_be_visible(timeout=30_000)
    assert_fine(olga)


def test_two_are_invited_one_answers_and_the_other_is_reminded(office: Office, visitors: VisitorFactory) -> None:
    olga = visitors(office.server.url)
    sign_in(olga)
    page = olga.page
    for name, helix in (("Ada", "Businesses"), ("Bob", "Citizens")):
        page.goto(f"{office.base}/manage/contacts/new")
        page.get_by_label("E-mail address").fill(f"{name.lower()}@example.org")
        page.get_by_label("Name", exact=True).fill(name)
        page.get_by_label("Group").select_option(label=helix)
        assert_fine(olga)
        press(page, "Save")
        expect(page.get_by_role("link", name=f"{name.lower()}@example.org")).to_be_visible()
    assert_fine(olga)

    page.goto(f"{office.manage}/invitations/")
    press(page, "Invite 2 contacts")
    expect(page.get_by_text("2 contacts have a personal link now.")).to_be_visible()
    assert_fine(olga)
    send(olga, office, "Write an invitation")
    first = office.mails()
    assert sorted(recipient for recipient, _text in first) == ["ada@example.org", "bob@example.org"]

    link = re.search(r"http\S+/with/\S+", dict(first)["ada@example.org"])
    assert link
    answer_on_a_phone(office, visitors, link[0])

    send(olga, office, "Write a reminder")
    (reminded,) = office.mails()[len(first) :]
    assert reminded[0] == "bob@example.org"
    page.goto(f"{office.manage}/invitations/")
    expect(page.locator("section", has=page.locator("#people"))).not_to_contain_text("answered")

    leave = re.search(r"http\S+/no-more-mail/\S+", reminded[1])
    assert leave
    bob = visitors(office.server.url, **PHONE, script=False)
    bob.page.goto(leave[0])
    press(bob.page, "Send me no more mails")
    expect(bob.page.get_by_role("heading", level=1)).to_have_text("You get no more mails about this")
    look_at_balance(office, olga)
    enter_a_letter_after_the_close(office, olga)


def answer_on_a_phone(office: Office, visitors: VisitorFactory, link: str) -> None:
    """Ada opens her link, answers while her phone makes its proof of work, and cannot answer again."""
    ada = visitors(office.server.url, **PHONE)
    page = ada.page
    page.goto(link)
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label("For a company, or self-employed").check()
    expect(page.get_by_text("keeps robots away is done")).to_be_visible(timeout=60_000)
    assert_fine(ada)
    page.wait_for_timeout(4200)  # nobody reads and answers a questionnaire in less
    page.get_by_role("button", name="Send my answers").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your answers have arrived")
    ada.assert_untroubled()
    other = visitors(office.server.url, **PHONE)
    other.forgive("403")
    other.page.goto(link)
    expect(other.page.get_by_role("heading", level=1)).to_have_text("You have already answered")
    assert_fine(other)
    with office.session() as session:
        (sheet,) = session.scalars(select(Submission)).all()
        assert (sheet.helix, sheet.flag) == ("business", "")
        assert sorted(session.scalars(select(Invitation.is_used))) == [False, True]


def look_at_balance(office: Office, olga: Visitor) -> None:
    """Targets, the meter that grows while one looks at it, an answer on paper, and the odd ones."""
    page = olga.page
    page.goto(f"{office.manage}/meter/targets")
    page.get_by_label("Businesses").fill("10")
    assert_fine(olga)
    press(page, "Save")
    expect(page.get_by_role("heading", name="Furthest behind")).to_be_visible()
    assert_fine(olga)

    helper = olga.context.new_page()
    helper.goto(f"{office.manage}/enter")
    helper.get_by_label("For research or higher education").check()
    helper.get_by_role("button", name="Enter these answers").last.click()
    expect(helper.get_by_role("heading", level=1)).to_have_text("The answer is entered")
    assert not accessibility_violations(helper) and not scrolls_sideways(helper)
    helper.close()
    expect(page.locator(".stat__number").first).to_have_text("2", timeout=20_000)
    for place in ("odd", "enter"):
        page.goto(f"{office.manage}/{place}")
        assert_fine(olga)
    for place in ("import", "bounces", "new"):
        page.goto(f"{office.base}/manage/contacts/{place}")
        assert_fine(olga)


def enter_a_letter_after_the_close(office: Office, olga: Visitor) -> None:
    """A day is named for letters; it closes; one is entered; the results come once the day is taken away."""
    page, day = olga.page, clock.today() + timedelta(days=5)
    page.goto(f"{office.manage}/late")
    page.get_by_label("Last day for entering").fill(day.isoformat())
    assert_fine(olga)
    press(page, "Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    for place in ("", "/rules"):
        page.goto(office.manage + place)
        expect(page.get_by_text("Helpers enter what comes on paper or by telephone until the end of")).to_be_visible()
        assert_fine(olga)
    page.goto(office.manage)
    unfold(page.locator("summary", has_text="Close the consultation"))
    page.get_by_role("button", name="Close the consultation").last.click()
    expect(page.locator(".badge", has_text="Closed").first).to_be_visible()

    page.goto(f"{office.manage}/enter")
    page.get_by_label("For research or higher education").check()
    page.get_by_role("button", name="Enter these answers").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The answer is entered")
    assert_fine(olga)
    page.goto(office.manage.replace("/manage", "") + "/results")
    expect(page.get_by_text("Only the team sees this page until helpers have entered")).to_be_visible()
    assert_fine(olga)
    page.goto(f"{office.manage}/late")
    page.get_by_label("Last day for entering").fill("")
    press(page, "Save")
    expect(page.get_by_text("Entering ended on")).to_be_visible()
    assert_fine(olga)
