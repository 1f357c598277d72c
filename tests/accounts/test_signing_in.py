"""Signing in by password and by link, recovery, and ending sessions."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts import commands
from cocreate.accounts.commands import make_sign_in_link
from cocreate.core.audit import AuditEntry
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM
from tests.conftest import csrf_token
from tests.factories.accounts import make_user, sign_in, sign_out

PASSWORD = "correct horse battery"


@pytest.fixture
def ada(session: Session):
    return make_user(session, email="Ada@Example.org", name="Ada", password=PASSWORD)


def letters(session: Session) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def link_in(mail: OutgoingMail) -> str:
    return re.search(r"http://localhost(/\S+)", mail.text)[1]  # type: ignore[index]


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/en/account/").status_code == 200


def bare(page: str, email: str) -> str:
    """A page without what differs at every visit: tokens, nonces, and the address that was typed."""
    return re.sub(r'(value|nonce|content)="[^"]*"', "", page).replace(email, "")


def enter(client: FlaskClient, email: str, password: str, **extra: str):
    return client.submit("/en/account/sign-in", {"email": email, "password": password, **extra})


def test_a_person_signs_in_by_password_however_the_address_is_written(client, session, ada):
    answer = enter(client, "ADA@example.ORG", PASSWORD)
    assert answer.status_code == 302
    assert answer.location == "/en/account/"
    assert "Ada" in client.get("/en/account/").text
    assert "accounts:user:sign_in" in session.scalars(select(AuditEntry.verb)).all()


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client, session, ada):
    def answer_to(email: str) -> str:
        answer = enter(client, email, "not the password")
        assert answer.status_code == 422
        return bare(answer.text, email)

    assert answer_to("ada@example.org") == answer_to("nobody@example.org")
    assert not is_signed_in(client)


def test_a_failed_sign_in_says_so_in_the_language_of_the_page_and_keeps_the_address(client, session, ada):
    answer = enter(client, "ada@example.org", "wrong")
    assert "The address or the password is not right." in answer.text
    assert 'value="ada@example.org"' in answer.text
    assert "<title>Error:" in answer.text.replace("\n", "")


def test_a_page_that_needs_an_account_comes_back_after_signing_in(client, session, ada):
    sent_away = client.get("/en/account/password")
    assert urlsplit(sent_away.location).path == "/en/account/sign-in"
    page = client.get(sent_away.location)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]  # type: ignore[index]
    following = re.search(r'name="next" value="([^"]*)"', page.text)[1]  # type: ignore[index]
    answer = client.post(
        sent_away.location,
        data={"email": "ada@example.org", "password": PASSWORD, "next": following, "csrf_token": token},
    )
    assert answer.location == "/account/password"


@pytest.mark.parametrize(
    "evil", ["https://evil.example/", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)"]
)
def test_signing_in_never_leads_to_another_site(client, session, ada, evil):
    sent = {"email": "ada@example.org", "password": PASSWORD}
    for address, data in (("/en/account/sign-in", {**sent, "next": evil}), (f"/en/account/sign-in?next={evil}", sent)):
        place = client.submit(address, data).headers.get("Location", "/refused")
        assert urlsplit(place).netloc in ("", "localhost")
        assert not place.startswith(("//", "/\\", "\\", "javascript"))
        sign_out(client)


def test_signing_out_takes_a_button(client, session, ada):
    sign_in(client, ada)
    assert "Sign out" in client.get("/en/account/sign-out").text
    assert is_signed_in(client)
    client.submit("/en/account/sign-out")
    assert not is_signed_in(client)


def test_ending_all_sessions_keeps_only_this_device(app, client, session, ada):
    elsewhere = sign_in(app.test_client(), ada)
    sign_in(client, ada)
    assert is_signed_in(elsewhere)
    client.submit("/en/account/", to="/en/account/end-sessions")
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)


def test_a_remembered_device_ends_with_all_sessions(client, session, ada):
    enter(client, "ada@example.org", PASSWORD, remember="y")
    with client.session_transaction() as visit:
        visit.clear()
    assert is_signed_in(client), "the remember cookie signs in again"
    with client.session_transaction() as visit:
        visit.clear()
    commands.end_sessions(session, SYSTEM, ada)
    assert not is_signed_in(client)


# --- sign-in links


def test_a_mailed_link_signs_in_once_and_only_by_its_button(app, client, session, ada):
    answer = client.submit("/nl/account/link", {"email": "ada@example.org"})
    assert answer.status_code == 200
    [mail] = letters(session)
    assert (mail.recipient, mail.language) == ("ada@example.org", "nl")
    path = link_in(mail)
    assert path.startswith("/nl/account/link/")
    assert "Ada" in client.get(path).text
    assert not is_signed_in(client), "a program that looks into mails must not use it up"
    client.submit(path)
    assert is_signed_in(client)
    assert app.test_client().get(path).status_code == 404


def test_asking_for_a_link_says_the_same_about_an_unknown_address(client, session, ada):
    known = client.submit("/en/account/link", {"email": "ada@example.org"})
    unknown = client.submit("/en/account/link", {"email": "nobody@example.org"})
    assert bare(known.text, "ada@example.org") == bare(unknown.text, "nobody@example.org")
    assert len(letters(session)) == 1


def test_the_sign_in_page_asks_for_a_link_with_the_same_fields(client, session, ada):
    page = client.get("/fr/account/sign-in?next=/fr/account/password")
    assert 'formaction="/fr/account/link"' in page.text
    client.submit(
        "/fr/account/sign-in", {"email": "ada@example.org", "next": "/fr/account/password"}, to="/fr/account/link"
    )
    answer = client.submit(link_in(letters(session)[0]))
    assert answer.location == "/fr/account/password"


def test_an_expired_tampered_or_ended_link_signs_nobody_in(client, session, ada):
    old = make_sign_in_link(session, ada, lasts=timedelta(seconds=-1))
    ended = make_sign_in_link(session, ada)
    commands.end_sessions(session, SYSTEM, ada)
    good = make_sign_in_link(session, ada)
    for path in (old, ended, good[:-3] + "AAA", "/account/link/x.y"):
        answer = client.get("/en" + path)
        assert answer.status_code == 404
        assert "not valid any more" in answer.text
    assert client.get("/en" + good).status_code == 200


def test_a_ready_made_link_of_the_demonstration_works_more_than_once(app, session, ada):
    path = "/en" + make_sign_in_link(session, ada, lasts=timedelta(days=1), once=False)
    for _ in range(2):
        client = app.test_client()
        client.submit(path)
        assert is_signed_in(client)


def test_a_link_leaves_the_account_that_was_signed_in_here(client, session, ada):
    bob = make_user(session, name="Bob")
    sign_in(client, bob)
    path = "/en" + make_sign_in_link(session, ada)
    assert "Bob" in client.get(path).text
    client.submit(path)
    assert "ada@example.org" in client.get("/en/account/").text


def test_a_closed_account_cannot_enter(client, session, ada):
    path = "/en" + make_sign_in_link(session, ada)
    ada.active = False
    assert client.get(path).status_code == 404
    assert enter(client, "ada@example.org", PASSWORD).status_code == 422
    client.submit("/en/account/link", {"email": "ada@example.org"})
    assert letters(session) == []


# --- passwords


def test_a_forgotten_password_is_replaced_by_a_mailed_link(app, client, session, ada):
    elsewhere = sign_in(app.test_client(), ada)
    asked = client.submit("/de/account/recover", {"email": "ada@example.org"}, headers={"Host": "localhost"})
    assert asked.status_code == 200
    path = link_in(letters(session)[0])
    assert path.startswith("/de/account/recover/")
    both = {"password": "fresh words for Ada's door", "password_confirm": "fresh words for Ada's door"}
    assert client.submit(path, both).location == "/de/account/sign-in"
    assert not is_signed_in(elsewhere)
    assert client.get(path).location == "/de/account/recover", "the link is used up"
    assert enter(client, "ada@example.org", both["password"]).location == "/en/account/"
    assert [mail.subject for mail in letters(session)][1:] != []


def test_recovery_says_the_same_about_an_unknown_address(client, session, ada):
    known = client.submit("/en/account/recover", {"email": "ada@example.org"})
    unknown = client.submit("/en/account/recover", {"email": "nobody@example.org"})
    assert known.status_code == unknown.status_code == 200
    assert bare(known.text, "ada@example.org") == bare(unknown.text, "nobody@example.org")
    assert len(letters(session)) == 1


def test_a_forged_host_never_gets_into_a_letter(client, session, ada):
    for page in ("recover", "link"):
        shown = client.get(f"/en/account/{page}", base_url="http://evil.example")
        data = {"email": "ada@example.org", "csrf_token": csrf_token(shown.text)}
        client.post(f"/en/account/{page}", data=data, base_url="http://evil.example")
    assert len(letters(session)) == 2
    assert all("evil" not in mail.text + mail.html for mail in letters(session))


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "at least 10 characters"),
        ("aaaaaaaaaaaaaaaa", "too few different characters"),
        ("ada@example.org", "too close to your name"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(client, session, ada, password, sentence):
    sign_in(client, ada)
    answer = client.submit(
        "/en/account/password", {"password": PASSWORD, "new_password": password, "new_password_confirm": password}
    )
    assert answer.status_code == 422
    assert sentence in answer.text


def test_changing_the_password_signs_the_other_devices_out(app, client, session, ada):
    elsewhere = sign_in(app.test_client(), ada)
    sign_in(client, ada)
    new = "another good sentence"
    answer = client.submit(
        "/en/account/password", {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    )
    assert answer.location == "/en/account/"
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    assert "accounts:user:set_password" in session.scalars(select(AuditEntry.verb)).all()


def test_somebody_without_a_password_can_choose_one_only_soon_after_signing_in(client, session):
    bea = make_user(session, email="bea@example.org")
    sign_in(client, bea)
    with client.session_transaction() as visit:
        visit["fs_paa"] -= 3 * 3600
    assert "/account/confirm" in client.get("/en/account/password").location
    assert "sign in again with a new link" in client.get("/en/account/confirm").text
    sign_in(client, bea)
    new = "another good sentence"
    assert client.submit("/en/account/password", {"new_password": new, "new_password_confirm": new}).status_code == 302


# --- one's own account


def test_name_and_language_are_changed_on_the_account_page(client, session, ada):
    sign_in(client, ada)
    assert client.submit("/en/account/", {"name": "  Ada  Byron ", "language": "de"}).status_code == 302
    session.refresh(ada)
    assert (ada.name, ada.language) == ("Ada Byron", "de")
    assert client.submit("/en/account/", {"name": "", "language": "xx"}).status_code == 422


def test_a_name_with_markup_is_shown_as_text(client, session, ada):
    ada.name = "<script>alert(1)</script>"
    sign_in(client, ada)
    assert "<script>alert" not in client.get("/en/account/").text
    assert "<script>alert" not in client.get("/en" + make_sign_in_link(session, ada)).text


def test_two_accounts_never_share_an_address(session, ada):
    from cocreate.errors import Conflict

    with pytest.raises(Conflict, match=r"accounts\.email\.taken"):
        make_user(session, email="ADA@example.org")
