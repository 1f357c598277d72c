"""Invitations and reminders: in each language, to the right people, never twice, telling nobody who has answered."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core import jobs, mail
from cocreate.core.db import db, transaction
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict, Invalid
from cocreate.survey.commands.opening import close_consultation, open_consultation
from cocreate.survey.inviting import mailings, queries
from cocreate.survey.inviting.contacts import mark_bounced, opt_out
from cocreate.survey.inviting.mailings import (
    SEND_JOB,
    create_mailing,
    resume_mailing,
    send_mailing,
    set_revoked,
    write_batch,
)
from cocreate.survey.inviting.models import Delivery, Invitation, Mailing
from cocreate.survey.inviting.rules import check_mail, fill
from cocreate.survey.models import Consultation
from cocreate.survey.rules import Access, MailingKind
from tests.factories.accounts import make_member, sign_in
from tests.factories.inviting import make_contact, make_ticket
from tests.factories.survey import make_consultation
from tests.survey.inviting.forms import filled, manage


@pytest.fixture
def consultation(session: Session) -> Consultation:
    made = make_consultation(session, title={"en": "Housing", "nl": "Wonen"})
    made.access = Access.LINK.value
    session.flush()
    return made


@pytest.fixture
def organiser(client: FlaskClient, session: Session, consultation: Consultation) -> FlaskClient:
    member = make_member(session, consultation.process, Role.ORGANISER, email="olga@example.org", name="Olga")
    return sign_in(client, member)


def send(session: Session, consultation: Consultation, kind: MailingKind = MailingKind.INVITATION) -> Mailing:
    """Write and send such a mail; jobs run at once."""
    mailing = create_mailing(session, SYSTEM, consultation, kind)
    send_mailing(session, SYSTEM, consultation, mailing)
    session.commit()
    session.expire_all()
    return mailing


def written(session: Session) -> list[str]:
    return sorted(session.scalars(select(OutgoingMail.recipient)))


def mailing_page(consultation: Consultation, mailing: Mailing, *rest: str) -> str:
    return "/".join([f"/en/p/{consultation.process.public_id}/manage/mailings/{mailing.public_id}", *rest])


def test_everybody_invited_gets_a_mail_in_their_language_with_a_link_of_their_own(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    make_ticket(session, consultation, email="ada@example.org", name="Ada", language="nl")
    make_ticket(session, consultation, email="bob@example.org", language="en")
    mailing = send(session, consultation)
    assert mailing.state == "sent" and written(session) == ["ada@example.org", "bob@example.org"]
    to_ada, to_bob = session.scalars(select(OutgoingMail).order_by(OutgoingMail.recipient))
    assert to_ada.subject == "Uw mening over: Wonen" and to_ada.text.startswith("Dag Ada,")
    assert to_bob.subject == "Your view on: Housing" and to_bob.text.startswith("Hello,")
    links = [re.findall(r"http://localhost(\S+)", letter.text) for letter in (to_ada, to_bob)]
    assert links[0][0].startswith("/nl/p/") and links[0][0] != links[1][0]
    assert to_ada.unsubscribe == "http://localhost" + links[0][1]
    assert "{" not in to_ada.text + to_bob.text
    agency = consultation.process.organisation.title["en"]
    assert to_ada.sender == to_bob.sender == agency and to_bob.text.endswith(f"\n\n-- \n{agency}\n")

    guest = organiser.application.test_client()
    assert guest.get(links[1][0]).status_code == 302
    assert guest.get(links[1][1]).status_code == 200


def test_nobody_gets_an_invitation_twice_and_who_came_later_gets_the_next(
    session: Session, consultation: Consultation
) -> None:
    make_ticket(session, consultation, email="ada@example.org")
    send(session, consultation)
    with pytest.raises(Invalid):
        send(session, consultation)
    session.rollback()
    make_ticket(session, consultation, email="bob@example.org")
    send(session, consultation)
    assert written(session) == ["ada@example.org", "bob@example.org"]


def test_opted_out_returned_and_withdrawn_are_left_in_peace(session: Session, consultation: Consultation) -> None:
    people = {name: make_ticket(session, consultation, email=f"{name}@example.org") for name in ("a", "b", "c", "d")}
    process = consultation.process
    assert people["a"].contact is not None
    opt_out(session, SYSTEM, process, people["a"].contact)
    mark_bounced(session, SYSTEM, process, ["b@example.org"])
    set_revoked(session, SYSTEM, consultation, people["c"], is_revoked=True)
    send(session, consultation)
    assert written(session) == ["d@example.org"]


def test_a_reminder_goes_to_those_alone_who_have_not_answered(
    client: FlaskClient, session: Session, consultation: Consultation
) -> None:
    for name in ("ada", "bob", "eve"):
        make_ticket(session, consultation, email=f"{name}@example.org")
    send(session, consultation)
    to_ada = session.scalars(select(OutgoingMail).where(OutgoingMail.recipient == "ada@example.org")).one()
    link = re.search(r"http://localhost(\S+/with/\S+)", to_ada.text)[1]
    page = client.get(client.get(link).location).text
    assert client.post(link.rsplit("/", 2)[0], data=filled(page, fit="yes")).status_code == 303
    make_ticket(session, consultation, email="never-written@example.org")
    before = len(written(session))
    send(session, consultation, MailingKind.REMINDER)
    reminded = session.scalars(select(OutgoingMail.recipient).order_by(OutgoingMail.id).offset(before)).all()
    assert sorted(reminded) == ["bob@example.org", "eve@example.org"]


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_pages_tell_who_has_answered_only_where_that_was_said_before(
    organiser: FlaskClient, session: Session, consultation: Consultation, is_anonymous: bool
) -> None:
    consultation.is_anonymous = is_anonymous
    found = [make_ticket(session, consultation, email=f"p{number}@example.org") for number in range(8)]
    send(session, consultation)
    for ticket in found[:3]:
        ticket.is_used = True
    reminder = create_mailing(session, SYSTEM, consultation, MailingKind.REMINDER)
    session.commit()
    invitations = organiser.get(manage(consultation, "invitations/")).text
    mailing = organiser.get(mailing_page(consultation, reminder)).text
    if is_anonymous:
        assert "badge--success" not in invitations.split('id="people"')[1]
        assert "shown once at least 5 have" in invitations
        assert "How many they are is not told" in mailing and "It goes to 5 people" not in mailing
    else:
        assert invitations.split('id="people"')[1].count("badge--success") == 3
        assert "It goes to 5 people" in mailing


def test_enough_people_are_counted_in_anonymous_mode_too(session: Session, consultation: Consultation) -> None:
    found = [make_ticket(session, consultation) for _ in range(12)]
    for expected, used in ((None, 4), (5, 5), (7, 7), (None, 8)):
        for number, ticket in enumerate(found):
            ticket.is_used = number < used
        session.flush()
        assert queries.invited(session, consultation).answered == expected


def test_a_send_that_was_stopped_goes_on_and_writes_to_nobody_twice(
    session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [f"p{number:02}@example.org" for number in range(7)]
    for email in people:
        make_ticket(session, consultation, email=email)
    monkeypatch.setattr(mailings, "BATCH", 2)
    steps = iter(range(100))

    def stop_after_three(self: jobs.JobContext, fraction: float, message_code: str = "") -> None:
        if next(steps) == 3:
            raise jobs.Cancelled

    monkeypatch.setattr(jobs.JobContext, "advance", stop_after_three)
    mailing = send(session, consultation)
    assert mailing.state == "sending" and len(written(session)) == 6
    resume_mailing(session, SYSTEM, consultation, mailing)
    session.commit()
    session.expire_all()
    assert mailing.state == "sent" and written(session) == people


def test_nobody_is_written_to_after_the_close(
    organiser: FlaskClient, session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(7):
        make_ticket(session, consultation, email=f"p{number:02}@example.org")
    monkeypatch.setattr(mailings, "BATCH", 2)
    write, steps = mail.write, iter(range(100))

    def closing_after_four(session: Session, **told: Any) -> OutgoingMail:
        if next(steps) == 3:
            close_consultation(session, SYSTEM, session.get_one(Consultation, consultation.id))
        return write(session, **told)

    monkeypatch.setattr(mail, "write", closing_after_four)
    mailing = send(session, consultation)
    assert mailing.state == "sending" and len(written(session)) == 4
    shown = organiser.get(mailing_page(consultation, mailing)).text
    assert "takes no more answers, so the others are not written to" in shown and "Go on sending" not in shown
    with pytest.raises(Conflict) as refused:
        resume_mailing(session, SYSTEM, consultation, mailing)
    assert refused.value.code == "survey.mailing.not_open"
    open_consultation(session, SYSTEM, consultation)
    resume_mailing(session, SYSTEM, consultation, mailing)
    session.commit()
    session.expire_all()
    assert mailing.state == "sent" and len(written(session)) == 7


def test_a_crash_between_two_batches_loses_nothing_and_repeats_nothing(
    session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [f"p{number:02}@example.org" for number in range(6)]
    for email in people:
        make_ticket(session, consultation, email=email)
    monkeypatch.setattr(mailings, "BATCH", 2)
    real, calls = mail.write, iter(range(100))

    def fail_once(*args: Any, **told: Any) -> OutgoingMail:
        if next(calls) == 3:
            raise OSError("the disk is full")
        return real(*args, **told)

    monkeypatch.setattr(mail, "write", fail_once)
    mailing = send(session, consultation)
    # The third mail of the second batch failed with its batch: the first two are there, with their rows.
    assert len(written(session)) == 2 == len(session.scalars(select(Delivery)).all())
    job = session.get_one(jobs.Job, mailing.job_id)
    assert job.state == "failed" and mailing.state == "sending"
    jobs.retry(session, SYSTEM, job)
    session.commit()
    session.expire_all()
    assert mailing.state == "sent" and written(session) == people


def test_two_workers_at_the_same_mailing_write_each_mail_once(session: Session, consultation: Consultation) -> None:
    for _ in range(5):
        make_ticket(session, consultation)
    mailing = create_mailing(session, SYSTEM, consultation, MailingKind.INVITATION)
    slow = list(queries.next_tickets(session, consultation, mailing, 20))
    assert write_batch(session, consultation, mailing) == 5
    for ticket in slow:  # the other worker had read the same list before
        session.execute(
            mailings.sqlite.insert(Delivery)
            .values(mailing_id=mailing.id, invitation_id=ticket.id)
            .on_conflict_do_nothing()
        )
    assert len(session.scalars(select(Delivery)).all()) == 5 == len(written(session))
    assert write_batch(session, consultation, mailing) == 0


def test_sending_twice_is_sending_once(session: Session, consultation: Consultation) -> None:
    make_ticket(session, consultation)
    mailing = send(session, consultation)
    with pytest.raises(Conflict):
        send_mailing(session, SYSTEM, consultation, mailing)
    assert len(session.scalars(select(jobs.Job).where(jobs.Job.kind == SEND_JOB)).all()) == 1


def test_an_organiser_invites_writes_tries_and_sends_by_the_pages(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    for name, helix in (("ada", "business"), ("bob", "citizen")):
        make_contact(session, consultation.process, email=f"{name}@example.org", helix=helix)
    page = manage(consultation, "invitations/")
    shown = organiser.get(page + "?helix=business").text
    assert "Invite 1 contact" in shown
    assert organiser.submit(page, {"helix": "business"}).status_code == 302
    assert [ticket.contact.email for ticket in session.scalars(select(Invitation))] == ["ada@example.org"]
    begun = organiser.submit(page, {"kind": "invitation"}, to=manage(consultation, "invitations/mails"))
    mailing = session.scalars(select(Mailing)).one()
    assert begun.location.endswith(mailing.public_id)

    here = mailing_page(consultation, mailing)
    words = {f"{field}-{code}": "" for field in ("subject", "body") for code in ("nl", "fr", "de")}
    words |= {"version": "1", "subject-en": "Dear {name}", "body-en": "Come! {link}"}
    refused = organiser.submit(here, words)
    assert refused.status_code == 422 and "The text needs {opt_out}" in refused.text and "Come! {link}" in refused.text
    words["body-en"] += " or not: {opt_out}"
    assert organiser.submit(here, words).status_code == 302
    stale = organiser.submit(here, words)
    assert stale.status_code == 422 and "Somebody else changed this" in stale.text
    preview = organiser.get(here).text
    assert "Dear Olga" in preview

    organiser.submit(here, to=here + "/test")
    (trial,) = session.scalars(select(OutgoingMail))
    assert trial.recipient == "olga@example.org" and "/with/" not in trial.text
    organiser.submit(here, to=here + "/send")
    session.expire_all()
    assert mailing.state == "sent" and written(session) == ["ada@example.org", "olga@example.org"]
    assert "Written to 1 person" in organiser.get(here).text


def test_links_for_letters_on_paper_open_the_questionnaire(
    organiser: FlaskClient, session: Session, consultation: Consultation
) -> None:
    make_ticket(session, consultation, email="ada@example.org", name="Ada")
    taken = organiser.get(manage(consultation, "invitations/links.csv")).text
    link = re.search(r"http://localhost(\S+)", taken)[1]
    assert organiser.application.test_client().get(link).status_code == 302


def test_a_draft_can_be_thrown_away(organiser: FlaskClient, session: Session, consultation: Consultation) -> None:
    mailing = create_mailing(session, SYSTEM, consultation, MailingKind.REMINDER)
    here = mailing_page(consultation, mailing)
    assert organiser.submit(here, to=here + "/delete").status_code == 302
    assert session.scalars(select(Mailing)).all() == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{link}", "survey.mailing.missing_placeholder"),
        ("{link} {opt_out} {password}", "survey.mailing.unknown_placeholder"),
    ],
)
def test_a_text_that_cannot_be_filled_is_refused(body: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_mail({"en": "Hello"}, {"en": body})
    assert refused.value.code == code
    with pytest.raises(Invalid):
        check_mail({"en": "Hello", "nl": "Dag"}, {"en": "{link} {opt_out}"})


def test_a_name_with_braces_is_no_placeholder() -> None:
    assert fill("Hello {name}, {link}", {"name": "{link}", "link": "x"}) == "Hello {link}, x"


@pytest.mark.parametrize(
    ("page", "by_click"), [("http://localhost/x", None), ("https://example.org/x", "List-Unsubscribe=One-Click")]
)
def test_a_mail_says_in_its_head_how_to_get_no_more(
    session: Session, consultation: Consultation, monkeypatch: pytest.MonkeyPatch, page: str, by_click: str | None
) -> None:
    sent = []
    monkeypatch.setattr(mail, "deliver", lambda url, message: sent.append(message))
    with transaction() as writing:
        letter = mail.write(writing, recipient="a@example.org", subject="S", text="T", language="en", unsubscribe=page)
    mail.send(jobs.JobContext(0, SYSTEM), letter.id)
    assert sent[0]["List-Unsubscribe"] == f"<{page}>"
    assert sent[0]["List-Unsubscribe-Post"] == by_click, "one click only where nobody can read along"
    assert db.session.get_one(OutgoingMail, letter.id).unsubscribe == ""
