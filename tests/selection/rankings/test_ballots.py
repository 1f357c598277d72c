"""Ticks and points: rounds that ask for something else than an order."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.rankings.terms import Terms
from tests.factories.camp import guest, make_seat
from tests.factories.process import make_process
from tests.factories.selection import make_candidates, make_round


@pytest.fixture
def process(session: Session) -> Process:
    process = make_process(session)
    make_candidates(session, process, "A", "B", "C")
    return process


def test_ticks_are_counted_as_support(session: Session, process: Process) -> None:
    round_ = make_round(session, process, terms=Terms("approval"), dimensions=["impact"])
    a, b, c = round_.shown
    for ticked in [[a, b]] * 4 + [[b]] * 3:
        seat, _ = make_seat(session, round_.camp)
        commands.send_ranking(session, guest(seat), process, round_, seat, {"impact": [[key] for key in ticked]})
    assert queries.ballots_by_dimension(session, round_)["impact"][0].order == [[a, b]]  # nothing is first among ticks
    commands.close_round(session, SYSTEM, process, round_)
    told = round_.results["impact"]
    assert told["order"] == [b, a, c]
    assert {item: row["ranked"] for item, row in told["rows"].items()} == {a: 4, b: 7, c: 0}


def test_points_are_a_mean_in_which_no_opinion_is_never_zero(session: Session, process: Process) -> None:
    round_ = make_round(session, process, terms=Terms("score"), dimensions=["impact"])
    a, b, c = round_.shown
    for points in [{a: 4, b: 3}] * 4 + [{b: 3, c: 5}] * 2:
        seat, _ = make_seat(session, round_.camp)
        commands.send_ranking(session, guest(seat), process, round_, seat, {}, points={"impact": points})
    commands.close_round(session, SYSTEM, process, round_)
    told = round_.results["impact"]
    assert told["order"] == [c, a, b]  # 5, 4 and 3; as nothing given is 0 it would be b, a, c
    assert next(line for line in told["rules"] if line["what"] == "points")["order"] == [b, a, c]


@pytest.mark.parametrize(
    ("points", "code"), [({"x": 3}, "unknown"), ({"A": 6}, "points"), ({"A": -1}, "points"), ({}, "empty")]
)
def test_impossible_points_are_refused(session: Session, process: Process, points: dict[str, int], code: str) -> None:
    round_ = make_round(session, process, terms=Terms("score"))
    seat, _ = make_seat(session, round_.camp)
    given = {round_.shown[0] if key == "A" else key: value for key, value in points.items()}
    with pytest.raises(Invalid, match=code):
        commands.send_ranking(session, guest(seat), process, round_, seat, {}, points={"impact": given})


def test_paper_orders_are_no_points(session: Session, process: Process) -> None:
    round_ = make_round(session, process, terms=Terms("score"))
    seat, _ = make_seat(session, round_.camp)
    with pytest.raises(Invalid, match="needs_points"):
        commands.cast_ballot(session, SYSTEM, process, round_, seat, "impact", [[round_.shown[0]]])


@pytest.mark.parametrize(("rule", "typed", "told"), [("approval", "1", "not supported"), ("score", "4", ": 4")])
def test_a_guest_ticks_or_gives_points_changes_it_and_has_the_receipt(
    session: Session, client: FlaskClient, process: Process, rule: str, typed: str, told: str
) -> None:
    round_ = make_round(session, process, terms=Terms(rule), dimensions=["impact"])
    a, b, _c = round_.shown
    _, token = make_seat(session, round_.camp, helix="citizen")
    client.submit(f"/en/seat/{token}")
    address = f"/en/p/{process.public_id}/selection/rankings/{round_.public_id}"
    assert "a tick or points" in client.submit(address, {}).text
    for key in (a, b):
        sent = client.submit(address, {f"rank-impact-{key}": typed})
        assert sent.headers["Location"].endswith("/sent")
    receipt = client.get(f"{address}/sent").text
    assert told in receipt and ">B<" in receipt and ">A<" not in receipt
    again = client.get(address).text
    mark = "checked" if rule == "approval" else "selected"
    found = re.search(rf'id="rank-impact-{b}".*?(?=id="rank-impact|</fieldset>)', again, re.S)
    assert found and f'value="{typed}" {mark}' in found[0]


def test_the_file_of_points_holds_points(session: Session, client: FlaskClient, process: Process) -> None:
    round_ = make_round(session, process, terms=Terms("score"), dimensions=["impact"])
    a, b, c = round_.shown
    for _number in range(6):
        seat, _ = make_seat(session, round_.camp)
        commands.send_ranking(session, guest(seat), process, round_, seat, {}, points={"impact": {a: 0, c: 4}})
    commands.close_round(session, SYSTEM, process, round_)
    address = f"/en/p/{process.public_id}/selection/rankings/{round_.public_id}/impact"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}/ballots.csv").text)))
    assert [(row[a], row[b], row[c]) for row in rows] == [("0", "", "4")] * 6
    page = client.get(address)
    assert "--method score --cells points" in page.text
