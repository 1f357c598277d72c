"""A person makes a token for a program, sees it once, and ends it; the program may no more than the person."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.api.models import ApiToken
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import Role
from tests.conftest import csrf_token
from tests.factories.accounts import make_member, make_user, sign_in
from tests.factories.api import make_token, program
from tests.factories.process import make_process

PAGE = "/en/account/tokens/"
SECRET = re.compile(r"cocreate_[0-9a-f]{48}")


def form(client: FlaskClient, **filled: Any) -> dict[str, Any]:
    shown = client.get(PAGE).text
    form_id = re.search(r'name="form_id"[^>]*value="(\w+)"', shown)
    assert form_id
    return {
        "csrf_token": csrf_token(shown),
        "form_id": form_id[1],
        "name": "Dashboard",
        "scopes": ["read"],
        "days": "30",
        **filled,
    }


def test_a_token_is_shown_once_and_only_its_hash_is_kept(app: Flask, client: FlaskClient, session: Session) -> None:
    sign_in(client, make_user(session))
    made = client.post(PAGE, data=form(client))
    found = SECRET.search(made.text)
    assert made.status_code == 200 and found
    (row,) = session.scalars(select(ApiToken))
    assert found[0] not in str(vars(row)) and row.scopes == ["read"]
    assert not SECRET.search(client.get(PAGE).text)
    assert "Dashboard" in client.get(PAGE).text
    assert program(app, found[0]).get("/me").json["scopes"] == ["read"]
    assert session.scalars(select(AuditEntry).where(AuditEntry.verb == "api:token:make")).one()


def test_a_form_sent_twice_makes_one_token_and_shows_the_same(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_user(session))
    sent = form(client)
    shown = {SECRET.search(client.post(PAGE, data=sent).text)[0] for _ in range(2)}  # type: ignore[index]
    assert len(shown) == 1 and len(session.scalars(select(ApiToken)).all()) == 1


def test_whoever_has_a_password_shows_it_again(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_user(session, password="a long walk by the canal"))
    refused = client.post(PAGE, data=form(client, secret="something else"))
    assert refused.status_code == 422 and "does not show that it is you" in refused.text
    assert 'value="Dashboard"' in refused.text
    assert client.post(PAGE, data=form(client, secret="a long walk by the canal")).status_code == 200


def test_an_ended_token_opens_nothing_and_its_form_does_not_bring_it_back(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    sign_in(client, make_user(session))
    sent = form(client)
    secret = SECRET.search(client.post(PAGE, data=sent).text)[0]  # type: ignore[index]
    (row,) = session.scalars(select(ApiToken))
    for _ in range(2):
        ended = client.post(f"{PAGE}{row.public_id}/end", data={"csrf_token": sent["csrf_token"]})
        assert ended.status_code == 302
    answer = program(app, secret).get("/me")
    assert (answer.status_code, answer.json["error"]) == (401, "api.token.unknown")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.post(PAGE, data=sent).status_code == 409


def test_a_token_that_ran_out_opens_nothing(app: Flask, session: Session) -> None:
    secret = make_token(session, make_user(session))
    assert program(app, secret).get("/me").status_code == 200
    session.scalars(select(ApiToken)).one().expires_at = clock.now() - timedelta(seconds=1)
    session.commit()
    assert program(app, secret).get("/me").status_code == 401


def test_the_token_of_a_closed_account_opens_nothing(app: Flask, session: Session) -> None:
    user = make_user(session)
    secret = make_token(session, user)
    user.active = False
    session.commit()
    assert program(app, secret).get("/processes").status_code == 401


def test_nobody_sees_or_ends_the_token_of_somebody_else(client: FlaskClient, session: Session) -> None:
    make_token(session, make_user(session))
    (row,) = session.scalars(select(ApiToken))
    sign_in(client, make_user(session))
    page = client.get(PAGE)
    assert "A program" not in page.text
    ended = client.post(f"{PAGE}{row.public_id}/end", data={"csrf_token": csrf_token(page.text)})
    assert ended.status_code == 404 and row.ended_at is None


def test_a_token_does_what_its_person_may_and_its_scope_allows(app: Flask, session: Session) -> None:
    process = make_process(session)
    organiser = make_member(session, process, Role.ORGANISER)
    observer = make_member(session, process, Role.OBSERVER)
    told = {"title": {"en": "Cleaner air"}}
    path = f"/processes/{process.public_id}/challenges"
    writes = program(app, make_token(session, organiser, ("processes",)))
    assert writes.post(path, told).status_code == 201
    assert writes.get(path).json["error"] == "api.token.scope"
    reads = program(app, make_token(session, organiser, ("read",)))
    assert reads.post(path, told).json["error"] == "api.token.scope"
    assert "Cleaner air" in reads.get(path).text
    other = program(app, make_token(session, observer))
    assert (other.post(path, told).status_code, other.post(path, told).json["error"]) == (403, "not_allowed")


def test_a_token_counts_more_than_the_cookies_that_come_with_it(
    app: Flask, client: FlaskClient, session: Session
) -> None:
    process = make_process(session)
    sign_in(client, make_member(session, process, Role.ORGANISER))
    stranger = make_token(session, make_user(session))
    told = {"title": {"en": "Cleaner air"}}
    answer = client.post(
        f"/api/v1/processes/{process.public_id}/challenges", json=told, headers={"Authorization": f"Bearer {stranger}"}
    )
    assert answer.status_code == 403


def test_a_browser_s_visit_needs_the_proof_of_our_own_page(client: FlaskClient, session: Session) -> None:
    process = make_process(session)
    sign_in(client, make_member(session, process, Role.ORGANISER))
    path = f"/api/v1/processes/{process.public_id}/challenges"
    forged = client.post(path, json={"title": {"en": "Cleaner air"}})
    assert (forged.status_code, forged.json["error"]) == (400, "stale_form")  # type: ignore[index]


def test_staff_without_the_second_step_have_no_staff_token(app: Flask, session: Session) -> None:
    process = make_process(session)
    secret = make_token(session, make_member(session, process, Role.ORGANISER))
    settings = app.extensions["cocreate_settings"]
    object.__setattr__(settings, "two_factor_required", True)
    answer = program(app, secret).post(f"/processes/{process.public_id}/challenges", {"title": {"en": "A"}})
    assert answer.status_code == 403


def test_use_is_noted_to_the_hour(app: Flask, session: Session) -> None:
    secret = make_token(session, make_user(session))
    program(app, secret).get("/processes")
    first = session.scalars(select(ApiToken)).one().last_used_at
    program(app, secret).get("/processes")
    assert first is not None and session.scalars(select(ApiToken)).one().last_used_at == first


@pytest.mark.parametrize("header", ["Bearer", "Bearer nonsense", "Basic YTpi", "bearer \x7f"])
def test_a_wrong_header_is_refused_and_not_taken_for_a_visitor(app: Flask, session: Session, header: str) -> None:
    answer = program(app).get("/processes", headers={"Authorization": header})
    assert answer.status_code == 401 and answer.mimetype == "application/problem+json"
