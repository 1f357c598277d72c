"""Who is what in a process: invitations, roles, and the last owner."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.accounts import commands, invitations, queries
from cocreate.accounts.models import Invitation, User
from cocreate.core.audit import AuditEntry, verify
from cocreate.core.mail import OutgoingMail
from cocreate.core.permissions import SYSTEM, Actor, ActorKind, Role
from cocreate.errors import Conflict, DomainError, Invalid, NotAllowed
from cocreate.process.models import Process
from tests.factories.accounts import make_administrator, make_member, make_user, role_of, sign_in
from tests.factories.process import make_process


def with_app(session: Session, user: User) -> User:
    """As if they had connected an authenticator app, which staff need here."""
    user.tf_primary_method, user.tf_totp_secret = "authenticator", "connected"
    session.flush()
    return user


@pytest.fixture
def process(session: Session) -> Process:
    return make_process(session, title="Region 2030", is_public=False)


@pytest.fixture
def owner(session: Session, process: Process) -> User:
    return with_app(session, make_member(session, process, Role.OWNER, email="owner@example.org", name="Olga"))


@pytest.fixture
def people(process: Process) -> str:
    return f"/en/p/{process.public_id}/manage/people"


def actor_of(user: User, process: Process) -> Actor:
    roles = user.roles_in(process) | {Role.VISITOR, Role.ACCOUNT}
    return Actor(kind=ActorKind.USER, ref=user.public_id, user_id=user.id, roles=frozenset(roles))


def invite(session: Session, process: Process, email: str, role: Role = Role.OBSERVER) -> str:
    _, token = invitations.invite(session, SYSTEM, process, email=email, role=role, language="en")
    return f"/en/account/invitation/{token}"


def mails(session: Session) -> list[OutgoingMail]:
    return list(session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def verbs(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def test_an_invited_person_gets_an_account_and_the_role(
    app: Flask, client: FlaskClient, session, process, owner, people
) -> None:
    sign_in(client, owner)
    sent = client.submit(
        people, {"email": "New@Example.org", "role": "observer", "language": "fr"}, to=people + "/invite"
    )
    assert sent.status_code == 302
    [mail] = mails(session)
    assert (mail.recipient, mail.language) == ("new@example.org", "fr")
    assert "Olga vous invite" in mail.text
    assert "Region 2030 (fr)" in mail.text
    path = re.search(r"http://localhost(/fr/account/invitation/\S+)", mail.text)[1]  # type: ignore[index]

    guest: Any = app.test_client()
    answer = guest.submit(path, {"name": "Nele", "language": "nl", "password": ""})
    assert answer.location == "/fr/account/"
    made = queries.find_user(session, "new@example.org")
    assert made is not None and (made.name, made.language) == ("Nele", "nl")
    assert role_of(made, process) == ["observer"]
    assert "Region 2030 (fr)" in guest.get("/fr/account/").text
    assert {"accounts:invitation:send", "accounts:invitation:accept", "accounts:role:grant"} <= set(verbs(session))
    assert verify(session).is_intact


def test_an_invited_organiser_connects_an_app_before_coming_in(client, session, process) -> None:
    path = invite(session, process, "new@example.org", Role.ORGANISER)
    answer = client.submit(path, {"name": "Nele", "language": "en"})
    assert answer.location == "/en/account/second-step"
    assert client.get("/en/account/").status_code == 302


def test_an_invitation_works_once(app: Flask, client, session, process) -> None:
    path = invite(session, process, "new@example.org")
    client.submit(path, {"name": "Nele", "language": "en"})
    other: Any = app.test_client()
    again = other.get(path)
    assert again.status_code == 410
    assert "already been accepted" in again.text
    with pytest.raises(Conflict, match="used"):
        invitations.accept_invitation(session, Actor(), path.rsplit("/", 1)[1], name="Somebody else")
    assert session.query(User).count() == 1


def test_a_second_click_on_accept_changes_nothing(client, session, process) -> None:
    user = make_user(session, email="new@example.org")
    path = invite(session, process, "new@example.org")
    sign_in(client, user)
    assert client.submit(path).status_code == 302
    again = client.submit("/en/account/", to=path)
    assert again.status_code == 410
    session.refresh(user)
    assert role_of(user, process) == ["observer"]


def test_an_expired_or_withdrawn_invitation_says_so(client, session, process, owner) -> None:
    path = invite(session, process, "new@example.org")
    [invitation] = queries.open_invitations(session, process.id)
    invitation.expires_at = clock.now() - timedelta(seconds=1)
    assert "has expired" in client.get(path).text
    invitations.withdraw_invitation(session, SYSTEM, process, invitation)
    gone = client.get(path)
    assert gone.status_code == 410
    assert "withdrawn" in gone.text
    assert "accounts:invitation:withdraw" in verbs(session)


def test_an_invitation_cannot_be_accepted_from_another_account(client, session, process) -> None:
    stranger = make_user(session, email="stranger@example.org")
    path = invite(session, process, "new@example.org")
    sign_in(client, stranger)
    assert "another address" in client.get(path).text
    refused = client.submit("/en/account/", to=path)
    assert refused.status_code == 403
    session.refresh(stranger)
    assert role_of(stranger, process) == []


def test_somebody_with_an_account_signs_in_before_accepting(client, session, process) -> None:
    user = make_user(session, email="known@example.org", name="Known")
    path = invite(session, process, "known@example.org")
    page = client.get(path)
    assert f"/en/account/sign-in?next={path}" in page.text
    refused = client.submit("/en/account/sign-in", {"name": "Impostor", "language": "en"}, to=path)
    assert refused.status_code == 403
    session.refresh(user)
    assert user.name == "Known" and role_of(user, process) == []
    sign_in(client, user)
    assert client.submit(path).status_code == 302


def test_inviting_again_replaces_the_earlier_link(client, session, process) -> None:
    first = invite(session, process, "new@example.org")
    second = invite(session, process, "NEW@example.org")
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert session.query(Invitation).count() == 1


def test_a_weak_password_on_accepting_keeps_the_rest_of_the_form(client, session, process) -> None:
    path = invite(session, process, "new@example.org")
    answer = client.submit(path, {"name": "Nele", "language": "de", "password": "short"})
    assert answer.status_code == 422
    assert 'value="Nele"' in answer.text
    assert "at least 10 characters" in answer.text
    assert queries.find_user(session, "new@example.org") is None


def test_what_cannot_be_invited_is_said_beside_the_field(client, session, process, owner, people) -> None:
    sign_in(client, owner)
    for email, sentence in (
        ("nonsense", "not a complete e-mail address"),
        ("owner@example.org", "already has this role"),
    ):
        answer = client.submit(people, {"email": email, "role": "owner", "language": "en"}, to=people + "/invite")
        assert answer.status_code == 422
        assert sentence in answer.text
        assert f"{email}</textarea>" in answer.text
    assert mails(session) == []


def test_ten_people_are_invited_at_once_and_nobody_twice(client, session, process, owner, people) -> None:
    sign_in(client, owner)
    pasted = "Ada One <ada1@example.org>; ada2@example.org, ADA3@example.org\n" + "\n".join(
        f"ada{number}@example.org" for number in range(3, 11)
    )
    told = {"email": f"{pasted} owner@example.org", "role": "owner", "language": "en"}
    assert client.submit(people, told, to=people + "/invite").status_code == 302
    assert {mail.recipient for mail in mails(session)} == {f"ada{number}@example.org" for number in range(1, 11)}
    shown = client.get(people).text
    assert "10 invitations are on their way" in shown
    assert "not invited again: owner@example.org" in shown


def test_one_wrong_address_among_many_is_named_and_nobody_is_invited(client, session, process, owner, people) -> None:
    sign_in(client, owner)
    told = {"email": "ada@example.org, ben@, chloe", "role": "observer", "language": "en"}
    answer = client.submit(people, told, to=people + "/invite")
    assert answer.status_code == 422 and "address: ben@, chloe" in answer.text
    assert "ada@example.org, ben@, chloe</textarea>" in answer.text
    assert mails(session) == []


def test_an_organiser_cannot_make_or_remove_owners(client, session, process, owner, people) -> None:
    organiser = with_app(session, make_member(session, process, Role.ORGANISER))
    sign_in(client, organiser)
    assert 'value="owner"' not in client.get(people).text
    forged = client.submit(people, {"email": "x@example.org", "role": "owner", "language": "en"}, to=people + "/invite")
    assert forged.status_code == 422
    for act in (commands.grant_role, commands.revoke_role):
        with pytest.raises(NotAllowed, match="owner_only"):
            act(session, actor_of(organiser, process), process, owner, Role.OWNER)
    client.submit(people, {"user": owner.public_id, "role": "owner"}, to=people + "/revoke")
    session.refresh(owner)
    assert role_of(owner, process) == ["owner"]


def test_the_last_owner_stays(client, session, process, owner, people) -> None:
    sign_in(client, owner)
    client.submit(people, {"user": owner.public_id, "role": "owner"}, to=people + "/revoke")
    assert "A process needs an owner" in client.get(people).text
    second = with_app(session, make_member(session, process, Role.OWNER))
    commands.revoke_role(session, actor_of(second, process), process, owner, Role.OWNER)
    with pytest.raises(Conflict, match="last_owner"):
        commands.revoke_role(session, actor_of(second, process), process, second, Role.OWNER)
    assert "accounts:role:revoke" in verbs(session)


def test_removing_a_role_takes_effect_at_once(app: Flask, client, session, process, owner, people) -> None:
    organiser = with_app(session, make_member(session, process, Role.ORGANISER))
    theirs: Any = sign_in(app.test_client(), organiser)
    assert theirs.get(people).status_code == 200
    sign_in(client, owner)
    client.submit(people, {"user": organiser.public_id, "role": "organiser"}, to=people + "/revoke")
    assert theirs.get(people).status_code == 404


@pytest.mark.parametrize(
    "role", [Role.ANALYST, Role.FACILITATOR, Role.COMMITTEE_MEMBER, Role.OBSERVER, Role.PARTICIPANT]
)
def test_the_people_page_is_for_organisers(client, session, process, people, role) -> None:
    sign_in(client, with_app(session, make_member(session, process, role)))
    assert client.get(people).status_code == 403
    assert (
        client.submit("/en/account/", {"email": "a@example.org", "role": "observer"}, to=people + "/invite").status_code
        == 403
    )


def test_organisers_of_one_process_are_nobody_in_another(client, session, process, owner) -> None:
    other = make_process(session, title="Elsewhere")
    invite(session, other, "new@example.org")
    [invitation] = queries.open_invitations(session, other.id)
    sign_in(client, owner)
    assert client.get(f"/en/p/{other.public_id}/manage/people").status_code == 403
    mine = f"/en/p/{process.public_id}/manage/people"
    assert client.submit(mine, to=f"{mine}/invitations/{invitation.public_id}/withdraw").status_code == 404
    assert len(queries.open_invitations(session, other.id)) == 1


def test_a_role_is_given_once_and_only_in_a_process(session, process) -> None:
    user = make_member(session, process, Role.ANALYST)
    with pytest.raises(Conflict, match="already"):
        commands.grant_role(session, SYSTEM, process, user, Role.ANALYST)
    with pytest.raises(Invalid, match=r"role\.unknown"):
        commands.grant_role(session, SYSTEM, process, user, Role.ADMINISTRATOR)


def test_the_last_administrator_stays(session) -> None:
    first = make_administrator(session)
    with pytest.raises(DomainError, match="last_administrator"):
        commands.revoke_site_role(session, SYSTEM, first)
    make_administrator(session)
    commands.revoke_site_role(session, SYSTEM, first)
    assert not first.is_staff
