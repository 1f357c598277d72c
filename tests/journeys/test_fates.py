"""A citizen answers on a phone, keeps the code, comes back after the decision and sees what became of each sentence."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from cocreate.core.db import db
from cocreate.core.permissions import SYSTEM, Role
from cocreate.public.fates import commands
from cocreate.public.fates.rules import Act
from cocreate.public.models import FateWatch
from cocreate.selection import commands as selection
from cocreate.survey.models import Answer, Consultation
from cocreate.themes import commands as themes
from cocreate.themes.models import Theme, ThemeAnswer
from cocreate.themes.queries import current_run
from cocreate.themes.rules import Belonging
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.camp import guest, make_camp, make_card, make_seat
from tests.factories.selection import as_proposed, make_candidates, make_shortlist
from tests.factories.themes import answered_consultation
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
TEXT = "The buses should run later at night. Plant more trees in the streets."


class Town(Site):
    """A process in which others have answered already, and an organiser."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            consultation = answered_consultation(session)
            process = consultation.process
            make_member(session, process, Role.ORGANISER, email="ada@example.org", password=PASSWORD)
            self.consultation = consultation.id
            self.base = f"/en/p/{process.public_id}"
            self.form = f"{self.base}/consultations/{consultation.public_id}"

    def decide(self) -> None:
        """All that happens until the decision: buses become a domain, trees are left aside with a reply."""
        with self.session() as session:
            consultation = session.get_one(Consultation, self.consultation)
            themes.start_run(session, SYSTEM, consultation.process, consultation, seed=1, subsamples=8)
        with self.session() as session:
            consultation = session.get_one(Consultation, self.consultation)
            process, run = consultation.process, current_run(session, consultation)
            consultation.results_rule = "live"
            assert run is not None
            mine = session.scalars(select(Answer).where(Answer.text == TEXT)).one()
            buses, trees = (self._theme_of(text) for text in ("The buses should run later at night.",
                                                              "Plant more trees in the streets."))  # fmt: skip
            for row in session.scalars(select(ThemeAnswer).where(ThemeAnswer.answer_id == mine.id)):
                session.delete(row)
            session.flush()
            start = TEXT.index("Plant")
            for theme, told in ((buses, {"stop": start - 1}), (trees, {"start": start, "is_main": False})):
                row = ThemeAnswer(theme_id=theme, answer_id=mine.id, strength=0.9, quote_rank=None, **told)
                session.add(row)
            first, second = session.get_one(Theme, buses), session.get_one(Theme, trees)
            told = {"belongs_to": Belonging.NEW, "version": first.version}
            themes.accept_theme(session, SYSTEM, process, first, **told)
            themes.reject_theme(session, SYSTEM, process, second, reason="The districts plant", version=second.version)
            reply = commands.Told(Act.REPLY, {"en": "The districts plant a thousand trees this winter."})
            commands.reply_to_theme(session, SYSTEM, process, reply, second)
            camp = make_camp(session, process)
            seat, _token = make_seat(session, camp, helix="research")
            cited = {"actor": guest(seat), "themes": (first.public_id,)}
            card = make_card(session, camp.groups[0].board, "A night network", **cited)
            selection.promote_card(session, SYSTEM, process, card, title={"en": "Night mobility"})
            make_candidates(session, process, "Second", "Third")
            shortlist = make_shortlist(session, process, size=2)
            selection.decide(session, SYSTEM, process, shortlist, as_proposed(shortlist), version=shortlist.version)

    def _theme_of(self, text: str) -> int:
        rows = select(ThemeAnswer.theme_id).join(Answer, ThemeAnswer.answer_id == Answer.id).where(Answer.text == text)
        return int(db.session.scalars(rows.order_by(ThemeAnswer.id)).first() or 0)

    def addresses(self) -> list[str]:
        """Who wants to hear of news."""
        with self.session() as session:
            return list(session.scalars(select(FateWatch.email)))


@pytest.fixture
def town(live_servers: LiveServerFactory, tmp_path: Any) -> Iterator[Town]:
    server = live_servers(tmp_path, COCREATE_JOBS="inline")
    made = Town(server)
    server.start()
    yield made
    server.stop()
    with made.app.app_context():
        db.engine.dispose()


def test_a_citizen_comes_back_and_sees_the_fate_of_each_sentence(town: Town, visitors: VisitorFactory) -> None:
    eve = visitors(town.server.url, width=375, script=False)
    page = eve.page
    page.goto(town.form)
    page.get_by_label("Which challenge, or which part").fill(TEXT)
    page.get_by_label("As a citizen").check()
    page.get_by_role("button", name="Send my answers").click()
    code = page.get_by_label("Your receipt code").input_value()
    page.get_by_label("Your mail address").fill("no address")
    page.get_by_role("button", name="Tell me when there is news").click()
    expect(page.get_by_text("This is not a mail address.")).to_be_visible()
    page.get_by_label("Your mail address").fill("eve@example.org")
    page.get_by_role("button", name="Tell me when there is news").click()
    expect(page.get_by_text("We write to this address once, when there is news")).to_be_visible()
    assert town.addresses() == ["eve@example.org"]
    town.decide()
    assert town.addresses() == []  # written to when the decision was published, and erased

    later = visitors(town.server.url, width=375)
    page = later.page
    page.goto(f"{town.base}/fates/")
    expect(page.get_by_role("heading", level=1)).to_have_text("What became of every contribution")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_role("link", name="Type my code").click()
    page.get_by_label("Receipt code").fill(code)
    page.get_by_role("button", name="Show my answers").click()
    passages = page.locator(".fate__passage")
    expect(passages).to_have_count(2)
    first, second = passages.all()
    expect(first).to_contain_text("The buses should run later at night.")
    expect(first).to_contain_text("Taken up")
    expect(first).to_contain_text("Night mobility")
    expect(first).to_contain_text("on the shortlist")
    expect(second).to_contain_text("Plant more trees in the streets.")
    expect(second).to_contain_text("Answered")
    expect(page.get_by_text("The districts plant a thousand trees this winter.")).to_be_visible()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    first.get_by_role("link", name="The whole chain of this theme").click()
    page.get_by_role("link", name="Night mobility").click()
    expect(page.locator(".chain__item--here")).to_contain_text("Night mobility")
    expect(page.locator(".chain")).to_contain_text("A night network")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    later.assert_untroubled()


def test_an_organiser_works_through_what_waits_by_keyboard(town: Town, visitors: VisitorFactory) -> None:
    ada = visitors(town.server.url)
    page = ada.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    page.goto(f"{town.base}/manage/fates")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_label("no idea").focus()
    page.keyboard.press("Space")
    page.get_by_label("Reason for setting them aside").select_option("says_nothing")
    page.get_by_role("button", name="Set aside for this reason").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 contribution is decided.")).to_be_visible()
    expect(page.get_by_label("no idea")).to_have_count(0)
    page.get_by_role("link", name="Decisions so far").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("The decision is taken back")).to_be_visible()
    ada.assert_untroubled()
