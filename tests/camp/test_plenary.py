"""A seat of a working group on the plenary's board: every page about it opens, those of other groups' boards do not."""

from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.camp import commands, session_queries
from cocreate.camp.before.preparing import add_plenary, bring_to_plenary
from cocreate.camp.models import Board, Camp
from cocreate.camp.models_session import VotingRound
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import BoardState, RoundKind
from tests.camp.test_pictures import picture
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp whose groups and plenary have open boards."""
    made = make_camp(session)
    add_plenary(session, FACILITATOR, made)
    session.expire(made, ["groups"])
    commands.steer_all_boards(session, FACILITATOR, made, BoardState.OPEN)
    return made


@pytest.fixture
def browser(session: Session, app: Flask, camp: Camp) -> FlaskClient:
    """Of somebody in the first group."""
    _seat, token = make_seat(session, camp, "Ada")
    client = app.test_client()
    client.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    return client


def post(browser: FlaskClient, camp: Camp, address: str, **told: Any) -> Any:
    """Send a form, as the page of the own group's board would."""
    page = browser.get(f"/en/p/{camp.process.public_id}/boards/{camp.groups[0].board.public_id}/").text
    return browser.post(address, data=told, headers={"X-CSRFToken": page.split('data-csrf="')[1].split('"')[0]})


def card_with_picture(session: Session, board: Board) -> tuple[str, str]:
    card = make_card(session, board, "Words of before")
    do(session, FACILITATOR, board, "edit_card", card=card.public_id, was=card.text, text="Other words")
    file = commands.upload_file(session, FACILITATOR, board, name="picture.png", content=picture("PNG"))
    do(session, FACILITATOR, board, "attach_file", card=card.public_id, file=file.public_id)
    session.commit()
    return card.public_id, file.public_id


@pytest.mark.parametrize(("of", "is_seen"), [(-1, True), (0, True), (1, False)])
def test_cards_and_their_files_are_read_and_changed_where_the_board_is_seen(
    session: Session, camp: Camp, browser: FlaskClient, of: int, is_seen: bool
) -> None:
    board = camp.groups[of].board
    card, file = card_with_picture(session, board)
    here = f"/en/p/{camp.process.public_id}"
    answers = [
        browser.get(f"{here}/files/{file}").status_code,
        browser.get(f"{here}/cards/{card}/history").status_code,
        browser.get(f"{here}/boards/{board.public_id}/sources").status_code,
        post(browser, camp, f"{here}/cards/{card}/restore", number="2").status_code,
        post(
            browser, camp, f"{here}/boards/{board.public_id}/files", file=(BytesIO(picture("PNG")), "mine.png")
        ).status_code,
    ]
    assert answers == ([200, 200, 200, 303, 201] if is_seen else [404] * 5)


@pytest.mark.parametrize(("of", "is_seen"), [(-1, True), (0, True), (1, False)])
def test_the_session_its_vote_and_its_result_are_read_where_the_board_is_seen(
    session: Session, camp: Camp, browser: FlaskClient, of: int, is_seen: bool
) -> None:
    board = camp.groups[of].board
    card = make_card(session, board, "Repair cafés").public_id
    (row,) = commands.open_rounds(session, FACILITATOR, [board], RoundSpec(RoundKind.APPROVAL, {"en": "Which?"}))
    session.commit()
    page = f"/en/p/{camp.process.public_id}/boards/{board.public_id}/session"
    result = f"/en/p/{camp.process.public_id}/camps/{camp.public_id}/votes/{row.public_id}"
    answers = [
        browser.get(page).status_code,
        post(browser, camp, f"{page}/vote", round=row.public_id, **{f"choice-{card}": "1"}).status_code,
        post(browser, camp, f"{page}/help", text="We are stuck").status_code,
    ]
    assert session_queries.ballots_cast(session, [row]) == ({row.id: 1} if is_seen else {})
    commands.close_round(session, FACILITATOR, row)
    session.commit()
    answers += [browser.get(result).status_code, browser.get(f"{result}.csv").status_code]
    assert answers == ([200, 303, 303, 200, 200] if is_seen else [404] * 5)


def vote(session: Session, camp: Camp, board: Board, card: str, kind: RoundKind) -> VotingRound:
    """An open vote with one ballot for a card."""
    (row,) = commands.open_rounds(session, FACILITATOR, [board], RoundSpec(kind, {"en": "Which?"}))
    seat, _token = make_seat(session, camp, "Chloé", group=board.group)
    do(session, guest(seat), board, "cast_ballot", round=row.public_id, choices={card: 1})
    session.commit()
    return row


def told(browser: FlaskClient, camp: Camp, of: int = -1) -> Any:
    """What a browser on a board is told of origins."""
    board = camp.groups[of].board.public_id
    return browser.get(f"/en/p/{camp.process.public_id}/boards/{board}/origins").json["origins"]


def told_of(camp: Camp, kind: RoundKind, **counted: int) -> dict[str, Any]:
    """What is told of a card of the second group."""
    return {"group": camp.groups[1].public_id, "kind": kind.value, **counted}


def copied(session: Session, camp: Camp, *boards: Board) -> list[str]:
    """A card of each board, brought to the plenary."""
    cards = [make_card(session, board, "Repair cafés").public_id for board in boards]
    zone = camp.groups[-1].board.zones[0].key
    bring_to_plenary(session, FACILITATOR, camp, cards, zone=zone)
    session.commit()
    return cards


@pytest.mark.parametrize("is_hidden", [True, False])
def test_the_plenary_hears_of_votes_for_the_origin_of_a_card_once_they_are_closed(
    session: Session, camp: Camp, browser: FlaskClient, is_hidden: bool
) -> None:
    board = camp.groups[1].board  # of another group
    (card,) = copied(session, camp, board)
    row = vote(session, camp, board, card, RoundKind.APPROVAL)
    row.is_hidden = is_hidden
    session.commit()
    assert told(browser, camp) == {}, "the vote is open"
    commands.close_round(session, FACILITATOR, row)
    session.commit()
    assert told(browser, camp) == {card: told_of(camp, RoundKind.APPROVAL, votes=1, people=1, voted=1)}
    assert told(browser, camp, 0) == {}, "only the plenary tells it"
    here = f"/en/p/{camp.process.public_id}/boards"
    assert browser.get(f"{here}/{board.public_id}/origins").status_code == 404


def test_the_plenary_hears_nothing_of_votes_for_cards_that_were_not_brought_or_are_hidden(
    session: Session, camp: Camp, browser: FlaskClient
) -> None:
    board = camp.groups[1].board
    (card,) = copied(session, camp, board)
    other = make_card(session, board, "Stays in the group").public_id
    for wanted in (card, other):
        commands.close_round(session, FACILITATOR, vote(session, camp, board, wanted, RoundKind.DOTS))
    session.commit()
    assert told(browser, camp) == {card: told_of(camp, RoundKind.DOTS, votes=0, people=0, voted=1)}, (
        "the last vote says it"
    )
    commands.hide_card(session, FACILITATOR, board, card, "Unkind")
    session.commit()
    assert told(browser, camp) == {}


def test_dots_are_told_apart_from_the_people_who_gave_them_and_from_those_who_voted(
    session: Session, camp: Camp, browser: FlaskClient
) -> None:
    board = camp.groups[1].board
    card, other = copied(session, camp, board, board)
    spec = RoundSpec(RoundKind.DOTS, {"en": "Which?"}, votes_each=5, most_per_card=3)
    (row,) = commands.open_rounds(session, FACILITATOR, [board], spec)
    for name, choices in (("Chloé", {card: 3}), ("Daan", {card: 1, other: 1}), ("Emre", {other: 2})):
        seat, _token = make_seat(session, camp, name, group=board.group)
        do(session, guest(seat), board, "cast_ballot", round=row.public_id, choices=choices)
    commands.close_round(session, FACILITATOR, row)
    session.commit()
    assert told(browser, camp)[card] == told_of(camp, RoundKind.DOTS, votes=4, people=2, voted=3)


def test_a_ranking_is_not_told_as_a_number_of_votes(session: Session, camp: Camp, browser: FlaskClient) -> None:
    board = camp.groups[1].board
    (card,) = copied(session, camp, board)
    commands.close_round(session, FACILITATOR, vote(session, camp, board, card, RoundKind.RANKING))
    session.commit()
    assert told(browser, camp) == {}
