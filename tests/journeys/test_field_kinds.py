"""Filling in what is more than a text, in a real browser: a place on the sketch, a slider, rows of actors, files."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from cocreate.core.permissions import Role
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import ConsultationState, QuestionKind
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways, unfold
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.factories.survey import make_consultation
from tests.journeys.test_survey import Survey, tab_to
from tests.live import LiveServerFactory

pytestmark = pytest.mark.browser
PDF = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
LARGE = {"name": "large.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7" + b"x" * 1_100_000}
ROLE = {"key": "leads", "label": {"en": "Leads it"}}
ASKED = (
    QuestionDraft("place", QuestionKind.MAP_POINT, {"en": "Where?"}, options={"region": "brussels"}),
    QuestionDraft("money", QuestionKind.NUMBER, {"en": "How much?"}, options={"min": 0, "max": 100, "slider": True}),
    QuestionDraft("project", QuestionKind.PROJECT, {"en": "Your project"}, options={"roles": [ROLE]}),
    QuestionDraft("plan", QuestionKind.FILES, {"en": "Your plan"}, options={"max_files": 2, "max_megabytes": 1}),
    QuestionDraft("email", QuestionKind.SHORT_TEXT, {"en": "E-mail"}, options={"format": "email"}),
    QuestionDraft("day", QuestionKind.DATE, {"en": "Which day?"}),
    QuestionDraft("lists", QuestionKind.COMPLETE_LIST, {"en": "What is missing?"}),
    QuestionDraft("agree", QuestionKind.CONSENT, {"en": "Quoting"}, options={"statement": {"en": "Quote me."}}),
)


@pytest.fixture(scope="module")
def site(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Survey]:
    server = live_servers(tmp_path_factory.mktemp("fields"))
    made = Survey(server)
    server.start()
    yield made


@pytest.fixture
def address(site: Survey) -> str:
    with site.session() as session:
        made = make_consultation(session, make_process(session, challenges=("Climate",)), questions=ASKED)
        return f"/p/{made.process.public_id}/consultations/{made.public_id}"


def degrees(page: Page) -> tuple[float, float]:
    return float(page.input_value("#q-place-lat")), float(page.input_value("#q-place-lon"))


def test_every_field_is_filled_in_by_keyboard_on_a_phone(site: Survey, visitors: VisitorFactory, address: str) -> None:
    ada = visitors(site.server.url, width=375, height=740)
    page = ada.page
    page.goto(f"/en{address}")
    expect(page.get_by_role("button", name="Add another actor")).to_be_visible()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)

    page.get_by_label("Commune").select_option("ixelles")
    tab_to(page, "Sketch of the Brussels region")
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Commune")).to_have_value("")  # degrees count from now on
    north = degrees(page)
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator(".map [data-status]")).to_contain_text("near Etterbeek")
    assert 50.833 < north[0] < 50.84 and degrees(page)[1] > north[1] and degrees(page)[0] == north[0]

    tab_to(page, "How much?")
    page.keyboard.type("20")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # on the slider
    expect(page.locator("#q-money")).to_have_value("21")

    page.get_by_label("Title of the project").fill("Bikes")
    tab_to(page, "Add another actor")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Actor 4 added")).to_be_attached()
    expect(page.locator("#q-project-actor-4-name")).to_be_focused()
    page.keyboard.type("The fourth")

    page.set_input_files("#q-plan", [LARGE])
    expect(page.get_by_text("The file “large.pdf” is larger than 1 MB.")).to_be_visible()
    page.set_input_files("#q-plan", [PDF])
    page.get_by_label("E-mail").fill("no mail")
    page.get_by_label("Which day?").fill("2026-11-24")
    page.get_by_label("Climate lab").check()
    page.get_by_label("Quote me.").check()
    page.get_by_role("button", name="Send my answers").last.click()
    ada.forgive("422")
    expect(page.get_by_role("alert")).to_contain_text("no e-mail address")
    expect(page.get_by_role("list", name="Files that have arrived")).to_contain_text("plan.pdf")
    expect(page.locator("#q-project-actor-1-name")).to_have_value("The fourth")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)

    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_role("button", name="Send my answers").last.click()
    expect(page.locator("#receipt-code")).to_be_visible()
    (sheet,) = site.stored(address)
    assert sheet["money"].value == {"number": 21} and sheet["day"].value == {"date": "2026-11-24"}
    assert sheet["plan"].value["names"] == ["plan.pdf"] and sheet["agree"].value == {"given": True}
    assert len(sheet["lists"].value["marked"]) == 1
    ada.assert_untroubled()


def test_words_of_an_added_row_that_a_page_carried_along_get_their_row_again(
    site: Survey, visitors: VisitorFactory, address: str
) -> None:
    bob = visitors(site.server.url, width=1280)
    bob.page.goto(f"/en{address}")
    expect(bob.page.get_by_role("button", name="Add another actor")).to_be_visible()
    bob.page.evaluate("""() => {
      const form = document.querySelector("form.questionnaire");
      for (const [name, value] of [["q-project-actor-5-name", "Fifth"], ["q-project-actor-4-consent", "1"]])
        form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
      form.dispatchEvent(new Event("change", {bubbles: true}));
    }""")
    expect(bob.page.locator("#q-project-actor-4-consent")).to_be_checked()
    expect(bob.page.locator("#q-project-actor-5-name")).to_have_value("Fifth")
    expect(bob.page.locator('form.questionnaire input[type="hidden"][name^="q-project"]')).to_have_count(0)
    bob.assert_untroubled()


def test_without_script_a_place_and_files_are_sent_all_the_same(
    site: Survey, visitors: VisitorFactory, address: str
) -> None:
    eve = visitors(site.server.url, width=375, script=False)
    page = eve.page
    page.goto(f"/en{address}")
    assert not scrolls_sideways(page)
    page.get_by_label("Commune").select_option("jette")
    page.locator("#q-project-actor-2-name").fill("The city")
    page.get_by_label("Title of the project").fill("Bikes")
    page.set_input_files("#q-plan", [PDF])
    page.get_by_role("button", name="Français").click()
    expect(page.locator(".files__name")).to_have_text("plan.pdf")
    page.locator(".question--send button[value=send]").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    (sheet,) = site.stored(address)
    assert round(sheet["place"].value["lat"], 2) == 50.88
    assert [actor["name"] for actor in sheet["project"].value["actors"]] == ["The city"]
    assert sheet["plan"].value["names"] == ["plan.pdf"]
    eve.assert_untroubled()


OUTLINE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[x, 51], [x + 0.5, 51], [x + 0.4, 51.4], [x, 51.3], [x, 51]]],
            },
        }
        for name, x in (("Westland", 3.0), ("Eastland", 3.5))
    ],
}


def test_an_organiser_brings_an_outline_and_a_place_is_set_on_it_by_keyboard(
    site: Survey, visitors: VisitorFactory
) -> None:
    with site.session() as session:
        process = make_process(session, challenges=("Climate",))
        make_member(session, process, Role.ORGANISER, email="maps@example.org", password="correct horse battery")
        draft = make_consultation(session, process, state=ConsultationState.DRAFT, questions=ASKED[:1])
        manage = f"/en/p/{process.public_id}/manage/consultations/{draft.public_id}"
        place = f"{manage}/questions/{draft.questions[0].public_id}"
    olga = visitors(site.server.url)
    page = olga.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("maps@example.org")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    page.goto(place)
    page.get_by_role("link", name="Map of the question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Map of the question")
    content = json.dumps(OUTLINE).encode()
    page.get_by_label("Outline (GeoJSON)").set_input_files(
        {"name": "land.geojson", "mimeType": "application/geo+json", "buffer": content}
    )
    page.get_by_label("Source and licence").fill("Made up for this test, CC0")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The outline is kept: areas: 2, points: 8 of 8.")).to_be_visible()
    for width, height in ((375, 740), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.goto(manage)
    unfold(page.locator("summary", has_text="Open for answers"))
    page.get_by_role("button", name="Open for answers").last.click()
    expect(page.locator(".badge", has_text="Open").first).to_be_visible()

    ada = visitors(site.server.url, width=375, height=740)
    page = ada.page
    page.goto(manage.replace("/manage", ""))
    page.get_by_label("Area").select_option("eastland")
    expect(page.get_by_text("Made up for this test, CC0")).to_be_visible()
    tab_to(page, "Sketch of the region")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".map [data-status]")).to_contain_text("near Eastland")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_role("button", name="Send my answers").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, your answers have arrived")
    expect(page.get_by_text("Eastland")).to_be_visible()
    page.goto(manage.replace("/manage", "") + "/print")
    expect(page.get_by_text("Mark the place with a cross, or write it down.")).to_be_visible()
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
