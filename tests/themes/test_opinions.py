"""Opinion groups: from votes on statements to groups that people decide to show."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.core.audit import AuditEntry, verify
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict, Invalid
from cocreate.survey.models import Submission
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import ConsultationState, QuestionKind
from cocreate.themes import opinion_pages, opinions
from cocreate.themes.models import OpinionReading
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, sign_in
from tests.factories.opinions import DISPUTED, STATEMENT_QUESTION, read_votes, voted_consultation
from tests.factories.process import make_process
from tests.factories.survey import make_consultation


def test_two_camps_become_two_groups_described_by_what_they_dispute(session: Session) -> None:
    reading = read_votes(session, voted_consultation(session))
    first, second = reading.result["groups"]
    assert (first["size"], second["size"]) == (24, 16)
    assert first["by_helix"] == {"citizen": 24} and second["by_language"] == {"nl": 16}
    assert {key for key, way in second["typical"] if way == -1} <= set(DISPUTED)
    assert set(reading.result["united"]) == {"trees", "buses"}
    assert "parking" in reading.result["divided"] and "trees" not in reading.result["divided"]
    assert verify(session).is_intact


def test_what_is_kept_names_no_sheet(session: Session) -> None:
    reading = read_votes(session, voted_consultation(session))
    kept = json.dumps(reading.result)
    for key in session.scalars(select(Submission.id)):
        assert key not in kept
    assert reading.result["points"] == sorted(reading.result["points"])


def test_once_answers_are_erased_nobody_s_place_is_kept(app: Flask, session: Session) -> None:
    consultation = voted_consultation(session)
    reading = read_votes(session, consultation)
    opinions.forget_places(session)
    assert len(reading.result["points"]) == 40, "not before"
    consultation.erased_at = clock.now()
    session.flush()
    opinions.forget_places(session)
    assert reading.result["points"] == [] and len(reading.result["groups"]) == 2
    with app.test_request_context():
        assert "opinions__bubble" in opinion_pages.shown(reading, 5, is_public=False).picture


def test_only_tables_of_agreeing_and_disagreeing_are_read(session: Session) -> None:
    options = {**STATEMENT_QUESTION.options, "columns": [{"key": "good", "label": {"en": "good"}}]}
    other = QuestionDraft("rated", QuestionKind.MATRIX, {"en": "How good?"}, options=options)
    made = make_consultation(session, state=ConsultationState.DRAFT, questions=(other, STATEMENT_QUESTION))
    assert [question.key for question in opinions.opinion_questions(session, made)] == ["statements"]


def test_without_votes_there_is_nothing_to_read(session: Session) -> None:
    consultation = make_consultation(session, questions=(STATEMENT_QUESTION,))
    question = opinions.opinion_questions(session, consultation)[0]
    with pytest.raises(Invalid, match=r"opinions\.nothing_to_read"):
        opinions.start_reading(session, SYSTEM, consultation.process, question)


def test_a_second_reading_takes_the_place_of_the_first_and_is_shown_only_when_decided(session: Session) -> None:
    consultation = voted_consultation(session)
    first = read_votes(session, consultation)
    opinions.show_reading(session, SYSTEM, consultation.process, first, is_public=True)
    found = first.result
    session.expunge(first)
    second = read_votes(session, consultation)
    assert session.scalars(select(OpinionReading.id)).all() == [second.id]
    assert not second.is_public and second.result == found


def test_a_reading_that_is_not_finished_cannot_be_shown(session: Session) -> None:
    consultation = voted_consultation(session)
    question = opinions.opinion_questions(session, consultation)[0]
    reading = opinions.start_reading(session, SYSTEM, consultation.process, question)
    with pytest.raises(Conflict, match=r"opinions\.under_way"):
        opinions.show_reading(session, SYSTEM, consultation.process, reading, is_public=True)
    with pytest.raises(Conflict, match=r"opinions\.under_way"):
        opinions.start_reading(session, SYSTEM, consultation.process, question)


def test_insiders_see_how_each_group_voted_and_everybody_the_larger_side(session: Session) -> None:
    reading = read_votes(session, voted_consultation(session))
    inside = opinion_pages.shown(reading, 5, is_public=False)
    public = opinion_pages.shown(reading, 5, is_public=True)
    for group in inside.groups:
        for cell in (cell for line in group.typical for cell in line.cells):
            assert cell is not None and "agree, " in cell.told
    told = [cell.told for group in public.groups for line in group.typical for cell in line.cells if cell]
    assert told and not any(", " in words for words in told)
    assert inside.groups[0].splits == public.groups[0].splits


@pytest.mark.parametrize("base", [10, 11, 12, 24])
def test_what_everybody_reads_gives_no_small_number_away(app: Flask, base: int) -> None:
    """Votes that read the same leave open that each small number is at least the minimum."""
    minimum = 5
    alike: dict[object, list[tuple[int, int, int]]] = {}
    with app.test_request_context():
        for agree in range(base + 1):
            for disagree in range(base + 1 - agree):
                votes = (agree, base - agree - disagree, disagree)
                alike.setdefault(opinion_pages.public_cell(votes, minimum), []).append(votes)
    for same in alike.values():
        for place in range(3):
            counts = {votes[place] for votes in same}
            assert counts == {0} or max(counts) >= minimum


def test_an_analyst_reads_votes_and_shows_the_groups_with_the_results(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    consultation = voted_consultation(session, process)
    analyst = make_member(session, process, Role.ANALYST, email="analyst@example.org")
    session.commit()
    results = f"/en/p/{process.public_id}/consultations/{consultation.public_id}/results"
    page = f"/en/p/{process.public_id}/manage/opinions/of/{consultation.public_id}"
    sign_in(client, analyst)
    shown = client.get(page).text
    assert "Read the votes" in shown
    token = {"csrf_token": csrf_token(shown)}
    read = client.post(f"{page}/start", data={**token, "question": "statements"}, follow_redirects=True)
    assert "Group A: 24 people" in read.text and "What divides" in read.text
    assert read.text.count('class="opinions__dot ') == 40, "a dot for each person"
    assert "Who votes alike</h3>" not in client.get(results).text
    (reading,) = session.scalars(select(OpinionReading))
    publish = f"/en/p/{process.public_id}/manage/opinions/{reading.public_id}/publish"
    assert "shown with the results" in client.post(publish, data={**token, "public": "1"}, follow_redirects=True).text
    told = client.get(results).text
    assert "Who votes alike</h3>" in told and told.count("opinions__bubble") == 2
    assert 'class="opinions__dot ' not in told, "nobody's own place"
    client.post(publish, data={**token, "public": "0"})
    assert "Who votes alike</h3>" not in client.get(results).text
    verbs = set(session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.startswith("themes:opinions:"))))
    assert verbs == {f"themes:opinions:{verb}" for verb in ("start", "store", "publish", "withdraw")}


def test_a_consultation_without_statements_says_what_is_missing(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    consultation = make_consultation(session, process)
    sign_in(client, make_member(session, process, Role.ANALYST, email="analyst@example.org"))
    page = f"/en/p/{process.public_id}/manage/opinions/of/{consultation.public_id}"
    assert "No statements to vote on" in client.get(page).text
