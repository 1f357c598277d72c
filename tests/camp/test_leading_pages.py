"""The pages of a session, for those who lead it and those who take part, as read without script."""

import csv
from io import StringIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.camp import commands, queries, session_queries
from cocreate.camp.facilitating.desk import desk
from cocreate.camp.models import Board, Camp, Seat
from cocreate.camp.rounds import RoundSpec
from cocreate.camp.rules import RoundKind, StepKind
from cocreate.core.permissions import Role
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_plan, make_seat


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp with open boards and a plan."""
    made = make_camp(session)
    make_plan(session, made, StepKind.WRITE, StepKind.REVEAL, StepKind.VOTE)
    return made


@pytest.fixture
def board(camp: Camp) -> Board:
    """The first group's board."""
    return camp.groups[0].board


@pytest.fixture
def host(session: Session, app: Flask, camp: Camp) -> FlaskClient:
    """A signed-in facilitator's browser."""
    client = app.test_client()
    sign_in(client, make_member(session, camp.process, Role.FACILITATOR))
    session.commit()
    return client


def sit(session: Session, app: Flask, camp: Camp, name: str, **options: Any) -> tuple[Seat, FlaskClient]:
    """Somebody's seat and browser."""
    seat, token = make_seat(session, camp, name, **options)
    session.commit()
    client = app.test_client()
    client.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    return seat, client


def manage(camp: Camp, rest: str = "") -> str:
    return f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/{rest}"


def session_page(board: Board, rest: str = "") -> str:
    return f"/en/p/{board.group.camp.process.public_id}/boards/{board.public_id}/session{rest}"


def test_the_console_shows_who_is_quiet_the_pace_help_and_what_waits_for_the_reveal(
    session: Session, host: FlaskClient, camp: Camp, board: Board
) -> None:
    ada = make_seat(session, camp, "Ada", helix="business")[0]
    make_seat(session, camp, "Ben", helix="research")
    commands.go_on(session, FACILITATOR, camp)
    make_card(session, board, "For myself", actor=guest(ada))
    commands.ask_for_help(session, guest(ada), board, "How long?")
    found = desk(session, camp)
    assert {family.helix: (family.seats, family.quiet) for family in found.families} == {
        "business": (1, 0),
        "research": (1, 1),
    }
    assert (found.groups[0].pace, found.groups[0].private, len(found.help)) == (1, 1, 1)
    session.commit()
    page = host.get(manage(camp)).text
    assert "How long?" in page
    assert "No card or vote yet:</span> Ben" in page
    assert "Reveal now" not in page, "while people write there is nothing to repair"
    host.submit(manage(camp), {"back": ""}, to=manage(camp, f"help/{found.help[0].public_id}/done"))  # type: ignore[attr-defined]
    assert "Nobody waits for help" in host.get(manage(camp)).text
    commands.end_plan(session, FACILITATOR, camp)
    session.commit()
    assert "1 card written in private is not revealed yet" in host.get(manage(camp)).text
    host.submit(manage(camp), {}, to=manage(camp, "reveal"))  # type: ignore[attr-defined]
    assert "not revealed yet" not in host.get(manage(camp)).text


def test_a_message_from_the_console_is_read_on_the_page_of_the_group_it_is_for(
    session: Session, app: Flask, host: FlaskClient, camp: Camp, board: Board
) -> None:
    _ada, browser = sit(session, app, camp, "Ada")
    other = camp.groups[1].board
    for to, text in ((board.public_id, "To your group"), (other.public_id, "To others"), ("", "To all")):
        host.submit(manage(camp), {"to": to, "text": text}, to=manage(camp, "messages"))  # type: ignore[attr-defined]
    page = browser.get(session_page(board)).text
    assert "To your group" in page
    assert "To all" in page
    assert "To others" not in page
    host.submit(manage(camp), {"to": "", "text": ""}, to=manage(camp, "messages"))  # type: ignore[attr-defined]
    assert "Write the message first" in host.get(manage(camp)).text
    assert browser.get(session_page(other)).status_code == 404


@pytest.mark.parametrize(
    ("kind", "choice", "wrong"),
    [
        (RoundKind.DOTS, "2", "9"),
        (RoundKind.APPROVAL, "1", "2"),
        (RoundKind.GRADIENT, "8", "9"),
        (RoundKind.RANKING, "1", "2"),
    ],
)
def test_people_vote_and_change_their_vote_without_script(
    session: Session, app: Flask, camp: Camp, board: Board, kind: RoundKind, choice: str, wrong: str
) -> None:
    ada, browser = sit(session, app, camp, "Ada")
    card = make_card(session, board, "Repair cafés").public_id
    make_card(session, board, "Trees")
    spec = RoundSpec(kind, {"en": "What matters?"}, votes_each=5, most_per_card=3)
    (row,) = commands.open_rounds(session, FACILITATOR, [board], spec)
    session.commit()
    page = session_page(board)
    told = {"round": row.public_id, f"choice-{card}": choice}
    browser.submit(page, told, to=session_page(board, "/vote"))  # type: ignore[attr-defined]
    assert session_queries.ballot_of(session, row, ada) == {card: int(choice)}
    assert "Change my vote" in browser.get(page).text
    browser.submit(page, {**told, f"choice-{card}": wrong}, to=session_page(board, "/vote"))  # type: ignore[attr-defined]
    session.expire_all()
    assert session_queries.ballot_of(session, row, ada) == {card: int(choice)}, "what breaks the rules changes nothing"
    browser.submit(page, {"round": row.public_id}, to=session_page(board, "/vote"))  # type: ignore[attr-defined]
    session.expire_all()
    assert session_queries.ballot_of(session, row, ada) == {}
    commands.close_round(session, FACILITATOR, row)
    session.commit()
    browser.submit(page, told, to=session_page(board, "/vote"))  # type: ignore[attr-defined]
    session.expire_all()
    assert session_queries.ballot_of(session, row, ada) == {}


@pytest.mark.parametrize("is_observer", [True, False])
def test_whoever_only_reads_is_shown_no_ballot_and_no_version_to_put_back(
    session: Session, app: Flask, camp: Camp, board: Board, is_observer: bool
) -> None:
    seat, browser = sit(session, app, camp, "Olga", is_observer=is_observer)
    card = make_card(session, board, "Repair cafés")
    do(session, FACILITATOR, board, "edit_card", card=card.public_id, was=card.text, text="Repair everywhere")
    commands.open_rounds(session, FACILITATOR, [board], RoundSpec(RoundKind.APPROVAL, {"en": "Which?"}))
    if not is_observer:
        commands.mute_seat(session, FACILITATOR, seat, "Ten votes a minute")
    session.commit()
    page = browser.get(session_page(board)).text
    assert "do not vote" in page and "/session/vote" not in page
    assert (
        "Put this version back"
        not in browser.get(f"/en/p/{camp.process.public_id}/cards/{card.public_id}/history").text
    )


def test_a_result_is_a_page_and_a_file_for_those_who_see_the_board_once_it_is_closed(
    session: Session, app: Flask, host: FlaskClient, camp: Camp, board: Board
) -> None:
    seats = [make_seat(session, camp, helix=helix)[0] for helix in ["business"] * 6 + ["research"] * 5]
    _ada, browser = sit(session, app, camp, "Ada", helix="citizen")
    _eve, stranger = sit(session, app, camp, "Eve", group=camp.groups[1])
    good, bad = make_card(session, board, "=cmd()").public_id, make_card(session, board, "Bad").public_id
    (row,) = commands.open_rounds(session, FACILITATOR, [board], RoundSpec(RoundKind.APPROVAL, {"en": "Which?"}))
    for seat in seats:
        do(session, guest(seat), board, "cast_ballot", round=row.public_id, choices={good: 1})
    session.commit()
    here = f"/en/p/{camp.process.public_id}/camps/{camp.public_id}/votes/{row.public_id}"
    assert host.get(here).status_code == 404, "nobody reads a vote that is open"
    host.submit(manage(camp, "votes"), {"round": row.public_id}, to=manage(camp, "votes/close"))  # type: ignore[attr-defined]
    page = browser.get(here).text
    assert "11 of 12 voted" in page
    lines = list(csv.reader(StringIO(browser.get(here + ".csv").get_data(as_text=True).removeprefix("\ufeff"))))
    assert lines[0] == ["Place", "Card", "Approvals", "People", "Businesses", "Researchers and academics"]
    assert lines[1] == ["1", "'=cmd()", "11", "11", "6", "5"], "a card is no formula"
    assert lines[2][:4] == ["2", "Bad", "0", "0"]
    assert bad in row.cards
    assert stranger.get(here).status_code == 404
    assert "The whole result" in browser.get(session_page(board)).text


def test_a_vote_is_opened_for_one_board_or_for_all(
    session: Session, host: FlaskClient, camp: Camp, board: Board
) -> None:
    for group in camp.groups:
        make_card(session, group.board, "A card")
    session.commit()
    told = {"round_kind": "dots", "question-en": "Which?", "votes_each": "3", "most_per_card": "2", "is_hidden": "y"}
    host.submit(manage(camp, "votes"), {**told, "to": board.public_id})  # type: ignore[attr-defined]
    assert [row.board_id for row in session_queries.open_rounds(session, camp)] == [board.id]
    host.submit(manage(camp, "votes"), {**told, "to": ""})  # type: ignore[attr-defined]
    assert len(session_queries.open_rounds(session, camp)) == 3
    host.submit(manage(camp, "votes"), {**told, "to": ""})  # type: ignore[attr-defined]
    assert "a vote is open there already" in host.get(manage(camp, "votes")).text
    host.submit(manage(camp, "votes"), {}, to=manage(camp, "votes/close"))  # type: ignore[attr-defined]
    assert session_queries.open_rounds(session, camp) == []


def test_moderation_and_locks_have_buttons_and_whoever_is_concerned_reads_why(
    session: Session, app: Flask, host: FlaskClient, camp: Camp, board: Board
) -> None:
    ada, browser = sit(session, app, camp, "Ada")
    card = make_card(session, board, "Something unkind", actor=guest(ada)).public_id
    do(session, guest(ada), board, "comment", card=card, comment="commentone01", text="More of it")
    session.commit()
    page, order = manage(camp, "order"), {"back": "order", "board": board.public_id}
    assert "More of it" in host.get(page).text
    for what, subject in (("comment", "commentone01"), ("card", card), ("mute", ada.public_id)):
        host.submit(page, {**order, "what": what, "subject": subject, "reason": f"Because {what}"})  # type: ignore[attr-defined]
    read = browser.get(session_page(board)).text
    assert all(f"Because {what}" in read for what in ("comment", "card", "mute"))
    for row in session_queries.moderation_of(session, camp):
        host.submit(page, {"back": "order"}, to=manage(camp, f"order/{row.public_id}/undo"))  # type: ignore[attr-defined]
    assert "Because" not in browser.get(session_page(board)).text
    host.submit(page, {**order, "what": "card", "subject": card, "reason": ""})  # type: ignore[attr-defined]
    assert "the person concerned reads it" in host.get(page).text
    for what, subject in (("card", card), ("zone", "market"), ("prepared", "")):
        locked = {**order, "what": what, "subject": subject, "keep": "yes"}
        assert host.submit(page, locked, to=manage(camp, "locks")).status_code == 303  # type: ignore[attr-defined]
    session.expire_all()
    assert next(zone for zone in board.zones if zone.key == "market").is_locked
    host.submit(page, {**order, "what": "seat", "subject": ada.public_id, "reason": "Left"})  # type: ignore[attr-defined]
    session.expire_all()
    assert queries.find_seat(session, camp, ada.public_id).ended_at is not None  # type: ignore[union-attr]


def test_help_is_asked_for_and_taken_back_without_script(
    session: Session, app: Flask, camp: Camp, board: Board
) -> None:
    _ada, browser = sit(session, app, camp, "Ada")
    page = session_page(board)
    browser.submit(page, {"text": "We are stuck"}, to=session_page(board, "/help"))  # type: ignore[attr-defined]
    assert [asked.text for asked in session_queries.open_help(session, camp)] == ["We are stuck"]
    browser.submit(page, {"done": "yes"}, to=session_page(board, "/help"))  # type: ignore[attr-defined]
    assert session_queries.open_help(session, camp) == []


def test_the_guide_says_what_to_do_when_something_goes_wrong(host: FlaskClient, camp: Camp) -> None:
    page = host.get(manage(camp, "guide")).text
    assert "When something goes wrong" in page
    assert "Nothing is lost" in page


def test_whether_a_camp_is_anonymous_is_fixed_by_the_first_seat(
    session: Session, host: FlaskClient, camp: Camp
) -> None:
    page = manage(camp, "edit")
    told = {"title-en": "Camp", "votes_per_seat": "5", "shows_cursors": "y", "version": str(camp.version)}
    assert host.submit(page, {**told, "is_anonymous": "y"}).status_code == 303  # type: ignore[attr-defined]
    session.expire_all()
    assert camp.is_anonymous
    make_seat(session, camp, "Ada")
    session.commit()
    told["version"] = str(camp.version)
    refused = host.submit(page, told)  # type: ignore[attr-defined]
    assert (refused.status_code, "does not change any more" in refused.text) == (409, True)
    session.expire_all()
    assert camp.is_anonymous
    assert host.submit(page, {**told, "is_anonymous": "y", "title-en": "New"}).status_code == 303  # type: ignore[attr-defined]


def test_the_pages_say_whether_a_plan_waits_or_is_over(
    session: Session, app: Flask, host: FlaskClient, camp: Camp, board: Board
) -> None:
    _seat, browser = sit(session, app, camp, "Ada")
    waits = browser.get(session_page(board)).text
    assert "has not begun yet" in waits and "Step to reveal" in waits
    assert "Start the first step" in host.get(manage(camp)).text
    first = session_queries.steps_of(session, camp)[0]
    commands.start_step(session, FACILITATOR, camp, first)
    commands.end_plan(session, FACILITATOR, camp)
    session.commit()
    console = host.get(manage(camp)).text
    assert "Start the first step" not in console and "Start again with the first step" in console
    assert "The session has ended." in browser.get(session_page(board)).text


def test_a_vote_without_a_question_is_named_once(session: Session, host: FlaskClient, camp: Camp, board: Board) -> None:
    make_card(session, board)
    commands.open_rounds(session, FACILITATOR, [board], RoundSpec(kind=RoundKind.DOTS))
    session.commit()
    line = host.get(manage(camp, "votes")).text.split("rounds__round")[1].split("plan__actions")[0]
    assert line.count("Dots") == 1
