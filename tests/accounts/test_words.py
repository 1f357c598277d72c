"""Flask-Security speaks with our words: no page of it falls back to the library's English."""

import re
from pathlib import Path

import pytest
from flask_babel import force_locale
from flask_security import core

from cocreate.accounts.messages import ROLE_HELP, ROLE_NAMES, SECURITY_LABELS, SECURITY_MESSAGES
from cocreate.accounts.security import pages
from cocreate.core.permissions import PROCESS_ROLES, TABLE
from cocreate.web.messages import known_codes

# Belong to what we do not offer: registration, SMS, passkeys, user names, OAuth, tokens, Flask-Security's own links.
NOT_OFFERED = re.compile(
    "WEBAUTHN|USERNAME|^US_|OAUTH|CONFIRM|PHONE|CHANGE_EMAIL|REFRESH|IDENTITY|BREACHED|EMAIL_ALREADY|LOGIN|GENERIC_US"
    "|USE_CODE|CODE_HAS_BEEN_SENT|FAILED_TO_SEND|INVALID_PASSWORD_CODE|FORGOT_PASSWORD|^PASSWORD_RESET$"
)


def test_every_message_that_our_pages_can_show_is_ours() -> None:
    offered = {key for key in core._default_messages if not NOT_OFFERED.search(key)}
    missing = offered - set(SECURITY_MESSAGES)
    assert not missing
    assert not set(SECURITY_MESSAGES) - set(core._default_messages), "no message is for a key that the library dropped"


def test_our_message_keeps_the_parameters_of_the_original() -> None:
    for key, (ours, _) in SECURITY_MESSAGES.items():
        used = set(re.findall(r"%\((\w+)\)", str(ours)))
        given = set(re.findall(r"%\((\w+)\)", core._default_messages[key][0]))
        assert used <= given, key


@pytest.mark.parametrize(
    "form_name",
    [
        *("login_form", "verify_form", "forgot_password_form", "reset_password_form", "change_password_form"),
        *("two_factor_verify_code_form", "mf_recovery_form"),
    ],
)
def test_every_label_that_our_pages_show_is_ours(app, session, form_name) -> None:
    ours = {str(label) for label in SECURITY_LABELS.values()}
    with app.test_request_context("/en/account/sign-in"):
        form = app.extensions["security"].forms[form_name].cls(**({"user": None} if form_name == "verify_form" else {}))
        shown = {str(f.label.text) for f in form if f.widget.__class__.__name__ not in ("HiddenInput", "SubmitInput")}
        assert shown <= ours


def test_a_message_is_in_the_language_of_the_address(app, session) -> None:
    words = app.extensions["security"].i18n_domain
    with app.test_request_context("/nl/"), force_locale("nl"):
        assert words.format_list(["a", "b"]) == "a en b"
        assert words.gettext("Retype Password") == str(SECURITY_LABELS["Retype Password"])
        assert words.gettext("100% unknown") == "100% unknown"


def test_every_page_of_flask_security_names_a_permission_that_exists(app) -> None:
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security.")}
    assert pages.name == "security" and len(endpoints) == 11
    for endpoint in endpoints:
        assert app.view_functions[endpoint].permission in TABLE


def test_every_role_has_a_name_and_an_explanation() -> None:
    assert set(PROCESS_ROLES) <= set(ROLE_NAMES) and set(PROCESS_ROLES) <= set(ROLE_HELP)


def test_every_refusal_of_this_stage_has_a_sentence() -> None:
    sources = Path(__file__).resolve().parents[2].joinpath("cocreate", "accounts").rglob("*.py")
    raised = {code for source in sources for code in re.findall(r'"(accounts\.\w+\.\w+)"', source.read_text())}
    assert len(raised) > 10
    assert raised <= known_codes()
