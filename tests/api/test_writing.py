"""What programs write goes through the same commands as pages: checked, once, and never over somebody's change."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.accounts.organisations.commands import add_member
from cocreate.accounts.rules import MemberRole
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.process.models import Challenge, Evidence, Process
from cocreate.survey.inviting.models import Contact
from tests.factories.accounts import make_colleague, make_member, make_user
from tests.factories.api import Program, make_token, program
from tests.factories.process import make_organisation, make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(app: Flask, session: Session, process: Process) -> Program:
    return program(app, make_token(session, make_member(session, process, Role.ORGANISER)))


def test_a_program_creates_a_process_once_and_its_person_owns_it(app: Flask, session: Session) -> None:
    user = make_colleague(session, make_organisation(session))
    asks = program(app, make_token(session, user))
    phases = [{"kind": "challenges", "starts_at": "2027-01-01T00:00:00Z", "ends_at": "2027-02-01T00:00:00+01:00"}]
    told = {"title": {"nl": "Regio 2030"}, "phases": phases}
    made = [asks.post("/processes", told, headers={"Idempotency-Key": "one"}) for _ in range(2)]
    assert [answer.status_code for answer in made] == [201, 201]
    assert made[0].json["id"] == made[1].json["id"] and made[0].json["is_public"] is False
    row = session.scalars(select(Process)).one()
    assert [phase.kind for phase in row.phases] == ["challenges"]
    assert asks.get("/me").json["roles"] == [{"process": row.public_id, "role": "owner"}]
    assert asks.post("/processes", told, headers={"Idempotency-Key": "two"}).json["id"] != row.public_id


def test_a_program_names_the_organisation_where_its_person_has_several(app: Flask, session: Session) -> None:
    stranger = program(app, make_token(session, make_user(session)))
    told = {"title": {"nl": "Regio 2030"}}
    assert stranger.post("/processes", told).json["error"] == "organisations.not_yours"
    user = make_colleague(session, make_organisation(session, "one"))
    add_member(session, SYSTEM, make_organisation(session, "two"), user, MemberRole.MEMBER)
    make_organisation(session, "theirs")
    asks = program(app, make_token(session, user))
    assert asks.post("/processes", told).json["error"] == "organisations.several"
    assert asks.post("/processes", {**told, "organisation": "theirs"}).status_code == 403
    assert asks.post("/processes", {**told, "organisation": "two"}).json["organisation"] == "two"


def test_a_change_needs_the_tag_of_what_was_read(organiser: Program, process: Process, session: Session) -> None:
    path = f"/processes/{process.public_id}"
    told = {"region": "Brussels"}
    without = organiser.ask("PATCH", path, json=told)
    assert (without.status_code, without.json["error"]) == (428, "api.match.missing")
    tag = organiser.get(path).headers["ETag"]
    done = organiser.ask("PATCH", path, json=told, headers={"If-Match": tag})
    assert done.status_code == 200 and done.json["region"] == "Brussels"
    assert done.json["title"]["fr"] == "Region 2030 (fr)"
    late = organiser.ask("PATCH", path, json={"region": "Ghent"}, headers={"If-Match": tag})
    assert (late.status_code, late.json["error"]) == (412, "api.match.other")
    session.refresh(process)
    assert process.region == "Brussels"


def test_the_tag_of_a_compressed_answer_counts_too(organiser: Program, process: Process) -> None:
    path = f"/processes/{process.public_id}"
    read = organiser.get(path, headers={"Accept-Encoding": "gzip"})
    assert read.headers["Content-Encoding"] == "gzip" and read.headers["ETag"].startswith("W/")
    done = organiser.ask("PATCH", path, json={"region": "Ghent"}, headers={"If-Match": read.headers["ETag"]})
    assert done.status_code == 200


def test_a_challenge_with_its_parts_is_added_once(organiser: Program, process: Process, session: Session) -> None:
    path = f"/processes/{process.public_id}/challenges"
    told = {"title": {"en": "Cleaner air"}, "description": {"nl": "Voor iedereen"}}
    key = {"Idempotency-Key": "air"}
    first, second = (organiser.post(path, told, headers=key) for _ in range(2))
    assert first.status_code == 201 and first.json["id"] == second.json["id"]
    one = f"{path}/{first.json['id']}"
    assert organiser.post(f"{one}/sub-challenges", {"title": {"en": "Indoors"}}).status_code == 201
    assert organiser.post(f"{one}/assets", {"title": {"en": "The air lab"}}).status_code == 201
    read = organiser.get(one)
    assert [part["title"]["en"] for part in read.json["sub_challenges"]] == ["Indoors"]
    changed = organiser.ask(
        "PATCH", one, json={"title": {"en": "Clean air"}}, headers={"If-Match": read.headers["ETag"]}
    )
    assert changed.json["title"] == {"en": "Clean air"} and changed.json["description"] == {"nl": "Voor iedereen"}
    row = session.scalars(select(Challenge).where(Challenge.public_id == first.json["id"])).one()
    assert row.title == {"en": "Clean air"}
    verbs = set(session.scalars(select(AuditEntry.verb).where(AuditEntry.subject == row.public_id)))
    assert {"process:challenge:add", "process:challenge:describe"} <= verbs


def test_values_of_indicators_come_in_beside_those_that_are_there(
    organiser: Program, process: Process, session: Session
) -> None:
    path = f"/processes/{process.public_id}/evidence"
    first = {"title": "R&D intensity", "unit": "%", "source": "Eurostat", "series": {"BE10": {"2016": 1.9}}}
    later = {**first, "series": {"BE10": {"2017": 2.04}, "EU": {"2017-q2": 2.1}}}
    send = lambda one: organiser.post(f"{path}/indicators", {"language": "en", "indicators": [one]}).json  # noqa: E731
    assert send(first) == {"new": 1, "known": 0, "values": 1}
    assert send(later) == send(later) == {"new": 0, "known": 1, "values": 2}
    (told,) = organiser.get(path, query_string={"kind": "indicator"}).json["items"]
    assert {one["territory"]: one["values"] for one in told["series"]} == {
        "BE10": {"2016": 1.9, "2017": 2.04},
        "EU": {"2017-Q2": 2.1},
    }
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "document", "title": {"en": "A"}, "url": "javascript:alert(1)"},
        {"kind": "interview", "title": {"en": "A"}},
        {"kind": "indicator", "title": {}},
        {"kind": "indicator", "title": {"en": "A"}, "series": {"BE": {"last year": 1}}},
        {"kind": "indicator", "title": {"en": "A"}, "series": {"BE": {"2017": 1e999}}},
        {"kind": "document", "title": {"en": "\ud800"}},
    ],
)
def test_evidence_that_cannot_be_stored_is_refused(organiser: Program, process: Process, told: dict[str, Any]) -> None:
    answer = organiser.post(f"/processes/{process.public_id}/evidence", told)
    assert answer.status_code == 422 and answer.json["detail"]


def test_contacts_are_added_and_brought_up_to_date(organiser: Program, process: Process, session: Session) -> None:
    path = f"/processes/{process.public_id}/contacts"
    first = organiser.post(path, {"contacts": [{"email": "Ada@Example.org", "helix": "research"}]})
    assert first.json == {"added": 1, "updated": 0}
    again = organiser.post(path, {"contacts": [{"email": "ada@example.org", "name": "Ada"}]})
    assert again.json == {"added": 0, "updated": 1}
    row = session.scalars(select(Contact)).one()
    assert (row.email, row.name, row.helix) == ("ada@example.org", "Ada", "research")
    assert organiser.post(path, {"contacts": [{"email": "nobody"}]}).json["error"] == "survey.contact.no_address"


def test_something_that_is_no_json_is_refused_plainly(organiser: Program, process: Process) -> None:
    path = f"/processes/{process.public_id}/challenges"
    broken = organiser.ask("POST", path, data=b"{", content_type="application/json")
    assert broken.status_code == 400 and broken.mimetype == "application/problem+json"
    other = organiser.ask("POST", path, data=b"title=A", content_type="application/x-www-form-urlencoded")
    assert other.status_code in (415, 422)
