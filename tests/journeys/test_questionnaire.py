"""A questionnaire with pages and conditions in a real browser: by keyboard, without script, on two devices, twice."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cocreate.core.mail import OutgoingMail
from cocreate.survey.models import Answer, Consultation, Submission
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import Paging, QuestionKind
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.questionnaires import WAY_TO_WORK, WAYS, in_two, make_questionnaire
from tests.live import LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser


class Questionnaires(Site):
    """A site with a consultation."""

    def open_questionnaire(self, **settings: Any) -> str:
        """A new consultation; its address without language."""
        with self.session() as session:
            made = make_questionnaire(session, **settings)
            return f"/p/{made.process.public_id}/consultations/{made.public_id}"

    def sheet(self, address: str) -> tuple[Submission, Mapping[str, Answer]]:
        """The one sheet of a consultation, and its answers by question."""
        with self.session() as session:
            of_it = Consultation.public_id == address.rsplit("/", 1)[1]
            consultation = session.scalars(select(Consultation).where(of_it)).one()
            sheet = session.scalars(select(Submission).where(Submission.consultation_id == consultation.id)).one()
            answers = session.scalars(select(Answer).where(Answer.submission_id == sheet.id)).all()
            return sheet, {answer.question.key: answer for answer in answers}


@pytest.fixture(scope="module")
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Questionnaires:
    server = live_servers(tmp_path_factory.mktemp("questionnaire"))
    site = Questionnaires(server)
    server.start()
    return site


def tab_to(page: Page, name: str, limit: int = 60) -> None:
    """Press Tab until the thing with this name has the focus."""
    page.wait_for_load_state()  # a page that is still arriving has less to come to
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(
            """name => { const e = document.activeElement; if (!e) return false;
            const label = [...(e.labels ?? [])].map(l => l.innerText).join(' ');
            return (label + ' ' + (e.tagName === 'BUTTON' ? e.innerText : '')).includes(name); }""",
            name,
        ):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def press(page: Page, name: str) -> None:
    """The visible button of this name."""
    page.get_by_role("button", name=name, exact=True).last.click()


def test_pages_and_conditions_by_keyboard_on_a_phone(site: Questionnaires, visitors: VisitorFactory) -> None:
    address = site.open_questionnaire()
    ada = visitors(site.server.url, width=375, height=740)
    page = ada.page
    page.goto(f"/en{address}")
    why_not = page.locator("#question-why_not")
    expect(why_not).to_be_hidden()
    tab_to(page, "Yes")
    page.keyboard.press("ArrowDown")  # "No" is chosen now
    expect(why_not).to_be_visible()
    expect(page.locator("[data-said]")).to_have_text("More questions appeared below.")
    expect(page.get_by_text("Only if")).to_have_count(0)
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.keyboard.press("ArrowUp")
    expect(why_not).to_be_hidden()
    page.keyboard.press("Enter")  # in a form this is "Next"

    expect(page.get_by_role("heading", name="For cyclists")).to_be_visible()
    expect(page.locator("progress")).to_have_attribute("value", "2")
    far = page.locator("#question-far")
    expect(far).to_be_hidden()
    tab_to(page, "How many kilometres?")
    page.keyboard.type("12,5")
    expect(far).to_be_visible()
    expect(far).to_contain_text("What helps on 12,5 km?")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    tab_to(page, "What helps on 12,5 km?")
    page.keyboard.type("Showers")
    tab_to(page, "Next")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Other ways")).to_be_visible()
    tab_to(page, "By bus")
    page.keyboard.press("Space")
    tab_to(page, "On foot")
    page.keyboard.press("Space")
    tab_to(page, "Next")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Of these, which is best: By bus, On foot?")).to_be_visible()
    expect(page.get_by_label("By tram")).to_have_count(0)
    tab_to(page, "By bus")
    page.keyboard.press("Space")
    tab_to(page, "Send my answers")
    page.keyboard.press("Enter")
    # The last question is asked for once more; the warning has the focus.
    expect(page.get_by_role("alert")).to_be_focused()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    tab_to(page, "Send without them")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your answers have arrived")
    sheet, answers = site.sheet(address)
    assert sorted(answers) == ["best", "bike", "far", "km", "ways"] and sheet.aside == {}
    ada.assert_untroubled()


def test_without_script_every_page_says_when_to_skip_and_going_back_loses_nothing(
    site: Questionnaires, visitors: VisitorFactory
) -> None:
    address = site.open_questionnaire()
    eve = visitors(site.server.url, width=375, script=False)
    page = eve.page
    page.goto(f"/en{address}")
    expect(page.get_by_text("Only if the answer to “Do you cycle?” is “No”.")).to_be_visible()
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Why not?").fill("Rain\nand wind")
    press(page, "Next")
    page.get_by_label("By tram").check()
    press(page, "Back")
    expect(page.get_by_label("Why not?")).to_have_value("Rain\nand wind")
    press(page, "Next")
    expect(page.get_by_label("By tram")).to_be_checked()
    press(page, "Next")
    page.get_by_label("Your idea?").fill("Bäume 🌳")
    page.get_by_role("button", name="Nederlands").click()
    expect(page.get_by_text("Wat is het best: Met de tram?")).to_be_visible()
    expect(page.get_by_label("Uw idee?")).to_have_value("Bäume 🌳")
    assert not scrolls_sideways(page)
    page.locator("form.questionnaire .question--send button[value=send]").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    _sheet, answers = site.sheet(address)
    assert answers["why_not"].text == "Rain\nand wind" and answers["idea"].text == "Bäume 🌳"
    eve.assert_untroubled()


def test_the_sites_language_links_keep_the_page_and_what_was_typed(
    site: Questionnaires, visitors: VisitorFactory
) -> None:
    address = site.open_questionnaire()
    ida = visitors(site.server.url)
    page = ida.page
    page.goto(f"/en{address}")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Next")
    page.get_by_label("How many kilometres?").fill("3")
    page.get_by_role("link", name="Nederlands").click()
    expect(page.get_by_role("heading", name="Voor fietsers")).to_be_visible()
    expect(page.locator("#q-km")).to_have_value("3")
    # A page opened afresh begins at the start, with everything typed so far on board.
    page.goto(f"/en{address}")
    expect(page.get_by_label("Yes", exact=True)).to_be_checked()
    expect(page.locator("[data-draft-said]")).to_be_visible()
    press(page, "Next")
    expect(page.get_by_label("How many kilometres?")).to_have_value("3")
    ida.assert_untroubled()


def test_on_one_page_questions_choices_and_words_follow_the_answers(
    site: Questionnaires, visitors: VisitorFactory
) -> None:
    on_foot = WAYS[2] | {"condition": {"fact": "ways", "has": "foot"}}
    questions = [
        *WAY_TO_WORK[:7],
        replace(WAY_TO_WORK[8]),
        QuestionDraft(
            "weather",
            QuestionKind.SINGLE_CHOICE,
            in_two("Which in rain?"),
            options={
                "display": "dropdown",
                "choices": [*WAYS[:2], on_foot],
            },
        ),
    ]
    address = site.open_questionnaire(questions=questions, paging=Paging.ALL)
    ada = visitors(site.server.url, width=375)
    page = ada.page
    page.goto(f"/en{address}")
    for key in ("why_not", "cyclists", "km", "far", "best"):
        expect(page.locator(f"#question-{key}")).to_be_hidden()
    page.get_by_label("Yes", exact=True).check()
    expect(page.locator("#question-km")).to_be_visible()
    page.locator("#q-km").fill("20")
    expect(page.locator("#question-far")).to_contain_text("What helps on 20 km?")
    page.locator("#q-far").fill("kept")
    page.get_by_label("No", exact=True).check()
    expect(page.locator("#question-far")).to_be_hidden()
    page.locator("#question-ways").get_by_label("On foot").check()
    best = page.locator("#question-best")
    expect(best).to_contain_text("Of these, which is best: On foot?")
    expect(best.get_by_label("On foot")).to_be_visible()
    expect(best.get_by_label("By bus")).to_be_hidden()
    expect(page.locator("#q-weather option[value=foot]")).to_be_enabled()
    page.locator("#question-ways").get_by_label("On foot").uncheck()
    expect(best).to_be_hidden()
    expect(page.locator("#q-weather option[value=foot]")).to_be_disabled()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_label("Why not?").fill("Rain")
    press(page, "Send my answers")
    expect(page.locator("#receipt-code")).to_be_visible()
    sheet, answers = site.sheet(address)
    assert sorted(answers) == ["bike", "why_not"]
    assert sheet.aside == {"km": {"q-km": "20"}, "far": {"q-far": "kept"}}
    ada.assert_untroubled()


def test_one_question_at_a_time_is_answered_on_a_phone_by_keyboard(
    site: Questionnaires, visitors: VisitorFactory
) -> None:
    address = site.open_questionnaire(paging=Paging.QUESTIONS)
    ada = visitors(site.server.url, width=375)
    page = ada.page
    page.goto(f"/en{address}")
    tab_to(page, "Yes")
    page.keyboard.press("Space")
    for typed in ("", "20", "Showers"):
        if typed:
            tab_to(page, "kilometres" if typed == "20" else "What helps on 20 km?")
            page.keyboard.type(typed)
        expect(page.locator("[data-question]:not([data-kind=page])")).to_have_count(1)
        assert accessibility_violations(page) == [] and not scrolls_sideways(page)
        tab_to(page, "Next")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.locator("#question-ways_page")).to_contain_text("Other ways")
    press(page, "Next")
    expect(page.locator("#question-idea")).to_be_visible()
    page.locator("#q-idea").fill("Shade")
    press(page, "Send my answers")
    expect(page.locator("#receipt-code")).to_be_visible()
    assert sorted(site.sheet(address)[1]) == ["bike", "far", "idea", "km"]
    ada.assert_untroubled()


def test_answers_saved_on_one_device_go_on_and_are_changed_on_another(
    site: Questionnaires, visitors: VisitorFactory
) -> None:
    address = site.open_questionnaire()
    ada = visitors(site.server.url)
    page = ada.page
    page.goto(f"/en{address}")
    page.get_by_label("Yes", exact=True).check()
    press(page, "Next")
    page.get_by_label("How many kilometres?").fill("4")
    press(page, "Save and go on later")
    code = page.get_by_label("Your code for going on").input_value()
    assert re.fullmatch(r"(\w{4}-){3}\w{4}", code) and code not in page.url
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_label("E-mail address").fill("ada@example.org")
    press(page, "Send me the code")
    expect(page.get_by_text("The letter with the code is on its way.")).to_be_visible()
    with site.session() as session:
        letter = session.scalars(select(OutgoingMail.text)).one()
    link = next(word for word in letter.split() if "/resume#" in word)

    phone = visitors(site.server.url, width=375, locale="nl-BE")
    page = phone.page
    page.goto(link)
    expect(page.get_by_label("Code for going on")).to_have_value(code)
    expect(page).not_to_have_url(re.compile(code))
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    press(page, "Go on")
    expect(page.get_by_label("How many kilometres?")).to_have_value("4")
    press(page, "Next")
    expect(page.get_by_role("heading", name="Other ways")).to_be_visible()
    press(page, "Next")
    page.get_by_label("Your idea?").fill("Shade")
    press(page, "Send my answers")
    receipt = page.get_by_label("Your receipt code").input_value()

    press(page, "Change my answers")
    expect(page.get_by_text("You are changing answers that have arrived.")).to_be_visible()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_label("No", exact=True).check()
    page.get_by_label("Why not?").fill("Too far")
    press(page, "Next")
    expect(page.get_by_role("heading", name="Other ways")).to_be_visible()
    press(page, "Next")
    expect(page.get_by_label("Your idea?")).to_have_value("Shade")
    press(page, "Send my answers")
    expect(page.get_by_label("Your receipt code")).to_have_value(receipt)
    expect(page.get_by_text("Your answers were changed.")).to_be_visible()
    sheet, answers = site.sheet(address)
    assert (sheet.edits, sorted(answers)) == (1, ["bike", "idea", "why_not"])
    ada.assert_untroubled()
    phone.assert_untroubled()
