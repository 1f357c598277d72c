"""The queue of statements in a real browser, by keyboard alone, on a phone and with two analysts at once."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cocreate.core.db import db
from cocreate.core.permissions import Role
from cocreate.survey.models import Consultation
from cocreate.themes.matching import queries
from cocreate.themes.matching.models import Statement
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.accounts import make_member
from tests.factories.ecosystem import make_actor
from tests.factories.matching import matched_consultation, waiting
from tests.factories.process import make_process
from tests.live import LiveServer, LiveServerFactory
from tests.site import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
QUESTION = "Where does this statement belong?"


class Room(Site):
    """A running server with statements that wait, and two analysts."""

    def __init__(self, server: LiveServer) -> None:
        super().__init__(server)
        with self.session() as session:
            process = make_process(session, challenges=("Public transport", "Green streets", "Family doctors"))
            for name in ("ada", "ben"):
                make_member(session, process, Role.ANALYST, email=f"{name}@example.org", password=PASSWORD)
            actor = make_actor(session, process, "New Patients").public_id
            consultation = matched_consultation(session, process)
            named = next(row for row in waiting(session, consultation) if row.machine_entry == actor)
            self.actor, self.named = actor, named.public_id
            self.consultation = consultation.id
            self.queue = f"/en/p/{process.public_id}/manage/themes/of/{consultation.public_id}/where/"

    def decided(self) -> int:
        """How many statements people have decided."""
        with self.session() as session:
            found = session.scalars(select(Consultation).where(Consultation.id == self.consultation)).one()
            return queries.progress(session, found)[0]

    def entry_of(self, statement: str) -> str:
        """Where people say that a statement belongs."""
        with self.session() as session:
            return session.scalars(select(Statement.entry).where(Statement.public_id == statement)).one()


@pytest.fixture
def room(live_servers: LiveServerFactory, tmp_path: Any) -> Iterator[Room]:
    server = live_servers(tmp_path, COCREATE_JOBS="inline")
    made = Room(server)
    server.start()
    yield made
    server.stop()
    with made.app.app_context():
        db.engine.dispose()


def begin(visitor: Visitor, room: Room, name: str) -> Page:
    """Sign in and take the first statement, with keys alone."""
    page = visitor.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)
    page.goto(room.queue)
    page.get_by_role("button", name="Decide, one by one").press("Enter")
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    expect(page.get_by_role("button", name="Keys are on")).to_be_visible()
    return page


def press(page: Page, key: str) -> None:
    """Press a key and wait for the page that it leads to."""
    before = page.url
    page.keyboard.press(key)
    page.wait_for_url(lambda url: url != before)
    page.wait_for_load_state()
    expect(page.get_by_role("button", name="Keys are on")).to_be_visible()


def test_an_analyst_sorts_statements_with_keys_alone(room: Room, visitors: VisitorFactory) -> None:
    ada = visitors(room.server.url, width=1280)
    page = begin(ada, room, "ada")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    first = page.url
    press(page, "1")
    press(page, "t")
    press(page, "n")
    press(page, "c")
    assert room.decided() == 4
    press(page, "s")
    assert room.decided() == 4
    skipped_from = page.url
    press(page, "u")
    assert page.url != skipped_from and room.decided() == 3
    expect(page.get_by_text("Taken back. Decide again, or skip it.")).to_be_visible()
    press(page, "2")
    assert room.decided() == 4 and page.url != first
    page.goto(room.queue + room.named)
    expect(page.get_by_role("button", name="New Patients actor")).to_have_attribute("data-key", "1")
    expect(page.get_by_label("Somewhere else").get_by_role("option", name="New Patients")).to_have_count(1)
    press(page, "1")
    assert room.entry_of(room.named) == room.actor
    ada.assert_untroubled()


def test_keys_do_nothing_in_a_field_and_can_be_switched_off(room: Room, visitors: VisitorFactory) -> None:
    ada = visitors(room.server.url, width=375)
    page = begin(ada, room, "ada")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_label("Somewhere else").focus()
    page.keyboard.press("n")
    page.get_by_role("button", name="Keys are on").press("Enter")
    expect(page.get_by_role("button", name="Keys are off")).to_have_attribute("aria-pressed", "false")
    here = page.url
    for key in ("1", "n", "t", "s"):
        page.keyboard.press(key)
    page.reload()
    expect(page.get_by_role("button", name="Keys are off")).to_be_visible()  # it is remembered
    page.keyboard.press("1")
    page.wait_for_timeout(300)
    assert page.url == here and room.decided() == 0
    page.get_by_role("button", name="Keys are off").press("Enter")
    press(page, "1")
    assert room.decided() == 1
    page.goto(room.queue + "statements?by=people")
    assert accessibility_violations(page) == [] and not scrolls_sideways(page)
    page.get_by_role("rowheader").get_by_role("link").click()
    expect(page.get_by_text("Decided by people")).to_be_visible()
    press(page, "n")
    page.goto(room.queue + "statements?verdict=new&by=people")
    expect(page.get_by_role("rowheader")).to_have_count(1)
    ada.assert_untroubled()


def test_two_analysts_at_once_sort_all_statements_and_none_twice(room: Room, visitors: VisitorFactory) -> None:
    pages = [begin(visitors(room.server.url, width=1000), room, name) for name in ("ada", "ben")]
    seen: list[str] = []
    for _turn in range(8):
        assert pages[0].url != pages[1].url
        for page in pages:
            seen.append(page.url)
            press(page, "1")
    assert len(set(seen)) == len(seen) == room.decided() == 16
    pages[0].goto(room.queue)
    expect(pages[0].get_by_role("heading", name="How well it learns")).to_be_visible()
    pages[0].get_by_text("The same as a table").click()
    expect(pages[0].get_by_role("rowheader", name="Decisions 1 to", exact=False).first).to_be_visible()
    assert accessibility_violations(pages[0]) == [] and not scrolls_sideways(pages[0])
