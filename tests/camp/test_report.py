"""What became of a camp: its report, its data, and who may read them when."""

import csv
import io
import json
import re
from typing import Any

import docx
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.camp.commands import set_board_state, steer_all_boards
from cocreate.camp.models import Camp
from cocreate.camp.reporting import material, report
from cocreate.camp.reporting.material import material_of
from cocreate.camp.rules import BoardState
from cocreate.core import jobs, made_files
from cocreate.core.db import db
from cocreate.core.ids import public_id
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Process
from cocreate.selection import commands as selection
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import FACILITATOR, do, guest, make_camp, make_card, make_seat, make_theme
from tests.factories.process import make_process
from tests.factories.selection import make_candidates


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session, challenges=("Climate", "Health"))


@pytest.fixture
def camp(session: Session, process: Process) -> Camp:
    """Two groups; six people, five of them from companies; three cards, one taken off and one under another."""
    camp = make_camp(session, process)
    board = camp.groups[0].board
    seats = [make_seat(session, camp, f"Person {n}", helix="business" if n else "research")[0] for n in range(6)]
    theme = make_theme(session, process)
    first = make_card(session, board, "=Repair <b>hubs</b>", themes=(theme.public_id,), actor=guest(seats[0]))
    make_card(session, board, "Reuse", actor=guest(seats[1]))
    gone = make_card(session, board, "Gone")
    do(session, guest(seats[0]), board, "remove_card", card=gone.public_id)
    for seat in seats[:3]:
        do(session, guest(seat), board, "vote", card=first.public_id)
    session.flush()
    return camp


def address(camp: Camp, more: str = "") -> str:
    return f"/en/p/{camp.process.public_id}/camps/{camp.public_id}/report{more}"


def close(session: Session, camp: Camp) -> None:
    steer_all_boards(session, SYSTEM, camp, BoardState.CLOSED)
    db.session.commit()


def test_the_report_has_every_card_and_no_name(session: Session, camp: Camp, client: FlaskClient) -> None:
    close(session, camp)
    page = client.get(address(camp)).text
    assert "=Repair &lt;b&gt;hubs" in page and "Reuse" in page
    assert "6 people took part." in page and "3 votes were given to cards." in page
    assert "1 card was taken off or went into another." in page and ">Gone<" not in page
    assert "Person 0" not in page and "Person 1" not in page
    assert page.count("<svg") >= 2 and 'role="img" aria-label="The board of' in page


def test_of_those_who_took_part_and_of_no_others_it_says_how_many_changed_a_board(
    session: Session, camp: Camp, client: FlaskClient
) -> None:
    board, elsewhere = camp.groups[0].board, camp.groups[1].board
    for options in ({"is_facilitator": True}, {"is_observer": True}):
        seat = make_seat(session, camp, group=camp.groups[0], **options)[0]
        seat.is_observer = False  # while the cards are written
        make_card(session, board, "Of somebody who helped", actor=guest(seat))
        seat.is_observer = "is_observer" in options
    make_card(session, elsewhere, "Still open", actor=guest(make_seat(session, camp, group=camp.groups[1])[0]))
    material = material_of(session, camp, closed_only=False)
    assert (sum(each.people for each in material.groups), material.contributed) == (7, 4)
    set_board_state(session, SYSTEM, board, BoardState.CLOSED)
    material = material_of(session, camp, closed_only=True)
    assert (sum(each.people for each in material.groups), material.contributed) == (6, 3)


def test_the_report_counts_what_was_said_about_the_parents_of_a_card(
    session: Session, camp: Camp, client: FlaskClient
) -> None:
    board = camp.groups[0].board
    parents = [make_card(session, board, text) for text in ("Boats", "Barges")]
    for parent in parents:
        do(session, FACILITATOR, board, "comment", card=parent.public_id, comment=public_id(), text="Yes")
    told = {"cards": [one.public_id for one in parents], "zone": "market", "rank": 1, "title": "", "text": "By water"}
    do(session, FACILITATOR, board, "merge_cards", card=public_id(), **told)
    close(session, camp)
    row = client.get(address(camp)).text.rsplit(">By water<", 1)[1].split("</tr>")[0]
    assert re.findall(r">([^<>]+)</td>", row)[-1].strip() == "2"


def test_one_researcher_among_six_cannot_be_recognised(session: Session, camp: Camp, client: FlaskClient) -> None:
    close(session, camp)
    helix = material_of(session, camp, closed_only=True).helix
    assert helix.cells["research"] == "hidden" and helix.cells["business"] == "hidden"
    page = client.get(address(camp)).text
    assert "Numbers below 5" in page


@pytest.mark.parametrize("state", ["preparing", "open", "locked"])
def test_outsiders_read_nothing_before_a_board_is_closed(
    session: Session, camp: Camp, client: FlaskClient, state: str
) -> None:
    steer_all_boards(session, SYSTEM, camp, BoardState(state))
    db.session.commit()
    outsider = client.application.test_client()
    for more in ("", "/report.html", "/cards.csv", "/camp.json", "/cards.md"):
        assert outsider.get(address(camp, more)).status_code == 404
    staff = sign_in(client, make_member(session, camp.process, Role.FACILITATOR))
    assert staff.get(address(camp)).status_code == 200


def test_of_an_open_board_nothing_leaves_with_a_closed_one(session: Session, camp: Camp, client: FlaskClient) -> None:
    make_card(session, camp.groups[1].board, "Still secret")
    set_board_state(session, SYSTEM, camp.groups[0].board, BoardState.CLOSED)
    db.session.commit()
    for more in ("", "/report.html", "/cards.csv", "/camp.json", "/cards.md"):
        text = client.get(address(camp, more)).text
        assert "Reuse" in text and "Still secret" not in text


def test_private_cards_leave_in_no_file(session: Session, camp: Camp, client: FlaskClient) -> None:
    card = make_card(session, camp.groups[0].board, "My secret")
    card.is_private = True
    close(session, camp)
    staff = sign_in(client, make_member(session, camp.process, Role.ORGANISER))
    for more in ("", "/cards.csv", "/camp.json", "/cards.md"):
        assert "My secret" not in staff.get(address(camp, more)).text


def test_a_rehearsal_has_no_public_report(session: Session, camp: Camp, client: FlaskClient) -> None:
    camp.is_rehearsal = True
    close(session, camp)
    assert client.get(address(camp)).status_code == 404


def test_csv_is_safe_and_complete(session: Session, camp: Camp) -> None:
    rows = list(
        csv.DictReader(io.StringIO(material.cards_csv(material_of(session, camp, closed_only=False), "en")[1:]))
    )
    assert [row["text"] for row in rows] == ["'=Repair <b>hubs</b>", "Reuse", "Gone"]
    assert [row["votes"] for row in rows] == ["3", "0", "0"]
    assert [row["is_removed"] for row in rows] == ["False", "False", "True"]
    assert set(rows[0]) == set(material.COLUMNS)


def test_json_has_the_boards_and_never_who_wrote_or_voted(session: Session, camp: Camp) -> None:
    text = material.camp_json(material_of(session, camp, closed_only=False))
    told: dict[str, Any] = json.loads(text)
    cards = told["groups"][0]["state"]["cards"].values()
    assert {card["text"] for card in cards} == {"=Repair <b>hubs</b>", "Reuse", "Gone"}
    assert all(card["author"] == "" for card in cards) and '"secret"' not in text
    assert "secret" not in told["groups"][0]["state"]


def test_markdown_shows_what_was_typed(session: Session, camp: Camp) -> None:
    text = material.cards_markdown(camp, material_of(session, camp, closed_only=False), "en")
    assert "- =Repair \\<b\\>hubs\\</b\\> (3)" in text and "Gone" not in text
    assert text.startswith("# Innovation Camp\n\n## ")


@pytest.mark.parametrize("paper", ["pdf", "docx"])
def test_paper_is_made_by_a_task_and_kept(
    session: Session, camp: Camp, client: FlaskClient, process: Process, paper: str
) -> None:
    sids = make_candidates(session, process, "Repair", "Reuse", "Rent")
    close(session, camp)
    staff = sign_in(client, make_member(session, process, Role.FACILITATOR))
    page = staff.get(address(camp)).text
    sent = {"csrf_token": csrf_token(page)}
    assert staff.post(address(camp, f"/make/{paper}"), data=sent).status_code == 303
    assert staff.post(address(camp, "/make/exe"), data=sent).status_code == 404
    task = report.reports_of(session, camp)[0]
    if not task.is_over:
        jobs.run(task.id)
    session.expire_all()
    assert task.state == "done", task.error
    answer = staff.get(address(camp, f"/made/{task.public_id}"))
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-store"
    if paper == "docx":
        read = docx.Document(io.BytesIO(answer.data))
        words = "\n".join(p.text for p in read.paragraphs) + "\n".join(
            cell.text for table in read.tables for row in table.rows for cell in row.cells
        )
        assert "Long list" in words and sids[0].title["en"] in words and "=Repair <b>hubs</b>" in words
        assert len(read.inline_shapes) == 2
    else:
        assert answer.data.startswith(b"%PDF") and answer.data.count(b"/Subtype /Image") >= 2
    outsider = client.application.test_client()
    assert outsider.get(address(camp, f"/made/{task.public_id}")).status_code in (302, 403, 404)
    path = made_files.kept_file(task)
    assert path is not None
    path.unlink()
    assert staff.get(address(camp, f"/made/{task.public_id}")).status_code == 404


def test_the_closed_ranking_is_in_the_report_of_staff_and_public_only_after_the_decision(
    session: Session, camp: Camp, client: FlaskClient, process: Process
) -> None:
    make_candidates(session, process, "Repair", "Reuse")
    round_ = selection.rank_long_list(session, SYSTEM, process, camp)
    selection.close_round(session, SYSTEM, process, round_)
    close(session, camp)
    assert "Long list" not in client.application.test_client().get(address(camp)).text
    staff = sign_in(client, make_member(session, process, Role.OBSERVER))
    text = staff.get(address(camp)).text
    assert "What came out of the camp" in text and "How participants ranked the candidates" in text
