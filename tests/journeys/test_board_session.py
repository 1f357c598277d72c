"""What drives a session, seen from the board: the step and its clock, a vote, help, and being brought together."""

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from cocreate.camp import commands, queries
from cocreate.camp.before import preparing
from cocreate.camp.models import Card, Seat
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import RoundKind, StepKind
from cocreate.core.ids import digest
from tests.browser import VisitorFactory, accessibility_violations, scrolls_sideways
from tests.factories.camp import FACILITATOR, make_plan
from tests.hall import Hall, Place, all_saved, card, choose, is_live, open_card, place_of, sit_down, write, zone

pytestmark = pytest.mark.browser


def begin(hall: Hall, place: Place, kind: StepKind) -> None:
    """A plan whose only step runs."""
    with hall.session() as session:
        board = queries.find_board(session, place.board_id)
        assert board is not None
        camp = board.group.camp
        (step,) = make_plan(session, camp, kind, help={"en": "Do it well."})
        commands.start_step(session, FACILITATOR, camp, step)


def open_round(hall: Hall, place: Place, kind: RoundKind, **options: int) -> int:
    """A vote on all cards of the board; returns its key."""
    with hall.session() as session:
        board = queries.find_board(session, place.board_id)
        assert board is not None
        spec = RoundSpec(kind=kind, question={"en": "Which first?"}, **options)
        (made,) = commands.open_rounds(session, FACILITATOR, [board], spec)
        return made.id


def test_the_step_says_what_to_do_and_what_one_writes_stays_private(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    begin(hall, place, StepKind.WRITE)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page = ada.page
    expect(page.locator("[data-step-title]")).to_have_text("Step to write")
    expect(page.locator("[data-step-place]")).to_have_text("Step 1 of 1")
    expect(page.locator("[data-clock]")).to_contain_text(":")
    expect(page.locator("[data-step-may]")).to_contain_text("others see your cards after the reveal")
    write(page, "market", "My own thought")
    expect(card(page, "My own thought")).to_contain_text("Only you see this card until the reveal.")
    all_saved(page)
    write(ben.page, "market", "Another thought")
    all_saved(ben.page)
    expect(card(ben.page, "My own thought")).to_have_count(0)
    expect(card(page, "Another thought")).to_have_count(0)
    assert accessibility_violations(page) == []
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_a_step_to_read_takes_no_cards(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    begin(hall, place, StepKind.READ)
    ada = sit_down(visitors, place, "Ada", width=375, height=740)
    expect(ada.page.locator("[data-step-title]")).to_have_text("Step to read")
    expect(ada.page.locator("[data-grip]:visible")).to_have_count(0)
    expect(ada.page.get_by_placeholder("Write a card…")).to_have_count(3)
    expect(ada.page.get_by_placeholder("Write a card…").first).to_be_hidden()
    expect(ada.page.locator(".sheet-fold").get_by_role("heading", name="Climate")).to_be_visible()
    assert not scrolls_sideways(ada.page)
    assert accessibility_violations(ada.page) == []


def test_a_step_to_read_unfolds_the_sheet_once_and_leaves_the_focus_where_it_is(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish(cards=1)
    begin(hall, place, StepKind.READ)
    ada = sit_down(visitors, place, "Ada")
    fold = ada.page.locator(".sheet-fold")
    expect(fold).to_have_attribute("open", "")
    expect(fold.get_by_role("heading", name="Climate")).to_be_visible()
    expect(ada.page.locator("[data-said]")).to_have_text("The information sheet is unfolded at the top of the page.")
    assert fold.evaluate("(sheet) => !sheet.contains(document.activeElement)")
    assert accessibility_violations(ada.page) == []
    fold.locator("summary").click()
    expect(fold).not_to_have_attribute("open", "")
    ada.page.reload()
    expect(ada.page.locator("[data-step-title]")).to_have_text("Step to read")
    expect(fold).not_to_have_attribute("open", "")
    ada.assert_untroubled()


def test_dots_are_spread_within_their_number_and_kept_over_a_reload(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    open_round(hall, place, RoundKind.DOTS, votes_each=3, most_per_card=2)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    expect(page.locator("[data-round-question]")).to_have_text("Which first?")
    page.get_by_label("Prepared card 0", exact=True).select_option("2")
    expect(page.locator("[data-ballot-left]")).to_have_text("Dots left: 1 of 3")
    page.get_by_label("Prepared card 1", exact=True).select_option("2")
    expect(page.locator("[data-said]")).to_have_text("You have no dots left. Take one back first.")
    page.get_by_label("Prepared card 1", exact=True).select_option("1")
    expect(page.locator("[data-round-voters]")).to_contain_text("Voted so far: 1")
    all_saved(page)
    assert accessibility_violations(page) == []
    page.reload()
    is_live(page)
    expect(page.get_by_label("Prepared card 0", exact=True)).to_have_value("2")
    page.get_by_role("button", name="Take the whole ballot back").click()
    expect(page.locator("[data-round-voters]")).to_contain_text("Voted so far: 0")
    ada.assert_untroubled()


def test_a_ranking_gives_each_place_once_and_leaves_no_gap(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    open_round(hall, place, RoundKind.RANKING, votes_each=3)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page

    def choose_place(card_number: int, to: str) -> None:
        page.get_by_label(f"Prepared card {card_number}", exact=True).select_option(to)

    def see_places(*places: str) -> None:
        for number, shown in enumerate(places):
            expect(page.get_by_label(f"Prepared card {number}", exact=True)).to_have_value(shown)
        all_saved(page)
        expect(page.locator("[data-returned]")).to_have_count(0)

    choose_place(0, "2")
    expect(page.locator("[data-said]")).to_contain_text("Your vote is noted: place 1 of 1.")
    see_places("1", "0", "0")
    choose_place(0, "3")
    see_places("1", "0", "0")
    choose_place(2, "1")
    see_places("2", "0", "1")
    choose_place(2, "2")
    see_places("1", "0", "2")
    choose_place(0, "0")
    see_places("0", "0", "1")
    page.reload()
    is_live(page)
    see_places("0", "0", "1")
    ada.assert_untroubled()


def test_a_closed_vote_shows_its_totals_and_leads_to_the_whole_result(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    vote = open_round(hall, place, RoundKind.DOTS, votes_each=3, most_per_card=2)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    page.get_by_label("Prepared card 0", exact=True).select_option("2")
    expect(page.locator("[data-ballot-left]")).to_have_text("Dots left: 1 of 3")
    all_saved(page)
    with hall.session() as session:
        commands.close_round(session, FACILITATOR, session.get_one(VotingRound, vote))
    page.reload()
    is_live(page)
    page.locator("[data-round] summary").click()
    expect(page.locator("[data-round-results]")).to_contain_text("Prepared card 0: 2")
    assert accessibility_violations(page) == []
    page.get_by_role("link", name="The whole result: Which first?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Which first?")
    ada.assert_untroubled()


def test_a_ballot_cast_without_a_connection_is_there_afterwards_and_in_the_other_window_too(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish(cards=3)
    open_round(hall, place, RoundKind.DOTS, votes_each=3, most_per_card=2)
    ada = sit_down(visitors, place, "Ada")
    for pattern in ("ERR_INTERNET_DISCONNECTED", "WebSocket connection"):
        ada.forgive(pattern)
    page = ada.page
    other = ada.context.new_page()
    other.goto(place.board)
    is_live(other)
    ada.context.set_offline(True)
    for each in (page, other):
        each.evaluate("window.dispatchEvent(new Event('offline'))")
    page.get_by_label("Prepared card 0", exact=True).select_option("1")
    ada.context.set_offline(False)
    for each in (page, other):
        each.evaluate("window.dispatchEvent(new Event('online'))")
        is_live(each)
        expect(each.get_by_label("Prepared card 0", exact=True)).to_have_value("1")
    all_saved(page)
    other.get_by_label("Prepared card 1", exact=True).select_option("2")
    for each in (page, other):
        expect(each.get_by_label("Prepared card 1", exact=True)).to_have_value("2")
    all_saved(other)
    expect(page.locator("[data-ballot-left]")).to_have_text("Dots left: 0 of 3")
    page.reload()
    is_live(page)
    expect(page.get_by_label("Prepared card 0", exact=True)).to_have_value("1")
    expect(page.get_by_label("Prepared card 1", exact=True)).to_have_value("2")
    ada.assert_untroubled()


def bring_to_plenary(hall: Hall, place: Place, words: str) -> str:
    """A card of the group on the plenary's open board, whose address is returned."""
    with hall.session() as session:
        board = queries.find_board(session, place.board_id)
        assert board is not None
        camp = board.group.camp
        plenary = preparing.add_plenary(session, FACILITATOR, camp)
        commands.open_board(session, FACILITATOR, plenary.board)
        wanted = session.scalars(select(Card.public_id).where(Card.board_id == board.id, Card.text == words)).one()
        zone_key = plenary.board.zones[0].key
        preparing.bring_to_plenary(session, FACILITATOR, camp, [wanted], zone=zone_key)
        return f"/en/p/{place.process}/boards/{plenary.board.public_id}/"


def test_the_plenary_shows_how_a_group_voted_for_the_card_it_brings(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    wanted = "Prepared card 1"
    round_id = open_round(hall, place, RoundKind.DOTS, votes_each=3, most_per_card=2)
    ben = sit_down(visitors, place, "Ben")
    ben.page.get_by_label(wanted, exact=True).select_option("2")
    all_saved(ben.page)
    address = bring_to_plenary(hall, place, wanted)
    ada = sit_down(visitors, place, "Ada", width=375, height=740)
    page = ada.page
    page.goto(address)
    is_live(page)
    told = "Dots on the board of “Climate”: 2, by 1 of 1 who voted"
    open_card(page, wanted)
    detail = page.locator("[data-detail]")
    expect(detail.get_by_role("heading", name=wanted)).to_be_visible()
    expect(page.get_by_text("on the board of “Climate”")).to_have_count(0)
    with hall.session() as session:
        commands.close_round(session, FACILITATOR, session.get_one(VotingRound, round_id))
    detail.get_by_role("button", name="Close").click()
    open_card(page, wanted)
    expect(detail).to_contain_text(told)
    assert accessibility_violations(page) == []
    detail.get_by_role("button", name="Close").click()
    expect(card(page, wanted)).to_contain_text(told)
    assert not scrolls_sideways(page)
    assert accessibility_violations(page) == []
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_who_asks_for_help_is_seen(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    fatima, ada = (sit_down(visitors, place, name) for name in ("Fatima", "Ada"))
    page = ada.page
    page.get_by_text("Ask for help").click()
    page.get_by_label("What is it about?").fill("What is an asset?")
    page.get_by_role("button", name="Call a facilitator").click()
    expect(page.get_by_text("A facilitator will come.").first).to_be_visible()
    asked = fatima.page.get_by_role("list", name="Requests for help")
    expect(asked).to_contain_text("Ada asks for help. What is an asset?")
    assert accessibility_violations(fatima.page) == []
    asked.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Call a facilitator")).to_be_visible()
    for visitor in (fatima, ada):
        visitor.assert_untroubled()


def test_everybody_is_brought_to_a_card_and_sees_it(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=60)
    fatima, ada = (sit_down(visitors, place, name) for name in ("Fatima", "Ada"))
    ben = sit_down(visitors, place, "Ben", width=375, height=740)
    said = "Fatima has brought everybody here."
    far = "Prepared card 57"

    def look_closely(page: Page, key: str) -> None:
        for _ in range(4):
            page.get_by_role("button", name="Nearer").click()
        middle = zone(page, key).locator("li[data-card]").nth(4)
        middle.evaluate("card => card.scrollIntoView({block: 'center', inline: 'center'})")

    look_closely(ada.page, "candidates")
    for each in (ada.page, ben.page):
        expect(card(each, far)).not_to_be_in_viewport()
    field = ada.page.get_by_placeholder("Write a card…").last
    field.focus()
    choose(fatima.page, far, "Bring everyone to this card")
    expect(fatima.page.locator("[data-said]")).to_have_text("Everybody is brought here.")
    expect(card(ada.page, far)).to_be_in_viewport()
    expect(field).to_be_focused()
    for each in (ada.page, ben.page):
        expect(card(each, far)).to_be_in_viewport()
        notice = each.locator("[data-notices]").get_by_text(said)
        expect(notice).to_be_in_viewport()
        assert accessibility_violations(each) == []
        each.get_by_role("button", name="Put away").click()
        expect(notice).to_have_count(0)
    expect(fatima.page.locator("[data-notices]")).not_to_contain_text(said)
    look_closely(fatima.page, "strengths")
    fatima.page.get_by_role("button", name="Bring everyone here").click()
    for each in (ada.page, ben.page):
        expect(each.locator("[data-notices]").get_by_text(said)).to_be_in_viewport()
        expect(zone(each, "strengths")).to_be_in_viewport()
        expect(card(each, far)).not_to_be_in_viewport()
    first = str(card(ada.page, "Prepared card 2").first.get_attribute("data-card"))
    ben.page.goto("about:blank")
    ben.page.goto(f"{place.hall.url}{place.board}#card-{first}")
    expect(ben.page.locator(f"[data-card='{first}']")).to_be_in_viewport()
    for visitor in (fatima, ada, ben):
        visitor.assert_untroubled()


def test_who_may_not_facilitate_brings_nobody_anywhere(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=1)
    page = sit_down(visitors, place, "Ada").page
    card(page, "Prepared card 0").get_by_role("button", name="Actions for").click()
    expect(page.locator(".board-menu")).to_contain_text("Open the card")
    expect(page.locator(".board-menu")).not_to_contain_text("Bring everyone")


def test_others_pointers_are_seen_and_can_be_turned_off(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    expect(ada.page.locator("[data-cursors-choice]")).to_have_count(1)

    def point() -> None:
        box = place_of(card(ben.page, "Prepared card 1"))
        for step in range(6):
            ben.page.mouse.move(box["x"] + 20 + step * 5, box["y"] + 30)
            ben.page.wait_for_timeout(150)

    point()
    expect(ada.page.locator(".board-cursor")).to_have_text("Ben")
    ada.page.get_by_text("2 here").click()
    ada.page.get_by_role("button", name="Follow Ben").click()
    expect(ada.page.locator("[data-following]")).to_contain_text("You follow Ben")
    ada.page.keyboard.press("Escape")
    expect(ada.page.locator("[data-following]")).to_be_hidden()
    ada.page.get_by_role("button", name="Working by keyboard").click()
    ada.page.get_by_label("Show where others point").uncheck()
    ada.page.get_by_role("button", name="Close", exact=True).last.click()
    point()
    expect(ada.page.locator(".board-cursor")).to_have_count(0)
    ada.assert_untroubled()


def tab_to(page: Page, wanted: Locator) -> None:
    """Go on with the Tab key until something has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the Tab key does not lead to {wanted}")


def go_to(page: Page, words: str) -> None:
    """Go to a card by keyboard, from the one before it."""
    card(page, words).locator("[data-more]").focus()
    page.keyboard.press("k")
    page.keyboard.press("j")
    expect(card(page, words).locator("[data-more]")).to_be_focused()


def follow_by_keyboard(page: Page, name: str) -> None:
    """Open who is here, go to a name and follow it."""
    people = page.locator("[data-people] > summary")
    if not people.evaluate("element => element === document.activeElement"):
        tab_to(page, people)
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=f"Follow {name}")
    expect(button, "the name has come").to_be_visible()  # only then: the Tab key would leave the list, which closes it
    tab_to(page, button)
    expect(button).to_have_attribute("aria-pressed", "false")
    assert accessibility_violations(page) == []
    page.keyboard.press("Enter")
    expect(people).to_be_focused()
    expect(page.locator("[data-said]")).to_contain_text(f"You follow {name}. Escape ends it.")


def test_a_person_is_followed_by_keyboard_alone(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=60)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page, bar, far = ada.page, ada.page.locator("[data-following]"), "Prepared card 57"
    tab_to(page, page.locator("[data-people] > summary"))
    for _ in range(4):
        page.keyboard.press("+")
    zone(page, "candidates").evaluate("zone => zone.scrollIntoView({block: 'center', inline: 'center'})")
    expect(card(page, far)).not_to_be_in_viewport()
    follow_by_keyboard(page, "Ben")
    expect(bar).to_contain_text("You follow Ben.")
    go_to(ben.page, far)
    expect(bar).to_contain_text(f"Ben is at “{far}” in “")
    expect(card(page, far)).to_be_in_viewport()
    expect(card(page, far)).to_have_attribute("data-followed", "Ben")
    expect(page.locator("[data-said]")).to_contain_text(f"Ben is at “{far}”")
    expect(page.locator("[data-people] > summary")).to_be_focused()
    assert accessibility_violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Follow Ben")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Follow Ben")).to_be_hidden()
    expect(bar, "this Escape closed the list only").to_be_visible()
    page.keyboard.press("Escape")
    expect(bar).to_be_hidden()
    expect(page.locator("[data-said]")).to_have_text("You look for yourself again.")
    expect(page.locator("[data-followed]")).to_have_count(0)
    expect(page.locator("[data-people] > summary")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Follow Ben"))
    page.keyboard.press("Enter")
    ben.page.goto("about:blank")
    expect(page.locator("[data-said]")).to_have_text("Ben has left the board. You look for yourself again.")
    expect(bar).to_be_hidden()
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_nobody_sees_who_votes_for_what(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=20)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    bar = ada.page.locator("[data-following]")
    follow_by_keyboard(ada.page, "Ben")
    go_to(ben.page, "Prepared card 17")
    expect(bar).to_contain_text("Ben is at “Prepared card 17”")
    secret = card(ben.page, "Prepared card 3")
    secret.locator("[data-vote]").focus()
    ben.page.keyboard.press("Enter")
    expect(secret.locator("[data-vote]")).to_have_attribute("aria-pressed", "true")
    all_saved(ben.page)
    expect(card(ada.page, "Prepared card 3").locator("[data-votes-count]")).to_have_text("1")
    expect(bar).to_contain_text("Ben is at “Prepared card 17”")
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_following_in_the_list_of_a_phone_moves_the_page_and_never_the_focus(
    hall: Hall, visitors: VisitorFactory
) -> None:
    place = hall.furnish(cards=60)
    ada = sit_down(visitors, place, "Ada", width=375, height=740)
    ben, fatima = (sit_down(visitors, place, name) for name in ("Ben", "Fatima"))
    page, bar = ada.page, ada.page.locator("[data-following]")
    follow_by_keyboard(page, "Ben")
    for words in ("Prepared card 57", "Prepared card 13"):  # in other zones: a phone shows one at a time
        go_to(ben.page, words)
        expect(card(page, words)).to_be_in_viewport()
        expect(card(page, words)).to_have_attribute("data-followed", "Ben")
        expect(page.locator("[data-people] > summary")).to_be_focused()
        expect(bar).to_be_in_viewport()
        assert not scrolls_sideways(page)
        assert accessibility_violations(page) == []
    field = zone(page, "strengths").get_by_role("textbox")
    field.focus()
    go_to(ben.page, "Prepared card 33")
    expect(bar).to_contain_text("Ben is at “Prepared card 33”")
    expect(field, "while one writes, the zone stays").to_be_focused()
    page.get_by_role("button", name="Stop following").focus()
    page.keyboard.press("Enter")
    expect(bar).to_be_hidden()
    expect(page.locator("[data-people] > summary")).to_be_focused()
    # Whoever reads the list can be followed on the board, too.
    follow_by_keyboard(fatima.page, "Ada")
    field.focus()
    tab_to(page, card(page, "Prepared card 13").locator("[data-more]"))
    expect(card(fatima.page, "Prepared card 13")).to_have_attribute("data-followed", "Ada")
    expect(fatima.page.locator(".board-cursor").filter(has_text="Ada")).to_be_in_viewport()
    for visitor in (ada, ben, fatima):
        visitor.assert_untroubled()


def test_where_nobody_is_named_one_finds_one_s_own_again_after_a_reload(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=1, is_anonymous=True)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page, mine = ada.page, "you (others see no name)"
    write(page, "market", "From somebody")
    expect(card(page, "From somebody")).to_contain_text(mine)
    card(page, "From somebody").locator("[data-vote]").click()
    card(page, "From somebody").locator("[data-open]").click()
    page.get_by_role("button", name="I like it").click()
    page.get_by_label("Your comment").fill("Said by me")
    page.get_by_role("button", name="Comment", exact=True).click()
    all_saved(page)
    page.reload()
    is_live(page)
    expect(card(page, "From somebody")).to_contain_text(mine)
    expect(card(page, "Prepared card 0")).not_to_contain_text(mine)
    expect(card(page, "From somebody").locator("[data-vote]")).to_have_attribute("aria-pressed", "true")
    card(page, "From somebody").locator("[data-open]").click()
    like = page.get_by_role("button", name="I like it")
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-comments]")).to_contain_text(mine)
    like.click()
    expect(like).to_have_attribute("aria-pressed", "false")
    all_saved(page)
    assert accessibility_violations(page) == []
    card(ben.page, "From somebody").locator("[data-open]").click()
    expect(ben.page.locator("[data-comments]")).to_contain_text("Said by me")
    for hidden in ("you (others", "Ada"):
        expect(ben.page.locator("[data-detail]")).not_to_contain_text(hidden)
        expect(card(ben.page, "From somebody")).not_to_contain_text(hidden)
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_what_is_hidden_and_who_is_muted_shows_on_the_open_board(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    ada, fatima = (sit_down(visitors, place, name) for name in ("Ada", "Fatima"))
    page = ada.page
    expect(zone(page, "market").get_by_role("textbox")).to_be_visible()
    with hall.session() as session:
        mine = session.scalars(select(Seat.public_id).where(Seat.token_hash == digest(place.tokens["Ada"]))).one()
    hidden = next(key for key, one in place.stored()["cards"].items() if one["text"] == "Prepared card 0")
    for subject in (hidden, mine):
        fatima.page.goto(f"/en/p/{place.process}/manage/camps/{place.camp}/order")
        why = fatima.page.locator(f"[id$='-{subject}'][name=reason]").first
        why.evaluate("field => { field.value = 'Not here'; field.form.submit(); }")
        expect(fatima.page.get_by_text("The person concerned reads the reason.")).to_be_visible()
    expect(card(page, "Prepared card 0")).to_have_count(0)
    expect(page.locator("[data-removed]")).to_be_hidden()
    expect(zone(page, "market").get_by_role("textbox")).to_be_hidden()
    expect(card(page, "Prepared card 1").locator("[data-vote]")).to_be_disabled()
    for visitor in (ada, fatima):
        visitor.assert_untroubled()
