"""A table of actors: what was understood is shown before anything is stored, and every bad line says why."""

import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.grids import read_grid
from cocreate.core.permissions import SYSTEM, Role
from cocreate.ecosystem import files
from cocreate.ecosystem.commands.taking_in import take_in
from cocreate.ecosystem.models import EcosystemActor
from cocreate.ecosystem.reading import read_actors
from cocreate.ecosystem.register import register
from cocreate.errors import Invalid
from cocreate.process.models import Process
from tests.factories.accounts import make_member, sign_in
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process

TABLE = """naam;soort;gemeente;breedtegraad;lengtegraad;trl;uitdagingen;email
Sirris vzw;research_group;Brussel;50,85;4,35;4-7;Mobility (nl): onderzoek: Metaal | climate;lab@example.org
Repair Works;bedrijf;Elsene;;;;;
Nobody;spaceship;;;;;;
;bedrijf;;;;;;
Far away;bedrijf;;500;4;;;
Lost;bedrijf;;;;;Space: research;
Too ready;bedrijf;;;;11;;
Wrong desk;bedrijf;;;;;;desk
"""


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def test_lines_are_understood_and_bad_ones_say_why(process: Process) -> None:
    found = read_actors(read_grid(TABLE.encode()), process.challenges, language="nl")
    first, second = found.actors
    assert first.told.name == {"nl": "Sirris vzw"} and (first.told.trl_from, first.told.trl_to) == (4, 7)
    assert first.told.spot is not None and first.told.spot.latitude == 50.85
    assert [(one.challenge, one.part, one.title) for one in first.strengths] == [
        (process.challenges[1].public_id, "research", {"nl": "Metaal"}),
        (process.challenges[0].public_id, "research", {}),
    ]
    assert second.told.helix == "" and second.told.municipality == "Elsene"
    assert [(one.line, one.code.rsplit(".")[-1], one.said) for one in found.problems] == [
        (4, "type", "spaceship"),
        (5, "no_name", ""),
        (6, "spot", "500 4"),
        (7, "challenge", "Space"),
        (8, "trl", "11"),
        (9, "contact", "desk"),
    ]


def test_a_table_without_names_is_refused(process: Process) -> None:
    with pytest.raises(Invalid):
        read_actors(read_grid(b"type;tags\ncompany;x\n"), process.challenges, language="en")


def test_one_that_is_there_keeps_what_it_says_and_gets_what_it_lacks(session: Session, process: Process) -> None:
    row = make_actor(session, process, "Sirris", municipality="Leuven")
    found = read_actors(read_grid(TABLE.encode()), process.challenges, language="nl")
    assert take_in(session, SYSTEM, process, found.actors).known == 1
    session.refresh(row)
    assert (row.name, row.municipality, row.latitude) == ({"en": "Sirris", "nl": "Sirris vzw"}, "Leuven", 50.85)
    assert len(row.strengths) == 2
    assert take_in(session, SYSTEM, process, found.actors).new == 0
    assert len(row.strengths) == 2 and len(session.scalars(select(EcosystemActor)).all()) == 2


def test_the_register_comes_back_from_its_own_file(session: Session, process: Process) -> None:
    found = read_actors(read_grid(TABLE.encode()), process.challenges, language="nl")
    take_in(session, SYSTEM, process, found.actors)
    written = files.as_csv(register(session, process))
    other = make_process(session, title="Elsewhere")
    again = read_actors(read_grid(written.encode()), other.challenges, language="en")
    assert not again.problems
    take_in(session, SYSTEM, other, again.actors)
    assert files.as_csv(register(session, other)) == written


def test_a_file_is_looked_at_and_then_taken_in(session: Session, client: FlaskClient, process: Process) -> None:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    page = f"/en/p/{process.public_id}/manage/ecosystem/table"
    upload = {"file": (io.BytesIO(TABLE.encode()), "actors.csv"), "language": "nl", "step": "look"}
    shown = client.submit(page, upload, content_type="multipart/form-data")
    assert "Sirris vzw" in shown.text and "Line 7" in shown.text
    assert session.scalars(select(EcosystemActor)).all() == []
    for _time in range(2):
        client.submit(page, {"table": TABLE, "language": "nl", "step": "store"})
    assert len(session.scalars(select(EcosystemActor)).all()) == 2
    empty = client.submit(page, {"table": "", "language": "nl", "step": "look"})
    assert empty.status_code == 422 and "choose a file" in empty.text
