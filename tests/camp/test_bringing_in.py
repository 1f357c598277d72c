"""Cards from another whiteboard's file, and the board as of any moment."""

import contextlib
import re
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import commands
from cocreate.camp.before.preparing import notes_in
from cocreate.camp.models import Camp, Card
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import RoundKind, StepKind
from cocreate.core.db import db
from cocreate.core.permissions import Role
from cocreate.errors import Invalid
from cocreate.process.models import Process
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, make_camp, make_card, make_plan
from tests.factories.process import make_process

TABLE = "Frame;Sticky note;Tags\nStrengths and advantages;Repair hubs;water, heat\n;=1+1;\n"
CELLS = "Climate\nRepair hubs,Urban farms\n,Short chains\n"


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def camp(session: Session, process: Process) -> Camp:
    return make_camp(session, process)


def test_a_table_with_headings_gives_text_tags_and_frame() -> None:
    first, second = notes_in(TABLE.encode())
    assert (first.text, first.tags, first.zone) == ("Repair hubs", ("water", "heat"), "Strengths and advantages")
    assert (second.text, second.tags, second.zone) == ("=1+1", (), "")


def test_cells_without_headings_are_all_offered_in_order() -> None:
    assert [note.text for note in notes_in(CELLS.encode())] == ["Climate", "Repair hubs", "Urban farms", "Short chains"]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"text\n", bytes(range(9)) * 40])
def test_a_file_without_notes_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        notes_in(content)


@given(st.binary(max_size=400))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    with contextlib.suppress(Invalid):
        assert all(note.text or note.title for note in notes_in(content))


def sent_back(page: str, **more: str) -> dict[str, object]:
    """The form of the second page as a browser sends it untouched."""
    names = re.findall(r'name="note" value="([^"]+)"', page)
    texts = re.findall(r'name="(text-[^"]+)"[^>]*>([^<]*)<', page)
    zones = re.findall(r'name="(zone-[^"]+)">(.*?)</select>', page, re.S)
    chosen = {name: re.search(r'value="([^"]*)" selected', options) for name, options in zones}
    return {
        "csrf_token": csrf_token(page),
        "note": names,
        "pick": names,
        **dict(texts),
        **{name: found[1] for name, found in chosen.items() if found},
        **more,
    }


def test_notes_come_onto_the_board_once(session: Session, process: Process, camp: Camp, client: FlaskClient) -> None:
    board = camp.groups[0].board
    db.session.commit()
    browser = sign_in(client, make_member(session, process, Role.FACILITATOR))
    address = f"/en/p/{process.public_id}/manage/boards/{board.public_id}/bring-in"
    token = csrf_token(browser.get(address).text)
    page = browser.post(address, data={"csrf_token": token, "file": (BytesIO(TABLE.encode()), "miro.csv")}).text
    assert "2 notes were found" in page
    for _click in range(2):
        assert browser.post(address, data=sent_back(page)).status_code == 303
    cards = session.scalars(select(Card).order_by(Card.id)).all()
    assert [(card.text, card.zone.key, card.author_id) for card in cards] == [
        ("Repair hubs", "strengths", None),
        ("=1+1", "market", None),
    ]


def test_what_was_typed_stays_when_nothing_is_ticked(
    session: Session, process: Process, camp: Camp, client: FlaskClient
) -> None:
    db.session.commit()
    browser = sign_in(client, make_member(session, process, Role.FACILITATOR))
    address = f"/en/p/{process.public_id}/manage/boards/{camp.groups[0].board.public_id}/bring-in"
    token = csrf_token(browser.get(address).text)
    page = browser.post(address, data={"csrf_token": token, "file": (BytesIO(CELLS.encode()), "m.csv")}).text
    form = sent_back(page)
    note = re.findall(r'name="note" value="([^"]+)"', page)[0]
    form |= {"pick": [], f"text-{note}": "Climate & energy <b>"}
    refused = browser.post(address, data=form)
    assert refused.status_code == 422
    assert "Climate &amp; energy &lt;b&gt;" in refused.text and "Tick at least one note" in refused.text
    assert session.scalars(select(Card)).first() is None


def test_the_board_as_of_any_moment_is_shown_to_staff_only(
    session: Session, process: Process, camp: Camp, client: FlaskClient
) -> None:
    board = camp.groups[0].board
    card = make_card(session, board, "Repair hubs")
    before = board.number
    do(session, FACILITATOR, board, "remove_card", card=card.public_id)
    make_card(session, board, "Urban farms")
    db.session.commit()
    address = f"/en/p/{process.public_id}/boards/{board.public_id}/replay"
    assert client.get(address).status_code in (302, 403)
    browser = sign_in(client.application.test_client(), make_member(session, process, Role.FACILITATOR))
    then = browser.get(f"{address}?number={before}").text
    assert "Repair hubs</text>" in then and "Urban farms</text>" not in then
    now = browser.get(f"{address}?number=99999999999").text
    assert "Repair hubs</text>" not in now and "Urban farms</text>" in now
    assert browser.get(f"{address}?number=-1&x=é").status_code == 200
    start = browser.get(f"{address}?number=0").text
    assert "</text>" in start and "farms</text>" not in start


def test_the_big_screen_shows_no_private_card(
    session: Session, process: Process, camp: Camp, client: FlaskClient
) -> None:
    board = camp.groups[0].board
    make_card(session, board, "For all")
    make_card(session, board, "For me").is_private = True
    db.session.commit()
    browser = sign_in(client, make_member(session, process, Role.FACILITATOR))
    for page in ("screen", "replay"):
        text = browser.get(f"/en/p/{process.public_id}/boards/{board.public_id}/{page}").text
        assert "For all</text>" in text
    screen = browser.get(f"/en/p/{process.public_id}/boards/{board.public_id}/screen").text
    assert "For me" not in screen


def test_the_big_screen_counts_the_step_down_and_says_which_vote_is_open(
    session: Session, process: Process, camp: Camp, client: FlaskClient
) -> None:
    board = camp.groups[0].board
    make_card(session, board, "For all")
    (step,) = make_plan(session, camp, StepKind.DISCUSS, minutes=7)
    commands.start_step(session, FACILITATOR, camp, step)
    db.session.commit()
    browser = sign_in(client, make_member(session, process, Role.FACILITATOR))
    address = f"/en/p/{process.public_id}/boards/{board.public_id}/screen"
    running = browser.get(address).text
    assert 'data-component="countdown" data-ends="20' in running and "Time left:" in running
    assert "A vote is open" not in running
    commands.open_rounds(session, FACILITATOR, [board], RoundSpec(RoundKind.DOTS, {"en": "Which <first>?"}))
    commands.pause(session, FACILITATOR, camp)
    db.session.commit()
    paused = browser.get(address).text
    assert "data-paused" in paused and "Paused, left:" in paused
    assert 'A vote is open: <span lang="en">Which &lt;first&gt;?</span>' in paused
