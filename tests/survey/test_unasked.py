"""Of whom a conditional question was asked: counted with the sheets, told as its base, hidden where it tells more."""

from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey import queries, tallies
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.commands.questions import add_question
from cocreate.survey.commands.sheets import change_answers
from cocreate.survey.cuts import Cut, sheets_in
from cocreate.survey.models import Consultation, Submission, Tally
from cocreate.survey.part_counts import count_now
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import AnswerGiven, AnswerSheet, QuestionKind, Source
from cocreate.survey.tallies import sources_of
from tests.factories.accounts import make_member, sign_in
from tests.factories.questionnaires import make_questionnaire
from tests.survey.test_results_pages import page_of, words


def sheet(bike: str, *more: AnswerGiven, language: str = "en") -> AnswerSheet:
    said = [AnswerGiven("bike", {"choice": bike})] if bike else []
    return AnswerSheet(language, (*said, *more))


def bring_in(session: Session, consultation: Consultation, *sheets: AnswerSheet) -> None:
    import_submissions(session, SYSTEM, consultation, sheets, source=Source.IMPORT)
    tallies.fold(session, consultation)


def spared(session: Session, consultation: Consultation, key: str) -> int:
    question = next(question for question in consultation.questions if question.key == key)
    return queries.counted(session, consultation).unasked.get(question.id, 0)


def shown_results(client: FlaskClient, session: Session, consultation: Consultation) -> str:
    sign_in(client, make_member(session, consultation.process, Role.ORGANISER))
    return words(client.get(page_of(consultation)).text)


WHY = AnswerGiven("why_not", text="No safe lanes")


def test_whom_conditions_spare_a_question_is_counted_also_for_a_whole_page(session: Session) -> None:
    consultation = make_questionnaire(session)
    idea = AnswerGiven("idea", text="Trams")
    bring_in(session, consultation, *[sheet("yes", idea)] * 7, *[sheet("no", WHY)] * 6, sheet("", idea))
    found = {key: spared(session, consultation, key) for key in ("bike", "why_not", "km", "far", "idea")}
    assert found == {"bike": 0, "why_not": 8, "km": 7, "far": 14, "idea": 0}


def test_taking_a_sheet_out_of_the_counts_takes_all_of_it_out(session: Session) -> None:
    consultation = make_questionnaire(session)
    bring_in(session, consultation, *[sheet("no", WHY)] * 3, *[sheet("yes", AnswerGiven("km", {"number": 12}))] * 2)
    before = queries.counted(session, consultation)
    for submission in session.scalars(select(Submission)).all():
        tallies.forget(session, submission)
    assert not session.scalars(select(Tally)).all()
    tallies.fold(session, consultation)
    assert queries.counted(session, consultation) == before


def test_a_changed_sheet_is_looked_at_anew(session: Session) -> None:
    consultation = make_questionnaire(session)
    (receipt,) = import_submissions(session, SYSTEM, consultation, [sheet("no", WHY)], source=Source.IMPORT)
    tallies.fold(session, consultation)
    assert (spared(session, consultation, "why_not"), spared(session, consultation, "km")) == (0, 1)
    change_answers(session, SYSTEM, consultation, sheet("yes"), receipt.code, "a form")
    tallies.fold(session, consultation)
    assert (spared(session, consultation, "why_not"), spared(session, consultation, "km")) == (1, 0)


def test_a_question_that_joined_later_was_not_asked_of_those_before(session: Session) -> None:
    consultation = make_questionnaire(session, [QuestionDraft("first", QuestionKind.LONG_TEXT, {"en": "First?"})])
    said = AnswerSheet("en", (AnswerGiven("first", text="Yes"),))
    bring_in(session, consultation, said, said)
    draft = QuestionDraft("more", QuestionKind.LONG_TEXT, {"en": "Anything else?"})
    add_question(session, SYSTEM, consultation, draft, reason="People asked for it")
    session.expire(consultation, ["questions"])
    bring_in(session, consultation, AnswerSheet("en", (AnswerGiven("more", text="No"),), revision=2))
    assert (spared(session, consultation, "first"), spared(session, consultation, "more")) == (0, 2)


def test_a_part_of_the_sheets_has_the_base_of_that_part(session: Session) -> None:
    consultation = make_questionnaire(session)
    bring_in(session, consultation, *[sheet("no", WHY, language="nl")] * 2, *[sheet("yes", language="fr")] * 3)
    why = next(question for question in consultation.questions if question.key == "why_not")
    cut = Cut(languages=("fr",))
    assert len(session.scalars(sheets_in(consultation, cut)).all()) == 3
    assert count_now(session, consultation, cut).unasked[why.id] == 3


def test_the_page_tells_of_whom_a_question_was_asked_and_who_gave_no_answer(
    client: FlaskClient, session: Session
) -> None:
    consultation = make_questionnaire(session)
    km: list[Any] = [sheet("yes", AnswerGiven("km", {"number": 4}))] * 12 + [sheet("yes")] * 6
    bring_in(session, consultation, *km, *[sheet("no", WHY)] * 11)
    said = shown_results(client, session, consultation)
    assert "18 of 29 respondents were asked this question. 12 of 18 respondents answered. 6 gave no answer." in said
    assert "11 of 29 respondents were asked this question." in said
    assert "29 of 29 respondents chose an answer." in said


def test_a_base_that_would_give_away_a_hidden_number_is_not_told(client: FlaskClient, session: Session) -> None:
    consultation = make_questionnaire(session)
    bring_in(session, consultation, *[sheet("no", WHY)] * 12, *[sheet("yes", AnswerGiven("km", {"number": 4}))] * 3)
    said = shown_results(client, session, consultation)
    assert "12 of 15 respondents were asked" not in said and "3 of 15 respondents were asked" not in said
    assert "asked only of some" in said


def test_a_condition_of_a_page_decides_about_all_its_questions(session: Session) -> None:
    consultation = make_questionnaire(session)
    found = sources_of(consultation.active_questions, queries.ground_for(session, consultation))
    assert found["km"] == {"bike"} and found["far"] == {"bike", "km"} and found["idea"] == set()
