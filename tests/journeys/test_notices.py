"""In a browser: somebody follows without an account, confirms, hears of news and leaves; a member reads the bell."""

import re
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import select

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.notices.mailing import send_waiting
from cocreate.notices.models import Follower
from cocreate.process.models import Process
from cocreate.public.news import commands as news
from cocreate.public.news.commands import NewsTold
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def server(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> LiveServer:
    """An installation with a process and an observer."""
    server = live_servers(Path(tmp_path_factory.mktemp("notices")))
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session, title="Region 2030")
            make_member(session, process, Role.OBSERVER, email="ada@example.org", name="Ada", password=PASSWORD)
        db.session.remove()
        db.engine.dispose()
    return server.start()


@pytest.fixture
def app(server: LiveServer) -> Flask:
    """The same installation, for what happens beside the browser."""
    return create_app(Settings.from_environment(server.environment))


def fine(visitor: Visitor) -> None:
    assert not accessibility_violations(visitor.page)
    assert not scrolls_sideways(visitor.page)
    visitor.assert_untroubled()


def last_mail(app: Flask, recipient: str) -> str:
    with app.app_context():
        mine = select(OutgoingMail.text).where(OutgoingMail.recipient == recipient).order_by(OutgoingMail.id.desc())
        return str(db.session.scalar(mine.limit(1)))


def path_in(mail: str, part: str) -> str:
    found = re.search(rf"/en{part}[\w.~/=-]+", mail)
    assert found, mail
    return found[0]


def publish(app: Flask, title: str) -> str:
    with app.app_context(), transaction() as session:
        process = session.scalars(select(Process)).one()
        news.publish_news(session, SYSTEM, process, NewsTold({"en": title}, {}))
        return process.public_id


def test_somebody_follows_by_mail_and_leaves_without_a_trace(
    server: LiveServer, app: Flask, visitors: VisitorFactory
) -> None:
    someone = visitors(server.url, width=375)
    page = someone.page
    page.goto("/en/")
    page.get_by_role("link", name="Region 2030").first.click()
    page.get_by_role("link", name="Follow by mail").click()
    expect(page.get_by_label("Your e-mail address")).to_be_visible()
    fine(someone)
    page.get_by_label("Your e-mail address").fill("neighbour@example.org")
    page.get_by_label("How often at most").select_option(label="At once")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look into your mails")).to_be_visible()
    page.goto(path_in(last_mail(app, "neighbour@example.org"), "/follow/confirm/"))
    page.get_by_role("button", name="Yes, follow").click()
    expect(page.get_by_role("heading", name="You follow this from now on")).to_be_visible()
    fine(someone)
    publish(app, "We begin")
    told = last_mail(app, "neighbour@example.org")
    assert "News: We begin" in told
    page.goto(path_in(told, "/follow/mine/"))
    fine(someone)
    page.get_by_role("button", name="Leave, and erase my address").click()
    expect(page.get_by_role("heading", name="Your address is erased")).to_be_visible()
    with app.app_context():
        assert db.session.scalars(select(Follower)).all() == []


def test_a_member_reads_the_bell_by_keyboard_and_chooses_how_to_hear(
    server: LiveServer, app: Flask, visitors: VisitorFactory
) -> None:
    process_id = publish(app, "A room is found")
    ada = visitors(server.url)
    page = ada.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    bell = page.get_by_role("link", name=re.compile(r"Notices: \d+ new"))
    bell.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Notices", exact=True)).to_be_visible()
    fine(ada)
    row = page.get_by_role("listitem").filter(has_text="News: A room is found")
    row.get_by_role("button", name="Go there").click()
    expect(page).to_have_url(re.compile(rf"/en/p/{process_id}/timeline$"))
    page.goto("/en/account/notices")
    page.get_by_role("link", name="Choose how to hear of what").click()
    part = page.get_by_role("group", name="News")
    expect(part).to_be_visible()
    fine(ada)
    part.get_by_label("By mail").select_option(label="Never")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    publish(app, "A second room")
    with app.app_context(), transaction() as session:
        send_waiting(session)
    assert "A second room" not in last_mail(app, "ada@example.org")
    page.goto("/en/account/calendar")
    fine(ada)
    expect(page.get_by_label("Secret address of your calendar")).to_have_value(re.compile(r"/en/calendar/.+\.ics$"))
