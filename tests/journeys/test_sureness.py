"""How sure it is, in a browser: a member looks before deciding, everybody afterwards, on a phone and by keyboard."""

import random
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.rules import ScoreGiven
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways, unfold
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.factories.selection import as_proposed, make_candidates, make_scoring
from tests.live import LiveServer, LiveServerFactory

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
TITLES = (
    "Resilient buildings and infrastructure",
    "Optimal use of resources",
    "Efficient and sustainable urban flows for inclusive management of public space",
    "Personalised care",
    "Social innovation",
    "Healthy food",
    "Energy in common",
    "Digital services",
)


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """Where the process is."""
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> LiveServer:
    """Eight candidates for four places, marked by seven members who do not quite agree."""
    server = live_servers(Path(tmp_path_factory.mktemp("sureness")), COCREATE_TWO_FACTOR_REQUIRED="no")
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            make_candidates(session, process, *TITLES)
            criteria = make_scoring(session, process, shortlist_size=4)
            draw = random.Random(2)
            sids = queries.candidates(session, process)
            members = [
                make_member(
                    session, process, Role.COMMITTEE_MEMBER, email=f"m{n}@example.org", name=f"M {n}", password=PASSWORD
                )
                for n in range(7)
            ]
            rows = [
                (member.id, sid, ScoreGiven(c.public_id, min(4, max(0, round(draw.gauss(3.2 - place / 4, 0.9))))))
                for member in members
                for place, sid in enumerate(sids)
                for c in criteria.criteria
            ]
            commands.give_scores(session, SYSTEM, process, criteria, rows)
            commands.close_scoring(session, SYSTEM, process, criteria, seed=6)
            told["process"], told["base"] = process.id, f"/en/p/{process.public_id}"
        db.session.remove()
        db.engine.dispose()
    return server.start()


def assert_fine(visitor: Visitor) -> None:
    assert not accessibility_violations(visitor.page)
    assert not scrolls_sideways(visitor.page)
    visitor.assert_untroubled()


def press_until(visitor: Visitor, target: Any, most: int = 80) -> None:
    """Tab until the focus is on the target."""
    for _ in range(most):
        visitor.page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


def publish(server: LiveServer, told: dict[str, Any]) -> None:
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        with transaction() as session:
            process = session.get_one(Process, told["process"])
            found = queries.shortlist_of(session, process)
            assert found is not None
            commands.decide(session, SYSTEM, process, found, as_proposed(found), version=found.version)
        db.session.remove()
        db.engine.dispose()


def test_a_member_looks_before_deciding_and_a_citizen_afterwards(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    member = visitors(server.url, width=1280)
    page = member.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("m0@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)

    # The proposal shows the picture; one press leads to the full table.
    page.goto(f"{told['base']}/manage/shortlist")
    expect(
        page.get_by_role("img", name="Chance of a place on the shortlist, in the order of the totals")
    ).to_be_visible()
    expect(page.locator(".glance__said")).to_contain_text("places")
    assert_fine(member)
    page.get_by_role("link", name="How sure is it?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How sure is the shortlist?")
    unfold(page.locator("summary", has_text="One by one"))
    expect(page.get_by_role("cell", name="Member 3", exact=True)).to_be_visible()
    assert_fine(member)

    # The digits come again.
    page.get_by_role("button", name="Compute it again now").click()
    expect(page.get_by_role("main")).to_contain_text("figures are the same, to the last digit")
    assert_fine(member)

    # A citizen on a phone, without script, once it is published.
    citizen = visitors(server.url, width=375, script=False)
    citizen.forgive("404")
    assert citizen.page.goto(f"{told['base']}/selection/how-sure").status == 404
    publish(server, told)
    citizen.page.goto(f"{told['base']}/selection/")
    expect(
        citizen.page.get_by_role("img", name="Chance of a place on the shortlist, in the order of the totals")
    ).to_be_visible()
    citizen.page.get_by_role("link", name="The full table").click()
    expect(citizen.page.get_by_text("Without one member’s marks").first).to_be_visible()
    expect(citizen.page.get_by_text("Member 3", exact=True)).to_have_count(0)
    assert not scrolls_sideways(citizen.page)

    # By keyboard: the smallest change that matters, then weights of one's own.
    reader = visitors(server.url, width=375)
    reader.page.goto(f"{told['base']}/selection/how-sure")
    assert_fine(reader)
    press_until(reader, reader.page.get_by_role("link", name="Try other weights"))
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("heading", level=1)).to_have_text("What if the weights were others?")
    expect(reader.page.locator("#order ~ .facts")).to_contain_text("Comes in")
    assert_fine(reader)
    field = reader.page.get_by_label("Link with the societal challenges")
    field.fill("many")
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("alert")).to_contain_text("Please give a number")
    expect(reader.page).to_have_title(re.compile("^Error:"))
    reader.forgive("422")
    assert_fine(reader)
    field.fill("25,5")
    reader.page.keyboard.press("Enter")
    expect(reader.page.get_by_role("heading", name="With these weights")).to_be_visible()
    expect(field).to_have_value("25,5")
    assert_fine(reader)
