"""LimeSurvey's archives: the questionnaire and its answers come in together, and what stays behind is listed."""

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import Role
from cocreate.errors import Invalid
from cocreate.survey.cli import survey
from cocreate.survey.importing.archive import answers_table, heading_of, read
from cocreate.survey.importing.formats import Format, recognise
from cocreate.survey.importing.limesurvey_file import Item, Part
from cocreate.survey.importing.models import ImportFile
from cocreate.survey.models import Answer, Consultation, Submission
from tests.factories.accounts import make_member, sign_in
from tests.factories.imports import archive, limesurvey, question, rows, workbook
from tests.factories.process import make_process

PARTS = rows(
    "subquestions",
    *(
        {"qid": 20 + n, "parent_qid": 2, "title": code, "question": code, "language": "en", "question_order": n}
        for n, code in enumerate(("SQ1", "SQ2"))
    ),
)
CHOICES = rows(
    "answers",
    *({"qid": 1, "code": code, "answer": code, "language": "en", "scale_id": 0} for code in ("A1", "A2")),
)
STRUCTURE = limesurvey(
    rows(
        "questions",
        question(1, "L", "ways", "How do you go?", other="Y"),
        question(2, "M", "fruit", "Which fruit?"),
        question(12, "T", "why", "Why?"),
    ),
    PARTS,
    CHOICES,
)
ANSWERS = [
    {"id": 1, "submitdate": "2026-01-02 03:04:05", "startlanguage": "en", "1X1X1": "A2", "1X1X1other": "",
     "1X1X2SQ1": "Y", "1X1X2SQ2": "", "1X1X12": "Because; of \"it\""},
    {"id": 2, "submitdate": "2026-01-03 03:04:05", "startlanguage": "nl", "1X1X1": "-oth-", "1X1X1other": "By boat",
     "1X1X2SQ1": "", "1X1X2SQ2": "", "1X1X12": ""},
    {"id": 3, "submitdate": "", "startlanguage": "en", "1X1X1": "A1", "1X1X1other": "", "1X1X2SQ1": "", "1X1X2SQ2": "",
     "1X1X12": "never sent"},
]  # fmt: skip


def stored(session: Session) -> list[dict[str, object]]:
    """What every sheet says, by question."""
    sheets = session.scalars(select(Submission).order_by(Submission.day)).all()
    found = []
    for sheet in sheets:
        answers = session.scalars(select(Answer).where(Answer.submission_id == sheet.id))
        found.append({each.question.key: each.value or each.text for each in answers})
    return found


EXPECTED = [
    {"ways": {"choice": "a2"}, "fruit": {"choices": ["sq1"]}, "why": 'Because; of "it"'},
    {"ways": {"choice": "other", "other": "By boat"}},
]


def test_an_archive_is_known_by_what_it_holds_and_a_workbook_is_none() -> None:
    assert recognise(archive(STRUCTURE, ANSWERS)) is Format.LIMESURVEY_ARCHIVE
    assert recognise(workbook(["a", "b"], [1, 2])) is Format.TABLE
    found = read(archive(STRUCTURE, ANSWERS, lst=b"<a/>", lsi=b"<a/>"))
    assert found.counts["responses"] == 3 and found.counts["questions"] == 3
    assert [note.code.rsplit(".")[-1] for note in found.notes] == ["archive_tokens", "archive_timings"]


def test_fields_are_named_by_their_questions_also_where_numbers_run_together() -> None:
    ranking = Item(id="1", group="1", code="order", type="R")
    dual = Item(id="12", group="1", code="dual", type="1", parts=[Part("SQ1")])
    expected = {
        "id": "id",
        "5X6X12": "order[2]",
        "_5X6X12SQ1#0": "dual[SQ1]",
        "5X6X12SQ1#1": "dual_2[SQ1]",
        "5X6X99": "5X6X99",
    }
    assert {field: heading_of(field, [ranking]) for field in ("id", "5X6X12")} == {"id": "id", "5X6X12": "order[2]"}
    known = [ranking, dual]
    assert {field: heading_of(field, known) for field in expected} == expected | {"5X6X12": "dual"}


def test_questionnaire_and_answers_come_in_together_from_the_page(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    organiser = sign_in(client, make_member(session, process, Role.ORGANISER))
    page = f"/en/p/{process.public_id}/manage/imports/"
    file = (io.BytesIO(archive(STRUCTURE, ANSWERS, lst=b"<a/>")), "old survey.lsa")
    shown = organiser.submit(page, {"file": file, "language": "en", "consultation": ""}, follow_redirects=True)
    assert "Answers that people gave" in shown.text and "bring it in under Contacts" in shown.text
    address = shown.request.path
    assert session.scalars(select(Consultation)).all() == [], "nothing is made before somebody agrees"
    organiser.submit(address, {"then": "import"})
    session.expire_all()
    whole, answers = session.scalars(select(ImportFile).order_by(ImportFile.id)).all()
    assert whole.is_done and answers.is_done and answers.report["counts"] == {
        "read": 3, "stored": 2, "known": 0, "refused": 1,
    }  # fmt: skip
    assert stored(session) == EXPECTED


def test_the_command_line_takes_an_archive_in_and_tells_of_both(app: Flask, session: Session, tmp_path: Path) -> None:
    process = make_process(session)
    session.commit()
    file = tmp_path / "survey.lsa"
    file.write_bytes(archive(STRUCTURE, ANSWERS))
    done = app.test_cli_runner().invoke(survey, ["import", str(file), "--process", process.public_id])
    assert done.exit_code == 0, done.output
    assert "survey.lsa (limesurvey_archive)" in done.output and "stored: 2" in done.output
    assert "Line 4: the person never sent it." in done.output
    session.expire_all()
    assert stored(session) == EXPECTED


def test_an_archive_without_answers_is_a_questionnaire_and_a_damaged_one_is_refused() -> None:
    assert answers_table(archive(STRUCTURE, [])) is None
    good = archive(STRUCTURE, ANSWERS)
    at = good.index(b"survey_1.lss") + 20
    for bad in (good[:200], good[:at] + b"\x00" * 30 + good[at + 30 :]):
        with pytest.raises(Invalid, match=r"broken_archive|no_xml"):
            read(bad)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("a.lss", "w") as inside:
        for _ in range(310):
            inside.write(b" " * 1_000_000)
    with pytest.raises(Invalid, match="bomb"):
        read(bomb.getvalue())
