"""Every format, read back by a program that others wrote, holds what people answered, sign by sign."""

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from cocreate.core.cells import printable
from cocreate.core.db import db
from cocreate.core.documents import drawable
from cocreate.core.permissions import SYSTEM
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.cuts import Chosen
from cocreate.survey.exporting import reading, writing
from cocreate.survey.exporting.asking import Filters, Flagged, Headings, Values, Wish
from cocreate.survey.exporting.commands import write_export
from cocreate.survey.exporting.open_data import release_of
from cocreate.survey.exporting.table import Row, StoredSheet, Table, rows_of, sheets, table_of
from cocreate.survey.exporting.writing import write_csv
from cocreate.survey.models import Consultation, Submission, TrialSheet, Upload
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, Flag, QuestionKind, Source
from tests.factories.survey import make_consultation, make_sheet

NASTY = [
    '=HYPERLINK("http://x")',
    "+32 2 123 45 67",
    "-1",
    "@SUM(A1)",
    "two  blanks   and\ta tab",
    "line\n\nline",
    'quotes " and , and ;',
    "emoji 👩🏽‍🚀 and 🇧🇪",
    "مرحبا بالعالم",
    "你好，世界",
    "<script>alert(1)</script> & &amp;",
    "'apostrophe",
    "ünïcödé",
]


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """A consultation with a sheet for every nasty text, in the comment of a choice and as a text of its own."""
    made = make_consultation(session)
    first, second, _third = (challenge.public_id for challenge in made.process.challenges)
    given_sheets = [
        make_sheet(
            made,
            order=[second, first],
            fit="partly",
            comment=text,
            new_challenge=text,
            assets={first: text},
            helix="research",
            language="fr",
            day=date(2026, 3, 4),
        )
        for text in NASTY
    ]
    import_submissions(session, SYSTEM, made, [*given_sheets, make_sheet(made, fit="yes", helix="")])
    session.commit()
    return made


def export(consultation: Consultation, **options: Any) -> bytes:
    """The bytes of a file, by a session of its own as a page has it."""
    target = io.BytesIO()
    write_export(db.engine, consultation.id, Wish(**options), target)
    return target.getvalue()


def texts_of(lines: list[dict[str, Any]], name: str) -> list[str]:
    return sorted(str(line[name]) for line in lines if line[name] not in (None, ""))


def from_csv(content: bytes) -> list[dict[str, Any]]:
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    plain = [{k: v[1:] if v[:1] == "'" and v not in NASTY else v for k, v in line.items()} for line in lines]
    return list(plain)


def from_workbook(content: bytes) -> list[dict[str, Any]]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Answers").to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def from_parquet(content: bytes) -> list[dict[str, Any]]:
    import pyarrow.parquet

    return list(pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist())


READ_BACK: dict[str, Callable[[bytes], list[dict[str, Any]]]] = {
    "csv": from_csv,
    "xlsx": from_workbook,
    "ods": from_workbook,
    "json": json.loads,
    "jsonl": lambda content: [json.loads(line) for line in content.decode().splitlines()],
    "parquet": from_parquet,
    "r": lambda content: from_csv(zipfile.ZipFile(io.BytesIO(content)).read("answers.csv")),
}


@pytest.mark.parametrize("name", READ_BACK)
def test_a_format_gives_back_what_people_wrote(consultation: Consultation, name: str) -> None:
    lines = READ_BACK[name](export(consultation, format=name))
    assert len(lines) == len(NASTY) + 1
    first, second, _third = (challenge.public_id for challenge in consultation.process.challenges)
    # LibreOffice reads the tab that ODS has an element for; calamine leaves it out.
    wanted = sorted(text.replace("\t", "") if name == "ods" else text for text in NASTY)
    for column in ("fit.comment", "new_challenge", f"assets.{first}"):
        assert texts_of(lines, column) == wanted, column
    line = next(line for line in lines if line["new_challenge"] == "ünïcödé")
    assert (line["day"], line["language"], line["helix"], line["fit"]) == ("2026-03-04", "fr", "research", "partly")
    assert (float(line[f"rank_challenges.{second}"]), float(line[f"rank_challenges.{first}"])) == (1, 2)
    other = next(line for line in lines if line["fit"] == "yes")
    assert not other["new_challenge"] and not other["helix"] and other["source"] == "demo"


def test_spss_gets_numbers_with_the_labels_that_people_saw(consultation: Consultation, tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    file = tmp_path / "answers.sav"
    file.write_bytes(export(consultation, format="sav", language="nl"))
    frame, about = pyreadstat.read_sav(str(file), output_format="dict")
    assert sorted(filter(None, frame["new_challenge"])) == sorted(NASTY)
    assert about.variable_value_labels["fit"] == {1: "Ja", 2: "Gedeeltelijk", 3: "Nee"}
    assert sorted(frame["fit"]) == [1, *[2] * len(NASTY)]
    assert about.column_names_to_labels["fit"] == "Past deze lijst van uitdagingen bij het gewest?"
    assert about.variable_measure["fit"] == "nominal"


def test_spss_of_many_sheets_comes_in_parts_that_fit_together(
    session: Session, consultation: Consultation, tmp_path: Path
) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    table = table_of(session, consultation, Wish(format="sav"))
    target = io.BytesIO()
    writing.write_sav(table, rows_of(session, consultation, table), target, size=5)
    parts = zipfile.ZipFile(target)
    assert parts.namelist() == ["answers-1.sav", "answers-2.sav", "answers-3.sav"]
    found, labels = [], []
    for name in parts.namelist():
        parts.extract(name, tmp_path)
        frame, about = pyreadstat.read_sav(str(tmp_path / name), output_format="dict")
        found += frame["sheet"]
        labels.append(about.variable_value_labels["fit"])
    assert len(set(found)) == len(NASTY) + 1 and labels[0] == labels[1] == labels[2]


def test_names_for_spss_begin_with_a_letter_and_differ_whatever_their_capitals(session: Session) -> None:
    table = table_of(session, make_consultation(session), Wish())
    columns = tuple(
        type(table.columns[0])(name, name, name) for name in ("a", "A", "1x", "_y", "é.", "a" * 80, "a" * 81)
    )
    names = writing.variable_names(columns)
    assert len({name.lower() for name in names}) == len(names)
    assert all(name[0].isalpha() and len(name) <= 64 and name.isascii() for name in names)


def test_the_script_for_r_names_every_column_and_label(consultation: Consultation, tmp_path: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(export(consultation, format="r")))
    script = archive.read("read.R").decode()
    assert 'levels = c("yes", "partly", "no"), labels = c("Yes", "Partly", "No")' in script
    assert 'attr(answers[["fit"]], "label") <- "Does this list of challenges fit the region?"' in script
    program = which("Rscript")
    if program is None:
        pytest.skip("R is not installed here, so the script is only read, not run")
    archive.extractall(tmp_path)
    script += '\ncat(nrow(answers), levels(answers[["fit"]]), sep = "|")\n'
    (tmp_path / "read.R").write_text(script)
    done = subprocess.run([program, "read.R"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{len(NASTY) + 1}|Yes|Partly|No"


def test_a_formula_in_a_csv_is_text_and_a_negative_number_a_number(consultation: Consultation) -> None:
    lines = list(csv.reader(io.StringIO(export(consultation).decode("utf-8-sig"), newline="")))
    cells = {cell for line in lines for cell in line}
    assert '\'=HYPERLINK("http://x")' in cells and "'@SUM(A1)" in cells and "=HYPERLINK" not in {c[:10] for c in cells}


def test_a_workbook_holds_no_formula_and_no_link(consultation: Consultation) -> None:
    archive = zipfile.ZipFile(io.BytesIO(export(consultation, format="xlsx")))
    pages = "".join(archive.read(name).decode() for name in archive.namelist() if "sheets/sheet" in name)
    assert "<f>" not in pages and "<hyperlink" not in pages and "HYPERLINK" in pages


def test_a_workbook_explains_its_columns(consultation: Consultation) -> None:
    for name in ("xlsx", "ods"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(export(consultation, format=name, language="de")))
        lines = book.get_sheet_by_name("Columns").to_python()
        assert ["fit", "", "partly", "Teilweise"] in lines


@pytest.mark.parametrize("write", [writing.write_xlsx, writing.write_ods])
def test_more_rows_than_a_sheet_holds_go_on_the_next(
    session: Session, consultation: Consultation, write: Callable[..., None]
) -> None:
    table = table_of(session, consultation, Wish())
    target = io.BytesIO()
    write(table, rows_of(session, consultation, table), target, most_rows=11)
    book = CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue()))
    assert book.sheet_names == ["Answers", "Answers 2", "Columns"]
    rows = [book.get_sheet_by_name(name).to_python() for name in ("Answers", "Answers 2")]
    assert [len(each) for each in rows] == [11, 5] and rows[0][0] == rows[1][0]


def test_labels_and_whole_questions_stand_where_they_are_asked_for(consultation: Consultation) -> None:
    options = {"values": Values.LABELS, "headings": Headings.QUESTIONS, "language": "nl", "format": "json"}
    fit = "Past deze lijst van uitdagingen bij het gewest?"
    line = next(line for line in json.loads(export(consultation, **options)) if line[fit] == "Gedeeltelijk")
    assert line["Welke uitdagingen vindt u het belangrijkst? – Climate (nl)"] == 2


def test_a_switched_off_question_keeps_its_column_once_somebody_answered_it(
    session: Session, consultation: Consultation
) -> None:
    by_key = {question.key: question for question in consultation.questions}
    by_key["fit"].is_active = False
    by_key["project"].is_active = False
    session.commit()
    names = list(json.loads(export(consultation, format="json"))[0])
    assert "fit" in names and "fit.comment" in names and not any(name.startswith("project") for name in names)
    assert names.index("fit") < names.index("new_challenge")


def test_a_choice_taken_out_since_keeps_its_label(session: Session, consultation: Consultation) -> None:
    fit = next(question for question in consultation.questions if question.key == "fit")
    fit.options = {"choices": [choice for choice in fit.options["choices"] if choice["key"] != "partly"]}
    session.commit()
    lines = json.loads(export(consultation, format="json", values=Values.LABELS))
    assert {line["fit"] for line in lines} == {"Partly", "Yes"} and texts_of(lines, "fit.comment") == sorted(NASTY)


def test_filters_hold_together(session: Session, consultation: Consultation) -> None:
    odd = make_sheet(consultation, fit="no", helix="business", language="de", flag=Flag.FAST, day=date(2026, 5, 1))
    import_submissions(session, SYSTEM, consultation, [odd])
    session.commit()

    def kept(**filters: Any) -> int:
        return len(json.loads(export(consultation, format="json", filters=Filters(**filters))))

    assert kept() == len(NASTY) + 2
    assert kept(languages=("fr", "de")) == len(NASTY) + 1
    assert kept(languages=("fr", "de"), helix=("business",)) == 1
    assert kept(helix=("",)) == 1
    assert kept(flagged=Flagged.ONLY) == 1 and kept(flagged=Flagged.WITHOUT) == len(NASTY) + 1
    assert kept(since=date(2026, 3, 4), until=date(2026, 3, 4)) == len(NASTY)
    assert kept(sources=(Source.PAPER.value,)) == 0
    fit = next(question for question in consultation.questions if question.key == "fit")
    said_no, said_either = Chosen(fit.id, fit.kind, ("no",)), Chosen(fit.id, fit.kind, ("no", "partly"))
    assert kept(chosen=(said_no,)) == 1
    assert kept(chosen=(said_either,)) == len(NASTY) + 1
    assert kept(chosen=(said_either,), languages=("fr",)) == len(NASTY)
    assert kept(chosen=(said_no, said_either), languages=("fr",)) == 0


def test_trials_and_hidden_answers_are_in_no_export(session: Session, consultation: Consultation) -> None:
    sheet = session.get_one(Submission, next(sheets(session, consultation.id, Filters()))[0].id)
    sheet.aside = {"new_challenge": {"q-new_challenge": "SECRETLY HIDDEN"}}
    trial = TrialSheet(
        consultation_id=consultation.id, day=date(2026, 1, 1), language="en", content={"x": "ONLY A TRIAL"}
    )
    session.add(trial)
    session.commit()
    for name in ("csv", "json", "html", "r"):
        content = export(consultation, format=name)
        assert b"SECRETLY HIDDEN" not in content and b"ONLY A TRIAL" not in content


def test_pdf_and_page_say_what_was_answered_and_mark_what_they_cannot_draw(consultation: Consultation) -> None:
    page = export(consultation, format="html", language="fr").decode()
    assert "En partie" in page and "&lt;script&gt;" in page and "<script>" not in page and "👩🏽‍🚀" in page
    document = export(consultation, format="pdf")
    assert document.startswith(b"%PDF") and document.count(b"/Type /Page\n") == len(NASTY) + 1
    assert drawable("a👩🏽‍🚀ع\u200db\tc") == "a¤¤¤¤b c"


def test_pdf_of_many_sheets_comes_in_parts(session: Session, consultation: Consultation) -> None:
    table = table_of(session, consultation, Wish(format="pdf"))
    target = io.BytesIO()
    reading.write_pdf(table, rows_of(session, consultation, table), target, size=8)
    assert zipfile.ZipFile(target).namelist() == ["answers-1.pdf", "answers-2.pdf"]


def test_every_sheet_can_be_a_document_of_its_own(consultation: Consultation) -> None:
    archive = zipfile.ZipFile(io.BytesIO(export(consultation, format="pdfs")))
    names = {line["sheet"] for line in json.loads(export(consultation, format="json"))}
    assert {Path(name).stem for name in archive.namelist()} == names
    assert all(archive.read(name).startswith(b"%PDF") for name in archive.namelist())


def test_files_lie_in_a_folder_per_sheet_and_lead_nowhere_else(session: Session, consultation: Consultation) -> None:
    first, second = next(sheets(session, consultation.id, Filters()))[:2]
    for sheet, name, content in ((first, "../../evil.pdf", b"one"), (first, "plan.pdf", b"two"), (second, "…", b"")):
        upload = Upload(
            consultation_id=consultation.id,
            submission_id=sheet.id,
            question="plans",
            form_hash="x",
            name=name,
            media_type="application/pdf",
            size=len(content),
            day=date(2026, 1, 1),
            content=content,
        )
        session.add(upload)
    session.add(
        Upload(
            consultation_id=consultation.id,
            submission_id=None,
            question="plans",
            form_hash="y",
            name="never-sent.pdf",
            media_type="application/pdf",
            size=1,
            day=date(2026, 1, 1),
            content=b"x",
        )
    )
    session.commit()
    archive = zipfile.ZipFile(io.BytesIO(export(consultation, format="files")))
    files = [name for name in archive.namelist() if name != "files.csv"]
    assert len(files) == 3 and all(".." not in name and name.count("/") == 1 for name in files)
    assert {name.split("/")[0] for name in files} == {first.id, second.id}
    assert {archive.read(name) for name in files} == {b"one", b"two", b""}
    assert "evil.pdf" in archive.read("files.csv").decode() and "never-sent" not in archive.read("files.csv").decode()


words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(words, words), min_size=1, max_size=4))
def test_whatever_is_written_comes_back_from_a_spreadsheet(texts: list[tuple[str, str]]) -> None:
    table, rows = table_of_texts(texts)
    target = io.BytesIO()
    write_csv(table, [rows], target)
    lines = list(csv.reader(io.StringIO(target.getvalue().decode("utf-8-sig"), newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in line] for line in lines] == [
        [cell.removeprefix("'") for cell in row.cells] for row in rows
    ]
    for write in (writing.write_xlsx, writing.write_ods):
        target = io.BytesIO()
        write(table, [rows], target)
        found = (
            CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue()))
            .get_sheet_by_name("Answers")
            .to_python(skip_empty_area=False)
        )
        plain = [[str(cell).replace("\r", "\n") for cell in line] for line in found[1:]]
        wanted = [[printable(cell).replace("\r", "\n").replace("\t", "") for cell in row.cells] for row in rows]
        plain = [[cell.replace("\t", "") for cell in line] for line in plain]
        assert plain[: len(wanted)] == wanted


def table_of_texts(texts: list[tuple[str, str]]) -> tuple[Table, list[Row]]:
    from cocreate.survey.exporting.columns import Column
    from cocreate.survey.kinds import Ground

    sheet = StoredSheet("a" * 32, date(2026, 1, 1), "en", "", "online", "", 1, True)
    columns = (Column("a", "a", "A"), Column("b", "b", "B"), Column("end", "end", "End"))
    rows = [Row(sheet, [one, other, "end"]) for one, other in texts]
    return Table("x", "X", Wish(), columns, (), Ground(), len(rows)), rows


def label(words: str) -> dict[str, Any]:
    """A key with its label."""
    return {"key": words.lower(), "label": {"en": words, "nl": f"{words} (nl)"}}


CHOICES = [
    QuestionDraft(
        "one",
        QuestionKind.SINGLE_CHOICE,
        {"en": "One?"},
        options={"choices": [label("A"), label("B")], "other": True, "comment": True},
    ),
    QuestionDraft(
        "many",
        QuestionKind.MULTIPLE_CHOICE,
        {"en": "Many?"},
        options={"choices": [label("A"), label("B")], "other": True, "comment": True},
    ),
    QuestionDraft(
        "mark",
        QuestionKind.SCALE,
        {"en": "Mark?"},
        options={"from": 1, "to": 5, "labels": {"1": {"en": "Bad"}, "5": {"en": "Good"}}, "no_opinion": True},
    ),
    QuestionDraft(
        "table",
        QuestionKind.MATRIX,
        {"en": "Table?"},
        options={"rows": [label("R"), label("S")], "columns": [label("Low"), label("High")]},
    ),
    QuestionDraft(
        "boxes",
        QuestionKind.MATRIX,
        {"en": "Boxes?"},
        options={"rows": [label("R")], "columns": [label("Low"), label("High")], "multiple": True},
    ),
    QuestionDraft("share", QuestionKind.POINTS, {"en": "Share?"}, options={"choices": [label("A"), label("B")]}),
    QuestionDraft("order", QuestionKind.RANKING, {"en": "Order?"}, options={"choices": [label("A"), label("B")]}),
]


@pytest.fixture
def chosen(session: Session) -> Consultation:
    """One sheet with an answer to every kind of question that has choices, and one with the other answers."""
    made = make_consultation(session, questions=CHOICES)
    answers = (
        AnswerGiven("one", {"choice": "other", "other": "=mine"}, "because"),
        AnswerGiven("many", {"choices": ["b", "other"], "other": "-more"}, "so"),
        AnswerGiven("mark", {"number": 5}),
        AnswerGiven("table", {"cells": {"r": ["high"]}}),
        AnswerGiven("boxes", {"cells": {"r": ["low", "high"]}}),
        AnswerGiven("share", {"points": {"a": 30, "b": 70}}),
        AnswerGiven("order", {"order": ["b", "a"], "shown": ["a", "b"]}),
    )
    rest = (AnswerGiven("mark", {"no_opinion": True}), AnswerGiven("one", {"choice": "a"}))
    sheets_given = [AnswerSheet("en", answers), AnswerSheet("nl", rest)]
    import_submissions(session, SYSTEM, made, sheets_given)
    session.commit()
    return made


def test_choices_stand_in_columns_of_their_own_with_other_and_comment_apart(chosen: Consultation) -> None:
    lines = json.loads(export(chosen, format="json"))
    full = next(line for line in lines if line["language"] == "en")
    rest = next(line for line in lines if line["language"] == "nl")
    assert (
        full
        | {
            "one": "other",
            "one.other": "=mine",
            "one.comment": "because",
            "many.a": "0",
            "many.b": "1",
            "many.other": "1",
            "many.other-text": "-more",
            "many.comment-text": "so",
            "mark": 5,
            "mark.no_opinion": None,
            "table.r": "high",
            "table.s": None,
            "boxes.r.low": "1",
            "boxes.r.high": "1",
            "share.a": 30,
            "share.b": 70,
            "order.a": 2,
            "order.b": 1,
        }
        == full
    )
    assert list(full) == list(rest) and rest["mark"] is None and rest["mark.no_opinion"] == 1
    assert rest["many.a"] is None, "nothing was said about it"


def test_labels_of_every_kind_of_choice_are_those_that_people_saw(chosen: Consultation) -> None:
    lines = json.loads(export(chosen, format="json", values=Values.LABELS, language="nl"))
    full = next(line for line in lines if line["language"] == "English")
    assert (full["table.r"], full["mark"], full["share.b"]) == ("High (nl)", "Good", 70)
    assert full["one"] == "Andere, namelijk" and full["one.other"] == "=mine"
    assert next(line for line in lines if line is not full)["one"] == "A (nl)"


def test_spss_keeps_the_numbers_of_a_scale_and_labels_its_ends(chosen: Consultation, tmp_path: Path) -> None:
    pyreadstat = pytest.importorskip("pyreadstat")
    file = tmp_path / "answers.sav"
    file.write_bytes(export(chosen, format="sav"))
    frame, about = pyreadstat.read_sav(str(file), output_format="dict")
    assert about.variable_value_labels["mark"] == {1: "Bad", 5: "Good"} and 5 in frame["mark"]
    assert about.variable_value_labels["table.r"] == {1: "Low", 2: "High"} and 2 in frame["table.r"]
    assert about.variable_value_labels["many.a"] == {0: "No", 1: "Yes"} and "=mine" in frame["one.other"]


def test_open_data_of_choices_leave_out_what_people_wrote_as_other(session: Session, chosen: Consultation) -> None:
    names = {column.name for column in release_of(session, chosen).columns}
    assert {"one", "one.comment", "many.a", "many.other", "many.comment-text", "mark", "table.r"} <= names
    assert not {"one.other", "many.other-text"} & names
