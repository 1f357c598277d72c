"""A committee of seven, from blind marks to a published decision that a stranger computes again.

Amina chairs, Bram uses the keyboard alone, Cato has a phone, Elif has a conflict of interest. Dirk, Farid and Greta sit
in another room: what they do goes through the same commands, without a browser of their own.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visitor, VisitorFactory, unfold
from tests.committee import DIGITAL, FOOD, MOBILITY, REPAIR, TITLES, Committee, Marks
from tests.journeys.test_selection import criteria_of, score_by_keyboard
from tests.live import LiveServerFactory
from tests.site import Site
from tests.walking import PASSWORD, assert_fine, press_until

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
BRAM, CATO = "4320", "4221"  # typed in a browser, one mark for each candidate on all four criteria
MARKS: Marks = {
    "amina": (4, 3, 2, 1),
    "dirk": (3, 3, 2, 1),
    "elif": (4, 3, None, 1),
    "farid": (3, 3, 3, 0),
    "greta": (4, 4, 1, 0),
}
MOTION = "Food and digital services become the two domains"


@pytest.fixture
def committee(
    live_servers: LiveServerFactory, tmp_path_factory: pytest.TempPathFactory, visitors: VisitorFactory
) -> Committee:
    """The committee before its first mark."""
    site = Site(live_servers(Path(tmp_path_factory.mktemp("committee"))))
    found = Committee(site, visitors)
    site.server.start()
    return found


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def score(page: Page, mark: str) -> None:
    """Give every criterion of the page the same mark."""
    for group in criteria_of(page):
        group.locator(f"input[type=radio][value='{mark}']").first.check()


def raise_by_keyboard(visitor: Visitor) -> None:
    """Raise every mark of the page from 2 to 4 and save, with the keyboard alone."""
    for group in criteria_of(visitor.page):
        press_until(visitor, group.locator("input[type=radio][value='2']"))
        for _ in range(2):
            visitor.page.keyboard.press("ArrowUp")
        expect(group.locator("input[type=radio][value='4']")).to_be_checked()
    press_until(visitor, visitor.page.get_by_role("button", name="Save", exact=True))
    visitor.page.keyboard.press("Enter")


def test_a_committee_of_seven_comes_to_a_decision_that_anybody_can_compute_again(
    committee: Committee, tmp_path: Path
) -> None:
    olga = committee.come("olga", "/manage/criteria")
    elif_ = committee.come("elif", "/selection/scores")
    bram = committee.come("bram", "/selection/scores")
    cato = committee.come("cato", "/selection/scores", width=375)
    score_blind(committee, elif_, bram, cato)
    reveal(olga, cato)
    amina = committee.come("amina", "/selection/room")
    discuss(committee, amina, bram, cato, elif_)
    score_again(committee, olga, bram, cato)
    vote(committee, amina, bram, cato, elif_)
    decide(committee, olga, amina)
    sign_and_publish(olga, amina, bram, cato, elif_)
    read_and_verify(committee, tmp_path)


def score_blind(committee: Committee, elif_: Visitor, bram: Visitor, cato: Visitor) -> None:
    """Elif keeps out of one candidate; Bram scores by keyboard, Cato with her thumb; all sheets are handed in."""
    page = elif_.page
    page.get_by_role("link", name=DIGITAL).click()
    unfold(page.locator("summary", has_text="I have a conflict of interest"))
    page.get_by_label("I work for, or sit on the board").check()
    press(page, "Declare it")
    expect(page.get_by_role("main")).to_contain_text("No marks are taken from you here")
    assert_fine(elif_)
    bram.page.get_by_role("link", name="Begin").click()
    cato.page.get_by_role("link", name="Begin").click()
    assert_fine(cato)
    for title, by_keyboard, by_thumb in zip(TITLES, BRAM, CATO, strict=True):
        for member in (bram, cato):
            expect(member.page.get_by_role("heading", level=1)).to_contain_text(title)
        score_by_keyboard(bram, by_keyboard)
        score(cato.page, by_thumb)
        cato.page.get_by_role("button", name="Save").first.click()
    for member in (bram, cato):
        expect(member.page.locator(".progress__value")).to_have_text("16 / 16")
    press_until(bram, bram.page.get_by_role("button", name="Hand in my sheet"))
    bram.page.keyboard.press("Enter")
    press(cato.page, "Hand in my sheet")
    for member in (bram, cato):
        expect(member.page.get_by_role("button", name="Take my sheet back")).to_be_visible()
    committee.score_elsewhere(MARKS)


def reveal(olga: Visitor, cato: Visitor) -> None:
    """Until the close nobody sees a mark, not the organiser either; then everybody sees what comes of them."""
    page = olga.page
    page.reload()
    expect(page.get_by_role("row", name="Bram")).to_contain_text("16 of 16")
    expect(page.get_by_role("row", name="Elif")).to_contain_text("12 of 12")
    cato.page.goto(cato.page.url.split("/selection/")[0] + "/manage/shortlist")
    expect(cato.page.get_by_role("main")).not_to_contain_text(FOOD)
    unfold(page.locator("summary", has_text="Close scoring"))
    with page.expect_navigation():
        press(page, "Close scoring")
    for member in (olga, cato):
        member.page.reload()
        table = member.page.get_by_role("table", name="Proposal and decision")
        expect(table.get_by_role("row", name=MOBILITY)).to_contain_text("Proposed")
        expect(table.get_by_role("row", name=DIGITAL)).not_to_contain_text("Proposed")
        assert_fine(member)


def discuss(committee: Committee, amina: Visitor, bram: Visitor, cato: Visitor, elif_: Visitor) -> None:
    """A meeting is opened; four come by themselves, the chair notes the others; two write about a criterion."""
    page = amina.page
    page.get_by_role("link", name="The shortlist").click()
    press(page, "Open the meeting")
    expect(page.get_by_role("button", name="I am here", exact=True)).to_be_visible()
    for member in (bram, cato, elif_):
        member.page.goto(page.url)
    for member in (amina, cato, elif_):
        press(member.page, "I am here")
    press_until(bram, bram.page.get_by_role("button", name="I am here"))
    bram.page.keyboard.press("Enter")
    for name in ("Dirk", "Farid", "Greta"):
        press(page, f"{name} is here")
        expect(page.get_by_role("button", name=f"{name} has left")).to_be_visible()
    expect(cato.page.locator("#here")).to_contain_text("7 of 7 present · quorum of 4 met")
    press(page, "Start: Digital")
    expect(cato.page.locator("#now")).to_contain_text("Time left:")
    assert_fine(cato)
    cato.page.locator("#agenda").get_by_role("link", name=DIGITAL).click()
    unfold(cato.page.locator("summary", has_text="Current and future market potential"))
    cato.page.get_by_label("Write about: Current and future market potential").fill("Hospitals ask for it already")
    assert_fine(cato)
    cato.page.locator("form").filter(has_text="Write about: Current and future market").get_by_role("button").click()
    expect(cato.page.get_by_text("Hospitals ask for it already")).to_be_visible()
    bram.page.goto(cato.page.url.split("#")[0])
    post = bram.page.locator(".room-post").filter(has_text="Hospitals ask")
    expect(post).to_contain_text("in the meeting: The shortlist")
    press_until(bram, post.locator("summary"))
    bram.page.keyboard.press("Enter")
    press_until(bram, post.get_by_label("Your answer"))
    bram.page.keyboard.type("Then I marked it too low")
    press_until(bram, post.get_by_role("button", name="Post"))
    bram.page.keyboard.press("Enter")
    expect(bram.page.locator(".room-post--answer")).to_contain_text("Then I marked it too low")
    assert_fine(bram)


def score_again(committee: Committee, olga: Visitor, bram: Visitor, cato: Visitor) -> None:
    """A second round begins with everybody's own marks; before and after stand side by side."""
    page = olga.page
    page.goto(f"{committee.base}/manage/scoring")
    page.get_by_label("English").fill("The market of digital services was discussed.")
    press(page, "Open another round")
    expect(page.get_by_role("heading", name="Round 2")).to_contain_text("Open")
    for member in (bram, cato):
        member.page.goto(f"{committee.base}/selection/scores")
        expect(member.page.get_by_role("main")).to_contain_text("The market of digital services was discussed.")
    bram.page.get_by_role("link", name=DIGITAL).press("Enter")
    expect(bram.page.locator(".criterion").first).to_contain_text("In round 1 you gave: 2.")
    raise_by_keyboard(bram)
    cato.page.get_by_role("link", name=DIGITAL).click()
    expect(cato.page.get_by_role("heading", level=1)).to_contain_text(DIGITAL)
    score(cato.page, "4")
    press(cato.page, "Save")
    expect(cato.page.get_by_role("main")).to_contain_text("Your marks are saved")
    expect(bram.page.get_by_role("main")).to_contain_text("Your marks are saved")
    committee.score_elsewhere({"amina": (4, 3, 3, 1), "dirk": (3, 3, 4, 1), "farid": (3, 3, 4, 0)})
    page.goto(f"{committee.base}/manage/criteria")
    unfold(page.locator("summary", has_text="Close scoring"))
    press(page, "Close scoring")
    expect(page.get_by_role("heading", name="Shortlist", exact=True)).to_be_visible()
    cato.page.goto(f"{committee.base}/manage/scoring")
    expect(cato.page.get_by_role("heading", name="From round 1 to round 2")).to_be_visible()
    expect(cato.page.get_by_role("main")).to_contain_text("5 of 7 members changed a mark: 20 went up and 0 down")
    expect(cato.page.get_by_role("main")).to_contain_text("The proposal changed.")
    expect(cato.page.get_by_role("row", name=DIGITAL).first).to_contain_text("Proposed")
    assert_fine(cato)


def vote(committee: Committee, amina: Visitor, bram: Visitor, cato: Visitor, elif_: Visitor) -> None:
    """Amina puts a motion with hidden votes; Elif takes no part, as it names the candidate she has a conflict with."""
    page = amina.page
    meeting = page.url.split("#")[0]
    page.get_by_role("link", name="Put a motion").click()
    page.get_by_label("English").first.fill(MOTION)
    page.get_by_label("Votes stay hidden until it closes").check()
    for title in (FOOD, DIGITAL):
        page.get_by_label(title).check()
    assert_fine(amina)
    press(page, "Put this motion")
    press(page, "Open the vote")
    expect(page.get_by_role("button", name="Vote", exact=True)).to_be_visible()
    for member in (bram, cato, elif_):
        member.page.goto(meeting)
    expect(elif_.page.locator("#motions")).to_contain_text("you take no part in this vote")
    expect(elif_.page.get_by_role("button", name="Vote", exact=True)).to_have_count(0)
    press_until(bram, bram.page.get_by_label("Yes", exact=True))
    bram.page.keyboard.press(" ")
    press_until(bram, bram.page.get_by_role("button", name="Vote", exact=True))
    bram.page.keyboard.press("Enter")
    for member, choice in ((amina, "Yes"), (cato, "I abstain")):
        member.page.get_by_label(choice, exact=True).check()
        press(member.page, "Vote")
    committee.vote_elsewhere(dirk="yes", farid="yes", greta="no")
    page.reload()
    expect(page.locator("#motions")).to_contain_text("6 of 7 members present have answered.")
    expect(page.locator("#motions")).not_to_contain_text("Greta")
    press(page, "Close and count")
    for member in (amina, bram, cato):
        expect(member.page.locator("#motions")).to_contain_text("Carried")
        expect(member.page.locator("#motions")).to_contain_text("Stepped aside: Elif.")
        assert_fine(member)
    unfold(page.locator("summary", has_text="Close the meeting"))
    press(page, "Close the meeting")
    expect(page.locator(".page-head")).to_contain_text("Over")


def decide(committee: Committee, olga: Visitor, amina: Visitor) -> None:
    """Mobility lives on in digital services; where the decision leaves an order it needs a reason, else no record."""
    page = amina.page
    page.goto(f"{committee.base}/manage/shortlist/moves")
    page.get_by_role("link", name=re.compile(f"Let others take it up.*{MOBILITY}")).click()
    page.get_by_label(DIGITAL).check()
    page.get_by_role("group", name="Reason").get_by_label("English").fill("Sharing runs on digital services")
    press(page, "Let others take it up")
    expect(page.get_by_role("listitem").filter(has_text=MOBILITY).first).to_contain_text(f"Taken up in: {DIGITAL}")
    assert_fine(amina)
    page = olga.page
    page.goto(f"{committee.base}/manage/shortlist/orders")
    orders = page.get_by_role("table", name="Places")
    expect(orders.get_by_role("columnheader")).to_contain_text(
        ["Candidate", "(6)", "Participants of the camp (6)", "Committee (7)"]
    )
    for title in (REPAIR, FOOD):
        expect(orders.get_by_role("row", name=title)).to_contain_text("Reason needed")
    assert_fine(olga)
    olga.forgive("422")
    page.get_by_role("link", name="To the sheet").click()
    press(page, "Go on to the record")
    expect(page.get_by_role("alert")).to_be_visible()
    for title, reason in ((REPAIR, "Too small to stand alone, however dear 🌱"), (FOOD, "It serves most challenges")):
        section = page.get_by_role("region", name=title)
        expect(section.locator(".field__errors")).to_have_count(1)
        section.get_by_label("Reason", exact=True).fill(reason)
    assert_fine(olga)
    press(page, "Go on to the record")
    page.get_by_role("link", name=MOTION).click()
    expect(page.get_by_label("What the committee voted on")).to_have_value(MOTION)
    page.get_by_label("Minority opinions").fill("Greta: mobility moves more people than any service")
    page.get_by_label("Chair").select_option(label="Amina")
    page.get_by_label("Publish marks and weights by numbered member").check()
    assert_fine(olga)
    press(page, "Draw up the record")
    expect(page.get_by_text("4 more signatures are needed")).to_be_visible()


def sign_and_publish(olga: Visitor, amina: Visitor, bram: Visitor, cato: Visitor, elif_: Visitor) -> None:
    """Four members sign with their passwords, one of them by keyboard; the chair publishes."""
    for member in (amina, bram, cato, elif_):
        member.page.goto(olga.page.url)
        secret = member.page.get_by_label("Your password")
        press_until(member, secret)
        member.page.keyboard.type(PASSWORD)
        member.page.keyboard.press("Enter")
        expect(member.page.get_by_text("You have signed this record.")).to_be_visible()
        assert_fine(member)
    amina.page.reload()
    amina.page.get_by_label("This is the committee’s decision").check()
    press(amina.page, "Publish the decision")
    expect(amina.page.get_by_role("heading", name="The shortlist", exact=True)).to_be_visible()


def read_and_verify(committee: Committee, folder: Path) -> None:
    """A stranger reads decision, way, record and method, takes the data along, and computes all of it again."""
    stranger = committee.visitors(committee.site.server.url)
    page = stranger.page
    page.goto(f"{committee.base}/selection/")
    expect(page.locator(".shortlist__item")).to_contain_text([FOOD, DIGITAL])
    expect(page.get_by_role("main")).to_contain_text("Too small to stand alone, however dear 🌱")
    assert_fine(stranger)
    page.get_by_role("link", name="From the long list to the shortlist").click()
    unfold(page.locator("summary", has_text="The same as a table"))
    expect(page.get_by_role("row", name=MOBILITY)).to_contain_text("Taken up in others")
    assert_fine(stranger)
    page.goto(f"{committee.base}/selection/")
    page.get_by_role("link", name="Record 1").click()
    told = page.get_by_role("main")
    for words in (MOTION, "7 of 7 members", "mobility moves more people", f"{DIGITAL}: 1 member"):
        expect(told).to_contain_text(words)
    for name in ("Amina", "Bram", "Cato", "Elif"):
        expect(page.get_by_role("row", name=name)).to_contain_text("with a password")
    assert_fine(stranger)
    record = page.url
    with page.expect_download() as taken:
        page.get_by_role("link", name="Open data of the decision").click()
    page.get_by_role("link", name="Method statement").click()
    expect(page.get_by_role("heading", name="How the committee scored")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The market of digital services was discussed.")
    assert_fine(stranger)
    packed = folder / taken.value.suggested_filename
    taken.value.save_as(packed)
    lines = committee.site.server.command("verify", str(packed)).splitlines()
    assert len(lines) > 20
    assert "0 not equal." in lines[-1]
    assert lines == committee.site.server.command("verify", record).splitlines()
