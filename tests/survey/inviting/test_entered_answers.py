"""Answers given on paper or by telephone and entered by a helper."""

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.models import Consultation, Submission, Upload
from cocreate.survey.rules import Access, Paging, QuestionKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.inviting import make_ticket
from tests.factories.survey import make_consultation
from tests.survey.inviting.forms import address, filled, manage


@pytest.fixture
def consultation(session: Session) -> Consultation:
    made = make_consultation(session)
    made.access = Access.LINK.value
    session.flush()
    return made


@pytest.fixture
def helper(client: FlaskClient, session: Session, consultation: Consultation) -> FlaskClient:
    return sign_in(client, make_member(session, consultation.process, Role.FACILITATOR))


def enter(helper: FlaskClient, consultation: Consultation, **fields: str) -> Any:
    page = manage(consultation, "enter")
    typed = filled(helper.get(page).text, fit="yes") | fields
    return helper.post(page, data=typed)


def test_an_answer_on_paper_is_marked_and_its_receipt_handed_over(
    helper: FlaskClient, session: Session, consultation: Consultation
) -> None:
    done = enter(helper, consultation, source="paper")
    assert done.status_code == 303
    shown = helper.get(done.location).text
    code = re.search(r'id="receipt-code" value="([^"]+)"', shown)[1]
    assert "Marked as: On paper" in shown
    (sheet,) = session.scalars(select(Submission)).all()
    assert (sheet.source, sheet.flag) == ("paper", "")
    (line,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answer:enter")).all()
    assert line.actor and line.details == {"source": "paper"} and line.subject == consultation.public_id
    assert not session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answer:submit")).all()
    person = helper.application.test_client()
    assert "What you answered" in person.submit(address(consultation, "receipt"), {"code": code}).text


def test_one_after_another_by_telephone(helper: FlaskClient, session: Session, consultation: Consultation) -> None:
    for _call in range(3):
        assert enter(helper, consultation, source="telephone").status_code == 303
    assert [sheet.source for sheet in session.scalars(select(Submission))] == ["telephone"] * 3


def test_of_an_invited_person_the_link_counts_as_used(
    helper: FlaskClient, session: Session, consultation: Consultation
) -> None:
    consultation.is_anonymous = False
    ticket = make_ticket(session, consultation, email="ada@example.org")
    assert enter(helper, consultation, invited_email="Ada@Example.org").status_code == 303
    session.expire_all()
    assert ticket.is_used
    again = enter(helper, consultation, invited_email="ada@example.org")
    assert again.status_code == 403 and "already been sent with this invitation" in again.text
    unknown = enter(helper, consultation, invited_email="nobody@example.org")
    assert unknown.status_code == 403 and 'value="nobody@example.org"' in unknown.text
    assert len(session.scalars(select(Submission)).all()) == 1


def test_in_an_anonymous_consultation_no_helper_learns_who_has_answered(
    helper: FlaskClient, session: Session, consultation: Consultation
) -> None:
    for email, is_used in (("ada@example.org", True), ("bob@example.org", False)):
        make_ticket(session, consultation, email=email).is_used = is_used
    session.commit()
    page = manage(consultation, "enter")
    for name in ("ada", "bob"):
        empty = filled(helper.get(page).text) | {"invited_email": f"{name}@example.org"}
        tried = helper.post(page, data=empty)
        assert tried.status_code == 422 and "All questions are empty" in tried.text
        assert "already been sent" not in tried.text
        done = enter(helper, consultation, invited_email=f"{name}@example.org")
        assert done.status_code == 303 and "already been sent" not in helper.get(done.location).text
    assert sorted(session.scalars(select(Submission.flag))) == ["", "again"]


def test_the_same_form_twice_is_one_answer(helper: FlaskClient, session: Session, consultation: Consultation) -> None:
    page = manage(consultation, "enter")
    typed = filled(helper.get(page).text, fit="yes")
    first, second = (helper.post(page, data=typed) for _click in range(2))
    assert first.status_code == second.status_code == 303
    assert len(session.scalars(select(Submission)).all()) == 1


def test_what_is_wrong_comes_back_with_what_was_typed(helper: FlaskClient, consultation: Consultation) -> None:
    refused = enter(helper, consultation, **{"q-fit": "nonsense", "q-new_challenge": "Kept words"})
    assert refused.status_code == 422
    assert "Kept words" in refused.text and "error-summary" in refused.text and "Enter these answers" in refused.text
    page = manage(consultation, "enter")
    stale = helper.post(page, data=filled(helper.get(page).text, new_challenge="Kept") | {"form_token": "old"})
    assert stale.status_code == 422 and "Kept" in stale.text


@pytest.mark.parametrize("paging", list(Paging))
def test_words_that_a_helper_typed_while_it_closed_come_back(
    helper: FlaskClient, session: Session, consultation: Consultation, paging: Paging
) -> None:
    consultation.paging = paging.value
    page = manage(consultation, "enter")
    typed = filled(helper.get(page).text, new_challenge="Kept words") | {"invited_email": "ada@example.org"}
    close_consultation(session, SYSTEM, consultation)
    late = helper.post(page, data=typed)
    assert late.status_code == 409 and "Kept words" in late.text and "closed while you were answering" in late.text
    assert not session.scalars(select(Submission)).all()


def test_others_may_not_enter_answers_for_people(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    sign_in(client, make_member(session, consultation.process, Role.ANALYST))
    assert client.get(manage(consultation, "enter")).status_code == 403


def test_a_file_that_came_with_the_paper_goes_in_with_the_answer(
    helper: FlaskClient, session: Session, consultation: Consultation
) -> None:
    question = next(question for question in consultation.questions if question.key == "project")
    question.kind, question.options = QuestionKind.FILES.value, {"types": ["txt"]}
    page = manage(consultation, "enter")
    shown = helper.get(page).text
    field = re.search(r'<input[^>]*type="file"[^>]*name="([^"]+)"|name="([^"]+)"[^>]*type="file"', shown)
    assert field and "multipart/form-data" in shown
    typed = filled(shown, fit="yes") | {field[1] or field[2]: (io.BytesIO(b"A drawing in words"), "scan.txt")}
    assert helper.post(page, data=typed, content_type="multipart/form-data").status_code == 303
    (upload,) = session.scalars(select(Upload)).all()
    assert upload.name == "scan.txt" and upload.submission_id == session.scalars(select(Submission.id)).one()


def test_how_it_was_answered_goes_along_from_page_to_page(
    helper: FlaskClient, session: Session, consultation: Consultation
) -> None:
    consultation.paging = Paging.PAGES.value
    breaking = next(question for question in consultation.questions if question.key == "assets")
    breaking.kind, breaking.options = QuestionKind.PAGE.value, {}
    page = manage(consultation, "enter")
    first = filled(helper.get(page).text, fit="yes") | {"source": "telephone", "page": "0", "go": "next"}
    second = helper.post(page, data=first).text
    assert 'name="source" value="telephone"' in second and 'name="q-fit" value="yes"' in second
    told = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', second))
    assert helper.post(page, data=told | {"go": "send"}).status_code == 303
    assert session.scalars(select(Submission)).one().source == "telephone"
