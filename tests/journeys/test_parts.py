"""The parts of a process are found on a laptop in every language, and on a phone by keyboard and without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from cocreate.core.permissions import SYSTEM, Role
from cocreate.demo.load.directory import fill_directory
from cocreate.survey.rules import ConsultationState
from tests.browser import VisitorFactory, unfold
from tests.factories.accounts import make_member
from tests.factories.camp import make_camp
from tests.factories.process import make_process
from tests.factories.survey import make_consultation
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site
from tests.walking import assert_fine, press_until

pytestmark = pytest.mark.browser
WIDER = "nav => nav.scrollWidth > nav.clientWidth"
LINES = "list => new Set([...list.children].map(line => Math.round(line.getBoundingClientRect().top))).size"


class Busy(Site):
    """A process with a dozen parts."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            process = make_process(session)
            make_consultation(session, process, state=ConsultationState.OPEN)
            make_camp(session, process)
            members = [
                make_member(session, process, Role.COMMITTEE_MEMBER, email=f"member{n}@example.org", name=f"Member {n}")
                for n in range(5)
            ]
            fill_directory(session, SYSTEM, process, members)
            self.path = f"p/{process.public_id}"


@pytest.fixture
def busy(live_servers: LiveServerFactory, tmp_path: Path) -> Iterator[Busy]:
    server = live_servers(tmp_path, COCREATE_TWO_FACTOR_REQUIRED="no")
    site = Busy(server)
    server.start()
    yield site


def test_all_parts_fit_on_a_laptop_in_every_language_and_fold_out(visitors: VisitorFactory, busy: Busy) -> None:
    ada = visitors(busy.server.url, width=1280)
    page = ada.page
    for language in ("nl", "fr", "de", "en"):
        page.goto(f"/{language}/{busy.path}/challenges")
        parts = page.locator("nav.sections")
        assert not parts.evaluate(WIDER) and parts.locator("> ul").evaluate(LINES) == 1, language
    about = parts.locator("summary", has_text="What it is about")
    expect(about).to_have_attribute("aria-current", "true")
    about.click()
    expect(parts.get_by_role("link", name="Challenges")).to_have_attribute("aria-current", "page")
    assert_fine(ada)
    unfold(parts.locator("summary", has_text="Results"))
    expect(parts.get_by_role("link", name="Challenges")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(parts.get_by_role("link", name="Themes")).to_be_hidden()
    unfold(parts.locator("summary", has_text="Results"))
    parts.get_by_role("link", name="Themes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What people said")
    expect(parts.locator("summary", has_text="Results")).to_have_attribute("aria-current", "true")


def test_on_a_phone_a_part_is_reached_by_keyboard_and_without_script(visitors: VisitorFactory, busy: Busy) -> None:
    ben = visitors(busy.server.url, width=375, script=False)
    page = ben.page
    page.goto(f"/en/{busy.path}/challenges")
    parts = page.locator("nav.sections")
    press_until(ben, parts.locator("summary", has_text="Take part"))
    page.keyboard.press("Enter")
    press_until(ben, parts.get_by_role("link", name="Consultation"), most=3)
    box = parts.get_by_role("link", name="Consultation").bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 375 and box["height"] >= 24
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Consultation")
    expect(parts.locator("summary", has_text="Take part")).to_have_attribute("aria-current", "true")
