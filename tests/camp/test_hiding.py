"""A card that those who run a camp hid: its words reach nobody but them, and only they give it back."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.camp import board as rules
from cocreate.camp import commands, history, session_queries, snapshots
from cocreate.camp.commands.batch import Asked, apply_batch
from cocreate.camp.kept import KeptBoards
from cocreate.camp.models import Board, Camp, Card, Seat
from cocreate.camp.models_session import Moderation
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import RoundKind
from cocreate.core.permissions import Role
from cocreate.errors import Conflict
from tests.camp.test_pictures import picture
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat, op_id

SAID = ("Ben is a thief", "Ask him", "tag-of-ben", "Saw it myself", "proof.png", "https://example.org/ben")


@pytest.fixture
def camp(session: Session) -> Camp:
    return make_camp(session)


@pytest.fixture
def board(camp: Camp) -> Board:
    return camp.groups[0].board


@pytest.fixture
def ada(session: Session, camp: Camp) -> tuple[Seat, str]:
    """Who wrote it, and the token of her seat."""
    return make_seat(session, camp, "Ada")


@pytest.fixture
def card(session: Session, board: Board, ada: tuple[Seat, str]) -> Card:
    """A card that says all that a card can say, of which two are to vote."""
    made = make_card(session, board, "Words of before", actor=guest(ada[0]))
    key = {"card": made.public_id}
    file = commands.upload_file(session, guest(ada[0]), board, name="proof.png", content=picture("PNG"))
    link = {"id": "referenceben1", "kind": "link", "url": "https://example.org/ben", "label": "Ask him"}
    told = {"was": made.text, "text": "Ben is a thief", "title": "Ask him", "title_was": ""}
    do(session, guest(ada[0]), board, "edit_card", **key, **told)
    do(session, guest(ada[0]), board, "tag_card", **key, tag="tag-of-ben")
    do(session, guest(ada[0]), board, "comment", **key, comment="commentofben", text="Saw it myself")
    do(session, guest(ada[0]), board, "attach_file", **key, file=file.public_id)
    do(session, guest(ada[0]), board, "add_reference", **key, reference={**link, "id": "referenceben"})
    make_card(session, board, "Repair cafés")
    session.commit()
    return made


@pytest.fixture
def host(session: Session, app: Flask, camp: Camp) -> FlaskClient:
    client = app.test_client()
    return sign_in(client, make_member(session, camp.process, Role.FACILITATOR))


def hide(session: Session, board: Board, card: Card) -> Moderation:
    row = commands.hide_card(session, FACILITATOR, board, card.public_id, "It names a person")
    session.commit()
    return row


def told(found: Any) -> list[str]:
    """Which of the words are in it, and those of before."""
    text = str(found)
    return [words for words in (*SAID, "Words of before") if words in text]


def test_no_browser_is_told_what_a_hidden_card_said_not_even_its_authors(
    session: Session, board: Board, card: Card, ada: tuple[Seat, str]
) -> None:
    since, seats = board.number - 3, ("", ada[0].public_id)
    assert all(told(snapshots.board_snapshot(session, board, seat)) for seat in seats)
    hide(session, board, card)
    for seat in seats:
        assert told(snapshots.board_snapshot(session, board, seat)) == []
        assert told(history.messages_since(session, board, 0, limit=100, seat=seat)) == []
        assert told(history.messages_since(session, board, since, limit=100, seat=seat)) == []
    assert told(rules.own(snapshots.board_state(session, board), ada[0].public_id)) == []


def test_whoever_sends_an_operation_again_hears_nothing_of_what_was_hidden_since(
    session: Session, board: Board, card: Card, ada: tuple[Seat, str]
) -> None:
    asked = {"op_id": op_id(), "kind": "edit_card", "card": card.public_id, "was": card.text, "text": "Ben is a thief!"}
    sent, kept = Asked(board.public_id, guest(ada[0]), rules.parse(asked)), KeptBoards()
    (first,) = apply_batch(session, [sent], kept)
    assert isinstance(first, dict) and told(first)
    session.commit()
    hide(session, board, card)
    (again,) = apply_batch(session, [sent], kept)
    assert isinstance(again, dict)
    assert (again["number"], told(again)) == (first["number"], [])


@pytest.mark.parametrize("kind", ["restore_card", "remove_card", "comment", "edit_card", "tag_card"])
def test_nobody_works_on_a_hidden_card_or_brings_it_back(
    session: Session, board: Board, card: Card, ada: tuple[Seat, str], kind: str
) -> None:
    hide(session, board, card)
    more = {
        "comment": {"comment": "commentagain", "text": "x"},
        "edit_card": {"text": "x", "was": "x"},
        "tag_card": {"tag": "x"},
    }.get(kind, {})
    for who in (guest(ada[0]), FACILITATOR):
        with pytest.raises(Conflict, match=r"camp\.card\.removed"):
            do(session, who, board, kind, card=card.public_id, **more)


def test_a_hidden_card_is_given_back_whole_and_can_be_hidden_again(session: Session, board: Board, card: Card) -> None:
    before = snapshots.board_state(session, board)["cards"]
    first = hide(session, board, card)
    assert hide(session, board, card) is first, "pressed twice"
    commands.undo_moderation(session, FACILITATOR, first)
    assert snapshots.board_state(session, board)["cards"] == before
    assert history.state_at(session, board, board.number)["cards"] == before
    second = hide(session, board, card)
    assert second is not first
    assert told(snapshots.board_snapshot(session, board)) == []
    assert told(history.messages_since(session, board, 0, limit=100)) == [], "neither what was told in between"


def test_a_card_that_was_taken_off_can_be_hidden_and_is_taken_off_again_afterwards(
    session: Session, host: FlaskClient, camp: Camp, board: Board, card: Card, ada: tuple[Seat, str]
) -> None:
    do(session, guest(ada[0]), board, "remove_card", card=card.public_id)
    session.commit()
    order = f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/order"
    assert "Ask him" in host.get(order).text
    given = {"what": "card", "subject": card.public_id, "board": board.public_id, "reason": "It names a person"}
    host.submit(order, {"back": "order", **given})  # type: ignore[attr-defined]
    assert told(snapshots.board_snapshot(session, board)) == []
    assert "Ask him" in host.get(order).text, "those who give it back see what they give back"
    (row,) = session_queries.moderation_of(session, camp)
    commands.undo_moderation(session, FACILITATOR, row)
    back = snapshots.board_state(session, board)["cards"][card.public_id]
    assert (back["is_removed"], back["is_hidden"], back["text"]) == (True, False, "Ben is a thief")
    do(session, guest(ada[0]), board, "restore_card", card=card.public_id)


def test_no_page_and_no_file_says_what_a_hidden_card_said(
    session: Session, app: Flask, host: FlaskClient, camp: Camp, board: Board, card: Card, ada: tuple[Seat, str]
) -> None:
    browser = app.test_client()
    browser.submit(f"/en/seat/{ada[1]}")  # type: ignore[attr-defined]
    here, key = f"/en/p/{camp.process.public_id}", card.public_id
    spec = RoundSpec(RoundKind.APPROVAL, {"en": "Which?"})
    (row,) = commands.open_rounds(session, FACILITATOR, [board], spec)
    do(session, guest(ada[0]), board, "cast_ballot", round=row.public_id, choices={key: 1})
    session.commit()
    file = f"{here}/files/{snapshots.board_state(session, board)['cards'][key]['files'][0]['id']}"
    pages: dict[str, Callable[[str], Any]] = {
        f"{here}/boards/{board.public_id}/": browser.get,
        f"{here}/boards/{board.public_id}/session": browser.get,
        f"{here}/camps/{camp.public_id}/votes/{row.public_id}": browser.get,
        f"{here}/boards/{board.public_id}/cards": host.get,
        f"{here}/boards/{board.public_id}/replay?number={board.number - 1}": host.get,
        f"{here}/boards/{board.public_id}/screen": host.get,
        **{f"{here}/camps/{camp.public_id}/report{more}": host.get for more in ("", "/cards.csv", "/camp.json")},
    }
    hide(session, board, card)
    assert told(browser.get(f"{here}/boards/{board.public_id}/session").text) == []
    commands.close_round(session, FACILITATOR, row)
    commands.close_board(session, FACILITATOR, board)
    session.commit()
    for page, get in pages.items():
        answer = get(page)
        assert (page, answer.status_code, told(answer.text)) == (page, 200, [])
    assert browser.get(f"{here}/cards/{key}/history").status_code == 404
    assert (browser.get(file).status_code, host.get(file).status_code) == (404, 200)
