"""The page on which people decide what is published of answers that tell who somebody is."""

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Role
from cocreate.survey.commands.answering import import_submissions
from cocreate.survey.models import Answer, AnswerFlag, Consultation
from cocreate.survey.personal import commands
from tests.factories.accounts import make_member, sign_in
from tests.factories.survey import make_consultation, make_sheet

TEXTS = ("Write to jan.peeters@example.org, please.", "Ring me on 0475 12 34 56.", "More trees, please.")


def prepared(session: Session, client: FlaskClient) -> tuple[Consultation, str]:
    """Two answers that give somebody away and one that does not; an analyst is at the page."""
    consultation = make_consultation(session)
    sheets = [make_sheet(consultation, new_challenge=text) for text in TEXTS]
    import_submissions(session, SYSTEM, consultation, sheets)
    analyst = make_member(session, consultation.process, Role.ANALYST, email="ada@example.org")
    sign_in(client, analyst)
    commands.ask_to_look(session, SYSTEM, consultation)
    session.commit()
    base = f"/en/p/{consultation.process.public_id}/manage/consultations/{consultation.public_id}/personal"
    return consultation, base


def states(session: Session) -> dict[str, str]:
    rows = session.execute(select(Answer.text, AnswerFlag.state).join(Answer, AnswerFlag.answer_id == Answer.id))
    return {row.text: row.state for row in rows}


def id_of(session: Session, text: str) -> str:
    return session.scalars(select(Answer.id).where(Answer.text == text)).one()


def test_the_page_marks_what_was_found_and_says_what_it_is(client: FlaskClient, session: Session) -> None:
    _consultation, page = prepared(session, client)
    shown = client.get(page).text
    assert "<mark>jan.peeters@example.org" in shown and "<mark>0475 12 34 56" in shown
    assert "e-mail address" in shown and "telephone number" in shown and "More trees" not in shown


def test_a_second_click_asks_for_no_second_look(client: FlaskClient, session: Session) -> None:
    consultation, _page = prepared(session, client)
    waiting = commands.ask_to_look(session, SYSTEM, consultation)  # no worker takes it before the commit
    assert commands.ask_to_look(session, SYSTEM, consultation) is waiting
    session.commit()
    session.expire_all()  # the worker wrote in a session of its own
    assert commands.ask_to_look(session, SYSTEM, consultation) is not waiting, "the first is done by now"


def test_one_button_decides_about_one_answer(client: FlaskClient, session: Session) -> None:
    _consultation, page = prepared(session, client)
    one = id_of(session, TEXTS[0])
    client.submit(page, {"decision": f"redacted:{one}", f"seen-{one}": "open"})  # type: ignore[attr-defined]
    assert states(session) == {TEXTS[0]: "redacted", TEXTS[1]: "open"}
    assert "jan.peeters" in client.get(f"{page}?show=redacted").text


def test_a_decision_about_those_that_are_ticked(client: FlaskClient, session: Session) -> None:
    _consultation, page = prepared(session, client)
    keys = [id_of(session, text) for text in TEXTS[:2]]
    told = {"decision": "cleared", "answer": keys, **{f"seen-{key}": "open" for key in keys}}
    client.submit(page, told)  # type: ignore[attr-defined]
    assert set(states(session).values()) == {"cleared"}


def test_nothing_ticked_is_said_in_words(client: FlaskClient, session: Session) -> None:
    _consultation, page = prepared(session, client)
    refused = client.submit(page, {"decision": "cleared"})  # type: ignore[attr-defined]
    assert refused.status_code == 422 and "Please tick at least one answer" in refused.text


def test_a_decision_on_an_old_page_changes_nothing(client: FlaskClient, session: Session) -> None:
    _consultation, page = prepared(session, client)
    one = id_of(session, TEXTS[0])
    client.submit(page, {"decision": f"hidden:{one}", f"seen-{one}": "open"})  # type: ignore[attr-defined]
    late = client.submit(page, {"decision": f"cleared:{one}", f"seen-{one}": "open"})  # type: ignore[attr-defined]
    assert late.status_code == 409 and states(session)[TEXTS[0]] == "hidden"


def test_all_that_wait_can_go_out_without_their_passages(client: FlaskClient, session: Session) -> None:
    _consultation, page = prepared(session, client)
    client.submit(page, to=f"{page}/rest")  # type: ignore[attr-defined]
    assert set(states(session).values()) == {"redacted"}


def test_the_audit_trail_says_what_was_decided_and_holds_no_words(client: FlaskClient, session: Session) -> None:
    _consultation, page = prepared(session, client)
    client.submit(page, to=f"{page}/rest")  # type: ignore[attr-defined]
    lines = [line for line in session.scalars(select(AuditEntry)) if line.verb.startswith("survey:flag")]
    assert {line.verb for line in lines} == {"survey:flag:find", "survey:flag:store", "survey:flag:decide"}
    assert "peeters" not in str([line.details for line in lines])
