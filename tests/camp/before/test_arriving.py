"""Arriving: the waiting room leads to the board, hosts note who is here, name tags carry no secret."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.camp import commands
from cocreate.camp.commands import seats as commands_seats
from cocreate.camp.models import Camp
from cocreate.core.permissions import Role
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, make_camp


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp whose boards are not open yet."""
    return make_camp(session, boards="preparing")


@pytest.fixture
def host(session: Session, app: Flask, camp: Camp) -> FlaskClient:
    """A signed-in facilitator's browser."""
    client = app.test_client()
    sign_in(client, make_member(session, camp.process, Role.FACILITATOR))
    return client


def page(camp: Camp, rest: str) -> str:
    """A page of the camp for everybody."""
    return f"/en/p/{camp.process.public_id}/camps/{camp.public_id}/{rest}"


def manage(camp: Camp, rest: str) -> str:
    """A page of the camp for those who run it."""
    return f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/{rest}"


def test_who_sits_down_early_waits_and_is_led_to_the_board_once_it_opens(
    session: Session, app: Flask, camp: Camp
) -> None:
    _seat, token = commands.issue_seat(session, FACILITATOR, camp, name="Ada", group=camp.groups[1])
    session.commit()
    ada = app.test_client()
    answer = ada.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    assert answer.headers["Location"].endswith(f"/camps/{camp.public_id}/waiting")
    waiting = ada.get(page(camp, "waiting")).text
    assert "Welcome, Ada" in waiting and camp.groups[1].title["en"] in waiting
    assert ada.get(page(camp, "waiting?ask=ready")).get_json() == {"ready": False, "group": camp.groups[1].public_id}
    commands.open_board(session, FACILITATOR, camp.groups[1].board)
    session.commit()
    board = f"/en/p/{camp.process.public_id}/boards/{camp.groups[1].board.public_id}/"
    assert ada.get(page(camp, "waiting?ask=ready")).get_json() == {"ready": True, "url": board}
    moved = ada.get(page(camp, "waiting"))
    assert (moved.status_code, moved.headers["Location"]) == (303, board), "the link on the page does it without script"


def test_a_visitor_without_a_seat_is_shown_the_camp_instead(client: FlaskClient, host: FlaskClient, camp: Camp) -> None:
    assert client.get(page(camp, "waiting")).status_code in (302, 401, 403)
    assert host.get(page(camp, "waiting")).headers["Location"].endswith(f"/camps/{camp.public_id}/")
    assert host.get(page(camp, "waiting?ask=ready")).get_json() == {"ready": False, "group": ""}


def test_the_link_opened_days_before_is_no_check_in_and_on_the_day_it_is(
    session: Session, app: Flask, camp: Camp
) -> None:
    seat, token = commands.issue_seat(session, FACILITATOR, camp, name="Ada", group=camp.groups[0])
    camp.starts_at = clock.now() + timedelta(days=3)
    session.commit()
    ada = app.test_client()
    ada.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    session.refresh(seat)
    assert (seat.taken_at is not None, seat.checked_in_at) == (True, None)
    assert "I am here" not in ada.get(page(camp, "waiting")).text
    camp.starts_at = clock.now() + timedelta(hours=1)
    session.commit()
    assert "I am here" in ada.get(page(camp, "waiting")).text
    ada.submit(page(camp, "waiting"), to=page(camp, "arrive"))  # type: ignore[attr-defined]
    session.refresh(seat)
    assert seat.checked_in_at is not None
    assert "We know that you are here" in ada.get(page(camp, "waiting")).text
    walked_in, _token = commands.take_seat(session, FACILITATOR, code=camp.join_code, name="Ben")
    assert walked_in.checked_in_at is not None, "whoever types the code stands at the door"


def test_hosts_find_people_by_name_and_note_that_they_are_here_or_not(
    session: Session, host: FlaskClient, camp: Camp
) -> None:
    seats = {
        name: commands.issue_seat(session, FACILITATOR, camp, name=name, group=camp.groups[0])[0]
        for name in ("Ada", "Ben", "Chloé")
    }
    session.commit()
    found = host.get(manage(camp, "check-in?search=chlo")).text
    assert "Chloé" in found and ">Ada<" not in found and "0 of 3 are here" in found
    told = {"here": "yes", "search": "chlo"}
    answer = host.submit(manage(camp, "check-in"), told, to=manage(camp, f"check-in/{seats['Chloé'].public_id}"))  # type: ignore[attr-defined]
    assert answer.headers["Location"].endswith("check-in?search=chlo")
    assert "1 of 3 are here" in host.get(manage(camp, "check-in")).text
    assert "1 of 3 are here" in host.get(manage(camp, "entrance")).text
    told = {"here": "no"}
    host.submit(manage(camp, "check-in"), told, to=manage(camp, f"check-in/{seats['Chloé'].public_id}"))  # type: ignore[attr-defined]
    session.refresh(seats["Chloé"])
    assert seats["Chloé"].checked_in_at is None
    commands_seats.undo_check_in(session, FACILITATOR, seats["Chloé"])


def test_a_name_tag_leads_a_host_to_the_person_and_tells_others_nothing(
    session: Session, client: FlaskClient, host: FlaskClient, camp: Camp
) -> None:
    seat, token = commands.issue_seat(session, FACILITATOR, camp, name="Ada", group=camp.groups[1])
    seat.attributes = {"language": "nl"}
    session.commit()
    tags = host.get(manage(camp, f"name-tags?group={camp.groups[1].public_id}")).text
    assert re.search(r'name-tag__name">Ada<', tags) and "<svg" in tags and token not in tags
    assert "Ada" not in re.findall(r"<main.*</main>", host.get(manage(camp, "name-tags")).text, re.S)[0]
    scanned = page(camp, f"here/{seat.public_id}")
    assert host.get(scanned).headers["Location"].endswith(f"check-in?seat={seat.public_id}")
    assert "Ada" in host.get(host.get(scanned).headers["Location"]).text
    assert client.get(scanned).headers["Location"].endswith(f"/camps/{camp.public_id}/")


def test_the_entrance_shows_the_code_and_a_square_made_here(host: FlaskClient, camp: Camp) -> None:
    shown = host.get(manage(camp, "entrance")).text
    assert camp.join_code in shown
    assert 'class="qr"' in shown and "<img" not in shown
