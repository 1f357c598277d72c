"""Organisations: set up by whoever may, run by their administrators, and one does not see into the other."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate.accounts.models import Organisation
from cocreate.accounts.organisations import commands, queries
from cocreate.accounts.rules import Founding, MemberRole, checked_short_name, short_name_of
from cocreate.core.audit import AuditEntry
from cocreate.core.permissions import SYSTEM, Actor, ActorKind, Role
from cocreate.errors import DomainError, NotAllowed
from cocreate.process import commands as processes
from cocreate.process.models import Process
from cocreate.process.queries import organisation_of, processes_of_organisation
from cocreate.settings import Settings, SettingsError
from tests.factories.accounts import make_administrator, make_colleague, make_member, make_user, sign_in
from tests.factories.process import make_organisation, make_process


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Without the second factor, which test_second_step is about."""
    return replace(settings, two_factor_required=False)


def acting(user: object, *roles: Role) -> Actor:
    """Somebody with an account and these roles."""
    return Actor(ActorKind.USER, user.public_id, user.id, roles=frozenset({Role.VISITOR, Role.ACCOUNT, *roles}))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ({"en": "City of Ghent"}, "city-of-ghent"),
        ({"fr": "Région de Bruxelles-Capitale"}, "region-de-bruxelles-capitale"),
        ({"de": "Straße 7"}, "strasse-7"),
        ({"nl": "!!"}, ""),
        ({"en": "a" * 39 + " bc"}, "a" * 39),
    ],
)
def test_a_title_makes_a_short_name(title: dict[str, str], name: str) -> None:
    assert short_name_of(title) == name


@pytest.mark.parametrize("text", ["", "-a", "a-", "a b", "ä", "a" * 41, "a/b"])
def test_what_is_no_short_name_is_refused(text: str) -> None:
    with pytest.raises(DomainError, match="short_name"):
        checked_short_name(text)


def test_whoever_sets_up_an_organisation_runs_it(session: Session, client: FlaskClient) -> None:
    sign_in(client, user := make_user(session))
    page = client.get("/en/organisations/new").text
    form = {"title-fr": "Région d’essai", "form_id": "abcdefghijk1"}
    assert "administrator" in page
    made = client.submit("/en/organisations/new", form)
    assert made.headers["Location"] == "/en/o/region-d-essai/"
    again = client.submit("/en/organisations/new", form)  # a double click
    assert again.headers["Location"] == made.headers["Location"]
    (organisation,) = session.scalars(select(Organisation)).all()
    session.refresh(user)
    assert queries.is_organisation_administrator(user, organisation)
    assert "accounts:organisation:create" in session.scalars(select(AuditEntry.verb)).all()
    assert "Région d’essai" in client.get("/en/organisations").text


def test_a_taken_short_name_is_said_beside_its_field_and_what_was_typed_stays(
    session: Session, client: FlaskClient
) -> None:
    make_organisation(session, "ghent")
    sign_in(client, make_user(session))
    answer = client.submit("/en/organisations/new", {"title-en": "Ghent of ours", "short_name": "ghent"})
    assert answer.status_code == 422
    assert "has this short name" in answer.text and "Ghent of ours" in answer.text


def test_the_same_name_twice_makes_two_addresses(session: Session) -> None:
    made = [commands.create_organisation(session, SYSTEM, title={"en": "Agency"}) for _ in range(3)]
    assert [row.short_name for row in made] == ["agency", "agency-2", "agency-3"]


def test_where_administrators_set_up_organisations_others_are_told_so(session: Session) -> None:
    user, admin = make_user(session), make_administrator(session)
    with pytest.raises(NotAllowed, match="founding"):
        commands.create_organisation(session, acting(user), title={"en": "Mine"}, founding=Founding.ADMINISTRATORS)
    told = {"title": {"en": "Ours"}, "founding": Founding.ADMINISTRATORS}
    assert commands.create_organisation(session, acting(admin, Role.ADMINISTRATOR), **told).short_name == "ours"


def test_a_wrong_setting_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="COCREATE_ORGANISATIONS"):
        Settings.from_environment({"COCREATE_ORGANISATIONS": "nobody"})


def test_a_process_is_made_by_people_of_its_organisation_only(session: Session, client: FlaskClient) -> None:
    theirs, mine = make_organisation(session, "theirs"), make_organisation(session, "mine")
    sign_in(client, user := make_colleague(session, mine))
    with pytest.raises(NotAllowed, match="not_yours"):
        processes.create_process(
            session, acting(user), organisation=theirs, title={"en": "X"}, summary={}, region="", phases=[]
        )
    form = {"token": "t1", "title-en": "Ours", "minimum_cell": "5", "organisation": "theirs", "starts_on": "2026-10-01"}
    assert client.submit("/en/processes/new", form).status_code == 422
    assert not processes_of_organisation(session, theirs)
    assert client.submit("/en/processes/new", {**form, "organisation": "mine"}).status_code == 302
    (made,) = processes_of_organisation(session, mine)
    assert organisation_of(made).id == mine.id


def test_whoever_belongs_to_none_is_led_to_set_one_up(session: Session, client: FlaskClient) -> None:
    sign_in(client, make_user(session))
    answer = client.get("/en/processes/new")
    assert answer.headers["Location"] == "/en/organisations/new"


def test_its_administrator_organises_all_its_processes_and_none_of_another(session: Session) -> None:
    theirs, mine = make_organisation(session, "theirs"), make_organisation(session, "mine")
    runner = make_colleague(session, mine, MemberRole.ADMINISTRATOR)
    colleague = make_colleague(session, mine)
    own, foreign = make_process(session, organisation=mine), make_process(session, organisation=theirs)
    assert runner.roles_in(own) == {Role.ORGANISATION_ADMINISTRATOR}
    assert runner.roles_in(foreign) == frozenset() == runner.roles_in(None) == colleague.roles_in(own)
    assert runner.roles_in(None, mine) == {Role.ORGANISATION_ADMINISTRATOR, Role.ORGANISATION_MEMBER}
    assert colleague.roles_in(None, mine) == {Role.ORGANISATION_MEMBER}
    assert runner.roles_in(None, theirs) == frozenset()


def hidden_process(session: Session) -> Process:
    return make_process(session, organisation=make_organisation(session, "mine"), title="Secret", is_public=False)


def test_the_page_of_an_organisation_shows_each_what_they_may_see(app: Flask, session: Session) -> None:
    process = hidden_process(session)
    runner = make_colleague(session, process.organisation, MemberRole.ADMINISTRATOR)
    colleague, analyst = make_colleague(session, process.organisation), make_member(session, process, Role.ANALYST)
    commands.add_member(session, SYSTEM, process.organisation, analyst, MemberRole.MEMBER)
    other = make_colleague(session, make_organisation(session, "other"), MemberRole.ADMINISTRATOR)
    admin = make_administrator(session)

    def sees(user: object) -> object:
        answer = sign_in(app.test_client(), user).get("/en/o/mine/")
        return "Secret" in answer.text if answer.status_code == 200 else answer.status_code

    assert [sees(u) for u in (runner, colleague, analyst, other, admin)] == [True, False, True, 404, True]
    assert app.test_client().get("/en/o/mine/").status_code == 302  # to the sign-in page


def test_whoever_runs_the_site_helps_with_people_and_does_not_read_along(app: Flask, session: Session) -> None:
    process = hidden_process(session)
    admin = sign_in(app.test_client(), make_administrator(session))
    base = f"/en/p/{process.public_id}"
    assert admin.get(f"{base}/manage/people").status_code == 200
    assert admin.get(f"{base}/manage/audit").status_code == 200
    assert admin.get(f"{base}/manage/").status_code == 404
    assert admin.get(f"{base}/challenges").status_code == 404
    process.is_public = True
    assert admin.get(f"{base}/challenges").status_code == 200
    assert admin.get(f"{base}/manage/").status_code == 403


def test_the_last_administrator_of_an_organisation_stays(session: Session) -> None:
    mine = make_organisation(session, "mine")
    runner, colleague = make_colleague(session, mine, MemberRole.ADMINISTRATOR), make_colleague(session, mine)
    member = queries.find_member(session, mine, runner.id)
    assert member is not None
    with pytest.raises(DomainError, match="last_administrator"):
        commands.change_member(session, SYSTEM, mine, member, MemberRole.MEMBER)
    with pytest.raises(DomainError, match="last_administrator"):
        commands.remove_member(session, SYSTEM, mine, member)
    commands.add_member(session, SYSTEM, mine, colleague, MemberRole.ADMINISTRATOR)
    commands.remove_member(session, SYSTEM, mine, member)
    assert [row.user_id for row in queries.members_of(session, mine)] == [colleague.id]
    assert runner.roles_in(None, mine) == frozenset()
