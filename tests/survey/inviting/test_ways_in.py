"""Who may answer, and that each person answers once without anybody knowing what."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.app import create_app
from cocreate.core.audit import AuditEntry
from cocreate.core.db import Base, db, transaction
from cocreate.core.permissions import Actor
from cocreate.errors import DomainError, NotAllowed
from cocreate.settings import Settings
from cocreate.survey.commands.answering import submit_answers
from cocreate.survey.commands.opening import close_consultation
from cocreate.survey.inviting import way_in
from cocreate.survey.inviting.mailings import set_revoked
from cocreate.survey.inviting.models import Invitation
from cocreate.survey.models import Consultation, Draft, NamedSheet, Submission
from cocreate.survey.rules import Access
from tests.conftest import BrowserLikeClient
from tests.factories.accounts import make_user, sign_in
from tests.factories.inviting import make_ticket
from tests.factories.questionnaires import make_questionnaire
from tests.factories.survey import make_consultation, make_sheet
from tests.survey.inviting.forms import address, filled


def invited_only(session: Session, **rules: Any) -> Consultation:
    consultation = make_consultation(session)
    consultation.access = rules.pop("access", Access.LINK).value
    consultation.is_anonymous = rules.pop("is_anonymous", True)
    session.flush()
    return consultation


def link_of(ticket: Invitation, consultation: Consultation) -> str:
    return address(consultation, "with", way_in.ticket_token(ticket))


def answer(client: FlaskClient, consultation: Consultation, **answers: str) -> Any:
    page = client.get(address(consultation)).text
    return client.post(address(consultation), data=filled(page, **(answers or {"fit": "yes"})))


def test_without_a_link_the_questionnaire_of_invited_people_does_not_open(
    client: FlaskClient, session: Session
) -> None:
    consultation = invited_only(session)
    refused = client.get(address(consultation))
    assert refused.status_code == 403
    assert "for people with a personal link" in refused.text and "Send my answers" not in refused.text
    with pytest.raises(NotAllowed):
        submit_answers(session, Actor(), consultation, make_sheet(consultation, fit="yes"), "a form")


def test_a_personal_link_opens_the_questionnaire_and_counts_once(client: FlaskClient, session: Session) -> None:
    consultation = invited_only(session)
    ticket = make_ticket(session, consultation, email="ada@example.org")
    link = link_of(ticket, consultation)
    for _opened in range(3):  # programs that check mails open links too
        assert client.get(link).status_code == 302
    assert not session.scalars(select(Invitation.is_used)).one()
    assert answer(client, consultation).status_code == 303
    session.expire_all()
    assert ticket.is_used

    elsewhere = client.application.test_client()
    elsewhere.get(link)
    again = elsewhere.get(address(consultation))
    assert again.status_code == 403
    assert "You have already answered" in again.text and "receipt" in again.text
    assert len(session.scalars(select(Submission)).all()) == 1


def test_a_form_opened_before_another_device_answered_keeps_its_words_and_says_why(
    client: FlaskClient, session: Session
) -> None:
    consultation = invited_only(session)
    link = link_of(make_ticket(session, consultation), consultation)
    slow = client.application.test_client()
    slow.get(link)
    opened = slow.get(address(consultation)).text
    client.get(link)
    answer(client, consultation)
    late = slow.post(address(consultation), data=filled(opened, new_challenge="Many words, typed slowly"))
    assert late.status_code == 403
    assert "already been sent with this invitation" in late.text and "Many words, typed slowly" in late.text


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-1] + ("0" if t[-1] != "0" else "1"), lambda t: "x" * 36, lambda t: "é"]
)
def test_a_link_that_was_made_up_leads_nowhere(client: FlaskClient, session: Session, spoil: Any) -> None:
    consultation = invited_only(session)
    token = way_in.ticket_token(make_ticket(session, consultation))
    shown = client.get(address(consultation, "with", spoil(token)))
    assert shown.status_code == 404 and "This link does not work" in shown.text


def test_a_link_of_one_consultation_does_not_open_another(client: FlaskClient, session: Session) -> None:
    first = invited_only(session)
    second = invited_only(session)
    token = way_in.ticket_token(make_ticket(session, first))
    assert client.get(address(second, "with", token)).status_code == 404


def test_a_withdrawn_link_ends_at_once_and_works_again_when_given_back(client: FlaskClient, session: Session) -> None:
    consultation = invited_only(session)
    ticket = make_ticket(session, consultation)
    client.get(link_of(ticket, consultation))
    set_revoked(session, Actor(), consultation, ticket, is_revoked=True)
    assert client.get(address(consultation)).status_code == 403
    assert client.get(link_of(ticket, consultation)).status_code == 404
    set_revoked(session, Actor(), consultation, ticket, is_revoked=False)
    assert client.get(link_of(ticket, consultation)).status_code == 302
    assert client.get(address(consultation)).status_code == 200


def test_two_people_share_a_device_each_with_an_own_link(client: FlaskClient, session: Session) -> None:
    consultation = invited_only(session)
    for _person in range(2):
        client.get(link_of(make_ticket(session, consultation), consultation))
        assert answer(client, consultation).status_code == 303
    sheets = session.scalars(select(Submission)).all()
    assert len(sheets) == 2 and {sheet.flag for sheet in sheets} <= {"", "fast"}


def test_somebody_else_at_this_device_does_not_get_the_link_of_the_one_before(
    client: FlaskClient, session: Session
) -> None:
    consultation = invited_only(session)
    client.get(link_of(make_ticket(session, consultation), consultation))
    assert client.get(address(consultation)).status_code == 200
    client.get(address(consultation) + "?another=1")
    assert client.get(address(consultation)).status_code == 403


def test_where_one_must_sign_in_each_account_answers_once(client: FlaskClient, session: Session) -> None:
    consultation = invited_only(session, access=Access.ACCOUNT)
    refused = client.get(address(consultation))
    assert refused.status_code == 403 and "Please sign in to answer" in refused.text
    ada = make_user(session)
    sign_in(client, ada)
    assert answer(client, consultation).status_code == 303

    elsewhere = sign_in(client.application.test_client(), ada)
    again = elsewhere.get(address(consultation))
    assert again.status_code == 403 and "You have already answered" in again.text
    somebody = sign_in(client.application.test_client(), make_user(session))
    assert answer(somebody, consultation).status_code == 303
    assert len(session.scalars(select(Submission)).all()) == 2


def test_in_anonymous_mode_nothing_leads_from_the_person_to_the_answers(client: FlaskClient, session: Session) -> None:
    consultation = invited_only(session)
    ticket = make_ticket(session, consultation, email="ada@example.org", name="Ada")
    client.get(link_of(ticket, consultation))
    answer(client, consultation, fit="yes")
    (sheet,) = session.scalars(select(Submission)).all()
    assert not session.scalars(select(NamedSheet)).all()
    # Whatever names the sheet does not name the ticket or the contact, and the other way round.
    about_sheet = {sheet.id, sheet.receipt_hash, sheet.form_hash}
    contact = ticket.contact
    assert contact is not None
    about_person = {ticket.public_id, contact.public_id, contact.email, "Ada"}
    for table in Base.metadata.tables.values():
        for row in session.execute(select(table)).mappings():
            told = json.dumps(dict(row), default=str)
            assert not (any(s in told for s in about_sheet) and any(p in told for p in about_person)), table.name
    (line,) = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:answer:submit")).all()
    assert (line.actor, line.actor_kind, line.details) == ("", "anonymous", {})
    assert line.subject == consultation.public_id and line.at.hour == line.at.minute == 0
    columns = {column.name for column in Invitation.__table__.columns}
    assert columns == {"id", "public_id", "consultation_id", "contact_id", "user_id", "is_used", "is_revoked"}


def test_where_it_was_said_before_a_sheet_tells_whose_it_is(client: FlaskClient, session: Session) -> None:
    consultation = invited_only(session, is_anonymous=False)
    ticket = make_ticket(session, consultation)
    client.get(link_of(ticket, consultation))
    answer(client, consultation)
    (named,) = session.scalars(select(NamedSheet)).all()
    assert named.contact_id == ticket.contact_id
    assert named.submission_id == session.scalars(select(Submission.id)).one()


def test_in_an_open_consultation_a_second_answer_from_a_browser_is_marked_and_counts(
    client: FlaskClient, session: Session
) -> None:
    consultation = make_consultation(session)
    answer(client, consultation)
    client.get(address(consultation) + "?another=1")
    page = client.get(address(consultation)).text
    with client.session_transaction() as visit:
        assert visit["survey_answered"] == [consultation.public_id]
    way = way_in.way_in(session, consultation, Actor(), {"survey_answered": [consultation.public_id]})
    assert way.is_allowed and way.is_again
    assert client.post(address(consultation), data=filled(page, fit="no")).status_code == 303
    assert len(session.scalars(select(Submission)).all()) == 2


def test_the_tickets_of_a_closed_consultation_keep_what_they_say(client: FlaskClient, session: Session) -> None:
    consultation = invited_only(session)
    used, unused = make_ticket(session, consultation), make_ticket(session, consultation)
    client.get(link_of(used, consultation))
    answer(client, consultation)
    close_consultation(session, Actor(), consultation)
    session.expire_all()
    assert (used.is_used, unused.is_used) == (True, False)


def race(app: Any, count: int, *, as_account: bool = False) -> list[str]:
    """Send different forms with one ticket at the very same time; what each one got."""
    together = Barrier(count)

    def send(number: int) -> str:
        with app.app_context():
            together.wait()
            try:
                with transaction() as session:
                    consultation = session.scalars(select(Consultation)).one()
                    if as_account:
                        way = way_in.way_in(session, consultation, Actor(user_id=1), {})
                    else:
                        ticket = session.scalars(select(Invitation)).one()
                        token = way_in.ticket_token(ticket)
                        kept = {way_in.TICKETS: [[consultation.public_id, token]]}
                        way = way_in.way_in(session, consultation, Actor(), kept)
                    sheet = make_sheet(consultation, fit="yes")
                    submit_answers(session, Actor(), consultation, sheet, f"form {number}", way_in=way)
                return "taken"
            except DomainError as refusal:
                return refusal.code
            finally:
                db.session.remove()

    with ThreadPoolExecutor(count) as senders:
        return sorted(senders.map(send, range(count)))


@pytest.mark.parametrize("as_account", [False, True], ids=["link", "account"])
def test_one_ticket_used_at_the_same_time_brings_one_sheet_on_sqlite(settings: Settings, as_account: bool) -> None:
    check_race(create_app(settings), as_account=as_account)


@pytest.mark.postgres
@pytest.mark.parametrize("as_account", [False, True], ids=["link", "account"])
def test_one_ticket_used_at_the_same_time_brings_one_sheet_on_postgresql(
    settings: Settings, postgres_url: str, as_account: bool
) -> None:
    check_race(create_app(replace(settings, database_url=postgres_url)), as_account=as_account)


def check_race(app: Any, *, as_account: bool) -> None:
    with app.app_context():
        db.create_all()
        with transaction() as session:
            consultation = invited_only(session, access=Access.ACCOUNT if as_account else Access.LINK)
            if as_account:
                assert make_user(session).id == 1
            else:
                make_ticket(session, consultation)
    assert race(app, 4, as_account=as_account) == ["survey.ticket.used"] * 3 + ["taken"]
    with app.app_context():
        assert len(db.session.scalars(select(Submission)).all()) == 1
        assert db.session.scalars(select(Invitation.is_used)).all() == [True]
        db.session.remove()
        db.engine.dispose()


def test_a_token_tells_no_number_that_could_be_counted_up(session: Session) -> None:
    consultation = invited_only(session)
    tokens = [way_in.ticket_token(make_ticket(session, consultation)) for _ in range(3)]
    assert len({token[12:] for token in tokens}) == 3
    assert all(re.fullmatch(r"[0-9a-z]{12}[0-9a-f]{24}", token) for token in tokens)


def another(client: BrowserLikeClient) -> BrowserLikeClient:
    """Another browser."""
    found = client.application.test_client()
    assert isinstance(found, BrowserLikeClient)
    return found


def invited_to_pages(session: Session) -> Consultation:
    """Two pages, for people with a personal link only."""
    consultation = make_questionnaire(session)
    consultation.access = Access.LINK.value
    session.flush()
    return consultation


@pytest.mark.parametrize("step", ["", "save"])
def test_a_posted_next_shows_no_question_to_whom_has_no_link(
    client: BrowserLikeClient, session: Session, step: str
) -> None:
    consultation = invited_to_pages(session)
    titles = [question.title["en"] for question in consultation.active_questions if question.title.get("en")]
    assert titles
    for typed in ({"page": "0", "go": "next"}, {"page": "1", "go": "back"}, {"switch_language": "nl"}, {}):
        to = address(consultation, step) if step else address(consultation)
        turned = client.submit(address(consultation, "resume"), typed, to=to)
        assert turned.status_code == 403 and "for people with a personal link" in turned.text
        assert not [title for title in titles if title in turned.text]
    assert not session.scalars(select(Draft)).all()


def test_whose_visit_ended_gets_the_own_words_back(client: BrowserLikeClient, session: Session) -> None:
    consultation = invited_only(session)
    client.get(link_of(make_ticket(session, consultation), consultation))
    opened = client.get(address(consultation)).text
    elsewhere = another(client)
    typed = filled(opened, new_challenge="Many words, typed slowly")
    turned = elsewhere.submit(address(consultation, "resume"), typed, to=address(consultation))
    assert turned.status_code == 403 and "Many words, typed slowly" in turned.text
    assert not session.scalars(select(Submission)).all()


def test_what_was_saved_is_bound_to_the_link_it_was_begun_with(client: BrowserLikeClient, session: Session) -> None:
    consultation = invited_only(session)
    ticket = make_ticket(session, consultation)
    client.get(link_of(ticket, consultation))
    page = client.get(address(consultation)).text
    saved = client.post(address(consultation, "save"), data=filled(page, fit="yes")).text
    code = re.findall(r'id="draft-code" value="([^"]+)"', saved)[0]
    elsewhere = another(client)  # with the code, and without the link
    resumed = elsewhere.submit(address(consultation, "resume"), {"code": code})
    assert resumed.status_code == 200 and "Send my answers" in resumed.text and 'name="ticket"' not in resumed.text
    assert elsewhere.post(address(consultation), data=filled(resumed.text, fit="yes")).status_code == 303
    session.expire_all()
    assert ticket.is_used and session.scalars(select(Submission)).one()


def test_what_was_saved_with_a_link_that_was_withdrawn_does_not_open(
    client: BrowserLikeClient, session: Session
) -> None:
    consultation = invited_only(session)
    ticket = make_ticket(session, consultation)
    client.get(link_of(ticket, consultation))
    page = client.get(address(consultation)).text
    saved = client.post(address(consultation, "save"), data=filled(page, new_challenge="Mine alone")).text
    code = re.findall(r'id="draft-code" value="([^"]+)"', saved)[0]
    set_revoked(session, Actor(), consultation, ticket, is_revoked=True)
    elsewhere = another(client)
    refused = elsewhere.submit(address(consultation, "resume"), {"code": code})
    assert refused.status_code == 403 and "Mine alone" not in refused.text


def test_without_a_link_one_changes_an_own_sheet_with_its_receipt(client: BrowserLikeClient, session: Session) -> None:
    consultation = invited_only(session)
    client.get(link_of(make_ticket(session, consultation), consultation))
    answer(client, consultation)
    code = re.findall(r'id="receipt-code" value="([^"]+)"', client.get(address(consultation, "thanks")).text)[0]
    elsewhere = another(client)
    form = elsewhere.submit(address(consultation, "receipt"), {"code": code}, to=address(consultation, "change")).text
    assert elsewhere.post(address(consultation), data=filled(form, fit="no") | {"change_code": code}).status_code == 303
    assert session.scalars(select(Submission)).one()
