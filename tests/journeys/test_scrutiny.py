"""The analyst's scrutiny in a real browser: move answers and undo it, code alone and compare, decide what is told."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.settings import Settings
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.personal.commands import free_texts, look_at, store_flags
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.survey import make_sheet
from tests.factories.themes import read_consultation
from tests.live import LiveServer, LiveServerFactory
from tests.walking import PASSWORD, press_until, sign_in_as

pytestmark = pytest.mark.browser
TELLING = "Please ring me on 0475 12 34 56 about the buses."


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the server holds: addresses that the tests open."""
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> LiveServer:
    """A consultation that was read, an answer that tells a number, and two people of the team."""
    server = live_servers(
        Path(tmp_path_factory.mktemp("scrutiny")), COCREATE_TWO_FACTOR_REQUIRED="no", COCREATE_JOBS="inline"
    )
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        session = db.session()
        consultation, themes = read_consultation(session)
        with transaction() as session:
            process = consultation.process
            import_submissions(session, SYSTEM, consultation, [make_sheet(consultation, new_challenge=TELLING)])
            store_flags(session, SYSTEM, consultation, look_at(free_texts(session, consultation.id)))
            for role, name in ((Role.ANALYST, "ada"), (Role.FACILITATOR, "bob")):
                make_member(session, process, role, email=f"{name}@example.org", name=name.title(), password=PASSWORD)
            base = f"/en/p/{process.public_id}/manage"
            told["room"] = f"{base}/themes/of/{consultation.public_id}"
            told["themes"] = [f"{base}/themes/{theme.public_id}" for theme in themes]
            told["personal"] = f"{base}/consultations/{consultation.public_id}/personal"
        db.session.remove()
        db.engine.dispose()
    return server.start()


def assert_fine(visitor: Visitor) -> None:
    """What every page owes its visitor, on a phone and on a desk."""
    for width in (375, 1280):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert accessibility_violations(visitor.page) == []
        assert not scrolls_sideways(visitor.page)
    visitor.assert_untroubled()


def test_an_analyst_moves_answers_and_undoes_it_by_keyboard(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    ada = visitors(server.url, width=375)
    sign_in_as(ada, "ada")
    page = ada.page
    page.goto(f"{told['themes'][0]}/answers")
    assert_fine(ada)
    press_until(ada, page.get_by_role("checkbox").first)
    page.keyboard.press(" ")
    where = page.get_by_label("Where the chosen answers go")
    press_until(ada, where)
    page.keyboard.press("ArrowDown")
    press_until(ada, page.get_by_role("button", name="Move", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 answer moved.")).to_be_visible()
    page.get_by_role("link", name="History of the themes").click()
    expect(page.get_by_role("heading", name="History of the themes")).to_be_visible()
    assert_fine(ada)
    undo = page.get_by_role("button", name="Undo step 1")
    press_until(ada, undo)
    page.keyboard.press("Enter")
    expect(page.get_by_text("The step is undone.")).to_be_visible()
    expect(page.get_by_role("button", name="Undo step 1")).to_have_count(0)
    for address in (f"{told['themes'][0]}/split", f"{told['room']}/campaigns", f"{told['room']}/report"):
        page.goto(address)
        assert_fine(ada)


def test_two_people_code_alone_without_script_and_see_how_far_they_agree(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    ada, bob = visitors(server.url), visitors(server.url, script=False)
    for visitor, name in ((ada, "ada"), (bob, "bob")):
        sign_in_as(visitor, name)
        visitor.page.goto(f"{told['room']}/coding")
        if visitor is ada:
            ada.page.get_by_label("How many answers").fill("10")
            ada.page.get_by_role("button", name="Draw").click()
            expect(ada.page.get_by_text("The sample is drawn.")).to_be_visible()
            assert_fine(ada)
    for visitor in (ada, bob):
        page = visitor.page
        page.goto(f"{told['room']}/coding")
        page.get_by_role("link", name="Code", exact=True).click()
        for number in range(1, 11):
            expect(page.get_by_role("heading", name=f"Answer {number} of 10")).to_be_visible()
            text = page.locator(".coding__text").inner_text().lower()
            place = 0 if "bus" in text else 1 if any(word in text for word in ("tree", "bom", "arbr", "bäum")) else 2
            page.get_by_role("radio").nth(place).check()
            page.get_by_role("button", name="Save and go on").press("Enter")
        expect(page.get_by_role("heading", name="All answers are coded")).to_be_visible()
    ada.page.get_by_role("link", name="Results").last.click()
    expect(ada.page.get_by_text("all said the same about 10")).to_be_visible()
    assert_fine(ada)


def test_an_analyst_decides_what_is_told_of_an_answer_with_a_number_in_it(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    ada = visitors(server.url, width=375)
    sign_in_as(ada, "ada")
    page = ada.page
    page.goto(told["personal"])
    expect(page.locator("mark")).to_contain_text("0475 12 34 56")
    assert_fine(ada)
    press_until(ada, page.get_by_role("button", name=re.compile("Hide the passages.*answer 1")))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 answer is decided.")).to_be_visible()
    page.get_by_role("link", name="Passages hidden").click()
    expect(page.locator("mark")).to_have_count(1)


def test_what_is_asked_for_is_read_on_a_phone_and_the_line_of_pages_starts_where_one_is(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    ada = visitors(server.url, width=375)
    sign_in_as(ada, "ada")
    page = ada.page
    page.goto(told["themes"][0])
    expect(page.get_by_role("heading", name="What is asked for, and why")).to_be_visible()
    assert_fine(ada)
    page.goto(f"{told['themes'][0]}/asked")
    expect(page.get_by_role("heading", name="What is asked for, and why")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    assert_fine(ada)
    page.set_viewport_size({"width": 375, "height": 900})
    for name in ("report", "history"):
        page.goto(f"{told['room']}/{name}")
        expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_without_script_the_pages_of_the_room_are_reached_by_keyboard_on_a_phone(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    ada = visitors(server.url, width=375, script=False)
    sign_in_as(ada, "ada")
    ada.page.goto(f"{told['room']}/history")
    last = ada.page.locator(".tabs [aria-current]")
    press_until(ada, last)
    expect(last).to_be_in_viewport(ratio=0.9)
