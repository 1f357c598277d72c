"""Questionnaires of LimeSurvey are brought in, answered by somebody in a browser, and their answers taken out."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey import queries
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.models import Consultation
from tests.browser import VisitorFactory
from tests.factories.accounts import make_member
from tests.factories.imports import COLLECTED, shared
from tests.factories.process import make_process
from tests.live import LiveServerFactory
from tests.site import Site
from tests.walking import PASSWORD, sign_in_as

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MOST_PAGES, MOST_ROUNDS = 40, 12
WORDS = {"numeric": "12", "decimal": "12,5", "email": "ada@example.org"}
PLAN = {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 a sketch"}
# The fields that are seen and not answered yet: of radios and boxes that belong together, the first stands for all.
UNANSWERED = """() => {
    const seen = [...document.querySelectorAll('[name^="q-"]')].filter(each => each.checkVisibility()
        && !each.name.endsWith('-other-text') && !each.name.includes('-drop-'));
    const together = each => each.type === 'radio' ? each.name : each.closest('fieldset')?.id || each.name;
    const wanted = new Map();
    const done = new Set();
    for (const each of seen) {
        const isTicked = ['radio', 'checkbox'].includes(each.type);
        const group = isTicked ? together(each) : each.name;
        if (isTicked ? each.checked : each.type === 'file' ? each.files.length : each.value) done.add(group);
        else if (!wanted.has(group)) wanted.set(group, {id: each.id, type: each.type, mode: each.inputMode});
    }
    return [...wanted].filter(([group]) => !done.has(group)).map(([, each]) => each);
}"""


@dataclass(frozen=True)
class Imports:
    """A running server with a process."""

    site: Site
    process: str

    def open_newest(self) -> tuple[str, set[str]]:
        """Let people answer what was brought last: its public id, and the keys of what it asks."""
        with self.site.session() as session:
            made = session.scalars(select(Consultation).order_by(Consultation.id.desc())).first()
            assert made is not None
            open_consultation(session, SYSTEM, made)
            return made.public_id, {question.key for question in made.active_questions}

    def answered(self, consultation: str, code: str) -> set[str]:
        """The keys of the questions that the sheet of a receipt answers."""
        with self.site.session() as session:
            found = session.scalars(select(Consultation).where(Consultation.public_id == consultation)).one()
            sheet = queries.submission_by_receipt(session, found, code)
            assert sheet is not None
            return {answer.question.key for answer in sheet.answers}


@pytest.fixture(scope="module")
def imports(live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory) -> Imports:
    server = live_servers(tmp_path_factory.mktemp("imported"))
    site = Site(server)
    with site.session() as session:
        process = make_process(session)
        make_member(session, process, Role.ORGANISER, email="olga@example.org", name="Olga", password=PASSWORD)
        found = Imports(site, process.public_id)
    server.start()
    return found


def bring(page: Page, imports: Imports, file: Path) -> None:
    """Choose a file on the page, look at what was understood, and have the draft made."""
    page.goto(f"/en/p/{imports.process}/manage/imports/")
    page.set_input_files("#file", file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("heading", name="What was understood")).to_be_visible()
    page.get_by_role("button", name="Create the draft").click()
    expect(page.get_by_text("The draft is ready")).to_be_visible()


def give(page: Page, field: dict[str, Any]) -> None:
    """Something to one field, as somebody does who sees nothing but it."""
    at = page.locator(f'[id="{field["id"]}"]')
    if field["type"] in ("radio", "checkbox"):
        at.check()
    elif field["type"] == "select-one":
        at.select_option(index=1)
    elif field["type"] == "file":
        at.set_input_files([PLAN])
    elif field["type"] == "date":
        at.fill("2026-11-24")
    else:
        at.fill(WORDS.get(field["mode"], "Sechs6"))


def answer_all(page: Page) -> str:
    """Answer whatever appears, page after page, and send it; the code of the receipt."""
    for _page in range(MOST_PAGES):
        for _round in range(MOST_ROUNDS):
            fields = page.evaluate(UNANSWERED)
            if not fields:
                break
            for field in fields:
                if page.locator(f'[id="{field["id"]}"]').is_visible():  # an answer can hide what was seen before
                    give(page, field)
        before = page.url
        with page.expect_navigation():
            page.locator("button[name=go].button--primary").click()
        expect(page.locator(".error-summary"), before).to_have_count(0)
        if page.locator("#receipt-code").count():
            return page.locator("#receipt-code").input_value()
    raise AssertionError("the questionnaire does not end")


@pytest.mark.parametrize("path", COLLECTED)
def test_what_limesurvey_asked_is_answered_here_and_comes_out_as_a_table(
    imports: Imports, visitors: VisitorFactory, path: str
) -> None:
    file = shared(f"limesurvey/{path}")
    olga = visitors(imports.site.server.url)
    sign_in_as(olga, "olga")
    bring(olga.page, imports, file)
    consultation, asked = imports.open_newest()

    ada = visitors(imports.site.server.url, locale="nl-BE")
    ada.page.goto(f"/nl/p/{imports.process}/consultations/{consultation}")
    answered = imports.answered(consultation, answer_all(ada.page))
    assert answered and answered <= asked
    ada.assert_untroubled()

    page = f"/en/p/{imports.process}/manage/consultations/{consultation}"
    taken = olga.page.request.get(f"{imports.site.server.url}{page}/export.csv")
    assert taken.ok
    (row,) = csv.DictReader(io.StringIO(taken.body().decode("utf-8-sig")))
    filled = [name for name, cell in row.items() if cell]
    assert [key for key in sorted(answered) if not any(name.startswith(key) for name in filled)] == []
    olga.assert_untroubled()
