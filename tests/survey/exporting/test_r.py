"""The script for R, read as R reads it: its strings, its brackets, and that every value of the file has a place."""

import csv
import io
import re
import zipfile

import pytest
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.sheets import leave_out
from cocreate.survey.exporting.asking import Wish
from cocreate.survey.exporting.table import Table, rows_of, table_of
from cocreate.survey.exporting.writing import r_script, write_r
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, Flag, LeftOut, QuestionKind, Source
from tests.factories.questionnaires import choice, make_questionnaire

TITLE = 'Which "way"? C:\\temp\n😀 – naïve'
ASKED = (
    QuestionDraft(
        "way",
        QuestionKind.SINGLE_CHOICE,
        {"en": TITLE},
        options={"choices": [choice("a", "Same"), choice("b", "Same"), choice("c", "")], "other": True},
    ),
    QuestionDraft(
        "much", QuestionKind.SCALE, {"en": "How much?"}, options={"from": 1, "to": 3, "labels": {"1": {"en": "not"}}}
    ),
    QuestionDraft("why", QuestionKind.LONG_TEXT, {"en": "Why?"}, condition={"fact": "way", "has": "a"}),
)
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPE = re.compile(r"\\(U[0-9a-f]{8}|u[0-9a-f]{4}|.)")
PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


def read_string(source: str) -> str:
    """What R makes of the inside of a string."""

    def one(found: re.Match[str]) -> str:
        escape = found[1]
        if escape[0] in "uU" and len(escape) > 1:
            return chr(int(escape[1:], 16))
        assert escape in "ntrbf\"\\'", f"R knows no \\{escape}"
        return PLAIN.get(escape, escape)

    return ESCAPE.sub(one, source)


def vector(line: str, name: str) -> list[str]:
    """The strings of `name = c(…)`."""
    inside = re.search(rf'{name} = c\(((?:"(?:[^"\\]|\\.)*"|, )*)\)', line)
    assert inside, line
    return [read_string(each) for each in STRING.findall(inside[1])]


@pytest.fixture
def consultation(session: Session) -> Consultation:
    made = make_questionnaire(session, ASKED)
    values = [{"choice": "a"}, {"choice": "b"}, {"choice": "other", "other": 'By "boat"\n=1+1'}]
    sheets = [
        AnswerSheet(
            "en", (AnswerGiven("way", value), AnswerGiven("much", {"number": 1}), AnswerGiven("why", text=text)), flag
        )
        for value, text, flag in zip(values, ("=SUM(A1)", "", ""), (Flag.UNPROVEN, Flag.STRAIGHT, None), strict=True)
    ]
    import_submissions(session, SYSTEM, made, sheets, source=Source.IMPORT)
    odd = session.query(Submission).filter_by(flag="straight").one()
    leave_out(session, SYSTEM, made, [odd], LeftOut.STRAIGHT, "All the same")
    return made


def taken_out(session: Session, consultation: Consultation) -> tuple[Table, list[str], list[dict[str, str]]]:
    table = table_of(session, consultation, Wish(format="r"))
    target = io.BytesIO()
    write_r(table, rows_of(session, consultation, table), target)
    archive = zipfile.ZipFile(target)
    assert archive.namelist() == ["answers.csv", "read.R"]
    text = archive.read("answers.csv").decode()
    assert not text.startswith("\ufeff")  # R would take it for a part of the first name
    assert archive.read("read.R").decode().splitlines() == list(r_script(table))
    return table, list(r_script(table)), list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_string_and_bracket_of_the_script_is_one_of_r(session: Session, consultation: Consultation) -> None:
    _table, lines, _rows = taken_out(session, consultation)
    code = "\n".join(line for line in lines if not line.startswith("#"))
    assert code.isascii()
    for inside in STRING.findall(code):
        read_string(inside)
    rest = STRING.sub("", code)
    assert '"' not in rest and all(rest.count(a) == rest.count(b) for a, b in ("()", "[]", "{}"))


def test_titles_and_labels_arrive_as_they_are(session: Session, consultation: Consultation) -> None:
    table, lines, _rows = taken_out(session, consultation)
    titles = {}
    for line in lines:
        if found := re.fullmatch(r'attr\(answers\[\["([^"]+)"\]\], "label"\) <- "(.*)"', line):
            assert found[1] not in titles  # each column once
            titles[found[1]] = read_string(found[2])
    assert titles == {column.name: column.title for column in table.columns}
    assert titles["way"] == TITLE
    assert 'attr(answers[["much"]], "labels") <- c("not" = 1)' in lines


def test_every_value_of_the_file_is_a_level_and_no_two_levels_have_one_label(
    session: Session, consultation: Consultation
) -> None:
    _table, lines, rows = taken_out(session, consultation)
    factors = {}
    for line in lines:
        if found := re.match(r'answers\[\["([^"]+)"\]\] <- factor\(', line):
            levels, names = vector(line, "levels"), vector(line, "labels")
            assert len(levels) == len(names) == len(set(names)) and all(names)
            factors[found[1]] = set(levels)
    assert {"way", "flag", "left_out", "source", "helix", "language"} <= set(factors)
    for name, levels in factors.items():
        assert {row[name] for row in rows} - {""} <= levels, name
    assert {row["flag"] for row in rows} == {"", "unproven", "straight"}
    assert {row["left_out"] for row in rows} == {"", "straight"}


def test_numbers_are_numbers_days_are_days_and_who_was_not_asked_is_told(
    session: Session, consultation: Consultation
) -> None:
    _table, lines, rows = taken_out(session, consultation)
    assert 'answers[["much"]] <- suppressWarnings(as.numeric(answers[["much"]]))' in lines
    assert 'answers[["day"]] <- as.Date(answers[["day"]])' in lines
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["day"]) and float(row["much"]) == 1 for row in rows)
    assert {row["way"]: row["unasked"] for row in rows} == {"a": "", "b": "why", "other": "why"}


def test_the_apostrophe_before_a_formula_is_taken_away_again(session: Session, consultation: Consultation) -> None:
    _table, lines, rows = taken_out(session, consultation)
    script = "\n".join(lines)
    pattern = read_string(re.search(r'sub\("((?:[^"\\]|\\.)*)"', script)[1])  # type: ignore[index]
    cells = [row["why"] for row in rows if row["why"]]
    assert cells == ["'=SUM(A1)"] and re.sub(pattern, "", cells[0], count=1) == "=SUM(A1)"
    assert re.sub(pattern, "", "'tis", count=1) == "'tis"
