"""Answers that stand in a form when somebody opens it count once they are sent, and can be changed like any others."""

import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.permissions import SYSTEM
from cocreate.survey import files
from cocreate.survey.commands.questions import QuestionChanges, update_question
from cocreate.survey.filling import filled_in
from cocreate.survey.importing import limesurvey
from cocreate.survey.models import Answer, Consultation
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.rules import Paging, QuestionKind
from tests.factories.imports import limesurvey as lss
from tests.factories.imports import question, rows
from tests.factories.questionnaires import WAYS, YES_NO, Respondent, address, in_two, make_questionnaire

K = QuestionKind
QUESTIONS = (
    QuestionDraft("bike", K.SINGLE_CHOICE, in_two("Do you cycle?"), options={**YES_NO, "beforehand": {"": "yes"}}),
    QuestionDraft("ways", K.MULTIPLE_CHOICE, in_two("How?"), options={"choices": WAYS, "beforehand": {"bus": "1"}}),
    QuestionDraft("town", K.SHORT_TEXT, in_two("Where?"), options={"beforehand": {"": "Brussels"}}),
    QuestionDraft("agreed", K.CONSENT, in_two("Agreed?"), options={"statement": in_two("I agree.")}),
)


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_questionnaire(session, QUESTIONS, paging=Paging.QUESTIONS)


def opened(client: FlaskClient, consultation: Consultation, **link: str) -> Respondent:
    ada = Respondent(client, consultation)
    ada.shown = client.get(f"{address(consultation)}?{urlencode(link)}")
    return ada


def test_what_its_makers_chose_and_what_the_link_says_stands_in_the_form(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = opened(client, consultation, **{"q-town": "Ghent <b>", "q-agreed": "1", "q-nothing": "x", "page": "2"})
    assert ada.asked == ["bike"] and "checked" in ada.text.split('value="yes"')[1][:60]
    assert "data-typed" not in ada.text, "what somebody typed before on this device comes back"
    ada.press("next", bike="no").press("next").press("next").press("send")
    answers = {answer.question.key: answer.value for answer in session.scalars(select(Answer))}
    assert answers == {"bike": {"choice": "no"}, "ways": {"choices": ["bus"]}, "town": {"text": "Ghent <b>"}}


@pytest.mark.parametrize(
    ("given", "with_time", "kind"),
    [
        ("24/11/2026", False, "text"),
        ("2026-11-24", False, "date"),
        ("2026-11-24", True, "text"),
        ("2026-11-24T09:30", True, "datetime-local"),
    ],
)
def test_a_day_of_the_link_is_seen_however_it_is_written(
    client: FlaskClient, session: Session, given: str, with_time: bool, kind: str
) -> None:
    day = QuestionDraft("day", K.DATE, in_two("When?"), options={"time": with_time})
    ada = opened(client, make_questionnaire(session, (day,)), **{"q-day": given})
    (field,) = [tag for tag in re.findall(r"<input[^>]*>", ada.text) if 'name="q-day"' in tag]
    assert f'type="{kind}"' in field and f'value="{given}"' in field
    ada.press("send")
    assert session.scalars(select(Answer)).one().value["date"].startswith("2026-11-24")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(link=st.dictionaries(st.sampled_from(["q-bike", "q-ways-bus", "q-town", "q-ways-", "q-", "x"]), st.text()))
def test_no_link_breaks_the_form(client: FlaskClient, consultation: Consultation, link: dict[str, str]) -> None:
    assert client.get(f"{address(consultation)}?{urlencode(link)}").status_code == 200
    assert "q-agreed" not in filled_in(QUESTIONS, {**link, "q-agreed": "1"})


def test_it_travels_in_a_file_and_stays_when_the_words_are_edited(session: Session, consultation: Consultation) -> None:
    text = files.to_json(consultation)
    assert files.draft_of(text).questions[1].options["beforehand"] == {"bus": "1"}
    town = next(each for each in consultation.questions if each.key == "town")
    changes = QuestionChanges(
        title=in_two("Which town?"),
        help={},
        is_required=False,
        is_active=True,
        options={**town.options, "beforehand": {"": "Namur"}},
    )
    update_question(session, SYSTEM, town, changes, version=town.version, reason="Clearer")
    assert filled_in(consultation.active_questions, {})["q-town"] == "Namur"


def test_default_values_of_limesurvey_are_kept_or_listed() -> None:
    asked = rows(
        "questions",
        question(1, "L", "way"),
        question(2, "M", "fruit"),
        question(3, "S", "town"),
        question(4, "N", "age"),
        question(5, "S", "mixed"),
        question(6, "R", "order"),
    )
    parts = rows(
        "subquestions",
        *({"qid": 20 + n, "parent_qid": 2, "title": f"SQ{n}", "question": "x", "language": "en"} for n in (1, 2)),
    )
    choices = rows(
        "answers", *({"qid": q, "code": "A1", "answer": "x", "language": "en", "scale_id": 0} for q in (1, 6))
    )
    defaults = rows(
        "defaultvalues",
        {"qid": 1, "sqid": 0, "specialtype": "", "language": "en", "defaultvalue": "A1"},
        {"qid": 1, "sqid": 0, "specialtype": "other", "language": "en", "defaultvalue": "Boat"},
        {"qid": 2, "sqid": 22, "specialtype": "", "language": "en", "defaultvalue": "Y"},
        {"dvid": 7, "qid": 3, "sqid": 0, "specialtype": ""},
        {"qid": 4, "sqid": 0, "specialtype": "", "language": "en", "defaultvalue": "{age + 1}"},
        {"dvid": 8, "qid": 5, "sqid": 0, "specialtype": ""},
        {"qid": 6, "sqid": 0, "specialtype": "", "language": "en", "defaultvalue": "A1"},
    )
    words = rows(
        "defaultvalue_l10ns",
        {"dvid": 7, "language": "en", "defaultvalue": "Brussels"},
        {"dvid": 8, "language": "en", "defaultvalue": "Yes"},
        {"dvid": 8, "language": "nl", "defaultvalue": "Ja"},
    )
    found = limesurvey.read(lss(asked, parts, choices, defaults, words))
    assert {each.key: each.options["beforehand"] for each in found.draft.questions if "beforehand" in each.options} == {
        "way": {"": "a1"},
        "fruit": {"sq2": "1"},
        "town": {"": "Brussels"},
    }
    listed = [(each.where, each.params["value"]) for each in found.notes if each.code.endswith("default")]
    assert listed == [("way", "Boat"), ("age", "{age + 1}"), ("mixed", "Yes"), ("order", "A1")]
    assert all(files.question_value(files.question_as_value(each), "") for each in found.draft.questions)
