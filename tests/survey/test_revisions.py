"""Versions of a questionnaire: kept from the opening on, told in words, and remembered by every sheet."""

from copy import deepcopy
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey import queries
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.commands.questions import QuestionChanges, add_question, update_question
from cocreate.survey.models import Consultation, Submission
from cocreate.survey.questionnaire import QuestionDraft
from cocreate.survey.revisions import content_of, differences
from cocreate.survey.rules import ConsultationState, QuestionKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.process import make_process
from tests.factories.survey import make_consultation


def reword(session: Session, consultation: Consultation, title: str, reason: str = "") -> None:
    question = consultation.questions[1]
    changes = QuestionChanges({"en": title}, question.help, False, True)
    update_question(session, SYSTEM, question, changes, reason=reason)


def test_a_draft_has_no_versions_and_the_opening_keeps_the_first(session: Session) -> None:
    draft = make_consultation(session, state=ConsultationState.DRAFT)
    reword(session, draft, "Fits?")
    assert queries.revisions_of(session, draft) == []
    open_consultation(session, SYSTEM, draft)
    (first,) = queries.revisions_of(session, draft)
    assert (first.number, draft.revision, first.content) == (1, 1, content_of(draft))


def test_a_change_of_an_open_one_makes_a_version_with_its_reason_and_no_change_makes_none(session: Session) -> None:
    consultation = make_consultation(session)
    reword(session, consultation, "Fits?", "Shorter")
    reword(session, consultation, "Fits?")
    kept = queries.revisions_of(session, consultation)
    assert [(each.number, each.reason) for each in kept] == [(1, ""), (2, "Shorter")]
    assert kept[0].content["questions"][1]["title"]["en"] == "Does this list of challenges fit the region?"
    assert session.scalars(select(AuditEntry.verb)).all().count("survey:revision:make") == 1
    close_consultation(session, SYSTEM, consultation)
    open_consultation(session, SYSTEM, consultation)
    assert len(queries.revisions_of(session, consultation)) == 2


def test_a_question_may_join_an_open_consultation_with_a_reason(session: Session) -> None:
    consultation = make_consultation(session)
    draft = QuestionDraft("more", QuestionKind.LONG_TEXT, {"en": "Anything else?"})
    add_question(session, SYSTEM, consultation, draft, reason="People asked for it")
    old, new = queries.revisions_of(session, consultation)
    assert [(each.code, each.question) for each in differences(old.content, new.content)] == [
        ("added", {"en": "Anything else?"})
    ]


def test_differences_are_told_one_by_one(session: Session) -> None:
    before = content_of(make_consultation(session, state=ConsultationState.DRAFT))
    after: dict[str, Any] = deepcopy(before)
    after["title"]["en"] = "Have your say"
    ranking, fit, *_rest = after["questions"]
    fit["title"]["nl"] = "Past het?"
    fit["requirement"] = "required"
    fit["condition"] = {"fact": "rank_challenges", "is": "answered"}
    fit["options"]["choices"][0]["label"]["en"] = "Certainly"
    fit["options"]["choices"][2]["condition"] = {"any": []}
    fit["options"]["choices"].append({"key": "unsure", "label": {"en": "Unsure"}})
    ranking["is_active"] = False
    after["questions"] = [fit, ranking, *after["questions"][2:-1]]
    found = {(each.code, each.before, each.after) for each in differences(before, after)}
    assert found == {
        ("words", "Which challenges should innovation take on?", "Have your say"),
        ("words", "Past deze lijst van uitdagingen bij het gewest?", "Past het?"),
        ("words", "Yes", "Certainly"),
        ("requirement", "optional", "required"),
        ("condition", "", ""),
        ("row_off", "", "No"),
        ("row_added", "", "Unsure"),
        ("switched_off", "", ""),
        ("moved", "", ""),
        ("removed", "", ""),
    }
    assert differences(before, before) == []


def test_a_sheet_remembers_the_version_that_was_on_the_page(client: FlaskClient, session: Session) -> None:
    consultation = make_consultation(session, make_process(session))
    session.commit()
    page = f"/en/p/{consultation.process.public_id}/consultations/{consultation.public_id}"
    old_form = client.get(page).text
    assert '<input type="hidden" name="revision" value="1">' in old_form
    reword(session, consultation, "Fits?")
    session.commit()
    sent = client.submit(page, {"q-fit": "yes", "revision": "1"}, to=page)
    assert sent.status_code in (303, 422)
    for revision in ("2", "99", "-1", "x" * 50, "1"):
        other = client.application.test_client()
        shown = other.get(page).text
        token = shown.split('name="form_token" value="')[1].split('"')[0]
        other.submit(page, {"q-fit": "yes", "revision": revision, "form_token": token}, to=page)
    assert sorted(session.scalars(select(Submission.revision))) == [1, 2, 2, 2, 2]


def test_the_page_of_versions_says_what_changed_why_and_who_answered_which(
    client: FlaskClient, session: Session
) -> None:
    process = make_process(session)
    consultation = make_consultation(session, process)
    reword(session, consultation, "Fits <b>?", "It was too long")
    sign_in(client, make_member(session, process, Role.FACILITATOR))
    page = client.get(f"/en/p/{process.public_id}/manage/consultations/{consultation.public_id}/versions").text
    assert page.index("Version 2") < page.index("Version 1") and "It was too long" in page
    assert "<del>Does this list of challenges fit the region?</del>" in page and "Fits &lt;b&gt;?" in page
    assert "0 sheets" in page
