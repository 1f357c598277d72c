"""Announced maintenance stands on every page; while nothing can be saved, nothing that people sent is lost."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.administration import commands
from cocreate.administration.commands import Told
from cocreate.core.audit import AuditEntry
from cocreate.core.installation import Maintenance, read_only_until
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Invalid
from tests.conftest import csrf_token
from tests.factories.accounts import make_user, sign_in

HOUR = timedelta(hours=1)


def announce(session: Session, *, starts: timedelta = -HOUR, read_only: bool = True) -> Maintenance:
    now = clock.now()
    told = Told({"en": "A larger disk", "nl": "Een grotere schijf"}, now + starts, now + HOUR, now + starts)
    if not read_only:
        told = Told(told.text, told.shown_from, told.ends_at)
    made = commands.announce(session, SYSTEM, told)
    session.commit()
    return made


def test_every_page_tells_of_it_in_its_language_from_its_beginning_to_its_end(
    client: FlaskClient, session: Session
) -> None:
    row = announce(session, read_only=False)
    assert "A larger disk" in client.get("/en/about").text
    assert "Een grotere schijf" in client.get("/nl/").text
    row.shown_from, row.ends_at = clock.now() + HOUR, clock.now() + 2 * HOUR
    assert "A larger disk" not in client.get("/en/about").text
    row.shown_from, row.ends_at = clock.now() - 2 * HOUR, clock.now() - HOUR
    assert "A larger disk" not in client.get("/en/about").text


def test_what_was_typed_comes_back_and_nothing_is_stored(app: Flask, client: FlaskClient, session: Session) -> None:
    somebody = make_user(session, name="Before")
    sign_in(client, somebody)
    token = csrf_token(client.get("/en/account/").text)
    row = announce(session)
    told = {"name": "Ünder <maintenance>", "language": "nl", "csrf_token": token}
    answer = client.post("/en/account/", data=told)
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 3000
    assert 'value="Ünder &lt;maintenance&gt;"' in answer.text and "Send again" in answer.text
    session.refresh(somebody)
    assert somebody.name == "Before"
    commands.end(session, SYSTEM, row)
    again = client.post("/en/account/", data=told | {"csrf_token": csrf_token(answer.text)})
    session.refresh(somebody)
    assert again.status_code == 302 and somebody.name == "Ünder <maintenance>"


def test_a_program_is_told_when_to_come_again(client: FlaskClient, session: Session) -> None:
    announce(session)
    refused = client.post("/api/v1/processes", json={})
    assert (refused.status_code, refused.json["error"]) == (503, "read_only")
    assert int(refused.headers["Retry-After"]) > 3000
    assert client.get("/api/v1/processes").status_code == 200


def test_a_password_is_never_given_back(client: FlaskClient, session: Session) -> None:
    sign_in(client, make_user(session, password="correct horse battery"))
    token = csrf_token(client.get("/en/account/password").text)
    announce(session)
    answer = client.post("/en/account/password", data={"password": "correct horse battery", "csrf_token": token})
    assert answer.status_code == 303 and "correct horse" not in answer.text


def test_an_administrator_signs_in_and_ends_it(app: Flask, admin: FlaskClient, session: Session) -> None:
    row = announce(session)
    assert app.test_client().submit("/en/account/link", {"email": "admin@example.org"}).status_code == 200
    assert "nothing can be saved" in admin.get("/en/admin/maintenance").text
    admin.submit("/en/admin/maintenance", to=f"/en/admin/maintenance/{row.public_id}/end")
    assert read_only_until() is None
    assert "A larger disk" not in admin.get("/en/about").text


def test_a_form_announces_it_once_and_says_what_is_wrong(admin: FlaskClient, session: Session) -> None:
    page = admin.get("/en/admin/maintenance").text
    told = {
        "csrf_token": csrf_token(page),
        "form_id": "abcdefghijkl",
        "text-en": "Tonight",
        "shown_from": "2199-01-01T20:00",
        "ends_at": "2199-01-01T19:00",
        "is_read_only": "y",
        "read_only_from": "",
    }
    refused = admin.post("/en/admin/maintenance", data=told)
    assert refused.status_code == 422 and "after the beginning" in refused.text and "Tonight" in refused.text
    for _ in range(2):
        assert admin.post("/en/admin/maintenance", data=told | {"ends_at": "2199-01-01T21:00"}).status_code == 302
    row = session.scalars(select(Maintenance)).one()
    assert row.read_only_from == row.shown_from and row.shown_from.hour == 19  # UTC
    changed = {"text-en": "Tomorrow", "shown_from": "2199-01-02T20:00", "ends_at": "2199-01-02T21:00"}
    assert admin.submit(f"/en/admin/maintenance/{row.public_id}", changed).status_code == 302
    session.refresh(row)
    assert row.text == {"en": "Tomorrow"} and row.read_only_from is None


def test_times_that_make_no_sense_are_refused(session: Session) -> None:
    now = clock.now()
    for told in (
        Told({"en": "x"}, now, now - HOUR),
        Told({"en": "x"}, now - 3 * HOUR, now - HOUR),
        Told({"en": "x"}, now, now + HOUR, now + 2 * HOUR),
        Told({}, now, now + HOUR),
    ):
        with pytest.raises(Invalid):
            commands.announce(session, SYSTEM, told)


def test_ending_twice_is_one_line_of_the_trail(session: Session) -> None:
    row = announce(session)
    for _ in range(2):
        commands.end(session, SYSTEM, row)
    ended = select(func.count()).select_from(AuditEntry).where(AuditEntry.verb == "administration:maintenance:end")
    assert session.scalar(ended) == 1
