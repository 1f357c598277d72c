"""A policy officer makes a questionnaire: two pages and a condition, by keyboard; then checks, tries and opens it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Role
from cocreate.settings import Settings
from cocreate.survey.models import Consultation, Submission, TrialSheet
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> Iterator[LiveServer]:
    server = live_servers(tmp_path_factory.mktemp("editor"))
    app = told["app"] = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session, challenges=("Climate", "Mobility"))
            make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
            told["base"] = f"/en/p/{process.public_id}"
        db.session.remove()
    yield server.start()


def sign_in(visitor: Visitor) -> None:
    visitor.page.goto("/en/account/sign-in")
    visitor.page.get_by_label("E-mail address").fill("olga@example.org")
    visitor.page.get_by_label("Password").fill(PASSWORD)
    visitor.page.get_by_role("button", name="Sign in", exact=True).click()
    expect(visitor.page.get_by_role("heading", name="Sign in")).to_have_count(0)


def assert_fine(visitor: Visitor) -> None:
    """What every page owes its visitor, at a desk and on a phone."""
    for width in (1280, 375):
        visitor.page.set_viewport_size({"width": width, "height": 900})
        assert not accessibility_violations(visitor.page), visitor.page.url
        assert not scrolls_sideways(visitor.page), visitor.page.url
    visitor.page.set_viewport_size({"width": 1280, "height": 900})


def reach(page: Page, target: Locator, most: int = 200) -> None:
    """Tab until the focus is on the target, as somebody without a mouse does; round the page if it stands above."""
    for _ in range(most):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {target}")


def press(page: Page, target: Locator) -> None:
    """Follow a link or press a button by keyboard, and wait for what it leads to."""
    reach(page, target)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, target: Locator, words: str) -> None:
    reach(page, target)
    page.keyboard.type(words)


def choose(page: Page, target: Locator, words: str) -> None:
    """Pick an entry of a menu by typing the beginning of its words."""
    reach(page, target)
    page.keyboard.type(words)
    expect(target.locator("option:checked")).to_contain_text(words)


def add(page: Page, kind: str, title: str, *, more: Any = None) -> None:
    """A question from the gallery to the questionnaire."""
    press(page, page.get_by_role("link", name="Add a question"))
    press(page, page.get_by_role("link", name=kind, exact=True))
    write(page, page.locator("#title-en"), title)
    if more is not None:
        more()
    press(page, page.get_by_role("button", name="Add the question"))
    expect(page.get_by_text("The question is in the questionnaire")).to_be_visible()


def test_a_questionnaire_of_two_pages_with_a_condition_from_the_gallery_to_the_opening(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    olga = visitors(server.url)
    page = olga.page
    sign_in(olga)
    page.goto(f"{told['base']}/manage/consultations/new?from=empty")
    assert_fine(olga)
    write(page, page.locator("#title-en"), "How do you travel?")
    press(page, page.get_by_role("button", name="Create the draft"))

    def choices() -> None:
        for number, words in enumerate(("By bike", "By car", "On foot", "By train")):
            if number > 1:
                reach(page, page.get_by_role("button", name="Add: Choice"))
                page.keyboard.press("Enter")
            write(page, page.locator("[data-row]").nth(number).get_by_label("English"), words)
        reach(page, page.locator("[data-row]").nth(2).get_by_role("button", name="Up"))
        page.keyboard.press("Enter")  # "On foot" becomes the second
        assert_fine(olga)

    add(page, "One choice of a list", "How do you come to work?", more=choices)
    add(page, "New page", "In more detail")
    add(page, "Free text", "What would make cycling better?")
    assert_fine(olga)

    reach(page, page.locator("summary", has_text="More: What would make"))
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name=re.compile("Condition.*cycling better")))
    choose(page, page.get_by_label("Question", exact=True).first, "How do you come")
    choose(page, page.get_by_label("Which answer").first, "By bike")
    assert_fine(olga)
    press(page, page.get_by_role("button", name="Save", exact=True).last)
    expect(page.get_by_text("Only if the answer to “How do you come to work?” is “By bike”.")).to_be_visible()

    press(page, page.get_by_role("link", name="Rules"))
    reach(page, page.get_by_label("All questions on one page"))
    page.keyboard.press("ArrowDown")
    assert_fine(olga)
    press(page, page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_text("Texts that are not translated into Nederlands")).to_be_visible()

    press(page, page.get_by_role("link", name="Preview").first)
    expect(page.frame_locator("iframe").get_by_text("How do you come to work?", exact=True)).to_be_visible()
    assert_fine(olga)

    press(page, page.get_by_role("link", name="Try it, and send test answers"))
    assert_fine(olga)
    reach(page, page.get_by_label("By bike"))
    page.keyboard.press("Space")
    press(page, page.get_by_role("button", name="Next", exact=True).last)
    write(page, page.get_by_label("What would make cycling better?"), "Repair stands")
    press(page, page.get_by_role("button", name="Send my answers", exact=True).last)
    expect(page.get_by_text("Repair stands")).to_be_visible()
    assert_fine(olga)

    press(page, page.locator("main").get_by_role("link", name="Overview"))
    reach(page, page.locator("summary", has_text="Open for answers"))
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name="Open for answers", exact=True))
    expect(page.get_by_text("The consultation is open.")).to_be_visible()
    assert_fine(olga)
    olga.assert_untroubled()

    with told["app"].app_context():
        made = db.session.scalars(select(Consultation)).one()
        assert [question.kind for question in made.questions] == ["single_choice", "page", "long_text"]
        keys = [row["key"] for row in made.questions[0].options["choices"]]
        assert keys == ["by_bike", "on_foot", "by_car", "by_train"]
        assert made.questions[2].condition == {"fact": made.questions[0].key, "has": "by_bike"}
        assert (made.state, made.paging, made.revision) == ("open", "pages", 1)
        assert len(db.session.scalars(select(TrialSheet)).all()) == 1
        assert db.session.scalars(select(Submission)).all() == []


def test_without_script_rows_are_added_and_ordered_by_the_server(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    plain = visitors(server.url, width=375, script=False)
    page = plain.page
    sign_in(plain)
    page.goto(f"{told['base']}/manage/consultations/new?from=empty")
    page.locator("#title-en").fill("Without script")
    page.get_by_role("button", name="Create the draft").click()
    page.get_by_role("link", name="Add a question").click()
    page.get_by_role("link", name="One choice of a list", exact=True).click()
    page.locator("#title-en").fill("Which?")
    for number, (words, place) in enumerate((("Third", "3"), ("First", "1"), ("Second", "2"))):
        page.locator(f"#o-choices-{number}-label-en").fill(words)
        page.locator(f"#o-choices-{number}-place").fill(place)
    page.locator("button[name=more]").click()
    page.locator("#o-choices-3-label-en").fill("Fourth")
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="Add the question").click()
    page.get_by_role("link", name="Which?", exact=True).click()
    for number, words in enumerate(("First", "Second", "Third", "Fourth")):
        expect(page.locator(f"#o-choices-{number}-label-en")).to_have_value(words)
