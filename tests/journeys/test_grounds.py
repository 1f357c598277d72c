"""The grounds in a browser: an organiser writes a criterion, three members weigh blind, the weights are taken over."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.selection import commands
from cocreate.settings import Settings
from tests.browser import VisitorFactory, unfold
from tests.factories.accounts import make_member
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_round
from tests.live import LiveServer, LiveServerFactory
from tests.walking import PASSWORD, assert_fine, press_until, sign_in_as

pytestmark = pytest.mark.browser
LINKS = "Link with the societal challenges"
# What each member gives to the first criterion and the fifth; the others get 20.
LINES = {"marc": ("30", "10"), "mia": ("40", "0"), "noor": ("20", "20")}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the server holds: the address of its process."""
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> LiveServer:
    """A process with candidates, an open ranking, an organiser and a committee of three."""
    server = live_servers(Path(tmp_path_factory.mktemp("grounds")), COCREATE_TWO_FACTOR_REQUIRED="no")
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            make_candidates(session, process)
            make_round(session, process)
            commands.start_criteria(session, SYSTEM, process)
            people = {"olga": Role.ORGANISER, **dict.fromkeys(LINES, Role.COMMITTEE_MEMBER)}
            for name, role in people.items():
                make_member(session, process, role, email=f"{name}@example.org", name=name.title(), password=PASSWORD)
            told["base"] = f"/en/p/{process.public_id}"
        db.session.remove()
        db.engine.dispose()
    return server.start()


def test_from_a_criterion_to_weights_that_members_gave_together(
    server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]
) -> None:
    base = told["base"]
    olga = visitors(server.url)
    olga.forgive("status of 422")  # two forms are sent that lack something
    sign_in_as(olga, "olga")
    page = olga.page

    # A criterion of one's own, with what its marks mean, moved up once.
    page.goto(f"{base}/manage/criteria")
    assert_fine(olga)
    page.get_by_role("link", name="Add a criterion").click()
    expect(page.get_by_role("group", name="Title")).to_be_visible()
    assert_fine(olga)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_role("group", name="Title").get_by_label("English").fill("Feasible within five years")
    page.get_by_label("Weight").fill("20")
    page.get_by_role("group", name="What a 4 means (excellent)").get_by_label("English").fill("Begins next year")
    page.get_by_role("button", name="Save").click()
    own = page.get_by_role("listitem").filter(has_text="Feasible within five years")
    expect(own).to_contain_text("Weight 20 %")
    with page.expect_navigation():
        own.get_by_role("button", name="Up").click()
    unfold(own.locator("summary", has_text="Questions, marks and evidence"))
    expect(own).to_contain_text("Begins next year")
    assert_fine(olga)
    page.get_by_role("link", name="Version 3 of").click()
    expect(page.get_by_role("main")).to_contain_text("The order of the criteria")
    assert_fine(olga)
    page.get_by_role("link", name="Version 2", exact=True).click()
    expect(page.get_by_role("row", name="Criterion added, with weight")).to_contain_text("Feasible within five years")
    assert_fine(olga)

    # The members are asked; each weighs on a phone, one of them by keyboard alone, one without script.
    page.goto(f"{base}/manage/criteria/weighing")
    assert_fine(olga)
    page.get_by_role("button", name="Open the weighing").click()
    expect(page.get_by_role("row", name="Marc")).to_contain_text("not yet")
    for name, (first, own_weight) in LINES.items():
        member = visitors(server.url, width=375, script=name != "mia")
        sign_in_as(member, name)
        member.page.goto(f"{base}/selection/")
        unfold(member.page.locator("summary", has_text="Take part"))
        member.page.get_by_role("link", name="My weights").click()
        expect(member.page.get_by_role("heading", name="My weights", level=1)).to_be_visible()
        weights = {LINKS: first, "Feasible within five years": own_weight}
        criteria = member.page.locator(".criterion")
        expect(criteria).to_have_count(5)
        for criterion in criteria.all():
            weight = weights.get(criterion.get_by_role("heading").inner_text(), "20")
            target = criterion.get_by_role("spinbutton").first
            if name == "marc":
                press_until(member, target)
                member.page.keyboard.type(weight)
            else:
                target.fill(weight)
        button = member.page.get_by_role("button", name="Save my weights")
        if name == "marc":
            press_until(member, button)
            member.page.keyboard.press("Enter")
        else:
            button.click()
        expect(member.page.get_by_role("main")).to_contain_text("Your weights are with us")
        if name != "mia":
            assert_fine(member)

    # Closed: what they say together, taken over; the members see it beside their own.
    page.reload()
    expect(page.get_by_role("row", name="Marc")).to_contain_text("given")
    unfold(page.locator("summary", has_text="Close the weighing"))
    page.get_by_role("button", name="Close the weighing").click()
    table = page.get_by_role("table", name="The members’ weights together")
    expect(table.get_by_role("row", name=LINKS)).to_contain_text("30")
    assert_fine(olga)
    page.get_by_role("button", name="Take these weights over").click()
    expect(page.get_by_role("main")).to_contain_text("taken over as they were")
    member.page.reload()
    expect(member.page.get_by_role("table", name="What you said; only you see this")).to_be_visible()
    assert_fine(member)

    # Other weights need a reason; a ranking becomes a criterion.
    page.goto(f"{base}/manage/criteria")
    page.get_by_label("Current and future market potential").fill("30")
    page.get_by_label(LINKS).fill("20")
    page.get_by_role("button", name="Save the weights").click()
    expect(page.get_by_role("main")).to_contain_text("please write why")
    assert_fine(olga)
    page.get_by_role("group", name="Why other weights").get_by_label("English").fill("The market comes first this year")
    page.get_by_role("button", name="Save the weights").click()
    expect(page.get_by_role("main")).to_contain_text("The market comes first this year")
    page.get_by_label("a criterion: Impact on the societal challenges").check()
    page.get_by_role("region", name="The participants’ rankings").get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("They count as a criterion")
    assert_fine(olga)
