"""The outbox shows administrators what would have been sent, and nothing once mails are really sent."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from cocreate.core import mail
from cocreate.settings import Settings
from tests.factories.accounts import make_administrator, make_user, sign_in


def administrator(session):
    user = make_administrator(session, email="admin@example.org")
    user.tf_primary_method, user.tf_totp_secret = "authenticator", "connected"
    return user


def write(session):
    text = "Hello <b>Ada</b>, see http://localhost/en/account/link/abc"
    return mail.write(session, recipient="ada@example.org", subject="A <link>", text=text, language="nl")


def test_an_administrator_reads_what_would_have_been_sent(client, session) -> None:
    letter = write(session)
    sign_in(client, administrator(session))
    listed = client.get("/en/admin/outbox").text
    assert "ada@example.org" in listed and "A &lt;link&gt;" in listed
    shown = client.get(f"/en/admin/outbox/{letter.public_id}").text
    assert 'href="http://localhost/en/account/link/abc"' in shown
    assert "<b>Ada</b>" not in shown


def test_nobody_else_does(client, session) -> None:
    letter = write(session)
    for page in ("/en/admin/outbox", f"/en/admin/outbox/{letter.public_id}"):
        assert "/account/sign-in" in client.get(page).location
        assert sign_in(client, make_user(session)).get(page).status_code == 403
        with client.session_transaction() as visit:
            visit.clear()


@pytest.mark.parametrize("name", ["Agence « Bruxelles », Région", 'Ministerie: "Werk" <x@example.org>', "Agency"])
def test_a_mail_comes_from_our_address_in_the_name_of_whoever_writes(name) -> None:
    message = EmailMessage()
    message["From"] = mail.sent_from("Cocreate <cocreate@example.org>", name)
    read = message_from_bytes(message.as_bytes(), policy=policy.default)["From"].addresses
    assert [(one.display_name, one.addr_spec) for one in read] == [(name, "cocreate@example.org")]


def test_without_a_name_it_comes_from_the_installation(session) -> None:
    assert mail.sent_from("Cocreate <cocreate@example.org>", "") == "Cocreate <cocreate@example.org>"
    told = {"recipient": "ada@example.org", "subject": "A", "text": "A", "language": "nl"}
    assert mail.write(session, sender=" A\r\nBcc: x@example.org ", **told).sender == "A Bcc: x@example.org"


class TestWithAMailServer:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        # Port 9 answers nothing, so the mail is not taken.
        return replace(settings, smtp_url="smtp://127.0.0.1:9")

    def test_texts_of_mails_that_wait_or_were_refused_are_not_shown(self, client, session) -> None:
        letter = write(session)
        session.commit()
        sign_in(client, administrator(session))
        listed = client.get("/en/admin/outbox").text
        assert "not taken" in listed and f'/outbox/{letter.public_id}"' not in listed
        assert client.get(f"/en/admin/outbox/{letter.public_id}").status_code == 404

    def test_a_mail_that_was_not_taken_is_sent_again(self, client, session) -> None:
        letter = write(session)
        session.commit()
        sign_in(client, administrator(session))
        (before,) = mail.sendings(session, [letter]).values()
        answer = client.submit("/en/admin/outbox?which=failed", to=f"/en/admin/outbox/{letter.public_id}/again")
        assert answer.status_code == 302
        session.refresh(before)
        assert (before.state, before.attempts) == ("failed", 2)


def test_a_test_mail_goes_to_whoever_asks_for_it(client, session) -> None:
    sign_in(client, administrator(session))
    assert client.submit("/en/admin/outbox", to="/en/admin/outbox/test").status_code == 302
    assert [(one.recipient, one.subject) for one in mail.outbox(session)] == [
        ("admin@example.org", "Test mail of cocreate")
    ]
