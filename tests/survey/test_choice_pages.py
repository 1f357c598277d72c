"""Questions with choices on the page: each can be filled in without script, comes back as typed, and is stored."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.survey.exporting.asking import Headings, Wish
from cocreate.survey.exporting.table import rows_of, table_of
from cocreate.survey.exporting.writing import csv_lines
from cocreate.survey.models import Answer, Consultation, Submission
from tests.conftest import csrf_token
from tests.factories.process import make_process
from tests.factories.questions import GALLERY
from tests.factories.survey import make_consultation

GOOD = {
    "single": "other",
    "single-other-text": "A garden 🌱",
    "single-comment": "Because",
    "buttons": "yes",
    "country": "be",
    "several-a": "1",
    "several-c": "1",
    "scale": "4",
    "stars": "2",
    "matrix-r1": "c2",
    "grid-r2-c1": "1",
    "grid-r2-c2": "1",
    "ranking-rank-g": "1",
    "ranking-rank-b": "1",
    "points-a": "10",
    "challenges-none": "1",
    "helix": "research",
}


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_consultation(session, make_process(session, challenges=("Climate", "Health")), questions=GALLERY)


def address(consultation: Consultation, language: str = "en") -> str:
    return f"/{language}/p/{consultation.process.public_id}/consultations/{consultation.public_id}"


def filled(html: str, **typed: str) -> dict[str, str]:
    token = re.search(r'name="form_token" value="([^"]*)"', html)[1]  # type: ignore[index]
    return {"csrf_token": csrf_token(html), "form_token": token, **{f"q-{key}": text for key, text in typed.items()}}


def fields_of(html: str) -> set[str]:
    return set(re.findall(r'\bname="q-([^"]*)"', html))


def test_the_page_asks_every_kind_in_every_language(client: FlaskClient, consultation: Consultation) -> None:
    for language in ("en", "nl", "fr", "de"):
        shown = client.get(address(consultation, language))
        assert shown.status_code == 200
        assert set(GOOD) <= fields_of(shown.text)
        assert len(re.findall(r'\bid="([^"]*)"', shown.text)) == len(set(re.findall(r'\bid="([^"]*)"', shown.text)))


def test_a_sheet_with_every_kind_is_stored_and_exported(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    thanks = client.post(address(consultation), data=filled(page, **GOOD), follow_redirects=True)
    assert thanks.status_code == 200
    for words in ("A garden 🌱", "Because", "Belgium", "4 / 5", "No opinion"):
        assert words in thanks.text
    stored = {answer.question.key: answer.value for answer in session.scalars(select(Answer))}
    assert stored["several"] == {"choices": ["a", "c"]}
    assert stored["grid"] == {"cells": {"r2": ["c1", "c2"]}}
    assert stored["ranking"]["order"] == [["b", "g"]]
    assert stored["challenges"] == {"no_opinion": True}
    assert session.scalars(select(Submission.helix)).one() == "research"

    wanted = table_of(session, consultation, Wish(headings=Headings.NAMES))
    table = "".join(csv_lines(wanted, rows_of(session, consultation, wanted))).removeprefix("\ufeff")
    (line,) = csv.DictReader(io.StringIO(table))
    assert (line["single"], line["single [other]"], line["single [comment]"]) == ("other", "A garden 🌱", "Because")
    assert (line["several [A]"], line["several [B]"], line["grid [R2: C1]"]) == ("1", "0", "1")
    assert (line["scale"], line["ranking [G]"], line["points [A]"]) == ("4", "1", "10")


def test_what_is_wrong_is_said_at_its_place_and_what_was_typed_comes_back(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    wrong = GOOD | {"several-none": "1", "points-b": "5", "budget-zzz": "x", "scale": "many", "matrix-r1": "c9"}
    shown = client.post(address(consultation), data=filled(page, **wrong))
    assert shown.status_code == 422
    for sentence in (
        '<a href="#q-several">Question 4: One of your choices excludes all others.',
        '<a href="#q-points">Question 10: Please hand out exactly 10 points; you handed out 15.',
        '<a href="#q-scale">Question 5: Please choose one of the answers of the list.',
        '<a href="#q-matrix-r1">Question 7: Please choose one of the answers of the list.',
    ):
        assert sentence in shown.text
    assert 'value="A garden 🌱"' in shown.text and "Because</textarea>" in shown.text
    back = re.findall(r'<input[^>]*name="q-([^"]*)"[^>]*value="([^"]*)"[^>]* checked', shown.text)
    assert {("single", "other"), ("several-a", "1"), ("several-none", "1"), ("grid-r2-c1", "1")} <= set(back)
    assert session.query(Submission).count() == 0


def test_far_too_much_and_signs_that_no_database_takes_are_answered_with_a_sentence(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    page = client.get(address(consultation)).text
    for text in ("x" * 100_000, "\x00" * 10 + "مدينة 👩🏽‍🚀", "-1", "9" * 500, "'; drop table answer"):
        typed = dict.fromkeys(fields_of(page), text)
        shown = client.post(address(consultation), data=filled(page, **typed))
        assert shown.status_code == 422 and "Something is missing or not right yet" in shown.text
    assert session.query(Submission).count() == 0


def test_a_long_list_unfolds_and_ends_with_other(client: FlaskClient, consultation: Consultation) -> None:
    shown = client.get(address(consultation, "nl")).text
    options = re.search(r'<select class="input" id="q-country".*?</select>', shown, re.DOTALL)
    assert options is not None
    names = re.findall(r"<option[^>]*>([^<]+)<", options[0])
    assert len(names) == 29 and "Oostenrijk" in names and names[-1] == "Andere, namelijk"
