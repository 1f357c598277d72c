"""Single cards, as people meet them: files, sources, history; who may change what while a step runs."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp import commands, history, snapshots
from cocreate.camp.board import hosting
from cocreate.camp.models import Board, Camp
from cocreate.core.ids import public_id
from cocreate.errors import Closed, DomainError, Invalid, NotAllowed
from cocreate.process.models import Asset
from tests.camp.test_pictures import picture
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp with open boards."""
    return make_camp(session)


@pytest.fixture
def board(camp: Camp) -> Board:
    """Its first board."""
    return camp.groups[0].board


def browser(app: Flask, camp: Camp, name: str, session: Session, **options: Any) -> tuple[FlaskClient, Any]:
    """Somebody's browser on a seat of the first group, and the actor."""
    seat, token = make_seat(session, camp, name, **options)
    session.commit()
    client = app.test_client()
    client.submit(f"/en/seat/{token}", {})  # type: ignore[attr-defined]
    return client, guest(seat)


def send(client: FlaskClient, board: Board, name: str, content: bytes, description: str = "") -> Any:
    """Upload a file, as the board's page does."""
    address = f"/en/p/{board.group.camp.process.public_id}/boards/{board.public_id}/"
    token = client.get(address).text.split('data-csrf="')[1].split('"')[0]
    told = {"file": (BytesIO(content), name), "description": description}
    return client.post(f"{address}files", data=told, headers={"X-CSRFToken": token, "Accept": "application/json"})


def mode(session: Session, board: Board, **parts: Any) -> None:
    """A step begins."""
    change = hosting.board_mode(parts)
    commands.change_board(session, FACILITATOR, board, change, verb="camp:board:prepare", op_id=f"m-{public_id()}")


def test_a_picture_is_put_on_a_card_and_shown_to_the_group_only(
    session: Session, app: Flask, camp: Camp, board: Board
) -> None:
    ada_browser, ada = browser(app, camp, "Ada", session)
    ben_browser, _ben = browser(app, camp, "Ben", session)
    eve_browser, _eve = browser(app, camp, "Eve", session, group=camp.groups[1])
    answer = send(ada_browser, board, "roof.png", picture("PNG"), "A green roof")
    assert answer.status_code == 201, answer.text
    file = answer.json["file"]
    assert (file["width"], file["height"], file["description"]) == (7, 5, "A green roof")
    address = f"/en/p/{camp.process.public_id}/files/{file['id']}"
    assert [b.get(address).status_code for b in (ada_browser, ben_browser, eve_browser)] == [200, 404, 404]
    card = make_card(session, board, actor=ada)
    do(session, ada, board, "attach_file", card=card.public_id, file=file["id"])
    session.commit()
    shown = [b.get(address) for b in (ada_browser, ben_browser, eve_browser)]
    assert [found.status_code for found in shown] == [200, 200, 404]
    assert shown[0].headers["Content-Type"] == "image/png"
    assert shown[0].headers["X-Content-Type-Options"] == "nosniff"
    assert snapshots.board_state(session, board)["cards"][card.public_id]["files"] == [file]
    assert app.test_client().get(address, headers={"Accept": "application/json"}).status_code in (401, 403, 404)


def test_a_file_on_a_private_card_is_for_its_author(session: Session, app: Flask, camp: Camp, board: Board) -> None:
    ada_browser, ada = browser(app, camp, "Ada", session)
    ben_browser, _ben = browser(app, camp, "Ben", session, is_facilitator=True)
    mode(session, board, is_private=True)
    card = public_id()
    do(session, ada, board, "add_card", card=card, zone="market", text="Mine", rank=1)
    session.commit()
    file = send(ada_browser, board, "mine.txt", b"Only mine").json["file"]["id"]
    do(session, ada, board, "attach_file", card=card, file=file)
    session.commit()
    address = f"/en/p/{camp.process.public_id}/files/{file}"
    assert [b.get(address).status_code for b in (ada_browser, ben_browser)] == [200, 404]


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("roof.png", b"<script>", 422),
        ("roof.svg", b"<svg/>", 422),
        ("roof.png", b"\x89PNG\r\n\x1a\n broken", 422),
        ("roof.txt", b"x" * (5 * 1024 * 1024 + 1), 422),
        ("", b"", 422),
    ],
)
def test_what_is_no_harmless_file_is_refused_with_the_reason(
    session: Session, app: Flask, camp: Camp, board: Board, name: str, content: bytes, status: int
) -> None:
    client, _ada = browser(app, camp, "Ada", session)
    assert send(client, board, name, content).status_code == status


def test_a_picture_with_far_too_many_pixels_is_refused(session: Session, board: Board) -> None:
    bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (60_000).to_bytes(4, "big") * 2
    with pytest.raises(Invalid, match="picture"):
        commands.upload_file(session, FACILITATOR, board, name="bomb.png", content=bomb)


def test_an_earlier_version_is_put_back_from_the_history(
    session: Session, app: Flask, camp: Camp, board: Board
) -> None:
    client, ada = browser(app, camp, "Ada", session)
    card = make_card(session, board, "First words", actor=ada)
    do(session, ada, board, "edit_card", card=card.public_id, was="First words", text="Later words", title="Later")
    session.commit()
    address = f"/en/p/{camp.process.public_id}/cards/{card.public_id}"
    page = client.get(f"{address}/history").text
    assert all(words in page for words in ("First words", "Later words", "Ada", "Put this version back"))
    first = history.card_history(session, card)[0]
    told = {"number": str(first.number)}
    assert client.submit(f"{address}/history", told, to=f"{address}/restore").status_code == 303  # type: ignore[attr-defined]
    session.expire_all()
    assert (card.text, card.title, card.revision) == ("First words", "", 3)
    assert [event.kind for event in history.card_history(session, card)] == ["add_card", "edit_card", "edit_card"]


def test_what_was_written_in_private_has_no_history_for_others_before_the_reveal(
    session: Session, app: Flask, camp: Camp, board: Board
) -> None:
    ben_browser, _ben = browser(app, camp, "Ben", session)
    ada = guest(make_seat(session, camp, "Ada")[0])
    mode(session, board, is_private=True)
    card = public_id()
    do(session, ada, board, "add_card", card=card, zone="market", text="A first draft", rank=1)
    do(session, ada, board, "edit_card", card=card, was="A first draft", text="Fit to be seen")
    session.commit()
    address = f"/en/p/{camp.process.public_id}/cards/{card}/history"
    assert ben_browser.get(address).status_code == 404
    shown = hosting.reveal(snapshots.board_state(session, board))
    commands.change_board(session, FACILITATOR, board, shown, verb="camp:board:prepare", op_id="reveal-1")
    session.commit()
    page = ben_browser.get(address).text
    assert "Fit to be seen" in page
    assert "A first draft" not in page


def test_a_card_rests_on_an_asset_under_its_own_name_and_on_nothing_that_is_not_there(
    session: Session, app: Flask, camp: Camp, board: Board
) -> None:
    client, ada = browser(app, camp, "Ada", session)
    asset = Asset(challenge_id=camp.process.challenges[0].id, title={"en": "A laboratory"}, position=1)
    session.add(asset)
    session.flush()
    card = make_card(session, board, actor=ada).public_id
    named = {"id": public_id(), "kind": "asset", "subject": asset.public_id, "label": "Something else"}
    told = do(session, ada, board, "add_reference", card=card, reference=named)
    assert told.change["reference"]["label"] == "A laboratory"
    for kind in ("asset", "answer"):
        with pytest.raises(Invalid, match="reference"):
            unknown = {"id": public_id(), "kind": kind, "subject": public_id()}
            do(session, ada, board, "add_reference", card=card, reference=unknown)
    session.commit()
    found = client.get(f"/en/p/{camp.process.public_id}/boards/{board.public_id}/sources").json
    assert {"id": asset.public_id, "title": "A laboratory"} in found["assets"]
    assert found["answers"] == []


@pytest.mark.parametrize(
    ("url", "is_taken"),
    [("https://example.org/a", True), ("javascript:alert(1)", False), ("https://", False), ("http://a b", False)],
)
def test_a_link_on_a_card_leads_to_a_page_and_nowhere_else(url: str, is_taken: bool) -> None:
    reference = {"id": public_id(), "kind": "link", "url": url}
    asked = {"op_id": "test-0001", "kind": "add_reference", "card": public_id(), "reference": reference}
    if is_taken:
        assert rules.parse(asked).kind == "add_reference"
        return
    with pytest.raises(Invalid):
        rules.parse(asked)


def refusal(session: Session, board: Board, actor: Any, kind: str, **payload: Any) -> str:
    """Why something is refused, or "done"."""
    try:
        with session.begin_nested():
            do(session, actor, board, kind, **payload)
    except DomainError as refused:
        return refused.code
    return "done"


def test_a_step_lets_people_do_what_it_is_for_and_hosts_everything(session: Session, camp: Camp, board: Board) -> None:
    ada = guest(make_seat(session, camp)[0])
    card = make_card(session, board, actor=ada).public_id
    mode(session, board, may=["comment"])
    assert refusal(session, board, ada, "remove_card", card=card) == "camp.step.not_now"
    assert refusal(session, board, ada, "comment", card=card, comment=public_id(), text="Yes") == "done"
    assert refusal(session, board, FACILITATOR, "remove_card", card=card) == "done"


def test_locks_mutes_and_observers(session: Session, camp: Camp, board: Board) -> None:
    seat, _token = make_seat(session, camp)
    ada, card = guest(seat), make_card(session, board).public_id
    edit = {"card": card, "was": "Shared workshops for repair", "text": "Else"}
    with pytest.raises(NotAllowed):
        do(session, ada, board, "lock_card", card=card)
    do(session, FACILITATOR, board, "lock_card", card=card)
    assert refusal(session, board, ada, "edit_card", **edit) == "camp.card.locked"
    assert refusal(session, board, ada, "vote", card=card) == "done"
    do(session, FACILITATOR, board, "unlock_card", card=card)
    change = hosting.lock_zone(snapshots.board_state(session, board), "market", is_locked=True)
    commands.change_board(session, FACILITATOR, board, change, verb="camp:board:lock", op_id="zone-1")
    assert refusal(session, board, ada, "edit_card", **edit) == "camp.zone.locked"
    assert refusal(session, board, FACILITATOR, "edit_card", **edit) == "done"
    seat.is_observer = True
    assert refusal(session, board, ada, "vote", card=card) == "camp.seat.observer"
    seat.is_observer, seat.muted_at = False, board.group.camp.starts_at or seat.taken_at
    assert refusal(session, board, ada, "vote", card=card) == "camp.seat.muted"


def test_while_people_write_in_private_each_changes_the_own_cards_only(
    session: Session, camp: Camp, board: Board
) -> None:
    ada, ben = (guest(make_seat(session, camp)[0]) for _ in range(2))
    shared = make_card(session, board, actor=ben).public_id
    mode(session, board, is_private=True)
    mine = public_id()
    do(session, ada, board, "add_card", card=mine, zone="market", text="Mine", rank=1)
    assert refusal(session, board, ben, "remove_card", card=mine) == "camp.card.unknown"
    assert refusal(session, board, FACILITATOR, "remove_card", card=mine) == "camp.card.unknown"
    assert refusal(session, board, ada, "remove_card", card=shared) == "camp.step.own_cards_only"
    with pytest.raises(Closed, match="private"):
        do(session, ada, board, "vote", card=mine)
    assert refusal(session, board, ada, "remove_card", card=mine) == "done"
