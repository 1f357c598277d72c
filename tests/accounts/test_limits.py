"""Guessing is slowed down per address and per person, not only per connection."""

from dataclasses import replace

import pytest

from cocreate.settings import Settings
from cocreate.web.security import limiter
from tests.factories.accounts import make_user

PASSWORD = "correct horse battery"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, rate_limits=True)


@pytest.fixture(autouse=True)
def fresh_counters(app):
    with app.app_context():
        limiter.reset()
    yield
    with app.app_context():
        limiter.reset()


def tries(client, page: str, data: dict[str, str], times: int) -> list[int]:
    return [client.submit(page, data, environ_base={"REMOTE_ADDR": f"10.0.0.{n}"}).status_code for n in range(times)]


def test_one_address_is_guessed_at_ten_times_however_many_connections(client, session):
    make_user(session, email="ada@example.org", password=PASSWORD)
    guess = {"email": "ada@example.org", "password": "wrong"}
    assert tries(client, "/en/account/sign-in", guess, 11) == [422] * 10 + [429]
    other = {"email": "bob@example.org", "password": "wrong"}
    assert tries(client, "/en/account/sign-in", other, 1) == [422]


@pytest.mark.parametrize("page", ["/en/account/link", "/en/account/recover"])
def test_nobody_is_flooded_with_letters(client, session, page):
    assert tries(client, page, {"email": "ada@example.org"}, 6) == [200] * 5 + [429]


def test_the_code_is_guessed_at_ten_times(app, client, session):
    user = make_user(session, email="ada@example.org", password=PASSWORD)
    factory = app.extensions["security"].totp_factory
    user.tf_primary_method, user.tf_totp_secret = "authenticator", factory.generate_totp_secret()
    client.submit("/en/account/sign-in", {"email": "ada@example.org", "password": PASSWORD})
    assert tries(client, "/en/account/second-step/code", {"code": "000000"}, 11) == [422] * 10 + [429]
