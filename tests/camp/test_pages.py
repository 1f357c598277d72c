"""The door, the seats and the console, as people meet them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.camp import commands, queries
from cocreate.camp.models import Camp, Card, Seat
from cocreate.core import stages
from cocreate.core.permissions import Role
from cocreate.core.stages import NavItem, Stage
from cocreate.process.models import Process
from cocreate.process.rules import PhaseKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat, make_theme
from tests.factories.process import close_phase, make_process


@pytest.fixture
def process(session: Session) -> Process:
    """A published process with three challenges."""
    return make_process(session)


@pytest.fixture
def camp(session: Session, process: Process) -> Camp:
    """Its camp, with open boards and an open door."""
    return make_camp(session, process)


@pytest.fixture
def host(session: Session, app: Flask, process: Process) -> FlaskClient:
    """A signed-in facilitator's browser."""
    client = app.test_client()
    sign_in(client, make_member(session, process, Role.FACILITATOR))
    return client


def manage(process: Process, rest: str = "") -> str:
    """An address of the facilitators' pages."""
    return f"/en/p/{process.public_id}/manage/camps/{rest}"


def test_a_click_makes_a_camp_with_a_board_for_every_challenge_even_when_clicked_twice(
    session: Session, host: FlaskClient, process: Process
) -> None:
    page = host.get(manage(process, "new")).text
    form_id = re.search(r'name="form_id"[^>]*value="(\w+)"', page)
    assert form_id
    told = {"form_id": form_id[1], "title-en": "Camp", "votes_per_seat": "3", "starts_at": "2026-05-01T09:30"}
    for _ in range(2):
        assert host.submit(manage(process, "new"), told).status_code == 303  # type: ignore[attr-defined]
    (camp,) = queries.camps_of(session, process)
    assert [group.title["en"] for group in camp.groups] == ["Climate", "Mobility", "Health"]
    assert camp.groups[0].board.zones[0].title["de"] == "Marktpotenzial und Nachfrage"
    assert camp.starts_at is not None
    assert (camp.starts_at.hour, camp.votes_per_seat) == (7, 3), "half past nine in Brussels"


def test_people_join_by_the_code_as_they_type_it_once_however_often_they_send_it(
    session: Session, app: Flask, camp: Camp
) -> None:
    client = app.test_client()
    typed = camp.join_code.lower().replace("-", " ")
    page = client.get(f"/en/join?code={typed.replace(' ', '+')}").text
    hidden = dict(re.findall(r'name="(form_id|code|csrf_token)"[^>]*value="([^"]+)"', page))
    for _ in range(2):
        answer = client.post("/en/join", data={**hidden, "name": " <b>Ada</b> ", "helix": "research", "group": ""})
        assert answer.status_code == 303, answer.text
    (seat,) = queries.seats_of(session, camp)
    assert (seat.name, seat.helix, seat.group_id) == ("<b>Ada</b>", "research", camp.groups[0].id)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    board = client.get(answer.headers["Location"])
    assert board.status_code == 200
    assert "<b>Ada" not in client.get(f"/en/p/{camp.process.public_id}/camps/{camp.public_id}/").text


def test_newcomers_without_a_wish_fill_the_groups_evenly(session: Session, camp: Camp) -> None:
    for number in range(6):
        commands.take_seat(session, FACILITATOR, code=camp.join_code, name=f"P{number}")
    assert sorted(queries.seats_per_group(session, camp).values()) == [2, 2, 2]


def test_a_wrong_code_a_shut_door_and_a_closed_phase_each_say_so(
    session: Session, client: FlaskClient, camp: Camp, process: Process
) -> None:
    assert "No camp has this code" in client.get("/en/join?code=XXXX-XXXX").text
    data = {"code": camp.join_code, "name": "Ada", "helix": "other", "group": ""}
    page = f"/en/join?code={camp.join_code}"
    wrong = client.submit(page, {**data, "code": "XXXX-XXXX"}, to="/en/join")  # type: ignore[attr-defined]
    assert (wrong.status_code, "No camp has this code" in wrong.text) == (404, True)
    commands.admit_people(session, FACILITATOR, camp, is_open=False)
    shut = client.submit(page, data, to="/en/join")  # type: ignore[attr-defined]
    assert (shut.status_code, "takes nobody in" in shut.text, 'value="Ada"' in shut.text) == (409, True, True)
    commands.admit_people(session, FACILITATOR, camp, is_open=True)
    close_phase(session, process, PhaseKind.CAMP)
    late = client.submit(page, data, to="/en/join")  # type: ignore[attr-defined]
    assert (late.status_code, "not open now" in late.text) == (409, True)
    empty = client.submit(page, {**data, "name": "\x00 "}, to="/en/join")  # type: ignore[attr-defined]
    assert (empty.status_code, "error-summary" in empty.text) == (422, True)
    assert session.scalar(select(func.count()).select_from(Seat)) == 0


def test_a_personal_link_asks_first_and_opens_the_same_seat_on_every_device(
    session: Session, app: Flask, camp: Camp
) -> None:
    seat, token = commands.issue_seat(session, FACILITATOR, camp, name="Ben", group=camp.groups[1])
    session.commit()
    first, second = app.test_client(), app.test_client()
    assert "Sit down as Ben" in first.get(f"/en/seat/{token}").text
    session.expire_all()
    assert seat.taken_at is None, "a program that opens links to look at them takes no seat"
    for browser in (first, second):
        answer = browser.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
        assert answer.headers["Location"].endswith(f"/boards/{camp.groups[1].board.public_id}/")
        assert browser.get(answer.headers["Location"]).status_code == 200
    commands.end_seat(session, FACILITATOR, seat)
    assert first.get(answer.headers["Location"]).status_code in (302, 403, 404)
    assert "not valid any more" in first.get(f"/en/seat/{token}").text


def test_a_seat_opens_the_own_groups_board_and_no_other(session: Session, app: Flask, camp: Camp) -> None:
    _, token = make_seat(session, camp)
    browser = app.test_client()
    browser.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    own, other = (f"/en/p/{camp.process.public_id}/boards/{group.board.public_id}/" for group in camp.groups[:2])
    assert browser.get(own).status_code == 200
    assert browser.get(own + "themes").status_code == 200
    assert browser.get(other).status_code == 404
    assert browser.get(other + "themes").status_code == 404
    assert browser.get(manage(camp.process)).status_code == 403


def test_a_forged_seat_cookie_seats_nobody(session: Session, app: Flask, camp: Camp) -> None:
    _, token = make_seat(session, camp)
    browser = app.test_client()
    browser.set_cookie(f"seat_{camp.public_id}", token)  # the token itself, without our signature
    page = browser.get(f"/en/p/{camp.process.public_id}/boards/{camp.groups[0].board.public_id}/")
    assert page.status_code == 302
    assert page.headers["Location"].endswith(f"/camps/{camp.public_id}/"), "shown the way in"


def test_a_pasted_list_becomes_personal_links_shown_once(session: Session, host: FlaskClient, camp: Camp) -> None:
    address = manage(camp.process, f"{camp.public_id}/seats")
    names = "Ada Lovelace; research; 2\nBen\n\n“Chloé”; Citizen\nDora; ; 3"
    page = host.get(address).text
    form_id = re.search(r'name="form_id"[^>]*value="([^"]+)"', page)
    assert form_id
    told = {"form_id": form_id[1], "names": names, "group": "spread"}
    shown = [host.submit(address, told) for _ in range(2)]  # type: ignore[attr-defined]
    links = set(re.findall(r"http://localhost/en/seat/[\w-]+", shown[0].text))
    assert len(links) == 4
    assert set(re.findall(r"http://localhost/en/seat/[\w-]+", shown[1].text)) == links, "sent twice, made once"
    seats = {
        seat.name: (seat.helix, seat.group.position if seat.group else None) for seat in queries.seats_of(session, camp)
    }
    assert seats == {"Ada Lovelace": ("research", 1), "Ben": ("", 0), "“Chloé”": ("citizen", 2), "Dora": ("", 2)}
    wrong = host.submit(address, {**told, "names": "Ada; wizard"})  # type: ignore[attr-defined]
    assert (wrong.status_code, "Line 1: “wizard” is not a category." in wrong.text) == (422, True)
    assert "Ada; wizard" in wrong.text, "what was pasted is still there"


def test_the_console_shows_who_is_quiet_and_steers_all_boards(session: Session, host: FlaskClient, camp: Camp) -> None:
    make_seat(session, camp, "Quiet Quinn")
    busy = guest(make_seat(session, camp, "Busy Bo")[0])
    make_card(session, camp.groups[0].board, actor=busy)
    address = manage(camp.process, f"{camp.public_id}/")
    page = host.get(address).text
    assert "Quiet Quinn" in page
    assert "Busy Bo" not in page
    host.submit(address, {"state": "locked"}, to=manage(camp.process, f"{camp.public_id}/boards"))  # type: ignore[attr-defined]
    assert {group.board.state for group in camp.groups} == {"locked"}
    one = f"/en/p/{camp.process.public_id}/manage/boards/{camp.groups[0].board.public_id}/state"
    host.submit(address, {"state": "open"}, to=one)  # type: ignore[attr-defined]
    assert [group.board.state for group in camp.groups] == ["open", "locked", "locked"]
    assert host.submit(address, {"state": "exploded"}, to=one).status_code == 422  # type: ignore[attr-defined]


def test_the_cards_are_public_once_the_board_is_closed_without_the_names_of_participants(
    session: Session, client: FlaskClient, camp: Camp
) -> None:
    board = camp.groups[0].board
    actor = guest(make_seat(session, camp, "Ada Lovelace", helix="research")[0])
    theme = make_theme(session, camp.process, "Repair cafés")
    card = make_card(session, board, "Workshops <script>", actor=actor, themes=(theme.public_id,))
    do(session, actor, board, "vote", card=card.public_id)
    do(session, actor, board, "remove_card", card=make_card(session, board, "Taken away").public_id)
    address = f"/en/p/{camp.process.public_id}/boards/{board.public_id}/cards"
    assert client.get(address).status_code == 404
    commands.close_board(session, FACILITATOR, board)
    page = client.get(address).text
    for visible in ("Workshops &lt;script&gt;", "1 vote", "Climate", "Research", "Repair cafés"):
        assert visible in page
    for hidden in ("Ada Lovelace", "Taken away"):
        assert hidden not in page


def test_what_a_later_stage_offers_on_a_card_is_a_link_with_the_card(
    session: Session, host: FlaskClient, camp: Camp, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = make_card(session, camp.groups[0].board)
    later = Stage(
        name="later",
        card_actions=lambda session, actor, camp: [NavItem("Frame it", "process.index", "camp:card:promote")],
    )
    monkeypatch.setattr(stages, "_stages", [*stages._stages, later])
    page = host.get(f"/en/p/{camp.process.public_id}/boards/{camp.groups[0].board.public_id}/cards").text
    assert re.search(rf'href="/en/\?card={card.public_id}"[^>]*>Frame it<', page)


def test_a_group_with_cards_is_never_thrown_away(session: Session, host: FlaskClient, camp: Camp) -> None:
    make_card(session, camp.groups[0].board)
    for group in list(camp.groups[:2]):
        host.submit(  # type: ignore[attr-defined]
            manage(camp.process, f"{camp.public_id}/"),
            to=manage(camp.process, f"{camp.public_id}/groups/{group.public_id}/remove"),
        )
    session.expire_all()
    assert [group.title["en"] for group in camp.groups] == ["Climate", "Health"]
    assert session.scalar(select(func.count()).select_from(Card)) == 1


def test_an_old_form_does_not_overwrite_what_somebody_else_saved(
    session: Session, host: FlaskClient, camp: Camp
) -> None:
    address = manage(camp.process, f"{camp.public_id}/edit")
    old = str(camp.version)
    told = {"title-en": "My title", "votes_per_seat": "5", "form_id": "x"}
    commands.edit_camp(
        session, FACILITATOR, camp, title={"en": "Their title"}, introduction={}, votes_per_seat=7, starts_at=None
    )
    refused = host.submit(address, {**told, "version": old})  # type: ignore[attr-defined]
    assert refused.status_code == 409
    assert "Their title" in refused.text
    assert "My title" in refused.text
    assert camp.title == {"en": "Their title"}
    assert host.submit(address, {**told, "version": str(camp.version)}).status_code == 303  # type: ignore[attr-defined]
    assert camp.title == {"en": "My title"}
