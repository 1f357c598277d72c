"""Questions with choices in a real browser: what the page adds where script runs, and that all works by keyboard."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.survey.models import Answer
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.process import make_process
from tests.factories.questions import GALLERY
from tests.factories.survey import make_consultation
from tests.journeys.test_survey import Survey
from tests.live import LiveServerFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    server = live_servers(tmp_path_factory.mktemp("choices"))
    site = Survey(server)
    server.start()
    return site


def gallery(session: Session) -> str:
    consultation = make_consultation(session, make_process(session, challenges=("Climate",)), questions=GALLERY)
    return f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}"


def are_placed(page: Page, **places: str) -> None:
    for key, place in places.items():
        expect(page.locator(f"#q-ranking-rank-{key}")).to_have_value(place)


def test_the_page_helps_with_choices_orders_and_points_by_keyboard(site: Survey, visitors: VisitorFactory) -> None:
    with site.session() as session:
        address = gallery(session)
    ada = visitors(site.server.url, width=375)
    page = ada.page
    page.goto(address)
    expect(page.locator("#q-ranking-rank-g-pick")).to_be_visible()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)

    # What "other" means is asked once it is chosen.
    expect(page.locator("#q-single-other-text")).to_be_hidden()
    page.get_by_label("Other, namely").first.press("Space")
    page.locator("#q-single-other-text").fill("A garden")

    for key in ("a", "c", "none"):
        page.locator(f"#q-several-{key}").press("Space")
    expect(page.locator("#q-several-a")).not_to_be_checked()
    page.locator("#q-several-b").press("Space")
    page.locator("#q-several-c").press("Space")
    expect(page.locator("#q-several-none")).not_to_be_checked()

    # Three may be chosen to be put in order; the first two share a place.
    for key in "gcab":
        page.locator(f"#q-ranking-rank-{key}-pick").press("Space")
    expect(page.locator("#q-ranking-rank-b-pick")).not_to_be_checked()
    expect(page.locator("#q-ranking [role=status]")).to_have_text("Your order is full: take one out first.")
    page.get_by_role("button", name="Same place as the one before: C").press("Enter")
    expect(page.locator("#q-ranking [role=status]")).to_have_text("C: shares place 1")
    are_placed(page, g="1", c="1", a="3", b="")

    # What an earlier answer takes away leaves the order and can no longer be chosen.
    page.locator("#q-ranking [data-id=c]").evaluate("item => item.toggleAttribute('data-withheld', true)")
    expect(page.locator("#q-ranking-rank-c-pick")).to_be_hidden()
    are_placed(page, g="1", c="", a="2", b="")
    page.locator("#q-ranking [data-id=c]").evaluate("item => item.toggleAttribute('data-withheld', false)")
    page.locator("#q-ranking-rank-c-pick").press("Space")
    page.get_by_role("button", name="Up: C").press("Enter")
    page.get_by_role("button", name="Same place as the one before: C").press("Enter")

    page.locator("#q-points-a").fill("7")
    expect(page.locator("#q-points [role=status]")).to_have_text("3 of 10 points left")
    page.locator("#q-points-b").fill("5")
    expect(page.locator("#q-points [role=status]")).to_have_text("2 points too many")
    page.locator("#q-points-b").fill("3")

    page.locator("#q-scale-0").press("Space")
    page.locator("#q-grid-r2-c2").check()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_role("button", name="Send my answers").last.press("Enter")
    expect(page.locator("#receipt-code")).to_be_visible()
    with site.session() as session:
        stored = {answer.question.key: answer.value for answer in session.scalars(select(Answer))}
    assert stored["single"] == {"choice": "other", "other": "A garden"}
    assert stored["several"] == {"choices": ["b", "c"]}
    assert stored["ranking"]["order"] == [["c", "g"], "a"]
    assert stored["points"] == {"points": {"a": 7, "b": 3}}
    assert (stored["scale"], stored["grid"]) == ({"number": 1}, {"cells": {"r2": ["c2"]}})
    ada.assert_untroubled()


def test_without_script_a_phone_offers_the_same_fields(site: Survey, visitors: VisitorFactory) -> None:
    with site.session() as session:
        address = gallery(session)
    eve = visitors(site.server.url, width=375, script=False)
    eve.page.goto(address)
    eve.page.locator("#q-ranking-rank-g").select_option("1")
    eve.page.locator("#q-country").select_option("other")
    eve.page.locator("#q-country-other-text").fill("Norway")
    eve.page.locator("#q-stars-2").check()
    eve.page.locator("#q-matrix-r1-c3").check()
    eve.page.locator("form.questionnaire .question--send button[value=send]").click()
    expect(eve.page.locator("#receipt-code")).to_be_visible()
    with site.session() as session:
        stored = {answer.question.key: answer.value for answer in session.scalars(select(Answer))}
    assert stored["country"] == {"choice": "other", "other": "Norway"}
    assert (stored["stars"], stored["matrix"]) == ({"number": 3}, {"cells": {"r1": ["c3"]}})
    assert not scrolls_sideways(eve.page)
    eve.assert_untroubled()
