"""Scoring in a browser: one keeps out, one scores on a phone, marks are compared, and after a talk they score again."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.selection import commands, queries
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, unfold
from tests.factories.accounts import make_member
from tests.factories.camp import make_camp, make_card, make_theme
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_scoring, score_all
from tests.journeys.test_selection import criteria_of, score_by_keyboard
from tests.live import LiveServer, LiveServerFactory
from tests.walking import PASSWORD, assert_fine, press_until, sign_in_as

pytestmark = pytest.mark.browser
TITLES = ("Healthy food", "Shared mobility", "Digital services")
MEMBERS = {"otto": [4, 2, 1], "olivia": [4, 3, 0], "oscar": [3, 2, 1]}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """Where the process is."""
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> LiveServer:
    """Three candidates, a card behind the first; three members have given their marks, Marc and Mia have not."""
    server = live_servers(Path(tmp_path_factory.mktemp("scoring")), COCREATE_TWO_FACTOR_REQUIRED="no")
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            make_candidates(session, process, *TITLES)
            sid = queries.candidates(session, process)[0]
            theme = make_theme(session, process, "Repair cafés")
            board = make_camp(session, process).groups[0].board
            card = make_card(session, board, "Food hubs in every district", themes=(theme.public_id,))
            commands.promote_card(session, SYSTEM, process, card, into=sid)
            criteria = make_scoring(session, process, shortlist_size=2)
            people = {
                name: make_member(
                    session, process, role, email=f"{name}@example.org", name=name.title(), password=PASSWORD
                )
                for name, role in {
                    "olga": Role.ORGANISER,
                    **dict.fromkeys(("marc", "mia", *MEMBERS), Role.COMMITTEE_MEMBER),
                }.items()
            }
            score_all(session, process, criteria, {people[name].id: line for name, line in MEMBERS.items()})
            told["base"] = f"/en/p/{process.public_id}"
        db.session.remove()
        db.engine.dispose()
    return server.start()


def come(server: LiveServer, visitors: VisitorFactory, name: str, **options: Any) -> Visitor:
    visitor = visitors(server.url, **options)
    sign_in_as(visitor, name)
    return visitor


def test_conflict_blind_marks_reveal_and_a_second_round(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    base = told["base"]

    # Mia works for somebody who would gain from the first candidate: she says so, without script, and judges the rest.
    mia = come(server, visitors, "mia", width=375, script=False)
    mia.page.goto(f"{base}/selection/scores")
    mia.page.get_by_role("link", name="Healthy food").click()
    unfold(mia.page.locator("summary", has_text="I have a conflict of interest"))
    mia.page.get_by_label("I work for, or sit on the board").check()
    mia.page.get_by_label("In a few words").fill("I work at the food bank")
    mia.page.get_by_role("button", name="Declare it").click()
    expect(mia.page.get_by_role("heading", level=1)).to_contain_text("Healthy food")
    expect(mia.page.get_by_role("main")).to_contain_text("No marks are taken from you here")
    expect(mia.page.get_by_role("radio")).to_have_count(0)
    mia.page.goto(f"{base}/selection/scores")
    expect(mia.page.locator(".progress__value")).to_have_text("0 / 8")

    # Marc scores by keyboard on a phone, says how sure he is, points at a card and keeps a note to himself.
    marc = come(server, visitors, "marc", width=375, height=700)
    page = marc.page
    page.goto(f"{base}/selection/scores")
    page.get_by_role("link", name="Begin").click()
    first = page.locator(".criterion").first
    expect(first).to_contain_text("Evidence expected:")
    first.get_by_role("radio", name="high").check()
    unfold(first.locator("summary", has_text="Evidence for this mark"))
    first.get_by_label("Food hubs in every district").check()
    unfold(first.locator("summary", has_text="Private note"))
    first.get_by_label("Private note").fill("Ask about the cold store")
    assert_fine(marc)
    for title, mark in zip(TITLES, "431", strict=True):
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        score_by_keyboard(marc, mark)
        expect(page.get_by_role("main")).to_contain_text("Your marks are saved")
    expect(page.locator(".progress__value")).to_have_text("12 / 12")
    press_until(marc, page.get_by_role("button", name="Hand in my sheet"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Take my sheet back")).to_be_visible()
    page.get_by_role("link", name="Healthy food").click()
    expect(page.locator(".criterion").first.get_by_role("radio").first).to_be_disabled()
    expect(page.locator(".criterion").first).to_contain_text("Private note: there is one")

    # The organiser sees who keeps out and who is done, and nothing of the marks; closes, and all is revealed.
    olga = come(server, visitors, "olga")
    olga.page.goto(f"{base}/manage/conflicts")
    expect(olga.page.get_by_role("row", name="Healthy food")).to_contain_text("I work at the food bank")
    assert_fine(olga)
    olga.page.goto(f"{base}/manage/criteria")
    expect(olga.page.get_by_role("row", name="Marc")).to_contain_text("handed in")
    assert_fine(olga)
    unfold(olga.page.locator("summary", has_text="Close scoring"))
    olga.page.get_by_role("button", name="Close scoring").click()
    expect(olga.page.get_by_role("heading", name="Shortlist", exact=True)).to_be_visible()
    unfold(olga.page.locator("summary", has_text="Healthy food").last)
    row = olga.page.get_by_role("row", name="Marc").filter(visible=True)
    expect(row).to_contain_text("confidence: high")
    expect(row).to_contain_text("Food hubs in every district")
    expect(olga.page.get_by_role("row", name="Mia").filter(visible=True)).to_contain_text("conflict of interest")
    olga.page.wait_for_load_state()
    assert "cold store" not in olga.page.content()

    # Everybody finds the own place among strict and mild members; the others have numbers.
    page.goto(f"{base}/manage/scoring/leanings")
    expect(page.get_by_role("row", name="You (member")).to_have_count(1)
    expect(page.get_by_role("main")).not_to_contain_text("Otto")
    assert_fine(marc)

    # After a discussion they score once more, from their own marks; what moved is told, candidate by candidate.
    olga.page.goto(f"{base}/manage/scoring")
    olga.page.get_by_label("English").fill("The cold store was discussed.")
    olga.page.get_by_role("button", name="Open another round").click()
    expect(olga.page.get_by_role("heading", name="Round 2")).to_contain_text("Open")
    page.goto(f"{base}/selection/scores")
    expect(page.get_by_role("main")).to_contain_text("The cold store was discussed.")
    expect(page.locator(".progress__value")).to_have_text("12 / 12")
    page.get_by_role("link", name="Digital services").click()
    expect(page.locator(".criterion").first).to_contain_text("In round 1 you gave: 1.")
    for group in criteria_of(page):
        group.locator("input[type=radio][value='4']").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Your marks are saved")
    olga.page.goto(f"{base}/manage/criteria")
    unfold(olga.page.locator("summary", has_text="Close scoring"))
    olga.page.get_by_role("button", name="Close scoring").click()
    expect(olga.page.get_by_role("heading", name="Shortlist", exact=True)).to_be_visible()
    olga.page.goto(f"{base}/manage/scoring")
    expect(olga.page.get_by_role("heading", name="From round 1 to round 2")).to_be_visible()
    expect(olga.page.get_by_role("main")).to_contain_text("1 of 4 members changed a mark: 4 went up and 0 down")
    moved = olga.page.get_by_role("row", name="Digital services").first
    expect(moved).to_contain_text("→")
    expect(moved).to_contain_text("+18.75")
    assert_fine(olga)
