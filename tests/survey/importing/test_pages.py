"""Bringing a file on the pages and on the command line: what organisers see, choose and get."""

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import python_calamine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cocreate import clock
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Actor, Role
from cocreate.process.models import Process
from cocreate.survey import files, queries
from cocreate.survey.commands.answering import submit_answers
from cocreate.survey.commands.consultations import create_from_draft
from cocreate.survey.commands.opening import open_consultation
from cocreate.survey.importing import commands as imports
from cocreate.survey.importing.models import ImportFile
from cocreate.survey.kinds import kind_of
from cocreate.survey.models import Answer, Consultation, Question, Submission
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ConsultationState, QuestionKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.imports import BOMB, COLLECTED, limesurvey, question, rows, shared, workbook
from tests.factories.process import make_process
from tests.factories.survey import make_consultation

TABLE = "Feedback date;Group;Fit;Words;Secret\n" + "".join(
    f"2026-01-0{number};{('Burger', 'Bedrijf', 'Martian')[number % 3]};{('Yes', 'No')[number % 2]};"
    f"Words number {number} that somebody wrote in this place;{number}\n"
    for number in range(1, 10)
)


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


@pytest.fixture
def organiser(client: FlaskClient, session: Session, process: Process) -> FlaskClient:
    return sign_in(client, make_member(session, process, Role.ORGANISER))


def base(process: Process) -> str:
    return f"/en/p/{process.public_id}/manage/imports/"


def bring(
    browser: FlaskClient, process: Process, name: str, content: bytes, consultation: str = "", language: str = "en"
) -> TestResponse:
    """Choose a file on the page and send it."""
    file = {"file": (io.BytesIO(content), name), "language": language, "consultation": consultation}
    return browser.submit(base(process), file, content_type="multipart/form-data")


def take_in(browser: FlaskClient, location: str, **chosen: str) -> TestResponse:
    """Press the button below what was understood."""
    imports = location.rsplit("/", 1)[0] + "/"
    return browser.submit(imports, {"then": "import", **chosen}, to=location)


def taken_out(browser: FlaskClient, page: str, format_: str) -> list[list[Any]]:
    """The lines of an export: at once, or after the task that a large one is."""
    wish = {"format": format_, "values": "codes", "headings": "codes", "language": "en", "flagged": "all"}
    sent = browser.submit(page, wish)
    if sent.status_code == 303:
        (made,) = re.findall(rf'href="({page}/\w+)"', browser.get(page).text)
        sent = browser.get(made)
    if format_ == "xlsx":
        return python_calamine.load_workbook(io.BytesIO(sent.data)).get_sheet_by_index(0).to_python()
    return list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig"))))


def the_import(session: Session) -> ImportFile:
    """The file brought last."""
    session.expire_all()
    return session.scalars(select(ImportFile).order_by(ImportFile.id.desc())).first()


def count(session: Session, what: Any) -> int:
    return session.scalar(select(func.count()).select_from(what)) or 0


def answer_to(question: Question) -> AnswerGiven | None:
    """Something that a person could say to a question."""
    kind, options = QuestionKind(question.kind), question.options
    if not kind_of(question).asks or kind is QuestionKind.FILES or options.get("pattern"):
        return None
    if kind is QuestionKind.LONG_TEXT:
        return AnswerGiven(question.key, text="Words")
    limit = options.get("max_length") or 100
    values: dict[QuestionKind, Any] = {
        QuestionKind.SINGLE_CHOICE: lambda: {"choice": options["choices"][0]["key"]},
        QuestionKind.MULTIPLE_CHOICE: lambda: {"choices": [options["choices"][0]["key"]]},
        QuestionKind.SCALE: lambda: {"number": options["from"]},
        QuestionKind.MATRIX: lambda: {"cells": {row["key"]: [options["columns"][0]["key"]] for row in options["rows"]}},
        QuestionKind.SHORT_TEXT: lambda: {"text": "words"[:limit]},
        QuestionKind.SHORT_TEXTS: lambda: {"texts": {row["key"]: "words"[:limit] for row in options["rows"]}},
        QuestionKind.CONSENT: lambda: {"given": True},
        QuestionKind.NUMBER: lambda: {"number": options.get("min", 1)},
    }
    return AnswerGiven(question.key, values[kind]())


@pytest.mark.parametrize("path", COLLECTED)
def test_a_collected_questionnaire_is_imported_answered_and_exported(
    organiser: FlaskClient, session: Session, process: Process, path: str
) -> None:
    content = shared(f"limesurvey/{path}").read_bytes()
    brought = bring(organiser, process, path.rsplit("/", 1)[-1], content)
    assert "What is not as it was" in organiser.get(brought.location).text
    assert take_in(organiser, brought.location).status_code == 302
    made = the_import(session).consultation
    assert made.state == ConsultationState.DRAFT and the_import(session).content == b""
    assert "To the consultation" in organiser.get(brought.location).text
    pages = f"/en/p/{process.public_id}/manage/consultations/{made.public_id}"
    assert organiser.get(pages).status_code == organiser.get(f"{pages}/preview").status_code == 200

    open_consultation(session, SYSTEM, made)
    session.commit()
    assert organiser.get(f"/en/p/{process.public_id}/consultations/{made.public_id}").status_code == 200
    given = [answer_to(each) for each in made.active_questions]
    sheet = AnswerSheet("en", tuple(each for each in given if each))
    receipt = submit_answers(session, Actor(), made, sheet, "form")
    session.commit()
    assert queries.submission_by_receipt(session, made, receipt.code) is not None

    text = organiser.get(f"{pages}/questionnaire.json").text
    again = create_from_draft(session, SYSTEM, process, files.draft_of(text))
    assert files.to_json(again) == text


@pytest.mark.parametrize(("number", "sent", "lines"), [("381842", 9, 60), ("987793", 5, 19)])
def test_collected_responses_go_to_their_questionnaire_once(
    organiser: FlaskClient, session: Session, process: Process, number: str, sent: int, lines: int
) -> None:
    folder = "limesurvey/partypanel-17.1-nl"
    structure = shared(f"{folder}/limesurvey_survey_{number}.lss").read_bytes()
    take_in(organiser, bring(organiser, process, "survey.lss", structure).location)
    made = the_import(session).consultation
    responses = shared(f"{folder}/survey_{number}_responses.csv").read_bytes()
    for stored in (sent, 0):
        location = bring(organiser, process, "responses.csv", responses, made.public_id, "nl").location
        take_in(organiser, location)
        found = the_import(session)
        assert found.report["counts"] == {
            "read": lines,
            "stored": stored,
            "known": sent - stored,
            "refused": lines - sent,
        }
        assert count(session, Submission) == sent
    assert {each.source for each in session.scalars(select(Submission))} == {"import"}
    assert not any(each.may_quote for each in session.scalars(select(Submission)))


def test_the_white_paper_is_imported_with_its_answers(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    content = shared("ec-ai-whitepaper-2020/responses.csv").read_bytes()
    location = bring(organiser, process, "white paper.csv", content).location
    shown = organiser.get(location).text
    assert "1,216 of 1,216" in shown and "Organisation name" in shown
    take_in(organiser, location)
    found = the_import(session)
    assert found.report["counts"] == {"read": 1216, "stored": 1216, "known": 0, "refused": 0}
    assert count(session, Submission) == 1216 and count(session, Answer) > 20_000
    made = found.consultation
    results = organiser.get(f"/en/p/{process.public_id}/consultations/{made.public_id}/results")
    assert results.status_code == 200 and "1,216" in results.text and "<svg" in results.text
    export = f"/en/p/{process.public_id}/manage/consultations/{made.public_id}/export"
    for format_ in ("csv", "xlsx"):
        assert len(taken_out(organiser, export, format_)) == 1 + 1216


@pytest.mark.parametrize("name", ["proposals_config3", "comments_config3"])
def test_exports_of_decidim_are_imported(organiser: FlaskClient, session: Session, process: Process, name: str) -> None:
    content = shared(f"decidim-xls-fixtures/{name}.xls").read_bytes()
    location = bring(organiser, process, f"{name}.xls", content).location
    assert organiser.get(location).status_code == 200
    take_in(organiser, location)
    counts = the_import(session).report["counts"]
    assert counts["read"] == counts["stored"] == count(session, Submission) > 0


def test_an_organiser_says_what_the_columns_are(organiser: FlaskClient, session: Session, process: Process) -> None:
    location = bring(organiser, process, "answers.csv", TABLE.encode()).location
    shown = organiser.get(location).text
    assert "Words number 1" in shown and "Groups of the respondents" in shown and "Martian" in shown
    kept = organiser.submit(
        location,
        {"then": "look", "title": "Our own", "column-4": "ignore", "column-2": "", "helix-1": "other", "helix-0": ""},
    )
    assert kept.status_code == 302
    assert "Left out, as you chose." in organiser.get(location).text
    order = list(dict.fromkeys(line.split(";")[1] for line in TABLE.splitlines()[1:]))
    families = {"Burger": "citizen", "Bedrijf": "business", "Martian": "other"}
    chosen = {f"helix-{order.index(word)}": family for word, family in families.items()}
    take_in(organiser, location, **{"title": "Our own", "column-4": "ignore", **chosen})
    found = the_import(session)
    assert found.report["counts"] == {"read": 9, "stored": 9, "known": 0, "refused": 0}
    assert found.consultation.title == {"en": "Our own"}
    assert [each.kind for each in found.consultation.questions] == ["single_choice", "long_text", "helix"]
    helix = session.execute(select(Submission.helix, func.count()).group_by(Submission.helix)).all()
    assert dict(map(tuple, helix)) == {"citizen": 3, "business": 3, "other": 3}
    assert {str(each.day) for each in session.scalars(select(Submission))} == {f"2026-01-0{n}" for n in range(1, 10)}


def test_answers_from_anywhere_go_to_questions_that_exist(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    made = make_consultation(session, process)
    session.commit()
    table = workbook(["Opinion", "Remark", "My role"], ["yes", "Fine", "citizen"], ["Perhaps", "", ""], ["", "", ""])
    location = bring(organiser, process, "table.xlsx", table, made.public_id).location
    chosen = {"column-0": "to:fit", "column-1": "to:fit/comment", "column-2": "helix"}
    take_in(organiser, location, **chosen)
    found = the_import(session)
    assert found.report["counts"] == {"read": 2, "stored": 1, "known": 0, "refused": 1}
    said = [(each["where"], each["code"].rsplit(".", 1)[-1]) for each in found.report["notes"]]
    assert ("Opinion", "cell") in said and ("–", "empty_line") in said
    answer = session.scalars(select(Answer).where(Answer.text == "Fine")).one()
    assert answer.value == {"choice": "yes"}


def test_no_answers_come_where_they_were_erased(organiser: FlaskClient, session: Session, process: Process) -> None:
    consultation = make_consultation(session, process, state=ConsultationState.CLOSED)
    consultation.erased_at = clock.now()
    session.commit()
    table = workbook(["Opinion", "Remark"], ["yes", "Fine"])
    location = bring(organiser, process, "table.xlsx", table, consultation.public_id).location
    refused = take_in(organiser, location, **{"column-0": "to:fit", "column-1": "to:fit/comment"})
    assert refused.status_code == 422 and "Its answers were erased" in refused.text
    assert count(session, Submission) == 0


def test_answers_that_other_answers_hide_are_listed_and_do_not_count(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    hidden = question(2, "T", "Why", relevance='Agree.NAOK == "Y"')
    structure = limesurvey(rows("questions", question(1, "Y", "Agree"), hidden))
    take_in(organiser, bring(organiser, process, "survey.lss", structure).location)
    made = the_import(session).consultation
    table = b"Agree,Why\nY,Because\nN,Though\n,Only this\n"
    take_in(organiser, bring(organiser, process, "answers.csv", table, made.public_id).location)
    found = the_import(session)
    assert found.report["counts"] == {"read": 3, "stored": 2, "known": 0, "refused": 1}
    said = [
        (each["where"], each["params"].get("line")) for each in found.report["notes"] if "set_aside" in each["code"]
    ]
    assert said == [("why", "3"), ("why", "4")]
    assert [each.text for each in session.scalars(select(Answer).where(Answer.has_text))] == ["Because"]


def test_the_same_file_is_noticed_and_waits_only_once(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    first = bring(organiser, process, "answers.csv", TABLE.encode()).location
    assert bring(organiser, process, "renamed.csv", TABLE.encode()).location == first
    take_in(organiser, first)
    assert take_in(organiser, first).status_code == 302
    assert count(session, Submission) == 9 and count(session, Consultation) == 1
    again = bring(organiser, process, "answers.csv", TABLE.encode()).location
    assert again != first and "taken in before" in organiser.get(again).text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "This file is empty."),
        ("bomb.lss", BOMB, "can be a trap"),
        ("broken.lss", b"<document>\n<a></b>", "line 2, column 6"),
        ("broken.json", b'{"format": ', "line 1, column 12"),
        ("other.json", b'{"format": "other"}', "no questionnaire of cocreate"),
        ("latin.json", '{"a": "é"}'.encode("latin-1"), "not written in UTF-8"),
        ("picture.xlsx", b"PK\x03\x04\x00\x00", "damaged or locked"),
        ("long.csv", b"a;b\n1;2;3", "Line 2 has 3 cells"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    organiser: FlaskClient, session: Session, process: Process, name: str, content: bytes, sentence: str
) -> None:
    answered = bring(organiser, process, name, content)
    assert answered.status_code == 422 and sentence in answered.text
    assert count(session, ImportFile) == 0


def test_choices_that_no_page_offers_change_nothing(organiser: FlaskClient, session: Session, process: Process) -> None:
    location = bring(organiser, process, "answers.csv", TABLE.encode()).location
    for wrong in ({"column-1": "kind:nonsense"}, {"helix-0": "martian"}, {"column-0": "to:\x00/🦀"}):
        answered = take_in(organiser, location, **wrong)
        assert answered.status_code == 422 and "cannot be chosen here" in answered.text
    ignored = take_in(organiser, location, **{f"column-{number}": "ignore" for number in range(5)})
    assert ignored.status_code == 422 and "Nothing would be imported" in ignored.text
    assert count(session, Submission) == 0


def test_our_own_file_makes_the_same_questionnaire(organiser: FlaskClient, session: Session, process: Process) -> None:
    made = make_consultation(session, process)
    session.commit()
    text = organiser.get(f"/en/p/{process.public_id}/manage/consultations/{made.public_id}/questionnaire.json").text
    take_in(organiser, bring(organiser, process, "own.json", text.encode()).location)
    assert files.to_json(the_import(session).consultation) == text == files.to_json(made)
    assert json.loads(text)["format"] == "cocreate-questionnaire"


def test_what_is_brought_is_recorded_without_a_word_of_it(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    take_in(organiser, bring(organiser, process, "answers.csv", TABLE.encode()).location)
    entries = session.scalars(select(AuditEntry).where(AuditEntry.verb.startswith("survey:"))).all()
    told = {each.verb for each in entries}
    assert {"survey:import:receive", "survey:consultation:create", "survey:answers:import"} <= told
    assert "Words number" not in str([each.details for each in entries])


def test_a_file_that_nobody_takes_in_goes_after_a_week(
    organiser: FlaskClient, session: Session, process: Process
) -> None:
    location = bring(organiser, process, "answers.csv", TABLE.encode()).location
    imports.erase_waiting(session, clock.today() + timedelta(days=7))
    assert count(session, ImportFile) == 1
    imports.erase_waiting(session, clock.today() + timedelta(days=8))
    session.commit()
    assert count(session, ImportFile) == 0 and organiser.get(location).status_code == 404


def test_only_organisers_bring_files(client: FlaskClient, session: Session, process: Process) -> None:
    sign_in(client, make_member(session, process, Role.OBSERVER))
    assert client.get(base(process)).status_code == 403


def test_the_command_line_takes_in_a_questionnaire_with_its_answers(
    app: Flask, session: Session, process: Process, tmp_path: Path
) -> None:
    session.commit()
    structure, answers = tmp_path / "survey.lss", tmp_path / "answers.csv"
    structure.write_bytes(limesurvey(rows("questions", question(1, "T", "Why"), question(2, "*", "Sum", "{1+1}"))))
    answers.write_text('"Response ID","Date submitted","Why"\n1,2026-01-02,Because\n2,,Not sent\n')
    run = app.test_cli_runner().invoke
    told = run(args=["survey", "import", str(structure), "--process", process.public_id, "--answers", str(answers)])
    assert told.exit_code == 0, told.output
    assert "stored: 1" in told.output and "Sum: This is computed" in told.output
    assert "Line 3: the person never sent it." in told.output
    assert count(session, Submission) == 1
    refused = run(args=["survey", "import", str(structure), "--process", "nowhere"])
    assert refused.exit_code == 1 and "--process" in refused.output
