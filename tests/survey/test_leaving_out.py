"""Leaving odd answers out of the results: people decide, with a reason, and can decide otherwise later."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.core.audit import AuditEntry
from cocreate.core.db import db, transaction
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Invalid
from cocreate.settings import Settings
from cocreate.survey import queries, tallies
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.commands.sheets import leave_out, take_in
from cocreate.survey.cuts import Cut, sheets_in
from cocreate.survey.exporting.asking import Filters, Wish
from cocreate.survey.exporting.open_data import open_rows, release_of
from cocreate.survey.exporting.table import rows_of, table_of
from cocreate.survey.inviting.oddities import LONG_RUN, flag_duplicates, is_straight, judged
from cocreate.survey.inviting.way_in import WayIn
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.protection.routes import own_data
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.results import compare
from cocreate.survey.rules import AnswerGiven, AnswerSheet, Flag, LeftOut, QuestionKind, Source
from cocreate.themes.queries import free_texts
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_member, sign_in
from tests.factories.questionnaires import make_questionnaire
from tests.factories.survey import make_consultation, make_sheet
from tests.survey.inviting.forms import manage
from tests.survey.test_results_pages import page_of, words


@pytest.fixture
def consultation(session: Session) -> Consultation:
    made = make_consultation(session)
    good = [make_sheet(made, fit="yes", new_challenge="Water", helix="business") for _ in range(12)]
    fast = [make_sheet(made, fit="no", new_challenge="Spam", helix="research", flag=Flag.FAST) for _ in range(7)]
    import_submissions(session, SYSTEM, made, good + fast)
    tallies.fold(session, made)
    return made


def fast_ones(session: Session) -> Sequence[Submission]:
    return session.scalars(select(Submission).where(Submission.flag == Flag.FAST.value)).all()


def staff(app: Flask, session: Session, consultation: Consultation, role: Role = Role.ORGANISER) -> BrowserLikeClient:
    client = sign_in(app.test_client(), make_member(session, consultation.process, role))
    assert isinstance(client, BrowserLikeClient)
    return client


def test_what_is_left_out_is_in_no_number_and_comes_back_as_it_was(
    session: Session, consultation: Consultation
) -> None:
    before = queries.counted(session, consultation)
    assert leave_out(session, SYSTEM, consultation, fast_ones(session), LeftOut.FAST, "In two seconds") == 7
    for is_folded in (False, True):
        if is_folded:
            tallies.fold(session, consultation)
        people = queries.participation(session, consultation)
        assert (people.total, people.flagged, people.left_out) == (12, 0, {"fast": 7})
        assert queries.counts_of(session, consultation.process)[consultation.id] == 12
    counted = queries.counted(session, consultation)
    assert "research" not in {row.helix for rows in counted.rows.values() for row in rows}
    assert len(session.scalars(sheets_in(consultation, Cut(languages=("en",)))).all()) == 12
    assert {text.text for text in free_texts(session, consultation)} == {"Water"}
    assert take_in(session, SYSTEM, consultation, fast_ones(session), "They were real after all") == 7
    tallies.fold(session, consultation)
    assert queries.counted(session, consultation) == before


def test_a_decision_needs_its_reason_and_is_recorded_once(session: Session, consultation: Consultation) -> None:
    sheet = fast_ones(session)[0]
    with pytest.raises(Invalid):
        leave_out(session, SYSTEM, consultation, [sheet], LeftOut.FAST, "  ")
    leave_out(session, SYSTEM, consultation, [sheet], LeftOut.FAST, "In two seconds")
    assert leave_out(session, SYSTEM, consultation, [sheet], LeftOut.OTHER, "Twice") == 0
    take_in(session, SYSTEM, consultation, [sheet], "Checked by telephone")
    told = session.execute(
        select(AuditEntry.verb, AuditEntry.details)
        .where(AuditEntry.verb.like("survey:sheet:%"))
        .order_by(AuditEntry.id)
    ).all()
    assert [(verb, details["ground"]) for verb, details in told] == [
        ("survey:sheet:leave_out", "fast"),
        ("survey:sheet:take_in", "fast"),
    ]
    assert (sheet.left_out, sheet.decision_reason) == ("", "Checked by telephone")


def test_the_results_say_how_many_are_left_out_and_why(
    app: Flask, client: BrowserLikeClient, session: Session, consultation: Consultation
) -> None:
    sheets = fast_ones(session)
    leave_out(session, SYSTEM, consultation, sheets[:4], LeftOut.FAST, "In two seconds")
    leave_out(session, SYSTEM, consultation, sheets[4:5], LeftOut.TRIAL, "By our own team")
    close_consultation(session, SYSTEM, consultation)
    said = words(client.get(page_of(consultation)).text)
    assert "5 answers are left out of these results: Sent so fast" in said and "(4); A trial" in said
    assert "In two seconds" not in said
    assert "14 respondents" in said


def test_organisers_decide_about_a_sheet_on_its_page(app: Flask, session: Session, consultation: Consultation) -> None:
    client, sheet = staff(app, session, consultation), fast_ones(session)[0]
    page = manage(consultation, "sheets", sheet.id)
    refused = client.submit(page, {"ground": "fast", "reason": ""}, to=f"{page}/leave-out")
    assert refused.status_code == 422 and "Please fill this in" in refused.text
    done = client.submit(page, {"ground": "fast", "reason": "In two seconds"}, to=f"{page}/leave-out")
    assert done.status_code == 302
    shown = client.get(page).text
    assert "In two seconds" in shown and "Count it again" in shown
    assert "Sent so fast" in client.get(manage(consultation, "sheets", "") + "?flag=left_out").text
    client.submit(page, {"reason": "Checked"}, to=f"{page}/take-in")
    shown = client.get(page).text
    assert "Taken in again: Checked" in shown and "Leave it out of the results" in shown


def test_all_answers_with_one_mark_are_left_out_at_once(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    client, page = staff(app, session, consultation), manage(consultation, "odd") + "?flag=fast"
    to = manage(consultation, "odd", "decide")
    client.submit(page, {"flag": "fast", "ground": "fast", "reason": ""}, to=to)
    assert not any(sheet.left_out for sheet in fast_ones(session))
    client.submit(page, {"flag": "fast", "ground": "program", "reason": "One and the same program"}, to=to)
    assert {sheet.left_out for sheet in fast_ones(session)} == {"program"}
    assert "Left out of the results: Sent by a program" in client.get(page).text


def test_an_analyst_sees_odd_answers_and_does_not_decide(
    app: Flask, session: Session, consultation: Consultation
) -> None:
    client, sheet = staff(app, session, consultation, Role.ANALYST), fast_ones(session)[0]
    page = manage(consultation, "sheets", sheet.id)
    assert "Leave it out" not in client.get(page).text
    odd = manage(consultation, "odd")
    assert client.submit(odd, {"ground": "fast", "reason": "No"}, to=f"{page}/leave-out").status_code == 403


def test_a_mark_that_is_set_later_does_not_upset_the_counts(session: Session, consultation: Consultation) -> None:
    text = "The very same long answer, word for word, of which a second one is hard to believe."
    twice = [make_sheet(consultation, new_challenge=text) for _ in range(2)]
    import_submissions(session, SYSTEM, consultation, twice)
    tallies.fold(session, consultation)
    assert flag_duplicates(session, SYSTEM, consultation) == 2
    tallies.fold(session, consultation)
    people = queries.counted_people(session, consultation)
    assert (people.total, people.flagged) == (21, 9)


def test_exports_have_a_column_for_it_and_open_data_only_what_counts(
    session: Session, consultation: Consultation
) -> None:
    leave_out(session, SYSTEM, consultation, fast_ones(session), LeftOut.FAST, "In two seconds")
    table = table_of(session, consultation, Wish())
    at = [column.name for column in table.columns].index("left_out")
    cells = [row.cells[at] for batch in rows_of(session, consultation, table) for row in batch]
    assert sorted(cells) == [""] * 12 + ["fast"] * 7
    counted = Wish(filters=Filters(only_counted=True))
    assert Wish.unpacked(counted.packed()) == counted
    assert table_of(session, consultation, counted).total == 12
    close_consultation(session, SYSTEM, consultation)
    release = release_of(session, consultation)
    assert sum(len(batch) for batch in open_rows(session, consultation, release)) == 12


def test_whose_answer_is_left_out_finds_that_with_the_receipt(session: Session, consultation: Consultation) -> None:
    sheet = fast_ones(session)[0]
    leave_out(session, SYSTEM, consultation, [sheet], LeftOut.FAST, "In two seconds")
    found = queries.find_submission(session, consultation, sheet.id)
    assert found is not None
    told = own_data(session, consultation, found)
    assert (told["left_out_of_results"], told["reason_of_that_decision"]) == ("fast", "In two seconds")
    assert told["questions_not_asked"] == []


ROWS = [{"key": f"r{number}", "label": {"en": f"Row {number}"}} for number in range(LONG_RUN)]
TABLE = QuestionDraft("table", QuestionKind.MATRIX, {"en": "How?"}, options={"rows": ROWS, "columns": []})
SCALES = [
    QuestionDraft(f"s{number}", QuestionKind.SCALE, {"en": "How much?"}, options={"from": 1, "to": 5})
    for number in range(LONG_RUN)
]


def table_said(*columns: str) -> AnswerGiven:
    return AnswerGiven("table", {"cells": {row["key"]: [column] for row, column in zip(ROWS, columns, strict=False)}})


@pytest.mark.parametrize(
    ("answers", "is_odd"),
    [
        ([table_said(*["a"] * LONG_RUN)], True),
        ([table_said(*["a"] * (LONG_RUN - 1), "b")], False),
        ([table_said(*["a"] * (LONG_RUN - 1))], False),
        ([AnswerGiven(each.key, {"number": 3}) for each in SCALES], True),
        ([*(AnswerGiven(each.key, {"number": 3}) for each in SCALES), table_said(*["a"] * 7, "b")], False),
        ([AnswerGiven(each.key, {"no_opinion": True}) for each in SCALES], False),
        ([AnswerGiven("gone", {"number": 3})] * 20, False),
        ([], False),
    ],
)
def test_the_same_choice_everywhere_in_long_runs_is_odd(answers: list[AnswerGiven], is_odd: bool) -> None:
    questions = [TABLE, *SCALES]
    assert is_straight(questions, answers) is is_odd
    sheet = AnswerSheet("en", tuple(answers))
    flag = judged(sheet, WayIn(), is_unproven=False, questions=questions).flag
    assert flag is (Flag.STRAIGHT if is_odd else None)


@given(st.lists(st.sampled_from("abc"), min_size=LONG_RUN, max_size=LONG_RUN))
def test_a_table_is_odd_only_where_all_rows_are_the_same(columns: list[Any]) -> None:
    assert is_straight([TABLE], [table_said(*columns)]) == (len(set(columns)) == 1)


@pytest.mark.postgres
def test_postgresql_counts_the_same(settings: Settings, postgres_url: str) -> None:
    app = create_app(replace(settings, database_url=postgres_url))
    with app.test_request_context("/en/"):
        db.create_all()
        with transaction() as session:
            made = make_questionnaire(session)
            no = AnswerSheet("en", (AnswerGiven("bike", {"choice": "no"}), AnswerGiven("why_not", text="No lanes")))
            ways = AnswerGiven("ways", {"choices": ["bus", "tram"]})
            yes = AnswerSheet("en", (AnswerGiven("bike", {"choice": "yes"}), ways))
            import_submissions(session, SYSTEM, made, [no] * 6 + [yes] * 5, source=Source.IMPORT)
            assert queries.participation(session, made).total == 11
            tallies.fold(session, made)
            before, asked = queries.counted(session, made), {question.key: question for question in made.questions}
            assert before.unasked[asked["why_not"].id] == 5
            one = session.scalars(select(Submission)).first()
            assert one is not None
            leave_out(session, SYSTEM, made, [one], LeftOut.TRIAL, "Ours")
            people = queries.participation(session, made)
            assert (people.total, people.left_out) == (10, {"trial": 1})
            assert queries.counts_of(session, made.process)[made.id] == 10
            take_in(session, SYSTEM, made, [one], "Not ours")
            tallies.fold(session, made)
            assert queries.counted(session, made).unasked == before.unasked
            found = compare.count_now(session, asked["bike"], asked["ways"])
            assert {pair.groups for pair in found} == {("yes",)} and sum(pair.row.count for pair in found) == 5
        db.drop_all()
