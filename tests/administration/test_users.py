"""Administrators find accounts and change what has to be changed, and read nobody's words."""

import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts import commands as accounts
from cocreate.accounts import invitations
from cocreate.accounts.models import Invitation, User
from cocreate.api import tokens
from cocreate.core.audit import AuditEntry
from cocreate.core.ids import public_id
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Role
from cocreate.errors import Conflict
from tests.factories.accounts import make_administrator, make_member, make_user, sign_in
from tests.factories.process import make_process


def verbs(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def test_an_account_is_found_by_a_part_of_its_name_or_address(admin: FlaskClient, session: Session) -> None:
    make_user(session, email="berta@example.org", name="Berta Bos")
    make_user(session, email="carl@example.org", name="Carl Campo")
    for words in ("berta@", "BOS"):
        page = admin.get("/en/admin/users", query_string={"search": words}).text
        assert "berta@example.org" in page and "carl@example.org" not in page


def test_wild_cards_of_the_database_are_plain_letters(admin: FlaskClient, session: Session) -> None:
    make_user(session, email="berta@example.org")
    assert "berta@" not in admin.get("/en/admin/users?search=%25").text


def test_who_runs_something_without_a_second_step_is_listed(admin: FlaskClient, session: Session) -> None:
    process = make_process(session)
    make_member(session, process, Role.OWNER, email="owner@example.org")
    make_member(session, process, Role.PARTICIPANT, email="participant@example.org")
    page = admin.get("/en/admin/users?which=without_second_step").text
    assert "owner@example.org" in page and "participant@example.org" not in page


def test_a_new_account_gets_a_link_by_mail_and_a_second_click_makes_no_second_one(
    admin: FlaskClient, session: Session
) -> None:
    told = {"email": "New@Example.org", "name": "Nele", "language": "nl"}
    assert admin.submit("/en/admin/users/new", told).status_code == 302
    assert "There is already an account" in admin.submit("/en/admin/users/new", told).text
    made = session.scalars(select(User).where(User.email == "new@example.org")).one()
    letter = session.scalars(select(OutgoingMail)).one()
    assert (letter.recipient, letter.language) == ("new@example.org", "nl")
    page = admin.get(f"/en/admin/users/{made.public_id}").text
    assert "Nele" in page and "never" in page


def test_a_switched_off_account_lets_nobody_in_until_it_is_switched_on(
    app: Flask, admin: FlaskClient, session: Session
) -> None:
    somebody = make_user(session, email="berta@example.org")
    theirs = sign_in(app.test_client(), somebody)
    assert theirs.get("/en/account/").status_code == 200
    page = f"/en/admin/users/{somebody.public_id}"
    admin.submit(page, to=f"{page}/off")
    assert theirs.get("/en/account/").status_code == 302
    assert sign_in(app.test_client(), somebody).get("/en/account/").status_code == 302
    admin.submit(page, to=f"{page}/on")
    assert sign_in(app.test_client(), somebody).get("/en/account/").status_code == 200


def test_signing_somebody_out_everywhere_ends_their_visits(app: Flask, admin: FlaskClient, session: Session) -> None:
    somebody = make_user(session)
    theirs = sign_in(app.test_client(), somebody)
    page = f"/en/admin/users/{somebody.public_id}"
    admin.submit(page, to=f"{page}/out")
    assert theirs.get("/en/account/").status_code == 302


def test_nobody_shuts_themselves_out(admin: FlaskClient, administrator: User, session: Session) -> None:
    page = f"/en/admin/users/{administrator.public_id}"
    assert admin.submit(page, to=f"{page}/off").status_code == 302
    assert "Ask another administrator" in admin.get(page).text
    session.refresh(administrator)
    assert administrator.active


def test_the_last_administrator_who_can_sign_in_stays(session: Session) -> None:
    one, other = make_administrator(session), make_administrator(session)
    accounts.deactivate_user(session, SYSTEM, one)
    with pytest.raises(Conflict):
        accounts.deactivate_user(session, SYSTEM, other)


def test_what_gives_power_is_only_done_by_somebody_who_shows_again_who_they_are(
    admin: FlaskClient, administrator: User, session: Session
) -> None:
    somebody = make_user(session)
    accounts.set_password(session, SYSTEM, administrator, "correct horse battery")
    sign_in(admin, administrator)
    page = f"/en/admin/users/{somebody.public_id}/act/make-administrator"
    refused = admin.submit(page, {"secret": "wrong"})
    assert refused.status_code == 422 and "nothing was changed" in refused.text
    assert not somebody.roles
    assert admin.submit(page, {"secret": "correct horse battery"}).status_code == 302
    session.refresh(somebody)
    assert [role.name for role in somebody.roles] == ["administrator"]
    assert "accounts:site_role:grant" in verbs(session)


def test_a_visit_that_is_not_fresh_does_not_count_for_somebody_without_password(
    admin: FlaskClient, session: Session
) -> None:
    somebody = make_user(session)
    with admin.session_transaction() as visit:
        visit["fs_paa"] = time.time() - 3600
    answer = admin.submit(f"/en/admin/users/{somebody.public_id}/act/close")
    assert answer.status_code == 422 and "signed in too long ago" in answer.text
    session.refresh(somebody)
    assert somebody.active


def test_a_lost_second_step_is_taken_away(admin: FlaskClient, session: Session) -> None:
    somebody = make_user(session)
    somebody.tf_primary_method, somebody.tf_totp_secret = "authenticator", "connected"
    page = f"/en/admin/users/{somebody.public_id}"
    assert admin.submit(f"{page}/act/forget-second-step").status_code == 302
    session.refresh(somebody)
    assert not somebody.has_second_factor
    assert "This is done already." in admin.get(f"{page}/act/forget-second-step", follow_redirects=True).text


def test_a_closed_account_says_nothing_about_its_person_and_never_comes_back(
    app: Flask, admin: FlaskClient, session: Session
) -> None:
    process = make_process(session)
    somebody = make_member(session, process, Role.OBSERVER, email="berta@example.org", name="Berta Bos")
    invitations.invite(session, SYSTEM, process, email="berta@example.org", role=Role.ANALYST, language="en")
    accounts.send_sign_in_link(session, "berta@example.org", language="en")
    token = tokens.make_token(session, SYSTEM, somebody, name="x", scopes=["read"], days=9, form_id=public_id())
    page = f"/en/admin/users/{somebody.public_id}"
    assert admin.submit(f"{page}/act/close").status_code == 302
    session.refresh(somebody)
    session.refresh(token)
    assert somebody.is_closed and not somebody.name and not somebody.memberships and token.ended_at is not None
    assert not session.scalars(select(Invitation).where(Invitation.email == "berta@example.org")).all()
    shown = admin.get(page).text + admin.get("/en/admin/users?which=closed").text
    assert "Closed account" in shown and "berta" not in shown.lower()
    assert "berta@" not in str([mail.recipient for mail in session.scalars(select(OutgoingMail))])
    with pytest.raises(Conflict):
        accounts.reactivate_user(session, SYSTEM, somebody)


def test_the_only_owner_of_a_process_is_asked_for_a_successor_before_the_account_closes(
    admin: FlaskClient, session: Session
) -> None:
    owner = make_member(session, make_process(session), Role.OWNER, email="owner@example.org")
    answer = admin.submit(f"/en/admin/users/{owner.public_id}/act/close")
    assert answer.status_code == 422 and "first make somebody else owner" in answer.text
    session.refresh(owner)
    assert owner.email == "owner@example.org" and owner.memberships


def test_nobody_else_comes_to_these_pages(client: FlaskClient, session: Session) -> None:
    somebody = make_member(session, make_process(session), Role.OWNER)
    sign_in(client, somebody)
    for path in ("", "users", "users/new", f"users/{somebody.public_id}", "jobs", "health"):
        assert client.get(f"/en/admin/{path}").status_code == 403, path
