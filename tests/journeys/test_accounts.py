"""Coming in by a browser: by password, by a link from the outbox, with an authenticator app, by invitation."""

import time
from pathlib import Path

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Page, expect

from cocreate.accounts import commands
from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_administrator, make_user
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def server(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> LiveServer:
    """An installation with an administrator who organises a process, and Ada, who has no role."""
    server = live_servers(Path(tmp_path_factory.mktemp("accounts")))
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            admin = make_administrator(session, email="admin@example.org", name="Admin", password=PASSWORD)
            commands.grant_role(session, SYSTEM, make_process(session, title="Region 2030"), admin, Role.OWNER)
            make_user(session, email="ada@example.org", name="Ada", password=PASSWORD)
        db.session.remove()
        db.engine.dispose()
    return server.start()


def sign_in_by_password(page: Page, email: str) -> None:
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/en/account/sign-out")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def assert_fine(visitor: Visitor) -> None:
    """What every page owes its visitor."""
    assert not accessibility_violations(visitor.page)
    assert not scrolls_sideways(visitor.page)
    visitor.assert_untroubled()


def first_link_in_the_outbox(administrator: Visitor, subject: str) -> str:
    administrator.page.goto("/en/admin/outbox")
    assert_fine(administrator)
    administrator.page.get_by_role("link", name=subject).first.click()
    link = administrator.page.locator(".letter a").first
    expect(link).to_be_visible()
    assert_fine(administrator)
    return str(link.get_attribute("href"))


@pytest.fixture
def administrator(server: LiveServer, visitors: VisitorFactory) -> Visitor:
    visitor = visitors(server.url)
    sign_in_by_password(visitor.page, "admin@example.org")
    expect(visitor.page.get_by_role("heading", name="My account")).to_be_visible()
    return visitor


def test_a_link_from_the_outbox_signs_in_without_script(server, visitors, administrator) -> None:
    ada = visitors(server.url, width=375, script=False)
    ada.page.goto("/en/account/sign-in")
    ada.page.get_by_label("E-mail address").fill("ada@example.org")
    ada.page.get_by_role("button", name="Mail me a sign-in link").click()
    expect(ada.page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    ada.page.goto(first_link_in_the_outbox(administrator, "Your sign-in link"))
    ada.page.get_by_role("button", name="Sign in as Ada").click()
    expect(ada.page.get_by_text("ada@example.org").first).to_be_visible()


def test_an_app_is_connected_by_keyboard_and_asked_for_from_then_on(server, visitors) -> None:
    ada = visitors(server.url, width=375, color_scheme="dark")
    page = ada.page
    sign_in_by_password(page, "ada@example.org")
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    assert_fine(ada)
    page.get_by_role("link", name="Connect an authenticator app").press("Enter")
    page.get_by_role("button", name="I have the app").press("Enter")
    picture = page.locator(".qr img").evaluate("async (image) => { await image.decode(); return image.naturalWidth; }")
    assert picture > 0, "the policy lets the picture through"
    app = TOTP(key=page.locator("code.key").inner_text().replace("-", ""))
    assert_fine(ada)
    page.get_by_label("Code from the app").press_sequentially(app.generate().token)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make recovery codes").press("Enter")
    expect(page.locator(".codes code")).to_have_count(10)
    codes = page.locator(".codes code").all_inner_texts()
    assert_fine(ada)

    sign_out(page)
    sign_in_by_password(page, "ada@example.org")
    expect(page.get_by_role("heading", name="The code from your app")).to_be_visible()
    assert_fine(ada)
    page.get_by_label("Code from the app").fill(app.generate(time=time.time() + 30).token)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()

    sign_out(page)
    sign_in_by_password(page, "ada@example.org")
    page.get_by_role("link", name="use a recovery code").click()
    expect(page.get_by_label("Recovery code")).to_be_visible()
    assert_fine(ada)
    page.get_by_label("Recovery code").fill(codes[3])
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("9 unused")).to_be_visible()


def test_an_organiser_invites_and_the_invited_comes_in(server, visitors, administrator) -> None:
    page = administrator.page
    page.get_by_role("main").get_by_role("link", name="Region 2030").click()
    page.get_by_role("link", name="People", exact=True).click()
    page.get_by_label("E-mail address").fill("nele@example.org")
    page.get_by_label("Analyst", exact=True).check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("cell", name="Analyst")).to_be_visible()
    assert_fine(administrator)
    path = first_link_in_the_outbox(administrator, "Invitation: Region 2030")

    nele = visitors(server.url, width=375)
    nele.page.goto(path)
    assert_fine(nele)
    nele.page.get_by_label("Your name").fill("Nele")
    nele.page.get_by_role("button", name="Accept the invitation").click()
    expect(nele.page.get_by_role("main").get_by_role("link", name="Region 2030")).to_be_visible()
    expect(nele.page.get_by_text("The invitation is accepted")).to_be_visible()

    page.goto("/en/account/")
    page.get_by_role("main").get_by_role("link", name="Region 2030").click()
    page.get_by_role("link", name="People", exact=True).click()
    row = page.locator(".member", has_text="Nele")
    row.get_by_text("Remove", exact=False).first.click()
    page.get_by_role("button", name="Remove the role").click()
    expect(page.locator(".member", has_text="Nele")).to_have_count(0)
    assert_fine(administrator)
