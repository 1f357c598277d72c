"""Somebody reports an answer on a phone, a facilitator hides it, its writer objects, and somebody else looks again."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer
from cocreate.themes import commands as themes
from cocreate.themes.models import ThemeAnswer
from cocreate.themes.rules import Belonging
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.survey import make_sheet
from tests.factories.themes import read_consultation
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
CODE = "K7QM-2XRB-9TDW"
TEXT = "The buses at night, and the lot at the top are fools."


class Town(Site):
    """A process in which everybody reads an answer that not everybody likes."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            consultation, found = read_consultation(session)
            process, consultation.results_rule = consultation.process, "live"
            for name, role in (("ada", Role.ORGANISER), ("ben", Role.FACILITATOR)):
                make_member(session, process, role, email=f"{name}@example.org", password=PASSWORD)
            sheet = make_sheet(consultation, new_challenge=TEXT, receipt_code=CODE)
            import_submissions(session, SYSTEM, consultation, [sheet])
            answer = session.scalars(select(Answer).where(Answer.text == TEXT)).one()
            session.add(ThemeAnswer(theme_id=found[0].id, answer_id=answer.id, strength=1.0, quote_rank=1))
            told = {"belongs_to": Belonging.NEW, "version": found[0].version}
            themes.accept_theme(session, SYSTEM, process, found[0], **told)
            self.base = f"/en/p/{process.public_id}"
            self.answer = f"{self.base}/answers/{answer.id}"
            self.receipt = f"{self.base}/consultations/{consultation.public_id}/receipt"


@pytest.fixture
def town(live_servers: LiveServerFactory, tmp_path: Any) -> Iterator[Town]:
    server = live_servers(tmp_path, COCREATE_JOBS="inline")
    made = Town(server)
    server.start()
    yield made
    server.stop()
    with made.app.app_context():
        db.engine.dispose()


def sign_in(page: Page, name: str) -> None:
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)


def looks_right(page: Page) -> None:
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)


def own_answers(page: Page, town: Town) -> None:
    page.goto(town.receipt)
    page.get_by_label("Receipt code").fill(CODE)
    page.get_by_role("button", name="Show my answers").click()


def test_from_a_report_to_a_second_look(town: Town, visitors: VisitorFactory) -> None:
    eve = visitors(town.server.url, width=375, script=False)
    eve.forgive("422")
    page = eve.page
    page.goto(town.answer)
    page.get_by_role("link", name="Report this answer").click()
    page.get_by_role("button", name="Report", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report something")
    page.get_by_label("It insults or threatens somebody").check()
    page.get_by_label("What should we know about it?").fill("The second half")
    page.get_by_role("button", name="Report", exact=True).click()
    expect(page.get_by_text("Thank you. A person looks at it")).to_be_visible()
    expect(page.get_by_text(TEXT)).to_be_visible()

    ben = visitors(town.server.url)
    page = ben.page
    sign_in(page, "ben")
    page.goto(f"{town.base}/manage/moderation")
    looks_right(page)
    expect(page.get_by_text("The second half")).to_be_visible()
    page.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason from the published list").select_option("insult")
    page.get_by_label("A note for whoever wrote it").fill("Say it without the word")
    page.get_by_role("button", name="Hide for this reason").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 contribution is decided.")).to_be_visible()
    assert page.goto(town.answer).status == 404
    ben.forgive("404")

    mia = visitors(town.server.url, width=375)
    page = mia.page
    own_answers(page, town)
    expect(page.get_by_text("Say it without the word")).to_be_visible()
    looks_right(page)
    page.get_by_label("Why should it be shown?").fill("It is a figure of speech")
    page.get_by_role("button", name="Ask for a second look").click()
    expect(page.get_by_text("will answer here")).to_be_visible()

    page = ben.page
    page.goto(f"{town.base}/manage/moderation/appeals")
    expect(page.get_by_text("You decided this yourself.")).to_be_visible()
    ada = visitors(town.server.url)
    page = ada.page
    sign_in(page, "ada")
    page.goto(f"{town.base}/manage/moderation")
    page.get_by_role("link", name="1 appeal waits").click()
    expect(page.get_by_label("What do you tell whoever asked?")).to_be_visible()
    looks_right(page)
    page.get_by_label("What do you tell whoever asked?").fill("It may stay")
    page.get_by_role("button", name="Show it again").click()
    expect(page.get_by_text("Answered.")).to_be_visible()

    page = mia.page
    own_answers(page, town)
    expect(page.get_by_text("It may stay")).to_be_visible()
    page.goto(f"{town.base}/moderation/")
    looks_right(page)
    page.goto(town.answer)
    expect(page.get_by_text(TEXT)).to_be_visible()
    for somebody in (eve, ben, mia, ada):
        somebody.assert_untroubled()
