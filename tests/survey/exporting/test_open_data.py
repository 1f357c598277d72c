"""Open data: nobody stands out, words only with consent, and nothing before the close."""

import csv
import io
import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.exporting.open_data import release_of
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.questionnaire import RIS3, QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, QuestionKind, ResultsRule
from tests.factories.survey import make_consultation, make_sheet

AGE = QuestionDraft(
    key="age",
    kind=QuestionKind.SINGLE_CHOICE,
    title={"en": "How old are you?"},
    options={"choices": [{"key": key, "label": {"en": key}} for key in ("young", "middle", "old")]},
)


def sheet_of(consultation: Consultation, age: str, **options: Any) -> AnswerSheet:
    made = make_sheet(consultation, **options)
    return AnswerSheet(
        language=made.language, day=made.day, answers=(*made.answers, AnswerGiven("age", {"choice": age}))
    )


@pytest.fixture
def consultation(session: Session) -> Consultation:
    """Forty sheets on two days, and three that stand out by day, language and age."""
    made = make_consultation(session, questions=(*RIS3, AGE))
    made.privacy = {"about_person": ["age"]}
    days = [date(2026, 3, 2), date(2026, 3, 3)]
    sheets = [
        sheet_of(made, "middle", fit="yes", comment="Fine", language="nl", helix="citizen", day=days[n % 2])
        for n in range(40)
    ]
    odd = {"fit": "no", "new_challenge": "I am the only one", "helix": "citizen"}
    sheets += [
        sheet_of(made, "old", language="de", day=date(2026, 3, 4), **odd),
        sheet_of(made, "young", language="nl", day=date(2026, 3, 5), **odd),
        sheet_of(made, "young", language="fr", day=date(2026, 3, 2), **odd),
    ]
    import_submissions(session, SYSTEM, made, sheets)
    close_consultation(session, SYSTEM, made)
    session.commit()
    return made


def address(consultation: Consultation, rest: str = "open-data") -> str:
    return f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}/{rest}"


def test_whoever_knows_a_person_finds_no_single_line(client: FlaskClient, consultation: Consultation) -> None:
    text = client.get(address(consultation, "open-data.csv")).text
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == 43
    known = [name for name in ("day", "language", "helix", "age") if name in lines[0]]
    groups = Counter(tuple(line[name] for name in known) for line in lines)
    assert min(groups.values()) >= consultation.process.minimum_cell
    assert "sheet" not in lines[0] and "source" not in lines[0] and "flag" not in lines[0]
    page = client.get(address(consultation)).text
    assert ("at least" in page and "only the week" in page) or "left out" in page


def test_words_are_there_only_of_those_who_may_be_quoted(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    rows = json.loads(client.get(address(consultation, "open-data.json")).data)
    assert Counter(row["new_challenge"] for row in rows) == {"": 40, "I am the only one": 3}
    for sheet in session.scalars(select(Submission)):
        sheet.may_quote = False
    session.commit()
    rows = json.loads(client.get(address(consultation, "open-data.json")).data)
    assert {row["new_challenge"] for row in rows} == {""} == {row["fit.comment"] for row in rows}
    assert Counter(row["fit"] for row in rows) == {"yes": 40, "no": 3}  # what is closed stays


def test_identifying_kinds_are_left_out_and_points_are_rounded(session: Session, consultation: Consultation) -> None:
    release = release_of(session, consultation)
    names = {column.name for column in release.columns}
    assert not any(name.startswith("project.actors") for name in names) and "fit" in names
    assert release.treatments["sheet"] == "left_out" and release.treatments["project.title"] == "quoted"


def test_too_few_people_are_refused_with_an_explanation(client: FlaskClient, session: Session) -> None:
    made = make_consultation(session)
    import_submissions(session, SYSTEM, made, [make_sheet(made, fit="yes") for _ in range(3)])
    close_consultation(session, SYSTEM, made)
    session.commit()
    assert "There are 3 sheets" in client.get(address(made)).text
    refused = client.get(address(made, "open-data.csv"))
    assert refused.status_code == 404 and "too few people" in refused.text


def test_nothing_is_open_before_the_close_or_where_results_stay_inside(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    consultation.results_rule = ResultsRule.STAFF.value
    session.commit()
    assert client.get(address(consultation, "open-data.csv")).status_code == 404
    consultation.results_rule = ResultsRule.AFTER_CLOSE.value
    open_consultation(session, SYSTEM, consultation)
    session.commit()
    assert client.get(address(consultation, "open-data.json")).status_code == 404
    assert "Download as CSV" not in client.get(address(consultation)).text


def test_an_empty_consultation_gives_an_empty_file(client: FlaskClient, session: Session) -> None:
    made = make_consultation(session)
    close_consultation(session, SYSTEM, made)
    session.commit()
    assert json.loads(client.get(address(made, "open-data.json")).data) == []
    assert client.get(address(made, "open-data.csv")).text.count("\n") == 1
    assert "There are no answers" in client.get(address(made)).text


def test_days_far_apart_are_published_as_months_or_not_at_all(client: FlaskClient, session: Session) -> None:
    made = make_consultation(session)
    sheets = [make_sheet(made, fit="yes", day=date(2026, 3, 2) + timedelta(7 * n)) for n in range(4) for _ in range(3)]
    import_submissions(session, SYSTEM, made, sheets)
    close_consultation(session, SYSTEM, made)
    session.commit()
    rows = json.loads(client.get(address(made, "open-data.json")).data)
    assert {row["day"] for row in rows} == {"2026-03"}
