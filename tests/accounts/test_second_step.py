"""The second step: connecting an app, codes that work once, recovery codes, and staff who must have it."""

import re
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from passlib.totp import TOTP
from sqlalchemy.orm import Session

from cocreate.accounts import commands
from cocreate.accounts.commands import make_sign_in_link
from cocreate.accounts.models import User
from cocreate.core.permissions import SYSTEM, Role
from tests.factories.accounts import make_administrator, make_user, sign_in, sign_out
from tests.factories.process import make_process

PASSWORD = "correct horse battery"
SETUP, CODE = "/en/account/second-step", "/en/account/second-step/code"


@pytest.fixture
def ada(session: Session) -> User:
    return make_user(session, email="ada@example.org", name="Ada", password=PASSWORD)


def code_for(page: str, steps: int = 0) -> str:
    """What an app would show after scanning the page's picture, now or some steps of 30 seconds later."""
    key = re.search(r'<code class="key">([^<]+)</code>', page)[1]  # type: ignore[index]
    return str(TOTP(key=key.replace("-", "")).generate(time=time.time() + 30 * steps).token)


def connect_app(client: FlaskClient) -> str:
    """Go through the setup; returns its page, which shows the key."""
    page = str(client.submit(SETUP, {"setup": "authenticator"}).text)
    assert "data:image/svg+xml;base64," in page
    answer = client.submit(CODE, {"code": code_for(page)})
    assert answer.status_code == 302, answer.text
    return page


def enter(client: FlaskClient) -> Any:
    return client.submit("/en/account/sign-in", {"email": "ada@example.org", "password": PASSWORD})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/en/account/").status_code == 200


def test_with_an_app_connected_a_password_alone_is_not_enough(client, session, ada):
    sign_in(client, ada)
    page = connect_app(client)
    sign_out(client)
    assert enter(client).location.startswith(CODE)
    assert not is_signed_in(client)
    assert client.submit(CODE, {"code": "000000"}).status_code == 422
    assert client.submit(CODE, {"code": code_for(page, 1)}).status_code == 302
    assert is_signed_in(client)


def test_nor_is_a_mailed_link(client, session, ada):
    sign_in(client, ada)
    page = connect_app(client)
    sign_out(client)
    answer = client.submit("/en" + make_sign_in_link(session, ada, next="/en/account/password"))
    assert answer.location.startswith(CODE)
    assert not is_signed_in(client)
    assert client.submit(answer.location, {"code": code_for(page, 1)}).location == "/en/account/password"


def test_a_code_works_once(app: Flask, client, session, ada):
    sign_in(client, ada)
    page = connect_app(client)
    sign_out(client)
    code = code_for(page, 1)
    enter(client)
    assert client.submit(CODE, {"code": code}).status_code == 302
    shoulder_surfer = app.test_client()
    enter(shoulder_surfer)
    assert shoulder_surfer.submit(CODE, {"code": code}).status_code == 422


def test_a_mistyped_code_while_connecting_does_not_ask_to_scan_again(client, session, ada):
    sign_in(client, ada)
    page = client.submit(SETUP, {"setup": "authenticator"}).text
    wrong = client.submit(CODE, {"code": "123"})
    assert wrong.status_code == 422
    assert client.submit(CODE, {"code": code_for(page)}).status_code == 302
    session.refresh(ada)
    assert ada.has_second_factor


def test_recovery_codes_are_shown_once_and_each_works_once(client, session, ada):
    sign_in(client, ada)
    connect_app(client)
    assert client.get(SETUP + "/done").location.endswith("/recovery-codes")
    made = client.submit(SETUP + "/recovery-codes")
    codes = re.findall(r"<li><code>([^<]+)</code>", made.text)
    assert len(set(codes)) == 10
    session.refresh(ada)
    assert not set(codes) & set(ada.mf_recovery_codes or []), "only hashes are stored"
    assert codes[0] not in client.get(SETUP + "/recovery-codes?show_codes=1").text

    for attempt, expected in ((codes[0].upper().replace("-", " "), 302), (codes[0], 422), (codes[1], 302)):
        sign_out(client)
        enter(client)
        assert client.submit(SETUP + "/recovery", {"code": attempt}).status_code == expected
    session.refresh(ada)
    assert len(ada.mf_recovery_codes or []) == 8


def test_whoever_runs_nothing_may_disconnect_the_app(client, session, ada):
    sign_in(client, ada)
    connect_app(client)
    assert client.submit(SETUP, {"setup": "disable"}).status_code == 302
    session.refresh(ada)
    assert not ada.has_second_factor
    assert ada.mf_recovery_codes is None


def test_staff_connect_an_app_while_they_sign_in(client, session, ada):
    commands.grant_role(session, SYSTEM, make_process(session), ada, Role.FACILITATOR)
    assert enter(client).location == SETUP
    assert not is_signed_in(client)
    connect_app(client)
    assert is_signed_in(client)
    assert "no recovery codes" in client.get("/en/account/").text
    refused = client.submit(SETUP, {"setup": "disable"})
    assert refused.status_code == 422


def test_a_staff_role_given_meanwhile_counts_only_after_connecting_an_app(client, session, ada):
    process = make_process(session)
    manage = f"/en/p/{process.public_id}/manage/people"
    sign_in(client, ada)
    commands.grant_role(session, SYSTEM, process, ada, Role.ORGANISER)
    assert client.get(manage).location == SETUP
    assert ada.roles_in(process) == frozenset()
    assert (
        client.submit("/en/account/", {"email": "x@example.org", "role": "analyst"}, to=manage + "/invite").status_code
        == 403
    )
    connect_app(client)
    assert client.get(manage).status_code == 200


def test_a_participant_or_observer_is_not_asked(client, session, ada):
    for role in (Role.PARTICIPANT, Role.OBSERVER):
        commands.grant_role(session, SYSTEM, make_process(session), ada, role)
    assert enter(client).location == "/en/account/"


def test_an_administrator_lets_somebody_connect_a_new_app(client, session):
    admin = make_administrator(session, email="ada@example.org", password=PASSWORD)
    enter(client)
    connect_app(client)
    commands.forget_second_factor(session, SYSTEM, admin)
    assert not is_signed_in(client)
    assert enter(client).location == SETUP


def test_the_code_page_without_a_first_step_leads_to_the_start(client, session):
    for page in (CODE, SETUP, SETUP + "/recovery"):
        assert client.get(page).location == "/en/account/sign-in"


def test_opening_the_page_for_the_code_out_of_turn_signs_nobody_out(client, session):
    sign_in(client, make_user(session))
    assert client.get("/en/account/second-step/code").status_code == 302
    assert client.get("/en/account/").status_code == 200
