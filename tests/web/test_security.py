"""What keeps the server and its visitors safe, as a visitor's browser would notice."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cocreate.settings import Settings, SettingsError
from cocreate.web.security import safe_next
from tests.factories.accounts import make_user, sign_in


def test_every_page_forbids_scripts_from_anywhere_else(client: FlaskClient) -> None:
    policy = client.get("/en/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy and "base-uri 'none'" in policy


def test_a_nonce_is_never_used_twice(client: FlaskClient) -> None:
    first, second = (client.get("/en/").headers["Content-Security-Policy"] for _ in range(2))
    assert first != second


def test_tls_is_insisted_on_where_there_is_tls(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/en/").headers
    assert "Strict-Transport-Security" in client.get("/en/", base_url="https://localhost").headers


def test_a_form_without_its_token_is_offered_again_with_all_that_was_typed(
    session: Session, client: FlaskClient
) -> None:
    sign_in(client, make_user(session))
    answer = client.post("/en/processes/new", data={"title-en": "Précieux <b>", "minimum_cell": "5"})
    assert answer.status_code == 400
    assert 'value="Précieux &lt;b&gt;"' in answer.text
    assert "send" in answer.text.lower()


def test_too_large_a_request_is_refused_in_words(client: FlaskClient) -> None:
    answer = client.post("/en/processes/new", data={"title-en": "x" * (11 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "too large" in answer.text.lower()


def test_a_part_of_a_form_without_a_name_is_left_out(session: Session, client: FlaskClient) -> None:
    sign_in(client, make_user(session))
    named = '--x\r\nContent-Disposition: form-data; name="title-en"\r\n\r\nKept\r\n'
    body = f"{named}--x\r\nContent-Disposition: form-data\r\n\r\nNameless\r\n--x--\r\n"
    answer = client.post("/en/processes/new", data=body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400  # the token is missing, which is explained
    assert 'value="Kept"' in answer.text and "Nameless" not in answer.text


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", None, "evil"]
)
def test_nobody_is_sent_to_another_site(target: str | None) -> None:
    assert safe_next(target, "/home") == "/home"


def test_an_own_address_is_kept() -> None:
    assert safe_next("/nl/p/x?page=2", "/home") == "/nl/p/x?page=2"


def test_cookies_are_for_the_server_only(app: Flask, client: FlaskClient) -> None:
    assert app.config["SESSION_COOKIE_HTTPONLY"] and app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
    set_here = client.get("/en/account/sign-in").headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in set_here} == {"language", "visit"}
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in set_here)


def test_a_misspelt_setting_stops_the_start_with_a_sentence() -> None:
    with pytest.raises(SettingsError, match="COCREATE_DATABSE_URL is not a setting"):
        Settings.from_environment({"COCREATE_DATABSE_URL": "sqlite://"})
    with pytest.raises(SettingsError, match="COCREATE_PORT='http' is not a valid int"):
        Settings.from_environment({"COCREATE_PORT": "http"})


def test_an_error_page_speaks_the_visitors_language_and_gives_an_id(app: Flask, client: FlaskClient) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions["process.index"] = lambda: 1 / 0
    shown = client.get("/nl/")
    assert shown.status_code == 500
    assert '<html lang="nl"' in shown.text
    assert "<code>" in shown.text
