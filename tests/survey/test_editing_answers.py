"""One's own answers after sending: changed with the receipt code, taken along, and the questionnaire on paper."""

import json
import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Actor
from cocreate.errors import Closed, NotFound
from cocreate.survey import tallies
from cocreate.survey.commands.answering import SheetRefused
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.commands.sheets import change_answers
from cocreate.survey.models import Answer, Consultation, Submission, Tally
from cocreate.survey.rules import AnswerGiven, AnswerSheet, ConsultationState
from tests.factories.questionnaires import Respondent, address, make_questionnaire
from tests.factories.survey import make_consultation, make_sheet, submit

CODE = re.compile(r'id="receipt-code" value="([^"]+)"')


@pytest.fixture
def consultation(session: Session) -> Consultation:
    return make_questionnaire(session)


@pytest.fixture
def sent(client: FlaskClient, consultation: Consultation) -> Respondent:
    """Somebody whose answers have arrived."""
    ada = Respondent(client, consultation).press("next", bike="yes").press("next", km="12,5", far="Showers")
    return ada.press("next", ways__bus="1").press("send", best="bus", idea="Trees")


def code_of(respondent: Respondent) -> str:
    found = CODE.search(respondent.text)
    assert found
    return found[1]


def changing(sent: Respondent, consultation: Consultation, code: str) -> Respondent:
    sent.shown = sent.client.submit(
        address(consultation, "receipt"), {"code": code}, to=address(consultation, "change")
    )
    return sent


def test_answers_are_changed_in_their_own_form_and_keep_code_day_and_rows(
    client: FlaskClient, session: Session, consultation: Consultation, sent: Respondent
) -> None:
    code = code_of(sent)
    before = {answer.question.key: answer.id for answer in session.scalars(select(Answer))}
    day = session.scalars(select(Submission.day)).one()
    ada = changing(sent, consultation, code)
    assert ada.asked == ["bike", "why_not"] and "You are changing answers that have arrived." in ada.text
    assert "Save and go on later" not in ada.text
    ada.press("next").press("next", km="9")
    assert ada.asked[-1] == "ways"
    ada.press("next", ways__tram="1").press("send", idea="Trees and shade")
    assert code_of(ada) == code and "Your answers were changed." in ada.text
    sheet = session.scalars(select(Submission)).one()
    after = {answer.question.key: answer for answer in session.scalars(select(Answer))}
    assert (sheet.edits, sheet.day, sheet.aside) == (1, day, {"far": {"q-far": "Showers"}})
    assert sorted(after) == ["best", "bike", "idea", "km", "ways"]
    assert {key: answer.id for key, answer in after.items()} == {key: before[key] for key in after}
    assert after["idea"].text == "Trees and shade" and after["ways"].value["choices"] == ["bus", "tram"]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answer:change")).one()
    assert (entry.actor_kind, entry.actor, entry.details, entry.at.hour) == ("anonymous", "", {}, 0)


def test_what_was_typed_into_a_question_that_was_hidden_comes_back_with_it(
    client: FlaskClient, session: Session, consultation: Consultation, sent: Respondent
) -> None:
    code = code_of(sent)
    changing(sent, consultation, code).press("next", bike="no", why_not="Rain").press("next").press("send")
    assert "far" in session.scalars(select(Submission.aside)).one()
    changing(sent, consultation, code).press("next", bike="yes")
    assert 'value="12.5"' in sent.text or 'value="12,5"' in sent.text
    assert "Showers</textarea>" in sent.text


def test_a_mistake_in_a_change_leaves_the_sheet_as_it_was(
    client: FlaskClient, session: Session, consultation: Consultation, sent: Respondent
) -> None:
    ada = changing(sent, consultation, code_of(sent)).press("next").press("next", km="many")
    assert ada.shown.status_code == 422 and 'value="many"' in ada.text
    assert session.scalars(select(Submission.edits)).one() == 0


def test_sending_the_same_change_twice_changes_nothing_more(
    client: FlaskClient, session: Session, consultation: Consultation, sent: Respondent
) -> None:
    ada = changing(sent, consultation, code_of(sent)).press("next").press("next").press("next")
    form = {name: values[-1] for name, values in ada.form.filled().items()} | {"go": "send", "q-idea": "Shade"}
    for _ in range(2):
        assert client.post(address(consultation), data=form).status_code == 303
    assert session.query(Submission).count() == 1 and session.query(Answer).count() == 6


@pytest.mark.parametrize("code", ["", "KKKK-KKKK-KKKK", "\x00"])
def test_a_wrong_code_changes_nothing(client: FlaskClient, consultation: Consultation, code: str) -> None:
    shown = client.submit(address(consultation, "receipt"), {"code": code}, to=address(consultation, "change"))
    assert shown.status_code == 422 and "There are no answers with this code here." in shown.text


def test_a_made_up_code_in_the_form_is_refused_and_the_words_come_back(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    ada = Respondent(client, consultation).press("next", bike="no", why_not="Rain").press("next")
    ada.press("send", idea="Trees", more={"change_code": "KKKK-KKKK-KKKK"})
    assert ada.shown.status_code == 422 and "Trees" in ada.text and session.query(Submission).count() == 0


def test_after_the_close_and_where_it_was_not_allowed_nothing_is_changed(session: Session) -> None:
    consultation = make_consultation(session)
    code = submit(session, consultation, new_challenge="Housing").code
    sheet = make_sheet(consultation, new_challenge="Water")
    with pytest.raises(NotFound):
        change_answers(session, Actor(), consultation, sheet, "other", "form")
    consultation.allows_editing = False
    with pytest.raises(Closed):
        change_answers(session, Actor(), consultation, sheet, code, "form")
    consultation.allows_editing = True
    with pytest.raises(SheetRefused):
        change_answers(session, Actor(), consultation, AnswerSheet("en", ()), code, "form")
    close_consultation(session, SYSTEM, consultation)
    with pytest.raises(Closed):
        change_answers(session, Actor(), consultation, sheet, code, "form")
    assert session.scalars(select(Answer.text).where(Answer.has_text)).all() == ["Housing"]


def test_an_answer_keeps_its_row_for_the_same_question_and_challenge_and_others_go(session: Session) -> None:
    consultation = make_consultation(session)
    climate, mobility, health = (challenge.public_id for challenge in consultation.process.challenges)
    receipt = submit(session, consultation, new_challenge="Housing", assets={climate: "Lab", mobility: "Rail"})
    before = {(a.question.key, a.item): a.id for a in session.scalars(select(Answer))}
    switched_off = next(q for q in consultation.questions if q.key == "new_challenge")
    switched_off.is_active = False
    answers = (AnswerGiven("assets", text="Rail", item=mobility), AnswerGiven("assets", text="Clinic", item=health))
    sheet = AnswerSheet("nl", (*answers, AnswerGiven("helix", {"choice": "research"})))
    change_answers(session, Actor(), consultation, sheet, receipt.code, "form")
    session.expire_all()
    after = {(a.question.key, a.item): a for a in session.scalars(select(Answer))}
    assert sorted(after) == sorted([("assets", mobility), ("assets", health), ("helix", ""), ("new_challenge", "")])
    assert after["assets", mobility].id == before["assets", mobility]
    assert after["new_challenge", ""].text == "Housing"  # no longer asked, so it stays as it was
    kept = session.scalars(select(Submission)).one()
    assert (kept.helix, kept.language, kept.edits) == ("research", "nl", 1)


def test_a_changed_sheet_is_counted_as_it_is_now(session: Session) -> None:
    consultation = make_consultation(session)
    code = submit(session, consultation, fit="yes").code
    submit(session, consultation, form="another", fit="yes")
    tallies.fold(session, consultation)
    change_answers(session, Actor(), consultation, make_sheet(consultation, fit="no"), code, "form")
    tallies.fold(session, consultation)
    fit = next(question for question in consultation.questions if question.key == "fit")
    of_it = select(Tally.value, Tally.count).where(Tally.question_id == fit.id)
    counts = {value["choice"]: count for value, count in session.execute(of_it) if value}
    assert counts == {"yes": 1, "no": 1}


def test_the_page_of_ones_own_answers_offers_a_change_only_while_it_is_possible(
    client: FlaskClient, session: Session, consultation: Consultation, sent: Respondent
) -> None:
    code = code_of(sent)
    assert "Change my answers" in client.submit(address(consultation, "receipt"), {"code": code}).text
    consultation.allows_editing = False
    assert "Change my answers" not in client.submit(address(consultation, "receipt"), {"code": code}).text


def test_ones_own_answers_are_taken_along_as_data_and_as_text(
    client: FlaskClient, consultation: Consultation, sent: Respondent
) -> None:
    code = code_of(sent)
    page = address(consultation, "receipt")
    data = client.submit(page, {"code": code}, to=f"{page}/answers.json")
    assert data.headers["Content-Disposition"].startswith("attachment") and data.headers["Cache-Control"] == "no-store"
    kept = json.loads(data.text)
    said = {answer["question"]: answer for answer in kept["answers"]}
    assert said["idea"]["text"] == "Trees" and said["km"]["value"] == {"number": 12.5} and code not in data.text
    text = client.submit(page, {"code": code}, to=f"{page}/answers.txt").text
    assert "Do you cycle?\n  Yes" in text and "Trees" in text
    wrong = client.submit(page, {"code": "K"}, to=f"{page}/answers.txt")
    assert wrong.status_code == 422 and wrong.mimetype == "text/html"
    assert client.submit(page, {"code": code}, to=f"{page}/answers.exe").status_code == 404


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_whole_questionnaire_prints_in_each_language(
    client: FlaskClient, consultation: Consultation, language: str
) -> None:
    shown = client.get(address(consultation, "print", language=language))
    assert shown.status_code == 200
    assert shown.text.count('class="paper__question"') == 10
    assert ("Fietst u?" if language == "nl" else "Do you cycle?") in shown.text
    assert "{{" not in shown.text and "What helps on … km?" in shown.text


def test_paper_says_when_to_skip(client: FlaskClient, consultation: Consultation) -> None:
    text = client.get(address(consultation, "print")).text
    assert "Only if the answer to “Do you cycle?” is “No”." in text
    assert "Only if the answer to “How else do you go?” is “By bus”." in text  # a choice


def test_every_kind_of_question_prints(client: FlaskClient, session: Session) -> None:
    from cocreate.survey.kinds import KINDS
    from cocreate.survey.paper import PIECES

    assert set(PIECES) == {name for name, kind in KINDS.items() if kind.asks}
    consultation = make_consultation(session)
    text = client.get(address(consultation, "print")).text
    assert "As a citizen" in text and "Climate lab" in text and text.count("paper__lines") > 5


def test_a_draft_is_printed_by_those_who_prepare_it_only(client: FlaskClient, session: Session) -> None:
    from cocreate.core.permissions import Role
    from tests.factories.accounts import make_member, sign_in

    draft = make_questionnaire(session, state=ConsultationState.DRAFT)
    assert client.get(address(draft, "print")).status_code == 404
    sign_in(client, make_member(session, draft.process, Role.ORGANISER))
    assert client.get(address(draft, "print")).status_code == 200
