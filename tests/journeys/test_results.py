"""Results in a real browser: everybody compares groups by keyboard, on a phone, and takes the table along."""

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ResultsRule, Source
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.questionnaires import make_questionnaire
from tests.journeys.test_survey import Survey
from tests.live import LiveServerFactory
from tests.survey.test_comparing import ASKED

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    server = live_servers(tmp_path_factory.mktemp("results"))
    site = Survey(server)
    server.start()
    return site


def sheet(bike: str, safe: int) -> AnswerSheet:
    return AnswerSheet("en", (AnswerGiven("bike", {"choice": bike}), AnswerGiven("safe", {"number": safe})))


def answered(session: Session) -> str:
    made = make_questionnaire(session, ASKED, results_rule=ResultsRule.LIVE.value)
    sheets = [sheet("yes", 4)] * 30 + [sheet("yes", 2)] * 6 + [sheet("no", 4)] * 6 + [sheet("no", 2)] * 30
    import_submissions(session, SYSTEM, made, sheets, source=Source.IMPORT)
    return f"/en/p/{made.process.public_id}/consultations/{made.public_id}/results"


def test_everybody_compares_groups_by_keyboard_on_a_phone(site: Survey, visitors: VisitorFactory) -> None:
    with site.session() as session:
        address = answered(session)
    ada = visitors(site.server.url, width=375)
    page = ada.page
    page.goto(address)
    page.get_by_role("link", name="Compare groups of people by any question").press("Enter")
    page.get_by_label("Put people into groups by").select_option("bike")
    page.get_by_label("Compare what they said to").select_option("safe")
    page.get_by_role("button", name="Compare", exact=True).press("Enter")
    expect(page.get_by_text("Yes: clearly more often “4” than the others (83 % against 17 %")).to_be_visible()
    expect(page.get_by_role("heading", name="How safe?")).to_be_visible()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download this table (CSV)").press("Enter")
    assert "group_label" in taken.value.path().read_text(encoding="utf-8-sig").splitlines()[0]
    ada.assert_untroubled()
