"""Preparing: first cards with their origins, templates, the plenary, rotation, observers, video links, the sheet."""

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import commands, snapshots
from cocreate.camp import queries as camp_queries
from cocreate.camp.before import preparing, templating
from cocreate.camp.before.board_templates import TEMPLATES
from cocreate.camp.before.rules import video_link
from cocreate.camp.commands import running
from cocreate.camp.commands.running import SeatsMoved
from cocreate.camp.models import Camp, Card
from cocreate.camp.models_session import PlanStep
from cocreate.camp.rules import BoardState
from cocreate.core import events, provenance
from cocreate.core.permissions import Role
from cocreate.errors import Closed, Conflict, DomainError, Invalid
from cocreate.process.models import Asset
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat, make_theme
from tests.factories.process import make_process


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp in preparation, its first challenge with an asset."""
    process = make_process(session)
    made = make_camp(session, process, boards="preparing")
    session.add(
        Asset(challenge=process.challenges[0], title={"en": "Green roofs"}, description={"en": "400 roofs"}, position=9)
    )
    session.flush()
    session.expire(process.challenges[0], ["assets"])
    return made


@pytest.fixture
def host(session: Session, app: Flask, camp: Camp) -> FlaskClient:
    """A signed-in facilitator's browser."""
    client = app.test_client()
    sign_in(client, make_member(session, camp.process, Role.FACILITATOR))
    return client


def manage(camp: Camp, rest: str) -> str:
    """A page of the camp for those who run it."""
    return f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/{rest}"


def test_first_cards_say_where_they_come_from_and_come_once(session: Session, host: FlaskClient, camp: Camp) -> None:
    group = camp.groups[0]
    theme = make_theme(session, camp.process, "Repair cafés", challenge_id=group.challenge_id)
    assert group.challenge is not None
    asset = next(one for one in group.challenge.assets if one.title == {"en": "Green roofs"})
    session.commit()
    address = f"/en/p/{camp.process.public_id}/manage/boards/{group.board.public_id}/prefill"
    told = {
        "themes": theme.public_id,
        "assets": asset.public_id,
        "zone": "strengths",
        "language": "en",
        "is_locked": "y",
    }
    for _ in range(2):
        assert host.submit(address, told).status_code == 303  # type: ignore[attr-defined]
    cards = snapshots.board_state(session, group.board)["cards"].values()
    by_text = {card["text"]: card for card in cards}
    assert set(by_text) == {"Repair cafés", "400 roofs"}
    assert (by_text["Repair cafés"]["themes"], by_text["Repair cafés"]["is_locked"]) == ([theme.public_id], True)
    roofs = by_text["400 roofs"]
    assert (roofs["kind"], roofs["title"]) == ("asset", "Green roofs")
    assert roofs["references"][0]["subject"] == asset.public_id
    assert [link.source for link in provenance.origins(session, ("card", roofs["id"]))] == [asset.ref]
    assert [link.source for link in provenance.origins(session, ("card", by_text["Repair cafés"]["id"]))] == [theme.ref]
    commands.close_board(session, FACILITATOR, group.board)
    with pytest.raises(Closed):
        preparing.prefill(session, FACILITATOR, group.board, zone="market", themes=[theme], assets=[], language="en")


def test_an_asset_that_nothing_more_is_known_of_is_said_once(session: Session, camp: Camp) -> None:
    group = camp.groups[0]
    assert group.challenge is not None
    asset = Asset(challenge=group.challenge, title={"en": "Fablabs"}, position=9)
    session.add(asset)
    session.flush()
    preparing.prefill(session, FACILITATOR, group.board, zone="strengths", themes=[], assets=[asset], language="en")
    (card,) = snapshots.board_state(session, group.board)["cards"].values()
    assert (card["title"], card["text"]) == ("", "Fablabs") and card["references"][0]["label"] == "Fablabs"


def test_a_prepared_card_that_is_locked_is_changed_by_nobody_who_takes_part(session: Session, camp: Camp) -> None:
    group = camp.groups[0]
    theme = make_theme(session, camp.process)
    preparing.prefill(
        session, FACILITATOR, group.board, zone="market", themes=[theme], assets=[], language="en", is_locked=True
    )
    commands.open_board(session, FACILITATOR, group.board)
    (card,) = snapshots.board_state(session, group.board)["cards"]
    ada = guest(make_seat(session, camp, "Ada")[0])
    with pytest.raises(Closed):
        do(session, ada, group.board, "remove_card", card=card)
    do(session, ada, group.board, "vote", card=card)


@pytest.mark.parametrize("key", sorted(TEMPLATES))
def test_every_template_fills_boards_and_plan_and_survives_a_file(
    session: Session, host: FlaskClient, camp: Camp, key: str
) -> None:
    address = manage(camp, "prepare")
    assert host.submit(address, {"template": key}, to=manage(camp, "prepare/template")).status_code == 303  # type: ignore[attr-defined]
    session.expire_all()
    template = TEMPLATES[key]
    for group in camp.groups:
        zones = snapshots.board_state(session, group.board)["zones"]
        assert list(zones) == [zone.key for zone in template.zones]
    steps = session.scalars(select(PlanStep).where(PlanStep.camp_id == camp.id).order_by(PlanStep.position)).all()
    assert [step.kind for step in steps] == [step.kind.value for step in template.steps]
    saved = host.get(manage(camp, "prepare/template.json")).data
    plan = templating.read_document(saved)
    assert [zone["key"] for zone in plan.zones] == [zone.key for zone in template.zones]
    other = make_camp(session, camp.process, boards="preparing")
    templating.apply_template(session, FACILITATOR, other, plan, name="file")
    again, first = (templating.document_of(session, one) for one in (other, camp))
    for document in (again, first):
        for step in document["steps"]:
            step.pop("settings")
    assert {**again, "title": None} == {**first, "title": None}


def test_a_template_never_takes_the_place_of_work(session: Session, host: FlaskClient, camp: Camp) -> None:
    make_card(session, camp.groups[0].board, "Already here")
    session.commit()
    token = csrf_token(host.get(manage(camp, "prepare")).text)
    answer = host.post(manage(camp, "prepare/template"), data={"csrf_token": token, "template": "swot"})
    assert (answer.status_code, "while the boards are empty" in answer.text) == (409, True)
    with pytest.raises(Conflict):
        templating.apply_template(session, FACILITATOR, camp, templating.plan_of(TEMPLATES["swot"]), name="swot")


def broken(**changes: Any) -> bytes:
    """A template with something wrong."""
    zone = {"key": "a", "title": {"en": "A"}}
    step = {"kind": "discuss", "title": {"en": "Talk"}, "minutes": 5}
    return json.dumps({"format": templating.FORMAT, "version": 1, "zones": [zone], "steps": [step], **changes}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b"\xff\xfe",
        b"[" * 50_000,
        broken(format="other"),
        broken(version=2),
        broken(zones={"a": 1}),
        broken(zones=[{"key": "A B", "title": {"en": "A"}}]),
        broken(zones=[{"key": "a", "title": {"xx": "A"}}]),
        broken(zones=[{"key": "a", "title": {"en": "A"}}] * 2),
        broken(zones=[{"key": "a", "title": {"en": "A"}, "layout": "spiral"}]),
        broken(zones=[{"key": "a", "title": {"en": "A"}, "layout": "columns"}]),
        broken(steps=[{"kind": "dance", "title": {"en": "A"}, "minutes": 5}]),
        broken(steps=[{"kind": "vote", "title": {"en": "A"}, "minutes": 5, "settings": {"votes_each": 10**9}}]),
        broken(steps=[{"kind": "vote", "title": {"en": "A"}, "minutes": True}]),
        broken(steps=[{"kind": "discuss", "title": {"en": "A"}, "minutes": 0}]),
    ],
)
def test_a_file_that_is_no_template_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        templating.read_document(content)
    assert templating.read_document(broken()).steps[0].minutes == 5


def test_a_file_is_taken_on_the_page_or_refused_with_a_reason(session: Session, host: FlaskClient, camp: Camp) -> None:
    def send(content: bytes) -> Any:
        token = csrf_token(host.get(manage(camp, "prepare")).text)
        data = {"csrf_token": token, "file": (BytesIO(content), "template.json")}
        return host.post(manage(camp, "prepare/template"), data=data)

    refused = send(b"{}")
    assert (refused.status_code, "not a template" in refused.text) == (422, True)
    assert send(broken()).status_code == 303
    session.expire_all()
    assert list(snapshots.board_state(session, camp.groups[0].board)["zones"]) == ["a"]


def test_results_of_groups_come_to_the_plenary_once_and_keep_their_origins(
    session: Session, app: Flask, host: FlaskClient, camp: Camp
) -> None:
    commands.steer_all_boards(session, FACILITATOR, camp, BoardState.OPEN)
    theme = make_theme(session, camp.process, "Repair cafés")
    seat, token = make_seat(session, camp, "Ada", group=camp.groups[1])
    card = make_card(session, camp.groups[1].board, "Repair hubs", actor=guest(seat), themes=(theme.public_id,))
    session.commit()
    host.submit(manage(camp, "prepare"), to=manage(camp, "prepare/plenary-board"))  # type: ignore[attr-defined]
    session.expire_all()
    plenary = preparing.plenary_of(camp)
    assert plenary is not None and preparing.add_plenary(session, FACILITATOR, camp) is plenary
    told = {"card": card.public_id, "zone": "candidates"}
    for _ in range(2):
        assert host.submit(manage(camp, "plenary"), told).status_code == 303  # type: ignore[attr-defined]
    (copy,) = snapshots.board_state(session, plenary.board)["cards"].values()
    assert (copy["text"], copy["themes"], copy["parents"]) == ("Repair hubs", [theme.public_id], [card.public_id])
    assert copy["group"] == camp.groups[1].public_id
    origins = {(link.source, link.relation) for link in provenance.origins(session, ("card", copy["id"]))}
    assert (card.ref, "copied_from") in origins
    assert theme.public_id in provenance.walk_back(session, ("card", copy["id"])).of_type("theme")
    commands.open_board(session, FACILITATOR, plenary.board)
    do(session, FACILITATOR, plenary.board, "remove_card", card=copy["id"])
    do(session, FACILITATOR, plenary.board, "restore_card", card=copy["id"])
    session.commit()
    ada = app.test_client()
    ada.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    board = f"/en/p/{camp.process.public_id}/boards/{plenary.board.public_id}/"
    assert ada.get(board).status_code == 200, "everybody is at the plenary"
    walked_in, _token = commands.take_seat(session, FACILITATOR, code=camp.join_code, name="Ben")
    assert walked_in.group is not None and not walked_in.group.is_plenary


def test_groups_go_on_to_the_next_board_and_home_again_and_hosts_of_tables_stay(session: Session, camp: Camp) -> None:
    ada = make_seat(session, camp, "Ada", group=camp.groups[0])[0]
    ben = make_seat(session, camp, "Ben", group=camp.groups[2])[0]
    host = make_seat(session, camp, "Table host", group=camp.groups[1])[0]
    host.attributes = {"stays": True}
    told: list[SeatsMoved] = []
    events.on(SeatsMoved)(told.append)
    assert running.rotate(session, FACILITATOR, camp) == 2
    session.commit()
    assert [seat.group for seat in (ada, ben, host)] == [camp.groups[1], camp.groups[0], camp.groups[1]]
    assert dict(told[-1].boards)[ada.public_id] == camp.groups[1].board.public_id
    running.rotate(session, FACILITATOR, camp)
    assert running.are_away(session, camp)
    running.bring_home(session, FACILITATOR, camp)
    assert [seat.group for seat in (ada, ben, host)] == [camp.groups[0], camp.groups[2], camp.groups[1]]
    assert not running.are_away(session, camp)


def test_observers_read_every_board_and_change_nothing(
    session: Session, app: Flask, host: FlaskClient, camp: Camp
) -> None:
    told = {"names": "Olga; research; 2", "group": "spread", "is_observer": "y"}
    page = host.submit(manage(camp, "seats"), told).text  # type: ignore[attr-defined]
    token = page.split("/en/seat/")[1].split("\n")[0].split("<")[0].strip()
    commands.steer_all_boards(session, FACILITATOR, camp, BoardState.OPEN)
    session.commit()
    olga = app.test_client()
    olga.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    for group in camp.groups:
        assert olga.get(f"/en/p/{camp.process.public_id}/boards/{group.board.public_id}/").status_code == 200
    seat = next(one for one in camp_queries.seats_of(session, camp) if one.name == "Olga")
    assert seat.is_observer and seat.group is None
    with pytest.raises(DomainError):
        make_card(session, camp.groups[0].board, "Not allowed", actor=guest(seat))
    assert session.scalar(select(Card)) is None


@pytest.mark.parametrize(
    "address",
    [
        "http://meet.example.org/a",
        "javascript:alert(1)",
        "https://user:secret@meet.example.org/",
        "https://localhost/room",
        "https://",
        "https://meet.example.org/a b",
        "https://meet.example.org/\x00",
        "https://[broken",
        "https://meet.example.org/" + "a" * 500,
    ],
)
def test_only_a_plain_https_address_is_a_video_link(address: str) -> None:
    with pytest.raises(Invalid):
        video_link(address)


def test_video_links_are_shown_and_never_loaded(session: Session, app: Flask, host: FlaskClient, camp: Camp) -> None:
    first = camp.groups[0].public_id
    link = "https://meet.example.org/Group-1?x=1"
    told = {"video-": "", f"video-{first}": link}
    assert host.submit(manage(camp, "prepare"), told, to=manage(camp, "prepare/video")).status_code == 303  # type: ignore[attr-defined]
    wrong = host.submit(manage(camp, "prepare"), {f"video-{first}": "http://x.org"}, to=manage(camp, "prepare/video"))  # type: ignore[attr-defined]
    assert (wrong.status_code, 'value="http://x.org"' in wrong.text) == (422, True)
    session.expire_all()
    assert camp.groups[0].video_link == link
    _seat, token = make_seat(session, camp, "Ada")
    session.commit()
    ada = app.test_client()
    ada.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    shown = ada.get(f"/en/p/{camp.process.public_id}/camps/{camp.public_id}/waiting").text
    assert f'href="{link}" target="_blank" rel="noopener noreferrer"' in shown
    assert "<iframe" not in shown


def test_the_sheet_of_a_group_is_for_those_at_its_board(session: Session, app: Flask, camp: Camp) -> None:
    commands.steer_all_boards(session, FACILITATOR, camp, BoardState.OPEN)
    make_theme(session, camp.process, "Repair cafés", challenge_id=camp.groups[0].challenge_id)
    _seat, token = make_seat(session, camp, "Ada")
    session.commit()
    ada = app.test_client()
    ada.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    address = f"/en/p/{camp.process.public_id}/boards/{camp.groups[0].board.public_id}/sheet"
    page, piece = ada.get(address).text, ada.get(address + "?piece=1").text
    for shown in (page, piece):
        assert "Green roofs" in shown and "Repair cafés" in shown and camp.groups[0].title["en"] in shown
    assert "<html" in page and "<html" not in piece
    other = f"/en/p/{camp.process.public_id}/boards/{camp.groups[1].board.public_id}/sheet"
    assert ada.get(other).status_code == 404


def test_the_plan_takes_the_groups_on_once_and_home_at_the_end(
    session: Session, app: Flask, host: FlaskClient, camp: Camp
) -> None:
    templating.apply_template(
        session, FACILITATOR, camp, templating.plan_of(TEMPLATES["world_cafe"]), name="world_cafe"
    )
    commands.steer_all_boards(session, FACILITATOR, camp, BoardState.OPEN)
    ada, token = make_seat(session, camp, "Ada", group=camp.groups[0])
    session.commit()
    browser = app.test_client()
    browser.submit(f"/en/seat/{token}")  # type: ignore[attr-defined]
    first = f"/en/p/{camp.process.public_id}/boards/{camp.groups[0].board.public_id}/"
    second = f"/en/p/{camp.process.public_id}/boards/{camp.groups[1].board.public_id}/"
    assert browser.get(first).status_code == 200
    steps = session.scalars(select(PlanStep).where(PlanStep.camp_id == camp.id).order_by(PlanStep.position)).all()
    assert [step.settings.get("groups", "") for step in steps] == ["", "", "next", "next", "home", ""]
    commands.start_step(session, FACILITATOR, camp, steps[2])
    commands.start_step(session, FACILITATOR, camp, steps[1])
    commands.start_step(session, FACILITATOR, camp, steps[2])
    session.commit()
    assert ada.group is camp.groups[1], "a step that starts again moves nobody again"
    moved = browser.get(first)
    assert (moved.status_code, moved.headers["Location"]) == (303, second)
    assert browser.get(second).status_code == 200
    commands.start_step(session, FACILITATOR, camp, steps[4])
    session.commit()
    assert ada.group is camp.groups[0]


def test_a_new_camp_begins_with_the_template_that_was_chosen(session: Session, host: FlaskClient, camp: Camp) -> None:
    address = f"/en/p/{camp.process.public_id}/manage/camps/new"
    told = {"form_id": "campcafe0001", "title-en": "Café", "votes_per_seat": "3", "template": "world_cafe"}
    assert host.submit(address, told).status_code == 303  # type: ignore[attr-defined]
    made = camp_queries.camps_of(session, camp.process)[0]
    number = made.groups[0].board.number
    assert host.submit(address, told).status_code == 303  # type: ignore[attr-defined]
    session.expire_all()
    assert made.groups[0].board.number == number, "the same form again changes nothing"
    assert made.title == {"en": "Café"}
    assert list(snapshots.board_state(session, made.groups[0].board)["zones"]) == ["question", "insights", "harvest"]
