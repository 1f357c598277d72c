"""Mail that comes back: whom a report names is written to no more, and nobody else."""

import mailbox
from email import message_from_string
from email.message import EmailMessage, Message
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.core.audit import AuditEntry
from cocreate.process.models import Process
from cocreate.survey.cli import survey
from cocreate.survey.inviting import way_in
from cocreate.survey.inviting.models import Contact
from cocreate.survey.inviting.returned import named_in, read, unreachable
from tests.factories.inviting import make_contact
from tests.factories.process import make_process


def report(*recipients: tuple[str, str, str]) -> Message:
    """A report of non-delivery as mail servers write it: (address, action, status)."""
    told = "\n".join(f"Final-Recipient: rfc822; {a}\nAction: {b}\nStatus: {c}\n" for a, b, c in recipients)
    return message_from_string(f"""From: MAILER-DAEMON@example.net
To: sender@example.org
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

Your mail to somebody@example.org came back.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

{told}
--cut--
""")


def reply() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bob@example.org", "sender@example.org", "On holiday"
    mail.set_content("Write to ada@example.org instead.")
    return mail


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session)


def run(app: Flask, *arguments: Any, **options: Any) -> str:
    done = app.test_cli_runner().invoke(survey, ["bounces", *map(str, arguments)], **options)
    assert done.exit_code == 0, done.output
    return str(done.output)


def bounced(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Contact.email).where(Contact.is_bounced).order_by(Contact.email)))


def test_only_what_failed_for_good_counts() -> None:
    mail = report(
        ("<Ada@example.org>", "failed", "5.1.1"),
        ("late@example.org", "delayed", "4.4.1"),
        ("full@example.org", "failed", "4.2.2"),
        ("there@example.org", "delivered", "2.0.0"),
    )
    assert unreachable(mail) == {"ada@example.org"}
    assert unreachable(reply()) == set()
    exim = reply()
    exim["X-Failed-Recipients"] = "one@example.org, Two@example.org"
    assert unreachable(exim) == {"one@example.org", "two@example.org"}


def test_a_pasted_report_names_those_that_failed_and_not_those_that_are_late() -> None:
    mail = report(("ada@example.org", "failed", "5.1.1"), ("late@example.org", "delayed", "4.4.1"))
    assert named_in(mail.as_string()) == {"ada@example.org"}
    part = mail.as_string().split("Reporting-MTA")[1]
    assert named_in(part) == {"ada@example.org"}
    assert named_in("ada@example.org\nbob@example.org") == {"ada@example.org", "bob@example.org"}


@given(st.text(max_size=200))
def test_whatever_is_pasted_is_read(text: str) -> None:
    assert all("@" in address for address in named_in(text))


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_a_box_of_mail_marks_contacts_of_every_process_and_keeps_replies(
    app: Flask, session: Session, process: Process, tmp_path: Path, kind: str
) -> None:
    for where in (process, make_process(session, title="Elsewhere")):
        make_contact(session, where, email="ada@example.org")
    make_contact(session, process, email="bob@example.org")
    session.commit()
    path = tmp_path / "box"
    box: Any = mailbox.Maildir(path) if kind == "maildir" else mailbox.mbox(path)
    for mail in (report(("ada@example.org", "failed", "5.1.1")), reply()):
        box.add(mail)
    box.close()
    assert run(app, path) == "Mails read: 2. Reports: 1. Contacts marked: 2.\n"
    assert bounced(session) == ["ada@example.org"] * 2
    lines = session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey:contacts:bounce")).all()
    assert [line.details["contacts"] for line in lines] == [1, 1] and lines[0].actor_kind == "system"
    assert "Contacts marked: 0." in run(app, path, "--remove")
    left = read(path)
    assert (left.mails, left.reports) == (1, [])


def test_one_mail_from_the_mail_server_marks_in_one_process(app: Flask, session: Session, process: Process) -> None:
    other = make_process(session, title="Elsewhere")
    mine, theirs = (make_contact(session, where, email="ada@example.org") for where in (process, other))
    session.commit()
    mail = report(("ada@example.org", "failed", "5.1.1")).as_bytes()
    assert "marked: 1." in run(app, "-", "--process", process.public_id, input=mail)
    session.expire_all()
    assert mine.is_bounced and not theirs.is_bounced
    done = app.test_cli_runner().invoke(survey, ["bounces", "-", "--process", "nowhere"], input=mail)
    assert done.exit_code == 1 and "public id" in done.output


def test_a_mail_program_ends_the_mails_with_one_click_and_is_not_sent_elsewhere(
    client: FlaskClient, session: Session, process: Process
) -> None:
    ada = make_contact(session, process, email="ada@example.org")
    page = f"/en/no-more-mail/{way_in.opt_out_token(ada)}"
    forged = client.post(page, data={})
    session.refresh(ada)
    assert forged.status_code == 400 and not ada.is_opted_out
    done = client.post(page, data={"List-Unsubscribe": "One-Click"})
    session.refresh(ada)
    assert done.status_code == 200 and ada.is_opted_out and "You get no more mails" in done.text


def test_who_asked_for_no_more_mails_can_think_better_of_it(
    client: FlaskClient, session: Session, process: Process
) -> None:
    ada = make_contact(session, process, email="ada@example.org")
    page = f"/en/no-more-mail/{way_in.opt_out_token(ada)}"
    client.submit(page)
    assert "Send me these mails again" in client.get(page).text
    again = client.submit(page, to=f"{page}/again", follow_redirects=True)
    session.refresh(ada)
    assert not ada.is_opted_out and "You get mails about this again." in again.text
    verbs = list(session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.startswith("survey:contact:opt"))))
    assert verbs == ["survey:contact:opt_out", "survey:contact:opt_in"]
    assert client.submit(page, to="/en/no-more-mail/" + "0" * 36 + "/again").status_code == 404


def test_the_help_says_what_is_read() -> None:
    assert "Maildir" in CliRunner().invoke(survey, ["bounces", "--help"]).output
