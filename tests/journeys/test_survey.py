"""Answering in a real browser: on a phone by keyboard, without script, in another language, at the close."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.survey import queries
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Answer, Consultation, Submission
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.process import make_process
from tests.factories.survey import make_consultation
from tests.live import LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
CHALLENGES = ("Climate", "Mobility", "Health")


class Survey(Site):
    """A site with a consultation."""

    def open_consultation(self) -> str:
        """A new consultation; its address without language."""
        with self.session() as session:
            consultation = make_consultation(session, make_process(session, challenges=CHALLENGES))
            return f"/p/{consultation.process.public_id}/consultations/{consultation.public_id}"

    def close(self, address: str) -> None:
        """Close it now."""
        with self.session() as session:
            close_consultation(session, SYSTEM, find(session, address))

    def stored(self, address: str) -> list[dict[str, Answer]]:
        """Its sheets, each as question key -> answer."""
        with self.session() as session:
            consultation = find(session, address)
            return [
                {answer.question.key: answer for answer in sheet.answers}
                for batch in queries.sheets_in_batches(session, consultation)
                for sheet in batch
            ]


def find(session: Session, address: str) -> Consultation:
    return session.scalars(select(Consultation).where(Consultation.public_id == address.rsplit("/", 1)[1])).one()


@pytest.fixture(scope="module")
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Survey:
    server = live_servers(tmp_path_factory.mktemp("survey"))
    site = Survey(server)
    server.start()
    return site


def tab_to(page: Page, name: str, limit: int = 80) -> None:
    """Press Tab until the thing with this accessible name has the focus."""
    page.wait_for_load_state()  # a page that is still arriving has less to come to
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate(
            """name => { const e = document.activeElement; if (!e) return false;
            const label = e.getAttribute('aria-label') ?? [...(e.labels ?? [])].map(l => l.innerText).join(' ') ?? '';
            return (label + ' ' + (e.tagName === 'BUTTON' ? e.innerText : '')).includes(name); }""",
            name,
        ):
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def receipt_code(page: Page) -> str:
    return page.get_by_label("Your receipt code").input_value()


def test_a_whole_answer_by_keyboard_on_a_phone(site: Survey, visitors: VisitorFactory) -> None:
    address = site.open_consultation()
    ada = visitors(site.server.url, width=375, height=740)
    ada.page.goto(address)
    expect(ada.page).to_have_url(f"{site.server.url}/en{address}")
    expect(ada.page.get_by_role("button", name="Add: Climate")).to_be_visible()
    assert accessibility_violations(ada.page) == [] and not scrolls_sideways(ada.page)

    for name in ("Add: Mobility", "Add: Climate"):
        tab_to(ada.page, name)
        ada.page.keyboard.press("Enter")
    # One press makes it the first.
    expect(ada.page.get_by_role("button", name="Up: Climate")).to_be_focused()
    ada.page.keyboard.press("Enter")
    tab_to(ada.page, "Yes")
    ada.page.keyboard.press("ArrowDown")
    tab_to(ada.page, "Which challenge, or which part")
    ada.page.keyboard.type("Schools 🏫")
    tab_to(ada.page, "Health")
    ada.page.keyboard.type("The hospital network")
    tab_to(ada.page, "Title of the project")
    ada.page.keyboard.type("Walking buses")
    for actor in ("Parents", "The city"):
        tab_to(ada.page, "Name")
        ada.page.keyboard.type(actor)
    tab_to(ada.page, "As a citizen")
    ada.page.keyboard.press("Space")
    tab_to(ada.page, "Send my answers")
    ada.page.keyboard.press("Enter")

    expect(ada.page.get_by_role("heading", level=1)).to_have_text("Thank you, your answers have arrived")
    code = receipt_code(ada.page)
    assert re.fullmatch(r"\w{4}-\w{4}-\w{4}", code) and code not in ada.page.url
    assert accessibility_violations(ada.page) == [] and not scrolls_sideways(ada.page)
    (sheet,) = site.stored(address)
    assert sheet["fit"].value == {"choice": "partly"}
    assert sheet["new_challenge"].text == "Schools 🏫"
    assert sheet["project"].value["title"] == "Walking buses"
    assert [actor["name"] for actor in sheet["project"].value["actors"]] == ["Parents", "The city"]
    assert len(sheet["rank_challenges"].value["order"]) == 2
    expect(ada.page.locator(".said__line", has_text="Climate").first).to_contain_text("1")

    ada.page.reload()
    expect(ada.page.get_by_label("Your receipt code")).to_have_value(code)
    bob = visitors(site.server.url)
    bob.page.goto(f"/en{address}/receipt")
    bob.page.get_by_label("Receipt code").fill("KKKK-KKKK-KKKK")
    bob.page.get_by_role("button", name="Show my answers").click()
    bob.forgive("422")
    expect(bob.page.get_by_text("There are no answers with this code here.")).to_be_visible()
    bob.page.get_by_label("Receipt code").fill(code.lower())
    bob.page.get_by_role("button", name="Show my answers").click()
    expect(bob.page.locator(".said__text", has_text="Schools 🏫")).to_be_visible()
    ada.assert_untroubled()
    bob.assert_untroubled()


def test_without_script_a_change_of_language_loses_nothing(site: Survey, visitors: VisitorFactory) -> None:
    address = site.open_consultation()
    eve = visitors(site.server.url, width=375, script=False)
    eve.page.goto(f"/en{address}")
    eve.page.get_by_label("Mobility").first.select_option("1")
    eve.page.get_by_label("Health").first.select_option("1")
    eve.page.get_by_label("Which challenge, or which part").fill("مدارس")
    eve.page.get_by_role("button", name="Français").click()
    expect(eve.page.get_by_role("heading", level=1)).to_have_text("À quels défis l’innovation doit-elle répondre ?")
    expect(eve.page.get_by_label("Quel défi, ou quelle partie")).to_have_value("مدارس")
    # Enter in a line of text sends the form; it does not press a language.
    eve.page.locator("#q-project-title").fill("Vélos")
    eve.page.locator("#q-project-title").press("Enter")
    expect(eve.page.locator("#receipt-code")).to_be_visible()
    (sheet,) = site.stored(address)
    assert len(sheet["rank_challenges"].value["order"][0]) == 2  # two share the first place
    assert sheet["new_challenge"].text == "مدارس" and sheet["project"].text == "Vélos"
    eve.assert_untroubled()


@pytest.mark.parametrize("script", [True, False])
def test_going_back_after_sending_doubles_nothing(site: Survey, visitors: VisitorFactory, script: bool) -> None:
    address = site.open_consultation()
    jo = visitors(site.server.url, script=script)
    jo.page.goto(f"/en{address}")
    send = jo.page.get_by_role("button", name="Send my answers").last
    jo.page.get_by_label("Which challenge, or which part").fill("Housing")
    send.click()
    code = receipt_code(jo.page)
    jo.page.go_back()
    jo.page.get_by_role("link", name="See the receipt").click()
    expect(jo.page.get_by_label("Your receipt code")).to_have_value(code)
    assert len(site.stored(address)) == 1
    # The next person at the same device starts afresh and finds nothing of the first.
    jo.page.get_by_role("link", name="Somebody else answers on this device").click()
    expect(jo.page.get_by_label("Which challenge, or which part")).to_have_value("")
    jo.page.goto(f"/en{address}/thanks")
    expect(jo.page.get_by_role("heading", level=1)).to_have_text("See my answers again")
    jo.assert_untroubled()


def test_with_script_the_language_links_keep_what_was_typed_until_it_is_sent(
    site: Survey, visitors: VisitorFactory
) -> None:
    address = site.open_consultation()
    ida = visitors(site.server.url, width=375)
    ida.page.goto(f"/en{address}")
    ida.page.get_by_role("button", name="Add: Mobility").click()
    ida.page.get_by_label("Which challenge, or which part").fill("Wohnen")
    ida.page.get_by_label("Partly").check()
    ida.page.get_by_role("link", name="Deutsch").click()
    expect(ida.page.get_by_label("Welche Herausforderung oder")).to_have_value("Wohnen")
    expect(ida.page.get_by_label("Teilweise")).to_be_checked()
    expect(ida.page.locator(".rank__item--placed")).to_contain_text("Mobility")
    expect(ida.page.locator("[data-draft-said]")).to_be_visible()
    ida.page.locator("form.questionnaire .question--send button[value=send]").click()
    expect(ida.page.locator("#receipt-code")).to_be_visible()
    ida.page.goto(f"/en{address}?another=1")
    expect(ida.page.get_by_label("Which challenge, or which part")).to_have_value("")
    with site.session() as session:
        of_it = Submission.consultation_id == find(session, address).id
        assert session.scalars(select(Submission.language).where(of_it)).all() == ["de"]
    ida.assert_untroubled()


def test_a_megabyte_of_text_and_a_close_while_typing_lose_nothing(site: Survey, visitors: VisitorFactory) -> None:
    address = site.open_consultation()
    max_ = visitors(site.server.url, width=375)
    max_.forgive("422|409")
    max_.page.goto(f"/en{address}")
    text = max_.page.get_by_label("Which challenge, or which part")
    text.evaluate("e => { e.value = 'so much '.repeat(125000); e.dispatchEvent(new Event('input')); }")  # 1 MB
    max_.page.locator("#q-fit-comment").fill("kept")
    max_.page.get_by_role("button", name="Send my answers").last.click()
    expect(max_.page.get_by_role("alert")).to_contain_text("This text has 999999 characters")
    expect(max_.page).to_have_title(re.compile("^Error:"))
    max_.page.wait_for_load_state()  # the whole megabyte
    assert len(text.input_value().strip()) == 999_999
    expect(max_.page.locator("#q-fit-comment")).to_have_value("kept")
    assert not scrolls_sideways(max_.page)

    text.fill("Short now")
    site.close(address)
    max_.page.get_by_role("button", name="Send my answers").last.click()
    expect(max_.page.get_by_role("heading", level=1)).to_have_text("The consultation closed while you were answering")
    expect(max_.page.get_by_text("Short now")).to_be_visible()
    expect(max_.page.get_by_text("kept", exact=True)).to_be_visible()
    assert accessibility_violations(max_.page) == []
    assert site.stored(address) == []
    max_.assert_untroubled()
