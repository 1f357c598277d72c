"""The tour of every kind of question, answered to its receipt: in each language, without script, and by keyboard."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cocreate.demo.gallery import load_gallery
from cocreate.survey import queries
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.journeys.test_survey import Survey, find
from tests.live import LiveServerFactory

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LANGUAGES = ("nl", "fr", "en", "de")
PLAN = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a sketch"}
STREET = "Rue Haute 🌳"
IDEA = "Trams that wait\nمدارس"
PRESSED = "button[name=go].button--primary"


@dataclass(frozen=True)
class Tour:
    """The running server with the tour: its address without language, challenges, and parts of the first challenge."""

    site: Survey
    address: str
    challenges: list[str]
    parts: list[str]
    asked: set[str]  # keys of the questions that can be answered

    def stored(self, page: Page) -> dict[str, list[tuple[Any, str]]]:
        """What the sheet of the receipt on the page holds: question key -> values and texts."""
        code = page.locator("#receipt-code").input_value()
        with self.site.session() as session:
            sheet = queries.submission_by_receipt(session, find(session, self.address), code)
            assert sheet is not None
            found: dict[str, list[tuple[Any, str]]] = {}
            for answer in sheet.answers:
                found.setdefault(answer.question.key, []).append((answer.value, answer.text))
            return found


@pytest.fixture(scope="module")
def tour(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Tour:
    server = live_servers(tmp_path_factory.mktemp("gallery"))
    site = Survey(server)
    with site.app.app_context():
        made = load_gallery()
        process, questions = made.process, made.active_questions
        first = process.challenges[0]
        tour = Tour(
            site,
            f"/p/{process.public_id}/consultations/{made.public_id}",
            [challenge.public_id for challenge in process.challenges],
            [part.public_id for part in (*first.sub_challenges, *first.assets)],
            {question.key for question in questions if question.kind not in ("page", "information")},
        )
    server.start()
    return tour


def looks_right(page: Page) -> None:
    assert accessibility_violations(page) == []
    assert not scrolls_sideways(page)


def go_on(page: Page) -> None:
    """Press the button below the questions."""
    page.locator(PRESSED).click()


def choose(page: Page, *, script: bool) -> None:
    """Page one: choices, a scale, a matrix."""
    page.check("#q-travel-1")
    if script:
        expect(page.locator("#question-bike_reasons")).to_be_visible()
    page.check("#q-bike_reasons-fast")
    page.check("#q-bike_reasons-other")
    page.fill("#q-bike_reasons-other-text", "The bell")
    page.select_option("#q-commune", "jette")
    page.check("#q-happy-3")
    for row, column in (("pavements", "poor"), ("lanes", "fair"), ("stops", "good")):
        page.check(f"#q-services-{row}-{column}")
    for row, column in (("night_buses", "agree"), ("road_toll", "disagree"), ("car_shops", "pass")):
        page.check(f"#q-statements-{row}-{column}")


def weigh(page: Page, tour: Tour, *, script: bool) -> None:
    """Page two: choose, then order; an order of challenges; points."""
    for wish in ("trees", "slow", "light"):
        page.check(f"#q-wishes-{wish}")
    if script:
        for wish in ("slow", "trees"):
            page.check(f"#q-wishes_order-rank-{wish}-pick")
        for challenge in (tour.challenges[1], tour.challenges[0]):
            page.locator(f"#question-challenges_order [data-id='{challenge}'] button:visible").first.click()
    else:
        for place, wish in enumerate(("slow", "trees"), start=1):
            page.select_option(f"#q-wishes_order-rank-{wish}", str(place))
        for place, challenge in enumerate((tour.challenges[1], tour.challenges[0]), start=1):
            page.select_option(f"#q-challenges_order-rank-{challenge}", str(place))
    for name, points in (("streets", "50"), ("homes", "20"), ("schools", "30")):
        page.fill(f"#q-budget-{name}", points)


def write(page: Page, tour: Tour) -> None:
    """Page three: texts, a number, a date, lists to complete."""
    page.fill("#q-street", STREET)
    page.fill("#q-two_words-today", "Noise")
    page.fill("#q-two_words-later", "Birds")
    page.fill("#q-minutes", "25")
    page.fill("#q-since", "2001-05-09")
    page.fill("#q-idea", IDEA)
    page.check(f"#q-missing_parts-{tour.challenges[0]}-mark-{tour.parts[0]}")
    page.fill(f"#q-missing_parts-{tour.challenges[0]}-added", "Night buses")
    page.fill(f"#q-words_on_challenges-{tour.challenges[2]}", "Shade")


def show(page: Page, *, script: bool) -> None:
    """Page four: a place, a project with two actors, a file, a consent, the helix."""
    if script:
        page.locator("[data-sketch]").click(position={"x": 120, "y": 90})
        expect(page.locator("#q-place-lat")).to_have_value(re.compile(r"^50\."))
    else:
        page.select_option("#q-place-commune", "jette")
    page.fill("#q-project-title", "Walking buses")
    page.fill("#q-project-description", "Parents walk along.")
    for number, name, role in ((1, "Parents", "lead"), (2, "The city", "partner")):
        page.fill(f"#q-project-actor-{number}-name", name)
        page.select_option(f"#q-project-actor-{number}-role", role)
    page.select_option("#q-project-actor-2-type", "public_sector")
    page.set_input_files("#q-picture", [PLAN])
    page.check("#q-may_quote")
    page.check("#q-helix-2")


def holds_all(page: Page, tour: Tour) -> None:
    """The receipt shows, and the sheet holds, what was answered on the four pages."""
    said = page.locator("dl.said")
    for words in (STREET, "The bell", "Noise", "Birds", "مدارس", "Night buses", "Shade", "Walking buses", "plan.pdf"):
        expect(said).to_contain_text(words)
    expect(said.locator(".said__question")).to_have_count(len(tour.asked))
    stored = tour.stored(page)
    assert set(stored) == tour.asked

    def value(key: str) -> Any:
        ((found, _text),) = stored[key]
        return found

    assert value("travel") == {"choice": "bike"}
    assert value("bike_reasons") == {"choices": ["fast", "other"], "other": "The bell"}
    assert value("commune") == {"choice": "jette"} and value("happy") == {"number": 4}
    assert value("services") == {"cells": {"pavements": ["poor"], "lanes": ["fair"], "stops": ["good"]}}
    assert value("statements") == {
        "cells": {"night_buses": ["agree"], "road_toll": ["disagree"], "car_shops": ["pass"]}
    }
    assert set(value("wishes")["choices"]) == {"trees", "slow", "light"}
    assert value("wishes_order")["order"] == ["slow", "trees"]
    assert value("challenges_order")["order"] == [tour.challenges[1], tour.challenges[0]]
    assert value("budget") == {"points": {"streets": 50, "homes": 20, "schools": 30}}
    assert value("two_words") == {"texts": {"today": "Noise", "later": "Birds"}}
    assert value("minutes") == {"number": 25} and value("since") == {"date": "2001-05-09"}
    assert stored["idea"] == [(None, IDEA)] and stored["words_on_challenges"] == [(None, "Shade")]
    assert value("missing_parts") == {"marked": [tour.parts[0]], "added": ["Night buses"]}
    assert 50.7 < value("place")["lat"] < 51 and 4.2 < value("place")["lon"] < 4.6
    assert [(actor["name"], actor["role"]) for actor in value("project")["actors"]] == [
        ("Parents", "lead"),
        ("The city", "partner"),
    ]
    assert value("picture")["names"] == ["plan.pdf"] and value("may_quote") == {"given": True}
    assert value("helix") == {"choice": "research"}


def answer_all(visitor: Visitor, tour: Tour, language: str, *, script: bool) -> None:
    """From the first page to the receipt; every page is looked at before and after it is filled in."""
    page = visitor.page
    page.goto(f"/{language}{tour.address}")
    steps = (
        lambda: choose(page, script=script),
        lambda: weigh(page, tour, script=script),
        lambda: write(page, tour),
        lambda: show(page, script=script),
    )
    for number, fill_in in enumerate(steps, start=1):
        expect(page.locator("progress")).to_have_attribute("value", str(number))
        expect(page.locator("html")).to_have_attribute("lang", language)
        fill_in()
        if script:
            looks_right(page)
        assert not scrolls_sideways(page)
        go_on(page)
    expect(page.locator("#receipt-code")).to_be_visible()
    holds_all(page, tour)
    visitor.assert_untroubled()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_is_answered_on_a_phone(tour: Tour, visitors: VisitorFactory, language: str) -> None:
    ada = visitors(tour.site.server.url, width=375, locale=language)
    answer_all(ada, tour, language, script=True)
    looks_right(ada.page)


def test_every_kind_is_answered_without_script(tour: Tour, visitors: VisitorFactory) -> None:
    eve = visitors(tour.site.server.url, width=375, script=False)
    answer_all(eve, tour, "nl", script=False)


def tab_to(page: Page, target: str, limit: int = 150) -> None:
    """Press Tab until the focus is on what the selector names."""
    page.wait_for_load_state()  # a page that is still arriving has less to come to
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("target => document.activeElement?.matches(target) ?? false", target):
            return
    raise AssertionError(f"{target} cannot be reached with the Tab key")


def press(page: Page, target: str, *keys: str) -> None:
    """Tab to it, then press keys there."""
    tab_to(page, target)
    for key in keys:
        page.keyboard.press(key)


def type_in(page: Page, target: str, words: str) -> None:
    """Tab to a field and write in it."""
    tab_to(page, target)
    page.keyboard.type(words)


def go_on_by_keyboard(page: Page, number: int) -> None:
    press(page, PRESSED, "Enter")
    expect(page.locator("progress")).to_have_attribute("value", str(number))


def test_the_tour_is_answered_by_keyboard_alone(tour: Tour, visitors: VisitorFactory) -> None:
    kim = visitors(tour.site.server.url)
    page = kim.page
    page.goto(f"/en{tour.address}")
    press(page, "[name=q-travel]", "ArrowDown")  # the first option is left for the second
    expect(page.locator("#question-bike_reasons")).to_be_visible()
    press(page, "#q-bike_reasons-quiet", "Space")
    press(page, "[name=q-happy]", "Space", "ArrowRight")
    press(page, "[name=q-services-lanes]", "ArrowRight", "ArrowRight")
    go_on_by_keyboard(page, 2)

    press(page, "#q-wishes-trees", "Space")
    press(page, "#q-wishes-shops", "Space")
    press(page, "#q-wishes_order-rank-trees-pick", "Space")
    press(page, "#q-wishes_order-rank-shops-pick", "Space")
    press(page, "#question-wishes_order [data-id=shops] [aria-label^=Up]", "Enter")  # the last becomes the first
    press(page, f"#question-challenges_order [data-id='{tour.challenges[2]}'] button", "Enter")
    type_in(page, "#q-budget-streets", "60")
    type_in(page, "#q-budget-schools", "40")
    go_on_by_keyboard(page, 3)

    type_in(page, "#q-street", STREET)
    type_in(page, "#q-minutes", "30")
    tab_to(page, "#question-minutes [type=range]")
    page.keyboard.press("ArrowRight")
    type_in(page, "#q-since", "05052001")  # reads the same whether the month or the day is first
    go_on_by_keyboard(page, 4)

    press(page, "[data-sketch]", "ArrowUp", "ArrowRight")
    type_in(page, "#q-project-title", "Walking buses")
    for number, name in ((1, "Parents"), (2, "The city")):
        type_in(page, f"#q-project-actor-{number}-name", name)
    press(page, "#q-may_quote", "Space")
    press(page, "[name=q-helix]", "Space")
    press(page, PRESSED, "Enter")

    expect(page.locator("#receipt-code")).to_be_visible()
    stored = {key: rows[0][0] for key, rows in tour.stored(page).items()}
    assert stored["travel"] == {"choice": "bike"} and stored["bike_reasons"] == {"choices": ["quiet"]}
    assert stored["wishes_order"]["order"] == ["shops", "trees"]
    assert stored["challenges_order"]["order"] == [tour.challenges[2]]
    assert stored["budget"]["points"]["streets"] == 60 and stored["since"] == {"date": "2001-05-05"}
    assert stored["happy"] == {"number": 2} and stored["minutes"] == {"number": 31}
    assert stored["place"]["lat"] > 50.7 and len(stored["project"]["actors"]) == 2
    assert stored["may_quote"] == {"given": True} and stored["helix"] == {"choice": "citizen"}
    kim.assert_untroubled()
