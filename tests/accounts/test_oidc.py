"""Signing in with an account elsewhere: linked by a verified address only, all checked, second step as ever."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts import queries
from cocreate.accounts.models import Identity, User
from cocreate.accounts.oidc import providers_of
from cocreate.core.audit import AuditEntry
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import Role
from cocreate.settings import Settings, SettingsError
from tests.factories.accounts import make_member, make_user, sign_in
from tests.factories.process import make_process
from tests.provider import TestProvider

ADA = {"sub": "ada-1", "email": "Ada@Example.org", "email_verified": True, "name": "Ada Lovelace"}
START = "/en/account/with/city-account"


@pytest.fixture(scope="module")
def running() -> Iterator[TestProvider]:
    provider = TestProvider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running: TestProvider) -> TestProvider:
    running.person, running.says, running.algorithm, running.is_foreign = dict(ADA), {}, "RS256", False
    running.secret = "between-us"
    return running


@pytest.fixture
def settings(settings: Settings, provider: TestProvider) -> Settings:
    """With one provider, and the second step as in production."""
    told = {"oidc_names": "City account", "oidc_clients": "cocreate", "oidc_secrets": "between-us"}
    return replace(settings, oidc_issuers=provider.issuer, two_factor_required=True, **told)


def walk(client: FlaskClient, start: str = START) -> Any:
    """To the provider and back, as a browser goes; returns our answer to whoever comes back."""
    away = client.get(start)
    assert away.status_code == 302 and away.location.startswith("http://127.0.0.1:")
    back = requests.get(away.location, allow_redirects=False, timeout=10).headers["Location"]
    parts = urlsplit(back)
    assert (parts.netloc, parts.path) == ("localhost", "/account/with/city-account/done")
    return client.get(f"/en{parts.path}?{parts.query}")


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/en/account/").status_code == 200


def identities(session: Session) -> list[Identity]:
    return list(session.scalars(select(Identity)))


def test_a_verified_address_opens_its_account_and_is_linked_once(session: Session, client: FlaskClient) -> None:
    ada = make_user(session, email="ada@example.org", password="correct horse battery")
    assert "Sign in with City account" in client.get("/en/account/sign-in").text
    assert walk(client, START + "?next=/en/organisations").location == "/en/organisations"
    assert is_signed_in(client)
    (identity,) = identities(session)
    assert (identity.user_id, identity.subject) == (ada.id, "ada-1")
    (letter,) = session.scalars(select(OutgoingMail)).all()
    assert letter.recipient == "ada@example.org" and "City account" in letter.text
    assert {"accounts:identity:link", "accounts:user:sign_in"} <= set(session.scalars(select(AuditEntry.verb)))
    assert walk(client.application.test_client()).status_code == 302
    assert len(identities(session)) == 1 and len(session.scalars(select(OutgoingMail)).all()) == 1


def test_who_was_linked_stays_the_same_person_when_an_address_changes_hands(
    app: Flask, session: Session, provider: TestProvider
) -> None:
    ada, ben = make_user(session, email="ada@example.org"), make_user(session, email="ben@example.org")
    walk(app.test_client())
    provider.person["email"] = "ben@example.org"  # elsewhere, ada has taken over ben's old address
    browser = app.test_client()
    walk(browser)
    assert ada.email in browser.get("/en/account/").text
    assert [row.user_id for row in identities(session)] == [ada.id] and ben.id != ada.id


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_an_address_that_is_not_verified_opens_nothing(
    session: Session, client: FlaskClient, provider: TestProvider, said: object
) -> None:
    make_user(session, email="ada@example.org")
    provider.says = {"email_verified": said}
    assert walk(client).location == "/en/account/sign-in"
    assert "has not verified your e-mail address" in client.get("/en/account/sign-in").text
    assert not is_signed_in(client) and identities(session) == []


@pytest.mark.parametrize("email", [None, "", "no address", "a@b@c"])
def test_without_an_address_there_is_nothing_to_find(
    session: Session, client: FlaskClient, provider: TestProvider, email: str | None
) -> None:
    make_user(session, email="ada@example.org")
    provider.says = {"email": email}
    walk(client)
    assert not is_signed_in(client) and identities(session) == []


def test_accounts_are_made_by_invitation_unless_the_settings_say_otherwise(
    app: Flask, session: Session, client: FlaskClient
) -> None:
    walk(client)
    assert "made by invitation" in client.get("/en/account/sign-in").text
    assert session.scalars(select(User)).all() == []
    app.extensions["cocreate_settings"] = replace(app.extensions["cocreate_settings"], oidc_makes_accounts=True)
    walk(client)
    made = queries.find_user(session, "ada@example.org")
    assert made is not None and (made.name, made.password) == ("Ada Lovelace", None)
    assert made.confirmed_at is not None and is_signed_in(client)


def test_a_closed_account_stays_closed(session: Session, client: FlaskClient) -> None:
    make_user(session, email="ada@example.org").active = False
    walk(client)
    assert "account is closed" in client.get("/en/account/sign-in").text
    assert not is_signed_in(client)


def test_the_second_step_is_asked_of_staff_whatever_the_provider_asked(
    session: Session, client: FlaskClient, provider: TestProvider
) -> None:
    make_member(session, make_process(session), Role.ORGANISER, email="ada@example.org")
    provider.says = {"amr": ["pwd", "otp", "mfa"]}
    assert walk(client).location == "/en/account/second-step"
    assert not is_signed_in(client)


WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "for another client": {"aud": "somebody-else"},
    "for several, by another": {"aud": ["cocreate", "other"], "azp": "other"},
    "another nonce": {"nonce": "replayed"},
    "no nonce": {"nonce": None},
    "too old": {"exp": 1_000_000},
    "nobody": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is too long": {"sub": "x" * 256},
    "no end": {"exp": None},
}


@pytest.mark.parametrize("says", WRONG.values(), ids=WRONG.keys())
def test_a_token_with_a_wrong_claim_opens_nothing(
    session: Session, client: FlaskClient, provider: TestProvider, says: dict[str, Any]
) -> None:
    make_user(session, email="ada@example.org")
    provider.says = says
    assert walk(client).location == "/en/account/sign-in"
    assert "did not work" in client.get("/en/account/sign-in").text
    assert not is_signed_in(client) and identities(session) == []


@pytest.mark.parametrize("how", ["none", "foreign"])
def test_a_token_that_the_provider_did_not_sign_opens_nothing(
    session: Session, client: FlaskClient, provider: TestProvider, how: str
) -> None:
    make_user(session, email="ada@example.org")
    provider.algorithm, provider.is_foreign = ("none", False) if how == "none" else ("RS256", True)
    walk(client)
    assert not is_signed_in(client) and identities(session) == []


def test_coming_back_counts_only_in_the_visit_that_went_and_only_once(
    app: Flask, session: Session, client: FlaskClient, provider: TestProvider
) -> None:
    make_user(session, email="ada@example.org")
    away = client.get(START).location
    back = urlsplit(requests.get(away, allow_redirects=False, timeout=10).headers["Location"])
    page = f"/en{back.path}?{back.query}"
    stranger = app.test_client()
    assert stranger.get(page).location == "/en/account/sign-in"
    assert not is_signed_in(stranger)
    client.get(page)
    assert is_signed_in(client)
    again = app.test_client()
    again.get(page)
    assert not is_signed_in(again)
    for query in ("", "?code=x", "?state=x&code=y", "?error=access_denied&state=x"):
        assert app.test_client().get(f"/en/account/with/city-account/done{query}").location == "/en/account/sign-in"


def test_a_wrong_secret_or_a_provider_that_is_away_is_one_plain_sentence(
    session: Session, client: FlaskClient, provider: TestProvider
) -> None:
    make_user(session, email="ada@example.org")
    provider.secret = "another"
    walk(client)
    assert "Signing in with City account did not work" in client.get("/en/account/sign-in").text
    extensions = client.application.extensions
    away = replace(extensions["cocreate_oidc"]["city-account"], issuer="http://127.0.0.1:9")
    extensions["cocreate_oidc"] = {"city-account": away}
    extensions.pop("cocreate_oidc_registry", None)
    assert client.get(START).location == "/en/account/sign-in"
    assert client.get("/en/account/with/nobody").status_code == 404


def test_nobody_is_sent_to_another_site_afterwards(session: Session, client: FlaskClient) -> None:
    make_user(session, email="ada@example.org")
    assert walk(client, START + "?next=https://evil.example/").location == "/en/account/"


def test_a_link_can_be_removed_by_its_owner_only(app: Flask, session: Session, client: FlaskClient) -> None:
    make_user(session, email="ada@example.org")
    walk(client)
    (identity,) = identities(session)
    path = f"/en/account/with/{identity.public_id}/unlink"
    other: Any = sign_in(app.test_client(), make_user(session))
    assert other.submit("/en/account/", {}, to=path).status_code == 404
    assert client.submit("/en/account/", {}, to=path).status_code == 302  # type: ignore[attr-defined]
    assert identities(session) == []


def test_settings_that_do_not_fit_stop_the_start() -> None:
    told = {"COCREATE_OIDC_ISSUERS": "https://a.example https://b.example", "COCREATE_OIDC_NAMES": "A;B"}
    with pytest.raises(SettingsError, match="equally many"):
        Settings.from_environment({**told, "COCREATE_OIDC_CLIENTS": "a", "COCREATE_OIDC_SECRETS": "x y"})
    whole = {**told, "COCREATE_OIDC_CLIENTS": "a b", "COCREATE_OIDC_SECRETS": "x y"}
    with pytest.raises(SettingsError, match="https"):
        Settings.from_environment({**whole, "COCREATE_OIDC_ISSUERS": "http://a.example https://b.example"})
    assert list(providers_of(Settings.from_environment(whole))) == ["a", "b"]
