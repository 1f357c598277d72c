"""Programs read what was published for readers and for machines: information sheets, and releases of open data."""

from flask import Flask
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.ecosystem.rules import ActorType
from cocreate.information import commands as sheets
from cocreate.public.open_data import commands as open_data
from tests.factories.api import program
from tests.factories.ecosystem import make_actor
from tests.factories.process import make_process


def test_a_sheet_is_read_in_the_language_asked_for_once_it_is_published(app: Flask, session: Session) -> None:
    process = make_process(session)
    challenge = process.challenges[0]
    sheet = sheets.begin_sheet(session, SYSTEM, process, challenge)
    version = sheets.keep_version(session, SYSTEM, process, sheet)
    session.commit()
    path = f"/processes/{process.public_id}/sheets"
    assert program(app).get(path).json["items"] == []
    assert program(app).get(f"{path}/{sheet.public_id}").status_code == 404
    sheets.approve(session, SYSTEM, process, version)
    sheets.publish(session, SYSTEM, process, version)
    session.commit()
    (told,) = program(app).get(path).json["items"]
    assert (told["id"], told["challenge"], told["number"]) == (sheet.public_id, challenge.public_id, 1)
    french = program(app).get(f"{path}/{sheet.public_id}", headers={"Accept-Language": "fr"}).json
    assert (french["language"], french["title"]) == ("fr", challenge.title["fr"]) and french["blocks"]
    assert program(app).get(f"{path}/{sheet.public_id}").json["language"] == "en"


def test_a_release_of_open_data_leads_to_its_files(app: Flask, session: Session) -> None:
    process = make_process(session)
    open_data.ask_for_release(session, SYSTEM, process, "CC-BY-4.0")
    session.commit()
    (told,) = program(app).get(f"/processes/{process.public_id}/data-releases").json["items"]
    assert (told["number"], told["licence"], told["is_withdrawn"]) == (1, "CC-BY-4.0", False)
    assert {"name": "challenges", "rows": 3} in told["tables"]
    file = next(one for one in told["files"] if one["name"] == "challenges.csv")
    found = app.test_client().get(file["address"].removeprefix("http://localhost"), follow_redirects=True)
    assert found.status_code == 200 and len(found.data) == file["size"]


def test_actors_are_read_as_everybody_sees_them(app: Flask, session: Session) -> None:
    process = make_process(session)
    shown = make_actor(session, process, "Air Lab", ActorType.RESEARCH_GROUP, contact="ada@example.org")
    hidden = make_actor(session, process, "Neighbours for air", ActorType.CITIZEN_INITIATIVE)
    assert shown.is_public and not hidden.is_public
    session.commit()
    path = f"/processes/{process.public_id}/actors"
    answer = program(app).get(path)
    assert [row["name"]["en"] for row in answer.json["items"]] == ["Air Lab"]
    assert "ada@example.org" not in answer.text
    assert program(app).get(path, query_string={"type": "company"}).json["items"] == []
    assert program(app).get(path, query_string={"type": "nonsense"}).status_code == 422
