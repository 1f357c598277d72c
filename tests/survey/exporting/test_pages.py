"""Taking answers out by the page and from the command line: who may, what is recorded, and how large files are kept."""

import csv
import io
import json
import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core import jobs, made_files
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.errors import Invalid
from cocreate.process.models import Process
from cocreate.survey.cli import export as export_command
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.cuts import Chosen
from cocreate.survey.exporting import commands as exports
from cocreate.survey.exporting import formats
from cocreate.survey.exporting.asking import Filters, Flagged, Headings, Values, Wish
from cocreate.survey.exporting.commands import JOB as EXPORT_JOB
from cocreate.survey.exporting.commands import make_export
from cocreate.survey.inviting.models import Contact
from cocreate.survey.models import Consultation, NamedSheet, Submission
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation, make_sheet


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def consultation(session: Session, process: Process) -> Consultation:
    made = make_consultation(session, process)
    sheets = [make_sheet(made, fit="yes", new_challenge=f"=Idea {n}", language="nl") for n in range(3)]
    import_submissions(session, SYSTEM, made, sheets)
    session.commit()
    return made


@pytest.fixture
def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    sign_in(client, make_member(session, process, Role.ORGANISER))
    return client


def page(consultation: Consultation, rest: str = "") -> str:
    return f"/en/p/{consultation.process.public_id}/manage/consultations/{consultation.public_id}/export{rest}"


def form(**values: Any) -> dict[str, Any]:
    return {"format": "csv", "values": "codes", "headings": "codes", "language": "en", "flagged": "all", **values}


def test_a_small_export_comes_at_once_and_is_recorded(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    file = organiser.submit(page(consultation), form(format="json", languages=["nl"], values="labels"))
    assert file.status_code == 200 and file.mimetype == "application/json" and len(json.loads(file.data)) == 3
    assert f"{consultation.public_id}.json" in file.headers["Content-Disposition"]
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answers:export")).one()
    assert line.details == {"format": "json", "values": "labels", "filters": ["languages"], "contacts": False}


def test_an_export_can_be_only_of_those_who_answered_something(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    other = make_sheet(consultation, fit="no", new_challenge="Another", language="nl")
    import_submissions(session, SYSTEM, consultation, [other])
    session.commit()
    file = organiser.submit(page(consultation), form(format="json", **{"q-fit": ["no", "made up"]}))
    assert [line["new_challenge"] for line in json.loads(file.data)] == ["Another"]
    line = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answers:export")).one()
    assert line.details["filters"] == ["chosen"]
    refused = organiser.submit(page(consultation), form(format="made up", **{"q-fit": "no"}))
    assert refused.status_code == 422
    assert re.search(r'name="q-fit"[^>]*value="no"[^>]*checked|checked[^>]*name="q-fit"[^>]*value="no"', refused.text)


def test_a_large_export_is_a_task_whose_file_stays_for_a_day(
    organiser: FlaskClient, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = formats.FORMATS["xlsx"].__class__(**{**vars(formats.FORMATS["xlsx"]), "at_once": 2})
    monkeypatch.setitem(formats.FORMATS, "xlsx", small)
    sent = organiser.submit(page(consultation), form(format="xlsx"))
    assert sent.status_code == 303 and "/manage/jobs/" in sent.location
    job = session.scalars(select(jobs.Job).where(jobs.Job.kind == EXPORT_JOB)).one()
    assert (job.state, job.percent) == ("done", 100)
    shown = organiser.get(page(consultation))
    assert page(consultation, f"/{job.public_id}") in shown.text
    file = organiser.get(page(consultation, f"/{job.public_id}"))
    assert file.data[:2] == b"PK" and f"{consultation.public_id}.xlsx" in file.headers["Content-Disposition"]
    path = made_files.kept_file(job)
    assert path is not None and path.parent.stat().st_mode & 0o077 == 0
    yesterday = (clock.now() - timedelta(hours=25)).timestamp()
    os.utime(path, (yesterday, yesterday))
    assert organiser.get(page(consultation, f"/{job.public_id}")).status_code == 404
    assert "erased" in organiser.get(page(consultation)).text
    assert made_files.erase_old() == 1 and not path.exists()


def test_a_stopped_export_leaves_no_file(session: Session, consultation: Consultation) -> None:
    class Stopped(jobs.JobContext):
        def advance(self, fraction: float, message_code: str = "") -> None:
            if fraction > 0.5:
                raise jobs.Cancelled

    task = jobs.Job(kind=EXPORT_JOB, process_id=consultation.process_id, asked_at=clock.now())
    session.add(task)
    session.commit()
    with pytest.raises(jobs.Cancelled):
        make_export(Stopped(task.id, SYSTEM), consultation.id, Wish().packed())
    assert list(made_files.folder().iterdir()) == []


def test_an_export_of_another_consultation_is_not_found(
    organiser: FlaskClient, session: Session, process: Process, consultation: Consultation
) -> None:
    other = make_consultation(session, process)
    task = jobs.enqueue(
        session, SYSTEM, EXPORT_JOB, process=process, consultation_id=consultation.id, wish=Wish().packed()
    )
    session.commit()
    assert organiser.get(page(consultation, f"/{task.public_id}")).status_code == 200
    assert organiser.get(page(other, f"/{task.public_id}")).status_code == 404


def test_who_answered_is_told_to_organisers_of_a_named_consultation_who_ask(
    client: FlaskClient, session: Session, process: Process, consultation: Consultation
) -> None:
    contact = Contact(
        process_id=process.id, name="Ada", email="ada@example.org", organisation="Lab", added_at=clock.now()
    )
    session.add(contact)
    session.flush()
    sheet = session.scalars(select(Submission)).first()
    assert sheet is not None
    session.add(NamedSheet(submission_id=sheet.id, contact_id=contact.id))
    consultation.is_anonymous = False
    session.commit()
    sign_in(client, make_member(session, process, Role.ANALYST))
    assert client.submit(page(consultation), form(with_contacts="y")).status_code == 403
    plain = client.submit(page(consultation), form())
    assert "ada@example.org" not in plain.text
    organiser = client.application.test_client()
    sign_in(organiser, make_member(session, process, Role.ORGANISER))
    told = organiser.submit(page(consultation), form(with_contacts="y"))
    lines = list(csv.DictReader(io.StringIO(told.text.removeprefix("\ufeff"))))
    assert sorted(line["person_email"] for line in lines) == ["", "", "ada@example.org"]


def test_nobody_is_named_in_an_anonymous_consultation(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    refused = organiser.submit(page(consultation), form(with_contacts="y"))
    assert refused.status_code == 422 and "nobody knows who gave which answers" in refused.text


def test_wrong_wishes_are_answered_by_a_sentence(organiser: FlaskClient, consultation: Consultation) -> None:
    for values in (
        {"format": "exe"},
        {"format": ""},
        {"values": "x"},
        {"language": "xx"},
        {"since": "tomorrow"},
        {"languages": ["xx"]},
        {"since": "2026-02-01", "until": "2026-01-01"},
        {"format": "x" * 100_000},
        {"headings": "\x00"},
    ):
        refused = organiser.submit(page(consultation), form(**values))
        assert refused.status_code == 422, values


def test_a_format_that_is_not_installed_says_so(
    session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking = formats.FORMATS["sav"].__class__(**{**vars(formats.FORMATS["sav"]), "needs": ("no_such_library",)})
    monkeypatch.setitem(formats.FORMATS, "sav", lacking)
    with pytest.raises(Invalid) as refused:
        exports.take_out(session, Actor(), consultation, Wish(format="sav"))
    assert refused.value.code == "survey.export.not_installed"


def test_a_wish_survives_the_queue() -> None:
    filters = Filters(languages=("nl",), since=clock.today(), flagged=Flagged.ONLY)
    filters = replace(filters, chosen=(Chosen(7, "single_choice", ("yes", "no")),))
    wish = Wish("ods", "nl", Values.LABELS, Headings.NAMES, True, filters)
    assert Wish.unpacked(json.loads(json.dumps(wish.packed()))) == wish
    assert filters.names == ["languages", "since", "flagged", "chosen"]


def test_the_command_line_writes_the_same_file(app: Flask, consultation: Consultation, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    out = tmp_path / "answers.json"
    told = runner.invoke(export_command, [consultation.public_id, "--format", "json", "--out", str(out), "--labels"])
    assert told.exit_code == 0 and "3 sheets of answers" in told.output
    assert json.loads(out.read_text())[0]["Does this list of challenges fit the region?"] == "Yes"
    part = [consultation.public_id, "--format", "json", "--out", str(out), "--spoken", "nl", "--answer"]
    assert "3 sheets" in runner.invoke(export_command, [*part, "fit=yes"]).output
    assert "0 sheets" in runner.invoke(export_command, [*part, "fit=yes", "--helix", "business"]).output
    wrong = runner.invoke(export_command, [*part, "fit=maybe"])
    assert wrong.exit_code == 1 and "fit=partly" in wrong.output
    unknown = runner.invoke(export_command, ["nothing", "--out", str(out)])
    assert unknown.exit_code == 1 and "There is no consultation nothing" in unknown.output
    nowhere = runner.invoke(export_command, [consultation.public_id, "--out", str(tmp_path / "no" / "x.csv")])
    assert nowhere.exit_code == 1 and "cannot be written" in nowhere.output
