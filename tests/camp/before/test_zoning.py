"""The zones of boards on their page: put in order, renamed, added, taken out where no card is, for one board or all."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.camp import commands, history, snapshots
from cocreate.camp.before import preparing, templating, zoning
from cocreate.camp.before.board_templates import TEMPLATES
from cocreate.camp.before.zone_pages import Pressed, rearranged
from cocreate.camp.board import advance
from cocreate.camp.models import Board, Camp, Operation
from cocreate.camp.rules import DEFAULT_ZONES
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import Role
from cocreate.errors import Closed, Conflict, Invalid
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, make_camp, make_card
from tests.factories.process import make_process

KEYS = [zone.key for zone in DEFAULT_ZONES]


@pytest.fixture
def camp(session: Session) -> Camp:
    """A camp in preparation."""
    return make_camp(session, make_process(session), boards="preparing")


@pytest.fixture
def host(session: Session, app: Flask, camp: Camp) -> FlaskClient:
    """A signed-in facilitator's browser."""
    client = app.test_client()
    sign_in(client, make_member(session, camp.process, Role.FACILITATOR))
    return client


def page_of(board: Board) -> str:
    """The page of a board's zones."""
    return f"/en/p/{board.group.camp.process.public_id}/manage/boards/{board.public_id}/zones"


def page_of_all(camp: Camp) -> str:
    """The page of the zones of all groups' boards."""
    return f"/en/p/{camp.process.public_id}/manage/camps/{camp.public_id}/prepare/zones"


def filled(session: Session, *boards: Board) -> dict[str, str]:
    """The form as the page brings it."""
    told = {"seen": zoning.mark_of(session, boards)}
    for number, zone in enumerate(zoning.zones_of(session, boards)):
        name = f"zones-{number}"
        told |= {f"{name}-key": zone["key"], f"{name}-layout": zone["layout"]}
        for part in ("title", "help"):
            told |= {f"{name}-{part}-{code}": words for code, words in zone[part].items()}
        empty = [{"key": "", "title": {"en": ""}}] * (2 - len(zone["columns"]))
        for place, column in enumerate([*zone["columns"], *empty]):
            told[f"{name}-columns-{place}-key"] = column["key"]
            told |= {f"{name}-columns-{place}-title-{code}": words for code, words in column["title"].items()}
    return told


def zones_now(session: Session, board: Board) -> list[dict[str, Any]]:
    """The zones of a board in their order."""
    session.expire_all()
    return sorted(snapshots.zones_of(session, board).values(), key=lambda zone: zone["position"])


def test_zones_are_renamed_put_in_order_and_added_and_cards_stay(
    session: Session, host: FlaskClient, camp: Camp
) -> None:
    board = camp.groups[0].board
    card = make_card(session, board, "Already here", zone="market", actor=FACILITATOR)
    session.commit()
    told = filled(session, board) | {
        "zones-0-title-en": "Demand",
        "zones-3-title-fr": "Écarté pour l’instant",
        "zones-3-help-fr": "Ce qui attend",
        "zones-3-layout": "columns",
        "zones-3-columns-0-title-fr": "Bientôt",
        "zones-3-columns-1-title-fr": "Plus tard",
        "zones-3-columns-2-title-fr": "",
        "zones-4-title-en": "Free thoughts",
        "zones-4-layout": "free",
    }
    answer = host.submit(page_of(board), told)  # type: ignore[attr-defined]
    assert answer.status_code == 303 and answer.headers["Location"].endswith("/prepare")
    now = zones_now(session, board)
    assert [zone["key"] for zone in now] == [*KEYS, "ecarte_pour_l_instan", "free_thoughts"]
    assert now[0]["title"] == DEFAULT_ZONES[0].title | {"en": "Demand"}, "the other languages stay"
    assert now[3]["columns"] == [
        {"key": "bientot", "title": {"fr": "Bientôt"}},
        {"key": "plus_tard", "title": {"fr": "Plus tard"}},
    ]
    assert [zone["layout"] for zone in now] == ["list", "list", "list", "columns", "free"]
    assert snapshots.board_state(session, board)["cards"][card.public_id]["zone"] == "market"
    said = session.scalars(select(AuditEntry).where(AuditEntry.verb == "camp:board:zones")).all()
    assert [entry.subject for entry in said] == [board.public_id]
    before = session.scalars(select(Operation).where(Operation.kind == "set_zones")).one()
    assert list(history.state_at(session, board, before.number - 1)["zones"]) == KEYS
    assert len(zones_now(session, camp.groups[1].board)) == 3, "the other boards stay as they are"


def test_the_buttons_put_the_rows_elsewhere_and_save_nothing(session: Session, host: FlaskClient, camp: Camp) -> None:
    board = camp.groups[0].board
    session.commit()
    typed = filled(session, board) | {"zones-1-title-en": "Half typed", "zones-2-title-en": ""}
    down = host.submit(page_of(board), typed | {"do": "down-1"})  # type: ignore[attr-defined]
    assert down.status_code == 200 and "Not saved yet" in down.text
    assert 'name="zones-2-title-en" type="text" value="Half typed"' in down.text
    assert 'value="down-1" autofocus' not in down.text and 'value="up-2" autofocus' in down.text, "it is the last now"
    for does, expected in (("add", "zones-3-title-en"), ("column-0", "zones-0-columns-2-title-en")):
        assert f'name="{expected}"' in host.submit(page_of(board), typed | {"do": does}).text  # type: ignore[attr-defined]
    gone = host.submit(page_of(board), typed | {"do": "remove-1"})  # type: ignore[attr-defined]
    assert gone.status_code == 200 and "Half typed" not in gone.text and 'name="zones-2-title-en"' not in gone.text
    assert [zone["key"] for zone in zones_now(session, board)] == KEYS and board.number == 0


@pytest.mark.parametrize("told", ["up-9", "up-", "down-x", "remove--1", "spin-0", "up-٣"])
def test_a_button_that_is_none_is_read_as_none(told: str) -> None:
    assert Pressed.read(told, 3) is None


def test_rows_at_the_ends_stay_and_no_form_grows_without_end() -> None:
    a, b = ({"key": key, "columns": []} for key in "ab")
    assert rearranged([a, b], Pressed("up", 0)) == ([a, b], 0)
    assert rearranged([a, b], Pressed("down", 1)) == ([a, b], 1)
    assert len(rearranged([a] * zoning.MOST_ZONES, Pressed("add", zoning.MOST_ZONES))[0]) == zoning.MOST_ZONES
    full = {"key": "a", "columns": [{"key": "", "title": {}}] * zoning.MOST_COLUMNS}
    assert rearranged([full], Pressed("column", 0)) == ([full], 0)


def test_a_zone_that_holds_cards_is_not_taken_out_and_what_was_typed_comes_back(
    session: Session, host: FlaskClient, camp: Camp
) -> None:
    board = camp.groups[0].board
    card = make_card(session, board, "Here", zone="strengths", actor=FACILITATOR)
    do(session, FACILITATOR, board, "remove_card", card=card.public_id)
    session.commit()
    typed = filled(session, board) | {"zones-0-title-en": "Half typed"}
    refused = host.submit(page_of(board), typed | {"do": "remove-1"})  # type: ignore[attr-defined]
    assert refused.status_code == 409
    assert "“Strengths and advantages” stays: it holds cards" in refused.text and 'href="#zone-2"' in refused.text
    assert 'value="Half typed"' in refused.text and "<title>Error:" in refused.text
    without = {name: value for name, value in typed.items() if not name.startswith("zones-1-")}
    saved = host.submit(page_of(board), without)  # type: ignore[attr-defined]
    assert saved.status_code == 409 and "it holds cards" in saved.text and 'value="Half typed"' in saved.text
    without = {name: value for name, value in typed.items() if not name.startswith("zones-2-")}
    assert host.submit(page_of(board), without).status_code == 303  # type: ignore[attr-defined]
    assert [zone["key"] for zone in zones_now(session, board)] == KEYS[:2]


def test_a_board_keeps_at_least_one_zone(session: Session, host: FlaskClient, camp: Camp) -> None:
    board = camp.groups[0].board
    session.commit()
    one = {name: value for name, value in filled(session, board).items() if name[:8] not in ("zones-1-", "zones-2-")}
    refused = host.submit(page_of(board), one | {"do": "remove-0"})  # type: ignore[attr-defined]
    assert refused.status_code == 409 and "A board needs at least one zone." in refused.text
    for texts in ([], [zone_texts(f"Zone {number}") for number in range(13)]):
        with pytest.raises(Invalid):
            zoning.set_zones(session, FACILITATOR, [board], texts, seen=zoning.mark_of(session, [board]))


def zone_texts(title: str, key: str = "") -> dict[str, Any]:
    """A zone as the form tells it."""
    return {"key": key, "title": {"en": title}, "help": {}, "layout": "list", "columns": []}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("zones-1-title-en", "x" * 301, "Title of zone 2, English: This text is too long"),
        ("zones-1-help-en", "x" * 5001, "What belongs in zone 2, English: This text is too long"),
        ("zones-1-layout", "columns", "Columns of zone 2: Give at least one column a heading."),
        ("zones-1-columns-0-title-en", "x" * 301, "Heading of column 1 of zone 2, English: This text is too long"),
        ("zones-3-title-en", "", "Title of zone 4, English: Please fill this in"),
    ],
)
def test_what_is_wrong_is_said_in_words_and_beside_its_field(
    session: Session, host: FlaskClient, camp: Camp, name: str, value: str, said: str
) -> None:
    board = camp.groups[0].board
    session.commit()
    answer = host.submit(page_of(board), filled(session, board) | {name: value})  # type: ignore[attr-defined]
    assert (answer.status_code, said in answer.text) == (422, True)
    beside = name if "title" in name or "help" in name else "zones-1-columns"
    assert f'id="{beside}-error"' in answer.text and f'href="#{beside}"' in answer.text
    assert [zone["key"] for zone in zones_now(session, board)] == KEYS


def test_whoever_saves_second_is_told_and_loses_nothing(session: Session, host: FlaskClient, camp: Camp) -> None:
    board = camp.groups[0].board
    session.commit()
    first = filled(session, board) | {"zones-0-title-en": "Mine"}
    second = filled(session, board) | {"zones-0-title-en": "Yours"}
    assert host.submit(page_of(board), first).status_code == 303  # type: ignore[attr-defined]
    late = host.submit(page_of(board), second)  # type: ignore[attr-defined]
    assert late.status_code == 409 and "Somebody else changed this" in late.text
    assert 'value="Yours"' in late.text and "What is saved now" in late.text and ">Mine<" in late.text
    again = host.post(
        page_of(board), data=second | {"seen": fresh_mark(late.text), "csrf_token": csrf_token(late.text)}
    )
    assert again.status_code == 303 and zones_now(session, board)[0]["title"]["en"] == "Yours"


def fresh_mark(page: str) -> str:
    """The mark that a page carries."""
    return page.split('name="seen" type="hidden" value="')[1].split('"')[0]


def test_all_boards_of_groups_get_the_same_zones_and_the_plenary_has_its_own(
    session: Session, host: FlaskClient, camp: Camp
) -> None:
    plenary = preparing.add_plenary(session, FACILITATOR, camp).board
    odd = camp.groups[1].board
    zones = [zone_texts("Market", "market"), zone_texts("Strengths", "strengths"), zone_texts("Only here")]
    zoning.set_zones(session, FACILITATOR, [odd], zones, seen=zoning.mark_of(session, [odd]))
    make_card(session, odd, "Held", zone="only_here", actor=FACILITATOR)
    boards = [group.board for group in camp.working_groups]
    commands.close_board(session, FACILITATOR, boards[-1])
    session.commit()
    told = filled(session, *boards[:-1])
    assert [told[f"zones-{n}-key"] for n in range(4)] == [*KEYS, "only_here"]
    without = {name: value for name, value in told.items() if not name.startswith("zones-3-")}
    refused = host.submit(page_of_all(camp), without)  # type: ignore[attr-defined]
    assert refused.status_code == 409 and camp.groups[1].title["en"] in refused.text.split("it holds cards")[1][:200]
    assert host.submit(page_of_all(camp), told).status_code == 303  # type: ignore[attr-defined]
    for board in boards[:-1]:
        assert [zone["key"] for zone in zones_now(session, board)] == [*KEYS, "only_here"]
    for board in (boards[-1], plenary):
        assert [zone["key"] for zone in zones_now(session, board)] == KEYS
    with pytest.raises(Closed):
        zoning.set_zones(session, FACILITATOR, boards, zones, seen=zoning.mark_of(session, boards))
    assert host.get(page_of(boards[-1])).status_code == 303, "what is closed stays"
    one = filled(session, plenary) | {"zones-0-title-en": "For everybody"}
    assert host.submit(page_of(plenary), one).status_code == 303  # type: ignore[attr-defined]
    assert zones_now(session, plenary)[0]["title"]["en"] == "For everybody"


def test_a_zone_that_is_kept_as_it_is_stays_so_and_the_same_again_changes_nothing(session: Session, camp: Camp) -> None:
    board = camp.groups[0].board
    next(zone for zone in board.zones if zone.key == "market").is_locked = True
    session.flush()
    texts = zoning.zones_of(session, [board])
    zoning.set_zones(session, FACILITATOR, [board], texts, seen=zoning.mark_of(session, [board]))
    assert board.number == 0
    texts[0]["title"] = {"en": "Demand"}
    state = snapshots.board_state(session, board)
    zoning.set_zones(session, FACILITATOR, [board], texts, seen=zoning.mark_of(session, [board]))
    assert [zone["is_locked"] for zone in zones_now(session, board)] == [True, False, False]
    change = session.scalars(select(Operation.change).where(Operation.board_id == board.id)).one()
    assert advance(state, 1, change) == snapshots.board_state(session, board), "open pages take exactly this"


def test_keys_that_were_meddled_with_become_new_ones(session: Session, camp: Camp) -> None:
    board = camp.groups[0].board
    keys = ("market", "market", "NOT A KEY", "x" * 25, "")
    texts = [zone_texts(f"{'Very long words ' * 9}{number}", key) for number, key in enumerate(keys)]
    zoning.set_zones(session, FACILITATOR, [board], texts, seen=zoning.mark_of(session, [board]))
    now = [zone["key"] for zone in zones_now(session, board)]
    assert now[0] == "market" and len(set(now)) == 5 and all(len(key) <= 24 for key in now)


def test_a_template_gives_the_plenary_its_zones_too_while_it_is_empty(session: Session, camp: Camp) -> None:
    plenary = preparing.add_plenary(session, FACILITATOR, camp).board
    swot, cafe = (templating.plan_of(TEMPLATES[key]) for key in ("swot", "world_cafe"))
    templating.apply_template(session, FACILITATOR, camp, swot, name="swot")
    assert [zone["key"] for zone in zones_now(session, plenary)] == [zone["key"] for zone in swot.zones]
    make_card(session, plenary, "Said by all", zone="threats", actor=FACILITATOR)
    templating.apply_template(session, FACILITATOR, camp, cafe, name="world_cafe")
    assert [zone["key"] for zone in zones_now(session, plenary)] == [zone["key"] for zone in swot.zones]
    assert [zone["key"] for zone in zones_now(session, camp.groups[0].board)] == [zone["key"] for zone in cafe.zones]


def test_a_card_that_comes_in_the_meantime_keeps_its_zone(session: Session, camp: Camp) -> None:
    board = camp.groups[0].board
    make_card(session, board, "Here", zone="market", actor=FACILITATOR)
    with pytest.raises(Conflict):
        zoning.set_zones(session, FACILITATOR, [board], [zone_texts("New")], seen=zoning.mark_of(session, [board]))
