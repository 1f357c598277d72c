"""The terms before anybody ranks, the page of checks afterwards, and who may download what."""

import csv
import io
import json
import re
import sqlite3

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.analysis.choice.bootstrap import RESAMPLES
from cocreate.core.permissions import Role
from cocreate.process.models import Process
from cocreate.selection import commands, queries
from cocreate.selection.models import RankingRound
from cocreate.selection.rankings.terms import Terms, Weighting
from cocreate.settings import Settings
from tests.factories.accounts import make_member, sign_in
from tests.factories.camp import make_camp, make_seat
from tests.factories.process import make_process
from tests.factories.selection import ORGANISER, make_candidates, make_round

FAMILIES = ["business"] * 9 + ["research"] * 6 + ["citizen"] * 2


@pytest.fixture
def process(session: Session) -> Process:
    process = make_process(session)
    make_candidates(session, process, "Circular city", "Healthy food", "Shared mobility")
    return process


@pytest.fixture
def base(process: Process) -> str:
    return f"/en/p/{process.public_id}"


def member(session: Session, client: FlaskClient, process: Process, role: Role) -> FlaskClient:
    return sign_in(client.application.test_client(), make_member(session, process, role))


def counted(session: Session, process: Process, families: list[str] = FAMILIES, **options: object) -> RankingRound:
    """A closed round in which firms and researchers order the candidates the other way round."""
    round_ = make_round(session, process, dimensions=["impact"], **options)
    a, b, c = round_.shown
    orders = {"business": [[a], [b], [c]], "research": [[c], [b], [a]], "citizen": [[b]]}
    seats = [make_seat(session, round_.camp, helix=family)[0] for family in families]
    rows = [(seat, "impact", orders[seat.helix]) for seat in seats]
    commands.cast_ballots(session, ORGANISER, process, round_, rows)
    commands.close_round(session, ORGANISER, process, round_)
    return round_


def test_while_a_closing_ranking_is_counted_others_write(
    session: Session,
    client: FlaskClient,
    process: Process,
    base: str,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    round_ = make_round(session, process, dimensions=["impact"])
    a, b, _c = round_.shown
    seat = make_seat(session, round_.camp)[0]
    commands.cast_ballots(session, ORGANISER, process, round_, [(seat, "impact", [[b], [a]])])
    counts: list[int] = []

    def write_meanwhile(_seconds: float) -> None:
        with sqlite3.connect(settings.data_dir / "cocreate.sqlite", timeout=0, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        counts.append(1)

    monkeypatch.setattr("cocreate.selection.rankings.manage.time.sleep", write_meanwhile)
    host = member(session, client, process, Role.FACILITATOR)
    page = f"{base}/manage/rankings"
    assert host.submit(page, to=f"{page}/{round_.public_id}/close").status_code == 303
    assert len(counts) == RESAMPLES
    assert round_.results["impact"]["order"][0] == b


def test_a_host_fixes_the_terms_and_participants_read_them_before_they_rank(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    camp = make_camp(session, process)
    host, address = member(session, client, process, Role.FACILITATOR), f"{base}/manage/rankings"
    typed = {
        "camp": camp.public_id,
        "dimensions": ["impact"],
        "rule": "schulze",
        "weighting": "targets",
        "share-business": "70",
        "share-research": "20",
    }
    refused = host.submit(address, typed)
    assert refused.status_code == 422
    assert "they add up to 90" in refused.text
    assert re.search(r'value="schulze"[^>]*checked|checked[^>]*value="schulze"', refused.text)
    assert 'value="70"' in refused.text
    assert host.submit(address, {**typed, "share-research": "30"}).status_code == 303
    (round_,) = queries.rounds_of(session, process)
    assert (round_.counting_rule, round_.targets) == ("schulze", {"business": 70, "research": 30})
    assert not round_.opens_ballots  # the box was not ticked
    coming = client.get(f"{base}/selection/").text
    assert "How the coming ranking will be counted" in coming and "Schulze’s rule" in coming
    commands.open_round(session, ORGANISER, process, round_)
    page = client.get(f"{base}/selection/rankings/{round_.public_id}").text
    for words in ("Schulze’s rule", "winning", "70%", "behind those that have one", "seed"):
        assert words in page
    assert "can be downloaded without names" not in page


@pytest.mark.parametrize("typed", [{"rule": "dictator"}, {"weighting": "none"}, {"share-business": "-4"}])
def test_made_up_terms_are_refused(
    session: Session, client: FlaskClient, process: Process, base: str, typed: dict[str, str]
) -> None:
    camp = make_camp(session, process)
    host = member(session, client, process, Role.FACILITATOR)
    good = {"camp": camp.public_id, "dimensions": ["impact"], "rule": "kemeny", "weighting": "raw"}
    assert host.submit(f"{base}/manage/rankings", good | typed).status_code == 422
    assert not queries.rounds_of(session, process)


def test_every_check_stands_on_one_page_for_everybody(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    round_ = counted(session, process, terms=Terms(targets={"business": 30, "research": 70}))
    results = client.get(f"{base}/selection/rankings/{round_.public_id}").text
    address = f"{base}/selection/rankings/{round_.public_id}/impact"
    assert f'href="{address}"' in results
    page = client.get(address).text
    for words in (
        "Every other rule",
        "Ranked pairs",
        "Instant runoff",
        "One group, one voice",
        "Set shares",
        "Without one of the groups",
        "Kendall’s W",
        "beats every other candidate one to one",
        "Plackett-Luce, with its doubt",
        "cocreate rank rankings-",
    ):
        assert words in page, words
    assert "Citizens" not in page  # two of them: shown with others or not at all
    assert "comes in:" in page


def test_the_files_say_what_was_counted_and_name_nobody(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    round_ = counted(session, process, terms=Terms(weighting=Weighting.BALANCED))
    address = f"{base}/selection/rankings/{round_.public_id}/impact"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}/ballots.csv").text)))
    assert len(rows) == 17 and set(rows[0]) == {"group", *round_.shown}
    assert {row["group"] for row in rows} == {"business", "small"}
    assert client.get(f"{address}/ballots.preflib").text.startswith("# TITLE: Impact on the societal challenges")
    told = json.loads(client.get(f"{address}/results.json").text)
    assert told["order"] == round_.results["impact"]["order"]
    assert told["titles"][round_.shown[0]]["en"] == "Circular city"
    assert client.get(f"{address}/ballots.xlsx").status_code == 404
    assert client.get(f"{base}/selection/rankings/{round_.public_id}/colour").status_code == 404


def test_rankings_are_not_given_away_where_people_were_not_told(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    round_ = counted(session, process, opens_ballots=False)
    address = f"{base}/selection/rankings/{round_.public_id}/impact"
    host = member(session, client, process, Role.ORGANISER)
    for visitor in (client, host):
        assert visitor.get(f"{address}/ballots.csv").status_code == 404
        page = visitor.get(address)
        assert page.status_code == 200 and "ballots.csv" not in page.text
        assert json.loads(visitor.get(f"{address}/results.json").text)["ballots_csv"] is None


def test_checks_of_a_handful_of_people_are_for_insiders_only(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    round_ = counted(session, process, ["business"] * 3)
    address = f"{base}/selection/rankings/{round_.public_id}/impact"
    for tail in ("", "/ballots.csv", "/results.json"):
        assert client.get(address + tail).status_code == 404
    assert (
        "Only insiders see this dimension" in member(session, client, process, Role.COMMITTEE_MEMBER).get(address).text
    )


def test_nothing_is_counted_in_public_while_people_rank(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    round_ = make_round(session, process)
    for tail in ("", "/ballots.csv", "/results.json"):
        assert client.get(f"{base}/selection/rankings/{round_.public_id}/impact{tail}").status_code == 404


def test_a_round_counted_before_there_were_checks_still_shows_its_results(
    session: Session, client: FlaskClient, process: Process, base: str
) -> None:
    round_ = counted(session, process)
    kept = ("items", "ballots", "is_small", "order", "rows", "groups", "group_shares", "agreement", "warnings")
    round_.results = {"impact": {key: round_.results["impact"][key] for key in kept}}
    session.commit()
    page = client.get(f"{base}/selection/rankings/{round_.public_id}")
    assert page.status_code == 200 and "Circular city" in page.text
    assert "All counts and checks" not in page.text
    assert client.get(f"{base}/selection/rankings/{round_.public_id}/impact").status_code == 404
