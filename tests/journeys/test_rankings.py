"""A ranking in a browser: a host fixes the rule, guests rank without script, everybody reads the checks."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cocreate.app import create_app
from cocreate.core.db import db, transaction
from cocreate.core.permissions import Role
from cocreate.selection import commands, queries
from cocreate.settings import Settings
from tests.browser import Visitor, VisitorFactory, accessibility_violations, scrolls_sideways, unfold
from tests.factories.accounts import make_member
from tests.factories.camp import make_camp, make_seat
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, make_candidates
from tests.live import LiveServer, LiveServerFactory

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"
TITLES = ("Healthy food", "Shared mobility", "Digital services")


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the server holds: addresses that the test opens."""
    return {}


@pytest.fixture(scope="module")
def server(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, told: dict[str, Any]
) -> LiveServer:
    """A process with three candidates, a host, and a camp of fifteen people from two families."""
    server = live_servers(Path(tmp_path_factory.mktemp("rankings")), COCREATE_TWO_FACTOR_REQUIRED="no")
    app = create_app(Settings.from_environment(server.environment))
    with app.app_context():
        db.create_all()
        with transaction() as session:
            process = make_process(session)
            camp = make_camp(session, process)
            make_candidates(session, process, *TITLES)
            make_member(session, process, Role.FACILITATOR, email="hugo@example.org", name="Hugo", password=PASSWORD)
            seats = [make_seat(session, camp, helix=family) for family in ["business"] * 8 + ["research"] * 7]
            told |= {"seat": seats[0][1], "base": f"/en/p/{process.public_id}", "process": process.id}
        db.session.remove()
        db.engine.dispose()
    return server.start()


def others_rank(server: LiveServer, told: dict[str, Any]) -> None:
    """Everybody but the first seat ranks, the two families the other way round."""
    from sqlalchemy import select

    from cocreate.camp.models import Seat
    from cocreate.process.models import Process

    with create_app(Settings.from_environment(server.environment)).app_context():
        with transaction() as session:
            process = session.get_one(Process, told["process"])
            (round_,) = queries.rounds_of(session, process)
            one = [[key] for key in round_.shown]
            rest = session.scalars(select(Seat).where(Seat.camp_id == round_.camp_id).order_by(Seat.id)).all()[1:]
            rows = [
                (seat, name, one if seat.helix == "business" else one[::-1])
                for seat in rest
                for name in round_.dimensions
            ]
            commands.cast_ballots(session, ORGANISER, process, round_, rows)
        db.session.remove()
        db.engine.dispose()


def assert_fine(visitor: Visitor) -> None:
    """What every page owes its visitor."""
    assert not accessibility_violations(visitor.page)
    assert not scrolls_sideways(visitor.page)
    visitor.assert_untroubled()


def test_from_the_rule_to_the_checks(server: LiveServer, visitors: VisitorFactory, told: dict[str, Any]) -> None:
    base, hugo = told["base"], visitors(server.url)
    page = hugo.page
    page.goto("/en/account/sign-in")
    page.get_by_label("E-mail address").fill("hugo@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_have_count(0)

    # The host chooses the rule and shares; what is refused comes back as typed.
    page.goto(f"{base}/manage/rankings")
    page.get_by_label("Schulze’s rule").check()
    page.get_by_label("Set shares").check()
    page.get_by_label("Businesses").fill("50")
    hugo.forgive("422")
    page.get_by_role("button", name="Prepare").click()
    expect(page.get_by_role("main")).to_contain_text("now they add up to 50")
    assert_fine(hugo)
    expect(page.get_by_label("Schulze’s rule")).to_be_checked()
    page.get_by_label("Researchers and academics").fill("50")
    page.get_by_role("button", name="Prepare").click()
    expect(page.locator("summary", has_text="Open the ranking")).to_be_visible()
    expect(page.get_by_role("heading", name="Prepare a ranking")).to_have_count(0)
    assert_fine(hugo)

    # Everybody can read beforehand how it will be counted.
    public = visitors(server.url, width=375)
    public.page.goto(f"{base}/selection/")
    expect(public.page.get_by_role("region", name="How the coming ranking will be counted")).to_contain_text("Schulze")
    assert_fine(public)

    unfold(page.locator("summary", has_text="Open the ranking"))
    page.get_by_role("button", name="Open the ranking").click()
    address = str(page.get_by_role("link", name="To the ranking").get_attribute("href"))
    rosa = visitors(server.url, width=375, script=False)
    rosa.page.goto(f"/en/seat/{told['seat']}")
    with rosa.page.expect_navigation():
        rosa.page.locator("main form button[type=submit]").first.click()
    rosa.page.goto(address)
    unfold(rosa.page.locator("summary", has_text="How the rankings are counted"))
    expect(rosa.page.get_by_role("main")).to_contain_text("strongest chain of victories")
    rosa.page.locator("#order-impact").get_by_label(TITLES[0]).select_option("1")
    rosa.page.get_by_role("button", name="Send my ranking").click()
    expect(rosa.page.get_by_role("heading", name="Thank you")).to_be_visible()
    others_rank(server, told)

    page.reload()
    unfold(page.locator("summary", has_text="Close and count"))
    page.get_by_role("button", name="Close and count").click()
    page.get_by_role("link", name="See the results").click()
    expect(page.get_by_role("heading", name="How participants ranked the candidates")).to_be_visible()
    assert_fine(hugo)

    # A visitor reads every other count on a phone, without script, and takes the rankings along.
    reader = visitors(server.url, width=375, script=False)
    reader.page.goto(address)
    reader.page.get_by_role("link", name="All counts and checks").first.click()
    expect(reader.page.get_by_role("heading", level=1)).to_contain_text("All counts")
    expect(reader.page.get_by_role("region", name="Every other rule")).to_contain_text("Kemeny’s order")
    expect(reader.page.get_by_role("region", name="Without one of the groups")).to_contain_text("drops out")
    assert not scrolls_sideways(reader.page)
    with reader.page.expect_download() as waiting:
        reader.page.get_by_role("link", name="Rankings without names (CSV)").click()
    told["csv"] = waiting.value.path().read_text()
    assert told["csv"].startswith("group,") and len(told["csv"].splitlines()) == 16
    public.page.goto(reader.page.url)
    assert_fine(public)
