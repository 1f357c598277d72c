"""The same organisation under several spellings: suggested, joined without loss, parted again."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.core.provenance import origins
from cocreate.ecosystem import commands, queries
from cocreate.ecosystem.commands import joining
from cocreate.ecosystem.register import Wanted, register
from cocreate.ecosystem.rules import ActorType, Agreement, Part
from cocreate.errors import Invalid
from cocreate.process.models import Process
from tests.factories.accounts import make_member, sign_in
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process
from tests.factories.search import find, index, refs


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def test_a_joined_row_is_shown_as_part_of_the_kept_one_and_comes_back_whole(session: Session, process: Process) -> None:
    kept, joined = make_actor(session, process, "Sirris"), make_actor(session, process, "SIRRIS vzw", tags=("metal",))
    climate, mobility = process.challenges[:2]
    commands.add_strength(session, SYSTEM, process, kept, climate, Part.RESEARCH)
    commands.add_strength(session, SYSTEM, process, joined, mobility, Part.INDUSTRY, title={"en": "Machines"})
    made = joining.join_actors(session, SYSTEM, process, kept=kept, joined=joined, reasons=["same_name"])
    assert made is not None
    (line,) = register(session, process)
    assert line.actor is kept and line.names == ("Sirris", "SIRRIS vzw")
    assert [one.challenge for one in line.served] == [climate, mobility]
    assert [one.actor for one in queries.actors_of(session, mobility)] == [kept]
    assert [line.actor for line in register(session, process, Wanted(words="vzw"))] == [kept]
    assert [step.source for step in origins(session, kept.ref)] == [joined.ref]

    for _time in range(2):
        joining.part_actors(session, SYSTEM, process, made)
    assert [line.names for line in register(session, process)] == [("Sirris",), ("SIRRIS vzw",)]
    assert [one.actor for one in queries.actors_of(session, mobility)] == [joined]
    assert origins(session, kept.ref) == [] and joined.tags == ["metal"]


@pytest.mark.parametrize("hidden", [{"agreement": Agreement.REFUSED.value}, {"is_hidden": True}])
def test_what_refused_or_was_hidden_is_not_shown_as_part_of_another(
    session: Session, client: FlaskClient, process: Process, hidden: dict[str, Any]
) -> None:
    kept, joined = make_actor(session, process, "Sirris"), make_actor(session, process, "Grandmother Ada")
    climate, asset = process.challenges[0], process.challenges[0].assets[0]
    commands.add_strength(session, SYSTEM, process, joined, climate, Part.INDUSTRY, title={"en": "Machines"})
    commands.place_asset(session, SYSTEM, process, asset, Part.SOCIAL, joined)
    for name, value in hidden.items():
        setattr(joined, name, value)
    joining.join_actors(session, SYSTEM, process, kept=kept, joined=joined)
    (line,) = register(session, process)
    assert (line.names, line.strengths) == (("Sirris",), ())
    by_part = queries.assets_by_part(session, climate)
    assert by_part[Part.INDUSTRY] == [] and [one.actors for one in by_part[Part.SOCIAL]] == [()]
    index(session)
    assert refs(find(session, "Grandmother", kind="actor")) == []
    base = f"/en/p/{process.public_id}/ecosystem"
    assert "Grandmother" not in client.get(f"{base}/actors.csv").text
    assert client.get(f"{base}/actors/{joined.public_id}").status_code == 404
    (inside,) = register(session, process, public_only=False)
    assert inside.names == ("Sirris", "Grandmother Ada")


def test_the_address_of_a_joined_row_leads_to_the_kept_one(
    session: Session, client: FlaskClient, process: Process
) -> None:
    kept, joined = make_actor(session, process, "Sirris"), make_actor(session, process, "SIRRIS vzw")
    joining.join_actors(session, SYSTEM, process, kept=kept, joined=joined)
    answer = client.get(f"/en/p/{process.public_id}/ecosystem/actors/{joined.public_id}")
    assert answer.status_code in (302, 303) and kept.public_id in answer.location


def test_what_was_joined_in_two_steps_comes_apart_in_any_order(session: Session, process: Process) -> None:
    first, second, third = (make_actor(session, process, name) for name in ("Sirris", "Sirris vzw", "SIRRIS asbl"))
    low = joining.join_actors(session, SYSTEM, process, kept=second, joined=third)
    high = joining.join_actors(session, SYSTEM, process, kept=first, joined=second)
    assert low is not None and high is not None
    assert {third.joined_into_id, second.joined_into_id} == {first.id}
    joining.part_actors(session, SYSTEM, process, high)
    assert (first.joined_into_id, second.joined_into_id, third.joined_into_id) == (None, None, second.id)
    again = joining.join_actors(session, SYSTEM, process, kept=first, joined=second)
    joining.part_actors(session, SYSTEM, process, low)
    assert (second.joined_into_id, third.joined_into_id) == (first.id, None)
    assert again is not None
    joining.part_actors(session, SYSTEM, process, again)
    assert [row.joined_into_id for row in (first, second, third)] == [None, None, None]


def test_a_row_cannot_be_joined_into_itself_or_twice(session: Session, process: Process) -> None:
    first, second, third = (make_actor(session, process, name) for name in ("A", "B", "C"))
    joining.join_actors(session, SYSTEM, process, kept=first, joined=second)
    for kept, joined in ((first, first), (second, third), (third, second)):
        with pytest.raises(Invalid):
            joining.join_actors(session, SYSTEM, process, kept=kept, joined=joined)
    assert joining.join_actors(session, SYSTEM, process, kept=first, joined=second) is None


def test_two_that_people_found_to_be_two_are_not_suggested_again(session: Session, process: Process) -> None:
    first, second = make_actor(session, process, "Hub"), make_actor(session, process, "HUB vzw", ActorType.ASSOCIATION)
    assert [(pair.first, pair.second) for pair in joining.suggested_joins(session, process)] == [(first, second)]
    for _time in range(2):
        joining.keep_apart(session, SYSTEM, process, second, first)
    assert joining.suggested_joins(session, process) == []


def test_an_organiser_joins_and_parts_on_the_page(session: Session, client: FlaskClient, process: Process) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    first, second = make_actor(session, process, "Vrije Universiteit Brussel"), make_actor(session, process, "VUB")
    page = f"/en/p/{process.public_id}/manage/ecosystem/twins"
    assert "one is the short form of the other" in client.get(page).text
    sent = {"first": first.public_id, "second": second.public_id, "verdict": "first", "reason": "acronym"}
    for _time in range(2):
        assert client.submit(page, sent, follow_redirects=True).status_code == 200
    (join,) = joining.joins_of(session, process)
    assert (join.kept, join.joined, join.reasons) == (first, second, ["acronym"])
    client.submit(page, to=f"/en/p/{process.public_id}/manage/ecosystem/joins/{join.public_id}/undo")
    assert joining.joins_of(session, process) == []
    assert client.submit(page, {"verdict": "first"}).status_code == 422
    client.submit(page, {**sent, "verdict": "two"})
    assert "No names are alike" in client.get(page).text
