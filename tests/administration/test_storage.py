"""Backups from the page, what takes room, and the audit trail of the whole installation."""

import tarfile
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands as accounts
from cocreate.accounts.models import User
from cocreate.administration import jobs
from cocreate.administration.commands import change_features
from cocreate.administration.jobs import back_up_regularly
from cocreate.administration.pages import file_size
from cocreate.core import audit
from cocreate.core.permissions import SYSTEM, Actor, ActorKind
from cocreate.settings import Settings
from tests.factories.accounts import make_user
from tests.factories.process import make_process


def test_a_backup_is_made_downloaded_and_removed(admin: FlaskClient, session: Session, settings: Settings) -> None:
    for _ in range(2):  # a double click makes one
        assert admin.submit("/en/admin/storage", to="/en/admin/storage/backup").status_code == 302
    (made,) = jobs.backups(settings)
    assert made.path.stat().st_mode & 0o077 == 0
    page = f"/en/admin/storage/backups/{made.name}"
    assert made.name in admin.get("/en/admin/storage").text
    sent = admin.submit(page, {"act": "download"})
    with tarfile.open(fileobj=BytesIO(sent.data)) as packed:
        assert "database.sqlite" in packed.getnames()
    assert admin.submit(page, {"act": "remove"}).status_code == 302
    assert not jobs.backups(settings) and admin.get(page).status_code == 404


def test_a_backup_leaves_only_with_a_proof(
    admin: FlaskClient, administrator: User, session: Session, settings: Settings
) -> None:
    accounts.set_password(session, SYSTEM, administrator, "correct horse battery")
    path = jobs.folder(settings) / "cocreate-20260101-000000.tar.gz"
    path.write_bytes(b"all that was ever said")
    with admin.session_transaction() as visit:
        visit["_user_id"] = administrator.fs_uniquifier
    answer = admin.submit(f"/en/admin/storage/backups/{path.name}", {"secret": "guess", "act": "download"})
    assert answer.status_code == 422 and b"ever said" not in answer.data


@pytest.mark.parametrize("name", ["secret_key", "..%2Fsecret_key", "cocreate-1.tar.gz"])
def test_no_other_file_is_a_backup(admin: FlaskClient, settings: Settings, name: str) -> None:
    (settings.data_dir / "secret_key").write_text("key")
    assert admin.get(f"/en/admin/storage/backups/{name}").status_code == 404


def test_only_the_newest_are_kept(settings: Settings) -> None:
    for day in range(1, jobs.KEPT + 3):
        (jobs.folder(settings) / f"cocreate-202601{day:02}-000000.tar.gz").write_bytes(b"")
    jobs.make_room(settings)
    kept = jobs.backups(settings)
    assert len(kept) == jobs.KEPT and kept[-1].name == "cocreate-20260103-000000.tar.gz"


def test_a_backup_is_made_as_often_as_was_chosen(app: Flask, session: Session, settings: Settings) -> None:
    back_up_regularly(session)
    session.commit()
    assert not jobs.backups(settings)
    change_features(session, SYSTEM, {"backups": "daily"})
    session.commit()
    back_up_regularly(session)
    session.commit()
    (made,) = jobs.backups(settings)
    assert not jobs.is_due(settings, made.at + timedelta(hours=23))
    assert jobs.is_due(settings, made.at + timedelta(hours=24))


def test_a_backup_that_fails_says_why(admin: FlaskClient, settings: Settings) -> None:
    (settings.data_dir / "uploads").mkdir()
    (settings.data_dir / "uploads" / "lost").symlink_to(settings.data_dir / "nowhere")
    admin.submit("/en/admin/storage", to="/en/admin/storage/backup")
    page = admin.get("/en/admin/storage").text
    assert "The last backup failed:" in page and "No such file" in page
    assert not jobs.backups(settings)


def test_room_is_measured_by_process(admin: FlaskClient, session: Session) -> None:
    make_process(session, title="Airport")
    admin.submit("/en/admin/storage", to="/en/admin/storage/measure")
    page = admin.get("/en/admin/storage").text
    assert "Airport" in page and "Files of processes" in page


def test_sizes_are_written_as_people_read_them(app: Flask) -> None:
    with app.test_request_context("/fr/", environ_overrides={"cocreate.language": "fr"}):
        assert file_size(2_340_000).replace("\u202f", " ").replace("\xa0", " ") == "2,3 Mo"
    with app.test_request_context("/en/", environ_overrides={"cocreate.language": "en"}):
        assert file_size(512) == "512 byte"


def test_lines_of_the_trail_are_found_by_who_what_and_when(admin: FlaskClient, session: Session) -> None:
    somebody = make_user(session, email="berta@example.org", name="Berta Bos")
    accounts.end_sessions(session, SYSTEM, somebody)
    actor_line = audit.record(
        session,
        Actor(kind=ActorKind.USER, ref=somebody.public_id, user_id=somebody.id),
        "camp:card:move",
        process="abcdefghijkl",
    )
    page = "/en/admin/audit"
    assert "camp:card:move" in admin.get(page, query_string={"who": "berta@example.org"}).text
    assert "end_sessions" not in admin.get(page, query_string={"verb": "camp:"}).text
    assert "camp:card:move" in admin.get(page, query_string={"process": "abcdefghijkl"}).text
    day = actor_line.at.astimezone(clock.ZONE).date()
    assert "camp:card:move" in admin.get(page, query_string={"since": day.isoformat(), "until": day.isoformat()}).text
    before = (day - timedelta(days=1)).isoformat()
    assert "camp:card:move" not in admin.get(page, query_string={"until": before}).text
    assert "Berta Bos" in admin.get(page).text


def test_a_changed_line_is_found_by_computing_the_seals(admin: FlaskClient, session: Session) -> None:
    make_user(session)
    session.commit()
    admin.submit("/en/admin/audit")
    assert "nothing was changed afterwards" in admin.get("/en/admin/audit").text
    session.execute(text("update audit_entry set verb = 'nothing:to:see' where number = 1"))
    session.execute(text("update job set asked_at = '2020-01-01 00:00:00.000000'"))
    session.commit()
    admin.submit("/en/admin/audit")
    page = admin.get("/en/admin/audit").text
    assert "Somebody changed the trail" in page and "<code>site</code> 1" in page


def test_the_trail_is_taken_out_and_that_is_in_it(admin: FlaskClient, session: Session) -> None:
    taken = admin.get("/en/admin/audit.csv")
    assert taken.text.rstrip().splitlines()[-1].count("administration:audit:export") == 1
    assert admin.get("/en/admin/audit.json").json[-1]["verb"] == "administration:audit:export"
