"""The register: who is in it, found by words and filters, and shown to everybody only as far as they may be."""

import csv
import io
import json
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.ecosystem import commands, queries
from cocreate.ecosystem.models import AssetPlace, EcosystemActor, EcosystemStrength
from cocreate.ecosystem.register import Wanted, register
from cocreate.ecosystem.rules import ActorType, Agreement, Part, Spot
from cocreate.process.models import Process
from tests.factories.accounts import make_member, sign_in
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(session: Session, client: FlaskClient, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def manage(process: Process, path: str = "") -> str:
    return f"/en/p/{process.public_id}/manage/ecosystem{path}"


def public(process: Process, path: str = "") -> str:
    return f"/en/p/{process.public_id}/ecosystem{path}"


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', html)
    assert found
    return found[1]


def test_an_actor_is_added_once_by_a_form_that_is_sent_twice(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    page = organiser.get(manage(process, "/actors/new")).text
    sent = {"form_id": hidden(page, "form_id"), "name-en": "Repair Works", "type": "company", "municipality": "Ixelles"}
    for _time in range(2):
        assert organiser.submit(manage(process, "/actors/new"), sent).status_code == 302
    made = session.scalars(select(EcosystemActor)).one()
    assert (made.name, made.helix) == ({"en": "Repair Works"}, "business")
    assert session.scalar(select(func.count()).where(AuditEntry.verb == "ecosystem:actor:add")) == 1
    assert "Repair Works" in organiser.get(public(process)).text


def test_what_was_typed_comes_back_with_what_is_wrong(organiser: FlaskClient, process: Process) -> None:
    sent = {"name-en": "Repair Works", "type": "company", "website": "repair.example"}
    answer = organiser.submit(manage(process, "/actors/new"), sent)
    assert answer.status_code == 422
    assert "begins with https://" in answer.text and 'value="Repair Works"' in answer.text
    lone = organiser.submit(manage(process, "/actors/new"), {"name-en": "X", "type": "company", "latitude": "50"})
    assert lone.status_code == 422 and "longitude between" in lone.text


def test_two_people_who_change_an_actor_at_once_are_told(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    row = make_actor(session, process, "Repair Works")
    address = manage(process, f"/actors/{row.public_id}")
    sent = {"version": str(row.version), "name-en": "Repair Works Brussels", "type": "company"}
    assert organiser.submit(address, sent).status_code == 302
    session.refresh(row)
    assert row.spellings == ["Repair Works"]  # the name that it had
    assert organiser.submit(address, {**sent, "name-en": "Something else"}).status_code == 409
    session.refresh(row)
    assert row.name == {"en": "Repair Works Brussels"}


def test_strengths_are_added_and_removed(session: Session, organiser: FlaskClient, process: Process) -> None:
    row, challenge = make_actor(session, process, "Repair Works"), process.challenges[1]
    address = manage(process, f"/actors/{row.public_id}")
    sent = {"challenge": challenge.public_id, "part": "market", "title-en": "A thousand customers"}
    for _time in range(2):
        organiser.submit(address, sent, to=f"{address}/strengths")
    one = session.scalars(select(EcosystemStrength)).one()
    shown = organiser.get(public(process, f"/actors/{row.public_id}")).text
    assert "A thousand customers" in shown and "Market potential" in shown
    organiser.submit(address, to=f"{address}/strengths/{one.public_id}/remove")
    assert session.scalars(select(EcosystemStrength)).all() == []


def test_the_register_is_found_by_words_without_accents_and_by_filters(session: Session, process: Process) -> None:
    first = make_actor(session, process, "Énergie partagée", ActorType.SOCIAL_ENTERPRISE, trl_from=3, trl_to=5)
    second = make_actor(session, process, "Bus Lab", ActorType.RESEARCH_GROUP, tags=("buses",))
    commands.add_strength(session, SYSTEM, process, second, process.challenges[1], Part.RESEARCH)

    def found(**wanted: object) -> list[EcosystemActor]:
        return [line.actor for line in register(session, process, Wanted(**wanted))]  # type: ignore[arg-type]

    assert found() == [second, first]
    assert found(words="energie PARTAGEE") == [first]
    assert found(trl=4) == [first] and found(trl=6) == []
    assert found(tag="buses") == found(type="research_group") == found(helix="research") == [second]
    mobility, health = (process.challenges[place].public_id for place in (1, 2))
    assert found(challenge=mobility, part="research") == [second]
    assert found(challenge=mobility, part="market") == found(challenge=health) == []


def test_who_refused_is_not_shown_and_citizens_only_when_they_agreed(
    session: Session, client: FlaskClient, process: Process
) -> None:
    company = make_actor(session, process, "Repair Works", contact="desk@example.org")
    street = make_actor(session, process, "Neighbours of the canal", ActorType.CITIZEN_INITIATIVE)
    commands.add_strength(session, SYSTEM, process, street, process.challenges[0], Part.SOCIAL)
    text = client.get(public(process)).text
    assert "Repair Works" in text and "Neighbours" not in text and "desk@example.org" not in text
    assert client.get(public(process, f"/actors/{street.public_id}")).status_code == 404
    assert queries.actors_of(session, process.challenges[0]) == []
    street.agreement, company.agreement = Agreement.AGREED.value, Agreement.REFUSED.value
    text = client.get(public(process)).text
    assert "Repair Works" not in text and "Neighbours" in text
    assert [line.actor for line in queries.actors_of(session, process.challenges[0])] == [street]


def test_the_files_hold_what_everybody_sees_and_no_mail_address(
    session: Session, client: FlaskClient, process: Process
) -> None:
    row = make_actor(session, process, "=Repair", contact="desk@example.org", spot=Spot(50.85, -4.35))
    commands.add_strength(session, SYSTEM, process, row, process.challenges[0], Part.MARKET, title={"en": "Sales"})
    make_actor(session, process, "Neighbours", ActorType.CITIZEN_INITIATIVE)
    text = client.get(public(process, "/actors.csv")).get_data(as_text=True)
    lines = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [(line["name_en"], line["longitude"], line["strengths"]) for line in lines] == [
        ("'=Repair", "-4.35", "Climate: market: Sales")
    ]
    told = json.loads(client.get(public(process, "/actors.json")).get_data(as_text=True))
    assert [one["name"] for one in told] == [{"en": "=Repair"}]
    assert "desk@example.org" not in text + json.dumps(told)


def test_assets_get_their_part_of_the_map_and_an_owner(
    session: Session, organiser: FlaskClient, process: Process
) -> None:
    row, challenge = make_actor(session, process, "Repair Works"), process.challenges[0]
    (asset,) = challenge.assets
    before = queries.assets_by_part(session, challenge)
    assert [line.ref for line in before[Part.UNPLACED]] == [asset.ref] and set(before) == set(Part)
    sent = {f"part-{asset.public_id}": "research", f"actor-{asset.public_id}": row.public_id}
    for _time in range(2):
        organiser.submit(manage(process, "/assets"), sent)
    assert session.scalar(select(func.count()).select_from(AssetPlace)) == 1
    (line,) = queries.assets_by_part(session, challenge)[Part.RESEARCH]
    assert (line.title, line.actors) == (asset.title, (row,))
    row.agreement = Agreement.REFUSED.value
    (line,) = queries.assets_by_part(session, challenge)[Part.RESEARCH]
    assert line.actors == ()


def test_the_register_of_another_process_is_another(session: Session, organiser: FlaskClient, process: Process) -> None:
    other = make_process(session, title="Elsewhere")
    row = make_actor(session, other, "Repair Works")
    for path in (manage(process, f"/actors/{row.public_id}"), public(process, f"/actors/{row.public_id}")):
        assert organiser.get(path).status_code == 404
    assert "Repair Works" not in organiser.get(public(process)).text


def test_a_long_register_comes_in_pages(session: Session, client: FlaskClient, process: Process) -> None:
    for number in range(35):
        make_actor(session, process, f"Workshop {number:02}")
    first, second = (client.get(public(process, f"?page={page}")).text for page in (1, 2))
    assert "Workshop 29" in first and "Workshop 30" not in first
    assert "Workshop 30" in second and "35 actors" in second
