"""Versions of open data: made beside the server, the same for ever, withdrawn with a reason, cited by their content."""

import csv
import io
import json
import re
import zipfile
from hashlib import sha256

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.jobs import JobState
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.public.models import DataFile
from cocreate.public.open_data import commands
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.rules import ConsultationState, Source
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, make_sheet


@pytest.fixture
def process(session: Session) -> Process:
    made = make_process(session, title="Region 2030")
    make_consultation(session, made)
    session.commit()
    return made


def release(session: Session, process: Process, licence: str = "CC-BY-4.0") -> str:
    """Ask for a version; the job runs at once. Returns how that ended."""
    task = commands.ask_for_release(session, SYSTEM, process, licence)
    session.commit()
    session.refresh(task)
    return task.error or task.state


def organiser(client: FlaskClient, session: Session, process: Process) -> BrowserLikeClient:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    assert isinstance(client, BrowserLikeClient)
    return client


def test_a_version_can_be_read_as_tables_and_checked_by_its_fingerprint(
    client: FlaskClient, session: Session, process: Process
) -> None:
    assert release(session, process) == JobState.DONE
    base = f"/en/p/{process.public_id}/data"
    page = client.get(f"{base}/").text
    assert "Version 1" in page and "Creative Commons Attribution 4.0" in page
    rows = list(csv.DictReader(io.StringIO(client.get(f"{base}/1/challenges.csv").text)))
    assert [row["title_en"] for row in rows] == ["Climate", "Mobility", "Health"]
    packed = zipfile.ZipFile(io.BytesIO(client.get(f"{base}/1.zip").data))
    package = json.loads(packed.read("datapackage.json"))
    assert package["version"] == "1" and package["homepage"].endswith(f"/p/{process.public_id}/data/1/")
    tables = sorted(name for name in packed.namelist() if name.endswith(".csv"))
    sums = "".join(f"{sha256(packed.read(name)).hexdigest()}  {name}\n" for name in tables)
    found = re.search(r"SHA-256 ([0-9a-f]{64})", page)
    assert found and found[1] == sha256(sums.encode()).hexdigest()
    for resource in package["resources"]:
        assert resource["hash"] == f"sha256:{sha256(packed.read(resource['path'])).hexdigest()}"


def test_an_older_version_stays_as_it_was(client: FlaskClient, session: Session, process: Process) -> None:
    release(session, process)
    base = f"/en/p/{process.public_id}/data"
    before = client.get(f"{base}/1/challenges.csv").data
    process.challenges[0].title = {"en": "A warmer climate"}
    session.commit()
    assert release(session, process) == JobState.DONE
    assert client.get(f"{base}/1/challenges.csv").data == before
    assert b"A warmer climate" in client.get(f"{base}/2/challenges.csv").data
    assert "There is a newer version, 2" in client.get(f"{base}/1/").text
    latest = client.get(f"{base}/latest/challenges.csv")
    assert latest.status_code == 302 and latest.location.endswith("/data/2/challenges.csv")


def test_without_a_change_there_is_no_new_version(session: Session, process: Process) -> None:
    release(session, process)
    assert release(session, process) == "public.data.same"
    assert [row.number for row in commands.releases_of(session, process)] == [1]
    assert release(session, process, "CC0-1.0") == JobState.DONE, "another licence is another version"


def test_an_organiser_makes_a_version_and_withdraws_it_with_a_reason(
    client: FlaskClient, session: Session, process: Process
) -> None:
    browser = organiser(client, session, process)
    here = f"/en/p/{process.public_id}/manage/record/data/"
    for _time in range(2):  # a double click
        sent = browser.submit(here, {"licence": "CC0-1.0", "form_id": "abcdefghijkl"})
        assert sent.status_code == 303 and "/manage/jobs/" in sent.location
    assert len(commands.tasks_of(session, process)) == 1
    refused = browser.submit(f"{here}1/withdraw", {})
    assert refused.status_code == 422 and "Please fill this in" in refused.text
    assert browser.submit(f"{here}1/withdraw", {"reason-en": "A name was in it"}).status_code == 303
    public = f"/en/p/{process.public_id}/data"
    page = client.get(f"{public}/1/").text
    assert "withdrawn" in page and "A name was in it" in page
    for gone in ("1/answers.csv", "1.zip", "latest/answers.csv"):
        assert client.get(f"{public}/{gone}").status_code == 404
    assert session.scalars(select(DataFile)).all() == []
    verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.process == process.public_id)).all()
    assert {"public:data:release", "public:data:withdraw"} <= set(verbs)


def test_a_withdrawn_version_keeps_its_number(session: Session, process: Process) -> None:
    release(session, process)
    (row,) = commands.releases_of(session, process)
    commands.withdraw_release(session, SYSTEM, process, row, {"en": "Wrong"})
    session.commit()
    assert release(session, process) == JobState.DONE, "the same rows are new again: the old version is gone"
    assert [row.number for row in commands.releases_of(session, process)] == [2, 1]


def test_a_licence_that_nobody_knows_is_refused(session: Session, process: Process) -> None:
    with pytest.raises(Invalid, match="licence"):
        commands.ask_for_release(session, SYSTEM, process, "mine")


def answers(client: FlaskClient, process: Process, number: int) -> list[dict[str, str]]:
    shown = client.get(f"/en/p/{process.public_id}/data/{number}/answers.csv")
    return list(csv.DictReader(io.StringIO(shown.text)))


def test_answers_are_given_away_after_the_end_only_and_nothing_about_the_person(
    client: FlaskClient, session: Session, process: Process
) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.OPEN)
    sheets = [make_sheet(consultation, helix="citizen", fit="yes") for _ in range(6)]
    import_submissions(session, SYSTEM, consultation, sheets, source=Source.IMPORT)
    session.commit()
    release(session, process)
    assert answers(client, process, 1) == []
    close_consultation(session, SYSTEM, consultation)
    session.commit()
    assert release(session, process) == JobState.DONE
    (fit,) = [question for question in consultation.questions if question.key == "fit"]
    assert [row["question"] for row in answers(client, process, 2)].count(fit.public_id) == 6
    consultation.privacy = {**consultation.privacy, "about_person": ["fit"]}
    session.commit()
    assert release(session, process) == JobState.DONE
    assert fit.public_id not in [row["question"] for row in answers(client, process, 3)]


def test_data_of_a_hidden_process_is_nobodys_business(client: FlaskClient, session: Session, process: Process) -> None:
    release(session, process)
    process.is_public = False
    session.commit()
    for path in ("", "1/", "1/answers.csv", "1.zip", "latest/answers.csv"):
        assert client.get(f"/en/p/{process.public_id}/data/{path}").status_code == 404, path
