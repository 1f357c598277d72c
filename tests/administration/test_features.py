"""What administrators change at run time holds at once, and everything else is as the environment says."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from cocreate import clock
from cocreate.administration.commands import change_features
from cocreate.core import features, installation
from cocreate.core.audit import AuditEntry
from cocreate.core.installation import InstallationSetting
from cocreate.core.permissions import SYSTEM
from cocreate.errors import Invalid
from cocreate.settings import Settings
from tests.conftest import csrf_token
from tests.factories.accounts import make_user, sign_in


def set_feature(session: Session, **wanted: object) -> None:
    change_features(session, SYSTEM, wanted)
    session.commit()


def test_each_setting_has_a_field_and_a_value_of_its_kind(admin: FlaskClient, app: Flask) -> None:
    page = admin.get("/en/admin/features").text
    for name, feature in features.FEATURES.items():
        assert f'name="{name}"' in page
        with app.app_context():
            assert feature.read(features.value(name)) == features.value(name)


def test_a_change_on_the_page_holds_and_is_in_the_audit_trail(app: Flask, admin: FlaskClient, session: Session) -> None:
    somebody = sign_in(app.test_client(), make_user(session))
    assert "Set up an organisation" in somebody.get("/en/organisations").text
    told = {
        "organisations": "administrators",
        "rate_limits": "",
        "languages": ["nl", "fr"],
        "default_language": "fr",
        "api": "y",
        "webhooks": "y",
        "backups": "never",
    }
    data = {name: value for name, value in told.items() if value}
    assert admin.submit("/en/admin/features", data).status_code == 302
    assert "Set up an organisation" not in somebody.get("/en/organisations").text
    changed = session.scalars(select(AuditEntry.subject).where(AuditEntry.verb == "administration:feature:change"))
    assert set(changed) == {"organisations", "languages", "default_language"}
    assert "Changed here by an administrator." in admin.get("/en/admin/features").text


def test_only_the_languages_offered_are_offered(app: Flask, session: Session) -> None:
    set_feature(session, languages=["nl", "fr"], default_language="fr")
    visitor = app.test_client()
    page = visitor.get("/fr/").text
    assert 'hreflang="nl"' in page and 'hreflang="de"' not in page
    assert visitor.get("/", headers={"Accept-Language": "de"}).location.endswith("/fr/")


def test_the_default_language_must_be_offered(session: Session) -> None:
    with pytest.raises(Invalid):
        change_features(session, SYSTEM, {"languages": ["nl"], "default_language": "de"})
    with pytest.raises(Invalid):
        change_features(session, SYSTEM, {"languages": []})


def test_what_is_set_back_to_the_environment_follows_it_again(session: Session) -> None:
    set_feature(session, organisations="administrators")
    set_feature(session, organisations="open")
    assert not session.scalars(select(InstallationSetting)).all()


def test_programs_are_turned_away_while_their_addresses_are_switched_off(client: FlaskClient, session: Session) -> None:
    assert client.get("/api/v1/processes").status_code == 200
    set_feature(session, api=False)
    refused = client.get("/api/v1/processes")
    assert refused.status_code == 403 and refused.json["error"] == "api.off"


def test_a_second_step_is_asked_for_from_the_moment_on(admin: FlaskClient, session: Session) -> None:
    assert admin.get("/en/admin/").status_code == 200
    set_feature(session, two_factor_required=True)
    assert "/account/second-step" in admin.get("/en/admin/").location


def test_a_limit_counts_only_while_limits_are_on(client: FlaskClient, session: Session) -> None:
    def try_often() -> set[int]:
        token = csrf_token(client.get("/en/account/sign-in").text)
        told = {"email": "ada@example.org", "password": "wrong", "csrf_token": token}
        return {client.post("/en/account/sign-in", data=told).status_code for _ in range(12)}

    assert 429 not in try_often()
    set_feature(session, rate_limits=True)
    assert 429 in try_often()


class TestInARealServer:
    """Outside tests what holds is kept for a moment."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, testing=False)

    def test_other_servers_follow_within_two_seconds(self, app: Flask, session: Session) -> None:
        assert features.value("api") is True
        session.add(InstallationSetting(name="api", content={"value": False}, changed_at=clock.now()))
        session.commit()  # by another server: nobody here was told
        assert features.value("api") is True
        read_at, kept = app.extensions[installation.KEPT]
        app.extensions[installation.KEPT] = (read_at - installation.FRESH_FOR, kept)  # two seconds go by
        assert features.value("api") is False

    def test_the_server_that_changed_it_knows_at_once(self, app: Flask, session: Session) -> None:
        assert features.value("api") is True
        set_feature(session, api=False)
        assert features.value("api") is False


def test_before_there_are_tables_the_environment_holds(app: Flask, session: Session) -> None:
    InstallationSetting.__table__.drop(session.connection())  # type: ignore[attr-defined]
    session.commit()
    assert features.value("organisations") == "open"
