"""An organiser makes a process by hand: texts, phases, challenges, sub-challenges; bad input comes back."""

import csv
import json
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import Role
from cocreate.process.models import Challenge, Process, SubChallenge
from cocreate.process.patterns import PHASE_TITLES, WEEKS, planned_phases
from cocreate.process.queries import find_process
from cocreate.process.rules import PhaseKind
from tests.factories.accounts import make_colleague, make_member, sign_in
from tests.factories.process import make_organisation, make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session, is_public=False)


@pytest.fixture
def organiser(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def manage(process: Process, path: str = "") -> str:
    return f"/en/p/{process.public_id}/manage/{path}"


def token(html: str) -> str:
    found = re.search(r'name="token"[^>]*value="([^"]+)"', html)
    assert found
    return found[1]


def test_a_phase_is_open_from_its_first_moment_on_and_no_longer_at_its_last(process: Process) -> None:
    phase = process.phases[0]
    moments = (phase.starts_at, phase.ends_at - timedelta(microseconds=1), phase.ends_at)
    assert [phase.is_open(moment) for moment in moments] == [True, True, False]


def test_somebody_with_an_account_makes_a_process_and_owns_it(session: Session, client: FlaskClient) -> None:
    sign_in(client, user := make_colleague(session, make_organisation(session)))
    form = {"token": token(client.get("/en/processes/new").text), "title-nl": "Regio 2040", "minimum_cell": "7"}
    form |= {"organisation": "testland", "starts_on": "2027-01-04"}
    made = client.submit("/en/processes/new", form)
    assert made.status_code == 302
    again = client.submit("/en/processes/new", form)  # a double click
    assert again.headers["Location"] == made.headers["Location"]
    (process,) = session.scalars(select(Process)).all()
    assert process.title == {"nl": "Regio 2040"}
    assert process.minimum_cell == 7
    assert [phase.kind for phase in process.phases] == ["challenges", "consultation", "camp", "selection", "plan"]
    session.refresh(user)
    assert user.roles_in(process) == {Role.OWNER}


def test_a_title_in_no_language_is_asked_for_and_what_was_typed_stays(session: Session, client: FlaskClient) -> None:
    sign_in(client, make_colleague(session, make_organisation(session)))
    answer = client.submit("/en/processes/new", {"token": "t", "region": "Vallée 🌊 وادي", "minimum_cell": "5"})
    assert answer.status_code == 422
    assert "at least one language" in answer.text
    assert "Vallée 🌊 وادي" in answer.text
    assert session.scalar(select(func.count()).select_from(Process)) == 0


def test_a_hidden_process_does_not_exist_for_strangers(client: FlaskClient, process: Process) -> None:
    assert client.get(f"/en/p/{process.public_id}/").status_code == 404
    assert client.get(f"/en/p/{process.public_id}/challenges").status_code == 404


def test_publishing_shows_it_and_hiding_hides_it(organiser: FlaskClient, process: Process) -> None:
    stranger = organiser.application.test_client()
    organiser.submit(manage(process), {"public": "yes"}, to=manage(process, "publish"))
    assert stranger.get(f"/en/p/{process.public_id}/").status_code == 200
    organiser.submit(manage(process), {"public": "no"}, to=manage(process, "publish"))
    assert stranger.get(f"/en/p/{process.public_id}/").status_code == 404


def test_a_phase_that_ends_before_it_starts_is_refused_in_words(organiser: FlaskClient, process: Process) -> None:
    shown = organiser.get(manage(process, "phases")).text
    fields = dict(re.findall(r'name="(\w+_at)"[^>]*value="([^"]*)"', shown))
    assert len(fields) == 10
    fields["camp_ends_at"] = fields["camp_starts_at"]
    refused = organiser.submit(manage(process, "phases"), fields)
    assert refused.status_code == 422
    assert "must end after it starts" in refused.text


def test_phases_are_planned_in_the_hours_of_brussels(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    shown = organiser.get(manage(process, "phases")).text
    fields = dict(re.findall(r'name="(\w+_at)"[^>]*value="([^"]*)"', shown))
    fields |= {"camp_starts_at": "2026-07-01T09:00", "camp_ends_at": "2026-07-01T13:00"}
    assert organiser.submit(manage(process, "phases"), fields).status_code == 302
    camp = next(phase for phase in find_process(session, process.public_id).phases if phase.kind == "camp")
    assert camp.starts_at.isoformat() == "2026-07-01T07:00:00+00:00"


def test_challenges_and_sub_challenges_are_added_once_each(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    page = manage(process, "challenges")
    form = {"token": token(organiser.get(page).text), "title-fr": "Eau", "title-en": "Water"}
    made = organiser.submit(page, form)
    organiser.submit(page, form)
    water = session.scalars(select(Challenge).where(Challenge.process_id == process.id)).all()[-1]
    assert water.title == {"fr": "Eau", "en": "Water"}
    assert session.scalar(select(func.count()).select_from(Challenge)) == 4
    part = made.headers["Location"] + "/sub-challenges/new"
    form = {"token": token(organiser.get(part).text), "title-en": "Rain"}
    organiser.submit(part, form)
    organiser.submit(part, form)
    assert session.scalar(select(func.count()).where(SubChallenge.challenge_id == water.id)) == 1


def test_two_people_who_change_the_same_challenge_lose_nothing(organiser: FlaskClient, process: Process) -> None:
    page = manage(process, f"challenges/{process.challenges[0].public_id}")
    assert organiser.submit(page, {"version": "1", "title-en": "First"}).status_code == 302
    late = organiser.submit(page, {"version": "1", "title-en": "Second"})
    assert late.status_code == 409
    assert "Somebody else changed this" in late.text
    assert 'value="Second"' in late.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', late.text)
    assert organiser.submit(page, {"version": version[1], "title-en": "Second"}).status_code == 302


def test_a_megabyte_of_text_is_refused_and_comes_back(organiser: FlaskClient, process: Process) -> None:
    page = manage(process, "challenges")
    answer = organiser.submit(page, {"token": "t", "title-en": "Water", "description-en": "w" * 1_000_000})
    assert answer.status_code == 422
    assert "too long" in answer.text
    assert "w" * 1_000_000 in answer.text


def test_another_processs_organiser_gets_nothing(session: Session, client: FlaskClient, process: Process) -> None:
    other = make_process(session, title="Elsewhere")
    sign_in(client, make_member(session, other, Role.OWNER))
    assert client.get(manage(process)).status_code == 404
    foreign = process.challenges[0].public_id
    assert client.get(manage(other, f"challenges/{foreign}")).status_code == 404


def test_the_audit_trail_shows_what_was_done_and_by_which_code(organiser: FlaskClient, process: Process) -> None:
    organiser.submit(manage(process), {"public": "yes"}, to=manage(process, "publish"))
    shown = organiser.get(manage(process, "audit")).text
    assert "process:process:publish" in shown
    assert "@example.org" not in shown.split("<main")[1]


def test_the_audit_trail_is_taken_out_whole_and_the_file_says_so_itself(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    other = make_process(session, title="Elsewhere")
    lines = session.scalars(select(AuditEntry).where(AuditEntry.process == process.public_id)).all()
    told = organiser.get(manage(process, "audit.json"))
    assert told.mimetype == "application/json" and "attachment" in told.headers["Content-Disposition"]
    found = json.loads(told.text)
    assert [line["hash"] for line in found[:-1]] == [line.hash for line in lines]
    assert found[-1]["verb"] == "process:audit:export" and found[0]["previous_hash"] == "0" * 64
    rows = list(csv.DictReader(organiser.get(manage(process, "audit.csv")).text.lstrip("\ufeff").splitlines()))
    assert [row["hash"] for row in rows[:-1]] == [line["hash"] for line in found]
    assert {row["process"] for row in rows} == {process.public_id} and json.loads(rows[0]["details"]) is not None
    assert organiser.get(manage(process, "audit.xml")).status_code == 404
    assert organiser.get(manage(other, "audit.csv")).status_code == 403


@pytest.mark.parametrize("version", ["²", "abc", "9" * 40, ""])
def test_a_version_that_is_no_number_is_an_old_page_and_no_fault(
    session: Session, organiser: FlaskClient, process: Process, version: str
) -> None:
    address = manage(process, f"challenges/{process.challenges[0].public_id}")
    answer = organiser.submit(address, {"title-en": "Two", "version": version})
    assert answer.status_code == 409
    assert 'value="Two"' in answer.text


def test_phases_in_the_first_year_of_the_calendar_are_refused_and_come_back(
    organiser: FlaskClient, process: Process
) -> None:
    page = organiser.get(manage(process, "phases")).text
    typed = {f"{kind}_{edge}": "2030-01-01T00:00" for kind in PhaseKind for edge in ("starts_at", "ends_at")}
    assert "challenges_starts_at" in page
    assert organiser.submit(manage(process, "phases"), typed | {"camp_ends_at": "0001-01-01T00:00"}).status_code == 422


def test_new_phases_begin_and_end_at_midnight_also_when_the_clocks_change() -> None:
    brussels = ZoneInfo("Europe/Brussels")
    planned = planned_phases(datetime(2026, 9, 20, 15, 30, tzinfo=brussels), WEEKS, PHASE_TITLES)
    edges = [edge.astimezone(brussels) for phase in planned for edge in (phase.starts_at, phase.ends_at)]
    assert edges[0].date().isoformat() == "2026-09-20"
    assert {(edge.hour, edge.minute) for edge in edges} == {(0, 0)}
    assert {edge.utcoffset() for edge in edges} == {timedelta(hours=1), timedelta(hours=2)}


def test_a_page_number_beyond_every_list_is_an_empty_page(organiser: FlaskClient, process: Process) -> None:
    for number in ("9" * 30, "-1", "abc", "²"):
        assert organiser.get(manage(process, f"audit?page={number}")).status_code == 200


def test_the_record_of_a_process_without_challenges_says_so_outside_any_list(
    session: Session, organiser: FlaskClient
) -> None:
    bare = make_process(session, challenges=())
    assert "<p>No challenges yet</p>" in organiser.get(f"/en/p/{bare.public_id}/").text
