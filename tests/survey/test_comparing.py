"""Comparing groups: by any question with choices, with doubt and balance; small numbers hidden, for staff and all."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.core.jobs import Job
from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey import part_counts, queries, tallies
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Consultation, PartCount
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.results.compare import JOB as PAIRS_JOB
from cocreate.survey.results.compare import count_now, counted
from cocreate.survey.rules import AnswerGiven, AnswerSheet, QuestionKind, Source
from tests.factories.accounts import make_member, sign_in
from tests.factories.questionnaires import WAYS, YES_NO, make_questionnaire
from tests.survey.test_results_pages import page_of, words

ASKED = (
    QuestionDraft("helix", QuestionKind.HELIX, {"en": "For whom?"}),
    QuestionDraft("bike", QuestionKind.SINGLE_CHOICE, {"en": "Do you cycle?"}, options=YES_NO),
    QuestionDraft("ways", QuestionKind.MULTIPLE_CHOICE, {"en": "How else?"}, options={"choices": WAYS}),
    QuestionDraft("safe", QuestionKind.SCALE, {"en": "How safe?"}, options={"from": 1, "to": 5}),
    QuestionDraft("km", QuestionKind.NUMBER, {"en": "How far?"}, options={"min": 0}),
    QuestionDraft("why", QuestionKind.LONG_TEXT, {"en": "Why?"}),
)


def sheet(
    bike: str = "", ways: str = "", safe: int = 0, km: float | None = None, helix: str = "citizen"
) -> AnswerSheet:
    said: list[AnswerGiven] = [AnswerGiven("helix", {"choice": helix})]
    said += [AnswerGiven("bike", {"choice": bike})] if bike else []
    said += [AnswerGiven("ways", {"choices": ways.split()})] if ways else []
    said += [AnswerGiven("safe", {"number": safe})] if safe else []
    said += [AnswerGiven("km", {"number": km})] if km is not None else []
    return AnswerSheet("en", tuple(said))


def fill(session: Session, *groups: tuple[int, dict[str, Any]]) -> Consultation:
    made = make_questionnaire(session, ASKED)
    sheets = [sheet(**said) for count, said in groups for _ in range(count)]
    import_submissions(session, SYSTEM, made, sheets, source=Source.IMPORT)
    tallies.fold(session, made)
    return made


def compare(consultation: Consultation, by: str, of: str, form: str = "") -> str:
    return page_of(consultation, f"/compare{form}?by={by}&of={of}")


def table(client: FlaskClient, consultation: Consultation, by: str, of: str) -> dict[tuple[str, str], dict[str, str]]:
    """The file, by group and answer."""
    text = client.get(compare(consultation, by, of, ".csv")).get_data().decode("utf-8-sig")
    return {(row["group"], row["answer"]): row for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture
def staff(app: Flask) -> FlaskClient:
    return app.test_client()


def seen_by(client: FlaskClient, session: Session, consultation: Consultation) -> FlaskClient:
    return sign_in(client, make_member(session, consultation.process, Role.ANALYST))


def test_what_people_who_said_one_thing_said_to_another_question(staff: FlaskClient, session: Session) -> None:
    consultation = fill(
        session,
        (30, {"bike": "yes", "ways": "tram", "helix": "business"}),
        (10, {"bike": "yes", "ways": "tram bus"}),
        (10, {"bike": "no", "ways": "tram"}),
        (30, {"bike": "no", "ways": "bus", "helix": "business"}),
        (7, {"ways": "bus"}),  # who says nothing about the bicycle is in no group
    )
    client = seen_by(staff, session, consultation)
    found = table(client, consultation, "bike", "ways")
    assert set(found) == {(group, answer) for group in ("yes", "no") for answer in ("bus", "tram", "foot")}
    assert [found["yes", key]["count"] for key in ("bus", "tram", "foot")] == ["10", "40", "0"]
    assert [found[group, "tram"]["people"] for group in ("yes", "no")] == ["40", "40"]
    assert float(found["no", "bus"]["value"]) == 0.75 and found["no", "bus"]["verdict"] == "more"
    low, high = (float(found["no", "bus"][end]) for end in ("low", "high"))
    assert low == pytest.approx(0.598, abs=1e-3) and high == pytest.approx(0.858, abs=1e-3)  # Wilson, 30 of 40
    # By helix 60 are business and 20 citizens here, 60 and 27 in all: equal weights move 30/40 towards the citizens.
    assert 0 < float(found["no", "bus"]["balanced"]) < 0.75
    said = words(client.get(compare(consultation, "bike", "ways")).text)
    assert "No: clearly more often “By bus” than the others (75 % against 25 %" in said
    assert "75 % (60 % – 86 %)" in said and "Raw / balanced" in said


def test_groups_that_overlap_are_compared_with_everybody_else(staff: FlaskClient, session: Session) -> None:
    consultation = fill(
        session,
        (12, {"ways": "bus tram", "bike": "yes"}),
        (8, {"ways": "bus", "bike": "no"}),
        (10, {"ways": "tram", "bike": "no"}),
    )
    found = table(seen_by(staff, session, consultation), consultation, "ways", "bike")
    assert (found["bus", "yes"]["count"], found["bus", "yes"]["people"]) == ("12", "20")
    assert (found["tram", "yes"]["count"], found["tram", "yes"]["people"]) == ("12", "22")
    assert float(found["bus", "yes"]["others"]) == 0 and float(found["tram", "no"]["others"]) == 1


def test_means_are_compared_with_their_doubt(staff: FlaskClient, session: Session) -> None:
    near = [(3, {"bike": "yes", "km": float(n), "safe": 4 + n % 2, "helix": "business"}) for n in range(2, 8)]
    far = [(3, {"bike": "no", "km": float(n), "safe": 1 + n % 2}) for n in range(20, 30)]
    consultation = fill(session, *near, *far)
    client = seen_by(staff, session, consultation)
    found = table(client, consultation, "bike", "km")
    assert float(found["yes", "mean"]["value"]) == 4.5 and found["yes", "mean"]["verdict"] == "less"
    assert float(found["no", "mean"]["value"]) == 24.5 and found["no", "mean"]["people"] == "30"
    assert float(found["no", "mean"]["low"]) < 24.5 < float(found["no", "mean"]["high"])
    scale = table(client, consultation, "bike", "safe")
    assert scale["yes", "5"]["count"] == "9" and float(scale["yes", "mean"]["value"]) == 4.5
    said = words(client.get(compare(consultation, "bike", "safe")).text)
    assert "a clearly higher average than the others" in said and "Average, balanced" in said


def test_small_numbers_are_hidden_and_cannot_be_worked_out(staff: FlaskClient, session: Session) -> None:
    consultation = fill(
        session,
        (20, {"bike": "yes", "ways": "tram"}),
        (2, {"bike": "yes", "ways": "foot"}),
        (15, {"bike": "no", "ways": "tram"}),
        (9, {"bike": "no", "ways": "foot"}),
    )
    client = seen_by(staff, session, consultation)
    found = table(client, consultation, "bike", "ways")
    assert found["yes", "foot"]["count"] == "hidden" and found["yes", "foot"]["value"] == ""
    shown = [row["count"] for row in found.values() if row["count"] not in ("hidden", "0")]
    assert "2" not in shown
    # 22 answered in the group: neither both of the other numbers nor the total may stand beside the hidden one.
    row = [found["yes", key]["count"] for key in ("tram", "foot")]
    assert row.count("hidden") == 2 or found["yes", "tram"]["people"] == "hidden"


def test_everybody_sees_a_comparison_only_by_the_rule_and_where_nothing_in_it_is_small(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    large = [(10, {"bike": bike, "safe": safe, "ways": "tram"}) for bike in ("yes", "no") for safe in (2, 4)]
    consultation = fill(session, *large, (3, {"bike": "no", "ways": "foot"}))
    address = compare(consultation, "bike", "safe")
    assert "Share of each group" not in client.get(address).text  # the rule: after the close
    assert client.get(compare(consultation, "bike", "safe", ".csv")).mimetype == "text/html"
    close_consultation(session, SYSTEM, consultation)
    assert "Share of each group" in client.get(address).text
    refused = client.get(compare(consultation, "bike", "ways")).text
    assert "This comparison is not public" in refused and "Share of each group" not in refused
    assert client.get(compare(consultation, "bike", "ways", ".csv")).status_code == 404
    assert (
        "Share of each group"
        in seen_by(app.test_client(), session, consultation).get(compare(consultation, "bike", "ways")).text
    )


@pytest.mark.parametrize(("by", "of"), [("bike", "bike"), ("why", "bike"), ("bike", "why"), ("x", "bike"), ("", "")])
def test_what_cannot_be_compared_is_not(staff: FlaskClient, session: Session, by: str, of: str) -> None:
    consultation = fill(session, (10, {"bike": "yes", "safe": 3}))
    client = seen_by(staff, session, consultation)
    shown = client.get(compare(consultation, by, of))
    assert shown.status_code == 200 and "Share of each group" not in shown.text
    assert client.get(compare(consultation, by, of, ".csv")).status_code == 404


@pytest.mark.parametrize("by", ["helix", "language", "bike", "ways", "safe"])
def test_by_whatever_people_are_grouped_the_groups_are_complete(staff: FlaskClient, session: Session, by: str) -> None:
    some = {"bike": "yes", "ways": "tram", "safe": 2, "km": 3.0}
    consultation = fill(session, (11, some), (12, some | {"bike": "no", "ways": "bus", "safe": 4, "helix": "research"}))
    found = table(seen_by(staff, session, consultation), consultation, by, "km")
    assert sum(int(row["people"]) for row in found.values()) == 23


def test_of_very_many_sheets_a_worker_counts_the_pairs_and_finds_the_same(
    staff: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    consultation = fill(session, (9, {"bike": "yes", "ways": "tram bus"}), (8, {"bike": "no", "ways": "tram"}))
    by, of = (next(q for q in consultation.questions if q.key == key) for key in ("bike", "ways"))
    at_once = sorted(map(repr, count_now(session, by, of)))
    monkeypatch.setattr(part_counts, "AT_ONCE", 5)
    client = seen_by(staff, session, consultation)
    client.get(compare(consultation, "bike", "ways"))
    assert session.query(Job).filter_by(kind=PAIRS_JOB).one()
    kept = session.query(PartCount).one()  # a worker is at hand in tests
    assert sorted(map(repr, counted(kept))) == at_once
    assert kept.everybody == queries.counted_people(session, consultation).total
    assert "Share of each group" in client.get(compare(consultation, "bike", "ways")).text


def test_labels_in_another_language_than_the_page_say_so_in_pictures_and_tables(
    staff: FlaskClient, session: Session
) -> None:
    made = make_questionnaire(
        session,
        [
            QuestionDraft("bike", QuestionKind.SINGLE_CHOICE, {"en": "Do you cycle?"}, options=YES_NO),
            QuestionDraft("how", QuestionKind.SINGLE_CHOICE, {"en": "How?"}, options={"choices": WAYS}),
            QuestionDraft(
                "waar",
                QuestionKind.SCALE,
                {"nl": "Hoe veilig?"},
                options={"from": 1, "to": 2, "labels": {"1": {"nl": "niet"}}},
            ),
        ],
    )
    said = (
        AnswerGiven("bike", {"choice": "yes"}),
        AnswerGiven("how", {"choice": "foot"}),
        AnswerGiven("waar", {"number": 1}),
    )
    import_submissions(session, SYSTEM, made, [AnswerSheet("en", said)] * 12, source=Source.IMPORT)
    tallies.fold(session, made)
    client = seen_by(staff, session, made)
    page = client.get(page_of(made).replace("/en/", "/nl/")).text
    assert '<th scope="row" lang="en">On foot</th>' in page and 'text-anchor="start" lang="en">' in page
    assert '<th scope="row">Met de bus</th>' in page
    english = client.get(page_of(made)).text
    assert ' lang="nl">1 – niet</th>' in english and '<th scope="row">On foot</th>' in english
    compared = client.get(compare(made, "bike", "waar")).text
    assert '<h2 lang="nl">Hoe veilig?</h2>' in compared and '<option value="waar" lang="nl" selected>' in compared
