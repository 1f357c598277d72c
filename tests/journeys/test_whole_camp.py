"""A whole camp: one facilitator, six groups, twelve people in windows of their own, from first step to ranking."""

import os
import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import StepKind
from tests.browser import Visitor, VisitorFactory, accessibility_violations, unfold
from tests.factories.camp import make_camp, make_plan, make_seat
from tests.factories.process import make_process
from tests.hall import Hall, all_saved, card, is_live, write

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
PICTURES = os.environ.get("PICTURES", "")  # a folder for screenshots
GROUPS = ("Climate", "Mobility", "Health", "Digital", "Circular economy", "Inclusion")
IDEAS = {
    "Climate": ("Shade on every school yard", "Heat pumps by the street"),
    "Mobility": ("Night buses on demand", "Cargo bikes for shops"),
    "Health": ("A nurse in every district", "Care at home by data"),
    "Digital": ("Open sensors for all", "Help with forms"),
    "Circular economy": ("Repair hubs", "Second life for bricks"),
    "Inclusion": ("Kitchens that teach", "Work for newcomers"),
}
FAMILIES = ("business", "research", "public_sector", "civil_society")
STEPS = (StepKind.WRITE, StepKind.REVEAL, StepKind.VOTE, StepKind.HARVEST)


@dataclass
class Somebody:
    """A participant: whose window, in which group, and what is written there."""

    visitor: Visitor
    group: str
    idea: str
    board: str

    @property
    def page(self) -> Page:
        return self.visitor.page


@dataclass
class Camp:
    """What the test needs to know of the camp."""

    process: str
    camp: str
    host: str  # token of the facilitator's seat
    seats: list[tuple[str, str, str, str]]  # token, group, idea, board


def furnish(hall: Hall) -> Camp:
    """Six groups with two seats each, a facilitator's seat, and a plan."""
    with hall.session() as session:
        process = make_process(session, title="Region 2030", challenges=GROUPS)
        camp = make_camp(session, process, title={"en": "Innovation Camp 2030"})
        make_plan(session, camp, *STEPS, settings=RoundSpec(votes_each=1).packed())
        host = make_seat(session, camp, "Fatima", is_facilitator=True)[1]
        seats = []
        for place, group in enumerate(camp.groups):
            title = group.title["en"]
            for number, idea in enumerate(IDEAS[title]):
                helix = FAMILIES[(place + number) % len(FAMILIES)]
                name = f"{title} {number + 1}"
                token = make_seat(session, camp, name, group=group, helix=helix)[1]
                seats.append((token, title, idea, group.board.public_id))
        return Camp(process.public_id, camp.public_id, host, seats)


def arrive(visitors: VisitorFactory, hall: Hall, token: str, **options: int) -> Visitor:
    """Open a personal link and sit down."""
    visitor = visitors(hall.url, **options)
    visitor.page.goto(f"/en/seat/{token}")
    visitor.page.get_by_role("button", name=re.compile("^Sit down as")).click()
    visitor.page.wait_for_url(re.compile("/boards/|/camps/|/waiting"))
    return visitor


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def test_twelve_people_in_six_groups_come_from_the_first_step_to_the_ranking(
    hall: Hall, visitors: VisitorFactory
) -> None:
    camp = furnish(hall)
    fatima = arrive(visitors, hall, camp.host)
    host = fatima.page
    people = []
    for number, (token, group, idea, board) in enumerate(camp.seats):
        size = {"width": 375, "height": 740} if number == 11 else {}  # one of them is on a phone
        people.append(Somebody(arrive(visitors, hall, token, **size), group, idea, board))
    for each in people:
        each.page.goto(f"/en/p/{camp.process}/boards/{each.board}/")
        is_live(each.page)
    # A phone shows one zone at a time.
    people[11].page.locator("[data-switch]").get_by_role("button", name="Elements of innovation domains").click()

    console = f"/en/p/{camp.process}/manage/camps/{camp.camp}/"
    host.goto(console)
    host.get_by_role("button", name="Start the first step").click()
    for each in people:
        expect(each.page.locator("[data-step-title]")).to_have_text("Step to write")
    write_in_private(people)
    next_step(host, 2)
    for one, other in zip(people[::2], people[1::2], strict=True):
        expect(card(one.page, other.idea)).to_be_visible()
        expect(card(other.page, one.idea)).to_be_visible()
    picture(people[0].page, "camp-board")
    picture(people[11].page, "camp-phone")

    next_step(host, 3)
    vote(people)
    host.reload()
    expect(host.get_by_text("2 of 2 have voted").first).to_be_visible()
    picture(host, "camp-console")
    assert accessibility_violations(host) == []
    next_step(host, 4)

    harvest(host, camp)
    rank(host, camp, people)
    for each in (fatima, *(one.visitor for one in people)):
        each.assert_untroubled()


def write_in_private(people: list[Somebody]) -> None:
    """Everybody writes one card that only its author sees."""
    for each in people:
        write(each.page, "candidates", each.idea)
    for one, other in zip(people[::2], people[1::2], strict=True):
        for each in (one, other):
            all_saved(each.page)
            expect(card(each.page, each.idea)).to_be_visible()
        expect(card(one.page, other.idea)).to_have_count(0)


def next_step(host: Page, number: int) -> None:
    host.get_by_role("button", name="Next step").first.click()
    expect(host.get_by_text(f"Step {number} of {len(STEPS)}")).to_be_visible()


def vote(people: list[Somebody]) -> None:
    """Everybody gives the one dot to the first idea of the own group."""
    for each in people:
        each.page.get_by_label(IDEAS[each.group][0], exact=True).select_option("1")
    for each in people:
        all_saved(each.page)


def harvest(host: Page, camp: Camp) -> None:
    """Six cards, one of each group, become candidates; none is typed again."""
    host.goto(f"/en/p/{camp.process}/manage/long-list/harvest")
    for ideas in IDEAS.values():
        host.get_by_role("checkbox", name=f"Take up “{ideas[0]}”").check()
    picture(host, "camp-harvest")
    assert accessibility_violations(host) == []
    host.get_by_role("button", name="Each ticked line becomes a candidate").click()
    expect(host.get_by_text("6 candidates are on the long list now.")).to_be_visible()


def rank(host: Page, camp: Camp, people: list[Somebody]) -> None:
    """The long list becomes a questionnaire in one step; everybody ranks; the hosts see how it stands, then all do."""
    unfold(host.locator("summary", has_text="rank this list now"))
    host.get_by_role("button", name="Open the ranking").click()
    expect(host.get_by_role("heading", name="The ranking so far")).to_be_visible()
    for each in people:
        each.page.get_by_role("link", name="Rank the candidates now").click()  # the open board said so by itself
        for dimension in ("impact", "innovation", "prosperity"):
            group = each.page.locator(f"#order-{dimension}")
            for place in range(2):
                idea = IDEAS[GROUPS[(place + GROUPS.index(each.group)) % 6]][0]
                group.get_by_role("button", name=re.compile(f"^Add: {idea}")).click()
        each.page.get_by_role("button", name="Send my ranking").click()
        expect(each.page.get_by_role("heading", name="Thank you")).to_be_visible()
    host.reload()
    expect(host.get_by_text("people have ranked")).to_be_visible()
    expect(host.locator("[data-live=voters]")).to_contain_text("12")
    picture(host, "camp-ranking")
    assert accessibility_violations(host) == []
    unfold(host.locator("summary", has_text="Close and count"))
    with host.expect_navigation():
        host.get_by_role("button", name="Close and count").click()
    people[0].page.reload()
    host.goto(f"/en/p/{camp.process}/camps/{camp.camp}/report")
    for ideas in IDEAS.values():
        expect(host.get_by_role("cell", name=ideas[0]).first).to_be_visible()
    expect(host.get_by_role("heading", name="How participants ranked the candidates")).to_be_visible()
    picture(host, "camp-report")
    assert accessibility_violations(host) == []
