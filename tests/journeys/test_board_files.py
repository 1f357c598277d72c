"""What rests on cards in real browsers: pictures, assets, and what a merged card shows of its parents."""

import base64
import re

import pytest
from playwright.sync_api import expect

from cocreate.camp import commands, queries
from cocreate.core.ids import public_id
from tests.browser import VisitorFactory, accessibility_violations
from tests.factories.camp import FACILITATOR, do
from tests.hall import Hall, all_saved, card, open_card, sit_down

pytestmark = pytest.mark.browser

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)  # red, one pixel


def test_a_picture_and_an_asset_are_put_on_a_card(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=3)
    ada, ben = (sit_down(visitors, place, name) for name in ("Ada", "Ben"))
    page = ada.page
    open_card(page, "Prepared card 0")
    dot = {"name": "dot.png", "mimeType": "image/png", "buffer": DOT}
    page.get_by_label("File", exact=True).set_input_files([dot])
    page.get_by_label("What a picture shows").fill("A red dot")
    page.get_by_role("button", name="Attach").click()
    expect(page.locator("[data-file-said]")).to_have_text("The file is on the card.")
    page.get_by_text("Add an asset or an answer").click()
    page.get_by_label("Asset or answer").select_option(label="Climate lab")
    page.locator("[data-subject-form]").get_by_role("button", name="Add").click()
    expect(page.locator("[data-references]")).to_contain_text("Climate lab")
    assert accessibility_violations(page) == []
    all_saved(page)
    theirs = card(ben.page, "Prepared card 0").locator("[data-picture]")
    expect(theirs).to_have_attribute("alt", "A red dot")
    assert theirs.evaluate("async picture => (await picture.decode(), picture.naturalWidth)") == 1
    page.get_by_role("link", name="History of the card").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("History of a card")
    for visitor in (ada, ben):
        visitor.assert_untroubled()


def test_a_merged_card_shows_the_files_and_comments_of_its_parents(hall: Hall, visitors: VisitorFactory) -> None:
    place = hall.furnish(cards=1)
    parents = [public_id(), public_id()]
    with hall.session() as session:
        board = queries.find_board(session, place.board_id)
        assert board is not None
        for card_id, text in zip(parents, ("A harbour", "A canal"), strict=True):
            do(session, FACILITATOR, board, "add_card", card=card_id, zone="market", text=text, rank=1)
        file = commands.upload_file(
            session,
            FACILITATOR,
            board,
            name="map.png",
            content=DOT,
            description="A map of the harbour",
        )
        do(session, FACILITATOR, board, "attach_file", card=parents[0], file=file.public_id)
        do(session, FACILITATOR, board, "comment", card=parents[1], comment=public_id(), text="With water buses")
        told = {"zone": "market", "rank": 1, "title": "", "text": "Both ways of water"}
        do(session, FACILITATOR, board, "merge_cards", card=public_id(), cards=parents, **told)
    ada = sit_down(visitors, place, "Ada")
    page = ada.page
    expect(card(page, "Both ways of water").get_by_role("img", name="A map of the harbour")).to_be_visible()
    expect(card(page, "Both ways of water").locator("[data-open]")).to_have_accessible_name(
        re.compile("Comments: 1.*Files: 1")
    )
    open_card(page, "Both ways of water")
    expect(page.locator("[data-files]")).to_contain_text("from “A harbour”")
    expect(page.locator("[data-files] button")).to_have_count(0)
    expect(page.locator("[data-comments]")).to_contain_text("from “A canal”")
    expect(page.locator("[data-comments]")).to_contain_text("With water buses")
    assert accessibility_violations(page) == []
    ada.assert_untroubled()
